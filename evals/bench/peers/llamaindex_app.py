"""Peer: LlamaIndex, its starter tutorial: VectorStoreIndex over documents, stored on disk.

SentenceSplitter with 512 tokens a chunk (the most that the model reads; the default of 1,024 would
be cut off) and 50 shared; the model with the instructions of its card; the default query engine.
"""

from typing import Any

from evals.bench.peers.protocol import Passage, Reply, Row, Setup, serve


class LlamaIndexApp:
    """See the module."""

    def __init__(self, setup: Setup) -> None:
        from llama_index.core import Settings, StorageContext, load_index_from_storage
        from llama_index.core.node_parser import SentenceSplitter
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding
        from llama_index.llms.openai_like import OpenAILike

        Settings.embed_model = HuggingFaceEmbedding(
            model_name=str(setup.model), device="cpu",
            query_instruction="query: ", text_instruction="passage: ",
        )  # fmt: skip
        Settings.node_parser = SentenceSplitter(chunk_size=512, chunk_overlap=50)
        Settings.llm = OpenAILike(
            model="local", api_base=setup.chat_url or "http://127.0.0.1:9/v1", api_key="none",
            is_chat_model=True, context_window=8192, max_tokens=256, temperature=0, timeout=600,
        )  # fmt: skip
        self._folder = setup.data / "storage"
        self._index: Any = None
        if self._folder.is_dir():
            storage = StorageContext.from_defaults(persist_dir=str(self._folder))
            self._index = load_index_from_storage(storage)

    def load(self, rows: list[Row]) -> int:
        """See Peer."""
        from llama_index.core import Document, VectorStoreIndex

        documents = [
            Document(text=r.document, metadata={"title": r.title}, doc_id=r.key) for r in rows
        ]
        self._index = VectorStoreIndex.from_documents(documents)
        self._index.storage_context.persist(str(self._folder))
        return len(self._index.docstore.docs)

    def search(self, query: str, k: int) -> list[Passage]:
        """See Peer."""
        return _passages(self._index.as_retriever(similarity_top_k=k).retrieve(query))

    def answer(self, question: str) -> Reply:
        """See Peer."""
        reply = self._index.as_query_engine().query(question)
        return Reply(str(reply), _passages(reply.source_nodes))


def _passages(nodes: Any) -> list[Passage]:
    return [Passage(n.node.ref_doc_id, n.node.text, float(n.score)) for n in nodes]


if __name__ == "__main__":
    serve(LlamaIndexApp)
