# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody sees who opens a PDF: its words, its pages as pictures, and the codes on them (poppler, zxing-cpp)."""

import re
import subprocess
from typing import NamedTuple

from PIL import Image

from checkin.devices.decoder import decode_image
from tests.needs import need


def _poppler(*command):
    need("poppler")
    return subprocess.run(command, check=True, capture_output=True).stdout.decode()


def told(path, page=None):
    """The text, in the order it stands on the page; letters that were drawn as one are two again."""
    which = ["-f", str(page), "-l", str(page)] if page else []
    return _poppler("pdftotext", "-layout", *which, path, "-").replace("ﬁ", "fi")


def about(path):
    """Page count, title, author, as `pdfinfo` lists them."""
    pairs = (line.partition(":") for line in _poppler("pdfinfo", path).splitlines())
    return {name: value.strip() for name, _, value in pairs}


class Spot(NamedTuple):
    """Where a word stands, in points from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


def words_on(path, page=1):
    """Each word of a page and where it stands; of one that is there twice, the last."""
    which = ["-f", str(page), "-l", str(page)]
    pattern = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
    found = re.findall(pattern, _poppler("pdftotext", "-bbox", *which, path, "-"))
    return {text.replace("ﬁ", "fi"): Spot(*map(float, spot)) for *spot, text in found}


def codes(path, folder, page=1, dpi=150):
    """The texts of the QR codes on a page, read from its picture."""
    stem = folder / f"page-{page}"
    one = ["-f", str(page), "-l", str(page), "-singlefile"]
    _poppler("pdftoppm", "-r", str(dpi), "-png", *one, path, stem)
    return [sighting.text for sighting in decode_image(stem.with_suffix(".png"))]


def dark(path, box, dpi=100):
    """Left, top, right and bottom of what is dark in `box` (so too, in mm) on the first page; None if nothing is."""
    stem = path.with_suffix("")
    _poppler("pdftoppm", "-r", str(dpi), "-gray", "-singlefile", path, stem)
    with Image.open(stem.with_suffix(".pgm")) as page:
        cell = [round(mm / 25.4 * dpi) for mm in box]
        found = page.crop(cell).point(lambda grey: 255 * (grey < 128)).getbbox()
    return found and tuple((cell[n % 2] + pixels) / dpi * 25.4 for n, pixels in enumerate(found))
