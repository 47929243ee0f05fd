"""Trains the reader's adapter: LoRA on the default model's layers and a start/end head.

    python -m evals.training.reader --data DIR --models DIR --out DIR [--epochs 1]
    python -m evals.training.reader --data DIR --models DIR --out DIR --loaded DATA --further

DIR holds the files named in `SETS`; see docs/models.md for what they are and their terms. About 100
minutes an epoch on one CPU core. The schedule follows the tokens seen, so a run that is cut by
--minutes still ends with the learning rate at nothing. Only a finished run writes the adapter.
With --loaded the questions over news are added (`evals.training.news`), a few times each; with
--further the training goes on from the adapter that bantin ships, over a share of the old sets,
lest they be forgotten.
"""

import argparse
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.training.export import LORA_NAME, MATRICES
from evals.training.reading import Example, Window, misplaced, read_examples, window_of
from knowledge.adapters import adapter_file
from knowledge.e5_model import sentence_transformer_folder

# Name of a file, share of its answerable and of its unanswerable questions that are used, share
# of misplaced ones added.
SETS = (
    ("viquad2_valpart.vi", 1.0, 1.0, 0.15),
    ("viquad_visquad_test.vi", 1.0, 0.0, 0.3),
    ("th1nhng0_wiki_reg.vi", 1.0, 0.0, 0.2),
    ("mailong25_train.vi", 1.0, 0.25, 0.0),
    ("squad_train_subset.en", 1.0, 1.0, 0.15),
)
_RANK = 32
_BATCH_TOKENS = 3200
_RATE = 1e-3
_WARM_UP = 0.06
_NEWS_TIMES = 3
_REPLAYED = 0.3


def examples_of(folder: Path, rng: random.Random) -> list[Example]:
    """Every example of the training sets, shuffled."""
    chosen: list[Example] = []
    for name, answerable, unanswerable, share in SETS:
        found = read_examples(folder / f"{name}.jsonl.gz")
        held = [e for e in found if e.start >= 0]
        empty = [e for e in found if e.start < 0]
        chosen += rng.sample(held, int(len(held) * answerable))
        chosen += rng.sample(empty, int(len(empty) * unanswerable))
        chosen += misplaced(held, share, rng)
    rng.shuffle(chosen)
    return chosen


def batches_of(windows: Sequence[Window], rng: random.Random) -> list[list[Window]]:
    """Windows of like length together, so that little is padded; batches in random order."""
    batches = []
    for at in range(0, len(windows), 512):
        pool = sorted(windows[at : at + 512], key=lambda w: len(w.ids))
        batch: list[Window] = []
        for window in pool:
            if batch and (len(batch) + 1) * len(window.ids) > _BATCH_TOKENS:
                batches.append(batch)
                batch = []
            batch.append(window)
        batches.append(batch)
    rng.shuffle(batches)
    return batches


def news_examples(data: Path, rng: random.Random) -> list[Example]:
    """The questions over news that the library in `data` holds, `_NEWS_TIMES` each."""
    from evals.training.news import examples
    from knowledge.opening import open_library
    from knowledge.settings import Settings

    library = open_library(Settings(data=data))
    return [e for _ in range(_NEWS_TIMES) for e in examples(library, rng)]


def begin_from(model: Any, head: Any, adapter: Path) -> None:
    """Puts the shipped adapter's matrices and head where training begins."""
    import numpy as np
    import torch

    stored = np.load(adapter)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            match = LORA_NAME.search(name.replace(".default", ""))
            if match:
                layer, module, side = match.groups()
                values = stored[f"l{layer}.{MATRICES[module]}.{side.lower()}"]
                parameter.copy_(torch.from_numpy(values.astype(np.float32)))
        head.weight.copy_(torch.from_numpy(stored["weight"]))
        head.bias.copy_(torch.from_numpy(stored["bias"]))


