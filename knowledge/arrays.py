"""numpy, imported at the first array, and the types of arrays.

A figure is answered from the catalogue alone; importing numpy with the program would take a
twentieth of the time of such a question and a seventh of its memory.
"""

from threading import Lock
from typing import TYPE_CHECKING, Any

_IMPORTING = Lock()

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[Any]
    Floats = npt.NDArray[np.float32]
else:

    class _Numpy:
        """Stands for the module: the first use of a name imports it."""

        def __getattr__(self, name: str) -> Any:
            value = getattr(import_numpy(), name)
            setattr(self, name, value)
            return value

    np = _Numpy()
    Array = Floats = object


def import_numpy() -> Any:
    """numpy, imported by one thread at a time.

    Where two threads import it at once, one of them may see half of it: its modules import each
    other, and Python lets a thread go on rather than let two wait for each other. The lock does not
    hold for other libraries that import numpy, so call this before threads are started that may.
    """
    with _IMPORTING:
        import numpy
    return numpy


__all__ = ["Array", "Floats", "import_numpy", "np"]
