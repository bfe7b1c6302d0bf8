# SPDX-License-Identifier: GPL-3.0-or-later
"""A limit that falls between two minutes names all its units."""

from datetime import timedelta

import pytest

from checkin.pdf_reports.sheet_frame import exact_duration


@pytest.mark.parametrize(
    ("minutes", "told"),
    [(82.5, "1 h 22 min 30 s"), (22.5, "22 min 30 s"), (90, "1 h 30"), (45, "45 min"), (60.5, "1 h 00 min 30 s")],
)
def test_minutes_between_hours_and_seconds_have_their_unit(minutes, told):
    assert exact_duration(timedelta(minutes=minutes)).replace("\N{NO-BREAK SPACE}", " ") == told
