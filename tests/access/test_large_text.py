# SPDX-License-Identifier: GPL-3.0-or-later
"""At twice the size of text on a small screen everything can be reached, and nothing lies on something else."""

from dataclasses import replace
from itertools import combinations, islice

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from checkin import language
from checkin.core.settings import Settings
from checkin.storage import settings as kept
from checkin.ui.answer_panel import AnswerPanel
from checkin.ui.scrolling import RoomForDialogs
from checkin.ui.theme import Appearance
from scripts import backstage, gallery
from tests.access.test_targets import pressed

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
SCREEN = QSize(1366, 728)
FIRST = [(screen, *scene) for screen in gallery.screens() for scene in islice(gallery.scenes(screen), 2)]
TWICE = 200


@pytest.fixture
def large(qapp, monkeypatch):
    """Every program that is opened has it chosen."""
    as_kept = kept.load
    monkeypatch.setattr(kept, "load", lambda db: _twice(as_kept(db)))
    look = Appearance(qapp)
    look.wear(Settings(text_size=TWICE, theme="light"))
    language.install(qapp, "fr")
    room = RoomForDialogs(qapp)
    room.look()
    yield
    room.leave()
    language.install(qapp, "en")
    look.wear(Settings())


def _twice(settings):
    return replace(settings, text_size=TWICE, theme="light")


def place_in(window: QWidget, part: QWidget) -> QRect:
    return QRect(part.mapTo(window, QPoint(0, 0)), part.size())


def scrolls(part: QWidget) -> bool:
    """It stands in a place that scrolls: it comes into view with the keyboard or the wheel."""
    while part := part.parentWidget():
        if isinstance(part, QScrollArea):
            return True
    return False


@pytest.mark.parametrize(("screen", "name", "make"), FIRST, ids=[f"{screen} {name}" for screen, name, _ in FIRST])
def test_everything_can_be_reached_and_nothing_overlaps(large, screen, name, make):
    with backstage.shown(make) as window:
        QApplication.processEvents()
        assert window.width() <= SCREEN.width()
        room = window.rect().adjusted(-1, -1, 1, 1)
        parts = pressed(window)
        lost = [p for p in parts if not scrolls(p) and not room.contains(place_in(window, p))]
        assert [f"{type(p).__name__} {p.accessibleName()}" for p in lost] == []
        beside = [(a, b) for a, b in combinations(parts, 2) if a.parentWidget() is b.parentWidget()]
        over = [(a, b) for a, b in beside if a.geometry().adjusted(2, 2, -2, -2).intersects(b.geometry())]
        assert [(type(a).__name__, a.accessibleName(), b.accessibleName()) for a, b in over] == []


def test_the_answer_is_no_smaller_than_with_text_as_drawn(large):
    scene = dict(gallery.scenes("printing"))["awaited"]
    with backstage.shown(scene) as window:
        (panel,) = window.findChildren(AnswerPanel)
        arranged = panel.arrangement()
        assert panel.visibleRegion().boundingRect().height() > 0.8 * panel.height()
        assert arranged.title.setting.font.pixelSize() >= 48
        assert arranged.lines.setting.font.pixelSize() >= 44
