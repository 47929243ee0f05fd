"""Sentences are shown as they are finished and checked; whoever asked may stop."""

import itertools
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.chat_model import finished_sentences
from assistant.errors import Cancelled, QuestionError
from assistant.json_views import answer_view
from assistant.pipeline import Assistant
from assistant.streaming import stream_answer
from tests.chat_server import chat_server, is_supported

ABROAD = "Năm 2022 Bắc Kạn có bao nhiêu người đi làm việc ở nước ngoài?"
TRUE = "Năm 2022, Bắc Kạn có 753 người đi làm việc ở nước ngoài theo hợp đồng [1]."
MORE = "Số người đi làm việc ở nước ngoài này đạt 151% kế hoạch [1]."
FALSE = "Có 999 người đi làm việc ở nước ngoài [1]."
Build = Callable[..., Assistant]


def test_a_checked_sentence_is_shown_while_the_model_still_writes(with_model: Build) -> None:
    with chat_server(lambda _: f"{TRUE} {MORE} {FALSE}", pause_s=0.3) as server:
        stream = stream_answer(with_model(server.address), ABROAD)
        first = next(stream)
        assert server.sent < 6, "the first sentence waited for the whole reply"
        assert first.text.count("[1]") == 1
        assert first.short == "753 người"
        rest = list(stream)
    assert rest[-1].text.startswith(first.text)
    assert "999" not in "".join(a.text for a in rest)
    assert all(is_supported(answer_view(a)) for a in (first, *rest))


def test_what_is_shown_is_never_taken_back(with_model: Build) -> None:
    """A false sentence between true ones: told to the model, which only adds."""
    replies = iter([f"{TRUE} {FALSE}", MORE])
    with chat_server(lambda _: next(replies)) as server:
        seen = list(stream_answer(with_model(server.address), ABROAD))
    assert len(seen) >= 2
    for earlier, later in itertools.pairwise(seen):
        assert later.text.startswith(earlier.text)
    assert "151%" in seen[-1].text
    assert "999" in server.asked[1][-1]["content"]
    assert "753 người" in server.asked[1][-1]["content"].split("<<<")[1]


def test_nothing_is_shown_before_the_figure_that_was_asked(with_model: Build) -> None:
    """A sentence beside the point waits until the model has written the one with the figure."""
    beside = "Đi làm việc ở nước ngoài theo hợp đồng là một chỉ tiêu của Bắc Kạn năm 2022 [1]."
    with chat_server(lambda _: f"{beside} {TRUE}", pause_s=0.3) as server:
        stream = stream_answer(with_model(server.address), ABROAD)
        next(stream)
        assert server.sent * 40 > len(beside)
        assert list(stream)[-1].short == "753 người"


def test_a_server_that_dies_after_a_true_sentence_leaves_that_sentence(with_model: Build) -> None:
    with chat_server(lambda _: TRUE + " Và còn nữa là " * 40, pause_s=0.2) as server:
        answer = with_model(server.address, llm_timeout_s=1.5).answer(ABROAD)
    assert (answer.answerer, answer.short) == ("generative", "753 người")
    assert any(note.startswith("cut off") for note in answer.trace.notes)


def test_without_a_model_the_whole_answer_comes(assistant: Assistant) -> None:
    seen = list(stream_answer(assistant, ABROAD))
    assert seen[-1].text == assistant.answer(ABROAD).text
    assert seen[-1].status == "answered"


def test_a_normal_end_leaves_the_event_of_the_caller_alone(with_model: Build) -> None:
    """Set, it would mean that the question was taken back, and the page would drop the answer."""
    cancel = threading.Event()
    with chat_server(lambda _: TRUE) as server:
        seen = list(stream_answer(with_model(server.address), ABROAD, cancel=cancel))
    assert seen[-1].short == "753 người"
    assert not cancel.is_set()


def test_cancelling_ends_the_work_and_lets_go_of_the_server(with_model: Build) -> None:
    cancel = threading.Event()
    with chat_server(lambda _: f"{TRUE} " + "Và còn nữa. " * 500, pause_s=0.05) as server:
        stream = stream_answer(with_model(server.address), ABROAD, cancel=cancel)
        next(stream)
        cancel.set()
        began = time.monotonic()
        assert all(a.short == "753 người" for a in stream)
        assert time.monotonic() - began < 1
        time.sleep(0.5)
        sent = server.sent
        time.sleep(0.5)
        assert server.sent <= sent + 1, "the model goes on writing for nobody"


def test_closing_the_stream_cancels(with_model: Build) -> None:
    with chat_server(lambda _: f"{TRUE} " + "Và còn nữa. " * 500, pause_s=0.05) as server:
        stream = stream_answer(with_model(server.address), ABROAD)
        next(stream)
        stream.close()  # type: ignore[attr-defined]  # a generator, behind its interface
        time.sleep(0.5)
        sent = server.sent
        time.sleep(0.5)
        assert server.sent <= sent + 1


def test_a_question_taken_back_before_it_began_has_no_answer(assistant: Assistant) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        assistant.answer(ABROAD, cancel=cancel)
    assert list(stream_answer(assistant, ABROAD, cancel=cancel)) == []


def test_an_empty_question_is_an_error_in_a_stream_too(assistant: Assistant) -> None:
    with pytest.raises(QuestionError):
        list(stream_answer(assistant, "  "))


REPLY = st.lists(
    st.sampled_from(
        ["Năm 2022 có 8.095 người", "đạt 2,55%", ".", ". ", "! ", "\n", "[1]", " [1, 2]", "[", "]",
         " TP. Hồ Chí Minh", " Theo đó", " và", "[12]", "1.", "- ", "…"]
    ), max_size=14,
).map("".join)  # fmt: skip


@given(REPLY, st.integers(1, 9))
def test_sentences_are_the_same_however_the_text_comes(text: str, size: int) -> None:
    def pieces() -> Iterator[str]:
        yield from (text[n : n + size] for n in range(0, len(text), size))

    assert list(finished_sentences(pieces())) == list(finished_sentences(iter([text])))


def test_markers_after_the_stop_belong_to_the_sentence_before() -> None:
    text = "Một câu. [1][2] Câu hai. [1, 3]\nCâu ba [2]."
    assert list(finished_sentences(iter(text))) == [
        "Một câu.[1][2]",
        "Câu hai.[1][3]",
        "Câu ba [2].",
    ]
