"""Settings come from flags, variables, a file, in that order; unknown ones are errors."""

from pathlib import Path

import pytest

from knowledge.errors import BadSettings
from knowledge.settings import load_settings


def test_flags_win_over_variables_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "bantin.toml").write_text('home = "ca mau"\nrequests_per_minute = 5\nmodel = "a"\n')
    variables = {"BANTIN_REQUESTS_PER_MINUTE": "7", "BANTIN_MODEL": "b", "PATH": "x"}
    settings = load_settings({"model": "c", "data": None}, variables, tmp_path)
    assert (settings.home, settings.requests_per_minute, settings.model) == ("Cà Mau", 7, "c")


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"BANTIN_COLOUR": "red"}, "BANTIN_COLOUR"),
        ({"BANTIN_HOME": "Atlantis"}, "Atlantis"),
        ({"BANTIN_REQUESTS_PER_MINUTE": "-1"}, "BANTIN_REQUESTS_PER_MINUTE"),
        ({"BANTIN_RATE_LIMIT": "maybe"}, "BANTIN_RATE_LIMIT"),
    ],
)
def test_a_bad_setting_is_named_with_the_known_keys(
    variables: dict[str, str], named: str, tmp_path: Path
) -> None:
    with pytest.raises(BadSettings) as caught:
        load_settings({}, variables, tmp_path)
    assert named in str(caught.value)
    assert "Known keys" in str(caught.value)


def test_a_file_that_is_no_toml_is_told(tmp_path: Path) -> None:
    (tmp_path / "bantin.toml").write_text("home = ")
    with pytest.raises(BadSettings, match="not valid TOML"):
        load_settings({}, {}, tmp_path)
