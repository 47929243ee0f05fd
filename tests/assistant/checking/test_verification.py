"""Nothing passes that the cited text does not say."""

from datetime import date

import pytest

from assistant.checking.verification import check_words
from assistant.records import Citation, Language
from knowledge.records import Bulletin, Section

TEXT = (
    "Năm 2022, toàn tỉnh đã giải quyết việc làm cho 8.095/6.000 người, đạt 135% kế hoạch, trong đó "
    "đi làm việc ở nước ngoài được 753/500 người, đạt 151% kế hoạch. "
    "Tỷ lệ hộ nghèo giảm khoảng 2,55%, còn khoảng 24,82%."
)
BULLETIN = Bulletin("b", "Tin lao động", date(2022, 12, 7), None, None, "Bắc Kạn", "b.md", None, TEXT,
                    (Section("paragraph", 0, len(TEXT)),))  # fmt: skip
CITATION = Citation(
    1, "b", 1, BULLETIN.title, BULLETIN.published_on, None, "b@1#0", 0, len(TEXT), TEXT
)

TRUE = [
    (
        "vi",
        "Năm 2022, Bắc Kạn có 753 người đi làm việc ở nước ngoài (kế hoạch 500 người, đạt 151% kế hoạch).",
    ),
    ("vi", "Năm 2022, giải quyết việc làm cho 8.095 người [1]."),
    (
        "en",
        "In 2022 in Bắc Kạn, 753 people went to work abroad (plan 500 people, 151% of the plan) [1].",
    ),
    ("en", "In 2022, 8,095 people were given jobs, against a plan of 6,000."),
    ("vi", "Tỷ lệ hộ nghèo giảm 2,55%."),
    ("vi", "Năm 2022, tỷ lệ hộ nghèo là khoảng 24,82%."),
    ("vi", "Theo bản tin ngày 07/12/2022, có 753 lao động."),
]
FORGED = [
    ("vi", "Năm 2022 có 758 người đi làm việc ở nước ngoài.", "758"),
    ("vi", "Năm 2022 có 999/500 người.", "999"),
    ("vi", "Năm 2021, Bắc Kạn có 753 người đi làm việc ở nước ngoài.", "2021"),
    ("vi", "Năm 2022, Cà Mau có 753 người đi làm việc ở nước ngoài.", "Cà Mau"),
    ("vi", "Năm 2022 có 500 người đi làm việc ở nước ngoài.", "500"),
    ("vi", "Năm 2022 có 753 hộ.", "753"),
    ("vi", "Năm 2022 kế hoạch 753 người.", "753"),
    ("vi", "Tỷ lệ hộ nghèo là 2,55%.", "2,55"),
    ("vi", "Tỷ lệ hộ nghèo là 24,28%.", "24,28"),
    ("vi", "Năm 2022 có 753 tỷ đồng.", "753"),
    ("en", "In 2022, 753 people went abroad (plan 600 people).", "600"),
    ("en", "In 2022, 7.53 people went abroad.", "7.53"),
    ("en", "In 2022, 151% of people went abroad.", "151"),
    ("en", "In the whole country, 753 people went abroad in 2022.", "cả nước"),
]


@pytest.mark.parametrize(("language", "text"), TRUE, ids=[t[1][:40] for t in TRUE])
def test_a_true_sentence_passes_in_both_languages(language: Language, text: str) -> None:
    assert check_words(text, [CITATION], [BULLETIN], language) == []


@pytest.mark.parametrize(("language", "text", "named"), FORGED, ids=[f[1][:40] for f in FORGED])
def test_a_sentence_with_one_thing_altered_is_caught(
    language: Language, text: str, named: str
) -> None:
    """Value, unit, role, plan, percent, year or place: one swap is enough."""
    problems = check_words(text, [CITATION], [BULLETIN], language)
    assert any(named in problem for problem in problems), problems


def test_a_number_from_elsewhere_in_the_bulletin_is_not_what_is_cited() -> None:
    """The citation is what counts, not the bulletin around it."""
    end = TEXT.index(", trong đó")
    narrow = Citation(1, "b", 1, "", None, None, "b@1#0", 0, end, TEXT[:end])
    assert check_words("Năm 2022 có 753 người.", [narrow], [BULLETIN], "vi") != []
