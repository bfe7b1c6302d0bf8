# SPDX-License-Identifier: GPL-3.0-or-later
"""From one file to the other and back; `journeys/test_rehearsal` does it with windows."""

import tempfile

import pytest
from PySide6.QtWidgets import QMessageBox

from checkin.application.desk_readiness import WindowOutcome, run_with_rehearsals
from checkin.core.ready.readiness import DeviceTrials
from checkin.core.rehearsal_rules import RehearsalOptions
from checkin.services.attendance.attendance_evidence import read_fingerprint
from checkin.services.rehearsal import is_rehearsal
from tests.builders import MORNING
from tests.ui.answering import Answering

HEARD = DeviceTrials(was_heard=True, test_badge=7)


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def seen(event, clock, temporary):
    """What was opened, window after window: whether a rehearsal, and with what."""
    return []


def opening(seen, *, wishes=1, meanwhile=lambda event: None):
    def open_(event, now, stay):
        seen.append((is_rehearsal(event), stay, now()))
        is_first = len([one for one in seen if not one[0]]) <= wishes
        wish = RehearsalOptions() if is_first and not is_rehearsal(event) else None
        meanwhile(event)
        event.close()
        return WindowOutcome(0, HEARD, wish)

    return open_


def test_the_event_then_a_rehearsal_then_the_event_with_the_proof(event, clock, seen, temporary):
    sheet = read_fingerprint(event)
    assert run_with_rehearsals(event, clock, opening(seen)).code == 0
    assert [one[0] for one in seen] == [False, True, False]
    assert seen[2][1].message.startswith("The rehearsal is over (arrivals: 0)")
    assert sheet.digest[:8] in seen[2][1].message
    assert not list(temporary.iterdir())


def test_what_was_tried_goes_along_but_for_jobs_of_another_file(event, clock, seen):
    run_with_rehearsals(event, clock, opening(seen))
    assert [one[1].trials for one in seen[1:]] == [DeviceTrials(was_heard=True), DeviceTrials(was_heard=True)]


def test_a_rehearsal_that_cannot_begin_says_why_and_the_day_goes_on(event, clock, seen, temporary):
    temporary.rmdir()
    run_with_rehearsals(event, clock, opening(seen))
    assert [one[0] for one in seen] == [False, False]
    assert "cannot be made" in seen[1][1].message


def test_a_fault_in_the_midst_of_it_leaves_no_copy(event, clock, seen, temporary):
    def fail(opened):
        if is_rehearsal(opened):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_with_rehearsals(event, clock, opening(seen, meanwhile=fail))
    assert not list(temporary.iterdir())


def test_a_key_that_was_pulled_meanwhile_is_asked_for(qapp, event, clock, seen):
    pulled = event.path.with_name("pulled")

    def pull(opened):
        if is_rehearsal(opened):
            event.path.rename(pulled)

    def plug_in(box):
        pulled.rename(event.path)
        box.button(QMessageBox.StandardButton.Retry).click()

    answering = Answering(plug_in)
    assert run_with_rehearsals(event, clock, opening(seen, meanwhile=pull)).code == 0
    answering.stop()
    assert [one[0] for one in seen] == [False, True, False]
    assert seen[1][2] == MORNING
