"""The lists of units are made of the package's database: kinds in small letters, known provinces."""

import sqlite3
from pathlib import Path

import pytest

from evals.training.administrative_units import units_of


def database(path: Path, province: str) -> Path:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE admin_units_legacy (provinceShort, district, ward)")
    connection.execute("CREATE TABLE admin_units (provinceShort, ward)")
    rows = [
        ("Bắc Kạn", "Thành Phố Bắc Kạn", "Phường Sông Cầu"),
        ("Hồ Chí Minh", "Quận 1", None),
        ("Huế", "Thị Xã Hương Trà", "Xã Hương Toàn"),
    ]
    connection.executemany("INSERT INTO admin_units_legacy VALUES (?, ?, ?)", rows)
    connection.execute("INSERT INTO admin_units VALUES (?, 'Xã Ba Bể')", (province,))
    connection.commit()
    connection.close()
    return path


def test_units_have_their_kind_in_small_letters(tmp_path: Path) -> None:
    districts, communes = units_of(database(tmp_path / "units.db", "Thái Nguyên"))
    assert {"thành phố Bắc Kạn", "thị xã Bắc Kạn"} <= districts["Bắc Kạn"]
    assert {"quận 1", "quận 2"} <= districts["Thành phố Hồ Chí Minh"]  # quận 2 ended before
    assert "thị xã Hương Trà" in districts["Thừa Thiên Huế"]
    assert communes["Bắc Kạn"] == {"phường Sông Cầu"}
    assert communes["Thái Nguyên"] == {"xã Ba Bể"}


def test_a_province_that_is_not_known_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Atlantis"):
        units_of(database(tmp_path / "units.db", "Atlantis"))
