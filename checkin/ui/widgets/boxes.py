# SPDX-License-Identifier: GPL-3.0-or-later
"""Columns and rows of widgets, written as they look.

    column_of(label(how), 8, row_of(wide(self.field), self.choose, spacing=8), REST, buttons, spacing=12, of=self)

A part is a widget, a layout, or pixels of space. `wide` takes room, `at_left` and its neighbours align, `REST` is what
room is left; None is left out; a tuple has several parts.
"""

from functools import partial
from typing import NamedTuple, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget


class Placed(NamedTuple):
    """A part with its share of the room that is left, and where in its place it stands. Without a part it is empty
    room.
    """

    part: QWidget | QLayout | None
    share: int = 0
    where: Qt.AlignmentFlag = Qt.AlignmentFlag(0)


Part = QWidget | QLayout | Placed | int | None | tuple[QWidget, ...]
Margins = tuple[int, int, int, int]
"""Pixels at the left, at the top, at the right and at the bottom."""
Box = TypeVar("Box", bound=QBoxLayout)

REST = Placed(None, 1)


def wide(part: QWidget | QLayout, share: int = 1) -> Placed:
    """Return the part with a share of the room that is left."""
    return Placed(part, share)


at_left = partial(Placed, where=Qt.AlignmentFlag.AlignLeft)
at_top = partial(Placed, where=Qt.AlignmentFlag.AlignTop)
at_bottom = partial(Placed, where=Qt.AlignmentFlag.AlignBottom)


def column_of(
    *parts: Part, spacing: int | None = None, around: Margins = (0, 0, 0, 0), of: QWidget | None = None
) -> QVBoxLayout:
    """Return `parts` below each other, as the layout of a widget if `of` is given. Without `spacing` it is that of the
    layout around it, or of the style.
    """
    return fill(QVBoxLayout(of) if of else QVBoxLayout(), parts, spacing, around)


def row_of(
    *parts: Part, spacing: int | None = None, around: Margins = (0, 0, 0, 0), of: QWidget | None = None
) -> QHBoxLayout:
    """Return `parts` beside each other, as `column_of` does below each other."""
    return fill(QHBoxLayout(of) if of else QHBoxLayout(), parts, spacing, around)


def widget_of(layout: QLayout) -> QWidget:
    """Return a widget with this layout, to be shown, hidden or put elsewhere as a whole."""
    place = QWidget()
    place.setLayout(layout)
    return place


def fill(box: Box, parts: tuple[Part, ...], spacing: int | None, around: Margins) -> Box:
    """Fill a new box and return it."""
    box.setContentsMargins(*around)
    if spacing is not None:
        box.setSpacing(spacing)
    for part in parts:
        if isinstance(part, int):
            box.addSpacing(part)
        elif isinstance(part, QWidget | QLayout):
            _add(box, Placed(part))
        elif isinstance(part, Placed):
            _add(box, part)
        else:
            for each in part or ():
                box.addWidget(each)
    return box


def _add(box: QBoxLayout, placed: Placed) -> None:
    part, share, where = placed
    if isinstance(part, QWidget):
        box.addWidget(part, share, where)
    elif part is None:
        box.addStretch(share)
    else:
        box.addLayout(part, share)


def dismiss(part: QWidget) -> None:
    """Hide a widget now, and let go of it."""
    part.hide()
    part.deleteLater()


def empty(layout: QLayout) -> None:
    """Dismiss all widgets of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if old := item.widget():
            dismiss(old)
