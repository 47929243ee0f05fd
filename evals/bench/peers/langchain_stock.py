"""Peer: LangChain with Chroma and HuggingFaceEmbeddings, as in its tutorial "Build a RAG agent".

RecursiveCharacterTextSplitter with 1,000 characters a chunk and 200 shared, `add_start_index`;
the model with the prompts that its card asks for; four chunks and the tutorial's prompt.
"""

from typing import Any

from evals.bench.peers.protocol import Passage, Reply, Row, Setup, serve

_PROMPT = (
    "You are an assistant for question-answering tasks. Use the following pieces of retrieved "
    "context to answer the question. If you don't know the answer, just say that you don't know. "
    "Use three sentences maximum and keep the answer concise.\n"
    "Question: {question}\nContext: {context}\nAnswer:"
)
_K, _BATCH = 4, 5000


class LangChainStock:
    """See the module."""

    def __init__(self, setup: Setup) -> None:
        from langchain_chroma import Chroma
        from langchain_huggingface import HuggingFaceEmbeddings

        embeddings = HuggingFaceEmbeddings(
            model_name=str(setup.model),
            model_kwargs={"device": "cpu"},
            encode_kwargs={"prompt": "passage: ", "normalize_embeddings": True},
            query_encode_kwargs={"prompt": "query: ", "normalize_embeddings": True},
        )
        self._store = Chroma(
            "bulletins", embeddings, persist_directory=str(setup.data / "chroma"),
            collection_configuration={"hnsw": {"space": "cosine"}},
        )  # fmt: skip
        self._chat_url = setup.chat_url

    def load(self, rows: list[Row]) -> int:
        """See Peer."""
        from langchain_core.documents import Document
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        splitter = RecursiveCharacterTextSplitter(
            chunk_size=1000, chunk_overlap=200, add_start_index=True
        )
        chunks = splitter.split_documents(
            [Document(r.document, metadata={"key": r.key, "title": r.title}) for r in rows]
        )
        for at in range(0, len(chunks), _BATCH):
            self._store.add_documents(chunks[at : at + _BATCH])
        return len(chunks)

    def search(self, query: str, k: int) -> list[Passage]:
        """See Peer."""
        pairs = self._store.similarity_search_with_score(query, k)
        return [Passage(d.metadata["key"], d.page_content, -float(far)) for d, far in pairs]

    def answer(self, question: str) -> Reply:
        """See Peer."""
        from langchain_openai import ChatOpenAI

        chat: Any = ChatOpenAI(
            model="local", base_url=self._chat_url, api_key="none", temperature=0, timeout=600
        )
        hits = self.search(question, _K)
        context = "\n\n".join(hit.text for hit in hits)
        reply = chat.invoke(_PROMPT.format(question=question, context=context))
        return Reply(str(reply.content), hits)


if __name__ == "__main__":
    serve(LangChainStock)
