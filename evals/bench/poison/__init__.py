"""Hostile bulletins and questions."""
