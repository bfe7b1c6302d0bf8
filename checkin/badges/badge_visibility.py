# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the texts of a badge that cannot be read once it is printed: what covers them, and a colour like what is below.

Looks at dots, because a picture may be transparent where it lies over a name, and dark where a name lies over it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

from checkin.badges.badge_fonts import UNIT
from checkin.badges.badge_output import Badge
from checkin.badges.painter import background_colour, element_colour, is_drawn, paint_element, rect, use_hints
from checkin.core.badges.badge_fields import fill_fields
from checkin.core.badges.template import Box, CodeElement, Element, TextElement
from checkin.core.badges.template_checks import overlap

DOTS = 6
"""Dots per millimetre: half of what a label printer has is enough to see a letter."""
MOST_COVERED = 0.03
"""The share of a text's letters that may be covered: a line that touches them."""
LEAST_CONTRAST, MOST_FAINT = 2.0, 0.3
"""The contrast (WCAG 2.2, 1.4.3, which asks 3 of large letters) below which letters are faint, and the share of them
that may be.
"""

_Dots = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class UnseenTexts:
    """The texts of a badge that something covers, and those with a colour like the one below them."""

    covered: tuple[str, ...] = ()
    faint: tuple[str, ...] = ()


def find_unseen_texts(badge: Badge) -> UnseenTexts:
    """Return the texts of this badge that cannot be read. Texts that overlap, and what is under a code, are found
    elsewhere.
    """
    covered, faint = [], []
    paper = background_colour(badge.template, badge.subject)
    for element, text, below, above in _texts(badge):
        ink = element_colour(badge.template, badge.subject, element)
        if not below and not above and not _is_faint(ink, _as_dot(paper)).any():
            continue  # most texts of most badges: nothing has to be drawn
        letters = _layer(badge, [replace(element, colour="#000000")], element.box, Qt.GlobalColor.white)[..., 0] < 128
        lid = _layer(badge, above, element.box, Qt.GlobalColor.transparent)[..., 3] > 64
        if (lid & letters).sum() > MOST_COVERED * letters.sum():
            covered.append(text)
        elif _is_faint(ink, _layer(badge, below, element.box, paper)[letters]).sum() > MOST_FAINT * letters.sum():
            faint.append(text)
    return UnseenTexts(tuple(covered), tuple(faint))


def _texts(badge: Badge) -> Iterator[tuple[TextElement, str, list[Element], list[Element]]]:
    """Yield each text that is drawn with what stands below it and above it on its side, without texts and codes."""
    drawn = [element for element in badge.template.elements if is_drawn(element, badge.subject)]
    for place, element in enumerate(drawn):
        text = fill_fields(element.text, badge.subject.values).strip() if isinstance(element, TextElement) else ""
        if isinstance(element, TextElement) and text:
            yield element, text, _areas(drawn[:place], element), _areas(drawn[place + 1 :], element)


def _areas(elements: Iterable[Element], text: TextElement) -> list[Element]:
    some = (each for each in elements if each.side == text.side and not isinstance(each, TextElement | CodeElement))
    return [each for each in some if overlap(each.box, text.box)]


def _layer(badge: Badge, elements: Iterable[Element], box: Box, ground: QColor | Qt.GlobalColor) -> _Dots:
    """Return the dots (blue, green, red, alpha) of these elements within a box."""
    width, height = max(1, round(box.width * DOTS)), max(1, round(box.height * DOTS))
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(ground)
    painter = QPainter(image)
    use_hints(painter)
    painter.scale(DOTS / UNIT, DOTS / UNIT)
    painter.translate(-rect(box).topLeft())
    for element in elements:
        paint_element(painter, badge.template, badge.subject, element, badge.pictures)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(height, width, 4).copy()


def _is_faint(ink: QColor, ground: _Dots) -> npt.NDArray[np.bool_]:
    """Return for each dot below a letter whether the letter hardly stands out from it."""
    own, light = _luminance(_as_dot(ink))[0], _luminance(ground)
    faint: npt.NDArray[np.bool_] = (np.maximum(light, own) + 0.05) < LEAST_CONTRAST * (np.minimum(light, own) + 0.05)
    return faint


def _as_dot(colour: QColor) -> _Dots:
    return np.array([[colour.blue(), colour.green(), colour.red()]], np.uint8)


def _luminance(dots: _Dots) -> npt.NDArray[np.float64]:
    """Return the relative luminance (WCAG 2.2) of dots."""
    share = dots[..., :3] / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    luminance: npt.NDArray[np.float64] = linear @ np.array([0.0722, 0.7152, 0.2126])
    return luminance
