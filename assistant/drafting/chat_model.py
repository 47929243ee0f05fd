"""Chat models by LangChain: messages in, text out, within a time and a length, or a ModelError."""

import contextvars
import queue
import re
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from assistant.errors import Cancelled, MissingExtra, ModelSilent, ModelTimeout, ModelUnavailable
from knowledge.settings import Settings
from knowledge.text.sentences import sentences
from knowledge.text.spelling import clean

MAX_CHARS = 6000
_MAX_TOKENS = 700
_LOOK_S = 0.1  # how long a cancelled question may still wait
_GROUP = re.compile(r"\[\s*(\d{1,3}(?:\s*[,;]\s*\d{1,3})+)\s*\]")
_STOP = re.compile(r"[.!?…\n]")
_LEADING = re.compile(r"(?:\s*\[\s*\d{1,3}\s*\])+")
_CITED = {
    "title": "answer",
    "description": "An answer from numbered passages",
    "type": "object",
    "properties": {
        "sentences": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string", "description": "One sentence"},
                    "passages": {
                        "type": "array",
                        "items": {"type": "integer"},
                        "description": "The numbers of the passages that say it",
                    },
                },
                "required": ["text", "passages"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["sentences"],
    "additionalProperties": False,
}
Message = tuple[str, str]


class ChatModel(Protocol):
    """Answers messages (`system`, `human`, `ai`; text) with a text."""

    name: str

    def stream(
        self, messages: Sequence[Message], until: float, cancel: threading.Event, *,
        cited: bool = False,
    ) -> Iterator[str]:  # fmt: skip
        """The model's text piece by piece, cut at MAX_CHARS; `until` is of `time.monotonic`.

        Where `cited`, sentences with numbers of passages (`… [1]`) are expected.

        Raises:
            ModelError: nothing of use came by then.
            Cancelled: `cancel` was set.
        """
        ...


class LangChainModel:
    """Any chat model that `init_chat_model` knows; safe to use from many threads.

    `structured`: cited sentences are asked for by a JSON schema and read as they come.
    """

    def __init__(self, model: Any, name: str, structured: bool = False) -> None:
        self._model, self.name = model, name
        self._structured = (
            model.with_structured_output(_CITED, method="json_schema") if structured else None
        )

    @property
    def is_structured(self) -> bool:
        """Whether cited sentences are asked for by a JSON schema."""
        return self._structured is not None

    def stream(
        self, messages: Sequence[Message], until: float, cancel: threading.Event, *,
        cited: bool = False,
    ) -> Iterator[str]:  # fmt: skip
        """See ChatModel.

        The stream is read in a thread of its own: a server that says nothing, or never stops,
        holds up nobody past `until`.
        """
        structured = self._structured if cited else None
        pieces: queue.Queue[str | BaseException | None] = queue.Queue()
        stop = threading.Event()

        def read() -> None:
            try:
                chunks = (structured or self._model).stream(list(messages))
                texts = _from_json(chunks) if structured else map(_text_of, chunks)
                for text in texts:
                    if stop.is_set():
                        return
                    pieces.put(text)
                pieces.put(None)
            except BaseException as exc:  # noqa: BLE001 - any provider's error, told below
                pieces.put(exc)

        # Tracing callbacks of a chain that bantin is a step of reach the model through the context.
        context = contextvars.copy_context()
        threading.Thread(target=context.run, args=(read,), daemon=True).start()
        length, is_silent = 0, True
        try:
            while length < MAX_CHARS and (piece := self._next(pieces, until, cancel)) is not None:
                yield piece[: MAX_CHARS - length]
                length += len(piece)
                is_silent = is_silent and not piece.strip()
        finally:
            stop.set()
        if is_silent:
            raise ModelSilent(f"{self.name} said nothing")

    def _next(
        self, pieces: "queue.Queue[str | BaseException | None]", until: float,
        cancel: threading.Event,
    ) -> str | None:  # fmt: skip
        while True:
            left = until - time.monotonic()
            if cancel.is_set():
                raise Cancelled("the question was taken back")
            if left <= 0:
                raise ModelTimeout(f"{self.name} did not end in time")
            try:
                piece = pieces.get(timeout=min(left, _LOOK_S))
            except queue.Empty:
                continue
            if isinstance(piece, BaseException):
                raise ModelUnavailable(f"{self.name}: {type(piece).__name__}: {piece}"[:300])
            return piece


def _text_of(chunk: Any) -> str:
    content = chunk.content
    if isinstance(content, str):
        return content
    parts = (part.get("text", "") if isinstance(part, dict) else str(part) for part in content)
    return "".join(part for part in parts if isinstance(part, str))


def _from_json(partials: Any) -> Iterator[str]:
    """Growing JSON objects -> their sentences, each once the next has begun."""
    told = 0
    last: list[dict[str, Any]] = []
    for partial in partials:
        found = partial.get("sentences") if isinstance(partial, dict) else None
        last = [s for s in found if isinstance(s, dict)] if isinstance(found, list) else last
        for item in last[told:-1]:
            yield _cited_line(item)
        told = max(told, len(last) - 1)
    for item in last[told:]:
        yield _cited_line(item)


def _cited_line(item: dict[str, Any]) -> str:
    text = " ".join(str(item.get("text") or "").split())
    passages = item.get("passages")
    numbers = passages if isinstance(passages, list) else []
    return text + "".join(f" [{n}]" for n in numbers if isinstance(n, int)) + "\n"


def finished_sentences(pieces: Iterator[str]) -> Iterator[str]:
    """The sentences of a text that comes in pieces, each as soon as the next has begun.

    Markers that stand after a full stop belong to the sentence before it; `[1, 2]` is `[1] [2]`.
    """
    text, told, has_stop = "", 0, False
    for piece in pieces:
        text += piece
        has_stop = has_stop or _STOP.search(piece) is not None
        if not has_stop:
            continue
        found = _split(clean(text))
        # A bracket that has just been opened may yet be a marker of the sentence before.
        if len(found) - 1 > told and not found[-1].lstrip().startswith("["):
            yield from found[told:-1]
            told, has_stop = len(found) - 1, False
    yield from _split(clean(text))[told:]


def _split(text: str) -> list[str]:
    pieces: list[str] = []
    apart = _GROUP.sub(lambda g: "".join(f"[{n}]" for n in re.findall(r"\d+", g[1])), text)
    for line in apart.split("\n"):
        for start, end in sentences(line):
            piece = line[start:end]
            leading = _LEADING.match(piece)
            if leading and pieces:
                pieces[-1] += leading[0]
                piece = piece[leading.end() :]
            if piece.strip(" ."):
                pieces.append(piece.strip())
    return pieces


def load_model(settings: Settings) -> LangChainModel | None:
    """The model of the settings; None where none is set.

    Raises:
        MissingExtra: its package is not installed.
        ModelUnavailable: its provider does not take the settings.
    """
    if settings.llm is None:
        return None
    provider = settings.llm.partition(":")[0]
    more: dict[str, Any] = {"temperature": 0, "max_retries": 0, "timeout": settings.llm_timeout_s}
    if settings.llm_url:
        more["base_url"] = settings.llm_url
    if settings.llm_key:
        more["api_key"] = settings.llm_key.get_secret_value()
    elif settings.llm_url and provider == "openai":
        more["api_key"] = "none"  # servers of one's own ask for none, the library insists on one
    try:
        from langchain.chat_models import init_chat_model

        model = init_chat_model(settings.llm, max_tokens=_MAX_TOKENS, **more)
        can = bool((getattr(model, "profile", None) or {}).get("structured_output"))
        asked = settings.llm_structured
        return LangChainModel(model, settings.llm, can if asked == "auto" else asked == "on")
    except ImportError as exc:
        raise MissingExtra(
            f"BANTIN_LLM is {settings.llm!r}, but {exc.name or exc} is not installed: "
            f"pip install 'bantin[{provider}]'"
        ) from exc
    except Exception as exc:
        raise ModelUnavailable(f"BANTIN_LLM={settings.llm!r} cannot be set up: {exc}") from exc
