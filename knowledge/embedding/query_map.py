"""The vector of an English question -> one nearer to the Vietnamese passages that answer it.

`weights/english.npz` holds the matrix (384, 384) that is added to the identity and the shift
(384,), float16, fitted by `evals.training.english` for the default model (docs/models.md). Passages
keep the model's own vectors, so no index changes.
"""

from functools import cache

from knowledge.arrays import Floats, np
from knowledge.embedding.adapters import adapter_file, read_extra
from knowledge.settings import DEFAULT_MODEL

Vector = Floats


@cache
def _weights() -> tuple[Vector, Vector]:
    weights = read_extra(adapter_file("english"))
    matrix = weights["matrix"] + np.eye(len(weights["matrix"]), dtype=np.float32)
    return matrix, weights["shift"]


def mapped_english(vector: Vector, model: str) -> Vector:
    """The unit vector of an English question, mapped where it is of the default model.

    Args:
        vector: of unit length, shape (384,) for the default model.
        model: the encoder's name; vectors of other models are returned as they are.

    Raises:
        UnreadableModel: the weights are missing.
    """
    if model != DEFAULT_MODEL:
        return vector
    matrix, shift = _weights()
    mapped = matrix @ vector + shift
    return np.asarray(mapped / np.linalg.norm(mapped), np.float32)
