r"""Writes a trained folder as the adapter file that bantin ships, with its calibration.

    python -m evals.training.export --trained DIR --name reader --loaded DATA --models DIR
    python -m evals.training.export --trained DIR --name rows --models DIR
    python -m evals.training.export --trained DIR --name query --models DIR [--with FILE]

DIR is a folder of `evals.training.reader`, or a PEFT folder (the query adapter). Float16, a LoRA
scale folded in, `knowledge/embedding/weights/NAME.npz`. The reader's calibration is fitted on the
work part of our questions (`evals.training.questions`) over the hits of the search in the library
DATA: the most confident reading of a question is right where it overlaps the answer. `--with`
another adapter file, the mean of both is written (`--share` of DIR, cut to `--rank`), which limits
forgetting and the errors of one training (Wortsman et al., Robust fine-tuning of zero-shot models,
CVPR 2022).
"""

import argparse
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from evals.training.low_rank import MATRICES
from evals.training.questions import Reading

LORA_NAME = re.compile(r"layer\.(\d+)\.(.+)\.lora_([AB])\.weight$")


def adapter_arrays(trained: Path) -> dict[str, np.ndarray]:
    """The matrices of a trained folder under bantin's names, and the head where there is one."""
    if (trained / "adapter.npz").is_file():
        return dict(np.load(trained / "adapter.npz"))
    from safetensors.numpy import load_file

    config = json.loads((trained / "adapter_config.json").read_text("utf-8"))
    scale = config["lora_alpha"] / config["r"]
    arrays: dict[str, np.ndarray] = {}
    for name, values in load_file(trained / "adapter_model.safetensors").items():
        match = LORA_NAME.search(name)
        if match is None:
            raise ValueError(f"{name!r} in {str(trained)!r} is not a LoRA matrix of a BERT layer")
        layer, module, side = match.groups()
        factor = scale if side == "B" else 1.0
        arrays[f"l{layer}.{MATRICES[module]}.{side.lower()}"] = (values * factor).astype(np.float16)
    head = trained / "head.safetensors"
    if head.exists():
        arrays |= {k: v.astype(np.float32) for k, v in load_file(head).items()}
    return arrays


def averaged(
    arrays: dict[str, np.ndarray], begun_from: Path, share: float = 0.5, rank: int | None = None
) -> dict[str, np.ndarray]:
    """The mean of an adapter, weighing `share`, and the adapter of a file, weighing the rest.

    The changes themselves are averaged, not their factors, and cut to `rank` (by default that of
    `arrays`) by singular values; so the adapters need not continue one another.
    """
    mean: dict[str, np.ndarray] = {}
    with np.load(begun_from) as stored:
        for name, values in arrays.items():
            matrix, _, side = name.rpartition(".")
            if side == "b":
                continue
            if side != "a":
                mixed = share * values.astype(np.float32)
                mean[name] = (mixed + (1 - share) * stored[name]).astype(values.dtype)
                continue
            change = share * _change(arrays, matrix) + (1 - share) * _change(stored, matrix)
            u, s, v = np.linalg.svd(change, full_matrices=False)
            kept, root = rank or len(values), np.sqrt(s)
            mean[name] = (root[:kept, None] * v[:kept]).astype(np.float16)
            mean[f"{matrix}.b"] = (u[:, :kept] * root[:kept]).astype(np.float16)
    return mean


def _change(arrays: Mapping[str, np.ndarray], matrix: str) -> np.ndarray:
    b, a = arrays[f"{matrix}.b"], arrays[f"{matrix}.a"]
    return np.asarray(b.astype(np.float32) @ a.astype(np.float32))


def fitted_curve(features: Any, right: Sequence[bool]) -> tuple[float, ...]:
    """Slopes and intercept of a logistic curve over (n, d) features, by Newton (Platt, 1999)."""
    columns = np.asarray(features, np.float64).reshape(len(right), -1)
    x = np.concatenate([columns, np.ones((len(right), 1))], 1)
    y = np.asarray(right, np.float64)
    weights = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-(x @ weights)))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + 1e-6 * np.eye(len(weights))
        weights += np.linalg.solve(hessian, x.T @ (y - p))
    return tuple(map(float, weights))


def calibration_of(reader: Any, readings: Iterable[Reading]) -> tuple[tuple[float, ...], int]:
    """The curve over (margin, answers) of each question's best reading, and the number of them."""
    features, right = [], []
    for reading in readings:
        for form, question in reading.forms.items():
            marked = reading.passages[form]
            if form == "plain" or not marked:
                continue  # the assistant restores its accents before reading
            spans = reader.read(question, [m.text for m in marked], [m.header for m in marked])
            best = spans[0]
            passage = marked[best.text]
            right.append(
                passage.start >= 0 and best.start < passage.end and best.end > passage.start
            )
            features.append((best.margin, best.answers))
    return fitted_curve(features, right), len(right)


def main(arguments: Sequence[str] | None = None) -> None:
    """Writes the adapter; see the module."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--trained", type=Path, required=True)
    parser.add_argument("--name", required=True, choices=["reader", "rows", "query"])
    parser.add_argument("--loaded", type=Path, help="a library with the texts of the questions")
    parser.add_argument(
        "--with", dest="begun_from", type=Path, help="write the mean with this file"
    )
    parser.add_argument("--share", type=float, default=0.5, help="of DIR in the mean")
    parser.add_argument("--rank", type=int, help="of the mean; that of DIR where it is not given")
    parser.add_argument("--models", type=Path, required=True)
    options = parser.parse_args(arguments)
    if options.name == "reader" and not options.loaded:
        parser.error("the reader is calibrated over a library: name it by --loaded")
    import knowledge.embedding.adapters

    path = Path(knowledge.embedding.adapters.__file__).parent / "weights" / f"{options.name}.npz"
    path.parent.mkdir(exist_ok=True)
    arrays: dict[str, Any] = adapter_arrays(options.trained)
    if options.begun_from:
        arrays = averaged(arrays, options.begun_from, options.share, options.rank)
    before = path.read_bytes() if path.is_file() else None
    try:
        if options.name == "reader":
            np.savez_compressed(path, **arrays, calibration=np.array([1, 1, 0], np.float32))
            arrays["calibration"] = _calibrated(options.loaded, options.models)
        if options.name == "rows":  # whose confidence nothing uses
            arrays["calibration"] = np.array([1, 1, 0], np.float32)
        np.savez_compressed(path, **arrays)
    except BaseException:  # a failure must not leave an incomplete file
        if before is not None:
            path.write_bytes(before)
        raise
    sys.stdout.write(f"{path}: {path.stat().st_size / 2**20:.1f} MiB\n")


def _calibrated(data: Path, models: Path) -> np.ndarray:
    from assistant.judging.span_reader import Reader
    from assistant.settings import Settings
    from evals.training.questions import readings_of
    from knowledge.build import open_library
    from knowledge.embedding.e5_model import E5Model

    library = open_library(Settings(data=data))
    curve, count = calibration_of(Reader(E5Model(models)), readings_of(library, "work"))
    sys.stdout.write(f"calibration {curve} on {count}\n")
    return np.array(curve, np.float32)


if __name__ == "__main__":
    main()
