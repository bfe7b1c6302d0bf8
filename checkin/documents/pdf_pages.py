# SPDX-License-Identifier: GPL-3.0-or-later
"""The first pages of a PDF as pictures, drawn in a child process: the file comes from a server.

A page on which nothing is drawn gives its size alone.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import Any, NamedTuple

from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.documents.subprocess_reader import SubprocessMessages, run_in_subprocess

SECONDS = 30.0
"""Seconds; starting the process takes two or three on an old computer."""

LARGEST_PDF = 20_000_000
"""Bytes of a file that is read."""

MM_PER_POINT = 25.4 / 72

MOST_PROPORTION = 50
"""How often the shorter side of a page goes into the longer one at most; more is no page."""

_WHITE = 255


@dataclass(frozen=True, slots=True)
class PdfPages:
    """The pages of a PDF: the width and height of the first in mm, how many there are, and the pictures of the first
    ones as PNG, b"" for an empty page.
    """

    width: float
    height: float
    count: int
    pictures: tuple[bytes, ...]


class _Wanted(NamedTuple):
    data: bytes
    most: int
    side: int


def read_pdf_pages(data: bytes, most: int, side: int) -> PdfPages:
    """Return the pages of a PDF, with pictures of the first `most`, whose longer side has `side` pixels. Raises
    `UserError` for anything else.
    """
    if len(data) > LARGEST_PDF:
        raise UserError(_GAVE_UP)
    return run_in_subprocess(_drawn, _Wanted(data, most, side), _REFUSED, SECONDS)


def _drawn(wanted: _Wanted) -> PdfPages:
    """Draw in the child process."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(wanted.data)
        count = len(document)
        width, height = (round(side * MM_PER_POINT, 2) for side in document[0].get_size())
        drawn = range(min(count, wanted.most))
        return PdfPages(width, height, count, tuple(_picture(document[number], wanted.side) for number in drawn))
    except (pypdfium2.PdfiumError, IndexError, ValueError, OverflowError) as exc:
        raise UserError(_NO_PDF) from exc


def _picture(page: Any, side: int) -> bytes:
    """Return a page as PNG, b"" for an empty one."""
    sides = page.get_size()
    if min(sides) <= 0 or max(sides) / min(sides) > MOST_PROPORTION:
        raise ValueError(sides)
    picture = page.render(scale=side / max(sides)).to_pil().convert("RGB")
    if all(least == _WHITE for least, _ in picture.getextrema()):
        return b""
    target = BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()


_NO_PDF = Message("badge layout", "Its background is no PDF that can be read.")
_GAVE_UP = Message("badge layout", "Its background is damaged or too large.")
_TOO_SLOW = Message("badge layout", "Its background takes too long to draw.")
_REFUSED = SubprocessMessages(_TOO_SLOW, _GAVE_UP)
