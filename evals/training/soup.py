"""Averages several trainings of the reader, which reads better than each of them.

    python -m evals.training.soup --pack FILE --out DIR --members DIR... [--adapter FILE --share .3]

The members are folders of `evals.training.reader --whole` with other seeds or sets. Their mean is
taken with and without the adapter that is shipped, cut to `--rank`, and the one that keeps more
answers over the measured parts is written. Source: Wortsman et al., Model soups, ICML 2022.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from evals.training.low_rank import cut, matrices
from evals.training.measuring import read_all, summary
from evals.training.packed import read
from evals.training.reader import build, keep, state_of

State = dict[str, Any]


def mean_of(states: Sequence[State], weights: Sequence[float]) -> State:
    """The weighted mean of each value; the weights need not sum to 1."""
    total = sum(weights)
    return {
        name: sum(w / total * state[name] for state, w in zip(states, weights, strict=True))
        for name in states[0]
    }


def whole_of(path: Path) -> State:
    """The matrices and the head of a training that was kept whole."""
    import torch

    with np.load(path) as stored:
        return {name: torch.from_numpy(stored[name]) for name in stored.files}


def adapted(base: State, adapter: Path) -> State:
    """The base's matrices changed by the factors of an adapter file, and its head."""
    import torch

    with np.load(adapter) as stored:
        changed = {name: torch.from_numpy(stored[name].astype(np.float32)) for name in stored.files}
    state = {}
    for name, values in base.items():
        if f"{name}.a" in changed:
            state[name] = values + changed[f"{name}.b"] @ changed[f"{name}.a"]
        else:
            state[name] = changed[name]
    return state


def put(model: Any, head: Any, state: State) -> None:
    """Writes the values into the model and its head."""
    import torch

    with torch.no_grad():
        for name, module in matrices(model):
            module.weight.copy_(state[name])
        for name, parameter in head.named_parameters():
            parameter.copy_(state[name])


def kept_of(results: dict[str, float]) -> float:
    """The mean of `kept` over parts and forms: what mixtures are chosen by."""
    return float(np.mean([value for name, value in results.items() if name.endswith(" kept")]))


def main(arguments: Sequence[str] | None = None) -> None:
    """Writes the adapter; see the module."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--pack", type=Path, required=True)
    parser.add_argument("--members", type=Path, nargs="+", required=True)
    parser.add_argument("--adapter", type=Path, help="one more, a file of bantin's form")
    parser.add_argument("--share", type=float, default=0.3, help="of the adapter")
    parser.add_argument("--rank", type=int, default=96)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    import torch

    device = "cuda" if torch.cuda.is_available() else "cpu"
    packed = read(options.pack)
    windows = packed.of("work:", "unseen")
    model, head = build(packed, device)
    base = state_of(model, head)
    states = {str(f): whole_of(f / "whole.npz") for f in options.members}
    mixtures = {"mean": mean_of(list(states.values()), [1] * len(states))}
    if options.adapter:
        states["adapter"] = adapted(base, options.adapter)
        shares = 1 - options.share, options.share
        mixtures["mean and adapter"] = mean_of([mixtures["mean"], states["adapter"]], shares)
    results: dict[str, dict[str, float]] = {}
    for name, state in (mixtures | states).items():
        put(model, head, state)
        results[name] = summary(windows, read_all(model, head, packed, windows, device))
        sys.stdout.write(f"{name}: kept {kept_of(results[name]):.4f} {json.dumps(results[name])}\n")
        sys.stdout.flush()
    best = max(mixtures, key=lambda name: kept_of(results[name]))
    put(model, head, mixtures[best])
    cut(model, {name: values.to(device) for name, values in base.items()}, options.rank)
    keep(model, head, options.out)
    results["cut"] = summary(windows, read_all(model, head, packed, windows, device))
    sys.stdout.write(f"cut {best}: kept {kept_of(results['cut']):.4f}\n")
    card = {"members": [str(f) for f in options.members], "best": best, "rank": options.rank}
    (options.out / "training.json").write_text(json.dumps(card | {"results": results}, indent=1))


if __name__ == "__main__":
    main()
