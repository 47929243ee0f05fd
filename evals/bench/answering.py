"""Measures the speed of commands, loading and answers, beside a stock LangChain pipeline.

    python -m evals.bench.answering [--bulletins 2600] [--news FILE.jsonl] [--loaded DIR]
        [--stock 60]

The stock pipeline: RecursiveCharacterTextSplitter, HuggingFaceEmbeddings with the same model in
float32, Chroma. It only retrieves; bantin retrieves, answers and checks. It embeds `--stock`
bulletins (timed). The rest of its Chroma has bantin's passages and vectors, because the time of a
search does not depend on the origin of a vector, and embedding all of them takes most of an hour.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assistant.settings import Settings
from evals.bench.serving import served
from evals.bench.stock import StockSearch
from knowledge.build import ingesting, open_catalogue
from knowledge.embedding.e5_model import E5Model
from knowledge.embedding.encoder import E5Encoder
from knowledge.figures.extraction import extract_figures
from knowledge.ingestion.passages import split_passages
from knowledge.vocabulary.places import PROVINCES

QUESTIONS = (
    "How many workers went abroad in 2022?",
    "nam 2022 co bao nhieu nguoi di xkld",
    "Năm 2022 có bao nhiêu người đi làm việc ở nước ngoài theo hợp đồng?",
    "Tỷ lệ hộ nghèo của Bắc Kạn năm 2022 là bao nhiêu?",
    "How many workers went abroad in 2021?",
    "Người lao động nên đọc kỹ gì trước khi ký hợp đồng?",
    "What was the plan for vocational training in 2022?",
    "bao nhieu ho ngheo o bac kan nam 2019",
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the benchmark and prints a table; see the module."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--bulletins", type=int, default=2600, help="how many are loaded")
    parser.add_argument(
        "--news", type=Path, help="real news (JSON lines) instead of generated ones"
    )
    parser.add_argument("--loaded", type=Path, help="a loaded data folder: skips loading")
    parser.add_argument("--stock", type=int, default=60, help="bulletins embedded the stock way")
    options = parser.parse_args(arguments)
    with TemporaryDirectory() as folder:
        for name, value in _measure(Path(folder), options):
            print(f"{name:<58} {value}", flush=True)  # noqa: T201 - the benchmark's output


def _measure(folder: Path, options: argparse.Namespace) -> Any:
    samples = Path(str(files("knowledge").joinpath("samples")))
    small = folder / "small"
    encoder = E5Encoder(E5Model(small / "models"))
    with ingesting(Settings(data=small), encoder) as ingester:
        list(ingester.run([samples]))
    yield "bantin --help, cold, median of 5 (s)", f"{_command(small, '--help'):.2f}"
    yield (
        "bantin ask a figure, cold, median of 5 (s)",
        f"{_command(small, 'ask', QUESTIONS[0]):.2f}",
    )
    yield (
        "bantin ask for words, cold, median of 5 (s)",
        f"{_command(small, 'ask', QUESTIONS[5]):.2f}",
    )
    news = options.news or _generated_news(folder / "news.jsonl", options.bulletins)
    texts = [json.loads(line)["text"] for line in news.open(encoding="utf-8")][: options.bulletins]
    timed = folder / "timed.jsonl"
    lines = news.read_text("utf-8").splitlines()
    timed.write_text("\n".join(lines[: options.stock]), "utf-8")
    began = time.perf_counter()
    with ingesting(Settings(data=folder / "timed"), encoder) as ingester:
        list(ingester.run([timed]))
    ours = options.stock / (time.perf_counter() - began)
    data = options.loaded or folder / "large"
    if options.loaded is None:
        with ingesting(Settings(data=data), encoder) as ingester:
            list(ingester.run([samples, news]))
    rate, length = _extraction(small)
    yield f"figures read, samples of {length} characters, bulletins a second", f"{rate:.0f}"
    rate, length = _extraction(folder / "timed")
    yield (
        f"figures read, the {options.stock} timed, of {length} characters, a second",
        f"{rate:.0f}  ({ours / rate:.1%} of the time of loading)",
    )
    stock, theirs = _stock(folder, small, texts[: options.stock], data)
    yield f"loading, bulletins a second: bantin ({options.stock} bulletins)", f"{ours:.2f}"
    yield "loading, bulletins a second: stock", f"{theirs:.2f}  (bantin {ours / theirs:.1f}x)"
    warm = _over_http(data)
    yield f"warm answer over HTTP, {len(texts)} bulletins, p50 / p95 (ms)", _percentiles(warm)
    retrieved = [_timed(stock, question) for _ in range(5) for question in QUESTIONS]
    ratio = statistics.median(retrieved) / statistics.median(warm)
    yield (
        "warm retrieval alone, stock, in process, p50 / p95 (ms)",
        (f"{_percentiles(retrieved)}  (bantin's answer: {ratio:.1f}x its speed)"),
    )


def _extraction(data: Path) -> tuple[float, int]:
    """Bulletins a second whose figures are read, on one core, best of five; their mean length."""
    catalogue = open_catalogue(Settings(data=data))
    with catalogue.reading() as snapshot:
        editions = snapshot.editions()
    bulletins = [(e.bulletin, split_passages(e.bulletin, e.revision)) for e in editions]
    work = bulletins * max(1, 200 // len(bulletins))
    times = []
    for _ in range(5):
        began = time.process_time()
        for bulletin, passages in work:
            extract_figures(bulletin, 1, passages)
        times.append(time.process_time() - began)
    return len(work) / min(times), sum(len(b.text) for b, _ in bulletins) // len(bulletins)


def _percentiles(seconds: Sequence[float]) -> str:
    cuts = statistics.quantiles(seconds, n=20)
    return f"{statistics.median(seconds) * 1e3:.0f} / {cuts[18] * 1e3:.0f}"


def _timed(work: Callable[..., object], *arguments: str) -> float:
    began = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - began


def _command(data: Path, *arguments: str) -> float:
    program = [sys.executable, "-m", "knowledge.cli", *arguments]
    environment = os.environ | {"BANTIN_DATA": str(data)}

    def run() -> None:
        subprocess.run(program, env=environment, check=True, capture_output=True)

    return statistics.median(_timed(run) for _ in range(5))


def _generated_news(path: Path, count: int) -> Path:
    """Bulletins of shuffled sample sentences with other numbers, years and provinces."""
    rng = random.Random(20260101)
    folder = files("knowledge").joinpath("samples")
    sentences = [
        sentence
        for sample in sorted(folder.iterdir(), key=lambda p: p.name)
        for sentence in sample.read_text("utf-8").split("---")[2].replace("\n", " ").split(". ")
        if 40 < len(sentence) < 300
    ]
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            year, place = rng.randint(2012, 2023), rng.choice(PROVINCES)
            body = ". ".join(rng.sample(sentences, 9)).replace("2022", str(year))
            body = body.replace("Bắc Kạn", place) + f". Số tham chiếu {number}."
            row = {"id": f"made-{number}", "title": f"Tin {place} số {number}", "text": body,
                   "date": f"{year}-{rng.randint(1, 12):02}-15", "place": place}  # fmt: skip
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def _stock(
    folder: Path, models: Path, texts: Sequence[str], data: Path
) -> tuple[Callable[[str], object], float]:
    """The stock search over as many passages as `data` has, and its texts embedded a second."""
    stock = StockSearch(folder / "stock", models / "models")
    began = time.perf_counter()
    stock.load((str(number), text) for number, text in enumerate(texts))
    speed = len(texts) / (time.perf_counter() - began)
    catalogue = open_catalogue(Settings(data=data))
    with catalogue.reading() as snapshot:
        ids, vectors = snapshot.vectors()
    stock.fill(ids, ids, vectors)
    return lambda question: stock.search(question, 10), speed


def _over_http(data: Path) -> list[float]:
    """Seconds for each question over a real server, in 5 rounds after a warm-up round."""
    with served(data, RATE_LIMIT="off") as address:

        def ask(question: str) -> None:
            request = urllib.request.Request(
                f"{address}/api/v1/ask",
                json.dumps({"question": question}).encode(),
                {"content-type": "application/json"},
            )
            with urllib.request.urlopen(request, timeout=60) as response:
                response.read()

        for question in QUESTIONS:
            ask(question)
        return [_timed(ask, question) for _ in range(5) for question in QUESTIONS]


if __name__ == "__main__":
    main()
