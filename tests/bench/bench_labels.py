# SPDX-License-Identifier: GPL-3.0-or-later
"""A badge to the bytes of a label printer: drawing beside Pillow alone, encoding beside the libraries, and what a
threshold does to code and letters beside dithering. Prints only.

python tests/bench/bench_labels.py [--badges 40]
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
from brother_ql.conversion import convert
from brother_ql.raster import BrotherQLRaster
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from PySide6.QtGui import QGuiApplication
from zebrafy.graphic_field import GraphicField

from checkin.badges.badge_problems import Badge, to_dots
from checkin.badges.painter import BadgeRecipient
from checkin.core.badges.template import badge_field_values
from checkin.core.print_jobs import Medium, model, tape
from checkin.devices import label_languages
from checkin.devices.decoder import Decoder
from checkin.devices.printer import THRESHOLD, PrintDocument, threshold_dots
from checkin.documents.code_images import qr_matrix
from checkin.paths import resources
from tests.badges.labels import load_template
from tests.builders import a_programme, an_attendee

DPI = 300
QL, ROLL = model("QL-820NWB"), tape("62x100")
PIXELS, BLUR = 2.4, 0.8
"""Of a code seen from afar: pixels a millimetre, which is about a module, and how far out of focus."""

FONTS = {
    is_bold: resources() / "fonts" / f"NotoSans-{'Bold' if is_bold else 'Regular'}.ttf" for is_bold in (False, True)
}


def badge_of(number: int) -> Badge:
    person = an_attendee(number, organisation="Société d’Économie Mixte", category="participant")
    return Badge(load_template("62x100")[0], BadgeRecipient(badge_field_values(person, a_programme()), "participant"))


_font = lru_cache(lambda is_bold, size: ImageFont.truetype(FONTS[is_bold], size))
_matrix = lru_cache(qr_matrix)
"""Kept, as ours are."""


def in_pillow(badge: Badge, dots: float) -> Image.Image:
    """The same texts, line and code at the same places, with no fitting and no other alphabets."""
    image = Image.new("L", (round(100 * dots), round(62 * dots)), 255)
    draw = ImageDraw.Draw(image)
    for x, y, size, field, is_bold in (
        (4, 3, 3.4, "event", False),
        (4, 11, 11, "first_name", True),
        (4, 26, 9, "last_name", True),
        (4, 40, 4.4, "organisation", False),
        (4, 52.5, 5, "category", True),
    ):
        text = badge.subject.values.get(field, "")
        draw.text((x * dots, y * dots), text, fill=0, font=_font(is_bold, round(size * dots)))
    draw.rectangle((4 * dots, 51 * dots, 96 * dots, 51.4 * dots), fill=0)
    matrix = _matrix(badge.subject.values["code"])
    module = int(30 * dots / len(matrix))
    for y, row in enumerate(matrix):
        for x, is_dark in enumerate(row):
            if is_dark:
                left, top = 67 * dots + x * module, 14 * dots + y * module
                draw.rectangle((left, top, left + module - 1, top + module - 1), fill=0)
    return image.transpose(Image.Transpose.ROTATE_270)


def median_ms(works: dict[str, Callable[[], object]], times: int) -> dict[str, float]:
    """In turns, so that whatever else this machine does meets all of them."""
    spent: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(times):
        for name, work in works.items():
            begun = time.perf_counter()
            work()
            spent[name].append(1000 * (time.perf_counter() - begun))
    return {name: float(np.median(each)) for name, each in spent.items()}


def show(title: str, found: dict[str, float], peer: str) -> None:
    print(f"{title}: ms median, ratio to {peer}")
    for name, ms in found.items():
        print(f"  {name:44}{ms:8.1f}{ms / found[peer]:8.2f}x")


def drawing(times: int) -> None:
    badge, medium = badge_of(1), Medium(62, 100, DPI)
    peer = "Pillow alone: texts, line, code"
    works = {
        "ours: QPainter, fitted texts, dots": lambda: to_dots("t", badge, medium),
        peer: lambda: in_pillow(badge, DPI / 25.4).tobytes(),
    }
    show("a badge of 62 x 100 mm at 300 dpi", median_ms(works, times), peer)


def encoding(times: int) -> None:
    document = to_dots("t", badge_of(1), Medium(62, 100, DPI))
    image = Image.frombytes("L", (document.columns, document.rows), document.content)
    works = {
        "ours: threshold, ZPL with Z64": lambda: label_languages.encode_zpl(threshold_dots(document)),
        "zebrafy: threshold, ^GF with Z64": lambda: GraphicField(_plain(image), format="Z64").get_graphic_field(),
        "zebrafy: threshold, ^GF with its hexadecimal": lambda: GraphicField(
            _plain(image), format="ASCII_COMPRESSED"
        ).get_graphic_field(),
    }
    show("ZPL", median_ms(works, times), "zebrafy: threshold, ^GF with Z64")
    print("  bytes: " + ", ".join(f"{len(work()):,}" for work in works.values()))
    part = Image.fromarray(np.where(label_languages.printable(threshold_dots(document), ROLL), 0, 255).astype(np.uint8))
    works = {
        "ours: threshold, packed rows": lambda: label_languages.encode_label(
            label_languages.printable(threshold_dots(document), ROLL), QL, ROLL
        ),
        "brother_ql: threshold, packed rows": lambda: _theirs(part),
    }
    show("Brother QL", median_ms(works, times), "brother_ql: threshold, packed rows")
    print("  bytes: " + ", ".join(f"{len(work()):,}" for work in works.values()))


def _plain(image: Image.Image) -> Image.Image:
    return image.point(lambda grey: 255 if grey >= THRESHOLD else 0).convert("1")


def _theirs(part: Image.Image) -> bytes:
    return convert(BrotherQLRaster(QL.id), [part], ROLL.id, rotate="0", threshold=50, compress=True)


def readability(count: int) -> None:
    """Letters: dots that differ from those of the same badge drawn eight times as fine. Code: read from afar, out of
    focus, with noise.
    """
    print(f"{count} badges: dots that are wrong in letters %, codes read %")
    for dpi in (203, DPI):
        wrong: dict[str, list[float]] = {}
        right: dict[str, int] = {}
        for number in range(1, count + 1):
            badge = badge_of(number)
            document = to_dots("t", badge, Medium(62, 100, dpi))
            true = _fine(badge, document, dpi)
            for name, black in (("threshold", threshold_dots(document)), ("dithered", _dithered(document))):
                edge = slice(0, round(14 / 25.4 * dpi))  # the strip beside the code has letters only
                wrong.setdefault(name, []).append(100 * float(np.mean(black[edge] != true[edge])))
                seen = {s.text for s in Decoder(steps=()).decode(_from_afar(black, number, dpi))}
                right[name] = right.get(name, 0) + (badge.subject.values["code"] in seen)
        for name in wrong:
            print(f"  {dpi} dpi {name:12}{np.mean(wrong[name]):8.2f}{100 * right[name] / count:8.0f}")


def _fine(badge: Badge, document: PrintDocument, dpi: int) -> np.ndarray:
    factor = 8
    fine = to_dots("t", badge, Medium(62, 100, dpi * factor))
    image = Image.frombytes("L", (fine.columns, fine.rows), fine.content)
    return np.asarray(image.resize((document.columns, document.rows), Image.Resampling.BOX)) < THRESHOLD


def _dithered(document: PrintDocument) -> np.ndarray:
    image = Image.frombytes("L", (document.columns, document.rows), document.content)
    return ~np.asarray(image.convert("1"))


def _from_afar(black: np.ndarray, seed: int, dpi: int) -> np.ndarray:
    """Few pixels a module, blurred, noisy."""
    paper = Image.fromarray(np.where(black, 40, 220).astype(np.uint8))
    small = paper.resize([round(side * PIXELS / (dpi / 25.4)) for side in paper.size], Image.Resampling.BOX)
    blurred = np.asarray(small.filter(ImageFilter.GaussianBlur(BLUR)), float)
    return np.clip(blurred + np.random.default_rng(seed).normal(0, 6, blurred.shape), 0, 255).astype(np.uint8)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--badges", type=int, default=40)
    count = arguments.parse_args().badges
    application = QGuiApplication.instance() or QGuiApplication([])
    drawing(count)
    encoding(count)
    readability(count)
    del application


if __name__ == "__main__":
    main()
