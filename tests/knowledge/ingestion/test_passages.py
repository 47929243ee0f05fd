"""Passages end where sentences and clauses end, keep headings with their text and name their article."""

from datetime import date

from knowledge.ingestion.bulletins import bulletin_from_draft
from knowledge.ingestion.passages import split_passages
from knowledge.readers.drafts import draft_of, paragraphs
from knowledge.records import Passage

SENTENCE = "Người sử dụng lao động trả lương đủ và đúng hạn cho người lao động theo hợp đồng đã ký."


def passages(*lines: str) -> tuple[Passage, ...]:
    """The passages of a law of these lines."""
    draft = draft_of({"title": "Bộ luật", "date": "2019-11-20"}, paragraphs(list(lines)), "x")
    assert draft.published_on == date(2019, 11, 20)
    return split_passages(bulletin_from_draft(draft, "luat", "luat.md"), 1)


LAW = (
    "Chương VI",
    "TIỀN LƯƠNG",
    "Điều 101. Trả lương",
    *[f"{n}. {SENTENCE}" for n in range(1, 10)],
    "Điều 102. Khấu trừ tiền lương",
    *[f"{n}. {SENTENCE}" for n in range(1, 10)],
    "Điều 103. Nghỉ hằng năm và nghỉ lễ",
    f"1. {SENTENCE}",
)


def test_the_line_of_an_article_stands_with_its_text() -> None:
    """No passage ends in a number or a heading that its text follows."""
    ends = [passage.text.split("\n")[-1] for passage in passages(*LAW)]
    assert [end for end in ends if end.startswith(("Điều", "Chương"))] == []


def test_a_passage_names_the_parts_above_it() -> None:
    """The header has the chapter and the article that a passage begins in."""
    headers = [p.header for p in passages(*LAW) if p.text.startswith("5. ") or "\n5. " in p.text]
    assert headers == [
        f"Bộ luật · 20/11/2019 · Chương VI TIỀN LƯƠNG · Điều {article}"
        for article in ("101. Trả lương", "102. Khấu trừ tiền lương")
    ]


def test_a_long_article_of_one_paragraph_is_named_by_its_number() -> None:
    """A paragraph that begins with an article is no heading; its number is."""
    last = passages(f"Điều 2. {SENTENCE} {SENTENCE}", *[SENTENCE] * 9)[-1]
    assert last.header == "Bộ luật · 20/11/2019 · Điều 2"


def test_a_reference_to_an_article_is_no_heading() -> None:
    """A sentence that begins with an article of another law names no part."""
    last = passages("Điều 5 của Luật này quy định việc trả lương.", *[SENTENCE] * 9)[-1]
    assert last.header == "Bộ luật · 20/11/2019"


def test_a_report_names_its_sections() -> None:
    """Headings by letter and roman number are parts too; an item that ends as a sentence is none."""
    last = passages(
        "A. Kết quả", "I. Về việc làm:", *[SENTENCE] * 7, "I. Đã xong.", *[SENTENCE] * 7
    )
    assert last[-1].header == "Bộ luật · 20/11/2019 · A. Kết quả · I. Về việc làm"


def test_the_introduction_of_a_list_stays_with_its_first_item() -> None:
    """A passage does not end in a colon while the first item has room in the next."""
    found = passages(*[SENTENCE] * 4, "Các khoản phải đóng góp gồm:", f"- {SENTENCE} {SENTENCE}")
    assert [p.text for p in found if p.text.endswith(":")] == []


def test_an_introduction_without_room_stands_alone() -> None:
    """An introduction and an item beyond 1,200 characters are two passages."""
    item = "; ".join([SENTENCE.rstrip(".")] * 13)
    assert [len(p.text) <= 1200 for p in passages(f"{SENTENCE[:-1]}:", item)] == [True] * 2


def test_a_long_list_is_cut_between_its_clauses() -> None:
    """A sentence of over 1,200 characters is cut behind a semicolon or a comma, not in a phrase."""
    for mark in (";", ","):
        text = f"{mark} ".join(["tiền lương của người lao động ở huyện"] * 60)
        found = passages(text)
        assert [p.text[-1] for p in found[:-1]] == [mark] * (len(found) - 1)
        assert " ".join(p.text for p in found) == text


def test_a_number_on_a_line_of_its_own_belongs_to_the_next_line() -> None:
    """ "1." above a paragraph numbers it."""
    assert passages("1.", "Văn bản trình Chính phủ", "Điều 2.", SENTENCE)[0].text == (
        f"1. Văn bản trình Chính phủ\n\nĐiều 2. {SENTENCE}"
    )
