# SPDX-License-Identifier: GPL-3.0-or-later
"""The shipped badges look as they did when somebody looked at them, whatever the platform.

Letters are drawn a little differently from one release of Qt to the next: so few dots may differ much, and all together
little.
"""

import numpy as np
import pytest
from PySide6.QtGui import QImage

from tests.badges.golden_badges import FOLDER, golden_badges

MUCH, FEW, LITTLE = 96, 0.01, 2.5
"""Of 255: a dot that is another; how many of them there may be; how far all may be off on average."""


def dots(image):
    plain = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : plain.width()].astype(int)


def differs(image, golden):
    if image.size() != golden.size():
        return True
    off = np.abs(dots(image) - dots(golden))
    return bool((off > MUCH).mean() > FEW or off.mean() > LITTLE)


def test_there_is_a_golden_for_each_and_no_other(qapp):
    assert {path.name for path in FOLDER.glob("*.png")} == {name for name, _ in golden_badges()}


def test_every_badge_looks_as_it_did(qapp):
    assert [name for name, image in golden_badges() if differs(image, QImage(str(FOLDER / name)))] == []


@pytest.mark.parametrize("by", [6, -6])
def test_a_badge_that_is_off_by_a_millimetre_and_a_half_is_seen(qapp, by):
    name, image = next(golden_badges())
    assert differs(image.copy(by, 0, image.width(), image.height()), QImage(str(FOLDER / name)))
