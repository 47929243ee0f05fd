"""Rows of the figure table for staff, one per figure, with its bulletin."""

from collections.abc import Mapping, Sequence
from typing import Any

from knowledge.output.json_views import figure_view
from knowledge.records import Figure, Role
from knowledge.search.library import Library
from knowledge.vocabulary.indicators import vocabulary

COLUMNS = ("Chỉ tiêu", "Giá trị", "Đơn vị", "Vai trò", "Kế hoạch", "% kế hoạch", "Thời gian", "Nơi",
           "Bản tin", "Ngày", "Câu gốc", "Mã bản tin", "Nguồn", "Không ghi trong câu")  # fmt: skip
_ROLES = {
    "achieved": "kết quả", "plan": "kế hoạch", "change": "tăng, giảm", "previous": "kỳ trước",
    "percent_of_plan": "% kế hoạch",
}  # fmt: skip
# Where fields that the sentence does not state come from.
_FIELDS = {"value": "giá trị", "role": "vai trò", "period": "thời gian", "place": "nơi"}
_SOURCES = {"earlier sentence": "câu trước", "head": "đầu bản tin", "guess": "phỏng đoán"}


def look_up(
    library: Library, query: str = "", year: int | None = None, place: str = "",
    role: Role | None = None,
) -> list[Figure]:  # fmt: skip
    """The figures that fit every filter, newest period first."""
    return library.figures(
        query.strip() or None, year, place.strip() or None, roles=[role] if role else None,
        with_guesses=True,
    )  # fmt: skip


def rows_of(library: Library, figures: Sequence[Figure]) -> list[list[Any]]:
    """One row per figure in the order of COLUMNS; numbers are numbers, missing values None."""
    sources: dict[tuple[str, int], tuple[str, str, str]] = {}
    rows = []
    for figure in figures:
        key = (figure.bulletin_id, figure.revision)
        if key not in sources:
            b = library.edition(*key).bulletin
            sources[key] = (
                b.title,
                b.published_on.isoformat() if b.published_on else "",
                b.url or b.source.rsplit("/", 1)[-1],
            )
        title, day, source = sources[key]
        view = figure_view(figure)
        known = vocabulary().get(figure.indicator or "")
        rows.append(
            [known.vi[0] if known else figure.name, _number(view["value"]), figure.unit, _ROLES[figure.role],
             _number(view["plan"]), _number(view["percent"]), view["period"], figure.place, title, day,
             figure.quote, figure.bulletin_id, source, _unstated(view)]
        )  # fmt: skip
    return rows


def _unstated(view: Mapping[str, Any]) -> str:
    """The fields that come from elsewhere than the sentence: `thời gian: phỏng đoán`."""
    sources = {name: _SOURCES.get(view[f"{field}_source"]) for field, name in _FIELDS.items()}
    return "; ".join(f"{name}: {source}" for name, source in sources.items() if source)


def _number(text: str | None) -> float | int | None:
    if text is None:
        return None
    return float(text) if "." in text else int(text)
