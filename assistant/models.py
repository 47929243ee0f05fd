"""Chat models by LangChain: messages in, text out, within a time and a length, or a ModelError."""

import queue
import threading
import time
from collections.abc import Sequence
from typing import Any, Protocol

from assistant.errors import MissingExtra, ModelSilent, ModelTimeout, ModelUnavailable
from knowledge.settings import Settings

MAX_CHARS = 6000
_MAX_TOKENS = 700
Message = tuple[str, str]


class ChatModel(Protocol):
    """Answers messages (`system`, `human`, `ai`; text) with a text."""

    name: str

    def reply(self, messages: Sequence[Message], until: float) -> str:
        """The model's text, cut at MAX_CHARS; `until` is a time of `time.monotonic`.

        Raises:
            ModelError: nothing of use came by then.
        """
        ...


class LangChainModel:
    """Any chat model that `init_chat_model` knows; safe to use from many threads."""

    def __init__(self, model: Any, name: str) -> None:
        self._model, self.name = model, name

    def reply(self, messages: Sequence[Message], until: float) -> str:
        """See ChatModel.

        The stream is read in a thread of its own: a server that says nothing, or never stops,
        holds up nobody past `until`.
        """
        pieces: queue.Queue[str | BaseException | None] = queue.Queue()
        stop = threading.Event()

        def read() -> None:
            try:
                for chunk in self._model.stream(list(messages)):
                    if stop.is_set():
                        return
                    pieces.put(_text_of(chunk))
                pieces.put(None)
            except BaseException as exc:  # noqa: BLE001 - any provider's error, told below
                pieces.put(exc)

        threading.Thread(target=read, daemon=True).start()
        text = ""
        try:
            while len(text) < MAX_CHARS:
                left = until - time.monotonic()
                if left <= 0:
                    raise ModelTimeout(f"{self.name} did not end in time")
                try:
                    piece = pieces.get(timeout=left)
                except queue.Empty:
                    raise ModelTimeout(f"{self.name} did not answer in time") from None
                if isinstance(piece, BaseException):
                    raise ModelUnavailable(f"{self.name}: {type(piece).__name__}: {piece}"[:300])
                if piece is None:
                    break
                text += piece
        finally:
            stop.set()
        if not text.strip():
            raise ModelSilent(f"{self.name} said nothing")
        return text[:MAX_CHARS]


def _text_of(chunk: Any) -> str:
    content = chunk.content
    if isinstance(content, str):
        return content
    parts = (part.get("text", "") if isinstance(part, dict) else str(part) for part in content)
    return "".join(part for part in parts if isinstance(part, str))


def load_model(settings: Settings) -> LangChainModel | None:
    """The model of the settings; None where none is set.

    Raises:
        MissingExtra: its package is not installed.
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
    except ImportError as exc:
        raise MissingExtra(
            f"BANTIN_LLM is {settings.llm!r}, but {exc.name or exc} is not installed: "
            f"pip install 'bantin[{provider}]'"
        ) from exc
    except Exception as exc:
        raise ModelUnavailable(f"BANTIN_LLM={settings.llm!r} cannot be set up: {exc}") from exc
    return LangChainModel(model, settings.llm)
