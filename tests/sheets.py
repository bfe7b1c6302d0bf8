# SPDX-License-Identifier: GPL-3.0-or-later
"""What a printer received, as pictures: PDF through PDFium, PWG raster (PWG 5102.4) and URF by a reader of our own."""

import struct
from dataclasses import dataclass
from pathlib import Path

import zxingcpp
from PIL import Image

from tests.pdf_reports.readers import page_images

PDF_DPI = 300
QUIET_MM = 2
PWG_HEADER, URF_HEADER = 1796, 32


@dataclass(frozen=True)
class Sheet:
    """One page as it comes out of the printer."""

    image: Image.Image
    dpi: int

    @property
    def size(self):
        """Width and height in mm."""
        return tuple(pixels / self.dpi * 25.4 for pixels in self.image.size)

    @property
    def codes(self):
        return [code.text for code in zxingcpp.read_barcodes(self.image.convert("L"))]

    @property
    def code_at(self):
        """Left, top, right and bottom of its one code in mm: of what is dark there, its quiet zone around it."""
        (code,) = zxingcpp.read_barcodes(self.image.convert("L"))
        at, quiet = code.position, round(QUIET_MM / 25.4 * self.dpi)
        corners = (at.top_left, at.top_right, at.bottom_left)
        xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
        left, top = min(xs) - quiet, min(ys) - quiet
        box = (left, top, max(xs) + quiet, max(ys) + quiet)
        dark = self.image.convert("L").crop(box).point(lambda grey: 255 * (grey < 128)).getbbox()
        return tuple((start + pixels) / self.dpi * 25.4 for start, pixels in zip((left, top) * 2, dark, strict=True))


def sheets(document: Path) -> list[Sheet]:
    data = document.read_bytes()
    if data.startswith(b"%PDF"):
        return [Sheet(page, PDF_DPI) for page in page_images(document, PDF_DPI)]
    return list(_of_urf(data) if data.startswith(b"UNIRAST") else _of_pwg(data))


def _of_pwg(data):
    assert data.startswith(b"RaS2"), data[:8]
    at = 4
    while at + PWG_HEADER <= len(data):
        (dpi,) = struct.unpack_from(">I", data, at + 276)
        width, height = struct.unpack_from(">2I", data, at + 372)
        (bits,) = struct.unpack_from(">I", data, at + 388)
        image, at = _unpacked(data, at + PWG_HEADER, (width, height), bits // 8)
        yield Sheet(image, dpi)


def _of_urf(data):
    at = 12
    while at + URF_HEADER <= len(data):
        width, height, dpi = struct.unpack_from(">3I", data, at + 12)
        image, at = _unpacked(data, at + URF_HEADER, (width, height), data[at] // 8)
        yield Sheet(image, dpi)


def _unpacked(data, at, size, depth):
    """Lines that are repeated, of runs of pixels that are repeated or not; 128 is white to the end of the line."""
    width, height = size
    lines = []
    while len(lines) < height:
        repeat, at, line = data[at] + 1, at + 1, b""
        while len(line) < width * depth:
            run, at = data[at], at + 1
            if run == 128:
                line += b"\xff" * (width * depth - len(line))
            elif run < 128:
                line, at = line + data[at : at + depth] * (run + 1), at + depth
            else:
                line, at = line + data[at : at + depth * (257 - run)], at + depth * (257 - run)
        lines += [line] * repeat
    return Image.frombytes({1: "L", 3: "RGB"}[depth], size, b"".join(lines[:height])), at
