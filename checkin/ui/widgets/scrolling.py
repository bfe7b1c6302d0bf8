# SPDX-License-Identifier: GPL-3.0-or-later
"""Scroll areas for large text, around screens beside the desk and every dialog.

Nothing is wrapped while text has its normal size: everything fits the least window then.
"""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLayout,
    QLayoutItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from checkin.ui.look.measure import scale_px, text_scale

FRAME = 40
"""Pixels a title bar may take."""
BELOW = 8
"""Pixels between scrolled content and the buttons below it."""
FOOT = 5
"""The fraction (1/5) of the screen that buttons at the foot may take; higher ones scroll with the rest."""
LAYINGS = 2
"""Layout passes until wrapped text in a scroll area has its height."""
MOST = 16_777_215
"""Pixels: Qt's value for no greatest size."""


def scroll_if_large(page: QWidget) -> QWidget:
    """Return the widget to show in place of `page`; itself at normal size, or if it has a scroll area of its own."""
    return scroll_area(page) if text_scale() > 1 and not getattr(page, "scrolls_itself", False) else page


def scroll_unless_large(page: QWidget) -> QWidget:
    """Return `page` in a scroll area; with large text return it as it is, because everything around it
    scrolls already.
    """
    if text_scale() > 1:
        return page
    area = scroll_area(page)
    area.setFocusProxy(None)  # type: ignore[arg-type]
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    for ground in (area.viewport(), page):
        ground.setAutoFillBackground(False)  # shows the ground below
    return area


def scroll_to(part: QWidget) -> None:
    """Scroll `part` into view, whichever area contains it, after pending layouts are done."""
    for _ in range(LAYINGS):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    place = part.parentWidget()
    while place and not isinstance(place, QScrollArea):
        place = place.parentWidget()
    if isinstance(place, QScrollArea):
        place.ensureWidgetVisible(part, 0, 0)


def scroll_area(page: QWidget) -> QScrollArea:
    """Return a scroll area around `page` that passes its focus on to it."""
    area = _holding(QScrollArea(), page)
    area.setFocusProxy(page)  # after its focus policy, which Qt would hand on to the page's first field
    return area


def _holding(area: QScrollArea, page: QWidget) -> QScrollArea:
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area


class _Around(QScrollArea):
    """A scroll area around a whole dialog.

    The dialog may be made small only once it is visible: Qt first limits a window to two thirds of the screen unless
    its least size is larger.
    """

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.window().setMinimumSize(0, 0)


class DialogScroller(QObject):
    """An event filter that makes each dialog of `app` scrollable before it is shown; call `look` when the text size
    changes.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self._app = app

    def leave(self) -> None:
        """Stop filtering."""
        self._app.removeEventFilter(self)

    def look(self) -> None:
        self.leave()
        if text_scale() > 1:
            self._app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Polish and isinstance(watched, QDialog) and (layout := watched.layout()):
            make_scrollable(watched, layout, watched.screen().availableSize())
        return False


def fit_height(dialog: QDialog, size: QSize) -> None:
    """Resize a dialog to `size`, but no higher than its content: a scroll area would let itself be shrunk
    to nothing.
    """
    place = dialog.findChild(QScrollArea, options=Qt.FindChildOption.FindDirectChildrenOnly)
    inside = place.widget() if isinstance(place, QScrollArea) else None
    if inside and (layout := inside.layout()) and (around := dialog.layout()):
        layout.activate()
        screen, wide = dialog.screen().availableSize(), scale_px(size.width())
        below = sum(item.sizeHint().height() for item in map(around.itemAt, range(1, around.count())) if item)
        wanted = QSize(wide, max(layout.totalSizeHint().height(), layout.totalHeightForWidth(wide)) + below)
        size = wanted.boundedTo(QSize(screen.width(), screen.height() - FRAME))
    dialog.resize(size)


def make_scrollable(dialog: QDialog, layout: QLayout, screen: QSize) -> None:
    """Make all of `dialog` reachable on a screen of this size: its layout moves into a scroll area."""
    wanted = layout.totalMinimumSize().expandedTo(dialog.minimumSize()).expandedTo(layout.totalSizeHint())
    room = QSize(screen.width(), screen.height() - FRAME)
    if dialog.testAttribute(Qt.WidgetAttribute.WA_Resized):  # a large one, whose parts may come later
        wanted = wanted.expandedTo(dialog.size() * text_scale())
    elif wanted.boundedTo(room) == wanted:
        return
    first = dialog.focusWidget()
    inside, foot = QWidget(), _foot(layout, room.height() // FOOT)
    inside.setLayout(layout)
    area = _holding(_Around(), inside)
    around = QVBoxLayout(dialog)
    around.setContentsMargins(0, 0, 0, 0)
    around.setSpacing(0)
    around.addWidget(area, 1)
    if foot:
        around.addWidget(foot)
    if first:  # what moves to another place loses the keyboard
        first.setFocus()
    dialog.setMaximumSize(MOST, MOST)
    wide = wanted.width() + area.verticalScrollBar().sizeHint().width()
    dialog.setMinimumSize(QSize(wide, wanted.height()).boundedTo(room))
    dialog.resize(dialog.minimumSize())


def _foot(layout: QLayout, most: int) -> QWidget | None:
    """Take the buttons at the foot out of the dialog's layout, so that they stay visible; `most` is their greatest
    height.

    Return None if there are none.
    """
    last = layout.itemAt(layout.count() - 1) if isinstance(layout, QVBoxLayout) else None
    if last is None or not _has_buttons(last) or last.sizeHint().height() > most:
        return None
    margins, foot = layout.contentsMargins(), QWidget()
    layout.setContentsMargins(margins.left(), margins.top(), margins.right(), BELOW)
    column = QVBoxLayout(foot)
    column.setContentsMargins(margins.left(), BELOW, margins.right(), margins.bottom())
    if row := last.layout():
        layout.removeItem(row)
        column.addLayout(row)
    elif buttons := last.widget():
        # Taken, the item is Python's. `addWidget` alone deletes it in Qt, and its wrapper would be given out for the
        # next object at its address (docs/adr/0006).
        layout.takeAt(layout.count() - 1)
        column.addWidget(buttons)
    return foot


def _has_buttons(item: QLayoutItem) -> bool:
    """Whether the item is a row of buttons without text."""
    if isinstance(item.widget(), QDialogButtonBox):
        return True
    row = item.layout()
    parts = [part.widget() for number in range(row.count()) if (part := row.itemAt(number))] if row else []
    return any(parts) and all(isinstance(part, QPushButton) for part in parts if part)
