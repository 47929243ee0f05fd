"""Workbooks whose sector chains never end are refused before they are parsed."""

import struct

import pytest

from knowledge.errors import UnreadableBulletin
from knowledge.readers import spreadsheet
from knowledge.readers.sector_chains import check_chains
from tests.knowledge.readers import made_files

WORKBOOK = made_files.xls([["Huyện", "Số hộ nghèo"], *([f"Xã {n}", n] for n in range(2000))])
_SECTOR = 512
_DIRECTORY_AT, _TABLE_AT = 48, 76


def _number(at: int) -> int:
    return int(struct.unpack_from("<I", WORKBOOK, at)[0])


def _with(at: int, number: int) -> bytes:
    return WORKBOOK[:at] + struct.pack("<I", number) + WORKBOOK[at + 4 :]


def _entry_of(sector: int) -> int:
    """Where the allocation table has the sector that follows `sector`."""
    return (_number(_TABLE_AT) + 1) * _SECTOR + 4 * sector


def _stream() -> int:
    """The first sector of the stream of the workbook, the second entry of the directory."""
    return _number((_number(_DIRECTORY_AT) + 1) * _SECTOR + 128 + 116)


def _with_endless_tables() -> bytes:
    """A list of allocation tables whose first further sector names itself as the next."""
    head = struct.pack("<I", 0)
    endless = WORKBOOK[:68] + head + WORKBOOK[72:]
    return endless[: 2 * _SECTOR - 4] + head + endless[2 * _SECTOR :]


@pytest.mark.parametrize(
    "content",
    [
        _with(_entry_of(_number(_DIRECTORY_AT)), _number(_DIRECTORY_AT)),
        _with(_entry_of(_stream()), _stream()),
        _with(_entry_of(_stream() + 3), _stream() + 1),
        _with_endless_tables(),
    ],
    ids=["directory", "stream", "stream, three sectors", "list of tables"],
)
def test_a_chain_that_returns_to_itself_is_refused(content: bytes) -> None:
    """The message says what is wrong and what to do."""
    with pytest.raises(UnreadableBulletin, match="returns to itself; open it, save it again"):
        spreadsheet.parse(content)


@pytest.mark.parametrize("length", [8, 300, 512, 700, 5000])
def test_a_container_that_is_cut_off_is_refused(length: int) -> None:
    """No other error leaves the check."""
    with pytest.raises(UnreadableBulletin, match="is damaged"):
        check_chains(WORKBOOK[:length])


def test_a_whole_workbook_passes() -> None:
    """Its cells are read."""
    parts = spreadsheet.parse(WORKBOOK)
    assert sum(len(part.rows) for part in parts) == 2001
