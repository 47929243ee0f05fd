"""Crowds of users at a real server."""
