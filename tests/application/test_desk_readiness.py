# SPDX-License-Identifier: GPL-3.0-or-later
"""“Ready to open?” at a whole desk, and the rehearsal: from one file to the other and back."""

import tempfile
from contextlib import closing
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QMessageBox

from checkin.application.desk_readiness import WindowOutcome, run_with_rehearsals
from checkin.core.decision import Reason
from checkin.core.print_jobs import PrintPlan
from checkin.core.ready.checks import DiskState, ReadinessGrade, ReadinessTopic
from checkin.core.ready.readiness import DeviceTrials
from checkin.core.rehearsal_rules import RehearsalOptions
from checkin.core.supervisor import Authority
from checkin.core.tokens import TEST_CODE
from checkin.services.attendance.attendance_evidence import read_fingerprint
from checkin.services.event_file import EventFile
from checkin.services.privacy import event_purge
from checkin.services.rehearsal import is_rehearsal
from checkin.services.supervision import Supervision
from checkin.ui.ready.ready_band import ReadyAction
from tests.builders import MORNING, an_attendee
from tests.conftest import add_people
from tests.ui.answering import Answering

# Said by Qt’s off-screen platform.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")

ONE = an_attendee(1).ticket_code


@pytest.fixture
def program(program, qtbot):
    qtbot.waitUntil(lambda: program.readiness._measured is not None)
    return program


def light(program):
    return program.window.chrome._lights["ready"]


def grade(program, topic):
    return {finding.topic: finding.grade for finding in program.readiness.findings()}[topic]


def test_the_light_names_what_is_gravest_and_opens_the_window(program, clock):
    clock.pass_by(days=400)
    program.readiness.refresh()
    assert (light(program).is_ok, light(program).what) == (False, "Not ready: Programme")
    assert "everyone would be refused" in light(program).spoken
    assert light(program).name == "Not ready"  # where there is no room for more
    program.window.header.light_pressed.emit(light(program))
    assert program.readiness._window.isVisible()
    assert program.readiness._window.band.text == "Not ready"


def test_the_light_says_the_word_of_the_window_and_sends_nobody_to_try_things(program):
    program.readiness.show()
    program.readiness.refresh()
    band = program.readiness._window.band
    assert (light(program).name, light(program).is_ok) == (band.text, None) == ("Almost ready", None)
    assert light(program).spoken == band.accessibleName()
    program.devices.wedge.code_typed.emit(TEST_CODE)
    program.readiness._window.wanted.emit(ReadinessTopic.SOUND, ReadyAction.PLAY)
    program.readiness._window.wanted.emit(ReadinessTopic.SOUND, ReadyAction.YES)
    assert (light(program).name, light(program).is_ok) == (band.text, True) == ("Ready", True)


def test_volunteers_are_told_of_their_desk_and_of_what_stops_it(program, event, clock, qtbot):
    """The organiser's questions are for the organiser, once a supervisor is named; an entrance closed to all is not."""
    add_people(event, clock(), *(an_attendee(n, sessions=("atelier-b",)) for n in range(40, 90)))
    Supervision(event, program.desk).name("Ana", "4071", Authority("Accueil 1", "first"))
    program.devices.wedge.code_typed.emit(TEST_CODE)
    program.readiness.show()
    program.readiness._window.wanted.emit(ReadinessTopic.SOUND, ReadyAction.PLAY)
    program.readiness._window.wanted.emit(ReadinessTopic.SOUND, ReadyAction.YES)
    program.readiness.look_again()
    qtbot.waitUntil(lambda: program.readiness._window.band.text == "Almost ready")
    assert (light(program).is_ok, light(program).what) == (True, "Desk ready")
    clock.pass_by(days=400)
    program.readiness.refresh()
    assert (light(program).is_ok, light(program).what) == (False, "Not ready: Programme")


def test_the_test_code_proves_scanner_and_camera_and_a_guest_is_answered_in_the_place_of_the_window(
    program, event, qtbot
):
    program.readiness.show()
    before = read_fingerprint(event)
    program.devices.wedge.code_typed.emit(TEST_CODE)
    program.devices.reading.code_seen.emit(TEST_CODE)
    assert program.answers[0].reason is Reason.TRIAL
    assert program.readiness._window.isVisible()
    assert grade(program, ReadinessTopic.SCANNER) is ReadinessGrade.WELL
    assert grade(program, ReadinessTopic.CAMERA) is ReadinessGrade.ASIDE  # a scanner is enough
    assert read_fingerprint(event) == before
    program.devices.wedge.code_typed.emit(ONE)
    qtbot.waitUntil(lambda: program.window.stage.answer.accessibleName() == "Welcome")
    assert not program.readiness._window.isVisible()


def test_it_is_looked_again_when_asked_but_a_look_that_ends_after_the_window_shows_nothing(program, qtbot):
    program.readiness.show()
    measured = program.readiness._measured
    program.readiness.look_again()
    qtbot.waitUntil(lambda: program.readiness._measured is not measured)
    worker, before = program.readiness._worker, light(program)
    program.readiness.stop()
    worker.changed.emit(replace(measured, disk=DiskState(0, None)))
    assert light(program) == before


def test_a_test_badge_is_printed_and_judged_by_eye(program, qtbot, tmp_path, event):
    program._print_as(PrintPlan(f"pdf:{tmp_path}"))
    program.readiness.show()
    assert grade(program, ReadinessTopic.TEST_BADGE) is ReadinessGrade.UNTRIED
    program.readiness._window.wanted.emit(ReadinessTopic.TEST_BADGE, ReadyAction.PRINT)
    qtbot.waitUntil(lambda: ReadinessTopic.TEST_BADGE in program.readiness._trying.asked)
    program.readiness._window.wanted.emit(ReadinessTopic.TEST_BADGE, ReadyAction.YES)
    assert grade(program, ReadinessTopic.TEST_BADGE) is ReadinessGrade.WELL
    assert list(tmp_path.glob("badge-*.pdf"))


def test_another_language_makes_the_window_anew(program, qtbot):
    program.readiness.show()
    program.choices.choose(language="fr")
    assert program.readiness._window is None
    program.readiness.show()
    assert program.readiness._window.windowTitle() == "Prêt à ouvrir\u00a0?"


def test_one_light_alone_says_more_than_its_name_for_there_is_room_for_no_more(program, clock):
    clock.pass_by(days=400)
    program.window.show_printer(False, "tip", "Printer off")
    program.readiness.refresh()
    shown = [button.light for button in program.window.header._lights._buttons]
    assert [each.what for each in shown if each.what] == ["Printer off"]
    program.window.header.light_pressed.emit(next(each for each in shown if each.name == "Not ready"))
    assert program.readiness._window.isVisible()


def test_a_purge_that_arrives_is_on_the_light_at_once_without_its_window(program, qtbot, event, clock):
    with closing(EventFile.open(event.path)) as other:
        event_purge.purge(other, Authority("Anne", "x"), at=clock(), desk="Accueil 2")
    program.window.updates.keep_time()
    qtbot.waitUntil(lambda: light(program).name == "Over")


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
    assert [one[1].trials for one in seen[1:]] == [DeviceTrials(was_heard=True)] * 2  # no jobs of another file
    assert seen[2][1].message.startswith("The rehearsal is over (arrivals: 0)")
    assert sheet.digest[:8] in seen[2][1].message
    assert not list(temporary.iterdir())


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
