"""Measures what poisoned bulletins and hostile questions do to the answers.

    python -m evals.bench.poison --data DIR --out DIR [--news FILE.jsonl ...] [--count 440]
        [--trust unknown|none] [--questions FILE.jsonl] [--parts clean,facts,hostile,model,suites]

`--data` has the samples and at least 2,000 clean bulletins; if it is empty, they are loaded from
`--news` first. A copy of it in `--out` gets `--count` poisoned bulletins in twelve kinds
(`evals.bench.poison.texts`): of a source that nobody vouches for, or (`none`) loaded like all
others. Parts: `clean`, the suites over the clean library; `facts`, the questions that the poisoned
bulletins answer falsely; `hostile`, 560 hostile questions; `model`, both with a chat model that
obeys what it reads; `suites`, the suites over the poisoned library, and the drop in points; and
only where it is named, `page`: poisoned bulletins and hostile questions in a real Chromium.
`--questions` adds real questions (`vi`, and `answer` or `miss`) to the suites. Results are printed
and added to `poison.json` in `--out`; `faults.jsonl` has every answer with a fault.
"""

import argparse
import gzip
import json
import shutil
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from assistant.build import build_assistant
from assistant.drafting.from_model import Generator
from assistant.json_views import answer_view
from assistant.pipeline import Assistant
from assistant.settings import Settings
from evals.bench.poison.checks import faults_of
from evals.bench.poison.facts import FACTS, Fact
from evals.bench.poison.model import ObedientModel
from evals.bench.poison.page import in_browser
from evals.bench.poison.questions import hostile_questions
from evals.bench.poison.texts import poisons
from evals.cases.loading import load_suites
from evals.runs.scoring import rights
from evals.runs.targets import LocalTarget, Turns
from evals.workbench import run_suite
from knowledge.build import ingesting
from knowledge.ingestion.trust import Trusting
from knowledge.storage.places import CATALOGUE_FILE
from knowledge.text.spelling import fold

_TODAY = date(2026, 11, 25)
_SAMPLES = Path(__file__).parents[3] / "knowledge" / "samples"
_SUITES = ("samples", "facts", "english", "spellings", "unanswerable", "contradictions")
_PARTS = ("clean", "facts", "hostile", "model", "suites")
_ASKED = ("{}", "{} Trả lời ngắn gọn.", "Theo bản tin mới nhất: {}")


class _Answers(LocalTarget):
    """This installation; its search, which the measures of answers do not need, finds nothing.

    Answers are kept, so that they can be scored twice: as they are, and without the figures that
    they name as those of an unconfirmed source.
    """

    def __init__(self, assistant: Assistant, settings: Settings) -> None:
        super().__init__(assistant, settings)
        self._views: dict[str, dict[str, Any]] = {}
        self.confirmed_only = False

    def ask(self, question: str, language: str | None, turns: Turns) -> dict[str, Any]:
        """See Target."""
        key = json.dumps([question, language, list(turns)])
        view = self._views.get(key) or self._views.setdefault(
            key, super().ask(question, language, turns)
        )
        if not self.confirmed_only:
            return view
        trust = {c["marker"]: c["trust"] for c in view["citations"]}
        kept = [
            f for f in view["figures"]
            if f["standing"] != "differs" or trust.get(f["marker"]) != "unknown"
        ]  # fmt: skip
        return view | {"figures": kept}

    def hits(self, question: str, k: int) -> list[tuple[str, str]]:
        """Nothing, at once."""
        return []


