"""The slices of a report: language, accents, type, year, and the tags of the suite."""

import re
from collections import defaultdict
from collections.abc import Iterable

from evals.records import Case
from knowledge.text.language import accents, language

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def slices_of(case: Case) -> tuple[str, ...]:
    """The names `kind: value` of the slices that a case belongs to."""
    spoken = case.language or language(case.question)
    names = [f"language: {spoken}", f"type: {type_of(case)}"]
    if spoken == "vi":
        names.append(f"accents: {accents(case.question)}")
    years = {f.period[:4] for f in case.figures if f.period} or set(_YEAR.findall(case.question))
    names += [f"year: {year}" for year in sorted(years)]
    names += [f"tag: {tag}" for tag in case.tags]
    return tuple(names)


def type_of(case: Case) -> str:
    """What kind of answer a case expects."""
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
    """Slice -> its cases, by kind and value; a slice that holds every case tells nothing."""
    found: dict[str, list[Case]] = defaultdict(list)
    everything = list(cases)
    for case in everything:
        for name in slices_of(case):
            found[name].append(case)
    return {name: found[name] for name in sorted(found) if len(found[name]) < len(everything)}
