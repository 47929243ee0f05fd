"""Checks that a figure is about the subject of the question, and not only about its indicator.

`bao nhiêu sổ bảo hiểm xã hội được trả cho công nhân Texwell Vina` names social insurance but asks
for insurance books that one company returned: no insurance rate answers it. The subject is what a
question says besides its indicator, times and places: names, another thing that is counted, and
other words. The figure's passage must have the names, its quote the thing counted, and no other
passage may have many more of the other words. Otherwise the figure is rejected.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files

from assistant.evidence.trusted import trusted_hits
from assistant.records import EvidenceSet, FigureEvidence, Question
from knowledge.records import Passage, Trust
from knowledge.search.library import Library
from knowledge.text.language import accents
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold, plain, words
from knowledge.vocabulary.glossary import translated
from knowledge.vocabulary.indicators import find_indicators
from knowledge.vocabulary.known_places import find_known
from knowledge.vocabulary.periods import find_periods
from knowledge.vocabulary.places import find_places

# Chosen by hand on the bundled suites and the questions over real news; frozen 2026-11-24.
_MIN_WORDS = 3
# A figure's passage is outdone if another passage contains at least this many of the subject's
# words, and it has less than this share of them. _COMPARED passages are compared.
_MIN_OUTDOING, _MIN_HELD = 3, 0.5
_COMPARED = 3

WORDS = {
    name: frozenset(text.split())
    for name, text in tomllib.loads(
        files("assistant.evidence").joinpath("relevance.toml").read_text("utf-8")
    ).items()
}
_FOLDED = (
    frozenset(fold(word) for word in WORDS["people_vi"] | WORDS["no_thing"]) | WORDS["generic_vi"]
)
_COUNTED_VI = lazy_regex(r"(?<!\w)(?:bao nhieu|may)\s+(?P<noun>[a-z]+)")
_COUNTED_EN = lazy_regex(r"(?<!\w)how (?:many|much)\s+(?P<phrase>[a-z' -]+)")
# A word without a vowel is a chat abbreviation (`bn`, `ng`), which is ignored.
_VOWEL = lazy_regex(r"[aeiouy]")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question says besides indicator, times and places.

    `names` are proper names, folded; `counted` is the Vietnamese of the thing that is counted if the
    indicator does not count it; `words` are the others, each with its equivalents. The last two have
    accents if `is_accented`: `hồ` of `hồ sơ` (file) is not `hộ` (household).
    """

    names: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    words: tuple[tuple[str, ...], ...] = ()
    is_accented: bool = True

    @property
    def is_special(self) -> bool:
        """Whether the question asks for more than an indicator at a time and place."""
        return bool(self.names or self.counted) or len(self.words) >= _MIN_WORDS


def subject_of(question: Question) -> Subject:
    """The subject of a question; empty for a follow-up that earlier turns completed."""
    if question.leans:
        return Subject()
    text = _sentence_of(question)
    known = _known_words(question)
    generic = WORDS["generic_en"] if question.language == "en" else WORDS["generic_vi"]
    names = tuple(n for n in _names(text) if not set(n.split()) <= known)
    named = {w for n in names for w in n.split()}
    rest: list[tuple[str, ...]] = []
    is_accented = question.language == "en" or accents(question.text) == "full"
    spell = plain if is_accented else fold
    if question.language == "en":
        for phrase, meanings in translated(text):
            parts = set(phrase.split())
            if not parts <= known | generic | named:
                rest.append(tuple(map(plain, meanings)))
    else:
        question_words = [
            w for w in words(spell(text)) if not w.isdigit() and _VOWEL.search(fold(w))
        ]
        rest = [
            (w,) for w in dict.fromkeys(question_words) if fold(w) not in known | generic | named
        ]
    # If the question names a unit, the choice of figures has already checked it.
    counted = () if question.unit else _counted(text, question, is_accented)
    return Subject(names, counted, tuple(rest), is_accented)


def asks_indicator_alone(question: Question) -> bool:
    """Whether a question names nothing besides an indicator, a time and a place."""
    subject = subject_of(question)
    return not (subject.names or subject.counted or len(subject.words) > 1)


def held_in(subject: Subject, text: str) -> int:
    """The number of the subject's words that a text contains."""
    low = _spelled(text, subject)
    return sum(any(f" {form} " in low for form in forms) for forms in subject.words)


def has_names(subject: Subject, text: str) -> bool:
    """Whether a text contains every name of the subject."""
    low = f" {' '.join(words(fold(text)))} "
    return all(f" {name} " in low for name in subject.names)


def _sentence_of(question: Question) -> str:
    """The sentence of the question that names an indicator; others may be requests or greetings."""
    asked = [s for s in re.split(r"(?<=[?!.;])\s+", question.text) if s]
    forms = ("vi", "folded", "en")
    named = [s for s in asked if any(find_indicators(s, f, is_question=True) for f in forms)]
    return named[0] if named else question.text


def _known_words(question: Question, spell: Callable[[str], str] = fold) -> frozenset[str]:
    """The words of the question's indicators, with all their names, and of its times and places."""
    known: set[str] = set()
    counted = [*question.indicators, *question.apart]
    for indicator in [*counted, question.whole] if question.whole else counted:
        known |= {w for name in (*indicator.vi, *indicator.en) for w in words(spell(name))}
        known |= {spell(unit) for unit in indicator.units}
    for form in ("vi", "folded", "en"):
        for mention in find_indicators(question.text, form, is_question=True):
            known |= set(words(spell(question.text[mention.start : mention.end])))
    for period in question.periods:
        known |= set(words(spell(period.text)))
    known |= {w for m in find_periods(question.text) for w in words(spell(m.period.text))}
    known |= {w for place in question.places for w in words(spell(place))}
    for m in (*find_places(question.text), *find_known(question.text, question.places)):
        known |= set(words(spell(question.text[m.start : m.end])))
    known |= {w for forms in question.qualifiers for form in forms for w in words(spell(form))}
    return frozenset(known)


