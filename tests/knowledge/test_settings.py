"""Settings come from flags, variables and a file, in this order; errors name the wrong ones."""

from pathlib import Path

import pytest

from knowledge.errors import BadSettings
from knowledge.settings import LibrarySettings, load


def test_flags_win_over_variables_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A flag precedes a variable, which precedes the file."""
    (tmp_path / "bantin.toml").write_text(
        'chroma_url = "http://a:8000"\nfile_trust = "press"\nmodel = "a"\n'
    )
    monkeypatch.setenv("BANTIN_FILE_TRUST", "unknown")
    monkeypatch.setenv("BANTIN_MODEL", "b")
    settings = load(LibrarySettings, {"model": "c", "data": None}, tmp_path)
    assert settings.chroma_url == "http://a:8000"
    assert settings.file_trust == "unknown"
    assert settings.model == "c"


def test_a_section_made_directly_reads_no_variable_and_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A section created in code has only the given values and the defaults."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bantin.toml").write_text('model = "a"\n')
    monkeypatch.setenv("BANTIN_FILE_TRUST", "press")
    settings = LibrarySettings(data=tmp_path)
    assert settings.model == "multilingual-e5-small"
    assert settings.file_trust == "official"


def test_a_wrong_value_of_a_variable_is_named_with_what_is_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BANTIN_FILE_TRUST", "friend")
    with pytest.raises(BadSettings) as caught:
        load(LibrarySettings, {}, tmp_path)
    assert (
        "BANTIN_FILE_TRUST is 'friend', should be 'official', 'press' or 'unknown'"
        in str(caught.value)
    )  # fmt: skip


def test_a_wrong_value_in_the_file_is_named_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "bantin.toml").write_text('press_hosts = ["http://bao.vn"]\n')
    with pytest.raises(BadSettings) as caught:
        load(LibrarySettings, {}, tmp_path)
    path = str(tmp_path / "bantin.toml")
    assert f"'press_hosts' in {path!r} is ['http://bao.vn'], 'http://bao.vn' is not a site" in str(
        caught.value
    )


@pytest.mark.parametrize(
    ("text", "variables", "message"),
    [
        ("", {"BANTIN_MODLE": "b"}, "BANTIN_MODLE is not a setting (did you mean 'model'?)"),
        ('colour = "red"', {}, "is not a setting. Known keys: chroma_token, chroma_url, data"),
        ("[model]\nname = 1", {}, "is {'name': 1}, should be a valid string"),
        ("press_hosts = 7", {}, "is 7, should be a list"),
        ('fetch_allowed = "10.0.0.999"', {}, "does not appear to be an IPv4 or IPv6 network"),
        ('fetch_allowed = "a_b"', {}, "is no host like portal.noibo"),
        (
            'database_url = "mysql://a:geheim@b/c"',
            {},
            "bantin.toml', should be like postgresql://HOST/NAME",
        ),
        ('database_url = "postgresql://a:geheim@b/c"', {}, "needs BANTIN_CHROMA_URL"),
    ],
    ids=[
        "variable",
        "key",
        "table",
        "number for a list",
        "no network",
        "no host",
        "no database",
        "vectors of one folder",
    ],
)
def test_unknown_keys_and_wrong_shapes_are_errors(
    text: str, variables: dict[str, str], message: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    (tmp_path / "bantin.toml").write_text(text)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings) as caught:
        load(LibrarySettings, {}, tmp_path)
    assert message in str(caught.value)


def test_every_problem_is_named_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All invalid settings are in one error."""
    (tmp_path / "bantin.toml").write_text('colour = "red"\n')
    monkeypatch.setenv("BANTIN_FILE_TRUST", "friend")
    monkeypatch.setenv("BANTIN_SHAPE", "round")
    with pytest.raises(BadSettings) as caught:
        load(LibrarySettings, {}, tmp_path)
    assert str(caught.value).count("is not a setting") == 2
    assert str(caught.value).count("should be") == 1


@pytest.mark.parametrize("content", [b"home = ", b"home = '\xff'"], ids=["syntax", "bytes"])
def test_a_file_that_is_not_toml_is_an_error(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "bantin.toml").write_bytes(content)
    with pytest.raises(BadSettings, match="not valid TOML"):
        load(LibrarySettings, {}, tmp_path)


@pytest.mark.parametrize(
    ("address", "is_read"),
    [
        ("postgresql://lan:a%40b%3A%2F@h:5432/n?sslmode=require&connect_timeout=3", True),
        ("postgresql+psycopg://h1:1,h2:2/n?target_session_attrs=read-write", True),
        ("postgresql:///n?host=/run/postgresql", True),
        ("postgresql://[::1]:5432/n", True),
        ("postgresql://lan:geheim@x@h/n", False),
        ("postgresql://lan:geheim/x@h/n", False),
        ("postgresql://lan:geheim%x@h/n", False),
        ("postgresql://lan:geheim?x@h/n", False),
        ("postgresql://lan:geheim@h/", False),
    ],
)
def test_signs_of_a_password_are_escaped(address: str, is_read: bool, tmp_path: Path) -> None:
    """An address that two programs could read in two ways is refused, and not repeated."""
    flags = {"database_url": address, "chroma_url": "http://c"}
    if is_read:
        assert load(LibrarySettings, flags, tmp_path).database_url is not None
        return
    with pytest.raises(BadSettings, match=r"--database_url, should be like .* %40") as caught:
        load(LibrarySettings, flags, tmp_path)
    assert "geheim" not in str(caught.value)
