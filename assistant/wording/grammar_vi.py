"""Vietnamese wording of figures; the words of bulletins are kept as they are."""

import re
from datetime import date

from knowledge.records import Figure, Period
from knowledge.text.spelling import fold
from knowledge.vocabulary.indicators import Indicator, find_indicators
from knowledge.vocabulary.relative_periods import counts_from_reading
from prompts.catalogue import catalogue

# Clauses with these beginnings take the place as their subject: "Bắc Kạn có 753 người …".
_TAKES_SUBJECT = (
    "có ",
    "giải quyết",
    "tạo ",
    "tư vấn",
    "tổ chức",
    "tuyển",
    "dạy",
    "mở ",
    "hỗ trợ",
    "chuyển",
)


class Vietnamese:
    """The `Grammar` of Vietnamese."""

    def __init__(self) -> None:
        self._texts = catalogue("vi")

    def unit(self, unit: str) -> str:
        """The unit as bulletins write it."""
        return unit

    def hedge(self, hedge: str) -> str:
        """The hedge as the bulletin writes it."""
        return hedge

    def date_text(self, day: date) -> str:
        """`07/12/2022`."""
        return f"{day:%d/%m/%Y}"

    def period(self, period: Period) -> str:
        """The bulletin's words for the period, with the year if they lack it: `Quý III (2022)`."""
        if counts_from_reading(period):
            return self._explicit(period)
        text = period.text.strip()
        if period.kind == "year" and fold(text).removeprefix("nam ") == str(period.start.year):
            text = self._texts.say("grammar.year", year=period.start.year)  # from `nam 2022`
        if str(period.end.year) not in text:
            text = self._texts.say("grammar.period_with_year", period=text, year=period.end.year)
        return text[:1].upper() + text[1:]

    def _explicit(self, period: Period) -> str:
        """The days of a period whose words count from the bulletin's day: `Đến ngày 07/12/2022`."""
        say, first, last = self._texts.say, period.start, period.end
        match period.kind:
            case "year":
                return say("grammar.year", year=first.year).capitalize()
            case "quarter":
                return say("grammar.quarter", quarter=(first.month + 2) // 3, year=first.year)
            case "month":
                return say("grammar.month", month=first.month, year=first.year)
            case "until":
                return say("grammar.until", last=self.date_text(last))
            case "day":
                return say("grammar.day", day=self.date_text(first))
            case _:
                return say("grammar.days", first=self.date_text(first), last=self.date_text(last))

    def period_label(self, period: Period) -> str:
        """The same as `period`: `6 tháng đầu năm 2023`."""
        return self.period(period)

    def period_within(self, period: Period) -> str:
        """`quý III/2023`."""
        text = self.period(period)
        return text[:1].lower() + text[1:]

    def period_noun(self, period: Period) -> str:
        """`năm 2019`, without `trong`."""
        return self.period_within(period).removeprefix("trong ")

    def indicator(self, indicator: Indicator) -> str:
        """The first Vietnamese name of the vocabulary."""
        return indicator.vi[0]

    def figure_name(self, figure: Figure, indicator: Indicator) -> str:
        """The indicator's name as this bulletin writes it; else the shortest common name."""
        for mention in find_indicators(figure.name):
            if mention.indicator.id == indicator.id:
                return figure.name[mention.start : mention.end]
        return min(indicator.vi[:3], key=len)

    def clause(self, figure: Figure, indicator: Indicator, value: str) -> str:
        """`có 753 người đi làm việc ở nước ngoài`."""
        return indicator.say_vi.format(value=value, name=self.figure_name(figure, indicator))

    def short_name(self, indicator: Indicator) -> str:
        """The shortest of the first names that begins the one shown."""
        whole = indicator.vi[0]
        return min((n for n in indicator.vi[:3] if whole.startswith(n)), key=len)

    def question(self, indicator: Indicator, place: str, year: int) -> str:
        """`tỷ lệ hộ nghèo của …`, or `Năm 2022, Bắc Kạn có bao nhiêu người …`."""
        say, words = self._texts.say, indicator.say_vi
        rate = re.fullmatch(r"(.+?)(?: (là|đạt|thu được)|:) \{value\}", words)
        if rate:
            verb = rate[2] or "là"
            return say("grammar.asks_rate", name=rate[1], place=place, year=year, verb=verb)
        name = self.short_name(indicator)
        if words.startswith("{name}"):  # a name that can follow a subject
            name = next((n for n in indicator.vi if n.startswith(_TAKES_SUBJECT)), name)
        unit = next((unit for unit in indicator.units if unit), "")
        value = say("grammar.how_many", unit=unit).strip()
        clause = words.format(value=value, name=name)
        if words.startswith("{value}"):
            clause = f"có {clause}"
        return say("grammar.asks_count", place=place, year=year, clause=clause)

    def sentence(self, lead: str, place: str, clause: str, details: str, is_achieved: bool) -> str:
        """`Năm 2022, tỉnh Bắc Kạn có …` where the clause takes a subject, else `…, tại …, …`."""
        say = self._texts.say
        if not place:
            return say("figures.sentence", lead=lead, clause=clause, details=details)
        if is_achieved and clause.startswith(_TAKES_SUBJECT):
            return say(
                "grammar.sentence_of_place", lead=lead, place=place, clause=clause, details=details
            )
        return say("figures.sentence_at", lead=lead, place=place, clause=clause, details=details)
