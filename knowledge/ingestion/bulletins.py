"""Drafts -> Bulletins: one text with its sections, an id, a digest, a place."""

import hashlib
import json
from collections import Counter

from knowledge.readers.drafts import BulletinDraft
from knowledge.records import Bulletin, Section
from knowledge.text.density import density_warnings
from knowledge.text.spelling import clean
from knowledge.vocabulary.places import COUNTRY, PROVINCES, canonical_place, find_places, places_of

_JOINT = "\n\n"


def bulletin_from_draft(draft: BulletinDraft, bulletin_id: str, source: str) -> Bulletin:
    """The bulletin of a draft; its sections cover its text, two line breaks apart."""
    sections, at, bodies = [], 0, []
    for kind, body in draft.blocks:
        body = clean(body)
        sections.append(Section(kind, at, at + len(body)))
        bodies.append(body)
        at += len(body) + len(_JOINT)
    text = _JOINT.join(bodies)
    stated = draft.place and (canonical_place(draft.place) or draft.place)
    place = stated or find_home(draft.title, text)
    # An official page is about its own province; a newspaper must name the place in the title.
    in_title = any(m.name == place for m in find_places(draft.title))
    is_stated = draft.place is not None or draft.issuer is not None or in_title
    return Bulletin(
        bulletin_id=bulletin_id,
        title=draft.title,
        published_on=draft.published_on,
        author=draft.author,
        issuer=draft.issuer,
        place=place,
        is_place_stated=place is not None and is_stated,
        source=source,
        url=draft.url,
        text=text,
        sections=tuple(sections),
        warnings=(*draft.warnings, *density_warnings(text)),
    )


def digest_of(draft: BulletinDraft) -> str:
    """SHA-256 over everything that a reader of the bulletin sees."""
    content = [draft.title, str(draft.published_on), draft.author, draft.issuer, draft.place,
               draft.url, *map(list, draft.blocks)]  # fmt: skip
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def find_home(title: str, text: str) -> str | None:
    """The province, or the whole country, that a bulletin is about; None where it names none.

    It is the place named most often, where the title counts three times; the first one in a tie.
    """
    counts: Counter[str] = Counter()
    for part, weight in ((title, 3), (text, 1)):
        for mention in places_of(part):
            if mention.name == COUNTRY or mention.name in PROVINCES:
                counts[mention.name] += weight
    if not counts:
        return None
    place, votes = counts.most_common(1)[0]
    others = [p for p, n in counts.items() if n == votes and p != COUNTRY]
    return others[0] if place == COUNTRY and others else place
