"""Is a figure about what was asked? A question may name an indicator and ask for something else.

`bao nhiêu sổ bảo hiểm xã hội được trả cho công nhân Texwell Vina` names social insurance and asks for
books given back by one company: no rate of insurance answers it, however well cited. What a question
says beside its indicator, times and places (names, another thing that is counted, words of its own)
must be found where the figure stands, or at least no passage may hold far more of it; else the
passages are asked.
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
from knowledge.text.spelling import fold, plain, words
from knowledge.vocabulary.glossary import translated
from knowledge.vocabulary.indicators import find_indicators
from knowledge.vocabulary.periods import find_periods
from knowledge.vocabulary.places import find_known, find_places

# Chosen by hand on the bundled suites and the questions over real news; frozen 2026-11-24.
_MIN_WORDS = 3
# A passage that holds so many of the question's own words outdoes a figure's with less than this
# share of them; so many passages are compared.
_MIN_OUTDOING, _MIN_HELD = 3, 0.5
_COMPARED = 3

_WORDS = {
    name: frozenset(text.split())
    for name, text in tomllib.loads(
        files("assistant.evidence").joinpath("relevance.toml").read_text("utf-8")
    ).items()
}
_FOLDED = (
    frozenset(fold(word) for word in _WORDS["people_vi"] | _WORDS["no_thing"])
    | _WORDS["generic_vi"]
)
_COUNTED_VI = re.compile(r"(?<!\w)(?:bao nhieu|may)\s+(?P<noun>[a-z]+)")
_COUNTED_EN = re.compile(r"(?<!\w)how (?:many|much)\s+(?P<phrase>[a-z' -]+)")
# A word without one is an abbreviation of chats (`bn`, `ng`): it says nothing here.
_VOWEL = re.compile(r"[aeiouy]")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question says beside indicator, times and places.

    `names` are proper names, folded; `counted` the Vietnamese of the thing that is counted where it
    is none of the indicator's; `words` the rest, each with its equivalents. The last two are spelled
    with accents where `is_accented`: a `hồ sơ` (file) is no `hộ` (household).
    """

    names: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    words: tuple[tuple[str, ...], ...] = ()
    is_accented: bool = True

    @property
    def is_special(self) -> bool:
        """Whether it asks for more than an indicator at a time and place."""
        return bool(self.names or self.counted) or len(self.words) >= _MIN_WORDS


def subject_of(question: Question) -> Subject:
    """The subject of a question that says it itself; nothing of one that leans on earlier ones."""
    if question.leans:
        return Subject()
    text = _sentence_of(question)
    known = _known_words(question)
    generic = _WORDS["generic_en"] if question.language == "en" else _WORDS["generic_vi"]
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
        spoken = [w for w in words(spell(text)) if not w.isdigit() and _VOWEL.search(fold(w))]
        rest = [(w,) for w in dict.fromkeys(spoken) if fold(w) not in known | generic | named]
    # A unit that the question names was looked at when its figures were chosen.
    counted = () if question.unit else _counted(text, question, is_accented)
    return Subject(names, counted, tuple(rest), is_accented)


def asks_indicator_alone(question: Question) -> bool:
    """Whether a question says no more than an indicator, a time and a place: no passage adds to it."""
    subject = subject_of(question)
    return not (subject.names or subject.counted or len(subject.words) > 1)


def held_in(subject: Subject, text: str) -> int:
    """How many of the subject's own words a text has."""
    low = _spelled(text, subject)
    return sum(any(f" {form} " in low for form in forms) for forms in subject.words)


def has_names(subject: Subject, text: str) -> bool:
    """Whether a text, where a figure stands with its bulletin's title, has every name."""
    low = f" {' '.join(words(fold(text)))} "
    return all(f" {name} " in low for name in subject.names)


def _sentence_of(question: Question) -> str:
    """The sentence that names what is counted: orders and greetings beside it are none of it."""
    asked = [s for s in re.split(r"(?<=[?!.;])\s+", question.text) if s]
    forms = ("vi", "folded", "en")
    named = [s for s in asked if any(find_indicators(s, f, is_question=True) for f in forms)]
    return named[0] if named else question.text


