"""The errors of this package. A question without an answer is a status, not an error.

AssistantError
├── QuestionError         the question is empty or too long, the history malformed
├── Cancelled             the user has disconnected or pressed stop
├── OutOfTime             a question takes longer than its budget; the reply is an apology
├── UnknownAnswer         no answer with this id is stored (any more)
├── UnknownPurge          a purge of the log is unknown or can no longer be undone
├── BadAccount            a name, password, key or scope is not allowed
├── SignInRefused         a wrong name or password
│   ├── TooManyTries      too many attempts in 15 minutes
│   └── SignInBusy        too many passwords are being verified at once
├── AddressInUse          another program listens where `bantin serve` should
├── SwitchedOff           staff turned the page or the API off
├── LoadingFailed         bulletins of staff could not be loaded or changed
├── MissingExtra          a model is configured and its package is not installed
└── ModelError            the model gave no answer; the extractive one is shown
    ├── ModelTimeout      it took too long, or did not end
    ├── ModelUnavailable  it cannot be reached, refuses the key, is over its limit, broke off
    └── ModelSilent       its reply is empty
"""


class AssistantError(Exception):
    """The base of every error of this package; `exit_code` is the exit code of the command."""

    exit_code = 1


class QuestionError(AssistantError):
    """The question is empty or too long."""

    exit_code = 2


class Cancelled(AssistantError):
    """The question was cancelled; there is no answer."""


class OutOfTime(AssistantError):
    """A question takes longer than its budget."""


class UnknownAnswer(AssistantError):
    """No answer with this id is stored."""


class UnknownPurge(AssistantError):
    """A purge is unknown, or can no longer be undone."""


class BadAccount(AssistantError):
    """A name, password, key or scope is not allowed; the message gives the reason."""

    exit_code = 2


class SignInRefused(AssistantError):
    """A sign-in was refused."""


class TooManyTries(SignInRefused):
    """There were too many attempts to sign in; the password was not verified."""


class SignInBusy(SignInRefused):
    """Too many passwords are being verified; another attempt in a few seconds may succeed."""


class AddressInUse(AssistantError):
    """The server cannot listen at its address; the message gives the reason."""


class SwitchedOff(AssistantError):
    """The page or the API was turned off; the message is the reason for visitors."""


class LoadingFailed(AssistantError):
    """Bulletins could not be loaded, amended or withdrawn; the message gives the reason."""


class MissingExtra(AssistantError):
    """A setting needs a package that is not installed; the message names it."""

    exit_code = 2


class ModelError(AssistantError):
    """The model gave no answer."""


class ModelTimeout(ModelError):
    """The model took longer than the setting allows."""


class ModelUnavailable(ModelError):
    """The model cannot be reached, or its server refuses the request."""


class ModelSilent(ModelError):
    """The model's reply is empty."""
