"""The step that answers questions about bulletins: summaries, lists, imprints, results by plan.

Each answer cites the bulletins: a list and an imprint cite the first sentence, a digest cites the
lead and the sentence of each figure. Figures are checked as in every answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer_parts import finished
from assistant.assembly import Teller
from assistant.checking.citations import Citations, with_markers
from assistant.drafting.from_bulletins import (
    digest_of,
    imprint_of,
    lead_span,
    row_of,
)
from assistant.drafting.from_plans import draft_from_plans, plan_results
from assistant.evidence.bulletins import Match, find_bulletins, newest, newest_of_all
from assistant.question.bulletin_questions import BulletinQuestion, bulletin_question
from assistant.question.understanding import understand
from assistant.records import Answer, Draft, EvidenceSet, FigureEvidence, Question
from assistant.run import Run
from assistant.walk import Parts, Walk
from assistant.wording.phrases import date_text, years_text
from assistant.wording.replies import coverage_of, say, scope_text
from assistant.wording.titles import source_warnings, title_text, titles_text
from knowledge.errors import UnknownBulletin
from knowledge.records import Edition, Listed

_MOST_LISTED, _MOST_NEWEST, _MOST_NAMED = 10, 3, 3
_CONFIDENCE = 0.9
# A bulletin may also be meant if its share of the topic is less than this below the best share.
_ALIKE = 0.1


def answer_about_bulletins(walk: Walk) -> Walk:
    """The walk with an answer if the question is about bulletins, else unchanged."""
    question = walk.question
    is_follow_up, is_plain = question.leans, question.intent == "prose"
    if is_follow_up:  # drops the indicators, times and places taken from earlier questions
        known = walk.library.local_places()
        question = understand(question.original, (), question.language, walk.parts.today, known)
    with walk.run.step("bulletins"):
        asked = bulletin_question(question.original, question.places, walk.parts.today)
    if asked is None or (not asked.is_sure and (is_follow_up or not is_plain)):
        return walk
    composer = _Composer(walk.run, walk.parts, question, asked)
    walk.run.notes.append(f"a question about bulletins: {asked.kind}")
    answer = composer.answer()
    if answer.status == "no_evidence" and not asked.is_sure:
        return walk  # the question may be about something else that a passage answers
    return replace(walk, answer=answer)


@dataclass(frozen=True, slots=True)
class _Composer:
    """Composes the answer to one question about bulletins."""

    run: Run
    parts: Parts
    question: Question
    asked: BulletinQuestion

    def answer(self) -> Answer:
        """The answer, a question back, or a refusal that names the newest bulletins."""
        language = self.question.language
        if self.run.library.bulletin_count() == 0:
            return finished(self.run, language, "no_evidence", say("empty_library", language))
        match self.asked.kind:
            case "exceeded" | "met" | "missed":
                return self._plans()
            case "list":
                return self._list()
            case "newest":
                return self._newest()
            case _:
                return self._about_one()

    # --- several bulletins

    def _list(self) -> Answer:
        if self.asked.is_pointing and not self._is_narrowed():
            return self._which()
        listed = [match.bulletin for match in self._matches()]
        if not listed:
            return self._none_fits()
        shown, about = listed[:_MOST_LISTED], self._about()
        language, count = self.question.language, len(listed)
        head = say("bulletins.listed", language, count=count, about=about)
        if len(shown) < count:
            head = say("bulletins.listed_first", language, count=count, about=about,
                       shown=len(shown))  # fmt: skip
        return self._rows(head, shown)

    def _newest(self) -> Answer:
        if self._is_narrowed():
            shown = newest(self._matches(), self.parts.today, _MOST_NEWEST)
        else:
            shown = newest_of_all(self.run.library, self.parts.today, _MOST_NEWEST)
        if not shown:
            return self._none_fits()
        return self._rows(
            say("bulletins.newest", self.question.language, about=self._about()), shown
        )

    def _rows(self, head: str, shown: Sequence[Listed]) -> Answer:
        """One line per bulletin, which cites its first sentence."""
        language, citations = self.question.language, Citations(self.run.library)
        lines = [head]
        for bulletin in shown:
            edition = self._edition(bulletin)
            lead = lead_span(edition, self.run.library)
            markers = citations.mark([lead] if lead else [])
            row = row_of(bulletin, language, self.parts.today)
            lines.append(with_markers(row, markers))
        return finished(
            self.run, language, "answered", "\n".join(lines), citations=citations,
            confidence=_CONFIDENCE,
        )  # fmt: skip

    # --- one bulletin

    def _about_one(self) -> Answer:
        edition, others = self._one()
        if edition is None:
            return self._which() if others is None else self._none_fits()
        closing = ""
        if others:
            titles = titles_text(others[:_MOST_NAMED])
            closing = say("bulletins.also_fitting", self.question.language, titles=titles)
        if self.asked.kind == "imprint":
            return self._imprint(edition, closing)
        return self._digest(edition, closing)

    def _one(self) -> tuple[Edition | None, list[Listed] | None]:
        """The requested bulletin, and others that also fit; (None, None) if none is named."""
        library, asked, today = self.run.library, self.asked, self.parts.today
        if asked.is_newest and not asked.is_title:
            latest = (
                newest(self._matches(), today, 1) if self._is_narrowed()
                else newest_of_all(library, today, 1)
            )  # fmt: skip
            return (self._edition(latest[0]) if latest else None), []
        matches = self._matches() if self._is_narrowed() else []
        if matches:
            alike = [m.bulletin for m in matches[1:] if m.share > matches[0].share - _ALIKE]
            return self._edition(matches[0].bulletin), [] if asked.is_title else alike
        if self._is_narrowed() and not asked.is_pointing:
            return None, []
        earlier = self.parts.earlier()
        if earlier is None or not earlier.citations:
            return None, None
        cited = earlier.citations[0]
        try:
            return library.public_edition(cited.bulletin_id, cited.revision), []
        except UnknownBulletin:  # withdrawn since
            return None, None

    def _edition(self, bulletin: Listed) -> Edition:
        return self.run.library.edition(bulletin.bulletin_id, bulletin.revision)

    def _imprint(self, edition: Edition, closing: str) -> Answer:
        language, citations = self.question.language, Citations(self.run.library)
        lead = lead_span(edition, self.run.library)
        markers = citations.mark([lead] if lead else [])
        imprint = with_markers(imprint_of(edition, language, self.parts.today), markers)
        return finished(
            self.run, language, "answered", f"{imprint}\n{closing}".strip(), citations=citations,
            confidence=_CONFIDENCE,
        )  # fmt: skip

    def _digest(self, edition: Edition, closing: str) -> Answer:
        language, today = self.question.language, self.parts.today
        draft = digest_of(self.question, edition, self.run.library, today)
        if closing:
            draft = replace(draft, closing=f"{draft.closing}\n{closing}".strip())
        bulletin = edition.bulletin
        facts = [date_text(bulletin.published_on, language), title_text(bulletin.issuer or "")]
        facts += source_warnings(bulletin.published_on, edition.trust, language, today)
        known = ", ".join(fact for fact in facts if fact)
        head = say("bulletins.digest", language, title=title_text(bulletin.title),
                   facts=known or say("bulletins.no_date", language))  # fmt: skip
        items = tuple(s.figure for s in draft.sentences if s.figure)
        return self._checked(replace(draft, head=head), items)

    # --- results by plan

    def _plans(self) -> Answer:
        kind, question, library = self.asked.kind, self.question, self.run.library
        assert kind in ("exceeded", "met", "missed")  # checked by the caller
        with self.run.step("figures"):
            results = plan_results(kind, question, library, self.run.home, self.parts.today)
        language = question.language
        periods = question.periods or ((results.period,) if results.period else ())
        scope = scope_text(replace(question, periods=periods, places=results.places))
        scope = f" {scope}" if scope else ""
        if results.items:
            head = say(f"bulletins.{kind}", language, scope=scope)
            draft = replace(draft_from_plans(question, results), head=head)
            return self._checked(draft, results.items)
        if results.looked_at:
            reply = say(f"bulletins.none_{kind}", language, scope=scope, count=results.looked_at)
        else:
            held = ""
            if results.years:
                years = years_text(results.years, language)
                held = say("bulletins.plans_of", language, years=years)
            reply = say("bulletins.no_plans", language, scope=scope, coverage=held).strip()
        return finished(self.run, language, "no_evidence", reply)

    # --- shared by both

    def _checked(self, draft: Draft, items: Sequence[FigureEvidence]) -> Answer:
        """The answer from a draft, checked sentence by sentence; uses no model."""
        plainly = replace(self.question, operation="look")
        evidence = EvidenceSet(figures=tuple(items))
        return Teller(None).answer(self.run, plainly, draft, evidence)

    def _matches(self) -> list[Match]:
        with self.run.step("search"):
            return find_bulletins(self.asked, self.question, self.run.library, self.parts.today)

    def _is_narrowed(self) -> bool:
        return bool(self.asked.topic or self.question.periods or self.question.places)

    def _about(self) -> str:
        """` về “…” năm 2022 của tỉnh …`; empty if the question names no topic, time or place."""
        language, parts = self.question.language, []
        if self.asked.topic:
            parts.append(say("bulletins.about", language, topic=title_text(self.asked.topic)))
        if scope := scope_text(self.question):
            parts.append(scope)
        return "".join(f" {part}" for part in parts)

    def _which(self) -> Answer:
        """A question back, since no bulletin is named and no earlier answer cites one."""
        language = self.question.language
        latest = titles_text(newest_of_all(self.run.library, self.parts.today, _MOST_NAMED))
        reply = say("bulletins.which", language, titles=latest)
        return finished(self.run, language, "unclear", reply)

    def _none_fits(self) -> Answer:
        language = self.question.language
        latest = titles_text(newest_of_all(self.run.library, self.parts.today, _MOST_NAMED))
        reply = say("bulletins.none_fits", language, about=self._about(), titles=latest)
        coverage = coverage_of(self.question, self.run.library)
        return finished(self.run, language, "no_evidence", reply, coverage=coverage)
