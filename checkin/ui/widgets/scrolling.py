# SPDX-License-Identifier: GPL-3.0-or-later
"""Where text is large, what has no room on the screen scrolls: screens beside the desk, and every dialog.

Puts nothing around anything while text is as drawn: everything was drawn for the least window there is.
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
"""Pixels between what scrolls and the buttons below it."""
FOOT = 5
"""The part of the screen that buttons at the foot may take, or they scroll with the rest."""
LAYINGS = 2
"""Times that what stands in what scrolls is laid out until wrapped words have their height."""
MOST = 16_777_215
"""Pixels: Qt's word for no greatest size."""


def scroll_if_large(page: QWidget) -> QWidget:
    """What is to be shown in the stead of `page`, unless its middle scrolls by itself."""
    return scroll_area(page) if text_scale() > 1 and not getattr(page, "scrolls_itself", False) else page


def scroll_unless_large(page: QWidget) -> QWidget:
    """`page` scrolls in its place. Where text is large everything around it does: nothing scrolls in what scrolls."""
    if text_scale() > 1:
        return page
    area = scroll_area(page)
    area.setFocusProxy(None)  # type: ignore[arg-type]
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    for ground in (area.viewport(), page):
        ground.setAutoFillBackground(False)  # that of what it stands on
    return area


def scroll_to(part: QWidget) -> None:
    """Bring it into view, whatever place scrolls around it, once all around it has its place."""
    for _ in range(LAYINGS):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    place = part.parentWidget()
    while place and not isinstance(place, QScrollArea):
        place = place.parentWidget()
    if isinstance(place, QScrollArea):
        place.ensureWidgetVisible(part, 0, 0)


def scroll_area(page: QWidget) -> QScrollArea:
    """A place for `page` that has the keyboard where the page has it."""
    area = QScrollArea()
    area.setFocusProxy(page)
    return _holding(area, page)


def _holding(area: QScrollArea, page: QWidget) -> QScrollArea:
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area


class _Around(QScrollArea):
    """Of a whole dialog, which is as small as somebody makes it only once it is seen: Qt shows none at first that is
    larger than two thirds of the screen, if it is not at least to be.
    """

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.window().setMinimumSize(0, 0)


class DialogScroller(QObject):
    """Looks at each dialog of `app` before it is shown; asked anew whenever the size of text may have changed."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self._app = app

    def leave(self) -> None:
        """Look at none any more."""
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
    """`size` and no higher than its content takes: what scrolls would let itself be pressed to nothing."""
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
    """All of `dialog` can be reached on a screen of this size: its layout moves into a place that scrolls."""
    wanted = layout.totalMinimumSize().expandedTo(dialog.minimumSize()).expandedTo(layout.totalSizeHint())
    room = QSize(screen.width(), screen.height() - FRAME)
    if dialog.testAttribute(Qt.WidgetAttribute.WA_Resized):  # a large one, whose parts may come later
        wanted = wanted.expandedTo(dialog.size() * text_scale())
    elif wanted.boundedTo(room) == wanted:
        return
    inside, foot = QWidget(), _foot(layout, room.height() // FOOT)
    inside.setLayout(layout)
    area = _holding(_Around(), inside)
    around = QVBoxLayout(dialog)
    around.setContentsMargins(0, 0, 0, 0)
    around.setSpacing(0)
    around.addWidget(area, 1)
    if foot:
        around.addWidget(foot)
    dialog.setMaximumSize(MOST, MOST)
    wide = wanted.width() + area.verticalScrollBar().sizeHint().width()
    dialog.setMinimumSize(QSize(wide, wanted.height()).boundedTo(room))
    dialog.resize(dialog.minimumSize())


def _foot(layout: QLayout, most: int) -> QWidget | None:
    """Take the buttons at the foot out of the layout of a dialog: whatever scrolls above them, they are seen. `most` is
    how high they may be.
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
        column.addWidget(buttons)
    return foot


def _has_buttons(item: QLayoutItem) -> bool:
    """Whether it is a row of buttons and nothing else that is read."""
    if isinstance(item.widget(), QDialogButtonBox):
        return True
    row = item.layout()
    parts = [part.widget() for number in range(row.count()) if (part := row.itemAt(number))] if row else []
    return any(parts) and all(isinstance(part, QPushButton) for part in parts if part)
