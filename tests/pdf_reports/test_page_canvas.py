# SPDX-License-Identifier: GPL-3.0-or-later
"""What is to be typed off or copied from a paper is letter for letter what was written; and a limit that falls between
two minutes names all its units."""

from datetime import timedelta

import pytest

from checkin.pdf_reports.page_canvas import PdfMetadata, build_pdf
from checkin.pdf_reports.sheet_frame import exact_duration
from tests.pdf_reports.readers import told


@pytest.mark.parametrize(
    "control",
    [f"checkin:1:7:{'ff' * 16}{'0123456789abcdef' * 2}:fi-ffl-Aurora", f"checkin:1:999999999999:{'d' * 64}:{'w' * 40}"],
    ids=["with ligatures", "the longest"],
)
def test_a_control_line_is_copied_letter_for_letter(qapp, tmp_path, control):
    (tmp_path / "page.pdf").write_bytes(build_pdf(PdfMetadata("Feuille", "Réseau", control), [lambda ink: None]))
    assert control in told(tmp_path / "page.pdf")


@pytest.mark.parametrize(
    ("minutes", "wanted"),
    [(82.5, "1 h 22 min 30 s"), (22.5, "22 min 30 s"), (90, "1 h 30"), (45, "45 min"), (60.5, "1 h 00 min 30 s")],
)
def test_minutes_between_hours_and_seconds_have_their_unit(minutes, wanted):
    assert exact_duration(timedelta(minutes=minutes)).replace("\N{NO-BREAK SPACE}", " ") == wanted
