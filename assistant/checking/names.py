"""Sentence of a model -> its names that the cited text does not have.

A name is a capitalised word inside a sentence, or several in a row. It has to be in the cited text,
the words in the same order; a single word that the bulletin does not capitalise (`Pháp`, where it
writes `pháp luật`) only beside the same neighbour. English sentences may also use English words of
offices and months (`Department`, `March`).
"""

import re
from collections.abc import Iterator

from assistant.records import Language
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold, plain
from knowledge.vocabulary.countries import find_countries
from knowledge.vocabulary.glossary import translated

_TOKEN = lazy_regex(r"[^\W_]+(?:[’'][^\W_]+)?")
_END = lazy_regex(r"[.!?:;“”\"(\n]\s*$")
_JOINED = lazy_regex(r"\s*[-–&]\s*|\s+")
_BULLETIN_LANGUAGE: Language = "vi"
# Short forms of offices, and what bulletins also write.
_SHORT_FORMS = (
    ("ủy ban nhân dân", "ubnd"), ("hội đồng nhân dân", "hđnd"), ("thành phố", "tp"),
    ("lao động - thương binh và xã hội", "lđtbxh"), ("lao động, thương binh và xã hội", "lđtbxh"),
    ("lao động thương binh và xã hội", "lđtbxh"), ("lao động – thương binh và xã hội", "lđtbxh"),
    ("lđ-tb&xh", "lđtbxh"), ("lđ-tbxh", "lđtbxh"), ("lđtb&xh", "lđtbxh"),
    ("bảo hiểm xã hội", "bhxh"), ("bảo hiểm thất nghiệp", "bhtn"), ("bảo hiểm y tế", "bhyt"),
    ("hợp tác xã", "htx"), ("mặt trận tổ quốc", "mttq"), ("xuất khẩu lao động", "xklđ"),
    ("trung học phổ thông", "thpt"), ("trung học cơ sở", "thcs"), ("khu công nghiệp", "kcn"),
)  # fmt: skip
# Words that begin a Vietnamese sentence before a name.
_OPENERS = frozenset(
    "theo trong tại ở năm toàn tỉnh huyện xã thôn bản thành thị sở ông bà anh chị đồng đến tính đây dự từ các những do "
    "riêng ngoài cùng về với tới trên dưới giữa và còn khi nếu nhờ vì để như cũng đã sẽ được có là ngày tháng quý giai "
    "bên trước sau hiện bản tin số người lao hộ tỷ tỉ mức tổng cả mỗi nhiều một hai ba bốn phường quận làng xóm khu "
    "trung công phòng ban hội chi cục bộ đoàn đại lãnh chương nghị quyết quyền".split()
)
_TITLES = lazy_regex(r"(?:ông|bà|anh|chị|em|cháu|cô|chú|bác|đồng chí|mr\.?|mrs\.?|ms\.?)\s+$", re.I)
_ENGLISH = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday vietnam vietnamese viet nam vnd usd department departments labour labor invalids "
    "social affairs ministry committee people people's peoples province provincial district commune ward city town "
    "centre center employment service services vocational training education health agriculture rural development "
    "poverty reduction national target programme program project plan decision resolution decree circular government "
    "policies policy women's women farmers farmers' north south east west northern southern central eastern western "
    "state chairman chairwoman director deputy mr mrs ms no nos bulletin i in the a an of on it this these according "
    "lunar new year tet office standing board home".split()
)
# Words of a people or language -> words of which the cited text needs one.
_PEOPLES = {
    "japanese": "nhật", "korean": "hàn", "chinese": "trung", "taiwanese": "đài loan", "thai": "thái",
    "german": "đức", "french": "pháp", "russian": "nga", "american": "mỹ", "lao": "lào",
    "laotian": "lào", "english": "anh", "malaysian": "malaysia", "singaporean": "singapore",
    "australian": "úc", "indian": "ấn độ", "cambodian": "campuchia",
}  # fmt: skip


def uncited_names(text: str, cited: str, question: str, language: Language) -> list[str]:
    """Problems, in words: names and countries of `text` that are not in `cited`."""
    missing = [c for c in find_countries(text) if c not in find_countries(cited)]
    missing = [c for c in missing if not _holds(cited, _spelled(cited), plain(c), is_cased=True)]
    low = _spelled(cited)
    if language != _BULLETIN_LANGUAGE:
        peoples = [w for w in _TOKEN.findall(text) if w.lower() in _PEOPLES and w[0].isupper()]
        missing += [
            w for w in peoples if not _holds(cited, low, _PEOPLES[w.lower()], is_cased=False)
        ]
    for name, start, is_opening in _runs(text):
        names = _english_names(name, low) if language != _BULLETIN_LANGUAGE else [name]
        for part in names:
            if not _is_cited(part, text, start, is_opening and part == name, cited, low, question):
                missing.append(part)
    return [f"the name {name!r} is not in what is cited" for name in dict.fromkeys(missing)]


