"""What can go wrong in an evaluation.

EvalError
├── BadSuite      a suite that is missing, empty, or has a line that is no case
└── GateFailed    a measure on the wrong side of --min or --max
"""


class EvalError(Exception):
    """The base of every error of this package; `exit_code` is what the command ends with."""

    exit_code = 1


class BadSuite(EvalError):
    """The suite cannot be used; says file and line."""

    exit_code = 2


class GateFailed(EvalError):
    """A measure missed its gate."""
