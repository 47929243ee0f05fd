"""Every partial answer is the beginning of the whole one, for every kind of answer."""

import itertools
import json
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.build import build_assistant
from assistant.drafting.from_bulletins import digest_of
from assistant.drafting.from_model import Generator
from assistant.pipeline import Assistant
from assistant.question.understanding import understand
from assistant.records import Answer, EvidenceSet, Turn
from assistant.run import Run
from assistant.serving.completions import _chunks
from assistant.settings import Settings
from assistant.streaming import stream_answer
from knowledge.build import ingesting
from knowledge.embedding.encoder import E5Encoder
from knowledge.ingestion.trust import Trusting
from tests.in_thread import awaited

TODAY = date(2026, 11, 25)
RUMOUR = """---
title: Tin đồn về dự án nuôi cá lồng bè
date: 2022-12-25
place: Tiền Giang
---
Theo [2], dự án nuôi cá lồng bè ở Tiền Giang có 99 hộ tham gia. Vốn của dự án là 9.999 triệu đồng. Năm 2022, toàn tỉnh
Tiền Giang có 640/500 lao động đi làm việc ở nước ngoài theo hợp đồng, đạt 128% kế hoạch.
"""
AHEAD = """---
title: Tin về hội chợ việc làm Cai Lậy
date: 2030-01-01
place: Tiền Giang
---
Hội chợ việc làm Cai Lậy có 88 gian hàng ở sân vận động trung tâm.
"""
KINDS = {
    "figure": "Năm 2022 Bắc Kạn có bao nhiêu người đi làm việc ở nước ngoài?",
    "figures": "Năm 2022 Bắc Kạn tư vấn việc làm và đào tạo nghề cho bao nhiêu người?",
    "trend": "Số người đi làm việc ở nước ngoài của Thái Nguyên thay đổi thế nào qua các năm?",
    "gap": "Năm 2022 Bắc Kạn vượt kế hoạch đi làm việc ở nước ngoài bao nhiêu người?",
    "quotation": "Lớp dạy nghề nông thôn ở Hòa Bình đặt ở đâu?",
    "digest": "Tóm tắt bản tin ngày 07/12/2022",
    "digest of an unknown source": "Tóm tắt bản tin “Tin đồn về dự án nuôi cá lồng bè”",
    "digest of the future": "Tóm tắt bản tin “Tin về hội chợ việc làm Cai Lậy”",
    "plans": "Năm 2022 Bắc Kạn vượt những chỉ tiêu nào?",
    "plans of an unknown source": "Năm 2022 Tiền Giang vượt những chỉ tiêu nào?",
    "list": "Có những bản tin nào về Bắc Kạn?",
    "imprint": "Bản tin ngày 07/12/2022 do ai ban hành?",
    "refusal": "Năm 2035 có bao nhiêu người đi xuất khẩu lao động?",
    "greeting": "Xin chào",
    "English": "Which industries in Lâm Đồng are hiring again?",
}


class _Model:
    """Replies the same to everything, after a while; counts its calls."""

    name = "test"

    def __init__(self, reply: str = "KHONG", seconds: float = 0.0) -> None:
        self.reply, self.seconds, self.calls = reply, seconds, 0

    def stream(
        self, messages: Sequence[Any], until: float, cancel: threading.Event, *, cited: bool = False
    ) -> Iterator[str]:
        self.calls += 1
        time.sleep(self.seconds)
        yield self.reply


