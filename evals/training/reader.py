"""Trains the reader on a packed file: on a GPU in minutes, on a CPU in hours.

    python -m evals.training.reader --pack FILE --out DIR [--epochs 3] [--minutes 4] [--free]

Every matrix of the default model's layers is trained; vocabulary, biases and norms stay, so that
the encoder's tables can be shared. A head gives three scores a token: first and last of the answer
and, at `<s>`, whether the text answers at all. The changes are then reduced to `--rank` by singular
values and trained further in that form. --free leaves out the sets whose terms do not allow the
distribution of trained weights, --without-half the questions over half of our texts and tables. DIR
gets `adapter.npz`, `work.npz` (the readings of the work part) and `training.json`.
"""

import argparse
import json
import math
import random
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from evals.training.batches import GROUPED, batches_of, epoch_of
from evals.training.losses import loss_of, scored
from evals.training.low_rank import MATRICES, cut, factors, matrices
from evals.training.masters import Masters
from evals.training.packed import Packed, Window, read

_WARM_UP = 0.05
_MAX_ANSWER_TOKENS = 40


def build(packed: Packed, device: str) -> tuple[Any, Any]:
    """The default model, its layers' matrices trainable, and a head of three scores a token."""
    import torch
    from transformers import BertConfig, BertModel

    from knowledge.embedding.e5_export import bert_state

    w = packed.weights
    config = BertConfig(
        vocab_size=w.vocabulary, hidden_size=w.hidden, num_hidden_layers=w.layers,
        num_attention_heads=w.heads, intermediate_size=w.feed_forward,
        max_position_embeddings=w.positions, layer_norm_eps=w.eps, pad_token_id=w.pad,
        hidden_dropout_prob=0.1, attention_probs_dropout_prob=0.0,
    )  # fmt: skip
    model = BertModel(config, add_pooling_layer=False)
    state = {k: torch.from_numpy(np.array(v)) for k, v in bert_state(w).items()}
    model.load_state_dict(state, strict=False)
    for name, parameter in model.named_parameters():
        parameter.requires_grad = any(name.endswith(f"{m}.weight") for m in MATRICES)
    head = torch.nn.Linear(w.hidden, 3)
    torch.nn.init.normal_(head.weight, std=0.02)
    torch.nn.init.zeros_(head.bias)
    return model.to(device), head.to(device)


def train(
    model: Any, head: Any, packed: Packed, windows: Sequence[Window], options: argparse.Namespace,
    rate: float, epochs: float, minutes: float, device: str,
) -> float:  # fmt: skip
    """Trains; the rate decays to zero by the end of `minutes` or `epochs`. Returns the loss."""
    import torch

    rng = random.Random(options.seed)
    masters = Masters(model, head)
    optimizer = torch.optim.AdamW(masters.values, lr=rate, weight_decay=0.01, fused=device != "cpu")
    batches = [
        b for _ in range(math.ceil(epochs))
        for b in batches_of(epoch_of(windows, rng), options.batch_tokens, rng)
    ]  # fmt: skip
    batches = batches[: int(len(batches) * epochs / math.ceil(epochs))]
    began, smooth = time.monotonic(), 0.0
    model.train()
    for step, batch in enumerate(batches):
        spent = (time.monotonic() - began) / (minutes * 60) if minutes else 0
        part = max(step / len(batches), spent)
        if part >= 1:
            break
        scale = min(part / _WARM_UP, (1 - part) / (1 - _WARM_UP))
        for group in optimizer.param_groups:
            group["lr"] = rate * max(scale, 0.005)
        held = [window for unit in batch for window in unit]
        scores = scored(model, head, held, packed.weights.pad, device)
        loss = loss_of(scores, batch, device)
        loss.backward()
        masters.take_gradients()
        torch.nn.utils.clip_grad_norm_(masters.values, 1.0)
        optimizer.step()
        masters.give_values()
        if step % 200 == 0:
            value = loss.item()
            smooth = value if step == 0 else 0.7 * smooth + 0.3 * value
            seconds = time.monotonic() - began
            sys.stdout.write(f"{step}/{len(batches)} loss {smooth:.3f} {seconds:.0f} s\n")
            sys.stdout.flush()
    model.eval()
    masters.restore()
    return smooth


