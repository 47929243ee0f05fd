"""The catalogues of both languages agree with each other and with the code that uses them."""

import ast
import re
from collections.abc import Iterator
from itertools import chain, product
from pathlib import Path
from typing import NamedTuple

import pytest

from prompts.catalogue import LANGUAGES, Catalogue, UnknownText, catalogue, tables
from prompts.template import MissingSlot, PromptError, Text

ROOT = Path(__file__).parents[2]
# The commands print lines by another `say`.
TREES = {
    str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8"))
    for path in sorted((ROOT / "assistant").rglob("*.py"))
    if path.parent.name != "cli"
}
# Tables of one language only, and the file that uses them.
GRAMMAR_FILES = {
    "vi": "assistant/wording/grammar_vi.py",
    "en": "assistant/wording/grammar_en.py",
}
GRAMMAR_TABLES = ("grammar", "hedges")


def is_shared(key: str) -> bool:
    return key.partition(".")[0] not in GRAMMAR_TABLES


def test_both_languages_have_the_same_texts_with_the_same_slots() -> None:
    """Both languages have the same keys, and each text has the same slots."""
    slots = [
        {k: c.slots(k) for k in c.templates if is_shared(k)} for c in map(catalogue, LANGUAGES)
    ]
    assert slots[0] == slots[1]


def test_both_languages_have_the_same_lists() -> None:
    """Both languages have the same lists with the same lengths."""
    lists = [
        {k: len(v) for k, v in c.lists.items() if is_shared(k)} for c in map(catalogue, LANGUAGES)
    ]
    assert lists[0] == lists[1]


