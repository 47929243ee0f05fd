"""Vetoes: reasons why a statement cannot answer a question, whatever its probability.

A veto needs an exact conflict: a time, place, unit, role, group or rank that the bulletin itself
contradicts. A question about a known indicator has stricter vetoes: the figure table has no answer
to it, and the statements that remain are mostly about a neighbouring time or place.
"""

from collections.abc import Sequence
from decimal import Decimal

from assistant.drafting.counted import counted_otherwise
from assistant.evidence.candidates import own_words
from assistant.evidence.orders import gives_order
from assistant.evidence.scope import is_time
from assistant.question.ages import ages_of, is_of_ages
from assistant.question.contrasts import is_of_other_kind
from assistant.question.operations import extreme_of
from assistant.question.purposes import asks_what_was_done, asks_whole_year
from assistant.question.qualifiers import fits
from assistant.records import Question
from assistant.statement import Statement
from knowledge.numbers.quantities import find_quantities
from knowledge.records import Figure, Period
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold, plain
from knowledge.vocabulary.countries import find_countries
from knowledge.vocabulary.place_names import SIZE, level_of, members_of, province_of, provinces_of
from knowledge.vocabulary.places import COUNTRY, find_places, mentions_of, same_place
from knowledge.vocabulary.units import same_unit

# Two periods are the same time if they share more than this part of all their days.
_SAME_TIME = 0.55
# Days that a year and more than a year have.
_LONG = 366
# A figure of another indicator may answer if its probability is at least this.
_SURE = 0.8
_BOUND = lazy_regex(
    r"(?<!\w)(?:it nhat(?: (?:la|cung|phai|trong|tu))* (?=bao nhieu|may(?!\w)|\d)"
    r"|(?:som|cham|muon|lau) nhat(?: la)? (?=khi nao|bao lau|\d)|at (?:least|most)(?!\w))"
)
# What ranks something, or bounds it.
_RANKED = lazy_regex(
    r"(?<!\w)(?:nhất|tối đa|tối thiểu|không (?:quá|hơn|dưới)|k[ỷỉ] lục|quán quân|vô địch|dẫn đầu"
    r"|hàng đầu|đứng (?:đầu|cuối)|(?:đầu|cuối|đội) (?:bảng|sổ))(?!\w)"
)
_COMMUNE = lazy_regex(r"(?<!\w)(?:xã|xa|phường|phuong|thị trấn|communes?|wards?)(?!\w)")
# What bounds the amount behind it.
_SIDE = lazy_regex(
    r"(?<!\w)(?:(?P<over>trên|quá|tối thiểu|ít nhất|tren|over|above|at least)"
    r"|dưới|không quá|tối đa|duoi|under|below|at most) $"
)
# A quotation with one of these shows by itself that nothing was done yet.
_PLANNED = lazy_regex(
    r"kế hoạch|chỉ tiêu|mục tiêu|phấn đấu|nhiệm vụ|dự kiến|dự báo"
    r"|(?<!\w)(?:sẽ|giao|đến năm|tới năm|năm 20\d\d)(?!\w)"
)
# Words of a question that may ask for a change; `_CHANGE` of the understanding asks for one.
_MAY_ASK_CHANGE = lazy_regex(
    r"(?<!\w)(?:tang|giam|them|bot|hon|kem|chenh|vuot|moi|ha(?! (?:noi|giang|tinh|nam|long))"
    r"|(?<!da )nang|thoat|mat|cat|keo|len|xuong"
    r"|increas|decreas|ris|rose|fall|fell|drop|grow|grew|cut|more|fewer|less|declin|up|down|jump"
    r"|reduc|rais|climb|slump|lower|higher|extra|addition|add|new|lead|ahead|exceed|how many times)"
)


