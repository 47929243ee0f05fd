"""Trains the reader of rows: over the lines of tables, it points at the cell that answers.

    python -m evals.training.rows --out DIR --models DIR [--minutes 40] [--threads 2]
    python -m evals.training.export --trained DIR --name rows --models DIR

It goes on from the shipped reader with the tables of `questions/tables.jsonl`, in Vietnamese and
English, as written and in small letters. A question is also asked of its table without the column
or the row that answers, and then has no answer. The tables that the choice among cells is fitted
on (`evals.training.cell_meaning`) are left out. Kept is a running mean of the weights, cut to
`--rank`. An hour on two processors with AMX.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evals.training import tables
from evals.training.batches import batches_of, epoch_of
from evals.training.examples import Example
from evals.training.losses import loss_of, scored
from evals.training.low_rank import cut, matrices
from evals.training.masters import Masters
from evals.training.pack import Pack, write
from evals.training.packed import Packed, Window, read
from evals.training.reader import build, keep, state_of
from evals.training.soup import State, adapted, put
from evals.training.tensors import tensors_of

_MOST_CHARS = 1500  # of a line, as `assistant.evidence.row_reading` cuts it
# Lines without the answer that are read beside it.
_NEGATIVES = 7
# The share of the questions that an epoch asks, by what is taken from the table and by form.
_SHARES = {"whole": 1.0, "column": 0.2, "row": 0.2}
_FORM_SHARES = {"vi": 1.0, "en": 1.0, "lower": 0.35, "enlow": 0.35}
_EVERY, _DECAY, _WARM_UP = 5, 0.99, 100  # steps
_SEED = 7


def variants_of(
    table: dict[str, Any], question: dict[str, Any]
) -> Iterator[tuple[str, list[str], tuple[int, int, int] | None]]:
    """The lines to read for a question, and (line, start, end) of its answer, None where none.

    The name of a variant is what the table lacks: nothing (`whole`), the `column` or the `row`
    that answers. Nothing for a question whose cell is not told in exactly one line.
    """
    lines = tables.lines_of(table)
    if "miss" in question:
        yield "whole", lines, None
        return
    place = tables.place_of(table, lines, question)
    if place is None:
        return
    yield "whole", lines, place
    kept = [at for at in range(len(table["columns"])) if at != question["col"]]
    if question["col"] > 0 and len(kept) > 2:
        less = {
            **table, "columns": [table["columns"][at] for at in kept],
            "rows": [[row[at] for at in kept] for row in table["rows"]],
        }  # fmt: skip
        yield "column", tables.lines_of(less), None
    yield "row", [line for at, line in enumerate(lines) if at != place[0]], None


def packed_tables(path: Path, models: Path) -> Packed:
    """The windows of all tables but those left out, named `tables:VARIANT:FORM`."""
    from knowledge.embedding.e5_model import E5Model

    pack, rng, group = Pack(E5Model(models).tables.tokenizer), random.Random(_SEED), 0
    for table in tables.tables_of("tables"):
        if tables.is_left_out(table["id"]):
            continue
        header = tables.header_of(table)
        for question in table["questions"]:
            vi, en = question["vi"], question["en"]
            forms = {"vi": vi, "en": en, "lower": _typed(vi), "enlow": _typed(en)}
            for variant, lines, place in variants_of(table, question):
                for form, asked in forms.items():
                    for at, line in enumerate(lines):
                        span = place[1:] if place and place[0] == at else (-1, -1)
                        example = Example(asked, line[:_MOST_CHARS], *span, "")
                        pack.add(example, f"tables:{variant}:{form}", header, rng, group)
                    group += 1
    write(pack, path)
    return read(path)


def _typed(question: str) -> str:
    return question.lower().rstrip("?. ")


def drawn(windows: Sequence[Window], rng: random.Random) -> list[Window]:
    """The windows of the questions that one epoch asks."""
    is_drawn: dict[tuple[str, int], bool] = {}
    for window in windows:
        key = (window.name, window.group)
        if key not in is_drawn:
            _, variant, form = window.name.split(":")
            is_drawn[key] = rng.random() < _SHARES[variant] * _FORM_SHARES[form]
    return [window for window in windows if is_drawn[window.name, window.group]]


def train(model: Any, head: Any, packed: Packed, options: argparse.Namespace) -> State:
    """Trains for `options.minutes`; returns the running mean of the matrices and the head."""
    import torch

    rng, pad = random.Random(options.seed), packed.weights.pad
    mean = {name: values.clone() for name, values in state_of(model, head).items()}
    masters = Masters(model, head)
    optimizer = torch.optim.AdamW(masters.values, lr=options.rate, weight_decay=0.01)
    began, step = time.monotonic(), 0
    model.train()
    while True:
        units = epoch_of(drawn(packed.windows, rng), rng, negatives=_NEGATIVES)
        for batch in batches_of(units, options.batch_tokens, rng):
            spent = time.monotonic() - began
            if spent > options.minutes * 60:
                model.eval()
                masters.restore()
                return mean
            for group in optimizer.param_groups:
                group["lr"] = options.rate * min(1.0, step / _WARM_UP)
            tensors = tensors_of(batch, pad)
            loss = loss_of(scored(model, head, tensors, pad), tensors)
            masters.learn(loss, optimizer)
            step += 1
            if step % _EVERY == 0:
                decay = min(_DECAY, step / _EVERY / (step / _EVERY + 9))
                for name, values in masters.state(matrices(model), head).items():
                    mean[name].mul_(decay).add_(values, alpha=1 - decay)
            if step % 50 == 0:
                sys.stdout.write(f"step {step} loss {loss.item():.3f} {spent:.0f} s\n")
                sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> None:
    """Writes the trained folder; see the module."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--models", type=Path, required=True, help="the folder of the model")
    parser.add_argument("--minutes", type=float, default=40)
    parser.add_argument("--rank", type=int, default=64)
    parser.add_argument("--rate", type=float, default=5e-5)
    parser.add_argument("--batch-tokens", type=int, default=8192)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=_SEED)
    options = parser.parse_args(arguments)
    import torch

    from knowledge.embedding.adapters import adapter_file

    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    packed = packed_tables(options.out / "pack.npz", options.models)
    sys.stdout.write(f"{len(packed.windows)} windows\n")
    # Fused attention has a slow gradient on processors, and dropout costs a fifth of a step.
    model, head = build(packed, "cpu", dropout=0.0, attention="eager")
    base = state_of(model, head)
    put(model, head, adapted(base, adapter_file("reader")))
    put(model, head, train(model, head, packed, options))
    cut(model, base, options.rank)
    keep(model, head, options.out)
    card = {n: getattr(options, n) for n in ("minutes", "rank", "rate", "batch_tokens", "seed")}
    (options.out / "training.json").write_text(json.dumps(card | {"windows": len(packed.windows)}))


if __name__ == "__main__":
    main()
