"""Errors of evals.

EvalError
├── BadSuite      a suite that is missing, empty or has an invalid line
├── BadRun        a folder without a usable run
├── BadTarget     a server that does not answer, or is not bantin
├── MissingExtra  a library that an option needs and that is not installed
└── GateFailed    a measure on the wrong side of --min, --max or --no-regression
"""


class EvalError(Exception):
    """The base of every error of this package; `exit_code` is the command's exit status."""

    exit_code = 1


class BadSuite(EvalError):
    """The suite cannot be used; the message names file and line."""

    exit_code = 2


class BadRun(EvalError):
    """The folder has no usable run."""

    exit_code = 2


class BadTarget(EvalError):
    """The target does not answer as a bantin server."""


class MissingExtra(EvalError):
    """An optional library is not installed; the message says how to install it."""

    exit_code = 2


class GateFailed(EvalError):
    """A measure missed its gate."""