def veto(question: Question, statement: Statement, probability: float) -> str | None:
    """The reason, in English for the trace; None if the statement may answer."""
    sentence = statement.bulletin.text[statement.sentence[0] : statement.sentence[1]]
    around = f"{statement.bulletin.title} {statement.hit.passage.text}"
    if gives_order(sentence):
        return "it gives orders to a program"
    if question.periods and statement.time.is_contradicted:
        return "another period"
    if set(find_countries(question.text)) - set(find_countries(around)):
        return "another country"
    if not _is_of_asked_place(question, statement) and _names_another_place(question, sentence):
        return "another place"
    is_other_side = question.asks_number and _is_on_other_side(question.text, sentence)
    if is_other_side or _names_another_amount(question.text, sentence, around):
        return "another amount"
    if question.qualifiers and not fits(question.qualifiers, f"{around} {sentence}"):
        return "not of the group asked for"
    if question.asks_number and not _is_of_asked_ages(question, statement, sentence, around):
        return "not of the ages asked for"
    if _asks_extreme(question.text) and not _RANKED.search(plain(sentence)):
        return "it ranks nothing"
    if question.over == "district" and not _ranks_one(question.text, sentence):
        return "it ranks no such place"
    if not question.asks_number and question.intent != "figure":
        return None
    if statement.hit.passage.kind == "row" and (problem := _of_cell(question, statement.record)):
        return problem
    if is_of_other_kind(question.text, question.language, sentence):
        return "of another kind than asked for"
    if problem := counted_otherwise(question, statement, sentence):
        return problem
    return _of_record(question, statement, plain(sentence)) or _of_indicator(
        question, statement, is_sure=probability >= _SURE
    )


def _is_of_asked_place(question: Question, statement: Statement) -> bool:
    """Whether the stored figure in the words is of a place asked about: `(từ Kon Tum đến) 8 xe`."""
    place = statement.record.place if statement.record is not None else None
    if place is None:
        return False
    return any(same_place(one, asked) for one in members_of(place) for asked in question.places)


def _names_another_place(question: Question, sentence: str) -> bool:
    """Whether the sentence names places of the level asked about, and none that is asked about.

    Of 656 right statements of the work part (see `evals.training.judge`) this rejects about two, of
    7,308 wrong ones about five hundred.
    """
    asked = [place for place in question.places if place != COUNTRY]
    levels = {level_of(place) for place in asked}
    if not asked or any(mentions_of(place, sentence) for place in asked):
        return False
    named = [m.name for m in find_places(sentence)]
    if any(_lies_in(name, place) for name in named for place in asked):
        return False
    others = [name for name in named if level_of(name) in levels]
    in_question = [m.name for m in find_places(question.text)]
    return bool(others) and not any(same_place(a, b) for a in others for b in in_question)


def _lies_in(name: str, place: str) -> bool:
    return same_place(name, place) or place in provinces_of(name)


def _names_another_amount(question: str, sentence: str, around: str) -> bool:
    """Whether the question names an amount ("từ 40 tuổi") and the sentence only others of the unit.

    An amount that the passage or its title has is no other. Of 135 right statements of such
    questions of the work part this rejects five, of one question for four of them.
    """
    named = [quantity for quantity in find_quantities(question) if quantity.unit]
    if not named:
        return False
    units = [quantity.unit for quantity in find_quantities(sentence) if quantity.unit]
    values = {quantity.value for quantity in find_quantities(around)}
    return any(
        quantity.value not in values and any(same_unit(quantity.unit, unit) for unit in units)
        for quantity in named
    )


def _is_of_asked_ages(question: Question, statement: Statement, sentence: str, around: str) -> bool:
    """Whether a sentence, or where it names no ages its passage, tells of the ages asked for.

    Parts behind a figure (`trong đó 320 người dưới 18 tuổi`) say nothing of its own people.
    """
    asked, record = ages_of(question.text), statement.record
    if not asked or not ages_of(sentence):
        return is_of_ages(asked, around)
    is_here = record is not None and statement.sentence[0] == record.sentence_start
    return is_of_ages(asked, own_words(record, sentence) if record and is_here else sentence)


def _is_on_other_side(question: str, sentence: str) -> bool:
    """Whether the question has the other bound of an amount: `dưới 100`, where it is `trên 100`."""
    sides = _sides(sentence)
    return any(
        (amount, not is_over) in sides and (amount, is_over) not in sides
        for amount, is_over in _sides(question)
    )


def _sides(text: str) -> set[tuple[tuple[Decimal, str], bool]]:
    """The amounts of a text with a bound before them, and whether it is the lower one."""
    low = plain(text)
    return {
        ((quantity.value, quantity.unit), side["over"] is not None)
        for quantity in find_quantities(text)
        if quantity.unit and (side := _SIDE.search(low, 0, quantity.start))
    }


def _asks_extreme(text: str) -> bool:
    """Whether a question asks for the highest or lowest, not for a bound ("ít nhất bao nhiêu")."""
    return extreme_of(_BOUND.sub(" ", fold(text))) is not None


