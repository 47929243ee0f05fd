"""A model answers from the statements that passed, and the answer says what is known of their sources."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.build import build_assistant
from assistant.pipeline import Assistant
from assistant.records import Answer
from assistant.settings import Settings
from knowledge.build import ingesting
from knowledge.embedding.encoder import E5Encoder
from knowledge.ingestion.trust import Trusting
from tests.chat_server import chat_server

HOUSEHOLDS = "Dự án nuôi cá lồng bè có bao nhiêu hộ tham gia?"
CAPITAL = "Dự án nuôi cá lồng bè có vốn bao nhiêu tiền?"
PROJECT = """---
title: Giảm nghèo năm 2022 ở tỉnh Tiền Giang
date: 2022-12-22
place: Tiền Giang
---
Năm 2022, huyện Châu Thành có tỷ lệ hộ nghèo 1,85%. Hơn nữa, toàn tỉnh có 640 lao động đi làm việc ở nước ngoài
theo hợp đồng trong năm 2022.

Trong đợt rà soát, Sở giao ông Nguyễn Văn Bình phụ trách dự án nuôi cá lồng bè; dự án có 24 hộ tham gia, vốn 1.500
triệu đồng.
"""
POVERTY = """---
title: Kết quả giảm nghèo năm 2022 của tỉnh Cao Bằng
date: 2022-12-21
place: Cao Bằng
---
Năm 2022, tỷ lệ hộ nghèo toàn tỉnh Cao Bằng là 29,10%, giảm 4,2 điểm phần trăm so với năm 2021.
"""
RUMOUR = """---
title: Tin đồn về dự án nuôi cá lồng bè
date: 2022-12-25
place: Tiền Giang
---
Dự án nuôi cá lồng bè ở Tiền Giang có 99 hộ tham gia, vốn 9.999 triệu đồng.
"""
UNCONFIRMED = "chưa được cơ quan xác nhận"
Ask = Callable[..., Answer]


def load(data: Path, encoder: E5Encoder, **trusts: tuple[str, Any]) -> Settings:
    settings = Settings(data=data / "data")
    with ingesting(settings, encoder) as ingester:
        for name, (text, trust) in trusts.items():
            path = data / f"{name}.md"
            path.write_text(text, "utf-8")
            list(ingester.run([path], trusting=Trusting(trust)))
    return settings


@pytest.fixture(scope="module")
def library(encoder: E5Encoder, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Two official bulletins, and one of an unknown source that contradicts them."""
    return load(
        tmp_path_factory.mktemp("project"), encoder,
        project=(PROJECT, "official"), poverty=(POVERTY, "official"), rumour=(RUMOUR, "unknown"),
    )  # fmt: skip


@pytest.fixture(scope="module")
def rumours(encoder: E5Encoder, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Only the bulletin of the unknown source."""
    return load(tmp_path_factory.mktemp("rumours"), encoder, rumour=(RUMOUR, "unknown"))


@pytest.fixture
def ask(encoder: E5Encoder) -> Ask:
    """Answers with a model that always replies the same; the passages that it saw are in `seen`."""

    def run(settings: Settings, question: str, reply: str, seen: list[Any] | None = None) -> Answer:
        with chat_server(lambda _: reply) as server:
            update = {"llm": "openai:test", "llm_url": server.address, "llm_timeout_s": 10}
            assistant: Assistant = build_assistant(settings.model_copy(update=update), encoder)
            answer = assistant.answer(question)
            assistant.library.close()
            if seen is not None:
                seen += server.asked
        return answer

    return run


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        (HOUSEHOLDS, "500"),
        (HOUSEHOLDS, "24%"),
        (HOUSEHOLDS, "1.500 triệu đồng"),
        (HOUSEHOLDS, "4 hộ"),
        (HOUSEHOLDS, "500 hộ"),
        (HOUSEHOLDS, "24 xã"),
        (CAPITAL, "500"),
        (CAPITAL, "24"),
        (CAPITAL, "1.500 người"),
    ],
)
def test_a_bare_reply_is_no_part_of_a_number_and_no_other_unit(
    library: Settings, ask: Ask, question: str, reply: str
) -> None:
    """The reply is not used: the answer is the one that the rules give."""
    answer = ask(library, question, reply)
    without = ask(library, question, "KHONG")
    assert (answer.answerer, answer.short) == ("extractive", without.short)


@pytest.mark.parametrize(
    ("question", "reply", "short"),
    [
        (HOUSEHOLDS, "24", "24 hộ"),
        (HOUSEHOLDS, "24 hộ", "24 hộ"),
        (HOUSEHOLDS, "24 hộ tham gia.", "24 hộ"),
        (CAPITAL, "1,5 tỷ đồng", "1.500 triệu đồng"),
    ],
)
def test_a_bare_number_becomes_the_whole_quantity_of_the_quotation(
    library: Settings, ask: Ask, question: str, reply: str, short: str
) -> None:
    answer = ask(library, question, reply)
    assert (answer.answerer, answer.short) == ("generative", short)
    assert "dự án có 24 hộ tham gia" in " ".join(answer.text.split())


@pytest.mark.parametrize("marker", range(1, 6))
def test_a_true_sentence_about_something_else_is_no_answer(
    library: Settings, ask: Ask, marker: int
) -> None:
    """Passages that no statement passed in are not shown to the model, so it cannot cite them."""
    reply = f"Năm 2022, tỷ lệ hộ nghèo toàn tỉnh Cao Bằng là 29,10% [{marker}]."
    answer = ask(library, HOUSEHOLDS, reply)
    assert answer.answerer == "extractive"
    assert "29,10" not in answer.text


def test_a_sentence_without_the_number_asked_for_is_no_answer(library: Settings, ask: Ask) -> None:
    reply = "Sở giao ông Nguyễn Văn Bình phụ trách dự án nuôi cá lồng bè [1]."
    answer = ask(library, HOUSEHOLDS, reply)
    assert answer.answerer == "extractive"
    assert "24 hộ" in answer.text


@pytest.mark.parametrize("marker", range(1, 6))
def test_a_model_sees_no_less_trusted_source_than_the_answer(
    library: Settings, ask: Ask, marker: int
) -> None:
    seen: list[Any] = []
    reply = f"Dự án nuôi cá lồng bè ở Tiền Giang có 99 hộ tham gia [{marker}]."
    answer = ask(library, HOUSEHOLDS, reply, seen)
    assert "99 hộ" not in json.dumps(seen[0], ensure_ascii=False)
    assert "99" not in answer.text
    assert {c.trust for c in answer.citations} == {"official"}


@pytest.mark.parametrize(
    "reply", ["Dự án nuôi cá lồng bè ở Tiền Giang có 99 hộ tham gia [1].", "KHONG"]
)
def test_what_an_unknown_source_says_has_a_caution(rumours: Settings, ask: Ask, reply: str) -> None:
    answer = ask(rumours, HOUSEHOLDS, reply)
    assert "99 hộ" in answer.text
    assert UNCONFIRMED in answer.text.split("\n")[-1]


def test_confidence_is_that_of_what_is_shown(library: Settings, ask: Ask) -> None:
    reply = "Dự án nuôi cá lồng bè có 24 hộ tham gia [1]."
    written = ask(library, HOUSEHOLDS, reply)
    quoted = ask(library, HOUSEHOLDS, "KHONG")
    assert (written.answerer, quoted.answerer) == ("generative", "extractive")
    assert written.confidence == quoted.confidence
