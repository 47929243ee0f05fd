"""Any crafted file of 100 KB is read or refused within 2 seconds and 500 MB."""

import json
import os
import signal
import subprocess
import sys
from itertools import chain
from pathlib import Path

import pytest

from knowledge.ingestion.bulletins import bulletin_from_draft
from knowledge.ingestion.derive import derive
from knowledge.readers.drafts import BulletinDraft, draft_of
from knowledge.text.sentences import sentences
from knowledge.text.spelling import clean
from tests.conftest import ROOT
from tests.security.hostile_documents import hostile_documents
from tests.security.hostile_files import hostile_files

NAMES = [name for name, _, _ in chain(hostile_files(), hostile_documents())]
SECONDS, MEGABYTES = 2.0, 500


def main() -> None:
    """Previews every file in a separate process; prints a line of JSON for each."""
    from trafilatura import bare_extraction
    from yaml import BaseLoader

    from knowledge.ingestion.previewing import look

    del bare_extraction, BaseLoader  # loaded once, not measured
    for name, suffix, content in chain(hostile_files(), hostile_documents()):
        path = Path(sys.argv[1]) / f"t{suffix}"
        path.write_bytes(content)
        child = os.fork()
        if child == 0:
            # Seconds of the processor: the machine may be busy with other tests.
            signal.setitimer(signal.ITIMER_PROF, 10)
            os._exit(0 if list(look(path, path.parent)) else 3)
        _, status, used = os.wait4(child, 0)
        seconds, megabytes = used.ru_utime + used.ru_stime, used.ru_maxrss // 1024
        sys.stdout.write(json.dumps([name, status, seconds, megabytes]) + "\n")


@pytest.fixture(scope="module")
def costs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, float, int]]:
    code = "from tests.security.test_hostile_texts import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path_factory.mktemp("hostile"))],
        capture_output=True, text=True, cwd=ROOT, timeout=900, check=True,
    )  # fmt: skip
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return {name: (status, seconds, megabytes) for name, status, seconds, megabytes in rows}


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_file_costs_little(costs: dict[str, tuple[int, float, int]], name: str) -> None:
    """Reading a hostile file ends by itself within the limits of time and memory."""
    status, seconds, megabytes = costs[name]
    assert status == 0
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


def read(text: str) -> BulletinDraft:
    return draft_of({"title": "Tin", "date": "2022-12-07"}, [("paragraph", text)], "tin")


def test_a_sentence_beyond_measure_is_cut_at_spaces_and_loses_nothing() -> None:
    """An overlong sentence is cut into short pieces of whole words, in order."""
    text = "Năm 2022 có 5 người, " * 2000
    pieces = [text[a:b] for a, b in sentences(text)]
    assert " ".join(pieces) == text.strip()
    assert max(map(len, pieces)) <= 2400
    assert max(sum(c.isdigit() for c in piece) for piece in pieces) <= 80 * 5


def test_a_numeral_is_never_cut_in_two() -> None:
    """A sentence is not cut inside a number."""
    text = "a" * 2390 + "1" * 100 + " người"
    assert [text[a:b] for a, b in sentences(text)] == [text[:2490], "người"]


def test_a_text_of_numbers_is_read_in_part_with_a_warning() -> None:
    """Of a text of numbers the first figures are read, and a warning states the rest."""
    bulletin = bulletin_from_draft(read("Có 5 hộ nghèo. " * 5000), "tin", "tin")
    _, figures = derive(bulletin, 1)
    assert [w for w in bulletin.warnings if "more numbers than prose holds" in w] != []
    # The sentence with the first surplus number is read to its end.
    assert len(figures) == 300 + len(bulletin.text) // 60 + 1


def test_prose_is_read_to_its_end() -> None:
    """A law of 200,000 characters with a number in each sentence is read to its end."""
    bulletin = bulletin_from_draft(
        read("Khi đó có 5 hộ nghèo ở vùng sâu được nhà nước hỗ trợ làm nhà. " * 3000), "tin", "tin"
    )
    assert bulletin.warnings == ()
    assert len(derive(bulletin, 1)[1]) == 3000


def test_marks_on_one_letter_are_cut_short() -> None:
    """Combining marks after the thirtieth are dropped, and the following text is read."""
    assert len(clean("a" + "\u0301\u0323" * 5000 + " 5 người")) < 60
