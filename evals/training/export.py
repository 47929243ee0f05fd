r"""A trained folder -> the adapter file that bantin ships, with its calibration.

    python -m evals.training.export --trained DIR --name reader --texts DIR --models DIR \
        [--with FILE]

With the adapter file that the training began from, the mean of both is written: what was learnt
last, without forgetting what was known (Wortsman et al., Robust fine-tuning of zero-shot models,
CVPR 2022). Float16, the LoRA scale folded in, `knowledge/weights/NAME.npz`. The reader's
calibration is fitted on every other question of the development sets in --texts
(evals.bench.reading), an answer counting as right from F1 0.5 on; the other half is for measuring.
"""

import argparse
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from evals.training.low_rank import MATRICES

LORA_NAME = re.compile(r"layer\.(\d+)\.(.+)\.lora_([AB])\.weight$")


def adapter_arrays(trained: Path) -> dict[str, np.ndarray]:
    """The matrices of a PEFT folder under bantin's names, and the head where there is one."""
    from safetensors.numpy import load_file

    config = json.loads((trained / "adapter_config.json").read_text("utf-8"))
    scale = config["lora_alpha"] / config["r"]
    arrays: dict[str, np.ndarray] = {}
    for name, values in load_file(trained / "adapter_model.safetensors").items():
        match = LORA_NAME.search(name)
        if match is None:
            raise ValueError(f"{name!r} in {str(trained)!r} is no LoRA matrix of a BERT layer")
        layer, module, side = match.groups()
        factor = scale if side == "B" else 1.0
        arrays[f"l{layer}.{MATRICES[module]}.{side.lower()}"] = (values * factor).astype(np.float16)
    head = trained / "head.safetensors"
    if head.exists():
        arrays |= {k: v.astype(np.float32) for k, v in load_file(head).items()}
    return arrays


def averaged(arrays: dict[str, np.ndarray], begun_from: Path) -> dict[str, np.ndarray]:
    """The mean, matrix by matrix, of an adapter and the file that its training began from.

    The factors of a change may be averaged only because both grew from the same ones.
    """
    stored = np.load(begun_from)
    return {
        name: ((values.astype(np.float32) + stored[name].astype(np.float32)) / 2).astype(
            values.dtype
        )
        for name, values in arrays.items()
    }


def fitted_curve(margins: Sequence[float], right: Sequence[bool]) -> tuple[float, float]:
    """Slope and shift of the logistic curve by Newton's method (Platt, 1999)."""
    x = np.stack([np.asarray(margins, np.float64), np.ones(len(margins))], 1)
    y = np.asarray(right, np.float64)
    weights = np.zeros(2)
    for _ in range(50):
        p = 1 / (1 + np.exp(-(x @ weights)))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + 1e-6 * np.eye(2)
        weights += np.linalg.solve(hessian, x.T @ (y - p))
    return float(weights[0]), float(weights[1])


def main(arguments: Sequence[str] | None = None) -> None:
    """Writes the adapter; see the module."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--trained", type=Path, required=True)
    parser.add_argument("--name", required=True, choices=["reader", "query"])
    parser.add_argument("--texts", type=Path)
    parser.add_argument(
        "--with", dest="begun_from", type=Path, help="write the mean with this file"
    )
    parser.add_argument("--models", type=Path, required=True)
    chosen = parser.parse_args(arguments)
    import knowledge.adapters

    path = Path(knowledge.adapters.__file__).parent / "weights" / f"{chosen.name}.npz"
    path.parent.mkdir(exist_ok=True)
    arrays: dict[str, Any] = adapter_arrays(chosen.trained)
    if chosen.begun_from:
        arrays = averaged(arrays, chosen.begun_from)
    if chosen.name == "reader":
        np.savez_compressed(path, **arrays, calibration=np.array([1.0, 0.0], np.float32))
        from assistant.reader import Reader
        from evals.bench.reading import load_sets, read_all
        from knowledge.e5_model import E5Model

        reader = Reader(E5Model(chosen.models))
        fitting = [item for items in load_sets(chosen.texts).values() for item in items[::2]]
        outcomes = read_all(reader, fitting)
        margins = [o.margin for o in outcomes]
        right = [o.is_answerable and o.f1 >= 0.5 for o in outcomes]
        arrays["calibration"] = np.array(fitted_curve(margins, right), np.float32)
        sys.stdout.write(f"calibration {arrays['calibration']} on {len(outcomes)}\n")
    np.savez_compressed(path, **arrays)
    sys.stdout.write(f"{path}: {path.stat().st_size / 2**20:.1f} MiB\n")


if __name__ == "__main__":
    main()
