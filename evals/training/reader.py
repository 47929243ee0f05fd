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
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from evals.training.batches import GROUPED, batches_of, epoch_of
from evals.training.losses import loss_of, scored
from evals.training.low_rank import MATRICES, cut, factors, matrices
from evals.training.masters import Masters
from evals.training.measuring import read_all, summary
from evals.training.packed import Packed, Window, read
from evals.training.tensors import batches_on

_WARM_UP = 0.05
_HEAD_SEED = 20261126


def build(
    packed: Packed, device: str, dropout: float = 0.1, attention: str | None = None
) -> tuple[Any, Any]:
    """The default model, its layers' matrices trainable, and a head of three scores a token."""
    import torch
    from transformers import BertConfig, BertModel

    from knowledge.embedding.e5_export import bert_state

    w = packed.weights
    config = BertConfig(
        vocab_size=w.vocabulary, hidden_size=w.hidden, num_hidden_layers=w.layers,
        num_attention_heads=w.heads, intermediate_size=w.feed_forward,
        max_position_embeddings=w.positions, layer_norm_eps=w.eps, pad_token_id=w.pad,
        hidden_dropout_prob=dropout, attention_probs_dropout_prob=0.0,
        attn_implementation=attention,
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
    pad = packed.weights.pad
    began, smooth = time.monotonic(), 0.0
    model.train()
    for step, batch in enumerate(batches_on(device, batches, pad, options.workers)):
        spent = (time.monotonic() - began) / (minutes * 60) if minutes else 0
        part = max(step / len(batches), spent)
        if part >= 1:
            break
        scale = min(part / _WARM_UP, (1 - part) / (1 - _WARM_UP))
        for group in optimizer.param_groups:
            group["lr"] = rate * max(scale, 0.005)
        loss = loss_of(scored(model, head, batch, pad), batch)
        masters.learn(loss, optimizer)
        if step % 200 == 0:
            value = loss.item()
            smooth = value if step == 0 else 0.7 * smooth + 0.3 * value
            seconds = time.monotonic() - began
            sys.stdout.write(f"{step}/{len(batches)} loss {smooth:.3f} {seconds:.0f} s\n")
            sys.stdout.flush()
    model.eval()
    masters.restore()
    return smooth


def learnt_of(packed: Packed, options: argparse.Namespace) -> list[Window]:
    """The windows to learn from, by --free, --without and --without-half."""
    terms = () if options.free else ("terms:", "translation")
    absent = tuple(options.without)
    if options.without_half is not None:
        absent += tuple(f"{part}{options.without_half}:" for part in GROUPED)
    windows = packed.of("train", "tables", "free:", *terms)
    return [w for w in windows if not w.name.startswith(absent)] if absent else windows


def state_of(model: Any, head: Any) -> dict[str, Any]:
    """The trained matrices by their names in adapters, and the head's values."""
    state = {name: module.weight.detach().cpu().clone() for name, module in matrices(model)}
    return state | {name: p.detach().cpu().clone() for name, p in head.named_parameters()}


def keep(model: Any, head: Any, folder: Path) -> None:
    """Writes `folder/adapter.npz`: the factors of the matrices, and the head."""
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
    parser.add_argument("--seed", type=int, default=20261126, help="of the order of the batches")
    parser.add_argument("--workers", type=int, default=0, help="processes that make batches")
    parser.add_argument("--without", action="append", default=[], help="leave out a set")
    parser.add_argument(
        "--whole", action="store_true", help="keep the whole matrices, for evals.training.soup"
    )
    options = parser.parse_args(arguments)
    import torch

    torch.manual_seed(_HEAD_SEED)  # heads of one beginning can be averaged
    torch.set_float32_matmul_precision("high")
    device = "cuda" if torch.cuda.is_available() else "cpu"
    packed = read(options.pack)
    windows, work = learnt_of(packed, options), packed.of("work:", "unseen")
    sys.stdout.write(f"{len(windows)} windows to learn from, {len(work)} to measure, {device}\n")
    model, head = build(packed, device)
    base = {name: module.weight.detach().clone() for name, module in matrices(model)}
    train(
        model, head, packed, windows, options, options.rate, options.epochs, options.minutes, device
    )
    if options.whole:
        options.out.mkdir(parents=True, exist_ok=True)
        arrays = {name: v.numpy() for name, v in state_of(model, head).items()}
        np.savez(options.out / "whole.npz", **arrays)
        return
    results = {"whole": summary(work, read_all(model, head, packed, work, device))}
    cut(model, base, options.rank)
    keep(model, head, options.out)  # saved first: the machine's time may end before the rest
    results["cut"] = summary(work, read_all(model, head, packed, work, device))
    train(
        model, head, packed, windows, options, options.rate / 2, options.epochs / 4,
        options.minutes / 4, device,
    )  # fmt: skip
    readings = read_all(model, head, packed, work, device)
    results["kept"] = summary(work, readings)
    sys.stdout.write(json.dumps(results, indent=1) + "\n")
    keep(model, head, options.out)
    np.savez_compressed(options.out / "work.npz", read=readings)
    names = ("seed", "rank", "rate", "epochs", "minutes", "free", "without_half", "batch_tokens")
    card = {name: getattr(options, name) for name in names}
    card |= {"windows": len(windows), "results": results}
    (options.out / "training.json").write_text(json.dumps(card, indent=1), "utf-8")


if __name__ == "__main__":
    main()
