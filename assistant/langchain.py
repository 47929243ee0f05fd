"""LangChain interfaces of the library and the assistant: retriever, embeddings, runnable."""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda

from assistant.json_views import answer_view
from assistant.pipeline import Assistant
from assistant.records import Turn
from knowledge.embedding.encoder import Encoder
from knowledge.output.json_views import hit_view
from knowledge.search.library import Library

RunnableInput = str | dict[str, Any]


class BulletinRetriever(BaseRetriever):
    """A retriever whose `invoke(question)` returns the `k` best passages as documents, best first.

    `metadata` is the hit as in `bantin search --json`, with offsets.
    """

    library: Any
    k: int = 10
    year: int | None = None
    place: str | None = None

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        library: Library = self.library
        hits = library.search(query, self.k, self.year, self.place)
        return [
            Document(
                page_content=hit.passage.text, metadata=hit_view(hit), id=hit.passage.passage_id
            )
            for hit in hits
        ]


class BulletinEmbeddings(Embeddings):
    """The encoder of the library: unit vectors, with its prompts for questions and passages."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector per text, in order."""
        return [[float(x) for x in row] for row in self._encoder.encode_passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return [float(x) for x in self._encoder.encode_query(text)]


def as_runnable(assistant: Assistant) -> RunnableLambda[RunnableInput, dict[str, Any]]:
    """The assistant as a runnable, from a question to the JSON of `ask --json`.

    The input is the question, or the body of `POST /api/v1/ask`: `question`, and optionally
    `language` and `history`. Callbacks get the run and the model calls inside it.
    """

    def ask(request: RunnableInput) -> dict[str, Any]:
        body: dict[str, Any] = request if isinstance(request, dict) else {"question": request}
        history = [Turn(t["question"], t.get("answer", "")) for t in body.get("history", ())]
        return answer_view(assistant.answer(body["question"], body.get("language"), history))

    return RunnableLambda(ask, name="bantin")
