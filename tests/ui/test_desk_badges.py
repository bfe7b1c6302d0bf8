# SPDX-License-Identifier: GPL-3.0-or-later
"""The badge of whoever stands at the desk: said, followed, sent elsewhere, printed again."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from checkin import translation
from checkin.core.message import UserError
from checkin.core.print_jobs import (
    READY,
    JobProgress,
    JobState,
    PrinterSetup,
    PrinterState,
    PrinterTrouble,
    PrintPlan,
    PrintPolicy,
)
from checkin.services.desk_queries import DeskQueries
from checkin.storage.print_queue import PrintQueue
from checkin.ui.desk.answer_steps import AnswerAction
from checkin.ui.desk.desk_window import DeskWindow
from checkin.ui.look.theme import Appearance, Theme
from tests.builders import an_attendee
from tests.ui.answering import Answering

HALL, OFFICE = "ipp://hall", "ipp://office"
ONE, TWO = an_attendee(1), an_attendee(2)
NO_PAPER = PrinterState(PrinterTrouble.OUT_OF_PAPER, "Bac 1 vide")
SETUPS = {OFFICE: PrinterSetup("Laser")}


@pytest.fixture
def window(qapp, qtbot, event, desk):
    translation.install(qapp, "fr")
    Appearance(qapp).use(Theme.LIGHT)
    desk.printing.use(PrintPlan(HALL, OFFICE, policy=PrintPolicy.ONCE, setups=SETUPS))
    made = DeskWindow(desk, DeskQueries(event), "fr")
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    made.woken = []
    made.desk_actions.badges.asked_for.connect(lambda: made.woken.append(1))
    yield made
    translation.install(qapp, "en")


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


def shown(window):
    panel = window.stage.answer
    return f"{panel.accessibleName()}. {panel.accessibleDescription()}"


def steps(window):
    return [step.action for step in window.stage.answer._steps]


def press(qtbot, window, key, *modifiers):
    qtbot.keyClick(window, key, *modifiers)


def told(window):
    """What a key that was pressed said in the loud place."""
    return window.stage.replied


def test_a_printer_that_is_well_leaves_the_welcome_as_it_is_with_the_state_of_the_badge(window):
    window.take_code(ONE.ticket_code)
    assert shown(window).startswith("Bienvenue.")
    assert "Badge en attente" in shown(window)
    assert AnswerAction.SECOND_PRINTER not in steps(window)


def test_the_chip_follows_the_badge_while_the_answer_is_seen(window, printing, end):
    window.take_code(ONE.ticket_code)
    job = printing.jobs()[0].id
    for state, words in (
        (JobState.PRINTING, "Badge à l’impression"),
        (JobState.PRINTED, "Badge imprimé"),
    ):
        end(job, state)
        assert words in shown(window)
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


# State 28


def test_in_trouble_the_answer_says_that_they_are_in_and_what_to_do(window, printing):
    printing.printer = NO_PAPER
    window.take_code(ONE.ticket_code)
    assert shown(window).startswith("Entrée OK – badge en attente.")
    assert "Plus de papier. Remettez du papier" in shown(window)
    assert "Bac 1 vide" in shown(window)
    assert steps(window)[0] is AnswerAction.SECOND_PRINTER


def test_f7_prints_on_the_second_printer_and_the_welcome_is_whole_when_it_is_out(window, printing, end, qtbot):
    printing.printer = NO_PAPER
    window.take_code(ONE.ticket_code)
    press(qtbot, window, Qt.Key.Key_F7)
    assert printing.jobs()[0].printer == OFFICE
    assert "Laser" in told(window)
    assert window.woken
    assert AnswerAction.SECOND_PRINTER not in steps(window)
    end(printing.jobs()[0].id, JobState.PRINTED)
    assert shown(window).startswith("Bienvenue.")


def test_without_a_second_printer_f7_does_nothing(window, printing, qtbot):
    printing.use(PrintPlan(HALL, policy=PrintPolicy.ONCE))
    printing.printer = NO_PAPER
    window.take_code(ONE.ticket_code)
    assert AnswerAction.SECOND_PRINTER not in steps(window)
    press(qtbot, window, Qt.Key.Key_F7)
    assert printing.jobs()[0].printer == HALL


def test_a_printer_that_falls_ill_later_changes_the_chip_and_not_what_was_said(window, printing, end):
    window.take_code(ONE.ticket_code)
    printing.printer = NO_PAPER
    end(printing.jobs()[0].id, JobState.PRINTING, PrinterTrouble.OUT_OF_PAPER)
    assert shown(window).startswith("Bienvenue.")


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

    hands = Answering(choose)
    press(qtbot, window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert len(hands.asked) == 1
    job = printing.jobs()[0]
    assert (job.why, job.copy, job.attendee) == ("Abîmé", 2, ONE.id)
    assert "Badge en attente" in shown(window)
    assert window.woken


def test_going_back_prints_nothing(window, printing, end, qtbot):
    window.take_code(ONE.ticket_code)
    end(printing.jobs()[0].id, JobState.PRINTED)
    hands = Answering(lambda dialog: dialog.reject())
    press(qtbot, window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert (len(hands.asked), len(printing.jobs())) == (1, 1)


def test_what_failed_is_printed_again_at_once_and_what_waits_is_not_doubled(window, printing, end, qtbot):
    window.take_code(ONE.ticket_code)
    end(printing.jobs()[0].id, JobState.FAILED)
    for _ in range(2):
        press(qtbot, window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert [job.state for job in printing.jobs()] == [JobState.WAITING, JobState.FAILED]
    assert "Le badge attend l’imprimante." in shown(window)


def test_the_line_selected_in_the_list_comes_before_the_answer(window, printing, end, clock, qtbot):
    window.take_code(ONE.ticket_code)
    end(printing.jobs()[0].id, JobState.FAILED)
    clock.pass_by(minutes=1)
    window.operations.scan(TWO.ticket_code)
    end(printing.jobs()[0].id, JobState.FAILED)
    window.refresh()
    lines = window.stage.recent_scans.list
    lines.setFocus()
    lines.setCurrentIndex(lines.scan_model.index(1))
    QTest.keyClick(lines, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert printing.jobs()[0].attendee == ONE.id


def test_who_is_found_here_already_may_have_a_badge_printed(window, printing, end, clock, qtbot):
    printing.use(PrintPlan(HALL))
    window.take_code(ONE.ticket_code)
    clock.pass_by(minutes=1)
    window.operations.scan(ONE.ticket_code)
    assert AnswerAction.REPRINT in steps(window)
    press(qtbot, window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert printing.jobs()[0].attendee == ONE.id


def test_nobody_and_no_printer_are_said(window, printing, qtbot):
    press(qtbot, window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert "On ne sait pas de qui" in told(window)
    assert printing.jobs() == []


# The light


def light(window):
    return window.chrome._lights["printer"]


def test_the_light_says_the_trouble_in_words_where_there_is_room(window):
    assert light(window).is_ok is None
    window.show_printer(False, "Étiqueteuse : plus de papier.", "Plus de papier")
    lights = window.header._lights
    assert "plus de papier" in lights.accessibleName()
    wide = lights.sizeHint().width()
    lights.set_short(True)
    assert lights.sizeHint().width() < wide


def test_a_press_on_the_light_asks_for_what_waits_and_the_others_do_not(window, qtbot):
    window.show_printer(True, "", "")
    lights = window.header._lights
    pressed = []
    window.chrome.printer_pressed.connect(lambda: pressed.append(1))
    camera, _, printer, *_ = lights.findChildren(QAbstractButton)
    camera.setFocus()
    QTest.keyClick(camera, Qt.Key.Key_Space)
    assert (pressed, window.footer.accessibleDescription()) == ([], camera.accessibleName())
    QTest.mouseClick(printer, Qt.MouseButton.LeftButton)
    assert pressed == [1]


def test_a_line_of_the_last_arrivals_says_whose_badge_may_be_missing(window, printing, end, qtbot):
    window.take_code(ONE.ticket_code)
    end(printing.jobs()[0].id, JobState.UNCERTAIN)
    window.refresh()
    model = window.stage.recent_scans.list.scan_model
    assert "Badge à vérifier" in model.data(model.index(0))
    assert printing.printer == READY


def test_without_a_printer_it_is_said_in_the_answer(window, printing, qtbot):
    printing.use(PrintPlan())
    window.take_code(ONE.ticket_code)
    with pytest.raises(UserError) as refused:
        window.desk_actions.badges.reprint()
    window.fail(refused.value)  # as the one handler of errors does
    assert "pas d’imprimante" in shown(window)


def test_a_badge_asked_for_of_somebody_else_says_nothing_that_the_printer_may_belie(
    window, printing, end, clock, qtbot
):
    window.take_code(ONE.ticket_code)
    end(printing.jobs()[0].id, JobState.FAILED)
    clock.pass_by(minutes=1)
    window.operations.scan(TWO.ticket_code)
    end(printing.jobs()[0].id, JobState.PRINTED)
    window.desk_actions.badges.reprint_for(ONE, window)
    assert "Badge demandé pour" in told(window)
    end(printing.jobs()[0].id, JobState.PRINTED)
    assert "attend" not in shown(window)


def test_the_answer_follows_a_badge_that_was_asked_for_again(window, printing, end, qtbot):
    window.take_code(ONE.ticket_code)
    end(printing.jobs()[0].id, JobState.FAILED)
    press(qtbot, window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert "Le badge attend l’imprimante." in shown(window)
    end(printing.jobs()[0].id, JobState.PRINTED)
    assert "Le badge est imprimé." in shown(window)
    assert "attend" not in shown(window)
