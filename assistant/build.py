"""Settings -> Assistant: the only place that constructs its components."""

import logging

from assistant.drafting.chat_model import load_model
from assistant.drafting.from_model import Generator
from assistant.evidence.cells import has_cells
from assistant.judging.span_reader import PASSAGES, ROWS, Reader
from assistant.pipeline import Assistant
from assistant.settings import Settings
from knowledge.build import open_library
from knowledge.embedding.e5_model import E5Model
from knowledge.embedding.encoder import E5Encoder, Encoder
from knowledge.errors import UnreadableModel

_LOG = logging.getLogger("bantin.build")


def build_assistant(settings: Settings, encoder: Encoder | None = None) -> Assistant:
    """The assistant over the library of the settings' data folder."""
    library = open_library(settings, encoder)
    readers = _readers(settings, library.encoder)
    model = load_model(settings)
    generator = Generator(model, library.encoder, settings.llm_timeout_s) if model else None
    return Assistant(
        library, settings.home, settings.max_question_chars, generator=generator,
        budget_s=settings.answer_budget_s, reader=readers.get(PASSAGES),
        row_reader=readers.get(ROWS),
    )  # fmt: skip


def warm_up(assistant: Assistant) -> None:
    """Loads models, vocabularies and vectors before the first question."""
    if isinstance(assistant.library.encoder, E5Encoder):
        assistant.library.encoder.warm_up()
    if isinstance(assistant.reader, Reader):
        assistant.reader.warm_up()
    if isinstance(assistant.row_reader, Reader) and has_cells(assistant.library):
        assistant.row_reader.warm_up()
    if assistant.library.bulletin_count():
        assistant.library.search("khởi động", 1)


def _readers(settings: Settings, encoder: Encoder) -> dict[str, Reader]:
    """The readers, which share the tables of an E5 encoder; none if they are off or cannot run.

    They cannot run if the default model is not installed and the settings name another one; then
    questions are answered with every sentence as a statement, which the log and `doctor` say.
    """
    if not settings.reader:
        return {}
    try:
        model = encoder.model if isinstance(encoder, E5Encoder) else E5Model(settings.models)
    except UnreadableModel as exc:
        _LOG.warning("answering without the reader, less well: %s", exc)
        return {}
    # Cells are compared by the vectors of the bundled model, so others need no such reader.
    names = (PASSAGES, ROWS) if isinstance(encoder, E5Encoder) else (PASSAGES,)
    return {name: Reader(model, adapter=name) for name in names}
