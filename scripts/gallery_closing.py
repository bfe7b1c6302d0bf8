# SPDX-License-Identifier: GPL-3.0-or-later
"""The closing screen: at first, with a certificate verified, while sheets are drawn."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from checkin.desk.evening.certificates import issue
from checkin.desk.event_file import EventFile
from checkin.ui.closing.screen import ClosingScreen
from checkin.ui.parts.rail import CLOSING
from scripts import backstage


def scenes() -> Iterator[tuple[str, backstage.Maker]]:
    yield "first", partial(on_screen, lambda screen, event: None)
    yield "verified", partial(on_screen, verified)
    yield "drawing", partial(on_screen, drawing)
    yield "no-times", no_times


def on_screen(act: Callable[[ClosingScreen, EventFile], object]) -> QWidget:
    event, now = backstage.demo(backstage.some_arrived)
    screen = backstage.entered(backstage.program(event, now), CLOSING)
    assert isinstance(screen, ClosingScreen)
    act(screen, event)
    return screen.window()


def no_times() -> QWidget:
    """An event of a list alone."""
    return backstage.entered(backstage.program(*backstage.empty()), CLOSING).window()


def verified(screen: ClosingScreen, event: EventFile) -> None:
    screen.certificates.code.setText(issue(event)[0].code)
    screen.certificates.verify.click()


def drawing(screen: ClosingScreen, event: EventFile) -> None:
    screen.logo.image = QImage(300, 90, QImage.Format.Format_RGB32)
    screen.logo.image.fill(QColor("#8A1538"))
    screen.logo._show()
    screen.sheets.occasion.setCurrentIndex(8)
    screen.progress.tell(120, 348)
