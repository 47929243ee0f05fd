"""bantin's passages and vectors in a LangChain chain.

    BANTIN_DATA=.data python docs/examples/retriever_in_a_chain.py "xuất khẩu lao động Vĩnh Long"

Prints the passages that bantin finds, then the nearest of them by a LangChain vector store with
bantin's vectors.
Needs no extra: langchain-core comes with bantin.
"""

import sys

from langchain_core.documents import Document
from langchain_core.runnables import RunnableLambda
from langchain_core.vectorstores import InMemoryVectorStore

from assistant.langchain import BulletinEmbeddings, BulletinRetriever
from assistant.settings import load_settings
from knowledge.build import open_library


def main(question: str) -> None:
    library = open_library(load_settings())

    def numbered(documents: list[Document]) -> str:
        return "\n".join(
            f"{n}. {d.metadata['bulletin_id']}: {d.page_content}"
            for n, d in enumerate(documents, 1)
        )

    retriever = BulletinRetriever(library=library, k=3)
    print((retriever | RunnableLambda(numbered)).invoke(question))

    store = InMemoryVectorStore(BulletinEmbeddings(library.encoder))
    store.add_documents(retriever.invoke(question))
    nearest = store.similarity_search(question, k=1)[0]
    print("nearest:", nearest.metadata["passage_id"])


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]) or "xuất khẩu lao động Vĩnh Long")
