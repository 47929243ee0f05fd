"""Scanned pages of a PDF -> their text, by Tesseract where it is installed with its Vietnamese.

Recognition takes seconds a page, so that only pages without text are recognized, and the pages that
can be read in the time of one document are bounded.
"""

import shutil
import subprocess
from collections.abc import Iterator, Sequence

from knowledge.errors import UnreadableBulletin

INSTALL = "Debian: apt install tesseract-ocr tesseract-ocr-vie"
MOST_PAGES, PAGE_S = 60, 20
_DOTS_AN_INCH, _POINTS_AN_INCH = 300, 72
_MOST_DOTS = 40_000_000  # of a page: A2 at 300 dots an inch


def can_recognize() -> bool:
    """Whether Tesseract and its Vietnamese are installed."""
    if shutil.which("tesseract") is None:
        return False
    command = ["tesseract", "--list-langs"]
    try:
        listed = subprocess.run(command, capture_output=True, timeout=PAGE_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return b"vie" in (listed.stdout + listed.stderr).split()


def recognized(content: bytes, numbers: Sequence[int]) -> Iterator[str]:
    """The text of the pages with these numbers, from 0.

    Raises:
        UnreadableBulletin: too many pages, or Tesseract fails.
    """
    from pypdfium2 import PdfDocument

    if len(numbers) > MOST_PAGES:
        raise UnreadableBulletin(
            f"has {len(numbers)} scanned pages, at most {MOST_PAGES} are recognized: split it"
        )
    document = PdfDocument(content)
    for number in numbers:
        page = document[number]
        scale = _DOTS_AN_INCH / _POINTS_AN_INCH
        dots = page.get_width() * page.get_height() * scale**2
        scale *= min(1.0, (_MOST_DOTS / dots) ** 0.5)
        picture = page.render(scale=scale, grayscale=True)
        yield _text_of(bytes(picture.buffer), picture.width, picture.height, picture.stride, number)


def _text_of(dots: bytes, width: int, height: int, stride: int, number: int) -> str:
    """The text of a grey picture, given to Tesseract as a PGM file."""
    lines = b"".join(dots[y * stride : y * stride + width] for y in range(height))
    picture = b"P5\n%d %d\n255\n" % (width, height) + lines
    command = ["tesseract", "stdin", "stdout", "-l", "vie", "--psm", "3", "--dpi", "300"]
    try:
        ended = subprocess.run(
            command, input=picture, capture_output=True, timeout=PAGE_S, check=False
        )
    except subprocess.TimeoutExpired as exc:
        raise UnreadableBulletin(f"page {number + 1} takes over {PAGE_S} s to recognize") from exc
    if ended.returncode:
        reason = ended.stderr.decode("utf-8", "replace").strip()[-200:]
        raise UnreadableBulletin(f"page {number + 1} is not recognized: {reason}")
    return ended.stdout.decode("utf-8", "replace")
