# SPDX-License-Identifier: GPL-3.0-or-later
"""At twice the size of text on a small screen everything can be reached, and nothing lies on something else."""

from itertools import combinations, islice

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QWidget

from checkin.core.badges.template import Box
from checkin.ui.badge_editor.badge_canvas import EditorCanvas, Ruler
from checkin.ui.desk.answer_panel import AnswerPanel
from checkin.ui.desk.desk_chrome import Footer
from checkin.ui.live.live_screen import LiveProjection
from checkin.ui.look.theme import MARGIN, SMALL, design_rect, scale_px, text_scale
from checkin.ui.people.person_panel import PersonPanel
from checkin.ui.programme.programme_screen import HEADING, UNDER, ProgrammeSessions
from checkin.ui.programme.programme_speakers import in_lines
from checkin.ui.tickets.ticket_browser import TicketSidebar
from checkin.ui.widgets.search_box import SearchBox
from checkin.ui.widgets.speaker_wording import SpeakerRemark
from scripts import backstage, gallery
from tests.access.walk import pressed

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
SCREEN = QSize(1366, 728)
MOST = 6
"""Scenes of one screen: the others differ in what they say only."""
SCENES = [(screen, *scene) for screen in gallery.screens() for scene in islice(gallery.scenes(screen), MOST)]
TWICE = 200


@pytest.fixture
def large(text_of):
    with text_of(TWICE, "fr"):
        yield


def place_in(window: QWidget, part: QWidget) -> QRect:
    return QRect(part.mapTo(window, QPoint(0, 0)), part.size())


def scrolls(part: QWidget) -> bool:
    """It stands in a place that scrolls: it comes into view with the keyboard or the wheel."""
    while part := part.parentWidget():
        if isinstance(part, QScrollArea):
            return True
    return False


@pytest.mark.parametrize(("screen", "name", "make"), SCENES, ids=[f"{screen} {name}" for screen, name, _ in SCENES])
def test_everything_can_be_reached_and_read(large, screen, name, make):
    """One test: making the scene takes longest."""
    with backstage.shown(make) as window:
        QApplication.processEvents()
        assert window.width() <= SCREEN.width() or isinstance(window, LiveProjection)
        room = window.rect().adjusted(-1, -1, 1, 1)
        parts = pressed(window)
        lost = [p for p in parts if not scrolls(p) and not room.contains(place_in(window, p))]
        assert [f"{type(p).__name__} {p.accessibleName()}" for p in lost] == []
        beside = [(a, b) for a, b in combinations(parts, 2) if a.parentWidget() is b.parentWidget()]
        over = [(a, b) for a, b in beside if a.geometry().adjusted(2, 2, -2, -2).intersects(b.geometry())]
        assert [(type(a).__name__, a.accessibleName(), b.accessibleName()) for a, b in over] == []
        texts = [part for part in window.findChildren(QWidget) if isinstance(part, QLabel | QPushButton)]
        cut = [text for text in texts if text.text() and text.isVisible() and is_cut(text)]
        assert [f"{type(text).__name__} {text.text()}" for text in cut] == []
        areas = [area for area in window.findChildren(QScrollArea) if area.isVisible()]
        assert [type(area.widget()).__name__ for area in areas if is_cut_at_the_side(area)] == []
        inner = [
            area
            for area in areas
            if moves(area) and not is_beside_a_list(area) and any(moves(outer) for outer in around(area))
        ]
        assert [type(area.widget()).__name__ for area in inner] == []


MAY_BREAK = "\u200b"
"""Where a long word may go on in the next line."""


def is_cut(text: QLabel | QPushButton) -> bool:
    """A word is wider than where it stands, or the lines are higher."""
    if isinstance(text, QPushButton):
        return text.width() < text.minimumSizeHint().width() or text.height() < text.minimumSizeHint().height()
    shown = text.text().replace(MAY_BREAK, " ")
    metrics, words = QFontMetricsF(text.font()), shown.split() if text.wordWrap() else shown.splitlines()
    widest = max((metrics.horizontalAdvance(word) for word in words if "://" not in word), default=0)
    needed = text.heightForWidth(text.width()) if text.wordWrap() else text.minimumSizeHint().height()
    return bool(words) and (widest > text.contentsRect().width() + 1 or needed > text.height() + 1)


def is_cut_at_the_side(area: QScrollArea) -> bool:
    is_off = area.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    return is_off and area.widget().width() > area.viewport().width()


def is_beside_a_list(area: QScrollArea) -> bool:
    """What is told of the row that is chosen in a list scrolls apart from the list."""
    return isinstance(area.parentWidget(), PersonPanel) or isinstance(area, TicketSidebar)


def moves(area: QScrollArea) -> bool:
    return area.verticalScrollBar().maximum() > 0


def around(part: QWidget) -> list[QScrollArea]:
    """In its own window: what scrolls in the one behind a dialog is not seen."""
    found = []
    while not part.isWindow() and (part := part.parentWidget()):
        if isinstance(part, QScrollArea):
            found.append(part)
    return found


