"""Traces bantin by LangChain callbacks (LangSmith, Langfuse, …): its step and the model calls.

    BANTIN_DATA=.data python docs/examples/traced_by_callbacks.py "nam 2022 bao nhieu nguoi di xkld"

LangSmith needs only its environment variables; for Langfuse replace `Printer` by its handler.
Needs no extra: langchain-core comes with bantin.
"""

import sys
from typing import Any
from uuid import UUID

from langchain_core.callbacks import BaseCallbackHandler

from assistant.build import build_assistant
from assistant.langchain import as_runnable
from assistant.settings import load_settings


class Printer(BaseCallbackHandler):
    """Prints a line for each step that begins or ends, indented by its depth."""

    def __init__(self) -> None:
        self._depth: dict[UUID, int] = {}

    def _began(self, name: str, run_id: UUID, parent: UUID | None) -> None:
        self._depth[run_id] = self._depth.get(parent, -1) + 1 if parent else 0
        print("  " * self._depth[run_id] + f"> {name}")

    def on_chain_start(self, serialized: Any, inputs: Any, *, run_id: UUID,
                       parent_run_id: UUID | None = None, **more: Any) -> None:  # fmt: skip
        self._began(str(more.get("name")), run_id, parent_run_id)

    def on_chat_model_start(self, serialized: Any, messages: Any, *, run_id: UUID,
                            parent_run_id: UUID | None = None, **more: Any) -> None:  # fmt: skip
        self._began("chat model", run_id, parent_run_id)

    def on_chain_end(self, outputs: Any, *, run_id: UUID, **more: Any) -> None:
        print("  " * self._depth[run_id] + f"< {outputs['status']}: {outputs['short']}")


def main(question: str) -> None:
    bantin = as_runnable(build_assistant(load_settings()))
    bantin.invoke(question, {"callbacks": [Printer()], "metadata": {"user": "example"}})


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]) or "nam 2022 co bao nhieu nguoi di xkld")
