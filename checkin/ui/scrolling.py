# SPDX-License-Identifier: GPL-3.0-or-later
"""Where text is large, what has no room on the screen scrolls: screens beside the desk, and every dialog.

Puts nothing around anything while text is as drawn: everything was drawn for the least window there is.
"""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from checkin.ui.measure import sized, text_scale

FRAME = 40
"""Pixels a title bar may take."""
MOST = 16_777_215
"""Pixels: Qt's word for no greatest size."""


def roomy(page: QWidget) -> QWidget:
    """What is to be shown in the stead of `page`."""
    return scrolling(page) if text_scale() > 1 else page


def once(page: QWidget) -> QWidget:
    """`page` scrolls in its place. Where text is large everything around it does: nothing scrolls in what scrolls."""
    if text_scale() > 1:
        return page
    area = scrolling(page)
    area.setFocusProxy(None)  # type: ignore[arg-type]
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    for ground in (area.viewport(), page):
        ground.setAutoFillBackground(False)  # that of what it stands on
    return area


def reveal(part: QWidget) -> None:
    """Bring it into view, whatever place scrolls around it."""
    place = part.parentWidget()
    while place and not isinstance(place, QScrollArea):
        place = place.parentWidget()
    if isinstance(place, QScrollArea):
        place.ensureWidgetVisible(part, 0, 0)


def scrolling(page: QWidget) -> QScrollArea:
    """A place for `page` that has the keyboard where the page has it."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setFocusProxy(page)
    area.setWidget(page)
    return area


class RoomForDialogs(QObject):
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
            make_room(watched, layout, watched.screen().availableSize())
        return False


def lower(dialog: QDialog, size: QSize) -> None:
    """`size` and no higher than its content takes: what scrolls would let itself be pressed to nothing."""
    place = dialog.findChild(QScrollArea, options=Qt.FindChildOption.FindDirectChildrenOnly)
    inside = place.widget() if isinstance(place, QScrollArea) else None
    if inside and (layout := inside.layout()):
        layout.activate()
        screen, wide = dialog.screen().availableSize(), sized(size.width())
        wanted = QSize(wide, max(layout.totalSizeHint().height(), layout.totalHeightForWidth(wide)))
        size = wanted.boundedTo(QSize(screen.width(), screen.height() - FRAME))
    dialog.resize(size)


def make_room(dialog: QDialog, layout: QLayout, screen: QSize) -> None:
    """All of `dialog` can be reached on a screen of this size: its layout moves into a place that scrolls."""
    wanted = layout.totalMinimumSize().expandedTo(dialog.minimumSize()).expandedTo(layout.totalSizeHint())
    room = QSize(screen.width(), screen.height() - FRAME)
    if dialog.testAttribute(Qt.WidgetAttribute.WA_Resized):  # a large one, whose parts may come later
        wanted = wanted.expandedTo(dialog.size() * text_scale())
    elif wanted.boundedTo(room) == wanted:
        return
    inside = QWidget()
    inside.setLayout(layout)
    area = scrolling(inside)
    area.setFocusProxy(None)  # type: ignore[arg-type]
    around = QVBoxLayout(dialog)
    around.setContentsMargins(0, 0, 0, 0)
    around.addWidget(area)
    dialog.setMinimumSize(0, 0)
    dialog.setMaximumSize(MOST, MOST)
    wide = wanted.width() + area.verticalScrollBar().sizeHint().width()
    dialog.resize(QSize(wide, wanted.height()).boundedTo(room))
