# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole program of one event, with the film for a camera."""

import shutil
import sys
import threading
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget
from shiboken6 import isValid

from checkin import paths
from checkin.application import desk_program
from checkin.core.decision import Reason
from checkin.core.desk_settings import Settings
from checkin.core.message import Message, StorageError, UserError
from checkin.core.programme.programme import ControlPoint
from checkin.devices.camera import NONE, FrameSourceState
from checkin.devices.sound import Sound
from checkin.services.demo_event import make_demo
from checkin.services.event_file import EventFile
from checkin.storage import settings_store as kept
from checkin.storage.regular_files import SQLITE_VERSION, wal_is_sound
from checkin.ui.look.theme import Appearance
from tests.application.programs import Recorder, recorded_answers
from tests.builders import an_attendee

FILM = paths.resources() / "demo" / "queue.mp4"
ONE, TWO = an_attendee(1).ticket_code, an_attendee(2).ticket_code


@pytest.fixture
def program(event, open_program):
    return open_program(event, "fr")


def test_the_last_words_of_threads_find_no_window_that_is_gone(program, qtbot):
    """They are on their way while the program ends, and the next window's loop delivers them."""
    measuring, printing, sending = program.readiness._worker, program.print_service, program.mail_service
    qtbot.waitUntil(lambda: program.readiness._measured is not None)
    measured = program.readiness._measured

    def say_last():
        measuring.changed.emit(measured)
        printing.changed.emit()
        sending.changed.emit()
        program.devices.reading.camera_changed.emit(FrameSourceState(False, NONE))

    thread = threading.Thread(target=say_last)
    thread.start()
    thread.join()
    shell = program.shell
    shell.close()
    program.leave()
    with qtbot.captureExceptions() as raised:
        QCoreApplication.processEvents()
    assert raised == []
    assert not isValid(shell)


def test_the_codes_of_the_film_are_answered_and_a_button_leaves_the_demonstration(tmp_path, open_program, qtbot):
    event, now = make_demo(tmp_path, paths.resources() / "demo", lambda: 0.0)
    program = desk_program.DeskProgram(event, now, "fr")
    answers = recorded_answers(program.window)
    program.start(FILM)
    qtbot.waitUntil(lambda: len(answers) >= 2)
    assert answers[0].reason is Reason.WELCOME
    assert program.shell.windowTitle().startswith("DÉMONSTRATION")
    program.shell.band.way_out.click()
    assert not program.shell.isVisible()
    program.stop()


def test_a_second_window_on_the_file_says_so(program, event, open_program):
    again = open_program(EventFile.open(event.path), "fr")
    again.window.take_code(ONE)
    assert "déjà ouvert sur cet ordinateur" in again.window.footer.accessibleDescription()


def test_the_language_changes_while_running_and_the_desk_goes_on(program, qtbot, clock):
    program.window.take_code(ONE)
    old, screens = program.window, program.built.screens  # which garbage may keep a while
    program.choices.choose(language="en")
    assert program.window is not old
    assert program.window.chrome._lights["camera"].is_ok is None  # the new window knows that there is no camera
    answers = recorded_answers(program.window)
    clock.pass_by(minutes=1)
    program.devices.reading.code_seen.emit(TWO)
    assert [a.attendee.id for a in answers] == [an_attendee(2).id]
    assert program.window.stage.answer.accessibleName() == "Welcome"
    program.devices.wedge.code_typed.emit(ONE)
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert answers[1].reason is Reason.ALREADY_ARRIVED
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    with qtbot.captureExceptions() as raised:
        program.mail_service.changed.emit()
    assert raised == []
    assert not isValid(old)
    assert not isValid(screens)


def test_after_the_last_day_the_desk_opens_at_its_entrance_and_not_at_that_of_the_first(event, clock, open_program):
    now = clock()
    monday = ControlPoint("lundi", "Accueil lundi", opens=now - timedelta(days=2), closes=now - timedelta(days=1.5))
    tuesday = replace(monday, id="mardi", name="Accueil mardi", opens=now - timedelta(days=1), closes=now)
    event.plan(replace(event.programme(), control_points=(monday, tuesday)), at=now, desk="d")
    assert open_program(event, has_devices=False).desk.control_point.name == "Accueil mardi"


def test_an_unreadable_setting_is_its_default(event):
    event.db.conn.execute("INSERT INTO settings VALUES ('desk', '17'), ('unknown', '\"x\"'), ('theme', '\"dark\"')")
    assert kept.load(event.db) == Settings(theme="dark")


def test_the_demonstration_begins_at_half_past_eight_on_its_own_day(tmp_path):
    moments = iter((100.0, 100.0, 160.0, 220.0))
    event, now = make_demo(tmp_path, paths.resources() / "demo", lambda: next(moments, 220.0))
    assert now().isoformat().startswith("2023-07-04T08:3")
    assert event.attendees.count() == 348
    event.close()


def test_each_answer_sounds_unless_sound_is_off(program, clock, qtbot):
    speaker = program.devices.sounds = Recorder()
    program.window.take_code(ONE)
    program.window.take_code("3760123450017")
    qtbot.waitUntil(lambda: len(speaker.note_sound) == 2)
    assert speaker.note_sound == [Sound.WELCOME, Sound.REFUSE]
    program.choices.choose(has_sound=False)
    clock.pass_by(minutes=1)
    program.window.desk_actions.undo_key.press()
    assert len(speaker.note_sound) == 2


