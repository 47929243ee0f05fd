"""HTML is written in templates, which escape; no Python file writes tags or escapes by hand."""

import ast
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from tests.conftest import ROOT

# They write pages of other sites and hostile texts, as input.
INPUTS = {f"evals/bench/{name}.py" for name in (
    "fuzz/cases", "fuzz/seeds", "fuzz_requests/values", "poison/model", "poison/questions",
    "poison/texts",
)} | {"evals/training/tables.py"}  # fmt: skip
FILES = sorted(
    path
    for path in chain.from_iterable((ROOT / p).rglob("*.py") for p in ("assistant", "evals"))
    if path.relative_to(ROOT).as_posix() not in INPUTS and path.parent.name != "zoo"
)
TEMPLATES = sorted(chain.from_iterable((ROOT / p).rglob("*.html") for p in ("assistant", "evals")))
# A tag, whole or with its end in another piece of an f-string. Groups `(?<name>`, `(?P<name>` of a
# regular expression are none.
TAG = re.compile(r"(?<!\?)(?<!\?P)<[/!]?(?:h[1-6]|[a-z][a-z-]*)(?:[\s>/]|$)")
ALLOWED = {
    ("assistant/question/asking_part.py", "<e"),  # little-endian, for struct
    ("assistant/serving/chat_tasks.py", "<context>"),  # marks in prompts of chat clients
    ("assistant/serving/chat_tasks.py", "</context>"),
    ("assistant/serving/chat_tasks.py", "<user_query>(.*?)</user_query>"),
    ("evals/reports/plots.py", "<metadata>.*?</metadata>"),  # cut out of Matplotlib's SVG
    ("evals/reports/plots.py", "<svg"),
    ("evals/training/reading.py", "<s>"),  # tokens of the model
    ("evals/training/reading.py", "</s>"),
}
# Values that a template may take without escaping: files of the package, and Matplotlib's SVG.
SAFE = {"script|safe", "style|safe", "svg|safe"}


def strings(tree: ast.Module) -> Iterator[str]:
    """The string constants of a file, docstrings left out."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {id(node.body[0].value) for node in ast.walk(tree)
                  if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)}  # fmt: skip
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in docstrings:
            yield node.value


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_tag_is_written_in_python(path: Path) -> None:
    """String constants have no tags, except a few that are no HTML."""
    name = str(path.relative_to(ROOT))
    tags = {
        (name, text) for text in strings(ast.parse(path.read_text("utf-8"))) if TAG.search(text)
    }
    assert tags <= ALLOWED


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_nothing_is_escaped_or_declared_safe_by_hand(path: Path) -> None:
    """No file imports `html` or calls `Markup`, `markupsafe.escape`, `html.escape`."""
    tree = ast.parse(path.read_text("utf-8"))
    imported = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    imported |= {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    called = {ast.unparse(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
    assert imported & {"html", "xml.sax.saxutils"} == set()
    assert (
        called & {"Markup", "escape", "html.escape", "markupsafe.escape", "Markup.escape"} == set()
    )


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_template_trusts_only_our_own_files(path: Path) -> None:
    """No template uses `safe` or `autoescape`, except for script, style and drawn SVG."""
    text = path.read_text("utf-8")
    assert set(re.findall(r"\w+\s*\|\s*safe\b", text)) <= SAFE
    assert "autoescape" not in text


@pytest.mark.parametrize(
    ("code", "is_html"),
    [("f'<p>{x}</p>'", True), ("'<div class=\"a\">'", True), ("'<td' + k", True), ("'a < b'", False), ("'<f2'", False),
     ("r'(?P<low>x)'", False), ("'id<TAB>question'", False), ("'''<br/>'''", True)],
)  # fmt: skip
def test_the_rule_sees_tags(code: str, is_html: bool) -> None:
    """The pattern matches tags in pieces of f-strings, and no comparisons."""
    assert any(map(TAG.search, strings(ast.parse(f"y = {code}")))) == is_html
