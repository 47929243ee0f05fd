"""Measures loading as a library grows: rate, memory, size on disk, time of a question.

    python -m evals.bench.growth --out DIR [--steps 1000,2500,5000,10000] [--seed 1]

Bulletins are made of sentences of the sample bulletins with other numbers and provinces, so that
hardly two tell the same. Each step loads the new ones with the command in a process of its own.
Printed for each: bulletins a second, the time of the processor for each, the peak memory of the
command, bytes on disk for each bulletin, the time of questions (the command, cold; in this process,
warm), and the load average of the machine. At the end everything is loaded again, unchanged. What
DIR holds already is not loaded again.

Times of the processor are comparable on a machine with other load; seconds are not.
"""

import argparse
import os
import random
import re
import statistics
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from assistant.build import build_assistant
from assistant.settings import Settings
from knowledge.build import open_catalogue
from knowledge.text.sentences import sentences as sentence_spans
from knowledge.vocabulary.place_names import PROVINCES

_SAMPLES = Path(__file__).parents[2] / "knowledge" / "samples"
_FIRST_DAY, _DAYS = date(2012, 1, 5), 4000
_LEAST, _MOST = 6, 16
_QUESTIONS = (
    "Năm 2022 Bắc Kạn có bao nhiêu người đi xkld?",
    "Tỷ lệ hộ nghèo của Thái Nguyên năm 2021 là bao nhiêu?",
    "Lâm Đồng giải quyết việc làm cho bao nhiêu lao động năm 2020?",
    "tin mới nhất về bảo hiểm xã hội",
)
_COLD, _WARM = 3, 10


@dataclass(frozen=True, slots=True)
class Step:
    """What one step of the growth measured; sizes in bytes; of questions the medians."""

    bulletins: int
    loaded: int
    loading: "Cost"
    disk_bytes: int
    cold: "Cost"
    warm: "Cost"
    load_average: float

    def line(self) -> str:
        """One line for people."""
        return (
            f"{self.bulletins:6d} bulletins: {self.loaded / self.loading.seconds:5.1f} a second, "
            f"{self.loading.cpu_s / self.loaded * 1000:.0f} ms of the processor each, "
            f"peak {self.loading.peak_bytes / 2**20:.0f} MiB, "
            f"{self.disk_bytes / self.bulletins / 1024:.1f} KiB on disk each; question "
            f"{self.cold.seconds:.2f} s ({self.cold.cpu_s:.2f} s) cold, "
            f"{self.warm.seconds * 1000:.0f} ms ({self.warm.cpu_s * 1000:.0f} ms) warm; "
            f"load average {self.load_average:.1f}"
        )


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds, those of the processor, and the peak memory in bytes."""

    seconds: float
    cpu_s: float
    peak_bytes: int = 0


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(
        statistics.median(cost.seconds for cost in costs),
        statistics.median(cost.cpu_s for cost in costs),
    )


def sample_sentences(folder: Path = _SAMPLES) -> list[str]:
    """The sentences of the sample bulletins, in the order of their files."""
    sentences: list[str] = []
    for path in sorted(folder.glob("*.md")):
        text = path.read_text("utf-8").split("---", 2)[2]
        sentences += [text[a:b].strip() for a, b in sentence_spans(text)]
    return [s for s in sentences if len(s) > 40 and "\n" not in s]


def synthetic_bulletin(sentences: Sequence[str], rng: random.Random) -> str:
    """A Markdown file of some of the sentences, with other numbers, of one province and day."""
    place = rng.choice(sorted(PROVINCES))
    day = _FIRST_DAY + timedelta(rng.randrange(_DAYS))
    body = [_other_numbers(s, rng) for s in rng.sample(sentences, rng.randint(_LEAST, _MOST))]
    title = f"{place}: {body[0].split(',')[0][:90]} ({day:%d/%m/%Y})".replace('"', "'")
    paragraphs = "\n\n".join(body)
    return (
        f'---\ntitle: "{title}"\ndate: {day.isoformat()}\nplace: {place}\n---\n\n'
        f"Ngày {day.day}/{day.month}/{day.year}, {place} báo cáo kết quả.\n\n{paragraphs}\n"
    )


def _other_numbers(sentence: str, rng: random.Random) -> str:
    """The sentence with other digits; years stay years."""

    def other(match: re.Match[str]) -> str:
        number = match[0]
        if re.fullmatch(r"(?:19|20)\d\d", number):
            return str(rng.randint(2012, 2023))
        return number[0] + "".join(rng.choice("123456789") for _ in number[1:])

    return re.sub(r"\d+", other, sentence)


def write_bulletins(folder: Path, names: Iterable[int], seed: int) -> None:
    """Writes one file for each number into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    sentences = sample_sentences()
    for name in names:
        text = synthetic_bulletin(sentences, random.Random(f"{seed}-{name}"))
        (folder / f"ban-tin-{name:06d}.md").write_text(text, "utf-8")