def test_the_picture_is_mirrored_when_that_is_chosen_but_never_a_film_whose_codes_are_outlined(program, qtbot):
    qtbot.waitUntil(lambda: program.devices.reading.camera_state is not None)
    program.choices.choose(is_mirrored=False)
    assert not program.window.stage.small.is_mirrored
    program.choices.choose(is_mirrored=True)
    assert program.window.stage.small.is_mirrored
    with qtbot.waitSignal(program.devices.reading.outlines_seen) as seen:
        program.devices.reading.use_video(FILM)
    assert len(seen.args[0][0]) == 4
    qtbot.waitUntil(lambda: program.window.chrome._lights["camera"].is_ok)
    assert not program.window.stage.small.is_mirrored


def test_an_error_nobody_caught_is_told_in_the_window(program):
    hook, footer = sys.excepthook, program.window.footer
    program.window.take_code(ONE)
    hook(UserError, UserError(Message("desk", "There is nothing to undo here.")), None)
    assert "rien à annuler" in program.window.stage.answer.accessibleDescription()
    hook(ZeroDivisionError, ZeroDivisionError(), None)
    assert "erreur" in footer.accessibleDescription()
    hook(StorageError, StorageError(Message("storage", "The disk refused: nothing was saved.")), None)
    assert program.window.stage.answer.accessibleName() == "Bienvenue"


def test_a_nearly_full_disk_is_told_and_a_scan_does_not_hide_it(program):
    program.window.show_space(False)
    program.window.take_code(ONE)
    assert program.window.chrome._lights["disk"].is_ok is False
    program.window.show_space(True)
    assert program.window.chrome._lights["disk"].is_ok is True


def test_a_program_that_has_ended_looks_at_no_dialog_any_more(qapp, event, open_program, qtbot):
    kept.save(event.db, replace(Settings(), text_size=200))
    program = open_program(event, has_devices=False)
    program.shell.close()
    program.stop()
    dialog = QDialog()
    qtbot.addWidget(dialog)
    layout = QVBoxLayout(dialog)
    layout.addWidget(QWidget(minimumHeight=3000))
    dialog.show()
    assert dialog.layout() is layout
    Appearance(qapp).apply(Settings())


def test_what_nobody_has_read_yet_is_still_told_when_the_window_is_made_anew(program, qapp):
    program.trouble.show_updated()
    program.choices.choose(language="en")
    assert program.trouble.notice.text.startswith("Checkin is now version")
    assert not program.trouble.notice.isHidden()
    program.trouble.notice.read.click()
    program.choices.choose(text_size=125)
    assert program.trouble.notice.isHidden()
    Appearance(qapp).apply(Settings())


@pytest.mark.skipif(not wal_is_sound(SQLITE_VERSION), reason="without a log the file itself is written")
def test_a_copy_of_an_open_event_says_what_may_be_missing_until_it_was_read(event, desk, open_program, tmp_path):
    desk.check_in(an_attendee(1).id)
    event.checkpoint_wal()
    copy = shutil.copyfile(event.path, tmp_path / "copie.checkin")
    told = []
    for reads in (False, True, False):
        program = open_program(EventFile.open(copy), has_devices=False)
        program.trouble.watch(tmp_path)
        told.append("may be missing" in program.trouble.notice.text)
        if reads:
            program.trouble.notice.read.click()
        program.trouble.end_well()
        program.shell.close()
        program.stop()
    assert told == [True, True, False]


def test_at_log_off_the_file_is_closed_before_the_loop_ends(qapp, event, clock):
    """Windows lets a program act on that signal and then ends it: what stands after `exec` never runs."""
    program = desk_program.DeskProgram(event, clock, "en")
    beside = [event.path.with_name(event.path.name + end) for end in ("-wal", "-shm", ".lock")]
    left = []

    def log_off():
        program.desk.check_in(an_attendee(1).id)
        qapp.aboutToQuit.emit()
        left.extend(part.name for part in beside if part.exists())
        qapp.exit(7)

    program.ready.connect(lambda: QTimer.singleShot(0, program, log_off))  # once all has started
    assert desk_program._sit(program, None).code == 7
    assert left == []
    with closing(EventFile.open(event.path)) as again:
        assert again.attendees.arrived(again.programme().control_points[0].id) == 1


def test_what_is_recorded_is_in_the_file_itself_a_little_later(program, qtbot):
    assert program._bring_in.isActive()
    program.desk.check_in(an_attendee(1).id)

    def is_in_the_file():
        """A thread that reads at that moment puts it off until the next time."""
        program._bring_in.timeout.emit()
        copy = shutil.copyfile(program._event.path, program._event.path.with_name("copie.checkin"))
        with closing(EventFile.open(copy)) as there:
            return there.journal.everything() == program._event.journal.everything()

    qtbot.waitUntil(is_in_the_file)


def test_a_desk_without_a_camera_says_so_once_and_has_no_fault(program, qtbot):
    reading = program.devices.reading
    qtbot.waitUntil(lambda: reading.camera_state is not None and reading.camera_state.words == NONE)
    assert not reading.is_video
    assert "Pas de caméra" in program.window.footer.accessibleDescription()
    light = program.window.chrome._lights["camera"]
    assert (light.is_ok, "douchette" in light.spoken) == (None, True)
    program.window.take_code(ONE)
    assert "Pas de caméra" not in program.window.footer.accessibleDescription()