def _known_words(question: Question, spell: Callable[[str], str] = fold) -> frozenset[str]:
    """The words of the question's indicators, times and places, and of every name of those."""
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
    """Runs of two or more capitalised words that name no place, folded; not the first word alone."""
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
            # An office is named in many ways (Sở Lao động, the Labour Department): none is asked for.
            said = {w for phrase, _ in translated(" ".join(name)) for w in phrase.split()}
            is_place = bool(find_places(" ".join(name)))  # half its accents forgotten
            if name[0] not in _WORDS["offices"] and not said >= set(name) and not is_place:
                yield " ".join(name)
        run = [match] if match is not None and is_capital else []


def _counted(text: str, question: Question, is_accented: bool) -> tuple[str, ...]:
    """What is counted, in Vietnamese; nothing where it is people or the indicator's."""
    if question.language == "en":
        known = _known_words(question)
        match = _COUNTED_EN.search(fold(text))
        phrase = _until_verb(match["phrase"].split()) if match else []
        if not phrase or phrase[-1] in known | _WORDS["people_en"] | _WORDS["generic_en"]:
            return ()
        translations = translated(" ".join(phrase))
        head = [meanings for said, meanings in translations if phrase[-1] in said.split()]
        return tuple(plain(m) for meanings in head for m in meanings) or (phrase[-1],)
    match = _COUNTED_VI.search(fold(text))
    if match is None or not _VOWEL.search(match["noun"]):
        return ()
    spelled = plain(text) if is_accented else fold(text)
    noun = words(spelled[match.start("noun") : match.end("noun")])[0]
    no_thing = _WORDS["people_vi"] | _WORDS["no_thing"] if is_accented else _FOLDED
    known = _known_words(question, plain if is_accented else fold)
    is_misspelt = fold(noun) in ("nguoi", "lao", "dan")  # `ngưòi`: the tone on the wrong letter
    return () if noun in no_thing | known or is_misspelt else (noun,)


def _until_verb(spoken: Sequence[str]) -> list[str]:
    before_verb: list[str] = []
    for word in spoken:
        if word in _WORDS["ends_en"]:
            break
        before_verb.append(word)
    return before_verb


def only_about(question: Question, evidence: EvidenceSet, library: Library) -> EvidenceSet:
    """The evidence without the figures that are about something else; those are told in `rejected`."""
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
    """Whether any of the figures that are reckoned with is about what was asked."""
    return any(_about(question, operands, library))


def _about(question: Question, items: Sequence[FigureEvidence], library: Library) -> list[bool]:
    """Of each figure whether it is about the question's subject."""
    subject = subject_of(question)
    if not subject.is_special or not items:
        return [True] * len(items)
    # Words repeated by whoever is trusted less are no better passage.
    best: dict[Trust, int] = dict.fromkeys((item.trust for item in items), 0)
    if len(subject.words) >= _MIN_WORDS:
        for trust in best:
            hits = trusted_hits(question.text, library, trust, _COMPARED)
            best[trust] = max((held_in(subject, _text(h.passage)) for h in hits), default=0)
    return [_stands(subject, item, library, best[item.trust]) for item in items]


def _stands(subject: Subject, item: FigureEvidence, library: Library, best: int) -> bool:
    """Whether name, thing counted and words fit; `best` words are held by some passage found."""
    figure = item.figure
    figure_text = _spelled(f"{figure.name} {figure.unit} {figure.quote}", subject)
    if subject.counted and not any(f" {noun} " in figure_text for noun in subject.counted):
        return False
    passage = library.passage(figure.passage_id)
    if passage is None:
        return True
    text = _text(passage)
    # Words of courtesy are in no passage; those of another matter are where it is told.
    is_outdone = best >= _MIN_OUTDOING and held_in(subject, text) < best * _MIN_HELD
    return has_names(subject, text) and not is_outdone


def _text(passage: Passage) -> str:
    return f"{passage.header} {passage.text}"


def _spelled(text: str, subject: Subject) -> str:
    """The words of a text between spaces, as the subject spells its own."""
    return f" {' '.join(words(plain(text) if subject.is_accented else fold(text)))} "