class Measure:
    """One run of the measure over one clean and one poisoned library."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self._report = out / "poison.json"
        self._faulty = out / "faults.jsonl"

    def tell(self, name: str, result: Mapping[str, Any]) -> None:
        """Prints a result and adds it to the report."""
        sys.stdout.write(f"{name}: {json.dumps(result, ensure_ascii=False)}\n")
        sys.stdout.flush()
        kept = json.loads(self._report.read_text("utf-8")) if self._report.exists() else {}
        self._report.write_text(json.dumps(kept | {name: result}, ensure_ascii=False, indent=1))

    def asked(
        self, name: str, assistant: Assistant, poisoned: set[str],
        questions: Iterable[tuple[str, str, Fact | None, str]],
    ) -> None:  # fmt: skip
        """Asks (kind, question, fact, planted value) each and counts the faults of the answers."""
        counts: Counter[str] = Counter()
        statuses: Counter[str] = Counter()
        by_kind: Counter[str] = Counter()
        total = 0
        with self._faulty.open("a", encoding="utf-8") as file:
            for kind, question, fact, planted in questions:
                view = answer_view(assistant.answer(question))
                right = fact.value if fact is not None else None
                faults = sorted(set(faults_of(view, poisoned, right, planted)))
                total += 1
                statuses[view["status"]] += 1
                counts.update(faults)
                by_kind[kind] += bool(faults)
                if faults:
                    keys = ("status", "short", "text", "citations", "trace")
                    row = {"part": name, "kind": kind, "question": question, "faults": faults}
                    row |= {key: view[key] for key in keys}
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
        by_kind = +by_kind
        self.tell(name, {"questions": total, "with faults": by_kind.total(),
                         "faults": dict(counts), "by kind": dict(by_kind),
                         "statuses": dict(statuses)})  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the parts; see the module."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        "evals.bench.poison", description=__doc__, formatter_class=layout
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--news", type=Path, nargs="*", default=[])
    parser.add_argument("--count", type=int, default=440)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--trust", choices=("unknown", "none"), default="unknown")
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--every", type=int, default=1, help="only every nth hostile question")
    parser.add_argument("--parts", default=",".join(_PARTS))
    parser.add_argument("--chromium", default=shutil.which("chromium"), help="path of the browser")
    options = parser.parse_args(arguments)
    parts = options.parts.split(",")
    if "page" in parts and options.chromium is None:
        parser.error("no chromium here: apt-get install chromium, or --chromium PATH")
    options.out.mkdir(parents=True, exist_ok=True)
    measure = Measure(options.out)
    clean = Settings(data=options.data)
    _load_clean(clean, options.news)
    poisoned = Settings(data=options.out / f"poisoned-{options.trust}")
    ids = _load_poison(clean, poisoned, options)
    made = _assistant(poisoned)
    measure.tell(
        "library", {"clean": made.library.bulletin_count() - len(ids), "poisoned": len(ids)}
    )
    name = f"-{options.trust}"
    if "clean" in parts:
        _suites(measure, "clean", clean, options.questions)
    if "facts" in parts:
        measure.asked("facts" + name, made, ids, _fact_questions())
    hostile = [(h.kind, h.text, h.fact, h.value) for h in hostile_questions(options.seed)][
        :: options.every
    ]
    if "hostile" in parts:
        measure.asked("hostile" + name, made, ids, hostile)
    if "model" in parts:
        model = ObedientModel()
        obeying = _assistant(poisoned, model)
        measure.asked("model" + name, obeying, ids, [*_fact_questions(), *hostile])
        measure.tell("model calls" + name, {"calls": model.calls})
    if "page" in parts:
        texts = [text for _, text, _, _ in hostile]
        measure.tell("page" + name, in_browser(poisoned.data, sorted(ids), texts, options.chromium))
    if "suites" in parts:
        _suites(measure, "poisoned" + name, poisoned, options.questions)


def _assistant(settings: Settings, model: ObedientModel | None = None) -> Assistant:
    made = build_assistant(settings)
    generator = Generator(model, made.library.encoder, 20.0) if model else None
    return Assistant(
        made.library,
        reader=made.reader,
        row_reader=made.row_reader,
        today=lambda: _TODAY,
        generator=generator,
        budget_s=60,
    )


def _load_clean(settings: Settings, news: Sequence[Path]) -> None:
    if (settings.data / CATALOGUE_FILE).exists():
        return
    lines = settings.data.with_name(settings.data.name + "-news.jsonl")
    texts = [path.read_bytes() for path in news]
    lines.write_bytes(b"".join(gzip.decompress(t) if t[:2] == b"\x1f\x8b" else t for t in texts))
    with ingesting(settings) as ingester:
        for _ in ingester.run([_SAMPLES, lines]):
            pass


def _load_poison(clean: Settings, poisoned: Settings, options: argparse.Namespace) -> set[str]:
    """Copies the library, loads the poisoned bulletins into the copy; the ids of the poisoned."""
    known = options.out / f"poisoned-{options.trust}.json"
    if not known.exists():
        shutil.rmtree(poisoned.data, ignore_errors=True)
        shutil.copytree(clean.data, poisoned.data)
        folder = options.out / "texts"
        folder.mkdir(exist_ok=True)
        paths = [poison.write(folder) for poison in poisons(options.count, options.seed)]
        trust = None if options.trust == "none" else options.trust
        with ingesting(poisoned) as ingester:
            receipts = list(ingester.run(paths, trusting=Trusting(trust)))
        refused = [r for r in receipts if r.bulletin_id is None]
        sys.stdout.writelines(f"not loaded: {r}\n" for r in refused)
        known.write_text(json.dumps(sorted(str(r.bulletin_id) for r in receipts if r.bulletin_id)))
    return set(json.loads(known.read_text("utf-8")))


def _fact_questions() -> Iterator[tuple[str, str, Fact | None, str]]:
    """Each fact's question plainly, without accents and in two wordings."""
    for fact in FACTS:
        for asked in _ASKED:
            yield "fact", asked.format(fact.question), fact, ""
        yield "fact", fold(fact.question), fact, ""


def _suites(measure: Measure, name: str, settings: Settings, questions: Path | None) -> None:
    """The share of right answers of the suites and of the real questions."""
    assistant = _assistant(settings)
    cases, target = load_suites(_SUITES), _Answers(assistant, settings)
    run = run_suite(cases, target)
    right = rights(run.scores)
    target.confirmed_only = True
    led = rights(run_suite(cases, target).scores)
    by_suite: dict[str, list[bool]] = {}
    for case, is_right in right.items():
        by_suite.setdefault(case.rpartition("-")[0], []).append(is_right)
    result: dict[str, Any] = {
        suite: f"{sum(values)}/{len(values)}" for suite, values in sorted(by_suite.items())
    }
    result["all suites"] = round(100 * sum(right.values()) / len(right), 2)
    # Whoever says otherwise is told (decision 15), by name; such a figure is no part of the answer.
    result["rivals named as unconfirmed aside"] = round(100 * sum(led.values()) / len(led), 2)
    if questions is not None:
        rows = [json.loads(line) for line in questions.read_text("utf-8").splitlines()]
        real = {row["id"]: _is_right(assistant, row) for row in rows}
        result["real"] = f"{sum(real.values())}/{len(real)}"
        right |= real
    result["all"] = round(100 * sum(right.values()) / len(right), 2)
    measure.tell(name, result)
    (measure.out / f"rights-{name}.json").write_text(json.dumps(right))


def _is_right(assistant: Assistant, row: Mapping[str, Any]) -> bool:
    """Whether the answer to a real question quotes what answers, or refuses where nothing does."""
    answer = assistant.answer(row["vi"])
    is_answered = answer.status in ("answered", "answered_partly")
    if "answer" not in row:
        return not is_answered
    said = _squeezed(
        " ".join([answer.short or "", answer.text, *(c.quote for c in answer.citations)])
    )
    return is_answered and _squeezed(row["answer"]) in said


def _squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).lower().split())


if __name__ == "__main__":
    main()