def train(windows: Sequence[Window], folder: Path, chosen: argparse.Namespace) -> Any:
    """The trained (backbone with LoRA, head)."""
    import torch
    from peft import LoraConfig, get_peft_model
    from rich.progress import Progress
    from transformers import AutoModel

    torch.manual_seed(chosen.seed)
    torch.set_num_threads(chosen.threads)
    rng = random.Random(chosen.seed)
    # Without dropout attention takes the fast way; one or two epochs do not overfit.
    still = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
    base = AutoModel.from_pretrained(str(folder), add_pooling_layer=False, **still)
    config = LoraConfig(
        r=chosen.rank, lora_alpha=chosen.rank, target_modules=["query", "key", "value", "dense"]
    )
    model = get_peft_model(base.to(torch.bfloat16), config)
    head = torch.nn.Linear(base.config.hidden_size, 2)
    torch.nn.init.normal_(head.weight, std=0.02)
    torch.nn.init.zeros_(head.bias)
    if chosen.further:
        begin_from(model, head, adapter_file("reader"))
    learnt = [p for p in model.parameters() if p.requires_grad] + list(head.parameters())
    optimizer = torch.optim.AdamW(learnt, lr=chosen.rate, weight_decay=0.01, fused=True)
    batches = [b for _ in range(chosen.epochs) for b in batches_of(windows, rng)]
    whole = sum(len(b) for b in batches)
    began, seen, smooth = time.monotonic(), 0, 0.0
    with Progress() as progress:
        task = progress.add_task("training", total=whole)
        for step, batch in enumerate(batches):
            spent = (time.monotonic() - began) / (chosen.minutes * 60) if chosen.minutes else 0
            part = max(seen / whole, spent)
            if part >= 1:
                break
            scale = min(part / _WARM_UP, (1 - part) / (1 - _WARM_UP))
            for group in optimizer.param_groups:
                group["lr"] = chosen.rate * max(scale, 0.01)
            loss = _loss(model, head, batch)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(learnt, 1.0)
            optimizer.step()
            optimizer.zero_grad()
            seen += len(batch)
            smooth = loss.item() if step == 0 else 0.98 * smooth + 0.02 * loss.item()
            progress.update(task, advance=len(batch), description=f"loss {smooth:.3f}")
            if step % 50 == 0:
                print(f"{seen}/{whole} loss {smooth:.3f}", flush=True)  # noqa: T201 - told to who trains
    return model, head


def _loss(model: Any, head: Any, batch: Sequence[Window]) -> Any:
    import torch

    length = max(len(w.ids) for w in batch)
    ids = torch.full((len(batch), length), 1, dtype=torch.long)
    mask = torch.zeros((len(batch), length), dtype=torch.long)
    allowed = torch.zeros((len(batch), length), dtype=torch.bool)
    for row, window in enumerate(batch):
        size = len(window.ids)
        ids[row, :size] = torch.tensor(window.ids)
        mask[row, :size] = 1
        allowed[row, 0] = True
        allowed[row, window.text_from : size - 1] = True
    with torch.autocast("cpu", torch.bfloat16):
        hidden = model(input_ids=ids, attention_mask=mask).last_hidden_state
    scores = head(hidden.float()).masked_fill(~allowed[..., None], -1e4)
    first = torch.tensor([w.first for w in batch])
    last = torch.tensor([w.last for w in batch])
    entropy = torch.nn.functional.cross_entropy
    return (entropy(scores[..., 0], first) + entropy(scores[..., 1], last)) / 2


def main(arguments: Sequence[str] | None = None) -> None:
    """Trains and writes the adapter; see the module."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--data", type=Path, required=True, help="the folder of training sets")
    parser.add_argument(
        "--models", type=Path, required=True, help="where the default model is kept"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder to write the adapter to")
    parser.add_argument("--loaded", type=Path, help="a library that holds the news")
    parser.add_argument("--further", action="store_true", help="go on from the shipped adapter")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--rank", type=int, default=_RANK)
    parser.add_argument("--rate", type=float, default=_RATE)
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=0, help="stop and finish by then")
    chosen = parser.parse_args(arguments)
    from tokenizers import Tokenizer

    backbone = sentence_transformer_folder(chosen.models)
    tokenizer = Tokenizer.from_file(str(backbone / "tokenizer.json"))
    tokenizer.no_truncation()
    rng = random.Random(chosen.seed)
    examples = examples_of(chosen.data, rng)
    if chosen.further:
        examples = examples[: int(len(examples) * _REPLAYED)]
    if chosen.loaded:
        examples += news_examples(chosen.loaded, rng)
        rng.shuffle(examples)
    windows = [w for e in examples if (w := window_of(e, tokenizer, rng)) is not None]
    tokens = sum(len(w.ids) for w in windows)
    empty = sum(w.first == 0 for w in windows)
    print(f"{len(windows)} windows, {empty} without an answer, {tokens} tokens", flush=True)  # noqa: T201 - told to who trains
    model, head = train(windows, backbone, chosen)
    from safetensors.torch import save_file

    model.save_pretrained(str(chosen.out))
    save_file(
        {"weight": head.weight.detach(), "bias": head.bias.detach()},
        chosen.out / "head.safetensors",
    )
    names = ("seed", "rank", "rate", "epochs", "minutes")
    card = {name: getattr(chosen, name) for name in names} | {"windows": len(windows)}
    (chosen.out / "training.json").write_text(json.dumps(card, indent=1), "utf-8")


if __name__ == "__main__":
    main()
