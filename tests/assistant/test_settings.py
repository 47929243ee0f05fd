"""All settings: names of places, lists, booleans and secrets as operators write them."""

from pathlib import Path

import pytest

from assistant.settings import SECTIONS, Settings, load_settings
from knowledge.errors import BadSettings

# Every key with a value as a variable holds it and as Python reads it.
KEYS = {
    "data": ("/srv/bantin", Path("/srv/bantin")),
    "model": ("intfloat/multilingual-e5-base", "intfloat/multilingual-e5-base"),
    "chroma_url": ("http://chroma:8000", "http://chroma:8000"),
    "file_trust": ("press", "press"),
    "official_hosts": ("GOV.vn, backan.vn", ("gov.vn", "backan.vn")),
    "press_hosts": ("bao.vn tin.vn", ("bao.vn", "tin.vn")),
    "home": ("ca mau", "Cà Mau"),
    "reader": ("off", False),
    "answer_budget_s": ("2.5", 2.5),
    "max_question_chars": ("400", 400),
    "llm": ("openai:gpt-5-mini", "openai:gpt-5-mini"),
    "llm_url": ("http://127.0.0.1:8000/v1", "http://127.0.0.1:8000/v1"),
    "llm_structured": ("on", "on"),
    "llm_timeout_s": ("30", 30.0),
    "agency": ("Sở Nội vụ", "Sở Nội vụ"),
    "import_folder": ("/srv/den", Path("/srv/den")),
    "agency_contact": ("0209 3870 000", "0209 3870 000"),
    "agency_logo": ("/srv/logo.svg", "/srv/logo.svg"),
    "api_keys": ("required", "required"),
    "embed_origins": (
        "https://a.vn, http://b.vn:8080", ("https://a.vn", "http://b.vn:8080"),
    ),
    "rate_limit": ("off", False),
    "requests_per_minute": ("7", 7),
    "reads_per_minute": ("70", 70),
    "trusted_proxies": ("10.0.0.1, 10.1.0.0/16", ("10.0.0.1", "10.1.0.0/16")),
    "max_body_bytes": ("20000", 20_000),
    "oidc_issuer": ("https://sso.backan.gov.vn", "https://sso.backan.gov.vn"),
    "oidc_client": ("desk", "desk"),
    "oidc_claim": ("sub", "sub"),
    "log_days": ("30", 30),
    "log_format": ("json", "json"),
    "log_level": ("warning", "warning"),
    "access_log": ("on", True),
    "metrics_address": ("127.0.0.1:9464", "127.0.0.1:9464"),
    "trace_url": ("http://127.0.0.1:4317", "http://127.0.0.1:4317"),
    "fetch_private": ("on", True),
    "fetch_allowed": ("portal.noibo, 10.20.0.0/16", ("portal.noibo", "10.20.0.0/16")),
    "fetch_delay_s": ("2.5", 2.5),
    "fetched_days": ("30", 30),
    "robots_exempt": ("sld.backan.gov.vn", ("sld.backan.gov.vn",)),
    "max_upload_bytes": ("30000", 30_000),
}  # fmt: skip
SECRETS = ("chroma_token", "llm_key", "oidc_secret")


def test_every_key_is_in_the_table_of_this_test() -> None:
    """A new key needs its row."""
    assert {*KEYS, *SECRETS, "database_url"} == set(Settings.model_fields)


def test_the_password_of_the_database_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BANTIN_DATABASE_URL", "postgresql://lan:s3cret@db/bantin")
    monkeypatch.setenv("BANTIN_CHROMA_URL", "http://chroma:8000")
    settings = load_settings({}, tmp_path)
    assert settings.database_url is not None
    assert settings.database_url.get_secret_value().endswith("@db/bantin")
    assert "s3cret" not in repr(settings) + settings.model_dump_json()