def run_command(*arguments: str) -> Cost:
    """Runs `bantin` with the arguments.

    Raises:
        SystemExit: the command failed.
    """
    began = time.perf_counter()
    command = [sys.executable, "-m", "knowledge.cli", *arguments]
    process = os.posix_spawn(
        sys.executable, command, os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )  # fmt: skip
    _, status, usage = os.wait4(process, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"bantin {' '.join(arguments)} failed")
    cpu_s = usage.ru_utime + usage.ru_stime
    return Cost(time.perf_counter() - began, cpu_s, usage.ru_maxrss * 1024)


def measure(data: Path, folder: Path, bulletins: int) -> Step | None:
    """Loads the folder into the library and measures it; None where it is loaded already."""
    before = _stored(data)
    loading = run_command("ingest", str(folder), "--data", str(data), "--json")
    loaded = _stored(data) - before
    if loaded <= 0:
        return None
    cold = [run_command("ask", q, "--data", str(data)) for q in (_QUESTIONS * _COLD)[: 2 * _COLD]]
    assistant = build_assistant(Settings(data=data))
    warm = []
    for question in _QUESTIONS * _WARM:
        began, worked = time.perf_counter(), time.process_time()
        assistant.answer(question)
        warm.append(Cost(time.perf_counter() - began, time.process_time() - worked))
    assistant.library.close()
    return Step(
        bulletins, loaded, loading, _size_of(data), _median(cold), _median(warm[len(_QUESTIONS) :]),
        os.getloadavg()[1],
    )  # fmt: skip


def _stored(data: Path) -> int:
    catalogue = open_catalogue(Settings(data=data))
    try:
        return catalogue.counts()["bulletins"]
    finally:
        catalogue.close()


def _size_of(data: Path) -> int:
    """The bytes of the library on disk, without the converted model."""
    paths = (path for path in data.rglob("*") if path.is_file())
    return sum(p.stat().st_size for p in paths if "models" not in p.relative_to(data).parts)


def main(arguments: Sequence[str] | None = None) -> None:
    """Grows a library by the steps and prints the measures of each."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", default="1000,2500,5000,10000")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    data, stored = options.out / "data", 0
    for bulletins in map(int, options.steps.split(",")):
        folder = options.out / "files" / f"{bulletins:06d}"
        write_bulletins(folder, range(stored, bulletins), options.seed)
        stored = bulletins
        step = measure(data, folder, bulletins)
        if step is not None:
            sys.stdout.write(step.line() + "\n")
            sys.stdout.flush()
    again = run_command("ingest", str(options.out / "files"), "--data", str(data), "--json")
    sys.stdout.write(
        f"all again, unchanged: {stored / again.seconds:.0f} a second, "
        f"{again.cpu_s / stored * 1000:.1f} ms of the processor each, "
        f"peak {again.peak_bytes / 2**20:.0f} MiB\n"
    )


if __name__ == "__main__":
    main()
