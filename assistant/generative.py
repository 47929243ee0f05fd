"""Evidence -> Draft by a chat model, checked before anyone sees it.

The model gets numbered passages, fenced, and writes sentences with their numbers; it never sees an
address or an id. A sentence stays if all its figures, times, places and words are in what it cites;
what fails is told to the model once. Where the figure table answered, its figure must be among what
stays, or the whole reply is dropped: a true sentence about something else is no answer.
"""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.citations import Citations
from assistant.errors import ModelError
from assistant.grounding import ungrounded
from assistant.models import ChatModel, Message
from assistant.records import Draft, DraftSentence, EvidenceSet, Question, Span
from assistant.run import Run
from assistant.verification import Verifier
from assistant.wording import date_text, shown_value, style_of
from knowledge.library import Library
from knowledge.quantities import find_quantities
from knowledge.text import clean, sentences
from prompts.template import load_texts

_MARKER = re.compile(r"\s*\[\s*(\d{1,3})\s*\]")
_GROUP = re.compile(r"\[\s*(\d{1,3}(?:\s*[,;]\s*\d{1,3})+)\s*\]")
_NOTHING = re.compile(r"\W*(?:KHONG|KHÔNG|NONE)\W*", re.IGNORECASE)
_MAX_PASSAGES, _MAX_SENTENCES, _MAX_PASSAGE_CHARS = 5, 4, 1500


@dataclass(frozen=True, slots=True)
class _Said:
    """One sentence of a reply: the spans that it rests on and what is wrong with it."""

    sentence: DraftSentence
    problems: tuple[str, ...]


class Generator:
    """Writes drafts with one model; safe to use from many threads."""

    def __init__(self, model: ChatModel, library: Library, timeout_s: float) -> None:
        self.model, self._library, self._timeout_s = model, library, timeout_s
        self._verifier = Verifier(library)

    def draft(
        self, run: Run, question: Question, base: Draft, evidence: EvidenceSet
    ) -> Draft | None:
        """The model's draft in place of `base`, the extractive one; None to keep that.

        Why it was kept is written into the run's notes.
        """
        until = time.monotonic() + self._timeout_s
        passages = self._passages(base, evidence)
        texts = load_texts("answer", question.language)
        asked = texts["ask"].render(
            question=_fenced(question.text), evidence=self._shown(passages, question)
        )
        messages: list[Message] = [("system", texts["rules"].render()), ("human", asked)]
        try:
            reply = self.model.reply(messages, until)
            said = self._read(reply, question, passages)
            problems = list(dict.fromkeys(p for s in said for p in s.problems))
            if problems:
                run.notes.append(f"the model was told: {'; '.join(problems)}"[:500])
                told = texts["repair"].render(problems="; ".join(problems)[:800])
                again = self.model.reply([*messages, ("ai", reply), ("human", told)], until)
                said = self._read(again, question, passages) or said
        except ModelError as exc:
            run.notes.append(f"extractive answer: {exc}")
            return None
        kept = [s.sentence for s in said if not s.problems]
        run.notes += [f"not shown: {p}" for s in said for p in s.problems][:6]
        return self._joined(run, question, base, kept)

    def _joined(
        self, run: Run, question: Question, base: Draft, kept: list[DraftSentence]
    ) -> Draft | None:
        if not kept:
            run.notes.append("extractive answer: nothing of the model's reply could be shown")
            return None
        figures = [s for s in base.sentences if s.figure is not None and not s.is_quote]
        for own in figures:
            value = shown_value(own.figure)[0] if own.figure else None
            style = style_of(question.language)
            holders = [
                n for n, s in enumerate(kept)
                if s.figure is None and set(s.spans) & set(own.spans)
                and any(q.value == value for q in find_quantities(s.text, style))
            ]  # fmt: skip
            if not holders:
                run.notes.append("extractive answer: the model left out the figure that was asked")
                return None
            spans = tuple(dict.fromkeys((*own.spans, *kept[holders[0]].spans)))
            kept[holders[0]] = replace(
                kept[holders[0]], figure=own.figure, short=own.short, spans=spans
            )
        if question.language == "en" and not figures:
            kept += list(base.sentences)  # the Vietnamese original beside what was made of it
        return replace(base, sentences=tuple(kept))

    def _passages(self, base: Draft, evidence: EvidenceSet) -> list[Span]:
        spans = [span for s in base.sentences for span in s.spans]
        for hit in evidence.hits:
            p = hit.passage
            spans.append(Span(p.bulletin_id, p.revision, p.passage_id, p.start, p.end))
        return list(dict.fromkeys(spans))[:_MAX_PASSAGES]

    def _shown(self, passages: Sequence[Span], question: Question) -> str:
        lines = []
        for number, span in enumerate(passages, 1):
            bulletin = self._library.edition(span.bulletin_id, span.revision).bulletin
            quote = bulletin.text[span.start : span.end][:_MAX_PASSAGE_CHARS]
            day = date_text(bulletin.published_on, question.language)
            head = " · ".join(part for part in (day, bulletin.place) if part)
            lines.append(f"[{number}] ({head}) <<<{_fenced(quote)}>>>")
        return "\n".join(lines)

    def _read(self, reply: str, question: Question, passages: Sequence[Span]) -> list[_Said]:
        """The sentences of a reply with what is wrong with each."""
        text = _GROUP.sub(_apart, clean(reply))
        if _NOTHING.fullmatch(text):
            return []
        said = []
        for piece in _with_markers(text)[:_MAX_SENTENCES]:
            numbers = [int(m[1]) for m in _MARKER.finditer(piece)]
            plainly = " ".join(_MARKER.sub("", piece).split()).strip(" -*•")
            if not any(c.isalnum() for c in plainly):
                continue
            plainly = plainly if plainly[-1] in ".!?" else plainly + "."
            known = [passages[n - 1] for n in numbers if 1 <= n <= len(passages)]
            sentence = DraftSentence(plainly, tuple(dict.fromkeys(known)))
            problems: list[str] = []
            if len(known) < len(numbers):
                problems.append(f"a number that names no passage: {numbers}")
            if not known:
                problems.append(f"no passage is named for {plainly[:80]!r}")
            else:
                problems += self._problems(sentence, question)
            said.append(_Said(sentence, tuple(problems)))
        return said

    def _problems(self, sentence: DraftSentence, question: Question) -> list[str]:
        citations = Citations(self._library)
        citations.mark(sentence.spans)
        found = citations.found
        verdict = self._verifier.check(sentence, found, question.language)
        return [
            *verdict.problems,
            *ungrounded(sentence.text, question.text, found, question.language, self._alike),
        ]

    def _alike(self, text: str, quote: str) -> float:
        encoder = self._library.encoder
        return float(np.dot(encoder.encode_query(text), encoder.encode_passages([quote])[0]))


def _apart(group: re.Match[str]) -> str:
    """`[1, 2]` as `[1][2]`."""
    return "".join(f"[{n}]" for n in re.findall(r"\d+", group[1]))


def _with_markers(text: str) -> list[str]:
    """The sentences of a reply; markers that stand after the full stop belong before it."""
    pieces: list[str] = []
    for line in text.split("\n"):
        for start, end in sentences(line):
            piece = line[start:end]
            leading = re.match(r"(?:\s*\[\s*\d{1,3}\s*\])+", piece)
            if leading and pieces:
                pieces[-1] += leading[0]
                piece = piece[leading.end() :]
            if piece.strip(" ."):
                pieces.append(piece)
    return pieces


def _fenced(text: str) -> str:
    """Quoted text that cannot close its own fence."""
    return " ".join(text.replace("<<<", "«").replace(">>>", "»").split())
