"""Measures R@1 and R@10 of the search beside dense alone, BM25 alone and stock LangChain.

    python -m evals.bench.retrieval --texts DIR --loaded DATA [--every 3] [--stock]

DIR holds MLQA dev, the ViQuAD sample and the news (tests/data/README.md). DATA is a library folder;
the first run loads all of them into it as bulletins (some 4,000, eight minutes). Questions are in
Vietnamese, the same without accents, and English where there is one. The right bulletin is the one
with the labelled text. `--stock` adds LangChain with its recursive splitter, the same model in
float32 and Chroma; it embeds the labelled bulletins itself and uses bantin's vectors for the
distractors, whose embedding would take an hour.
"""

import argparse
import gzip
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assistant.settings import Settings
from evals.bench.stock import StockSearch
from knowledge.build import ingesting, open_library
from knowledge.search.library import Library
from knowledge.search.queries import profile_of
from knowledge.storage import lexical
from knowledge.storage.places import CATALOGUE_FILE
from knowledge.text.spelling import without_accents

Ranking = Callable[[str], list[str]]
_DEPTH = 100


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """One question in one form, with the key of the bulletin that answers it."""

    collection: str
    form: str
    text: str
    right: str


def _key(collection: str, text: str) -> str:
    return f"{collection}-{hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:12]}"


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    data = path.read_bytes()
    text = gzip.decompress(data) if path.suffix == ".gz" else data
    yield from (json.loads(line) for line in text.decode("utf-8").split("\n") if line)


def bulletins_of(texts: Path) -> Iterator[dict[str, Any]]:
    """Each distinct text as a row for `bantin ingest`."""
    keys = set()
    for name in ("news_labour_social.jsonl", "background_news_2000.jsonl.gz"):
        for row in _lines(texts / name):
            yield {k: row.get(k) or None for k in ("id", "title", "text", "date")}
    for name, collection, field in (
        ("mlqa_dev_vi_en.jsonl", "mlqa", "context_vi"),
        ("viquad2_sample_1000.jsonl", "viquad", "context"),
    ):
        for row in _lines(texts / name):
            key = _key(collection, row[field])
            if key not in keys:
                keys.add(key)
                yield {"id": key, "title": row["title"], "text": row[field]}


def questions_of(texts: Path, news: Path, every: int = 1) -> Iterator[LabelledQuestion]:
    """Every `every`-th answerable question of the three sets, in each of its forms."""
    pairs: list[tuple[str, str, str, str | None]] = []
    for row in _lines(texts / "mlqa_dev_vi_en.jsonl"):
        right = _key("mlqa", row["context_vi"])
        pairs.append(("mlqa", right, row["question_vi"], row["question_en"]))
    for row in _lines(texts / "viquad2_sample_1000.jsonl"):
        if not row["is_impossible"]:
            pairs.append(("viquad", _key("viquad", row["context"]), row["question"], None))
    for row in _lines(news):
        pairs.append(("news", row["news"], row["vi"], row["en"]))
    for collection, right, vietnamese, english in pairs[::every]:
        yield LabelledQuestion(collection, "vi", vietnamese, right)
        yield LabelledQuestion(collection, "no accents", without_accents(vietnamese), right)
        if english:
            yield LabelledQuestion(collection, "en", english, right)


class Rankings:
    """The ways of searching one library; each gives the keys of bulletins, best first."""

    def __init__(self, library: Library, models: Path) -> None:
        self.library, self.models = library, models
        with library.catalogue.reading() as snapshot:
            self.keys = {b.bulletin_id: b.source.split("#")[-1] for b in snapshot.listed()}
            self.ids, self.vectors = snapshot.vectors()

    def fused(self, query: str) -> list[str]:
        """bantin's search."""
        return self._keys(h.passage.passage_id for h in self.library.search(query, _DEPTH // 2))

    def dense(self, query: str) -> list[str]:
        """Dense search alone."""
        similar = self.vectors @ self.library.encoder.encode_query(query)
        return self._keys(self.ids[i] for i in similar.argsort()[::-1][:_DEPTH])

    def bm25(self, query: str) -> list[str]:
        """BM25 alone."""
        with self.library.catalogue.reading() as snapshot:
            matches = lexical.match(snapshot, profile_of(query).terms, _DEPTH)
        return self._keys(name for name, _ in matches)

    def _keys(self, passages: Iterator[str] | Any) -> list[str]:
        return list(dict.fromkeys(self.keys[p.split("@")[0]] for p in passages))

    def stock(self, texts: Path, folder: Path, right: set[str]) -> Ranking:
        """Stock LangChain; see the module."""
        stock = StockSearch(folder, self.models)
        rows = bulletins_of(texts)
        stock.load((r["id"], f"{r['title']}\n{r['text']}") for r in rows if r["id"] in right)
        keys = [self._keys([name])[0] for name in self.ids]
        others = [i for i, key in enumerate(keys) if key not in right]
        names = [self.ids[i] for i in others]
        stock.fill(names, [keys[i] for i in others], self.vectors[others])
        return lambda query: stock.search(query, _DEPTH)


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints R@1 and R@10 of each way; see the module."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--loaded", type=Path, required=True)
    parser.add_argument("--news", type=Path, default=Path("tests/data/news_questions.jsonl"))
    parser.add_argument("--every", type=int, default=1, help="use every n-th question")
    parser.add_argument("--stock", action="store_true")
    options = parser.parse_args(arguments)
    settings = Settings(data=options.loaded)
    with TemporaryDirectory() as folder:
        if not (options.loaded / CATALOGUE_FILE).exists():
            file = Path(folder) / "all.jsonl"
            rows = bulletins_of(options.texts)
            file.write_text("".join(json.dumps(r) + "\n" for r in rows), "utf-8")
            with ingesting(settings) as ingester:
                list(ingester.run([file]))
        rankings = Rankings(open_library(settings), settings.models)
        questions = list(questions_of(options.texts, options.news, options.every))
        ways: dict[str, Ranking] = {
            "bantin": rankings.fused, "dense alone": rankings.dense, "BM25 alone": rankings.bm25,
        }  # fmt: skip
        if options.stock:
            right = {a.right for a in questions}
            ways["LangChain"] = rankings.stock(options.texts, Path(folder) / "s", right)
        for way, ranking in ways.items():
            ranks: dict[tuple[str, str], list[tuple[bool, bool]]] = defaultdict(list)
            for item in questions:
                keys = ranking(item.text)
                ranks[item.collection, item.form].append(
                    (keys[:1] == [item.right], item.right in keys[:10])
                )
            for (collection, form), hits in sorted(ranks.items()):
                first, tenth = (sum(column) / len(hits) for column in zip(*hits, strict=True))
                sys.stdout.write(
                    f"{way:<12} {collection:<7} {form:<11} n {len(hits):>4} "
                    f"R@1 {first:.3f} R@10 {tenth:.3f}\n"
                )
                sys.stdout.flush()


if __name__ == "__main__":
    main()
