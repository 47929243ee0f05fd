"""The library for LangChain users: a retriever of passages and the encoder as embeddings."""

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

Asked = str | dict[str, Any]


class BulletinRetriever(BaseRetriever):
    """`invoke(question)` gives the `k` best passages as documents, best first.

    `metadata` holds what `bantin search --json` says of a hit, offsets included.
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
    """The library's encoder: unit vectors, questions and passages each with their prompt."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        return [[float(x) for x in row] for row in self._encoder.encode_passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return [float(x) for x in self._encoder.encode_query(text)]


def as_runnable(assistant: Assistant) -> RunnableLambda[Asked, dict[str, Any]]:
    """The assistant as a step of a chain: a question in, the JSON of `ask --json` out.

    The input is the question, or a dictionary as `POST /api/v1/ask` takes it: `question`, and
    where wanted `language` and `history`. Callbacks see the step and the model's calls inside it.
    """

    def ask(asked: Asked) -> dict[str, Any]:
        body: dict[str, Any] = asked if isinstance(asked, dict) else {"question": asked}
        history = [Turn(t["question"], t.get("answer", "")) for t in body.get("history", ())]
        return answer_view(assistant.answer(body["question"], body.get("language"), history))

    return RunnableLambda(ask, name="bantin")
