"""Goes on with a trained reader, all matrices of the layers free: LoRA alone levels off.

    python -m evals.training.deepening --start TRAINED --data DIR --models DIR --out DIR
        --minutes 138

TRAINED is a folder of `evals.training.reader`. The changes to every matrix against the default
model are written whole to DIR/changes.safetensors (85 MB); `evals.training.export` keeps their
largest part, rank 64, as the adapter that is shipped. About 680 tokens a second on one CPU core.
"""

import argparse
import itertools
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evals.training.reader import batches_of, examples_of, loss_of
from evals.training.reading import Window, window_of
from knowledge.e5_model import sentence_transformer_folder

_RATE, _WARM_UP = 8e-5, 0.03
# The head has few weights and was trained less: it may move faster.
_HEAD_FACTOR = 3.0


def deepen(windows: Sequence[Window], folder: Path, chosen: argparse.Namespace) -> dict[str, Any]:
    """The changes of every matrix and the head, by name."""
    import torch
    from peft import PeftModel
    from rich.progress import track
    from safetensors.torch import load_file
    from transformers import AutoModel

    torch.manual_seed(chosen.seed)
    torch.set_num_threads(chosen.threads)
    still = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
    base = AutoModel.from_pretrained(str(folder), add_pooling_layer=False, **still)
    plain = {k: v.clone() for k, v in base.state_dict().items() if _is_matrix(k)}
    model = PeftModel.from_pretrained(base, str(chosen.start)).merge_and_unload()
    learnt = []
    for name, weights in model.named_parameters():
        weights.requires_grad = _is_matrix(name)
        learnt += [weights] if weights.requires_grad else []
    head = torch.nn.Linear(base.config.hidden_size, 2)
    head.load_state_dict(load_file(chosen.start / "head.safetensors"))
    groups = [
        {"params": learnt, "factor": 1.0},
        {"params": list(head.parameters()), "factor": _HEAD_FACTOR},
    ]
    optimizer = torch.optim.AdamW(groups, lr=chosen.rate, weight_decay=0.01, fused=True)
    began, limit = time.monotonic(), chosen.minutes * 60
    for batch in track(_endless(windows, random.Random(chosen.seed)), "training", total=None):
        part = (time.monotonic() - began) / limit
        if part >= 1:
            break
        scale = max(0.01, min(part / _WARM_UP, (1 - part) / (1 - _WARM_UP)))
        for group in optimizer.param_groups:
            group["lr"] = chosen.rate * scale * group["factor"]
        loss_of(model, head, batch).backward()
        torch.nn.utils.clip_grad_norm_(learnt, 1.0)
        optimizer.step()
        optimizer.zero_grad()
    now = model.state_dict()
    changes = {k: (now[k].detach() - v).contiguous() for k, v in plain.items()}
    return changes | {f"head.{k}": v.detach() for k, v in head.state_dict().items()}


def _is_matrix(name: str) -> bool:
    return "encoder.layer." in name and name.endswith("weight") and "LayerNorm" not in name


def _endless(windows: Sequence[Window], rng: random.Random) -> Iterator[list[Window]]:
    for _ in itertools.count():
        yield from batches_of(rng.sample(list(windows), len(windows)), rng)


def main(arguments: Sequence[str] | None = None) -> None:
    """Trains and writes the changes; see the module."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    for name in ("start", "data", "models", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--rate", type=float, default=_RATE)
    parser.add_argument("--seed", type=int, default=77)
    parser.add_argument("--threads", type=int, default=1)
    chosen = parser.parse_args(arguments)
    from safetensors.torch import save_file
    from tokenizers import Tokenizer

    backbone = sentence_transformer_folder(chosen.models)
    tokenizer = Tokenizer.from_file(str(backbone / "tokenizer.json"))
    tokenizer.no_truncation()
    rng = random.Random(chosen.seed)
    examples = examples_of(chosen.data, rng)
    windows = [w for e in examples if (w := window_of(e, tokenizer, rng)) is not None]
    changes = deepen(windows, backbone, chosen)
    chosen.out.mkdir(parents=True, exist_ok=True)
    save_file(changes, str(chosen.out / "changes.safetensors"))
    card = {name: getattr(chosen, name) for name in ("seed", "rate", "minutes")}
    (chosen.out / "training.json").write_text(json.dumps(card, indent=1), "utf-8")


if __name__ == "__main__":
    main()
