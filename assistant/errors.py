"""What can go wrong while answering. Not being able to answer is a status, not an error.

AssistantError
└── QuestionError    the question is empty or too long, the history malformed
"""


class AssistantError(Exception):
    """The base of every error of this package; `exit_code` is what the command ends with."""

    exit_code = 1


class QuestionError(AssistantError):
    """The question cannot be taken: empty or too long."""

    exit_code = 2
