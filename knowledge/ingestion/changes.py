"""Two revisions of a bulletin -> what changes for its readers: title, day, place, text, figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from knowledge.records import Bulletin, Figure

_MOST_CHANGES, _MOST_CHARS = 20, 300
_FACTS = ("title", "published_on", "place", "issuer", "url")


@dataclass(frozen=True, slots=True)
class Change:
    """One change; `before` is empty where something is new, `after` where it is gone.

    `what` is title, published_on, place, issuer, url, figure or text.
    """

    what: str
    before: str
    after: str


def changes_between(
    old: Bulletin, new: Bulletin, old_figures: Sequence[Figure], new_figures: Sequence[Figure]
) -> tuple[Change, ...]:
    """The changes from `old` to `new`, at most 20: facts, figures, else paragraphs of the text."""
    changes = [
        Change(name, _shown(getattr(old, name)), _shown(getattr(new, name)))
        for name in _FACTS if getattr(old, name) != getattr(new, name)
    ]  # fmt: skip
    of_figures = list(_changed(map(_statement, old_figures), map(_statement, new_figures)))
    changes += [Change("figure", before, after) for before, after in of_figures]
    if not of_figures:
        texts = _changed(old.text.split("\n\n"), new.text.split("\n\n"))
        changes += [Change("text", before, after) for before, after in texts]
    return tuple(
        Change(c.what, c.before[:_MOST_CHARS], c.after[:_MOST_CHARS])
        for c in changes[:_MOST_CHANGES]
    )


def _changed(old: Iterable[str], new: Iterable[str]) -> Iterable[tuple[str, str]]:
    """The pairs of changed items in order; an item that is only added or deleted has no pair."""
    before, after = list(old), list(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        gone, come = before[start:end], after[new_start:new_end]
        for at in range(max(len(gone), len(come))):
            yield "".join(gone[at : at + 1]), "".join(come[at : at + 1])


def _statement(figure: Figure) -> str:
    """A figure as staff read it: name, number, time, place."""
    time = figure.period.text if figure.period else None
    about = ", ".join(part for part in (time, figure.place) if part)
    return f"{figure.name}: {figure.quote}" + (f" ({about})" if about else "")


def _shown(value: object) -> str:
    return "" if value is None else str(value)