@pytest.mark.parametrize("key", KEYS)
def test_a_variable_is_read(key: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    text, value = KEYS[key]
    monkeypatch.setenv(f"BANTIN_{key.upper()}", text)
    assert getattr(load_settings({}, tmp_path), key) == value


@pytest.mark.parametrize("key", KEYS)
def test_a_key_of_the_file_is_read(key: str, tmp_path: Path) -> None:
    """Also where it is text, as every key could be before there were booleans."""
    text, value = KEYS[key]
    (tmp_path / "bantin.toml").write_text(f'{key} = "{text}"\n', "utf-8")
    assert getattr(load_settings({}, tmp_path), key) == value


@pytest.mark.parametrize("key", SECRETS)
def test_a_secret_is_read_and_not_shown(
    key: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(f"BANTIN_{key.upper()}", "s3cret")
    settings = load_settings({}, tmp_path)
    assert getattr(settings, key).get_secret_value() == "s3cret"
    assert "s3cret" not in repr(settings)
    assert "s3cret" not in settings.model_dump_json()


@pytest.mark.parametrize("key", SECRETS)
def test_a_wrong_secret_is_not_in_the_message(key: str, tmp_path: Path) -> None:
    (tmp_path / "bantin.toml").write_text(f"{key} = 4711\n")
    with pytest.raises(BadSettings, match=key) as caught:
        load_settings({}, tmp_path)
    assert "4711" not in str(caught.value)


@pytest.mark.parametrize("key", ["reader", "rate_limit", "fetch_private"])
@pytest.mark.parametrize(
    ("text", "value"),
    [("true", True), ("false", False), ('"on"', True), ('"off"', False)],
)
def test_booleans_of_the_file_are_booleans_or_words(
    key: str, text: str, value: bool, tmp_path: Path
) -> None:
    (tmp_path / "bantin.toml").write_text(f"{key} = {text}\n")
    assert getattr(load_settings({}, tmp_path), key) is value


def test_lists_of_the_file_are_lists(tmp_path: Path) -> None:
    (tmp_path / "bantin.toml").write_text('embed_origins = ["https://a.vn", "https://b.vn"]\n')
    assert load_settings({}, tmp_path).embed_origins == ("https://a.vn", "https://b.vn")


def test_an_empty_home_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BANTIN_HOME", "")
    assert load_settings({}, tmp_path).home is None


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("HOME", "Atlantis", "BANTIN_HOME is 'Atlantis', which is not a province"),
        ("REQUESTS_PER_MINUTE", "-1", "is '-1', should be greater than or equal to 1"),
        ("RATE_LIMIT", "maybe", "BANTIN_RATE_LIMIT is 'maybe', should be on or off"),
        ("API_KEYS", "yes", "should be 'optional' or 'required'"),
        ("LLM", "gpt-5-mini", "should be provider:name, for example openai:gpt-5-mini"),
        ("METRICS_ADDRESS", "9464", "should be HOST:PORT, for example 127.0.0.1:9464"),
        ("OIDC_ISSUER", "sso.vn", "should be an address like https://"),
        ("EMBED_ORIGINS", "https://a.vn/x", "'https://a.vn/x' is not an origin"),
        ("TRUSTED_PROXIES", "10.0.0.300", "'10.0.0.300' does not appear to be"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_allowed(
    name: str, value: str, message: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(f"BANTIN_{name}", value)
    with pytest.raises(BadSettings) as caught:
        load_settings({}, tmp_path)
    assert message in str(caught.value)


def test_booleans_are_words_in_the_record_of_a_run(tmp_path: Path) -> None:
    """Runs of before compare with runs of today."""
    assert Settings(data=tmp_path, reader=False).model_dump(mode="json")["reader"] == "off"


def test_every_section_is_part_of_the_whole_and_no_key_is_in_two() -> None:
    keys = [key for section in SECTIONS for key in section.model_fields]
    assert sorted(keys) == sorted(Settings.model_fields)
    assert issubclass(Settings, SECTIONS)
