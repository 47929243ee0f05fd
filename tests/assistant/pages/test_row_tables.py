"""Tables in the view of a bulletin."""

from collections.abc import Callable
from pathlib import Path

from assistant.pages.bulletin_pages import bulletin_view
from assistant.pages.fragments import sources_html
from assistant.pipeline import Assistant
from tests.conftest import Bench

TABLE = """Kết quả năm 2022:

| Huyện | Giải quyết việc làm (người) | Hộ nghèo (hộ) |
|---|---|---|
| Thanh Ba | 1.210 | 85 |
| Hạ Hòa <b> | 1.450 | 120 |
"""


def test_the_cited_cell_is_marked_in_its_table(
    bench: Bench, bulletin_file: Callable[..., Path]
) -> None:
    """The lines are a table again; label and cell of the row are marked, and text stays text."""
    bench.load(bulletin_file(TABLE, place="Phú Thọ"))
    answer = Assistant(bench.library).answer(
        "Huyện Thanh Ba năm 2022 giải quyết việc làm cho bao nhiêu người?"
    )
    assert answer.short == "1.210 người"
    cited = answer.citations[0]
    bulletin = bench.library.edition(cited.bulletin_id).bulletin
    html = sources_html(answer, {(cited.bulletin_id, cited.revision): bulletin}, 3, "vi")
    assert '<th scope="col">Giải quyết việc làm (người)</th>' in html
    assert (
        '<th scope="row"><mark id="c3-1"><span class="clause">Huyện Thanh Ba</span></mark></th>'
        in html
    )
    assert (
        '<td class="num"><mark><strong>1.210</strong></mark></td>'
        '<td class="num"><mark>85</mark></td>'
    ) in html
    assert '<td class="num">1.450</td>' in html
    assert "<b>" not in html


def test_the_page_of_a_bulletin_has_its_tables(
    bench: Bench, bulletin_file: Callable[..., Path]
) -> None:
    """The rows are one table, between the paragraphs of the text."""
    (receipt,) = bench.load(bulletin_file(TABLE, place="Phú Thọ"))
    edition = bench.library.edition(receipt.bulletin_id)
    view = bulletin_view(bench.library, edition, None, "vi")
    assert [kind for kind, _ in view["sections"]] == ["paragraph", "table"]
    assert view["sections"][1][1]["heads"] == ["Giải quyết việc làm (người)", "Hộ nghèo (hộ)"]
