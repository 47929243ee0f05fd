"""Faults of disks and files, injected into a library."""
