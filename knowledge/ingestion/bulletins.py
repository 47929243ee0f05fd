"""Drafts -> Bulletins: one text with its sections, an id, a digest, a place."""

import hashlib
import json
from collections import Counter

from knowledge.readers.document_head import is_national
from knowledge.readers.drafts import BulletinDraft
from knowledge.records import Bulletin, Section
from knowledge.text.density import density_warnings
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import CAPITAL, clean, plain
from knowledge.vocabulary.places import COUNTRY, PROVINCES, canonical_place, find_places, places_of

_JOINT = "\n\n"
_LEAST_VOTES, _MAX_ASIDE = 2, 120
_DAY_BEHIND = lazy_regex(r",? ngày \d{1,2} tháng \d{1,2} năm \d{4}")
# `Ảnh: Báo Cao Bằng`, `Địa chỉ: số 5 phố X, Hà Nội`, `theo báo Cao Bằng`.
_ASIDE = lazy_regex(
    r"(?:(?:ảnh|hình|nguồn)[^.\n:]{0,20}:[^.\n]{0,40}"
    r"|(?<!\w)(?:báo|đài pt-?th) (?:tỉnh )?"
    r"|(?:địa chỉ|đ/c|trụ sở(?: chính)?:|(?<!\w)số (?:nhà )?\d{1,4}\w?,? (?:đường|phố|ngõ))"
    r"[^\n.]{0,80})$"
)


# `UBND tỉnh`, `của tỉnh`, `toàn tỉnh` without a name: the office speaks of its own province.
_OWN_PROVINCE = lazy_regex(
    rf"(?<!\w)(?i:ubnd|hđnd|ủy ban nhân dân|của|toàn|trong|địa bàn) tỉnh(?!\s+[{CAPITAL}])"
)


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
    told = "\n".join(body for kind, body in draft.blocks if kind != "caption")
    place = stated or _place_of_office(draft.issuer)
    place = place or find_home(draft.title, clean(told)) or _own_province(text)
    # An official page is about its own province; a newspaper must name the place in the title.
    in_title = any(m.name == place for m in find_places(draft.title))
    is_of_country = draft.issuer is not None and is_national(draft.issuer)
    if is_of_country and not stated and not in_title and place != COUNTRY:
        place = None  # a law names some provinces and is about none of them
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


def _place_of_office(issuer: str | None) -> str | None:
    """The province in the name of an office: "Hội đồng nhân dân tỉnh Bến Tre"."""
    names = [m.name for m in find_places(issuer or "") if m.name in PROVINCES]
    return names[0] if names else None


def find_home(title: str, text: str) -> str | None:
    """The province, or the whole country, that a bulletin is about; None where that is not clear.

    It is the place named most often, where the title counts three times; the first one in a tie.
    One mention in the text decides nothing; a credit, an address and the line of the day do not
    count.
    """
    counts: Counter[str] = Counter()
    for part, weight in ((title, 3), (text, 1)):
        low = plain(part)
        for mention in places_of(part):
            is_home = mention.name == COUNTRY or mention.name in PROVINCES
            if is_home and not _is_aside(low, mention.start, mention.end):
                counts[mention.name] += weight
    if not counts:
        return None
    place, votes = counts.most_common(1)[0]
    if votes < _LEAST_VOTES:
        return None
    others = [p for p, n in counts.items() if n == votes and p != COUNTRY]
    return others[0] if place == COUNTRY and others else place


def _own_province(text: str) -> str | None:
    """The only province that a text names, also in a caption, if it speaks of "the province"."""
    low = plain(text)
    names = {
        m.name for m in places_of(text)
        if m.name in PROVINCES and not _is_aside(low, m.start, m.end)
    }  # fmt: skip
    is_own = len(names) == 1 and _OWN_PROVINCE.search(text) is not None
    return names.pop() if is_own else None


def _is_aside(low: str, start: int, end: int) -> bool:
    """Whether a place stands in a credit, in an address or before the day of writing."""
    if _DAY_BEHIND.match(low, end):
        return True
    before = low[max(0, start - _MAX_ASIDE) : start]
    return _ASIDE.search(before) is not None
