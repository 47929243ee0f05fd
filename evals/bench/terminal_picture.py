"""Draws `docs/terminal.svg`: what `bantin ask` and `bantin eval run` print, in a window as SVG.

    python -m evals.bench.terminal_picture --loaded DIR [--out docs/terminal.svg]

DIR is a data folder with the sample bulletins. The commands are run; nothing is written by hand.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

_QUESTION = "nam 2022 co bao nhieu nguoi di xkld"
_CASES = (
    {"id": "abroad", "question": _QUESTION, "answers": ["753 người"]},
    {"id": "poverty", "question": "Tỷ lệ hộ nghèo của Bắc Kạn năm 2019?", "answers": ["19,93%"]},
    {"id": "unknown", "question": "Năm 1999 có bao nhiêu hộ nghèo ở Bắc Kạn?", "refusal": True},
)
_COLUMNS = 96
# The picture names fonts of the reader's machine; `rich` would load one from another host.
_FONTS = 'Menlo, Consolas, "Liberation Mono", "Noto Sans Mono", "DejaVu Sans Mono", monospace'


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the commands and writes the picture."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        "evals.bench.terminal_picture", description=__doc__, formatter_class=layout
    )
    parser.add_argument("--loaded", type=Path, required=True, help="a loaded data folder")
    parser.add_argument("--out", type=Path, default=Path("docs/terminal.svg"))
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        lines = "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in _CASES)
        (Path(folder) / "mine.jsonl").write_text(lines, "utf-8")
        gates = ("--min", "right=0.9", "--max", "wrong_figure_rate=0")
        commands = (
            ("ask", _QUESTION),
            ("eval", "run", "mine.jsonl", "--out", "runs/monday", *gates),
        )
        outputs = [_output(command, options.loaded, Path(folder)) for command in commands]
    options.out.write_text(_picture(commands, outputs), "utf-8")


def _output(command: Sequence[str], loaded: Path, folder: Path) -> str:
    """What the command prints to a terminal, with its colours."""
    environment = os.environ | {
        "BANTIN_DATA": str(loaded.resolve()), "FORCE_COLOR": "1", "COLUMNS": str(_COLUMNS),
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "knowledge.cli", *command], cwd=folder, env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True,
    )  # fmt: skip
    return done.stdout


def _picture(commands: Sequence[Sequence[str]], outputs: Sequence[str]) -> str:
    from rich.console import Console
    from rich.text import Text

    console = Console(record=True, width=_COLUMNS, file=open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - the console's life
    for command, output in zip(commands, outputs, strict=True):
        words = [f'"{word}"' if " " in word else word for word in command]
        console.print(
            Text("$ ", style="bold green") + Text(f"bantin {' '.join(words)}", style="bold")
        )
        console.print(Text.from_ansi(output.rstrip()))
        console.print()
    svg = console.export_svg(title="bantin", unique_id="bantin")
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    return re.sub(r"font-family: Fira Code, monospace", f"font-family: {_FONTS}", svg)


if __name__ == "__main__":
    main()
