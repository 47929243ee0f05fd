"""What can go wrong in an evaluation.

EvalError
├── BadSuite      a suite that is missing, empty, or has a line that is no case
├── BadRun        a folder that holds no run, or another one
├── BadTarget     a server that does not answer, or is no bantin
├── MissingExtra  a library that an option needs and that is not installed
└── GateFailed    a measure on the wrong side of --min, --max or --no-regression
"""


class EvalError(Exception):
    """The base of every error of this package; `exit_code` is what the command ends with."""

    exit_code = 1


class BadSuite(EvalError):
    """The suite cannot be used; says file and line."""

    exit_code = 2


class BadRun(EvalError):
    """The folder is no run that can be used."""

    exit_code = 2


class BadTarget(EvalError):
    """What was to be asked cannot be asked."""


class MissingExtra(EvalError):
    """An optional library is not installed; says how to install it."""

    exit_code = 2


class GateFailed(EvalError):
    """A measure missed its gate."""
