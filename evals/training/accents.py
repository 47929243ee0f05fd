"""Trains what gives Vietnamese words accents and capitals (`knowledge.search.accent_model`).

    python -m evals.training.accents --texts PLACE… --out accents.npz --minutes 40 [--begun F.npz]
    python -m evals.training.accents --score accents.npz --part unseen_work

A place is a folder of `*.txt`, or a `*.jsonl` or `*.jsonl.gz` file whose fields `text`, `context`,
`title`, `question` and `vi` are read. The texts of the parts that are only measured are left out;
the questions of `questions/train.jsonl` and the names of communes are added. A sentence is learned
as people type it: half of them without capitals, some without marks. `--score` prints how many
words and questions of a part come out as they are written. Needs torch (the extra `train`).
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from evals.training.accent_texts import (
    NAMED,
    Corpus,
    Numbers,
    corpus_of,
    measured_texts,
    own_sentences,
    sentences_of,
)
from evals.training.questions import read_rows
from knowledge.search.accent_model import CASES, REACH, AccentModel, tokens_of
from knowledge.text.spelling import clean, without_accents

WEIGHTS = Path(__file__).parents[2] / "knowledge" / "search" / "weights" / "accents.npz"
_NARROW, _WIDE = 64, 320
_LOWERED, _UNPUNCTUATED = 0.5, 0.4
_BATCH, _RATE, _ROWS_AT_ONCE = 8192, 3e-3, 60_000
# Of what is learned, so much are questions and names: texts hardly ask.
_OWN_SHARE = 0.25
_TOLD, _STORED = 200, 1000


def as_typed(rows: Sequence[Numbers], marks: int, rng: np.random.Generator) -> Numbers:
    """Sequences as people type them, one below the other: word, case, form, capital.

    `REACH` rows of padding are between two sequences; a capital is -1 where it is not asked.
    """
    lengths = np.array([len(row) for row in rows])
    every = np.concatenate(rows)
    number = np.repeat(np.arange(len(rows)), lengths)
    is_low = (rng.random(len(rows)) < _LOWERED)[number]
    is_bare = (rng.random(len(rows)) < _UNPUNCTUATED)[number]
    capital = np.isin(every[:, 1], (CASES.index("Title"), CASES.index("UPPER")))
    every = np.concatenate([every, np.where(is_low, capital, -1)[:, None]], 1)
    every[is_low, 1] = CASES.index("lower")
    is_mark = (every[:, 0] >= NAMED) & (every[:, 0] < NAMED + marks)
    kept = ~(is_bare & is_mark)
    every, number = every[kept], number[kept]
    places = np.arange(len(every)) + REACH * (number + 1)
    padded = np.zeros((len(every) + REACH * (len(rows) + 2), 4), np.int64)
    padded[:, 3] = -1
    padded[places] = every
    return padded


def train(corpus: Corpus, out: Path, minutes: float, seed: int, begun: Path | None) -> None:
    """Trains for some minutes, from weights that are `begun` if given, and stores the weights."""
    import torch
    from torch import nn
    from torch.nn import functional

    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    marks = sum(not name[0].isalnum() for name in corpus.folded[NAMED:])
    window = 2 * REACH + 1

    # torch is not installed where types are checked.
    class Net(nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.words = nn.Embedding(len(corpus.folded), _NARROW)
            self.cases = nn.Embedding(len(CASES), _NARROW)
            self.first = nn.Linear(window * _NARROW, _WIDE)
            self.second = nn.Linear(_WIDE, _WIDE)
            self.third = nn.Linear(_WIDE, _NARROW)
            self.forms = nn.Embedding(len(corpus.forms), _NARROW)
            self.bias = nn.Embedding(len(corpus.forms), 1)
            self.capital = nn.Linear(_WIDE, 1)
            for held in (self.words, self.cases, self.forms):
                nn.init.normal_(held.weight, std=0.2)
            nn.init.zeros_(self.bias.weight)

        def forward(self, ids: Any, cases: Any, choices: Any) -> tuple[Any, Any]:
            h = functional.gelu(self.first((self.words(ids) + self.cases(cases)).flatten(1)))
            h = h + functional.gelu(self.second(h))
            scores = torch.einsum("bcd,bd->bc", self.forms(choices), self.third(h))
            return (scores + self.bias(choices)[..., 0]).float(), self.capital(h)[..., 0].float()

    net = Net()
    if begun:
        with np.load(begun, allow_pickle=False) as stored:
            state = {n: torch.from_numpy(stored[n.replace(".", "_")]) for n in net.state_dict()}
        net.load_state_dict(state)
    table = torch.from_numpy(corpus.candidates).long()
    optimizer = torch.optim.AdamW(net.parameters(), _RATE, weight_decay=0.005)
    began, step = time.monotonic(), 0
    losses: list[float] = []
    around = np.arange(-REACH, REACH + 1)

    def share() -> float:
        return (time.monotonic() - began) / (60 * minutes)

    while share() < 1:
        own = int(_OWN_SHARE * _ROWS_AT_ONCE)
        others = len(corpus.rows) - corpus.own
        chosen = np.concatenate([
            rng.integers(0, others, _ROWS_AT_ONCE - own),
            rng.integers(others, len(corpus.rows), own),
        ])  # fmt: skip
        padded = as_typed([corpus.rows[n] for n in chosen], marks, rng)
        places = np.flatnonzero(padded[:, 2])
        rng.shuffle(places)
        for start in range(0, len(places), _BATCH):
            if share() >= 1:
                break
            at = places[start : start + _BATCH]
            near = at[:, None] + around
            ids = torch.from_numpy(padded[near, 0])
            choices = table[ids[:, REACH]]
            goal = (choices == torch.from_numpy(padded[at, 2])[:, None]).float().argmax(-1)
            for group in optimizer.param_groups:
                group["lr"] = _RATE * min(1.0, (step + 1) / 200) * (1 - share()) ** 0.7
            with torch.autocast("cpu", torch.bfloat16):
                scores, capitals = net(ids, torch.from_numpy(padded[near, 1]), choices)
            loss = functional.cross_entropy(scores.masked_fill(choices == 0, -1e4), goal)
            wanted = torch.from_numpy(padded[at, 3])
            asked = wanted >= 0
            loss = loss + 0.3 * functional.binary_cross_entropy_with_logits(
                capitals[asked], wanted[asked].float()
            )
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            step += 1
            if step % _TOLD == 0:
                tell = f"step {step}, {share():.0%}, loss {np.mean(losses[-_TOLD:]):.4f}\n"
                sys.stdout.write(tell)
                sys.stdout.flush()
            if step % _STORED == 0:
                _store(net, corpus, out)
    _store(net, corpus, out)


def _store(net: Any, corpus: Corpus, out: Path) -> None:
    arrays = {
        name.replace(".", "_"): value.detach().float().numpy().astype(np.float16)
        for name, value in net.state_dict().items()
    }
    text = "\n".join(corpus.folded) + "\0" + "\n".join(corpus.forms)
    np.savez_compressed(
        out, vocabulary=np.frombuffer(text.encode("utf-8"), np.uint8),
        candidates=corpus.candidates.astype(np.uint16), **arrays,
    )  # fmt: skip


def score(model: AccentModel, part: str) -> str:
    """How many words and questions of a part come out as written, with capitals and without."""
    lines = []
    for name in ("as typed", "lower"):
        total = right = whole = capitals = number = 0
        for row in read_rows(part):
            text = clean(row["vi"])
            typed = without_accents(text)
            typed = typed.lower() if name == "lower" else typed
            got, want = tokens_of(model.restored(typed)), tokens_of(text)
            if len(got) != len(want):
                continue
            pairs = [(g, w) for g, w in zip(got, want, strict=True) if w.folded.isalpha()]
            same = sum(g.low == w.low for g, w in pairs)
            total, right, number = total + len(pairs), right + same, number + 1
            whole += same == len(pairs)
            capitals += sum(g.text == w.text for g, w in pairs)
        lines.append(
            f"{part}, {name}: words {right / total:.4f}, with capitals {capitals / total:.4f}, "
            f"questions {whole / number:.3f} of {number}"
        )
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Trains or scores; see the module."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--texts", type=Path, nargs="+", default=[])
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--begun", type=Path, help="weights from the same texts to go on from")
    parser.add_argument("--minutes", type=float, default=40)
    parser.add_argument("--seed", type=int, default=20261127)
    parser.add_argument("--score", type=Path)
    parser.add_argument("--part", default="unseen_work")
    options = parser.parse_args(arguments)
    if options.score:
        sys.stdout.write(score(AccentModel(options.score), options.part) + "\n")
        return
    corpus = corpus_of(sentences_of(options.texts, measured_texts()), own_sentences())
    words = sum(map(len, corpus.rows))
    sys.stdout.write(
        f"{len(corpus.rows)} sequences, {words} tokens, {len(corpus.folded)} words, "
        f"{len(corpus.forms)} forms\n"
    )
    sys.stdout.flush()
    train(corpus, options.out, options.minutes, options.seed, options.begun)


if __name__ == "__main__":
    main()
