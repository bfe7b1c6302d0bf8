# SPDX-License-Identifier: GPL-3.0-or-later
"""The account of the day as a PDF, and that every paper says from which journal it was made."""

from dataclasses import replace
from datetime import timedelta

import pytest

from checkin.core.export_columns import ExportOptions
from checkin.core.journal_fingerprint import ExportOrigin
from checkin.services.attendance.attendance_evidence import find_origin, read_fingerprint
from checkin.services.attendance.attendance_papers import (
    SheetOptions,
    issue,
    make_report_context,
    make_sign_in_sheets,
    write_certificates,
    write_sheets,
)
from checkin.services.exports.exporting import export
from checkin.translation import Translator
from tests.builders import MORNING, an_attendee
from tests.pdf_reports.readers import about, told


@pytest.fixture
def setting(qapp, event, desk, clock):
    """After the end of a day at which one came and two were corrected."""
    desk.scan(an_attendee(1).ticket_code)
    for number in (2, 3):
        desk.registration.correct(an_attendee(number).id, {"organisation": "Mairie"})
    clock.pass_by(hours=2)
    return make_report_context(event, Translator("fr"), clock())


def test_it_has_the_balance_the_corrections_and_the_control_line(event, setting, tmp_path):
    made = export(event, tmp_path / "compte.pdf", setting, ExportOptions())
    text = told(tmp_path / "compte.pdf")
    for words in (
        "Compte du jour",
        "3 inscriptions = 1 présente + 2 absentes",
        "Corrections : 2",
        "Mairie",
        "Page 1/1",
    ):
        assert words in text.replace("\u00a0", " ")
    assert text.count(str(read_fingerprint(event))) == 2, "in the text, and at the foot"
    assert made.rows == 6
    assert find_origin(event, tmp_path / "compte.pdf")[0] is ExportOrigin.NOW


def test_while_the_event_goes_on_nobody_is_absent(event, setting, tmp_path):
    export(event, tmp_path / "compte.pdf", replace(setting, made=MORNING + timedelta(hours=1)), ExportOptions())
    text = " ".join(told(tmp_path / "compte.pdf").split())
    assert "Provisoire, au 04/07/2023 09:40" in text
    assert "3 inscriptions = 1 présente + 2 pas encore venues" in text


@pytest.mark.parametrize("spoken", ["fr", "en"])
def test_no_title_is_cut(event, clock, tmp_path, spoken):
    export(event, tmp_path / "out.pdf", make_report_context(event, Translator(spoken), clock()), ExportOptions())
    assert "…" not in told(tmp_path / "out.pdf")


def test_many_corrections_go_on_with_their_titles(event, desk, setting, tmp_path):
    for number in range(70):
        desk.registration.correct(an_attendee(2).id, {"role": f"Rôle {number}"})
    export(event, tmp_path / "compte.pdf", setting, ExportOptions())
    pages = int(about(tmp_path / "compte.pdf")["Pages"])
    each = [told(tmp_path / "compte.pdf", page) for page in range(1, pages + 1)]
    assert pages == 3
    assert all("Avant" in text and f"Page {number}/3" in text for number, text in enumerate(each, 1))
    assert sum(text.count("Rôle 69") for text in each) == 1
    assert all("checkin:1:" in text for text in each)


def test_without_names_it_has_figures(event, setting, tmp_path):
    export(event, tmp_path / "compte.pdf", setting, ExportOptions(is_anonymous=True))
    text = told(tmp_path / "compte.pdf")
    assert "Mairie" not in text
    assert "moins de 5" in text


def test_sheets_and_certificates_say_from_which_journal_they_are(event, setting, tmp_path):
    write_sheets(tmp_path / "feuilles.pdf", make_sign_in_sheets(event, SheetOptions()), setting)
    write_certificates(tmp_path / "attestations.pdf", issue(event), setting)
    for name in ("feuilles.pdf", "attestations.pdf"):
        assert str(read_fingerprint(event)) in about(tmp_path / name)["Creator"]
        assert str(read_fingerprint(event)) in told(tmp_path / name)
        assert find_origin(event, tmp_path / name)[0] is ExportOrigin.NOW
