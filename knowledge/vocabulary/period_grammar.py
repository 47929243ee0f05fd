"""The grammar of times: folded patterns in their order, each with its rule."""

import re
from collections.abc import Iterator

from knowledge.text.patterns import lazy_regex
from knowledge.vocabulary import period_rules as rules
from knowledge.vocabulary import relative_periods as relative
from knowledge.vocabulary.period_rules import MONTHS, Rule
from knowledge.vocabulary.period_spans import SPAN, SPAN_WORDS, read_span

YEAR = r"(?:19|20)\d{2}"
_N = r"(?<![\d.,/])(?P<n>\d{1,2}|(?<!\w)(?:muoi mot|muoi hai|muoi|mot|hai|ba|bon|nam|sau|bay|tam|chin))"
_N_ENGLISH = r"(?P<n>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_NOT_AFTER = r"(?! (?:do|khi|day|ngay|luc)(?!\w))(?!\w)"
_REL = r"(?: cua)? nam (?P<rel>nay|ngoai|truoc)(?! do)(?!\w)"
_NO_COUNT = r"(?! (?:nguoi|ho|lao dong|luot|people|ha)(?!\w))"
# Only a bare year may be a count: `quý 3 2022 lao động`, and never `quý 3 năm 2022 lao động`.
_OF = rf"(?:(?:\s?(?:nam|/|-|\.|cua nam|of|,)\s?|\s(?={YEAR}(?!\d){_NO_COUNT}))(?P<year>{YEAR})(?!\d)|{_REL})?"
_OF_YEAR = rf"(?:\s?/?\s?(?P<year>{YEAR})(?!\d)| (?P<rel>nay|ngoai|truoc)(?! do)(?!\w))?(?! hoc)"
_CLOCK = r"(?:(?:\d{1,2}(?:h| ?gio|g|:)\s?(?:\d{2})?(?: ?phut|['’′])?,? )?(?:sang|trua|chieu|toi|cung)? ?)"
_UNTIL = (
    rf"(?P<until>(?:(?:ke |tinh )?tu dau nam(?: (?P<y0>{YEAR})| nay)? )?(?:luy ke |tinh |ke |cho )*"
    rf"(?:den|het|toi|by|until)(?: thoi diem| het| cuoi| giua)? {_CLOCK})?"
)
_D, _M = r"\d{1,2}", r"\d{1,2}"
_NOW = r"(?:nay|thoi diem (?:nay|hien (?:tai|nay))|hien (?:nay|tai)|bay gio)(?!\w)"
_TO_NOW = rf"(?P<now>(?:cho )?(?:den|toi) {_NOW})"
_Q = r"iv|i{1,3}|[1-4]"
_UNTIL_ENGLISH = r"(?P<until>(?:by|until|up to|as of|as at) (?:the end of )?)?"
_NAME = rf"(?<!\w)(?P<name>{'|'.join(sorted(MONTHS, key=len, reverse=True))})(?!\w)\.?"
# Order matters: an earlier rule takes its span before a later one may read a part of it. One of the
# words of a rule must stand in the folded sentence, its digits as 0 ("": a year; "@": an English
# month), or it is not tried.
_RULES: tuple[tuple[str, re.Pattern[str], Rule], ...] = (
    ("tu dau nam", lazy_regex(rf"(?:luy ke |tinh |ke )*(?<!\w)tu dau nam(?: (?P<year>{YEAR})| nay)? {_TO_NOW}"), relative.read_to_date),
    ("0000 den |0000 toi |0000 cho", lazy_regex(rf"(?:luy ke |tinh |ke )*(?<!\w)tu (?:dau |giua |cuoi )?(?:nam )?(?P<year>{YEAR}) {_TO_NOW}"), relative.read_since),
    ("tu thang|tu dau thang|tu giua|tu cuoi", lazy_regex(rf"(?:luy ke |tinh |ke )*(?<!\w)tu (?:dau |giua |cuoi )?thang (?P<month>{_M})(?:(?:[/.-]| nam )(?P<year>{YEAR}))? {_TO_NOW}"), relative.read_since),
    ("tu ngay|tu 0", lazy_regex(rf"(?:luy ke |tinh |ke )*(?<!\w)tu (?:ngay )?(?P<day>{_D})[/.-](?P<month>{_M})(?:[/.-](?P<year>{YEAR}))? {_TO_NOW}"), relative.read_since),
    ("tu thang|tu 0", lazy_regex(rf"(?<!\w)tu (?:thang |(?=\d{{1,2}}[/.-]{YEAR} den))(?P<a>{_M})(?:[/.-](?P<y1>{YEAR}))? den (?:het )?(?:thang |(?=\d{{1,2}}/\d{{4}}))(?P<b>{_M})"
                rf"(?:(?:[/.-]| nam )(?P<y2>{YEAR}))?(?!\d)"), rules.read_month_range),
    ("thang 0", lazy_regex(rf"(?<!\d )thang (?P<a>{_M})\s?(?:,|va|-)\s?(?P<b>{_M})(?:/| nam )(?P<y2>{YEAR})(?P<y1>(?!))?(?!\d)"),
     rules.read_month_range),
    ("tu ngay|tu 0", lazy_regex(rf"(?<!\w)tu (?:ngay )?(?P<d1>{_D})(?:(?:[/.-]| thang )(?P<m1>{_M})(?:(?:[/.-]| nam )(?P<y1>{YEAR}))?)?"
                rf"(?: (?:den|toi) (?:het )?|\s?[-–]\s?)(?:ngay )?(?P<d2>{_D})(?:[/.]|-(?=\d{{1,2}}-)| thang )(?P<m2>{_M})(?:(?:[/.-]| nam )(?P<y2>{YEAR}))?(?![\d/]|[.,]\d|\s?%)"), rules.read_day_range),
    ("tu ngay|tu 0", lazy_regex(rf"(?<!\w)tu (?:ngay )?(?P<d1>{_D})[/.-](?P<m1>{_M})(?:[/.-](?P<y1>{YEAR}))? (?:den|toi) (?:het |cuoi )?thang (?P<m2>{_M})"
                rf"(?:(?:[/.-]| nam )(?P<y2>{YEAR}))?(?![\d/]|[.,]\d|\s?%)"), rules.read_day_to_month),
    ("ngay 0", lazy_regex(rf"(?<!\w)ngay (?P<d1>{_D})(?P<m1>(?!))?(?P<y1>(?!))?\s?(?:-|–|den|va|,)\s?(?:ngay )?(?P<d2>{_D})(?:/| thang )(?P<m2>{_M})"
                rf"(?:(?:[/.-]| nam )(?P<y2>{YEAR}))?(?![\d/]|[.,]\d)"), rules.read_day_range),
    ("ngay 0", lazy_regex(rf"(?<!\w)ngay (?P<d1>{_D})(?P<m1>(?!))?(?P<y1>(?!))?(?:, ?\d{{1,2}})+(?:,| va) (?P<d2>{_D})(?:/| thang )(?P<m2>{_M})(?:(?:[/.-]| nam )(?P<y2>{YEAR}))?(?![\d/]|[.,]\d)"), rules.read_day_range),
    ("hoc 0000|khoa 0000", lazy_regex(rf"(?:trong )?(?:nam hoc|nien hoc|nien khoa) (?P<a>{YEAR})\s?[-–/]\s?(?P<b>{YEAR}|\d\d)(?!\d)"), rules.read_school_year),
    ("school year", lazy_regex(rf"(?:in |for |during )?(?:the )?(?:(?P<a>{YEAR})\s?[-–/]\s?(?P<b>{YEAR}|\d\d) (?:school|academic) year|(?:school|academic) year (?P<c>{YEAR})\s?[-–/]\s?(?P<d>{YEAR}|\d\d))(?!\w)"), rules.read_school_year),
    (SPAN_WORDS, lazy_regex(SPAN), read_span),
    ("0000-|0000 -|0000–|0000 –|0000 den|0000den|0000 to|0000 toi", lazy_regex(rf"(?:(?:trong )?(?:giai doan|nam hoc|nien khoa|nhiem ky) |from |tu nam )?(?<![\d.,/])(?P<a>{YEAR})"
                rf"\s?(?:-|–|den nam|den|toi nam|toi|to)\s?(?P<b>{YEAR})(?!\d)"), rules.read_range),
    ("0 nam 0000|hai nam 0000|ba nam 0000|bon nam 0000|nam nam 0000", lazy_regex(rf"(?:trong )?(?:\d|hai|ba|bon|nam) nam (?P<a>{YEAR})(?:, {YEAR})*(?:,| va|,? va nam) (?P<b>{YEAR})(?!\d)"), rules.read_range),
    ("giai doan 0", lazy_regex(rf"giai doan (?P<a>{YEAR})\s?[-–]\s?(?P<b>\d\d)(?![\d/])"), rules.read_range),
    ("/0000|.0000|-0000", lazy_regex(rf"{_UNTIL}(?:ngay )?(?<![\d.,/])(?P<day>{_D})[/.-](?P<month>{_M})[/.-]"
                rf"(?P<year>{YEAR})(?!\d)"), rules.read_day),
    ("ngay 0", lazy_regex(rf"{_UNTIL}ngay (?P<day>{_D})[/.-](?P<month>{_M})(?P<year>(?!))?(?: nam (?P<rel>nay|ngoai|truoc)(?! do)(?!\w))?"
                r"(?![\d/]|[.,]\d)"), rules.read_day),
    ("sang 0|trua 0|chieu 0|toi 0|nay 0|nay (0|qua 0|qua (0", lazy_regex(rf"(?<!\w)(?:sang|trua|chieu|toi|hom qua|(?<!den )(?<!hien )(?<!toi )nay),? \(?(?P<until>(?!))?(?<![\d.,/])(?P<day>{_D})[/.-](?P<month>{_M})(?P<year>(?!))?(?P<y0>(?!))?"
                r"(?![\d/]|[.,-]\d|\s?%)"), rules.read_day),
    ("ngay 0", lazy_regex(rf"{_UNTIL}ngay (?P<day>{_D}) thang (?P<month>{_M})(?:(?: nam|,|(?= {YEAR}{_NO_COUNT})) (?P<year>{YEAR}))?(?!\d)"), rules.read_day),
    ("0 thang 0", lazy_regex(rf"{_UNTIL}(?<![\d.,/])(?P<day>{_D}) thang (?P<month>{_M})(?: nam|,|(?= {YEAR}{_NO_COUNT})) (?P<year>{YEAR})(?!\d)"), rules.read_day),
    ("het 0|het ngay", lazy_regex(rf"(?P<until>(?:luy ke |tinh |ke |cho )*(?:den|toi) het (?:ngay )?)(?P<day>{_D})/(?P<month>{_M})(?P<year>(?!))?(?P<y0>(?!))?(?![\d/]|[.,]\d|\s?%)"), rules.read_day),
    ("tinh den", lazy_regex(rf"(?P<until>(?:luy ke )?tinh den {_CLOCK})(?P<day>{_D})(?:/| thang )(?P<month>{_M})(?P<year>(?!))?(?P<y0>(?!))?(?![\d/]|[.,]\d|\s?%)"), rules.read_day),
    ("ngay dau|ngay cuoi", lazy_regex(rf"{_N} ngay (?P<half>dau|cuoi)(?: cua)? thang (?P<month>{_M}){_OF}(?![\d/])"), rules.read_days_of_month),
    ("thang dau|0t dau|0 t dau", lazy_regex(rf"{_N} ?(?:thang|t) dau (?:(?:cua )?nam|(?={YEAR})){_OF_YEAR}"), rules.read_first_months),
    ("thang cuoi", lazy_regex(rf"{_N} thang cuoi (?:cua )?nam{_OF_YEAR}"), rules.read_last_months),
    ("0 thang|0t/|0t 0000|0t0000", lazy_regex(rf"(?<!\d)(?P<n>\d{{1,2}}) ?(?:thang|t(?=[/ ]?{YEAR}))(?: nam|/|,)?\s?(?P<year>{YEAR})(?!\d)"), rules.read_first_months),
    ("thang nam|thang cua", lazy_regex(rf"{_N} thang (?:cua )?nam (?:(?P<year>{YEAR})(?!\d)|(?P<rel>nay|ngoai|truoc)(?! do)(?!\w))"), rules.read_first_months),
    ("thang,|thang ,|thang dau|thang nam nay", lazy_regex(r"(?:^|(?<=trong )|(?<=sau )|(?<=qua )|(?<=luy ke )|(?<=uoc )|(?<=chung )|(?<=ket )|(?<=qua )|(?<=tong hop ))(?P<n>[369]|1[01]|ba|sau|chin|muoi mot|muoi) thang(?: dau)?(?P<year>(?!))?(?= ?,| nam nay)"),
     rules.read_first_months),
    ("luy ke|tinh chung|cong don", lazy_regex(r"(?:luy ke|tinh chung|cong don) (?P<n>\d{1,2}|muoi mot|muoi|ba|sau|chin) thang(?P<year>(?!))?(?! (?:dau|cuoi|nam|qua|tuoi|luong|tu|\d))(?!\w)"),
     rules.read_first_months),
    ("thang dat|thang duoc|thang la|thang uoc|thang la", lazy_regex(r"(?<=[a-z] )(?<!sau )(?<!nghi )(?<!trong vong )(?<!du )(?P<n>[3-9]|1[0-2]) thang(?P<year>(?!))?(?= (?:dat|duoc|la|uoc|uoc dat) (?:hon |gan |tren |khoang )?\d)"),
     rules.read_months_so_far),
    ("thang qua|thang da|thang vua|thang gan|thang tro", lazy_regex(rf"{_N} thang (?:vua qua|da qua|qua|gan day|tro lai day|vua roi)(?!\w)"), relative.read_past),
    ("nam qua|nam vua|nam gan|nam tro|nam lien", lazy_regex(rf"{_N} (?P<unit>nam) (?:vua qua|qua|gan day|tro lai day|lien tiep vua qua)(?!\w)"), relative.read_past),
    ("nam qua|nam vua", lazy_regex(r"(?<!\d )(?<!cac )(?<!nhung )(?<!nhieu )(?<!may )(?<!hai )(?<!ba )(?<!bon )(?<!muoi )(?<!nua )(?<!\w)nam (?:vua )?qua(?!\w)"), relative.read_past_year),
    ("quy da|quy qua|quy vua", lazy_regex(rf"{_N} quy (?:da |vua )?qua(?!\w)"), relative.read_past_quarters),
    ("nua nam", lazy_regex(r"(?<!\w)nua nam (?:vua qua|qua)(?!\w)"), relative.read_past),
    ("nua dau|nua cuoi|nua sau", lazy_regex(rf"(?<!\w)nua (?P<half>dau|cuoi|sau) thang (?P<month>{_M}){_OF}(?![\d/])"), rules.read_half),
    ("nua dau|nua cuoi|nua sau", lazy_regex(rf"(?<!\w)nua (?P<half>dau|cuoi|sau) (?:(?:cua )?nam|(?={YEAR})){_OF_YEAR}"), rules.read_half),
    ("nua nam 0", lazy_regex(rf"(?<!\w)nua (?P<half>)nam (?P<year>{YEAR})(?!\d)"), rules.read_half),
    ("half", lazy_regex(rf"(?P<half>first|second)[ -]half(?: of| in)?(?: the year)? (?P<year>{YEAR})(?!\d)"), rules.read_half),
    ("h0", lazy_regex(rf"(?<!\w)h(?P<half>[12])[ /-]?(?P<year>{YEAR})(?!\d)"), rules.read_half),
    ("quy dau|quy cuoi", lazy_regex(rf"(?:{_N} )?(?<!\w)quy (?P<half>dau|cuoi) (?:cua )?nam{_OF_YEAR}"), rules.read_quarters),
    ("months", lazy_regex(rf"first {_N_ENGLISH} months(?: of)?(?:\s(?P<year>{YEAR}))?"), rules.read_first_months),
    ("months of 0000", lazy_regex(rf"(?<!\w)(?<!last )(?<!past )(?<!final ){_N_ENGLISH} months of (?P<year>{YEAR})(?!\d)"), rules.read_first_months),
    ("0000 q0|0000q0|0000-q0|0q 0000|0q0000|0q/0000", lazy_regex(rf"(?<!\w)(?:(?P<year>{YEAR})[ -]?q(?P<q>[1-4])(?!\w)|(?P<q2>[1-4])q[ /]?(?P<y2>{YEAR})(?!\d))"), rules.read_short_quarter),
    ("quy i|qui i|quy 0|qui 0", lazy_regex(rf"(?<!\w)qu[yi] (?P<a>{_Q})(?P<link>,| va| ?\+| ?[-–]| den) ?(?:qu[yi] )?(?P<b>{_Q}){_OF}(?![a-z\d])"), rules.read_quarter_range),
    ("quy i|qui i|quy 0|qui 0|quarter|q0|q.|qi|q i|q 0", lazy_regex(rf"(?P<until>(?<!\w)(?:luy ke |tinh |ke )*(?:den|toi)(?: het| cuoi)? |(?<!\w)het )?(?<!\w)(?:qu[yi] |quarter |q(?=[\di])|q\. ?(?=i)|q\.? ?(?=\w{{1,3}}\s?[/.-]\s?{YEAR}))(?P<q>{_Q}){_OF}(?![a-z\d])"), rules.read_quarter),
    ("quy mot|quy hai|quy ba|quy bon|quy tu", lazy_regex(rf"(?<!\w)quy (?P<q>mot|hai|ba|bon|tu)(?: cua)?(?: nam |/)(?P<year>{YEAR})(?!\d)"), rules.read_quarter),
    ("quarter", lazy_regex(rf"(?<!\w)(?:the )?(?P<q>first|second|third|fourth|last|1st|2nd|3rd|4th)[ -]quarter(?: of| in|,)? (?P<year>{YEAR})(?!\d)"), rules.read_quarter),
    ("quarter", lazy_regex(rf"(?<!\w)quarter (?P<q>one|two|three|four)(?: of| in|,)? (?P<year>{YEAR})(?!\d)"), rules.read_quarter),
    ("quarter", lazy_regex(rf"(?<!\w)(?P<year>{YEAR})(?:['’]s)? (?:the )?(?P<q>first|second|third|fourth|last|1st|2nd|3rd|4th) quarter(?!\w)"), rules.read_quarter),
    ("thang 0", lazy_regex(rf"{_UNTIL}(?:cuoi )?(?<!\d )thang (?P<n>\d{{1,2}}){_OF}(?![\d/])(?! thang| (?:hang|moi|hoac|am) ?)"), rules.read_month),
    ("t0/0000|t00/0000|t0-0000|t00-0000|t0.0000|t00.0000", lazy_regex(rf"(?<!\w)(?P<until>(?!))?t(?P<n>\d{{1,2}})[/.-](?P<year>{YEAR})(?P<y0>(?!))?(?![\d/]|[.,]\d)"), rules.read_month),
    ("0/0000|0.0000|0-0000", lazy_regex(rf"(?:trong |(?P<until>(?:luy ke |tinh |ke )*(?:den|toi|het)(?: het| cuoi| thoi diem)? ))(?P<n>\d{{1,2}})[/.-](?P<year>{YEAR})(?P<y0>(?!))?(?![\d/]|[.,]\d)"), rules.read_month),
    ("last", lazy_regex(rf"last (?P<n>\d{{1,2}}) months of (?P<year>{YEAR})(?!\d)"), rules.read_last_months),
    ("from", lazy_regex(rf"from (?P<d1>{_D}) (?P<n1>{'|'.join(MONTHS)}) (?P<y1>{YEAR})"
                rf" to (?P<d2>{_D}) (?P<n2>{'|'.join(MONTHS)}) (?P<y2>{YEAR})(?!\d)"), rules.read_english_range),
    ("@", lazy_regex(rf"{_UNTIL_ENGLISH}(?:on )?(?<!\d)(?P<day>{_D})(?:st|nd|rd|th)?(?: of)? {_NAME},? (?P<year>{YEAR})(?!\d)"), rules.read_english_day),
    ("@", lazy_regex(rf"{_UNTIL_ENGLISH}(?:on )?{_NAME} (?P<day>{_D})(?:st|nd|rd|th)?,? (?P<year>{YEAR})(?!\d)"), rules.read_english_day),
    ("@", lazy_regex(rf"(?P<until>(?:by|until|up to|through) (?:the end of )?|(?:at )?the end of )?{_NAME},? (?:of )?(?P<year>{YEAR})(?!\d)"),
     rules.read_english_month),
    ("dau nam", lazy_regex(rf"(?:luy ke |tinh |ke )*(?<!\w)(?:luy ke|tu) dau nam(?: (?P<year>{YEAR})| nay)?(?! hoc| \d)(?!,? (?:den|toi))"), relative.read_to_date),
    ("", lazy_regex(rf"(?:(?:den |het |tinh den )?(?:cuoi|(?<!dinh )(?<!tan )(?<!quy )(?<!(?<!\w)at )(?<!(?<!\w)ky )dau|trong|(?<!\w)ca|het|den) )?(?:(?<!\w)(?:nam (?:hoc )?|in |year ))?(?<![\d.,/-])"
                rf"(?P<year>{YEAR})(?![\d]|[.,/-]\d)"), rules.read_year),
    ("tuan", lazy_regex(r"(?P<weekday>(?:thu|ngay thu) (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat) (?P<unit>tuan) (?P<step>vua qua|vua roi|qua|truoc|nay|sau|toi|roi)" + _NOT_AFTER), relative.read_neighbour),
    ("tuan", lazy_regex(r"(?<!\w)(?<!\d )(?<!mot )(?<!hai )(?<!ba )(?<!vai )(?<!may )(?<!nhieu )(?<!nua )(?<!bon )(?P<unit>tuan) (?P<step>vua qua|vua roi|qua|truoc|nay|sau|toi|roi)" + _NOT_AFTER), relative.read_neighbour),
    ("m truoc|g truoc|n truoc|y truoc|ve truoc", lazy_regex(rf"{_N} (?P<unit>nam|thang|tuan|ngay|quy) (?:ve )?truoc" + _NOT_AFTER), relative.read_ago),
    ("thang vua|thang qua|thang truoc|thang nay|thang roi|thang toi", lazy_regex(r"(?<!\d )(?<!\w)(?<!mot )(?<!hai )(?<!ba )(?<!vai )(?<!may )(?<!nhieu )(?<!cac )(?<!nhung )(?P<unit>thang) (?P<step>vua qua|vua roi|qua|truoc|nay|roi|toi)" + _NOT_AFTER), relative.read_neighbour),
    ("quy vua|quy qua|quy truoc|quy nay|quy toi", lazy_regex(r"(?<!\d )(?<!\w)(?P<unit>quy) (?P<step>vua qua|qua|truoc|nay|toi)(?! dinh)" + _NOT_AFTER), relative.read_neighbour),
    ("hom", lazy_regex(r"(?<!\w)(?:ngay )?hom nay(?!\w)|(?<!\w)hom (?:qua|kia)(?!\w)"), relative.read_near_day),
    ("sang nay|chieu nay|trua nay", lazy_regex(r"(?<!\w)(?:sang|chieu|trua) nay(?!\w)"), relative.read_near_day),
    ("ngay mai", lazy_regex(r"(?<!\w)ngay mai(?!\w)"), relative.read_near_day),
    ("nam nay|nam ngoai|nam truoc|nam kia|cuoi nam|ca nam|nam toi|sang nam", lazy_regex(
        r"(?:cung ky )?(?<!cac )(?<!nhung )(?<!nhieu )(?<!may )(?<!\d )(?<!\w)nam (?:nay|ngoai|truoc|kia)(?! do)(?!\w)"
        r"|(?<!thang )(?<!quy )(?:cuoi|ca) nam(?! \d{1,2}(?![\d.,])| hoc| ke| ta| \w+ nu)(?!\w)"
        r"|(?<!\d )(?<!\w)(?:trong )?nam toi(?!\w)|(?<!\w)sang nam(?! \d)(?!\w)"), relative.read_relative_year),
    ("den nay|toi nay|den thoi|toi thoi|den hien|toi hien|den bay", lazy_regex(rf"(?:luy ke |tinh |ke |cho )*(?<!\w)(?<!tu truoc )(?<!xua )(?:den|toi) {_NOW}"), relative.read_to_date),
    ("luy ke", lazy_regex(r"(?<!\w)luy ke(?!\w)"), relative.read_to_date),
    ("year", lazy_regex(r"(?:so far this year|year to date|since the (?:start|beginning) of the year)"), relative.read_to_date),
    ("year", lazy_regex(r"(?:this|last|next) year"), relative.read_relative_year),
    ("ago", lazy_regex(rf"(?<!\w){_N_ENGLISH} (?P<unit>years?|months?|weeks?|days?) ago(?!\w)"), relative.read_ago),
    ("months", lazy_regex(rf"(?:past|last) {_N_ENGLISH} (?P<unit>months)(?! of)(?!\w)"), relative.read_past),
    ("years", lazy_regex(rf"(?:past|last) {_N_ENGLISH} (?P<unit>years)(?!\w)"), relative.read_past),
    ("last", lazy_regex(r"(?<!\w)last (?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?!\w)"), relative.read_english_weekday),
    ("today|yesterday|tomorrow", lazy_regex(r"(?<!\w)(?:today|yesterday|tomorrow)(?!\w)"), relative.read_near_day),
    ("month|quarter|week", lazy_regex(r"(?<!\w)(?P<step>last|previous|this|next) (?P<unit>month|quarter|week)(?!\w)"), relative.read_neighbour),
)  # fmt: skip
_DIGITS = str.maketrans("123456789", "000000000")
_WRITTEN_YEAR = lazy_regex(YEAR)
_ENGLISH_MONTH = lazy_regex(_NAME)
# Words that count from the day of reading: no year beside them completes them.
COUNTED_FROM_TODAY = (
    relative.read_relative_year, relative.read_ago, relative.read_neighbour, relative.read_english_weekday, relative.read_near_day, relative.read_past, relative.read_to_date, relative.read_since,
)  # fmt: skip
# Times that hold for the moment of reading only and for no sentence after it.
MOMENTARY = (
    relative.read_to_date,
    relative.read_near_day,
    relative.read_neighbour,
    relative.read_ago,
    relative.read_english_weekday,
)


