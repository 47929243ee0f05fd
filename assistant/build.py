"""Settings -> Assistant: the one place where the parts are put together."""

from assistant.pipeline import Assistant
from knowledge.encoder import Encoder
from knowledge.opening import open_library
from knowledge.settings import Settings


def build_assistant(settings: Settings, encoder: Encoder | None = None) -> Assistant:
    """The assistant over the library of the settings' data folder."""
    library = open_library(settings, encoder)
    return Assistant(library, settings.home, settings.max_question_chars)
