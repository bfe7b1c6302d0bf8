# SPDX-License-Identifier: GPL-3.0-or-later
"""The badge of whoever stands at the desk: said, followed, sent elsewhere, printed again."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from checkin.core.message import UserError
from checkin.core.print_jobs import (
    JobProgress,
    JobState,
    PrinterSetup,
    PrinterState,
    PrinterTrouble,
    PrintPlan,
    PrintPolicy,
)
from checkin.storage.print_queue import PrintQueue
from checkin.ui.desk.answer_steps import AnswerAction
from tests.builders import an_attendee
from tests.ui.answering import Answering
from tests.ui.test_desk_window import shown
from tests.ui.test_desk_window import window as desk_window

__all__ = ["desk_window"]
HALL, OFFICE = "ipp://hall", "ipp://office"
ONE, TWO = an_attendee(1), an_attendee(2)
NO_PAPER = PrinterState(PrinterTrouble.OUT_OF_PAPER, "Bac 1 vide")
SETUPS = {OFFICE: PrinterSetup("Laser")}


@pytest.fixture
def window(desk, desk_window):
    desk.printing.use(PrintPlan(HALL, OFFICE, policy=PrintPolicy.ONCE, setups=SETUPS))
    desk_window.woken = []
    desk_window.desk_actions.badges.asked_for.connect(lambda: desk_window.woken.append(1))
    return desk_window


@pytest.fixture
def printing(desk):
    return desk.printing


@pytest.fixture
def end(event, clock, window):
    """What becomes of a job, and the printing thread says so."""

    def ended(job_id, state, trouble=PrinterTrouble.NONE):
        with event.transaction():
            assert PrintQueue(event.db).note(job_id, JobProgress(state, trouble), clock())
        window.show_printer(True, "", "")

    return ended


def steps(window):
    return [step.action for step in window.stage.answer._steps]


def reprint(qtbot, widget):
    qtbot.keyClick(widget, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)


def test_the_chip_follows_the_badge_while_the_answer_is_seen(window, printing, end):
    window.take_code(ONE.ticket_code)
    job = printing.jobs()[0].id
    assert shown(window).startswith("Bienvenue.")
    assert "Badge en attente" in shown(window)
    assert AnswerAction.SECOND_PRINTER not in steps(window)
    printing.printer = NO_PAPER
    end(job, JobState.PRINTING, PrinterTrouble.OUT_OF_PAPER)
    assert shown(window).startswith("Bienvenue."), "a printer that falls ill later changes the chip alone"
    assert "Badge à l’impression" in shown(window)
    end(job, JobState.PRINTED)
    assert "Badge imprimé" in shown(window)
    window.rest()
    window.show_printer(True, "", "")
    assert window.stage.is_idle


@pytest.mark.parametrize(
    ("state", "words"), [(JobState.FAILED, "Échec du badge"), (JobState.UNCERTAIN, "Badge à vérifier")]
)
def test_a_badge_that_does_not_come_is_explained_and_can_be_printed_again(window, printing, end, state, words):
    window.take_code(ONE.ticket_code)
    end(printing.jobs()[0].id, state, PrinterTrouble.JAM)
    assert words in shown(window)
    assert "Bourrage papier" in shown(window)
    assert steps(window)[0] is AnswerAction.REPRINT
    window.refresh()
    model = window.stage.recent_scans.list.scan_model
    assert words in model.data(model.index(0))


def test_in_trouble_f7_prints_on_the_second_printer_and_the_welcome_is_whole_when_it_is_out(
    window, printing, end, qtbot
):
    printing.printer = NO_PAPER
    window.take_code(ONE.ticket_code)
    assert shown(window).startswith("Entrée OK – badge en attente.")
    assert "Plus de papier. Remettez du papier" in shown(window)
    assert "Bac 1 vide" in shown(window)
    assert steps(window)[0] is AnswerAction.SECOND_PRINTER
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert printing.jobs()[0].printer == OFFICE
    assert "Laser" in window.stage.replied
    assert window.woken
    assert AnswerAction.SECOND_PRINTER not in steps(window)
    end(printing.jobs()[0].id, JobState.PRINTED)
    assert shown(window).startswith("Bienvenue.")


def test_without_a_second_printer_f7_does_nothing(window, printing, qtbot):
    printing.use(PrintPlan(HALL, policy=PrintPolicy.ONCE))
    printing.printer = NO_PAPER
    window.take_code(ONE.ticket_code)
    assert AnswerAction.SECOND_PRINTER not in steps(window)
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert printing.jobs()[0].printer == HALL


# Again


def test_ctrl_r_asks_why_where_a_badge_was_printed_and_keeps_it(window, printing, end, qtbot):
    window.take_code(ONE.ticket_code)
    end(printing.jobs()[0].id, JobState.PRINTED)

    def choose(dialog):
        assert dialog.notice.text() == ""
        qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)
        assert dialog.isVisible()
        assert dialog.notice.text().startswith("Le motif manque")
        dialog.reason.setEditText("Abîmé")
        qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)

    hands = Answering(lambda dialog: dialog.reject(), choose)
    reprint(qtbot, window)
    assert (len(hands.asked), len(printing.jobs())) == (1, 1)
    window.activateWindow()  # as a window manager does when a dialog is gone
    qtbot.waitUntil(window.isActiveWindow)
    reprint(qtbot, window)
    job = printing.jobs()[0]
    assert (job.why, job.copy, job.attendee) == ("Abîmé", 2, ONE.id)
    assert "Badge en attente" in shown(window)
    assert window.woken


def test_what_failed_is_printed_again_at_once_and_what_waits_is_not_doubled(window, printing, end, qtbot):
    window.take_code(ONE.ticket_code)
    end(printing.jobs()[0].id, JobState.FAILED)
    for _ in range(2):
        reprint(qtbot, window)
    assert [job.state for job in printing.jobs()] == [JobState.WAITING, JobState.FAILED]
    assert "Le badge attend l’imprimante." in shown(window)
    end(printing.jobs()[0].id, JobState.PRINTED)
    assert "Le badge est imprimé." in shown(window)
    assert "attend" not in shown(window)


def test_the_line_selected_in_the_list_comes_before_the_answer(window, printing, end, clock, qtbot):
    window.take_code(ONE.ticket_code)
    end(printing.jobs()[0].id, JobState.FAILED)
    clock.pass_by(minutes=1)
    window.operations.scan(TWO.ticket_code)
    end(printing.jobs()[0].id, JobState.PRINTED)
    window.refresh()
    lines = window.stage.recent_scans.list
    lines.setFocus()
    lines.setCurrentIndex(lines.scan_model.index(1))
    reprint(qtbot, lines)
    assert printing.jobs()[0].attendee == ONE.id
    assert "Badge demandé pour" in window.stage.replied
    end(printing.jobs()[0].id, JobState.PRINTED)
    assert "attend" not in shown(window), "nothing that the printer may belie"


def test_who_is_found_here_already_may_have_a_badge_printed(window, printing, clock, qtbot):
    printing.use(PrintPlan(HALL))
    window.take_code(ONE.ticket_code)
    clock.pass_by(minutes=1)
    window.operations.scan(ONE.ticket_code)
    assert AnswerAction.REPRINT in steps(window)
    reprint(qtbot, window)
    assert printing.jobs()[0].attendee == ONE.id


def test_nobody_and_no_printer_are_said(window, printing, qtbot):
    reprint(qtbot, window)
    assert "On ne sait pas de qui" in window.stage.replied
    assert printing.jobs() == []
    printing.use(PrintPlan())
    window.take_code(ONE.ticket_code)
    with pytest.raises(UserError) as refused:
        window.desk_actions.badges.reprint()
    window.fail(refused.value)  # as the one handler of errors does
    assert "pas d’imprimante" in shown(window)


# The light


def test_the_light_says_the_trouble_in_words_where_there_is_room_and_a_press_asks_for_what_waits(window, qtbot):
    assert window.chrome._lights["printer"].is_ok is None
    window.show_printer(False, "Étiqueteuse : plus de papier.", "Plus de papier")
    lights = window.header._lights
    assert "plus de papier" in lights.accessibleName()
    wide = lights.sizeHint().width()
    lights.set_short(True)
    assert lights.sizeHint().width() < wide
    pressed = []
    window.chrome.printer_pressed.connect(lambda: pressed.append(1))
    camera, _, printer, *_ = lights.findChildren(QAbstractButton)
    camera.setFocus()
    QTest.keyClick(camera, Qt.Key.Key_Space)
    assert (pressed, window.footer.accessibleDescription()) == ([], camera.accessibleName())
    QTest.mouseClick(printer, Qt.MouseButton.LeftButton)
    assert pressed == [1]
