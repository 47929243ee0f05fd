"""Questions about bulletins, answered over the real samples; each line cites what it is about."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assistant.pipeline import Assistant
from assistant.records import Answer, Turn
from knowledge.ingestion.ingest import Ingester
from knowledge.ingestion.trust import Trusting
from knowledge.records import Trust
from tests.assistant.test_pipeline import check_citations
from tests.conftest import Bench

Writer = Callable[..., Path]
TODAY = date(2026, 11, 25)
BODY = "Sở tổ chức hội nghị tổng kết. Năm 2022, đi làm việc ở nước ngoài được 753 người."


def cited(answer: Answer) -> list[str]:
    return list(dict.fromkeys(c.bulletin_id for c in answer.citations))


def load(bench: Bench, path: Path, trust: Trust = "official") -> None:
    ingester = Ingester(bench.catalogue, bench.encoder, bench.index, lambda: TODAY)
    list(ingester.run([path], trusting=Trusting(trust, "official")))


def asked(bench: Bench, question: str, *history: str) -> Answer:
    assistant = Assistant(bench.library, today=lambda: TODAY)
    return assistant.answer(question, history=[Turn(q) for q in history])


@pytest.mark.parametrize(
    "question",
    [
        "Tóm tắt bản tin Bắc Kạn năm 2022",
        "tom tat ban tin bac kan nam 2022",
        "Summarise the Bắc Kạn bulletin of 2022",
        "Tóm tắt bản tin ngày 07/12/2022",
        "Tóm tắt bản tin “Nhiều chỉ tiêu lao động, người có công và xã hội năm 2022 của Bắc Kạn "
        "vượt kế hoạch”",
    ],
)
def test_a_digest_is_the_lead_and_the_figures_all_cited(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.answer(question)
    assert (answer.status, cited(answer)) == ("answered", ["bac-kan-2022-12-07"])
    assert "Nhiều chỉ tiêu lao động" in answer.text.split("\n")[0]
    assert answer.citations[0].quote.startswith("Năm 2022, thực hiện chỉ đạo")
    figures = {(f.value, f.plan, f.percent) for f in answer.figures}
    assert {("753", "500", "151"), ("8095", "6000", "135")} <= figures
    assert all(f"[{f.marker}]" in answer.text for f in answer.figures)
    check_citations(answer, assistant.library)


def test_a_digest_leaves_out_what_its_bulletin_contradicts(assistant: Assistant) -> None:
    """The caption's 2002 is a typing error; neither it nor a part under its whole's name is told."""
    answer = assistant.answer("Tóm tắt bản tin Bắc Kạn năm 2022")
    assert "2002" not in answer.text
    assert "502" not in {f.value for f in answer.figures}


def test_a_figure_of_another_place_says_so(assistant: Assistant) -> None:
    answer = assistant.answer("Tóm tắt bản tin ngày 6/12/2022")
    (row,) = [line for line in answer.text.split("\n") if "200 người" in line]
    assert "Khánh Hòa" in row
    assert "“Nhật Bản là thị trường nhận nhiều nhất" in answer.text
    check_citations(answer, assistant.library)


def test_the_best_of_several_bulletins_is_taken_and_the_others_are_named(
    assistant: Assistant,
) -> None:
    answer = assistant.answer("Tóm tắt bản tin của Bắc Kạn")
    assert cited(answer) == ["bac-kan-ngheo-2023-03-01"]
    assert "Năm 2019, Bắc Kạn giảm 1.432 hộ nghèo" in answer.text.split("\n")[-1]


@pytest.mark.parametrize(
    ("question", "bulletins"),
    [
        ("Có những bản tin nào của Lâm Đồng?", {"lam-dong-2022-12", "lam-dong-san-viec-lam-2022"}),
        ("co nhung ban tin nao cua lam dong", {"lam-dong-2022-12", "lam-dong-san-viec-lam-2022"}),
        (
            "Có những bản tin nào tháng 12/2022?",
            {"bac-kan-2022-12-07", "khanh-hoa-2022-12", "lam-dong-2022-12",
             "lam-dong-san-viec-lam-2022"},
        ),
        ("Có bản tin nào về xuất khẩu lao động ở Vĩnh Long không?", {"vinh-long-2022-06"}),
        ("Những bài nào về giảm nghèo năm 2023?", {"son-la-2023-06", "bac-kan-ngheo-2023-03-01"}),
        ("Any articles on unemployment benefits?",
         {"ba-ria-vung-tau-2023", "lam-dong-san-viec-lam-2022"}),
    ],
)  # fmt: skip
def test_a_list_holds_the_bulletins_of_topic_place_and_time(
    assistant: Assistant, question: str, bulletins: set[str]
) -> None:
    answer = assistant.answer(question)
    assert answer.status == "answered"
    assert set(cited(answer)) == bulletins
    assert len(answer.text.split("\n")) == 1 + len(bulletins)
    check_citations(answer, assistant.library)


def test_titles_with_the_topic_go_first(assistant: Assistant) -> None:
    answer = assistant.answer("Which bulletins are there about drug rehabilitation?")
    assert cited(answer)[:2] == ["vinh-long-cai-nghien-2020", "hai-duong-cai-nghien-2018"]


def test_a_long_list_says_how_many_there_are(assistant: Assistant) -> None:
    answer = assistant.answer("Danh sách bản tin")
    assert "22 bản tin" in answer.text
    assert len(answer.citations) == 10


@pytest.mark.parametrize("question", ["bản tin mới nhất", "ban tin moi nhat", "Latest bulletin"])
def test_the_newest_bulletins(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)
    assert cited(answer) == ["ca-mau-2023", "ba-ria-vung-tau-2023", "son-la-2023-06"]


def test_the_newest_about_something(assistant: Assistant) -> None:
    answer = assistant.answer("Bản tin mới nhất về xuất khẩu lao động")
    assert cited(answer)[0] == "ca-nuoc-2022-ket-qua"


def test_the_newest_is_of_no_day_to_come_and_of_the_sources_trusted_most(
    bench: Bench, bulletin_file: Writer
) -> None:
    load(bench, bulletin_file(BODY, "cu.md", date="2024-01-01"))
    load(bench, bulletin_file(BODY + " Khác.", "bao.md", date="2025-01-01"), "press")
    load(bench, bulletin_file(BODY + " Xa.", "mai-sau.md", date="2031-01-01"))
    assert cited(asked(bench, "bản tin mới nhất")) == ["cu"]
    assert cited(asked(bench, "Tóm tắt bản tin mới nhất")) == ["cu"]
    every = asked(bench, "Liệt kê các bản tin")
    assert cited(every) == ["cu", "bao", "mai-sau"]
    assert "đề ngày chưa tới" in every.text.split("\n")[-1]


def test_an_unconfirmed_source_is_said_to_be_one(bench: Bench, bulletin_file: Writer) -> None:
    load(bench, bulletin_file(BODY), "unknown")
    for question in ("bản tin mới nhất", "Ai viết bản tin Bắc Kạn?", "Tóm tắt bản tin Bắc Kạn"):
        assert "chưa được cơ quan xác nhận" in asked(bench, question).text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "Bản tin Bắc Kạn giảm 1.432 hộ nghèo do ai viết, đăng ngày nào?",
            ("20/12/2019", "Bích Huệ", "Sở Lao động - Thương binh và Xã hội tỉnh Bắc Kạn"),
        ),
        (
            "When was the Son La bulletin published and who wrote it?",
            ("7 June 2023", "names no author", "names no office"),
        ),
    ],
)
def test_an_imprint_says_what_there_is_and_what_there_is_not(
    assistant: Assistant, question: str, said: tuple[str, ...]
) -> None:
    answer = assistant.answer(question)
    assert answer.status == "answered"
    assert all(words in answer.text for words in said)
    assert len(cited(answer)) == 1
    check_citations(answer, assistant.library)


@pytest.mark.parametrize(
    "question", ["Chỉ tiêu nào vượt kế hoạch năm 2022?", "Which targets were exceeded in 2022?"]
)
def test_what_was_exceeded_is_a_list_from_the_table(assistant: Assistant, question: str) -> None:
    """Highest first; of a part under the name of its whole (502 of those counselled) nothing."""
    answer = assistant.answer(question)
    assert (answer.status, answer.short) == ("answered", None)
    assert [f.percent for f in answer.figures] == ["151", "136", "135", "122", "108"]
    assert {f.place for f in answer.figures} == {"Bắc Kạn"}
    check_citations(answer, assistant.library)


def test_what_was_missed_is_a_list_from_the_table(assistant: Assistant) -> None:
    answer = assistant.answer("Chỉ tiêu nào chưa đạt kế hoạch năm 2020 ở Quảng Nam?")
    assert [f.percent for f in answer.figures] == ["25.22", "40", "83.2", "92.44"]
    check_citations(answer, assistant.library)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Chỉ tiêu nào không đạt kế hoạch năm 2015?", "số liệu nào so với kế hoạch năm 2015"),
        ("Which targets were missed in 2021 in Vĩnh Long?", "Vĩnh Long"),
    ],
)
def test_results_that_are_not_there_are_not_told(
    assistant: Assistant, question: str, words: str
) -> None:
    answer = assistant.answer(question)
    assert words in answer.text
    assert all(f.place == "Vĩnh Long" for f in answer.figures)


@pytest.mark.parametrize(
    "question",
    ["Tóm tắt bản tin về tiền ảo bitcoin", "Có bản tin nào về cà phê không?",
     "Có những bản tin nào của Cần Thơ?", "Which bulletins are there about football?"],
)  # fmt: skip
def test_where_nothing_fits_the_newest_titles_are_named(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.answer(question)
    assert (answer.figures, answer.citations) == ((), ())
    assert answer.status in ("no_evidence", "out_of_scope")


def test_a_refusal_names_what_there_is(assistant: Assistant) -> None:
    answer = assistant.answer("Có bản tin nào về cà phê không?")
    assert answer.status == "no_evidence"
    assert "Cà Mau - dấu ấn nửa chặng đường" in answer.text


def test_it_is_the_bulletin_that_the_last_answer_cites(assistant: Assistant) -> None:
    history = [Turn("Tóm tắt bản tin Sơn La")]
    for question in ("ai viết bài này, đăng ngày nào?", "tóm tắt nó", "Summarise it"):
        answer = assistant.answer(question, history=history)
        assert cited(answer) == ["son-la-2023-06"]


@pytest.mark.parametrize("history", [(), ("Xin chào",)])
def test_it_is_asked_back_where_nothing_was_told(
    assistant: Assistant, history: tuple[str, ...]
) -> None:
    answer = assistant.answer("tóm tắt nó", history=[Turn(q) for q in history])
    assert (answer.status, answer.citations) == ("unclear", ())
    assert "bản tin nào" in answer.text


def test_an_empty_library_says_so(bench: Bench) -> None:
    answer = asked(bench, "bản tin mới nhất")
    assert (answer.status, answer.text) == ("no_evidence", "Chưa có bản tin nào được nạp.")


def test_a_bulletin_without_text_to_quote_is_listed_all_the_same(
    bench: Bench, bulletin_file: Writer
) -> None:
    load(bench, bulletin_file("## Chỉ có tiêu đề", "trong.md", title="Bản tin trống"))
    answer = asked(bench, "Danh sách bản tin")
    assert answer.status == "answered"
    assert "Bản tin trống" in answer.text
