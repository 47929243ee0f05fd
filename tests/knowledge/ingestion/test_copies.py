"""The same news of several sites is one: a first bulletin and its copies."""

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.ingestion.ingest import Ingester, remove
from knowledge.ingestion.restoring import restore
from knowledge.ingestion.trust import Trusting
from knowledge.records import Trust
from knowledge.storage.life import copies, same_news
from tests.conftest import Bench

ON_BOTH = True  # SQLite and PostgreSQL

Write = Callable[..., Path]
NEWS = (
    "Sáng 7/12, Sở Lao động - Thương binh và Xã hội tổ chức hội nghị tổng kết công tác năm 2022 và "
    "triển khai nhiệm vụ năm tới. Theo báo cáo, toàn tỉnh có 753 người đi làm việc ở nước ngoài, đạt "
    "151% kế hoạch; đào tạo nghề cho 6.200 lao động nông thôn, trong đó trên 80% có việc làm sau học "
    "nghề. Công tác chăm sóc người có công được quan tâm, các chính sách trợ giúp xã hội được thực "
    "hiện kịp thời, đúng đối tượng. Hội nghị cũng thảo luận các giải pháp giảm nghèo bền vững."
)
COPY = f"(Theo báo tỉnh) {NEWS.replace('Hội nghị cũng', 'Các đại biểu cũng')} Nguồn: báo tỉnh."
OTHER = (
    "Chiều 8/12, Sở Giáo dục và Đào tạo khen thưởng học sinh đạt giải quốc gia. Có 45 em được nhận "
    "bằng khen và học bổng của tỉnh; nhiều trường tổ chức lớp ôn tập miễn phí cho học sinh dân tộc "
    "thiểu số ở các xã vùng cao, vùng sâu, vùng xa trong dịp nghỉ hè và nghỉ đông hằng năm."
)


def load(bench: Bench, path: Path, trust: Trust = "press") -> None:
    ingester = Ingester(bench.catalogue, bench.encoder, bench.index)
    list(ingester.run([path], trusting=Trusting(trust)))


def links(bench: Bench) -> dict[str, str]:
    with bench.catalogue.reading() as snapshot:
        return dict(copies(snapshot))


def test_a_text_with_small_changes_is_a_copy(bench: Bench, bulletin_file: Write) -> None:
    """Of the earlier one; other news is none."""
    load(bench, bulletin_file(NEWS, name="a.md"))
    load(bench, bulletin_file(OTHER, name="b.md"))
    load(bench, bulletin_file(COPY, name="c.md", date="2022-12-09"))
    assert links(bench) == {"c": "a"}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param(COPY.replace("753", "758"), "Tin", id="another number"),
        pytest.param(COPY, "Đính chính tin ngày 7/12", id="a correction"),
        pytest.param(" ".join(NEWS.split()[:20]), "Tin", id="too short to tell"),
    ],
)
def test_another_statement_is_no_copy(
    bench: Bench, bulletin_file: Write, text: str, title: str
) -> None:
    """However alike the words are."""
    load(bench, bulletin_file(NEWS, name="a.md"))
    load(bench, bulletin_file(text, name="b.md", title=title))
    assert links(bench) == {}


def test_the_most_trusted_source_is_first(bench: Bench, bulletin_file: Write) -> None:
    """Also where it arrives last; each names the others."""
    load(bench, bulletin_file(NEWS, name="a.md"))
    load(bench, bulletin_file(COPY, name="b.md"))
    load(bench, bulletin_file(f"{NEWS} Xem thêm.", name="c.md", date="2022-12-20"), "official")
    assert links(bench) == {"a": "c", "b": "c"}
    with bench.catalogue.reading() as snapshot:
        assert [same_news(snapshot, name) for name in "abc"] == [
            ("c", "b"), ("c", "a"), ("a", "b"),
        ]  # fmt: skip


def test_copies_find_another_first_where_theirs_leaves(bench: Bench, bulletin_file: Write) -> None:
    """Removed, or changed so that it tells something else."""
    for name, text in (("a", NEWS), ("b", COPY), ("c", f"{NEWS} Xem thêm.")):
        load(bench, bulletin_file(text, name=f"{name}.md"))
    remove(bench.catalogue, bench.index, "a")
    assert links(bench) == {"c": "b"}
    load(bench, bulletin_file(OTHER, name="d.md"))
    assert links(bench) == {"c": "b"}
    load(bench, bulletin_file(OTHER.replace("45", "46"), name="b.md"))
    assert links(bench) == {}


def test_a_hit_that_repeats_another_is_shown_once(bench: Bench, bulletin_file: Write) -> None:
    """As the first one, with the other sources."""
    load(bench, bulletin_file(NEWS, name="a.md", title="Tin báo"))
    load(bench, bulletin_file(f"{NEWS} Xem thêm.", name="b.md", title="Tin Sở"), "official")
    hits = bench.library.search("người đi làm việc ở nước ngoài", 10)
    assert [(h.passage.bulletin_id, h.also) for h in hits[:1]] == [("b", ("a",))]
    texts = [h.passage.text for h in hits]
    assert len(texts) == len(set(texts))


def test_a_copy_that_left_and_returns_is_a_copy_again(bench: Bench, bulletin_file: Write) -> None:
    """Restored, it is compared again, though its revision is the one that was compared before."""
    load(bench, bulletin_file(NEWS, name="a.md"), "official")
    load(bench, bulletin_file(COPY, name="b.md"))
    assert links(bench) == {"b": "a"}
    remove(bench.catalogue, bench.index, "b")
    load(bench, bulletin_file(OTHER, name="c.md"))
    restore(bench.catalogue, bench.encoder, bench.index, "b")
    assert links(bench) == {"b": "a"}
