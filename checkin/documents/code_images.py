# SPDX-License-Identifier: GPL-3.0-or-later
"""Ticket codes as image files, one QR code each, to print or send elsewhere. Never contains a person's name."""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal, TypeAlias

from checkin.core.message import Message, ReportProgress, UserError, ignore_progress
from checkin.documents.atomic_write import write_folder_atomically

Matrix: TypeAlias = list[list[bool]]
ImageFormat: TypeAlias = Literal["png", "svg"]

QUIET = 4
"""Modules of white around the code (ISO/IEC 18004)."""

PIXELS = 10
"""Pixels per module in a PNG: 290 px for a Checkin code, 2.5 cm at 300 dpi."""

LONGEST_STEM = 80

_ALPHANUMERIC = re.compile(r"[0-9A-Z $%*+\-./:]+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)


def write_code_images(
    folder: Path,
    tickets: Iterable[tuple[str, str]],
    kinds: Sequence[ImageFormat] = ("png", "svg"),
    report: ReportProgress = ignore_progress,
) -> int:
    """Write an image of each kind for each (code, file stem); return the number of codes.

    The stems come from `file_stems`, which the caller also needs to tell which file is whose; any others are made safe
    in the same way. Raises `UserError` for a code that fits no QR code, `StorageError` if the disk fails; then no image
    is written, nor if `report` raises.
    """
    wanted = list(tickets)
    stems = file_stems([stem for _, stem in wanted])

    def images() -> Iterator[tuple[str, bytes]]:
        for done, ((code, _), stem) in enumerate(zip(wanted, stems, strict=True)):
            report(done, len(wanted))
            matrix = qr_matrix(code)
            yield from ((f"{stem}.{kind}", _PAINTERS[kind](matrix)) for kind in kinds)

    write_folder_atomically(folder, images())
    return len(wanted)


def file_stems(texts: Iterable[str]) -> list[str]:
    """Return a file name without suffix for each text: plain letters and digits, unique on any file system."""
    taken: set[str] = set()
    return [_untaken(_safe(text), taken) for text in texts]


def _safe(text: str) -> str:
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", text).strip("-")[:LONGEST_STEM].rstrip("-") or "code"
    return f"{stem}_" if _RESERVED.fullmatch(stem) else stem


def _untaken(stem: str, taken: set[str]) -> str:
    number, free = 1, stem
    while free.lower() in taken:
        number += 1
        free = f"{stem}-{number}"
    taken.add(free.lower())
    return free


def qr_matrix(code: str) -> Matrix:
    """Return rows of modules, True for black, with the quiet zone. Checkin codes are version 1-M (docs/adr/0003).

    Raises `UserError` for a code that is too long.
    """
    from qrcode import QRCode, constants
    from qrcode.exceptions import DataOverflowError
    from qrcode.util import MODE_8BIT_BYTE, MODE_ALPHA_NUM, QRData

    mode = MODE_ALPHA_NUM if _ALPHANUMERIC.fullmatch(code) else MODE_8BIT_BYTE
    drawing = QRCode(error_correction=constants.ERROR_CORRECT_M, border=QUIET)
    drawing.add_data(QRData(code.encode("utf-8"), mode=mode))
    try:
        drawing.make(fit=True)
    except (DataOverflowError, ValueError) as exc:  # the library raises both for "too long"
        raise UserError(_TOO_LONG, start=code[:20]) from exc
    return [[bool(module) for module in row] for row in drawing.get_matrix()]


def unseen_qr_matrix(code: str) -> Matrix:
    """Return what `qr_matrix` does, twenty times faster, of a code that is on no paper yet: zxing-cpp mostly chooses
    another mask, and a badge that is printed again must look as before.
    """
    import numpy as np
    from zxingcpp import BarcodeFormat, create_barcode

    drawn = create_barcode(code, BarcodeFormat.QRCode, ec_level="M").to_image(scale=1, add_quiet_zones=True)
    matrix: Matrix = (np.asarray(drawn) == 0).tolist()
    return matrix


def code_png(code: str) -> bytes:
    """Return a code as a PNG. Raises `UserError` for one that is too long."""
    return _png(qr_matrix(code))


def _png(matrix: Matrix) -> bytes:
    from PIL import Image

    side = len(matrix)
    image = Image.new("1", (side, side), 1)
    image.putdata([0 if module else 1 for row in matrix for module in row])
    content = io.BytesIO()
    image.resize((side * PIXELS, side * PIXELS), Image.Resampling.NEAREST).save(content, "PNG", dpi=(300, 300))
    return content.getvalue()


def _svg(matrix: Matrix) -> bytes:
    """Return one SVG path: each run of black modules is one rectangle, so that no hairlines show between modules."""
    side = len(matrix)
    runs = "".join(
        f"M{run.start()} {y}h{run.end() - run.start()}v1h-{run.end() - run.start()}z"
        for y, row in enumerate(matrix)
        for run in re.finditer("1+", "".join("01"[module] for module in row))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}mm" height="{side}mm" '
        f'viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path d="{runs}"/></svg>\n'
    ).encode()


_PAINTERS: dict[str, Callable[[Matrix], bytes]] = {"png": _png, "svg": _svg}
_TOO_LONG = Message(
    "export",
    "The ticket code beginning “{start}” is too long for a QR code. The codes before it were written; shorten "
    "it in the list.",
)
