# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody sees who opens a PDF: its words, its pages as pictures, and the codes on them (PDFium)."""

from itertools import islice
from typing import NamedTuple

import numpy as np
import pypdfium2

from checkin.devices.decoder import Decoder

POINTS_PER_INCH = 72.0001
"""A trace more than there are: PDFium rounds pixels up, and 1750.000001 would become 1751."""
MM_PER_INCH = 25.4
WORD_GAP = 0.1
"""Of the height of a line: letters that are further apart belong to two words."""


class Spot(NamedTuple):
    """Where a word or letter stands, in points from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


def told(path, page=None):
    """The text of all pages or one, each line from left to right; letters that were drawn as one are two again."""
    with pypdfium2.PdfDocument(path) as document:
        pages = [document[page - 1]] if page else document
        return "\n".join(" ".join(text for text, _ in _words(line)) for page in pages for line in _lines(page))


def about(path):
    """Page count, size of the first page in points, title, author and the like."""
    with pypdfium2.PdfDocument(path) as document:
        width, height = document[0].get_size()
        own = {"Pages": str(len(document)), "Page size": (width, height)}
        return own | {name: value for name, value in document.get_metadata_dict().items() if value}


def words_on(path, page=1):
    """Each word of a page and where it stands; of one that is there twice, the last."""
    with pypdfium2.PdfDocument(path) as document:
        return {text: spot for line in _lines(document[page - 1]) for text, spot in _words(line)}


def page_images(path, dpi):
    """Yield each page as a picture in shades of grey."""
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            yield page.render(scale=dpi / POINTS_PER_INCH, grayscale=True).to_pil()


def codes(path, page=1, dpi=150):
    """The texts of the QR codes on a page, read from its picture."""
    picture = next(islice(page_images(path, dpi), page - 1, None))
    return [code.text for code in Decoder().decode(np.asarray(picture))]


def dark(path, box, dpi=300):
    """Left, top, right and bottom of what is dark in `box` (so too, in mm) on the first page; None if nothing is."""
    page = next(page_images(path, dpi))
    cell = [round(mm / MM_PER_INCH * dpi) for mm in box]
    found = page.crop(cell).point(lambda grey: 255 * (grey < 128)).getbbox()
    return found and tuple((cell[n % 2] + pixels) / dpi * MM_PER_INCH for n, pixels in enumerate(found))


def _lines(page):
    """The letters of each line with their spots, lines from the top, letters from the left."""
    lines = []
    for letter in sorted(_letters(page), key=lambda letter: letter[1].top):
        line = next((line for line in lines if _are_level(line[0][1], letter[1])), None)
        if line:
            line.append(letter)
        else:
            lines.append([letter])
    return [sorted(line, key=lambda letter: letter[1].left) for line in lines]


def _letters(page):
    height, texts = page.get_height(), page.get_textpage()
    for number in range(texts.count_chars()):
        letter = texts.get_text_range(number, 1)
        if letter.strip():
            left, bottom, right, top = texts.get_charbox(number, loose=True)
            yield letter.replace("ﬁ", "fi"), Spot(left, height - top, right, height - bottom)


def _are_level(one, other):
    """Whether two letters share more than half of the height of the smaller one."""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > min(one.bottom - one.top, other.bottom - other.top) / 2


def _words(line):
    """Each word of a line with its spot."""
    words = []
    for letter, spot in line:
        text, at = words[-1] if words else ("", None)
        if at and spot.left - at.right < WORD_GAP * (spot.bottom - spot.top):
            words[-1] = text + letter, Spot(at.left, min(at.top, spot.top), spot.right, max(at.bottom, spot.bottom))
        else:
            words.append((letter, spot))
    return words
