"""`python -m knowledge.cli` is `bantin`, where the command itself is not on the path."""

from knowledge.cli.root import main

main()
