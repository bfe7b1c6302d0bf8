# SPDX-License-Identifier: GPL-3.0-or-later
"""What is only shown is reached by Tab as well, with the sentence that a screen reader says there."""

from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from checkin.ui.closing.closing_sections import ClosingSection
from checkin.ui.help.help_window import KeyTable
from checkin.ui.live.live_charts import MissingPeople
from checkin.ui.people.people_table import PeopleTable
from checkin.ui.settings.settings_window import SettingsWindow
from scripts import backstage, gallery
from tests.access.test_windows import visited

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@contextmanager
def opened(screen, scene):
    with backstage.shown(dict(gallery.scenes(screen))[scene]) as window:
        window.activateWindow()
        QTest.qWaitForWindowActive(window)
        yield window


def said(widget):
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def test_the_figures_of_the_day_are_read_one_by_one_and_whether_somebody_is_missing(french):
    with opened("live", "after") as window:
        stops = [said(widget) for widget in visited(window)]
        assert stops[0].startswith("Arrivés\xa0: Accueil, 242 / 301")
        assert any(stop.startswith("Les arrivées sont terminées") for stop in stops)
    with opened("live", "empty") as window:
        (missing,) = window.findChildren(MissingPeople)
        assert [type(stop) for stop in visited(window) if missing.isAncestorOf(stop)] == [type(missing._counts_card)]


def test_closing_begins_at_its_top_and_says_its_sections_and_figures(french):
    with opened("closing", "evening") as window:
        stops = visited(window)
        sections = [stop for stop in stops if isinstance(stop, ClosingSection)]
        assert sections == [each for each in window.findChildren(ClosingSection) if each.isVisible()]
        assert any("Attendus 301, Arrivés 242" in said(stop) for stop in stops)
        figures = next(n for n, stop in enumerate(stops) if "Attendus 301" in said(stop))
        assert stops.index(sections[1]) < figures < stops.index(sections[2])


def test_the_keys_are_a_list_of_what_each_does(french):
    with opened("help", "keys") as window:
        (table,) = window.findChildren(KeyTable)
        (first,) = [stop for stop in visited(window) if table.isAncestorOf(stop)]
        first.setFocus()
        assert said(first).startswith("F1\xa0: ")
        QTest.keyClick(first, Qt.Key.Key_Down)
        assert said(QApplication.focusWidget()).startswith("F2\xa0: ")


def test_a_row_of_people_says_the_note_behind_the_name_and_each_value_under_its_title(french):
    with opened("people", "story") as window:
        (table,) = window.findChildren(PeopleTable)
        row = table.currentIndex().row()
        note = table.model().index(row, 0).data(Qt.ItemDataRole.UserRole).attendee.note
        name, *rest = table.spoken.split(", ")
        assert name.endswith(note or name)
        assert all("\xa0: " in value for value in rest)
        panel = [said(stop) for stop in visited(window)]
        assert any("\xa0: " in stop and "Présence" in stop for stop in panel)


def test_a_page_of_settings_is_reached_before_the_buttons_below_it(french):
    with opened("settings", "desk") as window:
        shown = window if isinstance(window, SettingsWindow) else window.findChild(SettingsWindow)
        stops = visited(shown)
        inside = [n for n, stop in enumerate(stops) if shown._stack.isAncestorOf(stop)]
        assert inside
        assert max(inside) < stops.index(shown._set_up) < stops.index(shown._close)
