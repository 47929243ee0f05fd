"""Groups cases into the slices of a report: language, accents, type, year and tag."""

import re
from collections import defaultdict
from collections.abc import Iterable

from evals.records import Case
from knowledge.text.language import accents, language

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def slices_of(case: Case) -> tuple[str, ...]:
    """The slices of a case, as `kind: value`."""
    case_language = case.language or language(case.question)
    names = [f"language: {case_language}", f"type: {type_of(case)}"]
    if case_language == "vi":
        names.append(f"accents: {accents(case.question)}")
    years = {f.period[:4] for f in case.figures if f.period} or set(_YEAR.findall(case.question))
    names += [f"year: {year}" for year in sorted(years)]
    names += [f"tag: {tag}" for tag in case.tags]
    return tuple(names)


def type_of(case: Case) -> str:
    """The kind of answer that a case expects: figure, text, refusal, computed, follow-up …"""
    if not case.wants_answer:
        return "refusal" if case.refusal else str(case.status)
    if case.history:
        return "follow-up"
    if case.computed is not None:
        return "computed"
    if case.figures:
        return "figure"
    return "text" if case.has_verdict else "search"


def sliced(cases: Iterable[Case]) -> dict[str, list[Case]]:
    """Slice -> its cases, sorted by name; slices that hold every case are left out."""
    slices: dict[str, list[Case]] = defaultdict(list)
    everything = list(cases)
    for case in everything:
        for name in slices_of(case):
            slices[name].append(case)
    return {name: slices[name] for name in sorted(slices) if len(slices[name]) < len(everything)}
