"""Library -> the home page: questions that have answers here, newest bulletins, what is covered."""

import logging
import random
import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from assistant.question.understanding import understand
from assistant.records import Language
from assistant.service import Service
from assistant.wording.asking import figure_question
from assistant.wording.grammar import grammar_of
from assistant.wording.phrases import count_text, date_text, places_text, years_text
from assistant.wording.replies import coverage_of, coverage_text
from assistant.wording.topics import TOPICS, topic_of, topic_title
from knowledge.records import Listed
from knowledge.storage.figure_filter import FigureKey
from knowledge.vocabulary.indicators import vocabulary
from knowledge.vocabulary.places import level_of, same_place
from prompts.catalogue import catalogue

# Questions of a topic that are tried, kept, and shown at a visit.
_TRIED, _KEPT, _SHOWN = 6, 4, 2
LANGUAGES: tuple[Language, ...] = ("vi", "en")
_NEWEST, _COVERED, _PLACES = 5, 14, 3
_LOG = logging.getLogger("bantin.home")
# Questions of each topic.
_Pool = dict[str, list[str]]


class Home:
    """The content of the home page over one service; questions are tried once per revision.

    Trying them takes seconds in a large library, so no visitor waits for another thread that tries
    them: until it is done there are those of the revision before, or none.
    """

    def __init__(self, service: Service) -> None:
        self._service, self._library = service, service.assistant.library
        self._pools: dict[Language, tuple[int, _Pool]] = {}
        self._trying = threading.Lock()

    def view(self, language: Language, choice: random.Random) -> dict[str, Any]:
        """The values of the template; `choice` draws the questions of each topic."""
        anything = understand("?", (), language)
        suffix = "?lang=en" if language == "en" else ""
        pool = self.questions(language)
        return {
            "lead": catalogue(language).say("home.lead", count=count_text(self._library.bulletin_count(), language)),
            "cards": [
                {"title": topic_title(topic, language),
                 "questions": choice.sample(questions, min(_SHOWN, len(questions)))}
                for topic, questions in pool.items()
            ],
            "newest": [row_of(b, language, suffix) for b in self._library.listed(_NEWEST)],
            "coverage": coverage_text(anything, coverage_of(anything, self._library)),
            "covered": self._covered(language),
        }  # fmt: skip

    def warm_up(self) -> None:
        """Tries the questions of both languages."""
        self._refresh(LANGUAGES)

    def questions(self, language: Language) -> _Pool:
        """Questions of each topic that the rules answer with a figure."""
        if language not in self._pools:
            self._refresh([language])
        revision, pool = self._pools.get(language, (None, {}))
        with self._library.reading() as snapshot:
            is_old = revision is not None and revision != snapshot.revision
        if is_old and not self._trying.locked():
            languages = tuple(self._pools)
            threading.Thread(target=self._refresh, args=(languages,), daemon=True).start()
        return pool

    def _refresh(self, languages: Sequence[Language]) -> None:
        """Tries the questions at the newest revision, unless that was done or is being done."""
        if not self._trying.acquire(blocking=False):
            return
        try:
            for language in languages:
                with self._library.at_one_state() as frozen, frozen.reading() as snapshot:
                    revision, keys, home = snapshot.revision, frozen.figure_keys(), frozen.home()
                if self._pools.get(language, (None,))[0] != revision:
                    self._pools[language] = revision, self._tried(keys, home, language)
        except Exception:  # noqa: BLE001 - logged; the next visit tries again
            _LOG.exception("the questions of the home page could not be tried")
        finally:
            self._trying.release()

    def _tried(self, keys: Iterable[FigureKey], home: str | None, language: Language) -> _Pool:
        by_topic: dict[str, list[FigureKey]] = defaultdict(list)
        for key in keys:
            if (
                key.indicator in vocabulary()
                and key.place
                and key.period
                and key.period.kind == "year"
                and _year(key) <= self._service.assistant.today().year
            ):
                by_topic[topic_of(key.indicator)].append(key)
        pool = {}
        for topic in TOPICS:
            tried = [
                figure_question(vocabulary()[str(k.indicator)], str(k.place), _year(k), language)
                for k in _spread(by_topic[topic], home)[:_TRIED]
            ]
            answers = self._service.answers_by_rules(tried)
            kept = [
                q for q, a in zip(tried, answers, strict=True)
                if a.status == "answered" and a.short and a.language == language
            ]  # fmt: skip
            if kept:
                pool[topic] = kept[:_KEPT]
        return pool

    def _covered(self, language: Language) -> list[dict[str, str]]:
        """Indicators with their years and places, those with most figures first."""
        by_indicator: dict[str, list[FigureKey]] = defaultdict(list)
        for key in self._library.figure_keys():
            if key.indicator in vocabulary() and key.period is not None:
                by_indicator[str(key.indicator)].append(key)
        counted = sorted(by_indicator.items(), key=lambda item: -sum(k.count for k in item[1]))
        rows = []
        for indicator, its_keys in counted[:_COVERED]:
            name = grammar_of(language).indicator(vocabulary()[indicator])
            years = sorted({y for k in its_keys if k.period for y in k.period.years})
            places = sorted({k.place for k in its_keys if k.place}, key=lambda p: (_level(p), p))
            rows.append({
                "name": name[:1].upper() + name[1:],
                "years": years_text(years, language).removeprefix("năm "),
                "places": places_text(places, language, _PLACES),
            })  # fmt: skip
        return rows


def row_of(bulletin: Listed, language: Language, suffix: str = "") -> dict[str, str]:
    """A bulletin as a link with its day, office and place."""
    facts = (date_text(bulletin.published_on, language), bulletin.issuer, bulletin.place)
    named = [fact[:1].upper() + fact[1:] for fact in facts if fact]
    if len(named) == 3 and bulletin.place and bulletin.place in (bulletin.issuer or ""):
        named.pop()
    return {
        "title": bulletin.title, "address": f"/bulletins/{bulletin.bulletin_id}{suffix}",
        "facts": " · ".join(named),
    }  # fmt: skip


def _spread(keys: Sequence[FigureKey], home: str | None) -> list[FigureKey]:
    """The keys in rounds of one per indicator: home first, then wide places, newest year first."""

    def rank(key: FigureKey) -> tuple[bool, int, int]:
        return not same_place(key.place, home), _level(str(key.place)), -_year(key)

    rounds: list[tuple[int, int, FigureKey]] = []
    by_indicator: dict[str, list[FigureKey]] = defaultdict(list)
    for key in keys:
        by_indicator[str(key.indicator)].append(key)
    busiest = sorted(by_indicator.values(), key=lambda its_keys: -len(its_keys))
    for order, its_keys in enumerate(busiest):
        rounds += [(turn, order, key) for turn, key in enumerate(sorted(its_keys, key=rank))]
    return [key for *_, key in sorted(rounds, key=lambda item: item[:2])]


def _year(key: FigureKey) -> int:
    return key.period.start.year if key.period else 0


def _level(place: str) -> int:
    levels = ("province", "country")
    return levels.index(level_of(place)) if level_of(place) in levels else len(levels)