def _names(text: str) -> Iterator[str]:
    """Runs of two or more capitalised words that are no place, folded; not the first word."""
    taken = [(m.start, m.end) for m in find_places(text)]
    run: list[re.Match[str]] = []
    for match in [*re.finditer(r"[^\W\d_]+", text), None]:
        is_capital = match is not None and match[0][0].isupper() and not match[0].isupper()
        follows = match is not None and (
            not run or text[run[-1].end() : match.start()] in (" ", "-")
        )
        if match is not None and is_capital and follows:
            run.append(match)
            continue
        if len(run) > 1 and run[0].start() == 0:
            run = run[1:]
        start, end = (run[0].start(), run[-1].end()) if run else (0, 0)
        if len(run) > 1 and not any(a < end and start < b for a, b in taken):
            name = words(fold(text[start:end]))
            # Offices have many names (Sở Lao động, the Labour Department), so none is required.
            translations = {w for phrase, _ in translated(" ".join(name)) for w in phrase.split()}
            is_place = bool(find_places(" ".join(name)))  # a place without some accents
            if name[0] not in WORDS["offices"] and not translations >= set(name) and not is_place:
                yield " ".join(name)
        run = [match] if match is not None and is_capital else []


def _counted(text: str, question: Question, is_accented: bool) -> tuple[str, ...]:
    """The Vietnamese of the noun that is counted; empty if it is people or the indicator's noun."""
    if question.language == "en":
        known = _known_words(question)
        match = _COUNTED_EN.search(fold(text))
        phrase = _until_verb(match["phrase"].split()) if match else []
        if not phrase or phrase[-1] in known | WORDS["people_en"] | WORDS["generic_en"]:
            return ()
        translations = translated(" ".join(phrase))
        head = [meanings for english, meanings in translations if phrase[-1] in english.split()]
        return tuple(plain(m) for meanings in head for m in meanings) or (phrase[-1],)
    match = _COUNTED_VI.search(fold(text))
    if match is None or not _VOWEL.search(match["noun"]):
        return ()
    spelled = plain(text) if is_accented else fold(text)
    noun = words(spelled[match.start("noun") : match.end("noun")])[0]
    no_thing = WORDS["people_vi"] | WORDS["no_thing"] if is_accented else _FOLDED
    known = _known_words(question, plain if is_accented else fold)
    is_misspelt = fold(noun) in ("nguoi", "lao", "dan")  # `ngưòi` has the tone on the wrong letter
    return () if noun in no_thing | known or is_misspelt else (noun,)


def _until_verb(phrase_words: Sequence[str]) -> list[str]:
    before_verb: list[str] = []
    for word in phrase_words:
        if word in WORDS["ends_en"]:
            break
        before_verb.append(word)
    return before_verb


def only_about(question: Question, evidence: EvidenceSet, library: Library) -> EvidenceSet:
    """The evidence with the figures about something else moved to `rejected`."""
    kept, rejected = [], list(evidence.rejected)
    for item, is_kept in zip(
        evidence.figures, _about(question, evidence.figures, library), strict=True
    ):
        if is_kept:
            kept.append(item)
        else:
            rejected.append((item.figure.figure_id, "about something else"))
    return replace(evidence, figures=tuple(kept), rejected=tuple(rejected))


def is_series_about(
    question: Question, operands: Sequence[FigureEvidence], library: Library
) -> bool:
    """Whether any of the operands is about the question's subject."""
    return any(_about(question, operands, library))


def _about(question: Question, items: Sequence[FigureEvidence], library: Library) -> list[bool]:
    """For each figure, whether it is about the question's subject."""
    subject = subject_of(question)
    if not subject.is_special or not items:
        return [True] * len(items)
    # A less trusted source that repeats the question's words is no better passage.
    best: dict[Trust, int] = dict.fromkeys((item.trust for item in items), 0)
    if len(subject.words) >= _MIN_WORDS:
        for trust in best:
            hits = trusted_hits(question.text, library, trust, _COMPARED)
            best[trust] = max((held_in(subject, _text(h.passage)) for h in hits), default=0)
    return [_stands(subject, item, library, best[item.trust]) for item in items]


def _stands(subject: Subject, item: FigureEvidence, library: Library, best: int) -> bool:
    """Whether names, thing counted and words fit; the best passage has `best` of the words."""
    figure = item.figure
    figure_text = _spelled(f"{figure.name} {figure.unit} {figure.quote}", subject)
    if subject.counted and not any(f" {noun} " in figure_text for noun in subject.counted):
        return False
    passage = library.passage(figure.passage_id)
    if passage is None:
        return True
    text = _text(passage)
    # No passage has the question's polite words, but another subject's words are in some passage.
    is_outdone = best >= _MIN_OUTDOING and held_in(subject, text) < best * _MIN_HELD
    return has_names(subject, text) and not is_outdone


def _text(passage: Passage) -> str:
    return f"{passage.header} {passage.text}"


def _spelled(text: str, subject: Subject) -> str:
    """The words of a text between spaces, with accents if the subject's words have them."""
    return f" {' '.join(words(plain(text) if subject.is_accented else fold(text)))} "
