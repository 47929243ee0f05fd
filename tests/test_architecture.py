"""The architecture: one direction of imports, adapters for big libraries, a limit on file length."""

import ast
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("prompts", "knowledge", "assistant", "evals")
FILES = sorted(chain.from_iterable((ROOT / layer).rglob("*.py") for layer in LAYERS))
ADAPTERS = {
    "chromadb": {"knowledge/storage/vector_index.py"},
    "sentence_transformers": {"knowledge/embedding/encoder.py", "knowledge/embedding/e5_export.py"},
    "torch": {
        "evals/training/low_rank.py",
        "knowledge/embedding/e5_export.py",
        "evals/training/reader.py",
        "evals/training/query.py",
    },
    "transformers": {
        "knowledge/embedding/e5_export.py",
        "evals/training/reader.py",
        "evals/training/query.py",
    },
    "sklearn": {
        "evals/training/figure_fit.py",
        "evals/training/judge.py",
        "evals/training/linear.py",
    },
    "peft": {"evals/training/reader.py", "evals/training/query.py"},
    "onnx": {"knowledge/embedding/e5_graph.py"},
    "sentencepiece": {"knowledge/embedding/pieces.py"},
    "onnxruntime": {"knowledge/embedding/e5_network.py"},
    "gradio": {
        "assistant/serving/gradio_gate.py",
        "assistant/pages/citizens.py",
        "evals/desk/theme.py",
        "assistant/web.py",
        "evals/desk/page.py",
        "evals/desk/server.py",
    },
    "fastapi": {
        "assistant/serving/gradio_gate.py",
        *(f"assistant/serving/{n}.py" for n in ("api", "api_keys", "completions")),
        *(f"assistant/serving/{n}.py" for n in ("plain_pages", "problems", "sign_in")),
        *(str(f.relative_to(ROOT)) for f in (ROOT / "assistant" / "desk").glob("*.py")),
        "assistant/web.py",
        "assistant/serving/single_sign_on.py",
        "evals/desk/server.py",
    },
    "mcp": {"assistant/serving/tools.py"},
    "authlib": {"assistant/serving/single_sign_on.py"},
    "trafilatura": {"knowledge/readers/html_page.py"},
    "httpcore": {"knowledge/readers/connecting.py", "knowledge/readers/fetching.py"},
    "feedparser": {"knowledge/crawling/feeds.py"},
    "protego": {"knowledge/crawling/robots.py"},
    "playwright": {"evals/bench/page.py"},
    "argon2": {"assistant/backoffice/accounts.py"},
    "langchain_core": {"assistant/langchain.py", "evals/bench/stock.py"},
    "langchain": {"assistant/drafting/chat_model.py"},
    "langchain_chroma": {"evals/bench/stock.py"},
    "langchain_huggingface": {"evals/bench/stock.py"},
    "langchain_text_splitters": {"evals/bench/stock.py"},
    "filelock": {"knowledge/ingestion/ingest.py"},
    "psycopg": {"knowledge/storage/postgres.py"},
    "yaml": {"knowledge/readers/front_matter.py", "evals/importing/tables.py"},
    "openpyxl": {
        "assistant/desk/exports.py",
        "evals/importing/tables.py",
        "knowledge/readers/spreadsheet.py",
        "evals/bench/table_files.py",
    },
    "docx": {"knowledge/readers/word_document.py", "evals/bench/table_files.py"},
    "ftfy": {"knowledge/readers/repairing.py"},
    "lxml": {
        "evals/bench/table_files.py",
        "knowledge/crawling/listings.py",
        "knowledge/crawling/sitemaps.py",
        "knowledge/readers/html_blocks.py",
        "knowledge/readers/open_document.py",
        "knowledge/readers/page_blocks.py",
    },
    "markdown_it": {"knowledge/readers/markdown.py"},
    "pdfplumber": {"knowledge/readers/pdf_tables.py"},
    "pypdfium2": {"knowledge/readers/pdf.py", "knowledge/readers/recognition.py"},
    "python_calamine": {"knowledge/readers/spreadsheet.py"},
    "rensa": {"knowledge/ingestion/copies.py"},
    "striprtf": {"knowledge/readers/rich_text.py"},
    "viparse": {"evals/bench/zoo/encodings.py", "knowledge/readers/repairing.py"},
    "jinja2": {"knowledge/output/templates.py"},
    "httpx": {"evals/runs/targets.py"},
    "scipy": {"evals/training/linear.py"},
    "pydantic_settings": {"assistant/settings.py", "knowledge/settings.py"},
    "matplotlib": {
        "evals/bench/sizing.py",
        "knowledge/output/charts.py",
        "evals/reports/plots.py",
        "evals/bench/table_files.py",
        "evals/bench/zoo/documents_pdf.py",
    },
    "sqlalchemy": {
        *(str(f.relative_to(ROOT)) for f in (ROOT / "knowledge" / "storage").glob("*.py")),
        *(str(f.relative_to(ROOT)) for f in (ROOT / "assistant" / "backoffice").glob("*.py")),
        "evals/bench/concurrency.py",  # counts statements and connections by SQLAlchemy's events
    },
}


