"""Library -> the public list of bulletins with its filters, and the page of one bulletin."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from assistant.pages.home import row_of
from assistant.pages.site import WORDS
from assistant.pages.sources import sections_of
from assistant.records import Citation, Language
from assistant.service import Service
from assistant.wording.phrases import (
    count_text,
    date_text,
    name_of,
    period_phrase,
    place_phrase,
    quantity_text,
)
from assistant.wording.replies import say
from assistant.wording.titles import title_text
from assistant.wording.topics import TOPICS, topic_title
from knowledge.errors import WithdrawnBulletin
from knowledge.figures.certainty import without_guesses
from knowledge.numbers.numerals import format_decimal
from knowledge.records import Edition, Figure, Listed
from knowledge.search.library import Library
from knowledge.text.spelling import fold
from knowledge.vocabulary.place_names import COUNTRY
from knowledge.vocabulary.places import same_place
from prompts.catalogue import tables

FILTERS = ("place", "year", "topic")
_A_PAGE, _HITS, _SNIPPET = 20, 60, 220
_TEXTS = tables("bulletin_pages")


def list_view(
    service: Service, chosen: Mapping[str, str], page: int, language: Language
) -> dict[str, Any]:
    """The values of the list's template; `chosen` has `q`, `place`, `year`, `topic`, each or empty."""
    library, words = service.assistant.library, _TEXTS[language]
    listed, suffix = library.listed(), "?lang=en" if language == "en" else ""
    snippets: dict[str, str] = {}
    kept = [b for b in listed if _fits(b, chosen)]
    if chosen["topic"] in TOPICS:
        ids = library.bulletins_with_figures(TOPICS[chosen["topic"]])
        kept = [b for b in kept if b.bulletin_id in ids]
    if chosen["q"]:
        kept, snippets = _searched(service, chosen["q"], kept, len(kept) < len(listed))
    last = max(1, -(-len(kept) // _A_PAGE))
    here = min(max(page, 1), last)
    count = len(kept)
    named = {key: value for key, value in chosen.items() if value}
    return {
        "chosen": chosen, "is_filtered": bool(named),
        "count": say("home.count", language, count=count_text(count, language)),
        "selects": _selects(listed, words, language),
        "bulletins": [
            row_of(b, language, suffix) | {"snippet": snippets.get(b.bulletin_id, "")}
            for b in kept[(here - 1) * _A_PAGE : here * _A_PAGE]
        ],
        "pages": [
            {"number": n, "is_here": n == here,
             "address": f"/bulletins?{urlencode({**named, **({'lang': 'en'} if suffix else {}), 'page': n})}"}
            for n in range(1, last + 1) if abs(n - here) < 4 or n in (1, last)
        ],
    }  # fmt: skip


def _fits(bulletin: Listed, chosen: Mapping[str, str]) -> bool:
    year, place = chosen["year"], chosen["place"]
    published = bulletin.published_on
    is_then = not year or (published is not None and str(published.year) == year)
    return is_then and (not place or same_place(bulletin.place, place))


def _searched(
    service: Service, query: str, kept: Sequence[Listed], is_filtered: bool
) -> tuple[list[Listed], dict[str, str]]:
    """Those with the query in the title, then those with a passage that fits it, best first."""
    by_id = {b.bulletin_id: b for b in kept}
    wanted = fold(query)
    order = {b.bulletin_id: b for b in kept if wanted in fold(b.title)}
    snippets: dict[str, str] = {}
    for hit in service.search(query, _HITS, within=set(by_id) if is_filtered else None):
        bulletin_id = hit.passage.bulletin_id
        if bulletin_id in by_id:
            order.setdefault(bulletin_id, by_id[bulletin_id])
            snippets.setdefault(bulletin_id, title_text(hit.passage.text[:_SNIPPET]))
    return list(order.values()), snippets


def _selects(
    listed: Sequence[Listed], words: Mapping[str, str], language: Language
) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The filters: key, label, and pairs of value and text."""
    places = Counter(b.place for b in listed if b.place)
    years = sorted({b.published_on.year for b in listed if b.published_on}, reverse=True)
    shown = sorted(places, key=lambda p: (p != COUNTRY, fold(p)))
    return [
        ("place", words["place"], [(p, _place(p, language)) for p in shown]),
        ("year", words["year"], [(str(y), str(y)) for y in years]),
        ("topic", words["topic"], [(t, topic_title(t, language)) for t in TOPICS]),
    ]


def _place(place: str, language: Language) -> str:
    text = place_phrase(place, language) if place == COUNTRY else place
    return text[:1].upper() + text[1:]


def bulletin_view(
    library: Library, edition: Edition, span: tuple[int, int] | None, language: Language
) -> dict[str, Any]:
    """The values of the page of one bulletin; the words at `span` are marked."""
    bulletin = edition.bulletin
    facts = (
        date_text(bulletin.published_on, language),
        bulletin.issuer,
        bulletin.place,
        bulletin.author,
    )
    marks = [_mark(edition, span)] if span and 0 <= span[0] < span[1] <= len(bulletin.text) else []
    lang = {"lang": "en"} if language == "en" else {}
    question = say("ask_about_bulletin", language, title=title_text(bulletin.title))
    return {
        "title": bulletin.title, "facts": [fact for fact in facts if fact], "url": bulletin.url,
        "trust": edition.trust, "is_current": edition.is_current,
        "newest": f"/bulletins/{bulletin.bulletin_id}{'?lang=en' if lang else ''}",
        "ask": f"/?{urlencode({**lang, 'ask': question})}",
        "sections": list(sections_of(bulletin, marks, [])),
        "figures": [
            _figure(figure, edition, language)
            for figure in without_guesses(library.figures_of(edition)) if figure.role == "achieved"
        ] if edition.is_current else [],
    }  # fmt: skip


def withdrawn_view(withdrawn: WithdrawnBulletin, language: Language) -> dict[str, Any]:
    """The values of the page of a bulletin that left the library: nothing of its content."""
    words = _TEXTS[language]
    why = words["vanished"] if withdrawn.has_vanished else words["removed"]
    return {
        "day": date_text(withdrawn.day, language), "reason": withdrawn.reason,
        "why": words["withdrawn_why"] if withdrawn.reason else why,
    }  # fmt: skip


def _mark(edition: Edition, span: tuple[int, int]) -> Citation:
    """The marked span in the form that `sections_of` takes; its anchor is `cs-1`."""
    b = edition.bulletin
    return Citation(
        1, b.bulletin_id, edition.revision, b.title, b.published_on, b.url, "", *span,
        b.text[span[0] : span[1]],
    )  # fmt: skip


def _figure(figure: Figure, edition: Edition, language: Language) -> dict[str, str]:
    name = name_of(figure, language)
    is_dated = figure.period is not None and figure.period_source != "guess"
    period = period_phrase(figure.period, language) if figure.period and is_dated else ""
    value = quantity_text(figure.high or figure.value, figure.unit, language)
    if figure.high is not None:
        value = f"{format_decimal(figure.value, language)}–{value}"
    span = urlencode({"revision": edition.revision, "from": figure.sentence_start,
                      "to": figure.sentence_end, **({"lang": "en"} if language == "en" else {})})  # fmt: skip
    return {
        "name": name[:1].upper() + name[1:], "period": period,
        "value": value,
        "place": place_phrase(figure.place, language),
        "address": f"/bulletins/{edition.bulletin.bulletin_id}?{span}#cs-1",
    }  # fmt: skip


def page_words(language: Language) -> dict[str, str]:
    """The words of these pages and of all pages."""
    return WORDS[language] | _TEXTS[language]
