"""Builds the virtual environments of the peers, one each, from the package index.

    python -m evals.bench.peers.environments [--folder .bench/peers] [--peers langchain,txtai]

torch is installed first, with the version of constraints.txt, and held while the rest is
installed: a range would take gigabytes of CUDA. haiku.rag needs Python 3.12 or newer; its slim
package is used (without Docling's models), which needs no torch: it embeds over HTTP.
"""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(".bench/peers")
_TORCH = "torch==2.13.0"
_PYTHONS = ("python3.12", "python3.13", "python3.14")


@dataclass(frozen=True, slots=True)
class Environment:
    """What a peer needs: its module, its packages, and whether it runs the model itself."""

    title: str
    module: str
    packages: tuple[str, ...]
    has_torch: bool = True
    is_new_python: bool = False


PEERS = {
    "langchain": Environment(
        "LangChain + Chroma", "langchain_stock",
        ("langchain", "langchain-chroma", "langchain-huggingface", "langchain-openai",
         "langchain-text-splitters", "sentence-transformers"),
    ),
    "haiku": Environment(
        "haiku.rag", "haiku", ("haiku.rag-slim", "docling-core[chunking]", "transformers"),
        has_torch=False, is_new_python=True,
    ),
    "txtai": Environment("txtai", "txtai_app", ("txtai", "litellm")),
    "llamaindex": Environment(
        "LlamaIndex", "llamaindex_app",
        ("llama-index-core", "llama-index-embeddings-huggingface",
         "llama-index-llms-openai-like"),
    ),
}  # fmt: skip


def python_of(folder: Path, name: str) -> Path:
    """The interpreter of a peer's environment."""
    return folder.absolute() / name / "bin" / "python"


def versions(folder: Path, name: str) -> dict[str, str]:
    """The installed versions of the peer's packages."""
    code = (
        "import sys; from importlib.metadata import version\n"
        "for p in sys.argv[1:]: print(p, version(p))"
    )
    names = [package.partition("[")[0] for package in PEERS[name].packages]
    python = str(python_of(folder, name))
    run = subprocess.run([python, "-c", code, *names], capture_output=True, text=True, check=True)
    return dict(line.split() for line in run.stdout.splitlines())


def build(folder: Path, name: str) -> None:
    """Makes the environment where it does not exist.

    Raises:
        RuntimeError: no Python that is new enough, or an installation failed.
    """
    environment, python = PEERS[name], python_of(folder, name)
    done = python.parents[1] / "installed.stamp"
    if done.is_file():
        return
    base = sys.executable
    if environment.is_new_python and sys.version_info < (3, 12):
        found = next(filter(None, map(shutil.which, _PYTHONS)), None)
        if found is None:
            raise RuntimeError(f"{environment.title} needs Python 3.12 or newer on the path")
        base = found
    steps = [[base, "-m", "venv", str(python.parents[1])]]
    pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    if environment.has_torch:
        steps += [[*pip, _TORCH], [*pip, _TORCH, *environment.packages]]
    else:
        steps.append([*pip, *environment.packages])
    for step in steps:
        if subprocess.run(step, check=False).returncode:
            raise RuntimeError(f"{environment.title} could not be installed: {' '.join(step)}")
    done.touch()


def main(arguments: Sequence[str] | None = None) -> None:
    """Builds the environments that are asked for."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--peers", default=",".join(PEERS))
    options = parser.parse_args(arguments)
    for name in options.peers.split(","):
        build(options.folder, name)


if __name__ == "__main__":
    main()
