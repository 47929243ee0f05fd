"""Chat models through LangChain: messages -> text, with limits of time and length."""

import contextlib
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

from assistant.background import in_background
from assistant.errors import Cancelled, MissingExtra, ModelSilent, ModelTimeout, ModelUnavailable
from assistant.settings import ChatModelSettings
from knowledge.settings import masked
from knowledge.text.patterns import lazy_regex
from knowledge.text.sentences import sentences
from knowledge.text.spelling import clean

MAX_CHARS = 6000
_MAX_TOKENS = 700
_POLL_S = 0.1  # the longest delay until a cancelled question stops
_MARKER_GROUP = lazy_regex(r"\[\s*(\d{1,3}(?:\s*[,;]\s*\d{1,3})+)\s*\]")
_STOP = lazy_regex(r"[.!?…\n]")
_LEADING_MARKERS = lazy_regex(r"(?:\s*\[\s*\d{1,3}\s*\])+")
_SCHEMA = {
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
    """Replies to messages, pairs of role (`system`, `human`, `ai`) and text."""

    name: str

    def stream(
        self, messages: Sequence[Message], until: float, cancel: threading.Event, *,
        cited: bool = False,
    ) -> Iterator[str]:  # fmt: skip
        """The reply piece by piece, cut at MAX_CHARS.

        Args:
            messages: the conversation, the last message from the user.
            until: the deadline, in the seconds of `time.monotonic`.
            cancel: stops the reply when it is set.
            cited: whether the reply has sentences with numbers of passages (`… [1]`).

        Raises:
            ModelError: the model failed, or sent no text before the deadline.
            Cancelled: `cancel` was set.
        """
        ...


class LangChainModel:
    """A chat model of `init_chat_model`; safe to share between threads.

    With `structured`, cited sentences are requested by a JSON schema and read as they grow.
    """

    def __init__(self, model: Any, name: str, structured: bool = False, key: str = "") -> None:
        self._model, self.name, self._key = model, name, key
        self._structured = (
            model.with_structured_output(_SCHEMA, method="json_schema") if structured else None
        )

    @property
    def is_structured(self) -> bool:
        """Whether cited sentences are requested by a JSON schema."""
        return self._structured is not None

    def stream(
        self, messages: Sequence[Message], until: float, cancel: threading.Event, *,
        cited: bool = False,
    ) -> Iterator[str]:  # fmt: skip
        """See ChatModel.

        Another thread reads the stream, so that a server which sends nothing or never stops
        cannot block the caller past `until`.
        """
        structured = self._structured if cited else None
        stop = threading.Event()

        def read(put: Callable[[str], None]) -> None:
            chunks: Any = ()
            try:
                chunks = (structured or self._model).stream(list(messages))
                for text in _from_json(chunks) if structured else map(_text_of, chunks):
                    if stop.is_set():
                        return
                    put(text)
            except Exception as exc:
                # Each provider raises different errors.
                # A server may repeat the key or its own address; the message is in public traces.
                error = masked(f"{self.name}: {type(exc).__name__}: {exc}", self._key)
                raise ModelUnavailable(error[:300]) from exc
            finally:
                # Lets go of the connection now; a server may end it while what is left is dropped.
                if close := getattr(chunks, "close", None):
                    with contextlib.suppress(Exception):
                        close()

        def patience() -> float:
            left = until - time.monotonic()
            if cancel.is_set():
                raise Cancelled("the question was cancelled")
            if left <= 0:
                raise ModelTimeout(f"{self.name} did not finish in time")
            return min(left, _POLL_S)

        length, is_silent = 0, True
        try:
            # The reading thread gets a copy of this thread's context: if bantin is a step of a
            # chain, the context carries the chain's callbacks to the model.
            for piece in in_background(read, patience):
                yield piece[: MAX_CHARS - length]
                length += len(piece)
                is_silent = is_silent and not piece.strip()
                if length >= MAX_CHARS:
                    break
        finally:
            stop.set()
        if is_silent:
            raise ModelSilent(f"{self.name} sent no text")


def _text_of(chunk: Any) -> str:
    content = chunk.content
    if isinstance(content, str):
        return content
    parts = (part.get("text", "") if isinstance(part, dict) else str(part) for part in content)
    return "".join(part for part in parts if isinstance(part, str))


def _from_json(partials: Any) -> Iterator[str]:
    """Growing JSON objects -> their sentences, each as soon as the next one starts."""
    count = 0
    items: list[dict[str, Any]] = []
    for partial in partials:
        rows = partial.get("sentences") if isinstance(partial, dict) else None
        items = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else items
        for item in items[count:-1]:
            yield _cited_line(item)
        count = max(count, len(items) - 1)
    for item in items[count:]:
        yield _cited_line(item)


def _cited_line(item: dict[str, Any]) -> str:
    text = " ".join(str(item.get("text") or "").split())
    passages = item.get("passages")
    numbers = passages if isinstance(passages, list) else []
    return text + "".join(f" [{n}]" for n in numbers if isinstance(n, int)) + "\n"


def finished_sentences(pieces: Iterator[str]) -> Iterator[str]:
    """The sentences of a text that arrives in pieces, each as soon as the next one starts.

    Markers after a full stop belong to the sentence before it; `[1, 2]` becomes `[1] [2]`.
    """
    text, count, has_stop = "", 0, False
    for piece in pieces:
        text += piece
        has_stop = has_stop or _STOP.search(piece) is not None
        if not has_stop:
            continue
        split = _split(clean(text))
        # An open bracket at the end may become a marker of the sentence before.
        if len(split) - 1 > count and not split[-1].lstrip().startswith("["):
            yield from split[count:-1]
            count, has_stop = len(split) - 1, False
    yield from _split(clean(text))[count:]


def _split(text: str) -> list[str]:
    """The sentences of a text, each with the markers that follow it."""
    pieces: list[str] = []
    ungrouped = _MARKER_GROUP.sub(
        lambda g: "".join(f"[{n}]" for n in re.findall(r"\d+", g[1])), text
    )
    for line in ungrouped.split("\n"):
        for start, end in sentences(line):
            piece = line[start:end]
            leading = _LEADING_MARKERS.match(piece)
            if leading and pieces:
                pieces[-1] += leading[0]
                piece = piece[leading.end() :]
            if piece.strip(" ."):
                pieces.append(piece.strip())
    return pieces


def load_model(settings: ChatModelSettings) -> LangChainModel | None:
    """The model that the settings name; None if they name none.

    Raises:
        MissingExtra: the package of its provider is not installed.
        ModelUnavailable: its provider rejects the settings.
    """
    if settings.llm is None:
        return None
    provider = settings.llm.partition(":")[0]
    options: dict[str, Any] = {
        "temperature": 0,
        "max_retries": 0,
        "timeout": settings.llm_timeout_s,
    }
    if settings.llm_url:
        options["base_url"] = settings.llm_url
    key = settings.llm_key.get_secret_value() if settings.llm_key else ""
    if key:
        options["api_key"] = key
    elif settings.llm_url and provider == "openai":
        options["api_key"] = "none"  # local servers need no key, but the library requires one
    try:
        from langchain.chat_models import init_chat_model

        model = init_chat_model(settings.llm, max_tokens=_MAX_TOKENS, **options)
        supports = bool((getattr(model, "profile", None) or {}).get("structured_output"))
        choice = settings.llm_structured
        is_structured = supports if choice == "auto" else choice == "on"
        return LangChainModel(model, settings.llm, is_structured, key)
    except ImportError as exc:
        raise MissingExtra(
            f"BANTIN_LLM is {settings.llm!r}, but {exc.name or exc} is not installed: "
            f"pip install 'bantin[{provider}]'"
        ) from exc
    except Exception as exc:
        problem = masked(str(exc), key)
        raise ModelUnavailable(f"BANTIN_LLM={settings.llm!r} cannot be set up: {problem}") from exc
