"""LangChain users find passages, embed texts and ask, by LangChain's own interfaces."""

from langchain_core.runnables import RunnablePassthrough

from assistant.langchain import BulletinEmbeddings, BulletinRetriever, as_runnable
from assistant.pipeline import Assistant


def test_the_retriever_gives_passages_with_their_offsets(assistant: Assistant) -> None:
    library = assistant.library
    found = BulletinRetriever(library=library, k=3).invoke("xuất khẩu lao động Vĩnh Long")
    assert len(found) == 3
    first = found[0]
    text = library.edition(first.metadata["bulletin_id"]).bulletin.text
    assert text[first.metadata["start"] : first.metadata["end"]] == first.page_content
    assert first.metadata["bulletin_id"] == "vinh-long-2022-06"


def test_the_embeddings_are_the_librarys(assistant: Assistant) -> None:
    embeddings = BulletinEmbeddings(assistant.library.encoder)
    assert len(embeddings.embed_query("hộ nghèo")) == 384
    assert len(embeddings.embed_documents(["a", "b"])) == 2


def test_the_assistant_is_a_step_of_a_chain(assistant: Assistant) -> None:
    chain = RunnablePassthrough() | as_runnable(assistant)
    assert chain.invoke("nam 2022 co bao nhieu nguoi di xkld")["short"] == "753 người"
