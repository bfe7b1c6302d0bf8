# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin print` as scripts use it: real processes, a folder and a real CUPS."""

import pytest

from checkin.core.desk_settings import Settings
from checkin.core.entries import EntryKind
from checkin.core.print_jobs import Calibration, JobState, Medium, PrinterSetup, PrintPlan
from checkin.services.badge_print_requests import Printing
from checkin.storage import settings_store as kept
from tests.builders import an_attendee
from tests.command_line.running import checkin, lines
from tests.sheets import sheets

ONE, TWO = an_attendee(1), an_attendee(2)
DONE, LOOK, NOT_UNDERSTOOD, USER, _, DEVICE = range(6)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "badges"
    made.mkdir()
    return made


@pytest.fixture
def printed(event, tmp_path):
    def run(*arguments):
        done = checkin("print", event.path, *arguments, "--language", "en")
        return done, lines(done.stdout)

    return run


def test_a_badge_in_a_folder_is_handed_over_and_an_entry(printed, event, folder):
    done, (line,) = printed(ONE.ticket_code, "--printer", f"pdf:{folder}")
    assert done.returncode == DONE, done.stderr
    assert (line["state"], line["ticket"], line["template"], line["on_paper"]) == (
        "printed",
        ONE.ticket_code,
        "A6",
        False,
    )
    (file,) = folder.glob("*.pdf")
    assert sheets(file)[0].codes == [ONE.ticket_code]
    assert ONE.last_name not in file.name
    assert [entry.subject for entry in event.journal.entries_of_kinds([EntryKind.BADGE_PRINTED])] == [ONE.id]


def test_measures_and_paper_of_the_settings_are_heeded_and_a_template_by_its_name(printed, event, folder):
    address = f"pdf:{folder}"
    setup = PrinterSetup("PDF", Medium(148, 210), Calibration(10, 0))
    kept.save(event.db, Settings(printing=PrintPlan(setups={address: setup})))
    _, (line,) = printed(ONE.ticket_code, "--printer", address, "--template", "90x55")
    assert line["template"] == "90 × 55 mm"
    (file,) = folder.glob("*.pdf")
    assert sheets(file)[0].size == pytest.approx((148, 210), abs=0.2)


def test_a_second_badge_needs_a_reason_and_nothing_of_the_command_is_printed_without(printed, event, folder):
    address = f"pdf:{folder}"
    printed(ONE.ticket_code, "--printer", address)
    done, lines = printed(TWO.ticket_code, ONE.ticket_code, "--printer", address)
    assert (done.returncode, lines) == (USER, [])
    assert "--why" in done.stderr
    assert len(list(folder.iterdir())) == 1
    done, lines = printed(TWO.ticket_code, ONE.ticket_code, "--printer", address, "--why", "Lost")
    assert [line["copy"] for line in lines] == [1, 2]


@pytest.mark.parametrize(
    "arguments",
    [
        ("3760123450017", "--printer", "pdf:/tmp"),
        ("{ticket}", "--printer", "fax:1"),
        ("{ticket}", "--printer", "pdf:/tmp", "--template", "None"),
    ],
)
def test_what_is_not_there_is_said_and_nothing_waits(printed, event, clock, arguments):
    done, lines = printed(*(text.format(ticket=ONE.ticket_code) for text in arguments))
    assert (done.returncode, lines) == (USER, [])
    assert "othing was" in done.stderr
    assert Printing(event, clock, PrintPlan()).jobs() == []


def test_without_a_printer_the_arguments_are_not_understood(printed):
    done, _ = printed(ONE.ticket_code)
    assert done.returncode == NOT_UNDERSTOOD


def test_a_folder_that_is_gone_is_waited_for_and_the_badge_never_comes_late(printed, event, clock, tmp_path):
    done, (line,) = printed(ONE.ticket_code, "--printer", f"pdf:{tmp_path}/nowhere", "--wait", "1")
    assert done.returncode == DEVICE
    assert (line["state"], line["trouble"]) == ("cancelled", "gone")
    assert Printing(event, clock, PrintPlan()).jobs()[0].state is JobState.CANCELLED


def test_only_what_was_asked_for_is_printed(printed, event, clock, folder):
    address = f"pdf:{folder}"
    waits = Printing(event, clock, PrintPlan(address)).ask(TWO.id)
    _, lines = printed(ONE.ticket_code, "--printer", address)
    assert [line["ticket"] for line in lines] == [ONE.ticket_code]
    assert Printing(event, clock, PrintPlan()).job(waits).state is JobState.WAITING


def test_a_real_printer_says_when_it_is_on_paper(printed, lab):
    done, (line,) = printed(ONE.ticket_code, "--printer", lab.queue("badge"))
    assert done.returncode == DONE, done.stderr
    assert line["on_paper"]
    assert [sheet.codes for sheet in sheets(lab.badge.received()[0])] == [[ONE.ticket_code]]


def test_a_printer_without_paper_leaves_a_badge_to_look_at(printed, lab):
    lab.badge.fail("media-empty-error")
    done, (line,) = printed(ONE.ticket_code, "--printer", lab.queue("badge"), "--wait", "8")
    assert done.returncode == LOOK
    assert (line["state"], line["trouble"]) == ("printing", "out_of_paper")
