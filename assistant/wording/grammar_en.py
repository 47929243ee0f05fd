"""English wording of figures; units, hedges and names are translated by tables."""

import re
from datetime import date, timedelta

from knowledge.figures.hedges import YEARLY
from knowledge.records import Figure, Period
from knowledge.vocabulary.indicators import Indicator
from knowledge.vocabulary.units import english_unit
from prompts.catalogue import catalogue


class English:
    """The `Grammar` of English."""

    def __init__(self) -> None:
        self._texts = catalogue("en")
        self._months = self._texts.lines("grammar.months")
        self._hedges = self._texts.table("hedges")

    def unit(self, unit: str) -> str:
        """The English name of the unit; the Vietnamese one if the vocabulary has none."""
        return english_unit(unit)

    def hedge(self, hedge: str) -> str:
        """`more than` for `trên`, `an annual average of more than` for `bình quân mỗi năm trên`."""
        rest = hedge.removeprefix(YEARLY).strip()
        words = [] if rest == hedge else [self._texts.say("grammar.yearly")]
        for estimate in ("dự ước", "ước tính", "ước", "dự báo"):
            if rest.startswith(f"{estimate} ") and rest not in self._hedges:
                words.append(self._hedges[estimate])
                rest = rest.removeprefix(estimate).strip()
        return " ".join(words + ([self._hedges.get(rest, rest)] if rest else []))

    def date_text(self, day: date) -> str:
        """`7 December 2022`."""
        return f"{day.day} {self._month(day)}"

    def period(self, period: Period) -> str:
        """`In 2022`, `By 31 May 2022`, `From 1 March 2020 to 30 April 2020`."""
        say, noun = self._texts.say, self._noun(period)
        match period.kind:
            case "range" if not _whole_years(period):
                return say("grammar.from", period=noun)
            case "year" | "range" | "quarter" | "month":
                return say("grammar.in", period=noun)
            case "months":
                is_whole = _whole_months(period) is not None
                return say("grammar.in" if is_whole else "grammar.from", period=noun)
            case "until":
                return say("grammar.by", period=noun)
            case _:
                return say("grammar.on", period=noun)

    def period_label(self, period: Period) -> str:
        """`2022`, `the first 6 months of 2023`, `By 31 May 2022`."""
        return self.period(period).removeprefix("In ")

    def period_within(self, period: Period) -> str:
        """`November 2022`, `by 31 May 2022`."""
        text = self.period(period)
        return (text[:1].lower() + text[1:]).removeprefix("in ")

    def period_noun(self, period: Period) -> str:
        """`2022`, `first 6 months of 2023`, `By 31 May 2022`."""
        return self.period_label(period).removeprefix("the ")

    def indicator(self, indicator: Indicator) -> str:
        """The first English name of the vocabulary."""
        return indicator.en[0]

    def figure_name(self, figure: Figure, indicator: Indicator) -> str:
        """The first English name of the vocabulary; the bulletin's words are Vietnamese."""
        return indicator.en[0]

    def clause(self, figure: Figure, indicator: Indicator, value: str) -> str:
        """`753 people went to work abroad`."""
        return indicator.say_en.format(value=value, name=indicator.en[0])

    def short_name(self, indicator: Indicator) -> str:
        """The first English name of the vocabulary."""
        return indicator.en[0]

    def question(self, indicator: Indicator, place: str, year: int) -> str:
        """`what was the poverty rate in …`, `how many people went to work abroad in …`."""
        say, words = self._texts.say, indicator.say_en
        rate = re.fullmatch(r"(.+) (was|were) \{value\}", words)
        if rate:
            return say("grammar.asks_rate", name=rate[1], place=place, year=year, verb=rate[2])
        raised = re.fullmatch(r"(.+) raised \{value\}", words)
        if raised:
            return say("grammar.asks_raised", name=raised[1], place=place, year=year)
        unit = next((unit for unit in indicator.units if unit), "")
        counted = re.fullmatch(r"(?:there (were) )?\{value\} (.+)", words)
        if not counted:
            return say("grammar.asks_figure", name=indicator.en[0], place=place, year=year)
        rest = " ".join(part for part in counted.groups() if part)
        if unit == "%":
            clause = say("grammar.how_large_a_share", clause=rest)
        else:
            clause = say("grammar.how_many", unit=self.unit(unit), clause=rest)
        return say("grammar.asks_count", place=place, year=year, clause=clause)

    def sentence(self, lead: str, place: str, clause: str, details: str, is_achieved: bool) -> str:
        """`In 2022 in Bắc Kạn, 753 people …`: the place follows the lead."""
        say = self._texts.say
        if not place:
            return say("figures.sentence", lead=lead, clause=clause, details=details)
        return say("figures.sentence_at", lead=lead, place=place, clause=clause, details=details)

    def _noun(self, period: Period) -> str:
        """The period without its preposition."""
        say, first, last = self._texts.say, period.start, period.end
        match period.kind:
            case "year":
                return str(first.year)
            case "range" if not _whole_years(period):
                return say("grammar.days", first=self.date_text(first), last=self.date_text(last))
            case "range":
                return f"{first.year}-{last.year}"
            case "quarter":
                return say("grammar.quarter", quarter=(first.month + 2) // 3, year=first.year)
            case "month":
                return self._month(first)
            case "months":
                months = _whole_months(period)
                if months is None:
                    return say(
                        "grammar.days", first=self.date_text(first), last=self.date_text(last)
                    )
                end, count = months
                key = "grammar.first_months" if end == "first" else "grammar.last_months"
                return say(key, count=count, year=first.year)
            case "until":
                return self.date_text(last)
            case _:
                return self.date_text(first)

    def _month(self, day: date) -> str:
        """`December 2022`."""
        return f"{self._months[day.month - 1]} {day.year}"


def _whole_years(period: Period) -> bool:
    first, last = period.start, period.end
    return (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)


def _whole_months(period: Period) -> tuple[str, int] | None:
    """The end of the year (`first`, `last`) and the number of whole months; None for other days."""
    first, last = period.start, period.end
    is_whole = first.year == last.year and first.day == 1 and (last + timedelta(days=1)).day == 1
    if is_whole and first.month == 1:
        return "first", last.month
    if is_whole and last.month == 12:
        return "last", 13 - first.month
    return None
