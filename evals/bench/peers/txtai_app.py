"""Peer: txtai with a hybrid index (`hybrid=True`, as its guide recommends) and stored content.

Paragraphs are joined to passages of 500 to 1,000 characters (its Textractor splits at paragraphs);
the model with the prompts of its card; its RAG pipeline with three passages and its guide's prompt.
"""

import re
from collections.abc import Iterator
from typing import Any

from evals.bench.peers.protocol import Passage, Reply, Row, Setup, serve

_LEAST, _MOST = 500, 1000
_TEMPLATE = (
    "Answer the following question using only the context below. Only include information "
    "specifically discussed.\n\nquestion: {question}\ncontext: {context}"
)


def paragraphs(text: str) -> Iterator[str]:
    """Passages of whole lines of `_LEAST` to `_MOST` characters; longer lines end at sentences."""
    passage = ""
    for piece in re.split(r"(?<=\n)|(?<=[.!?] )", text):
        if passage and len(passage) + len(piece) > _MOST:
            yield passage.strip()
            passage = ""
        passage += piece
        if len(passage) >= _LEAST and piece.endswith("\n"):
            yield passage.strip()
            passage = ""
    if passage.strip():
        yield passage.strip()


class Txtai:
    """See the module."""

    def __init__(self, setup: Setup) -> None:
        from txtai import Embeddings

        self._folder = str(setup.data / "index")
        self._index: Any = Embeddings(
            path=str(setup.model), content=True, hybrid=True, gpu=False,
            instructions={"query": "query: ", "data": "passage: "},
        )  # fmt: skip
        if self._index.exists(self._folder):
            self._index.load(self._folder)
        self._chat_url = setup.chat_url

    def load(self, rows: list[Row]) -> int:
        """See Peer."""
        documents = [
            (f"{row.key}#{n}", passage)
            for row in rows
            for n, passage in enumerate(paragraphs(row.document))
        ]
        self._index.index(documents)
        self._index.save(self._folder)
        return len(documents)

    def search(self, query: str, k: int) -> list[Passage]:
        """See Peer."""
        hits = self._index.search(query, k)
        return [Passage(h["id"].rpartition("#")[0], h["text"], float(h["score"])) for h in hits]

    def answer(self, question: str) -> Reply:
        """See Peer."""
        from txtai import LLM, RAG

        model = LLM("openai/local", method="litellm", api_base=self._chat_url, api_key="none")
        chain = RAG(self._index, model, template=_TEMPLATE, output="flatten", context=3)
        return Reply(str(chain(question, maxlength=256)), self.search(question, 3))


if __name__ == "__main__":
    serve(Txtai)