def _of_record(question: Question, statement: Statement, sentence: str) -> str | None:
    """The conflict of the question with the stored figure in the statement's words, if any."""
    record = statement.record
    if record is None:
        return None
    period, place = record.period, record.place
    asked = fold(question.text)
    if question.role == "achieved":
        is_level = record.unit != "lần" and not _MAY_ASK_CHANGE.search(asked)
        if record.role == "change" and is_level:
            return "a change, and none is asked for"
        if record.role == "plan" and asks_what_was_done(question.text):
            return "a plan, and the question is what was done"
    if record.role == "plan" and question.role == "achieved" and not _PLANNED.search(sentence):
        return "a plan that its own sentence does not call one"
    if period is not None and any(_is_part(period, p, question.text) for p in question.periods):
        return "a figure of a part of the time"
    is_dated = period is not None and record.period_source == "sentence"
    if question.periods and is_dated and not _any_overlap(period, question.periods):
        return "a figure of another period"
    if place and (several := members_of(place))[1:] and question.places:
        if not all(any(same_place(one, p) for p in question.places) for one in several):
            return "a figure of several places together"
    elif question.places and place and not any(same_place(place, p) for p in question.places):
        where = statement.place
        is_named = where.agrees or (where.anywhere and where.nearest not in ("clause", "sentence"))
        if question.indicators or not is_named:
            return "a figure of another place"
        if not any(_may_be_beside(place, asked) for asked in question.places):
            return "a figure of another place"
    return None


def _is_part(period: Period, asked: Period, question: str) -> bool:
    """Whether a period is not the years asked for: another term, a part of a whole year."""
    if asked.kind == "range":
        is_long = (period.end - period.start).days > _LONG
        return is_long and not _is_same_time(period, asked)
    is_other = (period.start, period.end) != (asked.start, asked.end)
    return asked.kind == "year" and is_other and asks_whole_year(question)


def _may_be_beside(place: str, asked: str) -> bool:
    """Whether one of two places may lie in the other: their sizes differ, their provinces do not.

    Then the figure's place is only where it was counted or who counted it: `Công an tỉnh Ninh Thuận
    tạm giam 4 đối tượng` about a brawl in a commune.
    """
    if SIZE.get(level_of(place)) == SIZE.get(level_of(asked)):
        return False
    provinces = {province_of(place), province_of(asked)} - {None}
    return len(provinces) < 2 and COUNTRY not in (place, asked)


def _of_cell(question: Question, cell: Figure | None) -> str | None:
    """The conflict with a row of a table, whose other cells may be of other times."""
    if cell is None:
        return "no number of a cell"
    if question.periods and cell.period and not _any_overlap(cell.period, question.periods):
        return "a cell of another time"
    if question.places and not any(same_place(cell.place, p) for p in question.places):
        return "a cell of another place"
    return None


def _any_overlap(period: Period | None, asked: Sequence[Period]) -> bool:
    return period is not None and any(is_time(period, other) for other in asked)


def _of_indicator(question: Question, statement: Statement, *, is_sure: bool) -> str | None:
    """The conflict of a statement with a question about a known indicator, if any."""
    if not question.indicators:
        return None
    record, time = statement.record, statement.time
    known = {indicator.id for indicator in question.indicators} | {None}
    if record is not None and record.indicator not in known and not is_sure:
        return "a figure of another indicator"
    if question.role == "achieved" and record is not None and record.role == "plan":
        return "a plan, not a result"
    if question.role == "plan" and not (record and (record.role == "plan" or record.plan)):
        return "no plan"
    if question.periods:
        if record is not None and record.period is not None:
            if not any(_is_same_time(record.period, period) for period in question.periods):
                return "a figure of another time"
        elif not time.agrees:
            return "of no such time"
    if any(place != COUNTRY for place in question.places) and not statement.place.anywhere:
        return "of no such place"
    return None


def _is_same_time(a: Period, b: Period) -> bool:
    """Whether two periods share most of their days; a year does not answer for its first half."""
    both = (min(a.end, b.end) - max(a.start, b.start)).days + 1
    either = (max(a.end, b.end) - min(a.start, b.start)).days + 1
    return both > _SAME_TIME * either


def _ranks_one(question: str, sentence: str) -> bool:
    """Whether a place of the level asked for is named before the ranking word, or apart behind it.

    In `xã nghèo nhất huyện …` the district is not ranked.
    """
    levels = ("commune",) if _COMMUNE.search(plain(question)) else ("district",)
    ranked = _RANKED.search(plain(sentence))
    end = ranked.end() if ranked else 0
    return any(
        m.level in levels and (m.end <= end or sentence[end : m.start].strip())
        for m in find_places(sentence)
    )