class Use(NamedTuple):
    """One call of `say`: its file and line, the keys that it may name, the slots that it fills."""

    file: str
    line: int
    keys: tuple[re.Pattern[str], ...]
    slots: frozenset[str]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages whose texts the file uses: a grammar module has one."""
        return tuple(v for v, f in GRAMMAR_FILES.items() if f == self.file) or LANGUAGES


def key_patterns(node: ast.expr) -> tuple[re.Pattern[str], ...]:
    """Patterns of the keys that an argument of `say` may have; none for a variable."""
    if isinstance(node, ast.Constant):
        return (re.compile(re.escape(str(node.value))),)
    if isinstance(node, ast.IfExp):
        return key_patterns(node.body) + key_patterns(node.orelse)
    if isinstance(node, ast.JoinedStr):
        parts = [
            re.escape(str(v.value)) if isinstance(v, ast.Constant) else r"\w+" for v in node.values
        ]
        return (re.compile("".join(parts)),)
    return ()


def uses(file: str) -> Iterator[Use]:
    """The calls `say(KEY, …)` and `catalogue(…).say(KEY, …)` of a file."""
    for node in ast.walk(TREES[file]):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        if name == "say":
            slots = frozenset(k.arg for k in node.keywords if k.arg is not None)
            yield Use(file, node.lineno, key_patterns(node.args[0]), slots)


USES = [use for file in TREES for use in uses(file)]


@pytest.mark.parametrize("use", USES, ids=lambda u: f"{u.file}:{u.line}")
def test_a_use_fills_the_slots_of_its_text(use: Use) -> None:
    """Every call of `say` fills exactly the slots of its text."""
    for language, pattern in product(use.languages, use.keys):
        texts = catalogue(language)
        keys = [k for k in texts.templates if pattern.fullmatch(k)]
        # A key that is composed at run time fits several texts; one of them must fit the call.
        assert use.slots in {texts.slots(k) for k in keys}, f"{pattern.pattern} in {language}"


def strings() -> set[str]:
    """The string literals of the code."""
    return {
        node.value
        for node in chain.from_iterable(map(ast.walk, TREES.values()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def used_tables() -> set[str]:
    """The tables that the code reads whole."""
    calls = [n for tree in TREES.values() for n in ast.walk(tree) if isinstance(n, ast.Call)]
    return {
        str(call.args[-1].value)
        for call in calls
        if re.search(r"\btables?$", ast.unparse(call.func))
        and call.args
        and isinstance(call.args[-1], ast.Constant)
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_unused(language: str) -> None:
    """Every key is in a call of `say`, or is a string `table.key` of the code.

    The words of a table that is read whole are strings or attributes of code and templates.
    """
    patterns, literals, tables = [p for use in USES for p in use.keys], strings(), used_tables()
    views = chain.from_iterable((ROOT / "assistant").rglob(f"*.{e}") for e in ("html", "js"))
    markup = "\n".join(path.read_text("utf-8") for path in views)
    attributes = (
        literals
        | set(re.findall(r"\b\w+\.(\w+)", markup))
        | set(re.findall(r"[\"'](\w+)[\"']", markup))
    )

    def is_used(key: str) -> bool:
        table, _, word = key.rpartition(".")
        is_named = any(p.fullmatch(key) for p in patterns) or (table != "" and key in literals)
        return is_named or (table in tables and (word in attributes or table == "hedges"))

    texts = catalogue(language)
    assert [key for key in texts.templates if not is_used(key)] == []
    assert [key for key in texts.lists if key not in literals] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_texts_of_one_language_are_used_by_its_grammar(language: str) -> None:
    """`[grammar]` holds what only one language needs, so only its grammar module names it."""
    texts, file = catalogue(language), GRAMMAR_FILES[language]
    keys = {k for k in (*texts.templates, *texts.lists) if k.startswith("grammar.")}
    named = {
        node.value
        for node in ast.walk(TREES[file])
        if isinstance(node, ast.Constant) and str(node.value).startswith("grammar.")
    }
    assert named == keys


def test_only_grammars_use_the_texts_of_one_language() -> None:
    """A text of one language is used only by the grammar module of that language."""
    files = [
        file
        for file, tree in TREES.items()
        if any(
            isinstance(n, ast.Constant) and str(n.value).startswith("grammar.")
            for n in ast.walk(tree)
        )
    ]
    assert files == sorted(GRAMMAR_FILES.values())


@pytest.mark.parametrize("folder", ["checking", "wording"])
def test_wording_does_not_compare_languages(folder: str) -> None:
    """Texts come from the catalogue and forms from the grammar."""
    comparisons = [
        f"{file}:{node.lineno}"
        for file, tree in TREES.items()
        for node in ast.walk(tree)
        if file.startswith(f"assistant/{folder}/")
        and isinstance(node, ast.Compare)
        and any(isinstance(c, ast.Constant) and c.value in LANGUAGES for c in ast.walk(node))
    ]
    assert comparisons == []


# A search knows its hits, but not what the bulletins lack.
CLAIMS_OF_ABSENCE = re.compile(
    r"(?:không|chưa) (?:hề )?(?:nêu|đề cập|có (?:số liệu|thông tin|đủ|nội dung)|đủ số liệu)"
    r"|bản tin[^.,;“]* (?:không|chưa) (?!tới)"
    r"|(?<!I )(?:do|does|did) not (?:say|give|mention|hold|contain|state|cover|report|speak)"
    r"|(?:has|have|hold|holds|is|are|contain|contains) (?:no|too few) (?!bulletins)(?:figure|information|data|mention|answer|passage)"
    r"|bulletins? [^.,;“]*(?: not | no | nothing )",
    re.IGNORECASE,
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_says_that_the_bulletins_lack_something(language: str) -> None:
    """A refusal states what was not found ("tôi chưa tìm thấy"), not that the bulletins lack it."""
    texts = catalogue(language)
    bodies = {k: [t.body for t in forms.values()] for k, forms in texts.templates.items()}
    claims = {
        key: body
        for key, forms in bodies.items()
        for body in forms
        if CLAIMS_OF_ABSENCE.search(body)
    }
    assert claims == {}


@pytest.mark.parametrize(
    "claim",
    [
        "Các bản tin chưa có số liệu “$name” $scope.",
        "Bản tin có nói về “$name” nhưng không nêu $role.",
        "Bản tin không đủ số liệu cùng kỳ để tính.",
        "Các bản tin không đề cập việc này.",
        "The bulletins have no figure for “$name”.",
        "The bulletins speak of “$name” but do not give $role.",
        "The bulletins hold too few figures to rank them.",
        "The bulletins say nothing of this.",
    ],
)
def test_a_claim_of_absence_is_recognised(claim: str) -> None:
    """The pattern matches earlier phrasings of refusals and similar ones."""
    assert CLAIMS_OF_ABSENCE.search(claim)


REFUSALS = ("no_figure", "no_role", "no_part", "not_computed", "not_comparable", "no_evidence",
            "no_evidence_in_scope", "not_found.instructions", "not_found.definition",
            "not_found.opinion", "not_found.personal_advice")  # fmt: skip


@pytest.mark.parametrize("key", REFUSALS)
def test_a_refusal_says_that_it_did_not_find(key: str) -> None:
    """A refusal states in both languages that nothing was found in the loaded bulletins."""
    bodies = {v: catalogue(v).templates[key]["other"].body for v in LANGUAGES}
    assert "hưa tìm thấy" in bodies["vi"]
    assert "did not find" in bodies["en"]


def test_a_text_has_the_form_of_its_count() -> None:
    """English texts use the singular for a count of one."""
    forms = {"one": Text("k", 1, "$count value"), "other": Text("k", 1, "$count values")}
    texts = Catalogue("en", 1, {"k": forms}, {})
    assert [texts.say("k", count=n) for n in (0, 1, 2)] == ["0 values", "1 value", "2 values"]


def test_a_table_has_its_words_by_key() -> None:
    """`tables` gives the words of a table in each language."""
    assert tables("embed")["vi"] == catalogue("vi").table("embed")
    assert tables("embed").keys() == set(LANGUAGES)


def test_an_unknown_key_is_an_error() -> None:
    """An unknown key raises an error with the file and the key."""
    with pytest.raises(UnknownText, match=r"texts\.vi\.toml has no text 'nothing'"):
        catalogue("vi").say("nothing")
    with pytest.raises(UnknownText, match="no list 'greeting'"):
        catalogue("vi").lines("greeting")
    with pytest.raises(UnknownText, match="no table 'nothing'"):
        catalogue("vi").table("nothing")


def test_a_missing_slot_is_an_error() -> None:
    """A missing slot raises an error."""
    with pytest.raises(MissingSlot, match="example"):
        catalogue("en").say("greeting")


def test_an_unknown_language_is_an_error() -> None:
    """An unknown language raises an error with the name of the missing file."""
    with pytest.raises(PromptError, match=r"texts\.fr\.toml"):
        catalogue("fr")