def imports(path: Path, *, top_only: bool = False) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    nodes = tree.body if top_only else list(ast.walk(tree))
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def names_from(path: Path, module: str) -> set[str]:
    """The names that a file imports from a module."""
    nodes = [
        n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.ImportFrom)
    ]
    return {alias.name for n in nodes if n.module == module for alias in n.names}


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    """A package imports only itself and the packages below it."""
    layer = LAYERS.index(path.relative_to(ROOT).parts[0])
    above = set(LAYERS[layer + 1 :])
    assert {name for name in imports(path) if name.split(".")[0] in above} == set()


@pytest.mark.parametrize("library", ADAPTERS)
def test_a_big_library_stays_in_its_adapter(library: str) -> None:
    """Only the adapter names the library, so that it can be replaced in one file."""
    users = {
        str(path.relative_to(ROOT))
        for path in FILES
        if any(name.split(".")[0] == library for name in imports(path))
    }
    assert users <= ADAPTERS[library]


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_tables_are_named_in_storage_alone(path: Path) -> None:
    """Only `knowledge/storage` uses the tables, so that a table can be changed in one folder."""
    if path.parent != ROOT / "knowledge" / "storage":
        assert "knowledge.storage.schema" not in imports(path)
        assert "schema" not in names_from(path, "knowledge.storage")


def test_a_package_has_no_cycles() -> None:
    """The files of a package have no circular imports."""
    graph = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts): {
            name for name in imports(path) if name.split(".")[0] in LAYERS
        }
        for path in FILES
    }
    visited: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail, name))
        if name in visited:
            return
        for below in graph.get(name, set()):
            visit(below, (*trail, name))
        visited.add(name)

    for module in graph:
        visit(module, ())


# The folders and files at the top of each package, lowest first: each imports only from the lines
# above its own. `__init__` files are empty.
FLOORS = {
    "knowledge": (
        "arrays errors records text",
        "private_files settings vocabulary",
        "numbers readers",
        "embedding figures output storage",
        "crawling",
        "ingestion",
        "search",
        "build",
        "web_loading",
        "cli",
    ),
    "assistant": (
        "background errors records settings word_model",
        "rounding statement",
        "json_views question run wording",
        "backoffice judging",
        "evidence settings_table",
        "checking",
        "answer_parts drafting nearest",
        "assembly doctor",
        "walk",
        "bulletin_answers refusing",
        "steps",
        "pipeline",
        "build langchain streaming",
        "service",
        "pages",
        "serving",
        "desk",
        "web",
        "cli",
    ),
    "evals": (
        "errors records",
        "cases measures",
        "importing runs training",
        "bench reports",
        "workbench",
        "desk",
        "cli",
    ),
}


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_folders_import_only_what_is_below(path: Path) -> None:
    """Every folder is in `FLOORS` and imports only from lower floors and from itself."""
    package, *rest = path.relative_to(ROOT).with_suffix("").parts
    if package not in FLOORS or rest == ["__init__"]:
        return
    floor = {room: n for n, rooms in enumerate(FLOORS[package]) for room in rooms.split()}
    folder = rest[0]
    rooms = {name.split(".")[1] for name in imports(path) if name.startswith(f"{package}.")}
    assert {room for room in rooms - {folder} if floor[room] >= floor[folder]} == set()


def test_the_second_reading_shares_no_rule_with_the_extractor() -> None:
    """Nothing that it imports, directly or not, finds numbers, figures, times, places or names."""
    paths = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in FILES
    }
    reached: set[str] = set()
    ahead = {name for name in paths if name.startswith("assistant.checking.second")}
    while ahead:
        reached |= ahead
        imported = set().union(*(imports(paths[name]) for name in ahead if name in paths))
        ahead = {name for name in imported if name.split(".")[0] in LAYERS} - reached
    ours = "assistant.checking.second"
    assert {name for name in reached if not name.startswith((ours, "knowledge.text."))} == {
        "knowledge.records"
    }


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_files_stay_under_300_lines(path: Path) -> None:
    """No file has more than 300 lines."""
    assert len(path.read_text("utf-8").splitlines()) <= 300


COMMANDS = [f for f in FILES if f.parent.name == "cli"]


def test_commands_are_found() -> None:
    """The command files of every package are in its folder `cli`."""
    assert {f.relative_to(ROOT).parts[0] for f in COMMANDS} == {"knowledge", "assistant", "evals"}


@pytest.mark.parametrize("path", COMMANDS, ids=lambda p: str(p.relative_to(ROOT)))
def test_commands_import_nothing_heavy_before_they_run(path: Path) -> None:
    """Command files import no heavy library at their top, so that `bantin --help` is fast."""
    light = {
        "gc",
        "json",
        "pathlib",
        "sys",
        "time",
        "traceback",
        "typer",
        "typing",
        "importlib.metadata",
    }
    imported = imports(path, top_only=True)
    assert {name for name in imported if name.split(".")[1:2] != ["cli"]} <= light


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_places_are_never_looked_for_as_parts_of_words(path: Path) -> None:
    """`Sơn La` is no part of `Ngân Sơn là`: `mentions_of` and `is_named_in` find whole words."""
    nodes = (n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Compare))
    inside = [n for n in nodes if isinstance(n.ops[0], ast.In | ast.NotIn)]
    folded = [n for n in inside if ast.unparse(n.comparators[0]).startswith(("fold(", "plain("))]
    names = ("place", "fold(place", "country", "fold(country")
    assert [ast.unparse(n) for n in folded if ast.unparse(n.left).startswith(names)] == []
