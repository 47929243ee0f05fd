"""Requests that are none and nasty parameters, sent to a real server."""
