# SPDX-License-Identifier: GPL-3.0-or-later
"""A few screens look as they did when somebody looked at them, whatever the computer, its fonts and its language.

Letters are drawn a little differently from one release of Qt to the next, and the pictures that are kept have few
colours. So what is compared is not dots but small squares of them: a word that is not there or is another, a colour, a
place that is a few dots off changes some squares much; another rendering of the same changes all of them little.
"""

import sys

import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from scripts import small_png
from tests.ui.golden_screens import FOLDER, drawn, names

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="letters are drawn otherwise elsewhere")
SQUARE = 6
MUCH, FEW, LITTLE = 36, 6, 0.8
"""Of 255: a square that is another; how many of them there may be; how far all may be off on average."""

MOST_BYTES = 1_500_000


def squares(image):
    small = image.scaled(
        image.width() // SQUARE,
        image.height() // SQUARE,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    ).convertToFormat(QImage.Format.Format_RGB32)
    dots = np.frombuffer(small.constBits(), np.uint8).reshape(small.height(), small.width(), 4)
    return dots[..., :3].astype(int)


def differs(image, golden):
    """What is off, to be read when it fails; "" for nothing."""
    if image.size() != golden.size():
        return f"{image.size()} is not {golden.size()}"
    off = np.abs(squares(image) - squares(golden)).max(axis=2)
    many, mean = int((off > MUCH).sum()), float(off.mean())
    return f"{many} squares, {mean:.2f} on average" if many > FEW or mean > LITTLE else ""


@pytest.fixture(scope="module")
def now(tmp_path_factory):
    return drawn(tmp_path_factory.mktemp("screens"))


def test_there_is_a_golden_for_each_and_no_other_and_they_are_small():
    assert {path.name for path in FOLDER.glob("*.png")} == set(names())
    assert sum(path.stat().st_size for path in FOLDER.glob("*.png")) < MOST_BYTES


def test_every_screen_looks_as_it_did(now, tmp_path):
    """If that is meant: look at the pictures it leaves, then run `python -m tests.ui.golden_screens`."""
    off = {name: told for name, image in now.items() if (told := differs(image, QImage(str(FOLDER / name))))}
    for name in off:
        now[name].save(str(tmp_path / name))
    assert off == {}, tmp_path


def moved(image):
    made = QImage(image.size(), image.format())
    made.fill(QColor("#F4F5F7"))
    painter = QPainter(made)
    painter.drawImage(0, 3, image)
    painter.end()
    return made


def without(image, place):
    """A place painted over with the colour of its corner."""
    made = image.copy()
    painter = QPainter(made)
    painter.fillRect(place, image.pixelColor(place.topLeft()))
    painter.end()
    return made


def in_other_ink(image):
    """As a colour that is only a little another."""
    made = image.copy()
    painter = QPainter(made)
    painter.fillRect(made.rect(), QColor(255, 0, 0, 16))
    painter.end()
    return made


BUTTON = QRect(160, 636, 100, 38)


@pytest.mark.parametrize("spoilt", [moved, in_other_ink, lambda image: without(image, BUTTON)])
def test_a_shift_of_three_dots_a_tint_and_a_word_that_is_gone_are_seen(spoilt):
    golden = QImage(str(FOLDER / "desk-welcome-light.png")).convertToFormat(QImage.Format.Format_RGB32)
    assert differs(golden, golden) == ""
    assert differs(spoilt(golden), golden)


def test_few_colours_are_no_difference(now, tmp_path):
    small_png.save(now["desk-idle-light.png"], tmp_path / "kept.png")
    assert differs(now["desk-idle-light.png"], QImage(str(tmp_path / "kept.png"))) == ""