def _spelled(text: str) -> str:
    """Plain text with the short forms of offices."""
    low = plain(text)
    for long_form, short_form in _SHORT_FORMS:
        low = low.replace(long_form, short_form)
    return low


def _runs(text: str) -> Iterator[tuple[str, int, bool]]:
    """Capitalised words in a row, where they start, and whether they open a sentence."""
    run: list[re.Match[str]] = []
    for token in _TOKEN.finditer(text):
        gap = text[run[-1].end() : token.start()] if run else ""
        is_upper = token[0][0].isupper()
        if run and not (is_upper and _JOINED.fullmatch(gap)):
            yield _run_of(text, run)
            run = []
        if is_upper:
            run.append(token)
    if run:
        yield _run_of(text, run)


def _run_of(text: str, run: list[re.Match[str]]) -> tuple[str, int, bool]:
    start, end = run[0].start(), run[-1].end()
    before = text[:start]
    return text[start:end], start, not before.strip() or _END.search(before) is not None


def _english_names(name: str, cited: str) -> list[str]:
    """The parts of a capitalised run that are no English words: `Bac Kan` of `Bac Kan Province`.

    An English word counts as one if it names an office or a month, or if the cited text has a
    Vietnamese word for it.
    """
    parts: list[list[str]] = [[]]
    for word in re.split(r"[\s\-–&]+", name):
        low = word.lower().removesuffix("'s").removesuffix("’s")
        known = low in _ENGLISH or _is_translated(low, cited)
        if known or low in _PEOPLES or find_countries(word):
            parts.append([])
        else:
            parts[-1].append(word)
    return [" ".join(part) for part in parts if part]


def _is_translated(word: str, cited: str) -> bool:
    """Whether the cited text has one of the Vietnamese words for an English one."""
    forms = [form for _, forms in translated(word) for form in forms] if word.isascii() else []
    return any(re.search(rf"(?<!\w){re.escape(form)}(?!\w)", cited) for form in forms)


def _is_cited(
    name: str, text: str, start: int, is_opening: bool, cited: str, low: str, question: str
) -> bool:
    words = [w for w in re.split(r"[\s\-–&]+", name) if w]
    if is_opening:
        if len(words) == 1:
            return True  # a word with the capital of its sentence
        rest = " ".join(words[1:])
        first = plain(words[0])
        is_known = first in _OPENERS or _holds(cited, low, first, is_cased=False)
        if _is_name_cited(words, cited, low):
            return True
        at = start + text[start:].find(words[1])
        is_known = is_known or first in plain(question).split()
        return is_known and _is_cited(rest, text, at, False, cited, low, question)
    if _is_name_cited(words, cited, low):
        return True
    if len(words) == 1 and not _TITLES.search(text[:start]):
        return _has_neighbour(name, text, start, low)
    return False


def _is_name_cited(words: list[str], cited: str, low: str) -> bool:
    needed = _spelled(" ".join(words))
    return _holds(cited, low, needed, is_cased=len(words) == 1)


def _holds(cited: str, low: str, needed: str, *, is_cased: bool) -> bool:
    """Whether the cited text has these words in a row; `is_cased`: with a capital."""
    pattern = r"[\s\-–&,]+".join(map(re.escape, re.split(r"[\s\-–&]+", needed)))
    pattern = rf"(?<!\w){pattern}(?!\w)"
    if is_cased:
        return any(cited[m.start()].isupper() for m in re.finditer(pattern, plain(cited))) or any(
            m[0] in {short for _, short in _SHORT_FORMS} for m in re.finditer(pattern, low)
        )
    if re.search(pattern, low) or re.search(pattern, plain(cited)):
        return True
    bare = needed if needed.isascii() else None  # a name written without its accents
    return bare is not None and len(bare) > 3 and re.search(pattern, fold(low)) is not None


def _has_neighbour(name: str, text: str, start: int, low: str) -> bool:
    """Whether the word is cited beside the neighbour that it has in the sentence."""
    before = _TOKEN.findall(text[:start])[-1:]
    after = _TOKEN.findall(text[start + len(name) :])[:1]
    pairs = [f"{plain(w)} {plain(name)}" for w in before] + [
        f"{plain(name)} {plain(w)}" for w in after
    ]
    return any(re.search(rf"(?<!\w){re.escape(pair)}(?!\w)", low) for pair in pairs)