def opened(screen, scene, *size):
    return backstage.shown(dict(gallery.scenes(screen))[scene], *size)


def test_the_answer_is_no_smaller_than_with_text_as_drawn(large):
    with opened("printing", "awaited") as window:
        (panel,) = window.findChildren(AnswerPanel)
        arranged = panel.arrangement()
        assert panel.visibleRegion().boundingRect().height() > 0.8 * panel.height()
        assert arranged.title.setting.font.pixelSize() >= 48
        assert arranged.lines.setting.font.pixelSize() >= 44


def test_what_is_typed_first_goes_to_the_search(large):
    """The search moves below what is loud when the window is shown: what moves would lose the keyboard."""
    with opened("desk", "idle", QSize(1366, 768)) as window:
        assert isinstance(window.focusWidget(), SearchBox)
        window.resize(QSize(3000, 1000))  # beside each other again
        QApplication.processEvents()
        assert isinstance(window.focusWidget(), SearchBox)


def test_the_rulers_of_the_badge_begin_where_it_does(large):
    with opened("badges", "editor", QSize(1366, 768)) as window:
        (lying, standing), (canvas,) = window.findChildren(Ruler), window.findChildren(EditorCanvas)
        corner = canvas.on_screen(Box(0, 0, 0, 0)).topLeft()
        assert lying.at(0) * text_scale() == pytest.approx(corner.x())
        assert standing.at(0) * text_scale() == pytest.approx(corner.y())


def test_what_keeps_a_kiosk_locked_is_read_whole(large):
    with opened("kiosk", "pin-locked", QSize(1366, 768)) as window:
        notice, keys = window.pin.notice, window.pin.keys
        assert notice.height() >= notice.heightForWidth(notice.width())
        assert keys["1"].height() > 1.3 * 68  # as drawn
        assert window.rect().contains(place_in(window, window.pin.back))
        assert window.rect().contains(place_in(window, notice))


def test_a_report_is_read_in_the_size_of_everything_else(large):
    with opened("help", "report") as window:
        assert window.text.font().pixelSize() >= TWICE * SMALL // 100


def test_what_the_figures_of_the_day_mean_is_written_over_nothing(large):
    """Under the title of the list, whose rows begin below both."""
    with opened("programme", "all", QSize(1366, 768)) as window:
        (sessions,) = window.findChildren(ProgrammeSessions)
        assert sessions.list.y() > scale_px(HEADING + UNDER)


def test_remarks_stand_below_each_other_where_both_have_no_room(large):
    both = [SpeakerRemark("monitor", "Somewhere else"), SpeakerRemark("ban", "Cancelled long ago")]
    assert in_lines(both, 1000) == [both]
    assert in_lines(both, 150) == [both[:1], both[1:]]


@pytest.mark.parametrize("name", ["not_registered", "moved", "columns-longest"])
def test_what_an_answer_adds_is_about_as_large_as_with_text_as_drawn(large, name):
    """Where it would be too small to be read, its place grows for it, and scrolls."""
    with opened("desk", name, QSize(1366, 768)) as window:
        (panel,) = window.findChildren(AnswerPanel)
        arranged = panel.arrangement()
        assert min(block.setting.font.pixelSize() for block in arranged.strips) >= 13
        assert min(chip.font.pixelSize() for chip in arranged.chips) >= 12
        assert panel.rect().toRectF().contains(arranged.steps)


def test_why_a_list_is_refused_is_seen_with_the_way_out(large):
    """What scrolls has no least height of its own."""
    with opened("import", "refused") as window:
        assert window.rect().contains(place_in(window, window.cancel))


def test_what_is_to_be_corrected_comes_into_view(large):
    """The form stands under its list, and all of the window scrolls."""
    with opened("programme_editor", "mistakes") as window:
        (around,) = window.findChildren(QScrollArea, options=Qt.FindChildOption.FindDirectChildrenOnly)
        around.verticalScrollBar().setValue(around.verticalScrollBar().maximum())
        QApplication.processEvents()
        window.accept()
        field = window.focusWidget()
        assert field.accessibleName() == "Fin"
        assert field.visibleRegion().boundingRect() == field.rect()


@pytest.mark.parametrize(("screen", "name"), [("settings", "desk"), ("help", "keys"), ("people", "form")])
def test_the_buttons_at_the_foot_stay_where_the_rest_scrolls(large, screen, name):
    with opened(screen, name) as window:
        QApplication.processEvents()
        close = [b for b in window.findChildren(QPushButton) if b.isVisible() and b.text().startswith("Fermer")]
        assert close
        for button in close:
            assert window.rect().contains(place_in(window, button))
            assert button.visibleRegion().boundingRect() == button.rect()


def test_the_keys_at_the_bottom_are_there_for_the_most_part(large):
    with opened("desk", "idle") as window:
        (footer,) = [each for each in window.findChildren(Footer) if each.keys]
        row = design_rect(footer).width() - 2 * MARGIN
        assert [key for key, _ in footer.keys[: footer.shown(row)]][:3] == ["F7", "F8", "F2"]