def rules_for(folded: str) -> Iterator[tuple[re.Pattern[str], Rule]]:
    """The rules whose words stand in a folded text, in their order."""
    shape = folded.translate(_DIGITS)
    numbers: set[int] = set()
    for stem, words in _BY_STEM.items():
        if stem in shape:
            for word, owners in words:
                if word in shape:
                    numbers.update(owners)
    if "0000" in shape and _WRITTEN_YEAR.search(folded) is not None:
        numbers.update(_OF_YEARS)
    if _ENGLISH_MONTH.search(folded) is not None:
        numbers.update(_OF_ENGLISH_MONTHS)
    for number in sorted(numbers):
        yield _RULES[number][1:]


def _by_stem() -> dict[str, list[tuple[str, list[int]]]]:
    """The words of the rules with the numbers of their rules, by the stem that each word contains.

    Few stems stand in a sentence, so that few words are looked for.
    """
    owners: dict[str, list[int]] = {}
    for number, (words, _pattern, _rule) in enumerate(_RULES):
        for word in words.split("|"):
            if word not in ("", "@"):
                owners.setdefault(word, []).append(number)
    grouped: dict[str, list[tuple[str, list[int]]]] = {}
    for word, numbers in owners.items():
        stem = next((stem for stem in _STEMS if stem in word), word)
        grouped.setdefault(stem, []).append((word, numbers))
    return grouped


_STEMS = ("thang", "quy", "ngay", "nua ", "nam ", " nam", "0000", "den ", "toi ", "q", "0t", "tu ")
_BY_STEM = _by_stem()
_OF_YEARS = [number for number, rule in enumerate(_RULES) if rule[0] == ""]
_OF_ENGLISH_MONTHS = [number for number, rule in enumerate(_RULES) if rule[0] == "@"]
