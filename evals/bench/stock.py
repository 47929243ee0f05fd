"""The stock pipeline, as a baseline: LangChain's recursive splitter, the same model, Chroma."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.embedding.e5_model import sentence_transformer_folder


class StockSearch:
    """LangChain's Chroma over documents with keys; the model in float32, without its prompts."""

    def __init__(self, folder: Path, models: Path) -> None:
        from langchain_chroma import Chroma
        from langchain_huggingface import HuggingFaceEmbeddings

        model = str(sentence_transformer_folder(models))
        embeddings = HuggingFaceEmbeddings(model_name=model, model_kwargs={"device": "cpu"})
        self._store = Chroma("stock", embeddings, persist_directory=str(folder))

    def load(self, texts: Iterable[tuple[str, str]]) -> None:
        """Splits, embeds and stores (key, text), 500 characters a chunk, 50 of them shared."""
        from langchain_core.documents import Document
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        splitter = RecursiveCharacterTextSplitter(chunk_size=500, chunk_overlap=50)
        documents = [Document(text, metadata={"key": key}) for key, text in texts]
        self._store.add_documents(splitter.split_documents(documents))

    def fill(
        self, ids: Sequence[str], keys: Sequence[str], vectors: npt.NDArray[np.float32]
    ) -> None:
        """Stores ready vectors, without their texts."""
        for at in range(0, len(ids), 500):
            part = slice(at, at + 500)
            self._store._collection.add(
                ids=list(ids[part]),
                documents=["" for _ in ids[part]],
                metadatas=[{"key": key} for key in keys[part]],
                embeddings=vectors[part],
            )

    def search(self, query: str, k: int) -> list[str]:
        """The keys of the documents of the `k` best chunks, best first, each once."""
        documents = self._store.similarity_search(query, k)
        return list(dict.fromkeys(str(d.metadata["key"]) for d in documents))
