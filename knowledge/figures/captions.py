"""What stands above the rows of a table: its captions, its unit, its year and its place."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.figures.headings import Measure, measure_in, subject_of
from knowledge.figures.place_context import Placed
from knowledge.figures.placing import with_province
from knowledge.records import Bulletin, Section
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import plain
from knowledge.vocabulary.place_names import LOCAL_LEVELS
from knowledge.vocabulary.places import find_places

_MAX_CAPTION, _MAX_CAPTIONS = 250, 3
# Words of a caption that ends with a full stop; a longer one is a sentence.
_MOST_WORDS = 10
_YEAR = lazy_regex(r"(?<!\d)(?:19|20)\d{2}(?!\d|/[A-ZĐ])")  # not that of `07/2021/NĐ-CP`
_UNIT_NOTE = lazy_regex(r"\(?(?:đơn vị|đvt|đv tính)")
# A line that says who published the numbers names nothing that they count: an office with its name,
# `Ban Chỉ đạo`, and not `Ban hành văn bản` or `Nguồn vốn đầu tư`.
_ISSUER = lazy_regex(
    r"(?:(?:Sở|Bộ|Cục|Chi cục|Tổng cục|Ban|Trung tâm|Công ty|Chi nhánh|Ngân hàng|Đài|Văn phòng|Hội đồng"
    r"|SỞ|BỘ|CỤC|CHI CỤC|TỔNG CỤC|BAN|TRUNG TÂM|CÔNG TY|CHI NHÁNH|NGÂN HÀNG|ĐÀI|VĂN PHÒNG|HỘI ĐỒNG)"
    r" [A-ZÀ-ỸĐ]|(?i:ubnd|hđnd|(?:uỷ|ủy) ban|niên giám|công ty (?:cổ phần|tnhh)"
    r"|(?:bảo hiểm xã hội|bhxh) (?:tỉnh|thành phố|tp|huyện|thị xã|việt nam|khu vực)|ngày \d"
    r"|nguồn(?: số liệu)?\s*:|theo (?:báo cáo|số liệu|thống kê|tổng hợp)|Theo [A-ZĐ])\W?)"
)


@dataclass(frozen=True, slots=True)
class Captions:
    """What stands above the rows of a table: its captions, nearest first, and what they say.

    `captions` are texts with their spans; `subject` is what is counted, `measure` the unit and
    `year` the year of numbers whose row and column name none; `is_year_published` says that it is
    only that of publication.
    `home` is the place of its totals: the one unit that its caption or the title names, else that
    of the bulletin.
    """

    captions: tuple[tuple[str, int, int], ...]
    subject: str
    measure: Measure | None
    year: str | None
    is_year_published: bool
    home: Placed | None


def captions_of(bulletin: Bulletin, above: Sequence[Section]) -> Captions:
    """The captions among the sections `above` a table: the last ones that are short."""
    texts = [(bulletin.text[s.start : s.end], s.start, s.end) for s in above[-_MAX_CAPTIONS:]]
    captions = []
    for text, start, end in reversed(texts):
        if len(text) > _MAX_CAPTION:
            break
        captions.append((text, start, end))
    notes = [text for text, _, _ in captions if _UNIT_NOTE.search(plain(text))]
    units = [measure for text in notes if (measure := measure_in(f"({text})")) is not None]
    named = [
        text for text, _, _ in captions
        if not _UNIT_NOTE.match(plain(text)) and not _is_sentence(text)
        and not _ISSUER.match(text.strip())
    ]  # fmt: skip
    subject = subject_of(named[0]) if named else ""
    lead = [bulletin.text[s.start : s.end][:_MAX_CAPTION] for s in bulletin.sections[:1]]
    years = [
        years_named.pop()
        for text in (*(t for t, _, _ in captions), bulletin.title, *lead)
        if len(years_named := set(_YEAR.findall(text))) == 1  # `2021-2025` gives a month no year
    ]
    published = str(bulletin.published_on.year) if bulletin.published_on else None
    return Captions(
        tuple(captions), subject or subject_of(bulletin.title), units[0] if units else None,
        years[0] if years else published, not years, _home(bulletin, captions),
    )  # fmt: skip


def _is_sentence(caption: str) -> bool:
    """Whether a line above a table tells something, and does not only name what is counted."""
    return caption.rstrip().endswith(".") and len(caption.split()) > _MOST_WORDS


def _home(bulletin: Bulletin, captions: Sequence[tuple[str, int, int]]) -> Placed | None:
    for text in (*(caption for caption, _, _ in captions), bulletin.title):
        local = {m.name for m in find_places(text) if m.level in LOCAL_LEVELS}
        if len(local) == 1:
            return with_province(Placed(local.pop(), "head"), bulletin)
    known = bulletin.place if bulletin.is_place_stated else None
    return Placed(known, "head") if known else None
