"""Answers that people were given, whose bulletins have changed since: for staff to look at.

A citation keeps opening the text that was cited. An answer is listed if a quoted passage is no longer
in the current text of its bulletin, if the bulletin was removed, or if another corrects it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from assistant.backoffice.schema import questions
from assistant.backoffice.store import Store
from knowledge.search.library import Library
from knowledge.storage.life import State, changed_bulletins, corrected_by, withdrawal_of
from knowledge.storage.snapshot import Snapshot

Cause = Literal["replaced", "removed", "corrected"]
# Answers that are read at most, newest first: a second or two.
_MOST_READ = 20_000


@dataclass(frozen=True, slots=True)
class OutdatedAnswer:
    """An answer with the bulletin that changed; `asked_at` is in UTC.

    `title` is that of the cited revision. `detail` is the reason of a removal, the number of the
    newest revision, or the titles of the corrections. People can still open a shared answer by its link.
    """

    answer_id: str
    asked_at: datetime
    question: str
    text: str
    is_shared: bool
    bulletin_id: str
    title: str
    revision: int
    cause: Cause
    detail: str


def outdated_answers(
    store: Store, library: Library, bulletin_id: str | None = None, limit: int = 200
) -> list[OutdatedAnswer]:
    """The answers that cite changed bulletins, newest first, each once for each of these bulletins.

    With `bulletin_id`, only those that cite this one.
    """
    with library.reading() as snapshot:
        names = {*changed_bulletins(snapshot), *corrected_by(snapshot)}
    if bulletin_id is not None:
        names &= {bulletin_id}
    # A thread holds one connection at a time: the answers first, then the bulletins.
    cited = list(_cited(store, names)) if names else []
    outdated: list[OutdatedAnswer] = []
    with library.reading() as snapshot:
        changed, corrections = changed_bulletins(snapshot), corrected_by(snapshot)
        for answer, citation in cited:
            why = _cause(snapshot, citation, changed, corrections)
            if why is not None:
                outdated.append(replace(answer, cause=why[0], detail=why[1]))
            if len(outdated) == limit:
                break
    return outdated


def _cited(store: Store, names: set[str]) -> Iterator[tuple[OutdatedAnswer, dict[str, Any]]]:
    """The newest answers with each of their citations of the bulletins; not all are outdated."""
    q = questions.c
    query = sa.select(q.answer_id, q.asked_at, q.question, q.answer, q.is_shared)
    if len(names) == 1:
        query = query.where(q.answer.contains(json.dumps(next(iter(names))), autoescape=True))
    newest_first = query.order_by(q.asked_at.desc(), q.answer_id).limit(_MOST_READ)
    with store.reading() as connection:
        for row in connection.execute(newest_first):
            view = json.loads(row.answer)
            for citation in _one_each(view["citations"], names):
                answer = OutdatedAnswer(
                    row.answer_id, row.asked_at, row.question, view["text"], row.is_shared,
                    citation["bulletin_id"], citation["title"], citation["revision"], "replaced", "",
                )  # fmt: skip
                yield answer, citation


def _one_each(citations: Sequence[dict[str, Any]], names: set[str]) -> list[dict[str, Any]]:
    """The first citation of each of the bulletins."""
    by_id: dict[str, dict[str, Any]] = {}
    for citation in citations:
        if citation["bulletin_id"] in names:
            by_id.setdefault(citation["bulletin_id"], citation)
    return list(by_id.values())


def _cause(
    snapshot: Snapshot, citation: dict[str, Any], changed: Mapping[str, State],
    corrections: Mapping[str, tuple[str, ...]],
) -> tuple[Cause, str] | None:  # fmt: skip
    """Why an answer with this citation is outdated; None where the bulletin still says the same."""
    bulletin_id = citation["bulletin_id"]
    state = changed.get(bulletin_id)
    if state is not None and state.is_removed:
        withdrawal = withdrawal_of(snapshot, bulletin_id)
        return "removed", withdrawal.reason if withdrawal else ""
    is_revised = state is not None and state.revision != citation["revision"]
    if is_revised and citation["quote"] not in snapshot.edition(bulletin_id).bulletin.text:
        return "replaced", str(snapshot.edition(bulletin_id).revision)
    if bulletin_id in corrections:
        titles = [snapshot.edition(each).bulletin.title for each in corrections[bulletin_id]]
        return "corrected", "; ".join(titles)
    return None
