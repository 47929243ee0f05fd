"""Runs `bantin` as `python -m knowledge.cli`, where the command itself is not on the path."""

from knowledge.cli.command import main

main()
