"""The adapters that come with bantin: small changes to the default model's matrices (LoRA).

An adapter `NAME.npz` holds, for each changed matrix `l0.q` … `l11.fo`, `<matrix>.a` (r, in) and
`<matrix>.b` (out, r) as float16, scaled so that the change is `b @ a` (Hu et al., LoRA,
ICLR 2022). Other arrays (a head, thresholds) have other names. docs/models.md describes how the
adapters were made.
"""

from pathlib import Path

from knowledge.arrays import Floats, np
from knowledge.errors import UnreadableModel

Matrix = Floats


def adapter_file(name: str) -> Path:
    """The file of the adapter `name`.

    Raises:
        UnreadableModel: there is no adapter of that name.
    """
    path = Path(__file__).parent / "weights" / f"{name}.npz"
    if not path.is_file():
        raise UnreadableModel(f"no adapter {name!r} at {str(path)!r}; reinstall bantin")
    return path


def read_changes(path: Path) -> dict[str, Matrix]:
    """The change of each matrix by its name, float32, of the matrix's shape."""
    with np.load(path) as stored:
        return {
            name[:-2]: stored[f"{name[:-2]}.b"].astype(np.float32) @ stored[name].astype(np.float32)
            for name in stored.files
            if name.endswith(".a")
        }


def read_extra(path: Path) -> dict[str, Matrix]:
    """The other arrays of the adapter by name, float32: a head, thresholds."""
    with np.load(path) as stored:
        return {n: stored[n].astype(np.float32) for n in stored.files if n[-2:] not in (".a", ".b")}
