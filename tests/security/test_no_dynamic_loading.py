"""Our sources load no code or objects from data: no pickle, no eval, no shell."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_architecture import FILES, ROOT

_MODULES = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal", "imp"}
# Files that developers write and read again themselves while they fit weights; never of others.
_OWN_FILES = {f"evals/training/{name}.py" for name in ("cell_meaning", "figure_fit", "judge")}
_CALLS = {
    "eval", "exec", "compile", "__import__", "os.system", "os.popen", "yaml.load", "yaml.unsafe_load",
    "yaml.full_load", "gradio.load", "gr.load", "torch.load", "pandas.read_pickle",
}  # fmt: skip
_LANGCHAIN = {"langchain_core.load", "langchain.load"}


def name_of(node: ast.expr) -> str:
    """The dotted name of a called function; "" if it has none."""
    if isinstance(node, ast.Attribute):
        return f"{name_of(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def dangers(tree: ast.AST) -> Iterator[str]:
    """What a source does that runs code or makes objects from data."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name.split(".")[0] in _MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module.split(".")[0] in _MODULES or node.module in _LANGCHAIN:
                yield node.module
        elif isinstance(node, ast.Call):
            name = name_of(node.func)
            arguments = {k.arg: k.value for k in node.keywords}
            if name in _CALLS:
                yield name
            for given, harmless in (("allow_pickle", False), ("shell", False),
                                    ("trust_remote_code", False)):  # fmt: skip
                value = arguments.get(given)
                if value is not None and not (
                    isinstance(value, ast.Constant) and value.value is harmless
                ):
                    yield f"{name}({given})"


@pytest.mark.parametrize(
    "source",
    ["import pickle", "from pickle import loads", "eval('1')", "np.load(p, allow_pickle=True)",
     "yaml.load(text)", "subprocess.run(c, shell=True)", "from langchain_core.load import loads",
     "AutoModel.from_pretrained(n, trust_remote_code=flag)", "gr.load('x')"],
)  # fmt: skip
def test_the_search_finds_each_kind(source: str) -> None:
    assert list(dangers(ast.parse(source))) != []


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_source_loads_nothing_dynamically(path: Path) -> None:
    names = set(dangers(ast.parse(path.read_text("utf-8"))))
    if str(path.relative_to(ROOT)) in _OWN_FILES:
        names -= {"pickle"}
    assert names == set()


def test_arrays_of_objects_are_refused(tmp_path: Path) -> None:
    """NumPy's default, on which the loaders of weights rest, is to refuse them."""
    import numpy as np

    np.save(tmp_path / "a.npy", np.array([{"a": 1}], object), allow_pickle=True)
    with pytest.raises(ValueError, match="allow_pickle=False"):
        np.load(tmp_path / "a.npy")
