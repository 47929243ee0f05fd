"""Damaged files of every format, read by worker processes."""
