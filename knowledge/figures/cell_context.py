"""The time and the place of a cell: of its column, its row, the group of rows, the caption, the bulletin."""

from datetime import date
from functools import lru_cache

from knowledge.figures.captions import Captions
from knowledge.figures.carrying import default_time
from knowledge.figures.foresight import is_of_coming_school_year
from knowledge.figures.headings import is_total
from knowledge.figures.place_context import Placed
from knowledge.figures.placing import with_province
from knowledge.figures.told_times import Time
from knowledge.records import Bulletin, Period
from knowledge.text.patterns import lazy_regex
from knowledge.text.rows import Cell, Row
from knowledge.text.spelling import fold, plain
from knowledge.vocabulary.calendar_spells import shifted
from knowledge.vocabulary.countries import find_countries
from knowledge.vocabulary.periods import find_periods
from knowledge.vocabulary.place_names import COMMUNE_KINDS, bare_districts, provinces_of
from knowledge.vocabulary.places import COUNTRY, canonical_place, find_places

# A table has few headings and many cells.
_CACHED = 2048
_YEAR = lazy_regex(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_SPELL = lazy_regex(r"(?<!\w)(?:tháng|quý|quí|đầu năm|cuối năm)(?!\w)")
# `Mực nước đo ngày 11/9`: the year is that of the table.
_DAY = lazy_regex(r"(?<!\w)ngày \d{1,2}/\d{1,2}(?![/\d])")
_YEAR_BEFORE = lazy_regex(
    r"(?<!so với )(?<!so )(?<!so với cùng kỳ )(?<!so cùng kỳ )(?<!\w)"
    r"(?:cùng kỳ(?: năm (?:trước|ngoái))?|năm (?:trước|ngoái)(?! (?:chuyển|để lại|mang)))(?!\w)"
)
_WHOLE_YEAR = lazy_regex(r"(?<!\w)(?:năm|cả năm)$")
# Columns that tell a row's place, the surest first; an address may be that of an office far away.
_OF_PLACES = (
    lazy_regex(r"(?<!\w)(?:địa (?:điểm|bàn|phương)|huyện|xã|phường|tỉnh|thành phố)(?!\w)"),
    lazy_regex(r"(?<!\w)(?:nơi|khu vực)(?!\w)"),
    lazy_regex(r"(?<!\w)địa chỉ(?!\w)"),
)
# `Thứ Bảy`, `Hội Đền Đô`, `Chùa Hương`: days, feasts, buildings and waters, unless a district or a
# commune has the name: `Sông Cầu`, `Chợ Mới`.
_OTHER_NAMES = lazy_regex(
    r"(?:thứ|chủ|ngày|tháng|quý|tết|lễ|hội|giỗ|rước|chùa|đền|đình|miếu|cầu|chợ|bến|cảng|sông|hồ"
    r"|suối|kênh|núi|đèo|phà|đường|phố|trạm|trường) "
)
_BRACKETS = lazy_regex(r"\([^()]*\)")


def names_time(cell: Cell) -> bool:
    """Whether a heading of a cell names a time."""
    return any(
        find_periods(level) or _SPELL.search(plain(level)) or _DAY.search(plain(level))
        for level in cell.levels
    )


def time_of(cell: Cell, label: str, group: str, table: Captions, bulletin: Bulletin) -> Time | None:
    """The time of the column, else of the row, of the rows' group, of the caption, of the bulletin.

    Of a column of the year before it is a year earlier: `Thực hiện cùng kỳ năm trước`.
    """
    time = _stated_time(cell, label, group, table, bulletin)
    is_before = any(_YEAR_BEFORE.search(plain(level)) for level in cell.levels)
    if time is None or not is_before or "%" in cell.head or _YEAR.search(cell.head):
        return time
    return Time(shifted(time.period, -1), "guess", None, None)


def _stated_time(
    cell: Cell, label: str, group: str, table: Captions, bulletin: Bulletin
) -> Time | None:
    published = bulletin.published_on
    for heading in (*reversed(cell.levels), label, group):
        timed = _time_in(heading, table.year, published)
        # In a bulletin of January `Tháng 12` is the month before, not one to come.
        is_ahead = timed is not None and published is not None and timed[0].start > published
        if timed is not None and is_ahead and table.is_year_published and not timed[1]:
            timed = _time_in(heading, str(int(table.year or 0) - 1), published)
        if timed is not None:
            period, is_dated = timed
            span = (None, None) if is_dated else _where(table.year, table)
            return Time(period, "sentence", *span)
    for text, start, end in table.captions:
        mentions = [m for m in find_periods(text, bulletin.published_on) if not m.is_compared]
        if mentions:
            return Time(mentions[0].period, "earlier sentence", start, end)
    return _of_lead(bulletin) or default_time(bulletin)


@lru_cache(maxsize=_CACHED)
def _time_in(
    heading: str, year: str | None, published_on: date | None
) -> tuple[Period, bool] | None:
    """The time that a heading names, and whether with its year; `year` completes one without."""
    is_dated = _YEAR.search(heading) is not None
    bare = _BRACKETS.sub("", heading).strip()
    low = plain(bare)
    is_spell = any(pattern.search(low) for pattern in (_SPELL, _DAY, _WHOLE_YEAR))
    if not is_dated and not (is_spell and year):
        return None
    if is_dated:
        text = heading
    elif day := _DAY.search(low):
        text = f"{day[0]}/{year}"
    else:
        text = f"{_WHOLE_YEAR.sub('', bare)} năm {year}".strip()
    every = find_periods(text, published_on)
    mentions = [m for m in every if not m.is_compared]
    if not mentions and "so với" not in low and "so sánh" not in low:
        mentions = every  # the column `Cùng kỳ năm 2020`
    # `Tháng 8 (ca) năm 2023`: the shorter time is the column's.
    shortest = min(mentions, key=lambda m: m.period.end - m.period.start, default=None)
    return (shortest.period, is_dated) if shortest else None


def _of_lead(bulletin: Bulletin) -> Time | None:
    """The time of the title, else of the first sentence where it has one alone."""
    time = default_time(bulletin)
    if time is not None and time.source == "head":
        return time
    for section in bulletin.sections[:1]:
        text = bulletin.text[section.start : section.end]
        mentions = [m for m in find_periods(text, bulletin.published_on) if not m.is_compared]
        if section.kind != "row" and len(mentions) == 1 and mentions[0].period.kind != "day":
            mention, start = mentions[0], section.start
            return Time(
                mention.period, "earlier sentence", start + mention.start, start + mention.end
            )
    return None


def _where(year: str | None, table: Captions) -> tuple[int | None, int | None]:
    """The caption that names the year of a time without one."""
    for text, start, end in table.captions:
        if year is not None and year in text:
            return start, end
    return None, None


def is_to_come(time: Time | None, bulletin: Bulletin) -> bool:
    """Whether a time starts after the bulletin was published."""
    published = bulletin.published_on
    if time is None or published is None or time.period.kind == "day":
        return False  # a price from a day on is no plan
    return time.period.start > published and not is_of_coming_school_year(time.period, published)


def place_of(
    cell: Cell, row: Row, group: str, table: Captions, bulletin: Bulletin
) -> Placed | None:
    """The place of the row, of the column, of a cell of places beside it or of the rows' group.

    Where none of them names one, it is the table's.
    """
    label = row.label
    home = table.home
    if plain(label).startswith(("cả nước", "toàn quốc")):
        return Placed(COUNTRY, "sentence")
    for text in (label, *reversed(cell.levels)):
        if name := _place_in(text):
            return with_province(Placed(name, "sentence"), bulletin)
    if is_total(label):
        return home
    for of_places in _OF_PLACES:
        for beside in row.cells:
            is_of_places = beside is not cell and of_places.search(plain(beside.head))
            if is_of_places and (name := _place_in(beside.text)):
                return with_province(Placed(name, "sentence"), bulletin)
    first = label.split(", ")[0]
    if is_bare_place(first):
        named = Placed(canonical_place(first) or first, "sentence")
        return with_province(named, bulletin)
    name = _place_in(group)
    return with_province(Placed(name, "earlier sentence"), bulletin) if name else home


@lru_cache(maxsize=_CACHED)
def _place_in(text: str) -> str | None:
    """The first place that a label or a heading names."""
    return next((mention.name for mention in find_places(text)), None)


def is_bare_place(label: str) -> bool:
    """Whether a label is a name of two to four words in capitals, as of a commune: `Tân Dân`.

    In capital letters alone it has to be a district: `THU NỘI ĐỊA` names a group of rows.
    """
    names = label.split(" ")
    if label.isupper() and fold(label) not in bare_districts():
        return False
    is_name = 1 < len(names) < 5 and all(n.isalpha() and n[0].isupper() for n in names)
    if is_name and _OTHER_NAMES.match(plain(label)) and not _is_unit(label):
        return False
    return is_name and not find_countries(label)


def _is_unit(name: str) -> bool:
    """Whether a district or a commune has this name."""
    return fold(name) in bare_districts() or any(
        provinces_of(f"{kind} {name}") for kind in COMMUNE_KINDS
    )
