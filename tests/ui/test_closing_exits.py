# SPDX-License-Identifier: GPL-3.0-or-later
"""The exit times of the closing screen."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel

from checkin.core.attendance.half_days import DayPart, HalfDay
from checkin.core.desk_settings import Settings
from checkin.core.local_time import TimeSpan
from checkin.services.attendance.attendance_evidence import ExitHour
from checkin.translation import Translator
from checkin.ui.closing.closing_sections import ClosingExits
from checkin.ui.look.theme import Appearance

BEGINS, ENDS = datetime(2026, 11, 29, 22, tzinfo=UTC), datetime(2026, 11, 30, 3, 55, tzinfo=UTC)


@pytest.mark.parametrize("is_assumed", [False, True])
def test_an_end_that_the_programme_does_not_have_is_not_called_that_of_the_programme(qtbot, is_assumed):
    exits = ClosingExits(Translator("en"))
    qtbot.addWidget(exits)
    half_day = HalfDay(BEGINS.date(), DayPart.EVENING, TimeSpan(BEGINS, ENDS), is_assumed)
    exits.show_hours([ExitHour(half_day, ENDS)], UTC)
    told = " ".join(each.text() for each in exits.findChildren(QLabel))
    assert ("assumed hour" in told, "end of the programme" in told) == (is_assumed, not is_assumed)


@pytest.mark.parametrize("percent", [100, 150])
def test_a_time_after_midnight_is_seen_whole_with_its_day(qapp, qtbot, percent):
    look = Appearance(qapp)
    look.apply(Settings(text_size=percent, theme="light"))
    exits = ClosingExits(Translator("fr"))
    qtbot.addWidget(exits)
    half_day = HalfDay(BEGINS.date(), DayPart.EVENING, TimeSpan(BEGINS, ENDS))
    exits.show_hours([ExitHour(half_day, ENDS)], UTC)
    exits.resize(1100, 300)
    exits.show()
    (field,) = exits.fields
    assert len(field.text()) == len("30/11 03:55")
    field.end(False)
    field.grab()  # a text that is too long is moved when it is painted
    assert field.cursorPositionAt(QPoint(0, field.height() // 2)) == 0
    look.apply(Settings())
