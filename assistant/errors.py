"""What can go wrong while answering. Not being able to answer is a status, not an error.

AssistantError
├── QuestionError         the question is empty or too long, the history malformed
├── Cancelled             whoever asked has gone or pressed stop
├── OutOfTime             a question takes longer than its budget; a polite answer is given
├── UnknownAnswer         an id of an answer that is not kept (any more)
├── BadAccount            a name, password, key or scope that cannot be taken
├── SignInRefused         a wrong name or password
│   ├── TooManyTries      too many of them in a quarter of an hour
│   └── SignInBusy        too many passwords are being verified at once
├── SwitchedOff           staff turned the page or the API off
├── LoadingFailed         bulletins of staff that could not be loaded or changed
├── MissingExtra          a model is configured and its package is not installed
└── ModelError            the model gave no answer; the extractive one is shown
    ├── ModelTimeout      it took too long, or did not end
    ├── ModelUnavailable  it cannot be reached, refuses the key, is over its limit, broke off
    └── ModelSilent       it gave nothing to use
"""


class AssistantError(Exception):
    """The base of every error of this package; `exit_code` is what the command ends with."""

    exit_code = 1


class QuestionError(AssistantError):
    """The question cannot be taken: empty or too long."""

    exit_code = 2


class Cancelled(AssistantError):
    """Whoever asked waits no more; nothing is answered."""


class OutOfTime(AssistantError):
    """A question takes longer than its budget."""


class UnknownAnswer(AssistantError):
    """No answer of that id is kept."""


class BadAccount(AssistantError):
    """A name, password, key or scope cannot be taken; says why."""

    exit_code = 2


class SignInRefused(AssistantError):
    """Somebody may not come in."""


class TooManyTries(SignInRefused):
    """Somebody has tried too often; the password was not looked at."""


class SignInBusy(SignInRefused):
    """Too many passwords are being verified; a try in a few seconds may pass."""


class SwitchedOff(AssistantError):
    """The page or the API was turned off; the message is the reason for visitors."""


class LoadingFailed(AssistantError):
    """Bulletins could not be loaded, amended or withdrawn; says why."""


class MissingExtra(AssistantError):
    """A setting needs a package that is not installed; says which."""

    exit_code = 2


class ModelError(AssistantError):
    """The model gave no answer."""


class ModelTimeout(ModelError):
    """The model took longer than the setting allows."""


class ModelUnavailable(ModelError):
    """The model cannot be reached or does not serve."""


class ModelSilent(ModelError):
    """The model's reply is empty."""
