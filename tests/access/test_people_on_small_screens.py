# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of people in the windows that small computers have: nothing scrolls sideways, no filter lies on another."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QScrollArea

from checkin.core.people_list import AttendeeColumn
from checkin.ui.people.people_browser import PeopleBar
from checkin.ui.people.people_table import COLUMNS, PeopleTable
from scripts import backstage, gallery

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
ARROW = 40
"""Pixels of a filter that are not its words."""


@pytest.fixture(params=[("fr", 100, (1024, 600)), ("en", 100, (1024, 600)), ("fr", 150, (1366, 768))], ids=str)
def window(text_of, request):
    """With somebody chosen whose names are the longest."""
    spoken, percent, size = request.param
    scene = dict(gallery.scenes("people"))["longest"]
    with text_of(percent, spoken), backstage.shown(scene, QSize(*size)) as made:
        QApplication.processEvents()
        assert made.size() == QSize(*size)
        yield made


def test_nothing_scrolls_sideways(window):
    areas = [area for area in window.findChildren(QScrollArea) if area.isVisible()]
    assert [type(area.widget()).__name__ for area in areas if area.horizontalScrollBar().maximum() > 0] == []
    (table,) = window.findChildren(PeopleTable)
    assert sum(table.columnWidth(place) for place in range(len(COLUMNS))) == table.viewport().width()
    assert table.mapTo(window, QPoint(table.width(), 0)).x() <= window.width()


def test_filters_stand_beside_each_other_and_can_be_read(window):
    (bar,) = window.findChildren(PeopleBar)
    assert all(not choice.isHidden() for choice in bar.choices)
    for before, after in pairwise(bar.choices):
        assert before.mapTo(bar, QPoint(before.width(), 0)).x() <= after.mapTo(bar, QPoint(0, 0)).x()
    for choice in bar.choices:
        assert not bar.box.geometry().intersects(choice.rect().translated(choice.mapTo(bar, QPoint(0, 0))))
        words = QFontMetricsF(choice.font()).horizontalAdvance(choice.currentText())
        assert words <= choice.width() - ARROW


def test_names_and_states_stay_where_other_columns_give_way(window):
    (table,) = window.findChildren(PeopleTable)
    hidden = {column for place, column in enumerate(COLUMNS) if table.isColumnHidden(place)}
    assert {AttendeeColumn.SESSIONS, AttendeeColumn.CATEGORY, AttendeeColumn.CODE} <= hidden
    assert not {AttendeeColumn.NAME, AttendeeColumn.STATE} & hidden
