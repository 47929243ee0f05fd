"""Kills of writers at random points."""