def spans_of(scores: Any, batch: Sequence[Window]) -> list[tuple[int, int, float, float, float]]:
    """For each window (first, last, score of the best span, score of no span, answers)."""
    import torch

    size = scores.shape[1]
    ones = torch.ones(size, size, device=scores.device, dtype=torch.bool)
    fits = ones.triu() & ~ones.triu(_MAX_ANSWER_TOKENS)
    joint = (scores[:, :, None, 0] + scores[:, None, :, 1]).masked_fill(~fits, -1e9)
    joint[:, 0, :] = -1e9
    best, place = joint.flatten(1).max(1)
    none = scores[:, 0, :2].sum(-1)
    rows = zip(place.tolist(), best.tolist(), none.tolist(), scores[:, 0, 2].tolist(), strict=True)
    return [(p // size, p % size, b, n, a) for p, b, n, a in rows]


def read_all(
    model: Any, head: Any, packed: Packed, windows: Sequence[Window], device: str
) -> np.ndarray:
    """(windows, 5): see `spans_of`; in the order of `windows`."""
    import torch

    order = sorted(range(len(windows)), key=lambda i: len(windows[i].ids))
    readings = np.zeros((len(windows), 5), np.float32)
    with torch.no_grad():
        for at in range(0, len(order), 64):
            rows = order[at : at + 64]
            batch = [windows[i] for i in rows]
            scores = scored(model, head, batch, packed.weights.pad, device)
            readings[rows] = spans_of(scores, batch)
    return readings


def summary(windows: Sequence[Window], readings: np.ndarray) -> dict[str, float]:
    """Scores of the best span of each question's most confident passage, by set.

    `held n` counts the questions with a passage that contains the answer; the means are over them:
    `overlap` is 1 for any common token, `f1` is over tokens.
    """
    groups: dict[tuple[str, int], list[int]] = defaultdict(list)
    for number, window in enumerate(windows):
        groups[(window.name, window.group)].append(number)
    values_by_set: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for (name, _), numbers in groups.items():
        if not any(windows[i].first for i in numbers):
            continue
        best = max(numbers, key=lambda i: readings[i, 2] - readings[i, 3])
        window, (first, last) = windows[best], readings[best, :2]
        common = min(last, window.last) - max(first, window.first) + 1
        common = common if window.first and common > 0 else 0
        whole = (last - first + 1) + (window.last - window.first + 1)
        values_by_set[name].append((float(common > 0), 2 * common / whole))
    result: dict[str, float] = {}
    for name, values in values_by_set.items():
        overlap, f1 = np.mean(values, 0)
        result |= {f"{name} held n": len(values), f"{name} overlap": round(float(overlap), 4),
                   f"{name} f1": round(float(f1), 4)}  # fmt: skip
    return result


def _keep(model: Any, head: Any, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    scores = {name: p.detach().cpu().numpy() for name, p in head.named_parameters()}
    np.savez_compressed(folder / "adapter.npz", **factors(model), **scores)


def main(arguments: Sequence[str] | None = None) -> None:
    """Trains and writes the adapter; see the module."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--pack", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--free", action="store_true")
    parser.add_argument(
        "--without-half",
        type=int,
        choices=(0, 1),
        help="of our texts and tables, to ask it of them",
    )
    parser.add_argument("--epochs", type=float, default=3)
    parser.add_argument(
        "--minutes",
        type=float,
        default=0,
        help="end the first part by then; the second takes a quarter more",
    )
    parser.add_argument("--rank", type=int, default=64)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--batch-tokens", type=int, default=16_384)
    parser.add_argument("--seed", type=int, default=20261126)
    options = parser.parse_args(arguments)
    import torch

    torch.manual_seed(options.seed)
    torch.set_float32_matmul_precision("high")
    device = "cuda" if torch.cuda.is_available() else "cpu"
    packed = read(options.pack)
    prefixes = ["train", "tables", "free:"] + ([] if options.free else ["terms:"])
    windows, work = packed.of(*prefixes), packed.of("work:")
    if options.without_half is not None:
        absent = tuple(f"{part}{options.without_half}:" for part in GROUPED)
        windows = [w for w in windows if not w.name.startswith(absent)]
    sys.stdout.write(f"{len(windows)} windows to learn from, {len(work)} to measure, {device}\n")
    model, head = build(packed, device)
    base = {name: module.weight.detach().clone() for name, module in matrices(model)}
    train(
        model, head, packed, windows, options, options.rate, options.epochs, options.minutes, device
    )
    results = {"whole": summary(work, read_all(model, head, packed, work, device))}
    cut(model, base, options.rank)
    _keep(model, head, options.out)  # saved first: the machine's time may end before the rest
    results["cut"] = summary(work, read_all(model, head, packed, work, device))
    train(
        model, head, packed, windows, options, options.rate / 2, options.epochs / 4,
        options.minutes / 4, device,
    )  # fmt: skip
    readings = read_all(model, head, packed, work, device)
    results["kept"] = summary(work, readings)
    sys.stdout.write(json.dumps(results, indent=1) + "\n")
    _keep(model, head, options.out)
    np.savez_compressed(options.out / "work.npz", read=readings)
    names = ("seed", "rank", "rate", "epochs", "minutes", "free", "without_half", "batch_tokens")
    card = {name: getattr(options, name) for name in names}
    card |= {"windows": len(windows), "results": results}
    (options.out / "training.json").write_text(json.dumps(card, indent=1), "utf-8")


if __name__ == "__main__":
    main()
