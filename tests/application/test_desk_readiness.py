# SPDX-License-Identifier: GPL-3.0-or-later
"""“Ready to open?” at a whole desk: its light, its window, and what is tried there."""

from contextlib import closing
from dataclasses import replace

import pytest

from checkin import translation
from checkin.application import desk_program
from checkin.core.decision import Reason
from checkin.core.print_jobs import PrintPlan
from checkin.core.ready.checks import DiskState, ReadinessGrade, ReadinessTopic
from checkin.core.supervisor import Authority
from checkin.core.tokens import TEST_CODE
from checkin.services.attendance.attendance_evidence import read_fingerprint
from checkin.services.event_file import EventFile
from checkin.services.privacy import event_purge
from checkin.services.supervision import Supervision
from checkin.ui.ready.ready_band import ReadyAction
from tests.builders import an_attendee
from tests.conftest import add_people

# Said by Qt’s off-screen platform.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")

ONE = an_attendee(1).ticket_code


@pytest.fixture
def program(qapp, event, clock, qtbot):
    made = desk_program.DeskProgram(event, clock, "en")
    with qtbot.waitSignal(made.ready):
        made.start()
    qtbot.waitUntil(lambda: made.readiness._measured is not None)
    yield made
    made.shell.close()
    made.stop()
    translation.install(qapp, "en")


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


def test_the_test_code_proves_scanner_and_camera_and_the_window_stays(program, event):
    program.readiness.show()
    before = read_fingerprint(event)
    answers = []
    program.window.answered.connect(answers.append)
    program.devices.wedge.code_typed.emit(TEST_CODE)
    program.devices.reading.code_seen.emit(TEST_CODE)
    assert answers[0].reason is Reason.TRIAL
    assert program.readiness._window.isVisible()
    assert grade(program, ReadinessTopic.SCANNER) is ReadinessGrade.WELL
    assert grade(program, ReadinessTopic.CAMERA) is ReadinessGrade.ASIDE  # a scanner is enough
    assert read_fingerprint(event) == before


def test_a_guest_is_answered_and_what_hides_the_answer_goes(program, qtbot):
    program.readiness.show()
    program.devices.wedge.code_typed.emit(ONE)
    assert not program.readiness._window.isVisible()
    assert program.window.stage.answer.accessibleName() == "Welcome"


def test_a_test_badge_is_printed_and_judged_by_eye(program, qtbot, tmp_path, event):
    program._print_as(PrintPlan(f"pdf:{tmp_path}"))
    program.readiness.show()
    assert grade(program, ReadinessTopic.TEST_BADGE) is ReadinessGrade.UNTRIED
    program.readiness._window.wanted.emit(ReadinessTopic.TEST_BADGE, ReadyAction.PRINT)
    qtbot.waitUntil(lambda: ReadinessTopic.TEST_BADGE in program.readiness._trying.asked)
    program.readiness._window.wanted.emit(ReadinessTopic.TEST_BADGE, ReadyAction.YES)
    assert grade(program, ReadinessTopic.TEST_BADGE) is ReadinessGrade.WELL
    assert list(tmp_path.glob("badge-*.pdf"))


def test_it_is_looked_again_after_what_was_done(program, qtbot, event):
    program.readiness.show()
    before = program.readiness._measured
    program.readiness.look_again()
    qtbot.waitUntil(lambda: program.readiness._measured is not before)


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


def test_a_look_that_ends_after_the_window_shows_nothing(program):
    worker, measured, before = program.readiness._worker, program.readiness._measured, light(program)
    program.readiness.stop()
    worker.measured.emit(replace(measured, disk=DiskState(0, None)))
    assert light(program) == before


def test_a_purge_that_arrives_is_on_the_light_at_once_without_its_window(program, qtbot, event, clock):
    with closing(EventFile.open(event.path)) as other:
        event_purge.purge(other, Authority("Anne", "x"), at=clock(), desk="Accueil 2")
    program.window.updates.keep_time()
    qtbot.waitUntil(lambda: light(program).name == "Over")
