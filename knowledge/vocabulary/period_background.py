"""Years that date a person, an office, a building or a law, and not the number beside them.

`sinh năm 1985`, `Nguyễn Văn A (1976)`, `thành lập năm 2010`, `Luật Bảo hiểm xã hội năm 2014`,
`chuẩn nghèo giai đoạn 2016-2020`.
"""

from datetime import date

from knowledge.records import Period
from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import CAPITAL, fold, plain

_REACH_CHARS = 100
_AT = r"(?:\s*:?\s*(?:vao|tu|ngay|thang|nam|hoi|o|in|on|dau|giua|cuoi|the|\d{1,2}(?:[/.-]\d{1,2})?[/.-]?))*\s*:?\s*$"
# `Tuyển sinh năm 2021`, `an sinh năm 2022` speak of no birth.
_NOT_BORN = "".join(
    rf"(?<!{word} )"
    for word in "tuyen hoc thi phat ve dan cuu giao ho an tai so khai mon noi moi tro lien trung du".split()
)
_LIFE = lazy_regex(
    rf"(?<!\w)(?:(?:{_NOT_BORN}sinh|sn|s\.n\.?|nhap ngu|xuat ngu|qua doi|tu tran|mat|hy sinh"
    rf"|(?:duoc )?ket nap(?: vao)?(?: dang)?|vao dang|tham gia cach mang|born|died){_AT}"
    rf"|{_NOT_BORN}sinh (?:tai|o) [^,;.()\d]{{2,30}},?(?: (?:vao|nam|ngay))*\s*$)"
)
_FOUNDED = lazy_regex(
    rf"(?<!\w)(?:thanh lap|duoc lap|ra doi|khoi cong|dong tho|khanh thanh|duoc xay dung|xay dung tu|di vao hoat dong|hoat dong tu|(?:co|tu) hieu luc"
    rf"|ban hanh|ky ket|cong nhan|duoc xep hang|founded|established|built|opened|launched|issued|enacted){_AT}"
)
# `500 doanh nghiệp thành lập năm 2022`, `số trẻ sinh năm 2022`: here the year is that of the count.
_COUNTED = lazy_regex(
    r"(?<!\w)(?:\d[\d.,]*(?![\d.,/-]|\s?(?:/|tuoi))|(?<!co )(?<!tru )(?<!ho )(?<!cong )so|so luong|tong so|ty le|number of|many|bao nhieu) [^,;.()\d]*$"
)
_COUNTED_BIRTHS = lazy_regex(
    r"(?<!\w)(?:so|bao nhieu|\d[\d.,]*) (?:luong )?(?:tre|be|chau)[^,;.()]*$"
)
_LAW = lazy_regex(
    r"(?<!phap )(?:Luật|Bộ luật|Hiến pháp|Pháp lệnh|Công ước)(?! pháp)(?: (?:[^\W\d_]+|&)){0,9}?(?:,)? ?$"
)
# `Nghị định số 28/2015/NĐ-CP ngày 12/3/2015`, `Nghị quyết số 15 của Tỉnh ủy năm 2016`.
_PAPER = lazy_regex(
    r"(?<!\w)(?:nghi quyet|nghi dinh|quyet dinh|thong tu|chi thi|cong van|van ban|cong dien|thong bao|phap lenh|ke hoach)"
    r"(?: lien tich)?(?: so)? \d[\w/.-]*(?: (?!\d)[\w/-]+){0,6},? ?(?:nam |ngay )?$"
)
_STANDARD = lazy_regex(
    r"(?:chuan|tieu chi)(?: ho)? (?:ngheo|can ngheo|nong thon moi|moi|da chieu)[^,;.()\d]{0,25}$"
)
# `sinh viên khóa 2014`, `khóa tuyển sinh năm 2017`; `Thực hiện Đề án xây dựng … đến năm 2020, đã có`.
_COHORT = lazy_regex(r"(?<!\w)(?<!tai )khoa (?:tuyen sinh (?:nam )?)?$")
# `quy hoạch đến năm 2030, tầm nhìn đến năm 2050`
_VISION = lazy_regex(r"(?<!\w)tam nhin(?: den)?(?: nam)? ?$")
_PROGRAMME = lazy_regex(
    r"(?<!\w)(?:thuc hien|theo|trien khai)[^,;.:]{0,25} (?:de an|chien luoc|chuong trinh|quyet dinh|nghi quyet|quy hoach)(?!\w)[^,;.:]{8,90}$"
)
# `người nghỉ hưu trước tháng 4/1993`, `đã ở ổn định từ trước ngày 15/10/1993`: who has a right, not when.
_CUTOFF = lazy_regex(
    r"(?<!\w)(?:tu|(?:nghi huu|ve huu|luong huu|tham gia|hoat dong|su dung|o on dinh|sinh|xay dung|cong tac|lam viec|tuyen dung|cach mang|dat)) truoc (?:(?:ngay|thang|nam|thoi diem) )*$"
)
_RETIRED = lazy_regex(r"(?<!\w)(?:nghi huu|ve huu|luong huu)(?: tu)? (?:(?:ngay|thang|nam) )*$")
_NAMED = lazy_regex(rf"[{CAPITAL}][^\W\d_]*\s*$")
_YOUNGEST = 14


def dates_something_else(
    text: str, folded: str, start: int, end: int, period: Period, published_on: date | None
) -> bool:
    """Whether the time at `start:end` dates a life, a founding, a law or a standard."""
    before = folded[max(0, start - _REACH_CHARS) : start]
    # The match may hold `năm`, `tính đến`; the word before it decides.
    if period.kind == "range":
        return _STANDARD.search(before) is not None or _is_bracketed_life(
            text, start, end, period, published_on
        )
    if period.kind not in ("year", "day", "month"):
        return False
    if life := _LIFE.search(before):
        clause = before[: life.start()]
        is_birth = life[0].startswith(("sinh", "sn", "s.n", "born"))
        counted = _COUNTED_BIRTHS if is_birth else _COUNTED
        return _is_spelled_life(
            text[max(0, start - _REACH_CHARS) :][life.start() : life.end()]
        ) and (counted.search(clause) is None)
    if _PAPER.search(before) or _CUTOFF.search(before) or _RETIRED.search(before):
        return True
    if founded := _FOUNDED.search(before):
        return _COUNTED.search(before[: founded.start()]) is None
    if period.kind != "year":
        return False
    if _COHORT.search(before) or _VISION.search(before):
        return True
    if folded.startswith("den nam", start) and _PROGRAMME.search(before):
        return True
    if _LAW.search(text[max(0, start - _REACH_CHARS) : start]):
        return published_on is None or period.start.year < published_on.year
    return _is_bracketed_life(text, start, end, period, published_on)


def _is_spelled_life(written: str) -> bool:
    """Whether the words are those of a life: `mặt`, `mát` and `sinh` of `học sinh` are none."""
    low = plain(written)
    if low == fold(low):
        return True
    return not low.startswith("ma") or low.startswith("mất")


def _is_bracketed_life(
    text: str, start: int, end: int, period: Period, published_on: date | None
) -> bool:
    """Whether the years in brackets behind a name are those of a person: `Nguyễn Văn A (1976)`."""
    if text[max(0, start - 1) : start] != "(" or text[end : end + 1] not in (")", ",", ";"):
        return False
    newest = (published_on.year if published_on else 2020) - _YOUNGEST
    is_old = period.start.year <= newest
    is_life = period.kind == "year" or period.end.year - period.start.year >= _YOUNGEST
    name = _NAMED.search(text, max(0, start - 24), start - 1)
    return is_old and is_life and name is not None
