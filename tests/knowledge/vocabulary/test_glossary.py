"""English words become Vietnamese by the longest phrase, in any ending; unknown words give nothing."""

import tomllib
from importlib.resources import files

import pytest

from knowledge.text.spelling import fold, plain
from knowledge.vocabulary.glossary import translated


@pytest.mark.parametrize(
    ("query", "meanings_by_phrase"),
    [
        ("health insurance cards", [("health insurance", "bảo hiểm y tế"), ("cards", "thẻ")]),
        ("companies", [("companies", "công ty")]),
        ("they borrowed", [("borrowed", "vay")]),
        ("licensing", [("licensing", "giấy phép")]),
        ("Deputy Prime Minister", [("deputy prime minister", "phó thủ tướng")]),
        ("they stole two buffaloes", [("stole", "trộm"), ("buffaloes", "trâu")]),
        ("their wives fell ill", [("wives", "vợ"), ("fell", "giảm")]),
        ("quantum chromodynamics", []),
    ],
)
def test_words_are_found_in_any_ending(
    query: str, meanings_by_phrase: list[tuple[str, str]]
) -> None:
    assert [(phrase, meanings[0]) for phrase, meanings in translated(query)] == meanings_by_phrase


def test_every_entry_is_english_to_vietnamese() -> None:
    """Keys are lower-case ASCII, meanings are not empty and mostly have accents."""
    text = files("knowledge.vocabulary").joinpath("glossary.toml").read_text("utf-8")
    tables = tomllib.loads(text)
    entries = tables["words"]
    assert all(key.isascii() and key == key.lower() for key in entries)
    meanings = [m.strip() for value in entries.values() for m in value.split(";")]
    assert all(meanings)
    assert sum(plain(m) != fold(m) for m in meanings) > 0.8 * len(meanings)


def test_every_irregular_form_leads_to_an_entry() -> None:
    tables = tomllib.loads(
        files("knowledge.vocabulary").joinpath("glossary.toml").read_text("utf-8")
    )
    assert tables["irregular"]
    assert not set(tables["irregular"].values()) - set(tables["words"])
    assert not set(tables["irregular"]) & set(tables["words"])