@pytest.fixture(scope="module")
def settings(encoder: E5Encoder, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The samples with a bulletin of an unknown source and one dated ahead."""
    folder = tmp_path_factory.mktemp("partial")
    settings = Settings(data=folder / "data")
    samples = Path(__file__).parents[2] / "knowledge" / "samples"
    with ingesting(settings, encoder) as ingester:
        list(ingester.run([samples]))
        for name, text, trust in (("rumour", RUMOUR, "unknown"), ("ahead", AHEAD, "official")):
            (folder / f"{name}.md").write_text(text, "utf-8")
            list(ingester.run([folder / f"{name}.md"], trusting=Trusting(trust)))  # type: ignore[arg-type]  # the table has plain words
    return settings


def assistant_of(
    settings: Settings, encoder: E5Encoder, model: _Model | None = None, **more: Any
) -> Assistant:
    made = build_assistant(settings, encoder)
    generator = Generator(model, encoder, 20.0) if model else None
    return Assistant(
        made.library, reader=made.reader, generator=generator, today=lambda: TODAY, **more
    )


@pytest.fixture(scope="module")
def rules(settings: Settings, encoder: E5Encoder) -> Assistant:
    return assistant_of(settings, encoder)


@pytest.mark.parametrize("question", KINDS.values(), ids=KINDS.keys())
def test_a_partial_answer_is_the_beginning_of_the_whole_one(
    rules: Assistant, question: str
) -> None:
    seen = list(stream_answer(rules, question))
    assert seen[-1].text == rules.answer(question).text
    for earlier, later in itertools.pairwise(seen):
        assert later.text.startswith(earlier.text)


def streamed(assistant: Assistant, question: str) -> tuple[str, Answer]:
    """The text of a streamed chat completion, and the whole answer."""

    async def run() -> list[str]:
        cancel = threading.Event()
        answers = stream_answer(assistant, question, cancel=cancel)
        return [chunk async for chunk in _chunks(answers, cancel, 0)]

    chunks = [json.loads(c[6:]) for c in awaited(run()) if c.startswith("data: {")]
    text = "".join(c["choices"][0]["delta"].get("content", "") for c in chunks)
    return text.replace("\\", ""), assistant.answer(question)


@pytest.mark.parametrize("question", KINDS.values(), ids=KINDS.keys())
def test_a_chat_stream_has_every_line_of_the_answer(rules: Assistant, question: str) -> None:
    """The head and the cautions of a digest too, and lines after a marker written in a bulletin."""
    text, answer = streamed(rules, question)
    assert [line for line in answer.text.split("\n") if line not in text] == []


def test_a_digest_of_an_unknown_source_is_streamed_with_its_caution(rules: Assistant) -> None:
    text, _ = streamed(rules, KINDS["digest of an unknown source"])
    assert "chưa được cơ quan xác nhận" in text


@pytest.mark.parametrize("count", [1, 5, 20])
def test_earlier_questions_are_answered_again_without_the_model(
    settings: Settings, encoder: E5Encoder, count: int
) -> None:
    """However long the conversation is, the model is asked only to complete this question."""
    model = _Model()
    assistant = assistant_of(settings, encoder, model)
    assistant.answer("Tóm tắt nó", history=[Turn("Tóm tắt nó")] * count)
    assert model.calls <= 1


def test_earlier_questions_share_the_time_of_the_question(
    settings: Settings, encoder: E5Encoder
) -> None:
    assistant = assistant_of(settings, encoder, budget_s=0.0)
    answer = assistant.answer("Tóm tắt nó", history=[Turn(KINDS["figure"])] * 20)
    assert "mất nhiều thời gian" in answer.text


def test_few_earlier_questions_are_answered_again(
    rules: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered: list[str] = []
    honest = Assistant._answer

    def counted(self: Assistant, run: Any, text: str, *more: Any) -> Answer:
        answered.append(text)
        return honest(self, run, text, *more)

    monkeypatch.setattr(Assistant, "_answer", counted)
    rules.answer("Tóm tắt nó", history=[Turn("Tóm tắt nó")] * 20)
    assert len(answered) == 4


def test_a_slow_translation_leaves_the_answer(settings: Settings, encoder: E5Encoder) -> None:
    """The time of the model is not the time of the steps."""
    slow = _Model("NONE", 0.6)
    assistant = assistant_of(settings, encoder, slow, budget_s=3.0)
    assistant.answer(KINDS["English"])  # loads the models
    answer = assistant.answer(KINDS["English"])
    assert answer.status == "answered"
    assert "render" in answer.trace.seconds
    assert sum(answer.trace.seconds.values()) > 0.5


def test_no_time_for_a_second_translation_leaves_the_answer(
    settings: Settings, encoder: E5Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step after the answer is ready may be left out, but not take the answer away."""
    monkeypatch.setattr("assistant.run._MODEL_STEPS", frozenset({"generate"}))
    assistant = assistant_of(settings, encoder, _Model("NONE"), budget_s=100.0)
    (question,) = (q for kind, q in KINDS.items() if kind == "digest of an unknown source")
    teller = assistant._teller
    with assistant.library.at_one_state() as library:
        edition = next(
            library.edition(b.bulletin_id) for b in library.listed() if "Tin đồn" in b.title
        )
        run = Run(question, library, budget_s=100.0)
        run.question = understand("How many?", (), "en")
        draft = digest_of(run.question, edition, library, TODAY)
        quotes = [s for s in draft.sentences if s.is_quote] * 2
        run.seconds["render"] = 0.0
        monkeypatch.setattr(Generator, "rendered", lambda *_: run.seconds.update(render=1000.0))
        answer = teller.answer(
            run, run.question, replace(draft, sentences=tuple(quotes)), EvidenceSet()
        )
    assert answer.status == "answered"
    assert any("not translated" in note for note in answer.trace.notes)


def test_an_answer_that_runs_out_of_time_keeps_what_was_shown(
    rules: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = Assistant._reply

    def late(self: Assistant, run: Any, *more: Any) -> Answer:
        show = run.show

        def show_and_wait(partial: Answer) -> None:
            show(partial)
            run.seconds["verify"] = 1000.0

        run.show = show_and_wait
        return honest(self, run, *more)

    monkeypatch.setattr(Assistant, "_reply", late)
    seen = list(stream_answer(rules, KINDS["figures"]))
    assert seen[-1].status == "answered_partly"
    assert seen[-1].text.startswith(seen[0].text)
    assert "mất nhiều thời gian" in seen[-1].text


@pytest.mark.parametrize("kind", ["digest of an unknown source", "plans of an unknown source"])
def test_a_source_that_is_not_confirmed_has_a_caution(rules: Assistant, kind: str) -> None:
    assert "chưa được cơ quan xác nhận" in rules.answer(KINDS[kind]).text.split("\n")[-1]


def test_a_quotation_of_a_bulletin_dated_ahead_has_a_caution(rules: Assistant) -> None:
    answer = rules.answer("Sân vận động trung tâm có bao nhiêu gian hàng?")
    assert "88 gian hàng" in answer.text
    assert "ngày chưa tới" in answer.text.split("\n")[-1]


def test_the_sources_of_an_answer_have_their_warnings(rules: Assistant) -> None:
    history = [Turn("Dự án nuôi cá lồng bè ở Tiền Giang có bao nhiêu hộ tham gia?")]
    answer = rules.answer("nguồn ở đâu?", history=history)
    assert answer.status == "answered"
    assert "nguồn chưa được cơ quan xác nhận" in answer.text
