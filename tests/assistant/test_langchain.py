"""LangChain users find passages, embed texts and ask, by LangChain's own interfaces."""

import os
import subprocess
import sys

import pytest
from langchain_core.runnables import RunnablePassthrough

from assistant.langchain import BulletinEmbeddings, BulletinRetriever, as_runnable
from assistant.pipeline import Assistant
from assistant.settings import Settings
from tests.chat_server import chat_server
from tests.conftest import ROOT


def test_the_retriever_gives_passages_with_their_offsets(assistant: Assistant) -> None:
    library = assistant.library
    documents = BulletinRetriever(library=library, k=3).invoke("xuất khẩu lao động Vĩnh Long")
    assert len(documents) == 3
    first = documents[0]
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


def test_a_step_takes_a_conversation(assistant: Assistant) -> None:
    history = [{"question": "Năm 2022 Lâm Đồng có bao nhiêu người đi xuất khẩu lao động?"}]
    asked = {"question": "còn Vĩnh Long năm 2021?", "history": history, "language": "vi"}
    assert "546" in as_runnable(assistant).invoke(asked)["text"]


@pytest.mark.integration
@pytest.mark.parametrize(
    ("example", "arguments", "seen"),
    [
        ("retriever_in_a_chain", [], ["1. vinh-long-2022-06", "nearest: vinh-long-2022-06"]),
        ("graph_with_memory",
         ["Năm 2022 Lâm Đồng có bao nhiêu người đi xuất khẩu lao động?", "còn Vĩnh Long năm 2021?",
          "còn năm 2035?"],
         ["546", "for a person: ['còn năm 2035?']"]),
        ("traced_by_callbacks", [], ["> bantin", "  > chat model", "< answered: 753 người"]),
    ],
)  # fmt: skip
def test_the_examples_run(
    sample_settings: Settings, example: str, arguments: list[str], seen: list[str]
) -> None:
    """Each as its own process, as a reader would start it; the traced one with a model."""
    reply = "Năm 2022, Bắc Kạn có 753 người đi làm việc ở nước ngoài theo hợp đồng [1]."
    with chat_server(lambda _: reply) as server:
        environment = os.environ | {
            "BANTIN_DATA": str(sample_settings.data),
            "PYTHONPATH": str(ROOT),
        }
        if example == "traced_by_callbacks":
            environment |= {"BANTIN_LLM": "openai:test", "BANTIN_LLM_URL": server.address}
        done = subprocess.run(
            [sys.executable, str(ROOT / "docs" / "examples" / f"{example}.py"), *arguments],
            env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for line in seen:
        assert line in done.stdout
