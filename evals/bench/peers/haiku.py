"""Peer: haiku.rag with LanceDB, hybrid search, and its agent.

Its embeddings come over the OpenAI protocol from `embedding_server` (its usual set-up: Ollama or
vLLM), with the prompts of the model's card. Bulletins become Docling documents of paragraphs; they
are split by its own hybrid chunker, 256 tokens of this model, and embedded with their headings.
"""

import asyncio
from typing import Any

from evals.bench.peers.protocol import Passage, Reply, Row, Setup, serve

_DIMENSIONS, _BATCH = 384, 20


class HaikuRag:
    """See the module."""

    def __init__(self, setup: Setup) -> None:
        from haiku.rag.client import HaikuRAG
        from haiku.rag.config import AppConfig

        chat = {
            "provider": "openai", "name": "local", "base_url": setup.chat_url or None,
            "api_key": "none", "temperature": 0.0, "max_tokens": 256,
        }  # fmt: skip
        self._config: Any = AppConfig.model_validate(
            {
                "embeddings": {"model": {
                    "provider": "openai", "name": "e5", "vector_dim": _DIMENSIONS,
                    "base_url": setup.embeddings_url, "api_key": "none",
                    "query_prefix": "query: ", "document_prefix": "passage: ",
                }},
                "processing": {"chunking_tokenizer": str(setup.model)},
                "qa": {"model": chat},
            }
        )  # fmt: skip
        self._loop = asyncio.new_event_loop()
        setup.data.mkdir(parents=True, exist_ok=True)
        client: Any = HaikuRAG(setup.data / "haiku.lancedb", config=self._config, create=True)
        self._client: Any = self._loop.run_until_complete(client.__aenter__())

    def load(self, rows: list[Row]) -> int:
        """See Peer."""
        return self._loop.run_until_complete(self._load(rows))

    async def _load(self, rows: list[Row]) -> int:
        from haiku.rag.client.documents import DocumentImport

        passages = 0
        for at in range(0, len(rows), _BATCH):
            imports = []
            for row in rows[at : at + _BATCH]:
                document = _docling(row)
                chunks = await self._client.chunk(document)
                imports.append(DocumentImport(document, chunks, uri=row.key, title=row.title))
                passages += len(chunks)
            await self._client.import_documents(imports)
        await self._client.vacuum()
        return passages

    def search(self, query: str, k: int) -> list[Passage]:
        """See Peer."""
        hits = self._loop.run_until_complete(self._client.search(query, limit=k))
        return [Passage(h.document_uri, h.content, float(h.score)) for h in hits]

    def answer(self, question: str) -> Reply:
        """See Peer."""
        text, cited = self._loop.run_until_complete(
            asyncio.wait_for(self._client.ask(question), 600)
        )
        return Reply(str(text), [Passage(c.document_uri, c.content, 0.0) for c in cited])


def _docling(row: Row) -> Any:
    from docling_core.types.doc.document import DoclingDocument
    from docling_core.types.doc.labels import DocItemLabel

    document = DoclingDocument(name=row.key)
    document.add_heading(row.title, level=1)
    for line in row.document.split("\n"):
        if line.strip() and line.strip() != row.title.strip():
            document.add_text(DocItemLabel.PARAGRAPH, line.strip())
    return document


if __name__ == "__main__":
    serve(HaikuRag)
