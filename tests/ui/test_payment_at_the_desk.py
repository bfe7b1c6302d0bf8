# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody who has not paid: F7 asks how, the payment is an entry that travels, is undone, told and summed."""

from dataclasses import replace

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from checkin import translation
from checkin.core.attendee import Status
from checkin.core.decision import Reason
from checkin.core.entries import EntryKind
from checkin.core.message import fill_message
from checkin.core.payments import sum_payments
from checkin.core.people.person_timeline import TimelineKind
from checkin.services.desk_queries import DeskQueries
from checkin.services.desk_services import read_payments
from checkin.services.exports.attendance_export import compare_export, export_attendance
from checkin.services.people_queries import PeopleQueries
from checkin.ui.closing.closing_day_report import ClosingPayments
from checkin.ui.desk.desk_window import DeskWindow
from checkin.ui.people.people_screen import PersonOperations
from checkin.ui.supervision.supervision_flow import SupervisionFlow
from tests.builders import an_attendee
from tests.conftest import add_people
from tests.ui.answering import Answering

OWES = an_attendee(31, status=Status.UNPAID, custom={"Montant": "45 €"})


@pytest.fixture
def window(qapp, qtbot, event, desk, clock):
    add_people(event, clock(), OWES)
    translation.install(qapp, "fr")
    made = DeskWindow(desk, DeskQueries(event), "fr")
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    made.operations.scan(OWES.ticket_code)
    yield made
    translation.install(qapp, "en")


def spoken(window):
    panel = window.stage.answer
    return f"{panel.accessibleName()}. {panel.accessibleDescription()}".replace("\N{NO-BREAK SPACE}", " ")


def press_f7(qtbot, window, typed, meanwhile=""):
    """Press F7, and in the dialog type a number and Enter; `meanwhile` a code is scanned."""

    said = []

    def answer(dialog):
        said.append(dialog.choices.accessibleName())
        if not typed:
            dialog.reject()
            return
        if meanwhile:
            window.take_code(meanwhile)
            qtbot.waitUntil(lambda: window.operations.shown.attendee.id != OWES.id)
        qtbot.keyClicks(dialog.choices, typed)
        qtbot.keyClick(dialog.choices, Qt.Key.Key_Return)

    hands = Answering(answer)
    qtbot.keyClick(window.stage.search, Qt.Key.Key_F7)
    hands.stop()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return said[0]


def status(event):
    return event.attendees.get(OWES.id).status


def test_f7_asks_how_and_lets_in_and_f8_undoes_both(window, qtbot, event):
    assert spoken(window).startswith("Reste à payer")
    assert "À payer : 45 €" in spoken(window)
    assert "45\N{NO-BREAK SPACE}€" in press_f7(qtbot, window, "2")
    assert window.operations.shown.reason is Reason.WELCOME
    assert "Payé : chèque, 45 €" in spoken(window)
    assert status(event) is Status.CONFIRMED
    assert [(p.means, p.cents, p.desk) for p in read_payments(event)] == [("cheque", 4500, "Accueil 1")]
    qtbot.keyClick(window.stage.search, Qt.Key.Key_F8)
    assert status(event) is Status.UNPAID
    assert read_payments(event) == []
    assert event.attendees.inside("accueil") == 0
    assert "Paiement de 45 € annulé aussi : rendez-le" in spoken(window)


def test_what_was_missing_is_no_longer_said_once_a_means_is_chosen(window, qtbot):
    def answer(dialog):
        qtbot.keyClick(dialog.choices, Qt.Key.Key_Return)
        said = dialog.notice.text()
        qtbot.keyClick(dialog.choices, Qt.Key.Key_1)
        told.append((bool(said), dialog.chosen, dialog.notice.text()))
        dialog.reject()

    told = []
    hands = Answering(answer)
    qtbot.keyClick(window.stage.search, Qt.Key.Key_F7)
    hands.stop()
    assert told == [(True, "cash", "")]


def test_a_payment_before_a_full_room_is_undone_by_f8_then_and_whenever_they_are_scanned_again(
    window, qtbot, event, desk, clock
):
    full = replace(event.programme().sessions[0], capacity=1, is_booked=True)
    event.plan(replace(event.programme(), sessions=(full,)), at=clock(), desk="d")
    add_people(event, clock(), an_attendee(33))
    desk.reload()
    desk.move_to("atelier-b")
    desk.admit(desk.scan(an_attendee(33).ticket_code))
    for is_again in (False, True):
        window.operations.scan(OWES.ticket_code)
        press_f7(qtbot, window, "1")
        if is_again:
            clock.pass_by(seconds=90)
            window.operations.scan(OWES.ticket_code)
        assert window.operations.shown.reason is Reason.FULL
        assert "Annuler le paiement de 45 € (F8)" in spoken(window)
        qtbot.keyClick(window.stage.search, Qt.Key.Key_F8)
        assert status(event) is Status.UNPAID
        assert read_payments(event) == []
        assert "Rendez 45 €" in spoken(window)
        clock.pass_by(seconds=90)


def test_a_payment_by_which_somebody_came_in_is_not_undone_where_they_are_refused_later(window, qtbot, desk):
    press_f7(qtbot, window, "1")
    desk.move_to("dejeuner")
    window.operations.scan(OWES.ticket_code)
    assert window.operations.shown.reason is Reason.NO_ACCESS
    assert window.operations.shown.undoes is None


def test_cancelled_it_lets_nobody_in(window, qtbot, event):
    press_f7(qtbot, window, "")
    assert event.attendees.inside("accueil") == 0
    assert window.operations.asked.reason is Reason.UNPAID


def test_without_payment_is_a_choice_and_is_said(window, qtbot, event):
    press_f7(qtbot, window, "5")
    assert "sans paiement" in spoken(window)
    assert event.attendees.inside("accueil") == 1
    assert status(event) is Status.UNPAID
    assert read_payments(event) == []


@pytest.mark.parametrize(("typed", "paid"), [("5", 0), ("1", 1)])
def test_a_code_that_is_scanned_meanwhile_changes_nothing_for_who_is_asked(window, qtbot, event, typed, paid):
    press_f7(qtbot, window, typed, meanwhile=an_attendee(1).ticket_code)
    assert event.attendees.inside("accueil") == 2
    assert window.operations.shown.attendee.id == OWES.id
    assert len(read_payments(event)) == paid


def test_who_came_in_without_paying_is_told_so_when_scanned_again_and_pays_with_f7(window, qtbot, event, clock):
    press_f7(qtbot, window, "5")
    clock.pass_by(minutes=10)
    window.operations.scan(OWES.ticket_code)
    assert "À payer : 45 €" in spoken(window)
    press_f7(qtbot, window, "3")
    assert [(p.means, p.cents) for p in read_payments(event)] == [("card", 4500)]
    assert (status(event), event.attendees.inside("accueil")) == (Status.CONFIRMED, 1)
    assert "Payé : carte bancaire, 45 €" in spoken(window)
    window.operations.scan(OWES.ticket_code)
    assert "45 €" not in spoken(window)


def test_the_history_tells_it_and_undoes_it_alone(window, qtbot, event, desk):
    press_f7(qtbot, window, "1")
    (line,) = [each for each in PeopleQueries(event, desk).person(OWES.id).story if each.what is TimelineKind.PAID]
    assert (line.means, line.cents, line.can_undo) == ("cash", 4500, True)
    desk.undo(line.entry)
    assert status(event) is Status.UNPAID
    assert event.attendees.inside("accueil") == 1


def test_several_people_of_the_list_who_paid_are_asked_about_once(window, qtbot, event, desk):
    add_people(event, desk.now(), an_attendee(32, status=Status.UNPAID, custom={"Montant": "1 250,50 €"}))
    supervised, queries = SupervisionFlow(event, desk, None), PeopleQueries(event, desk)
    qtbot.addWidget(supervised)
    reported, asked = [], []
    operations = PersonOperations(desk, queries, supervised, window)
    operations.reported.connect(reported.append)

    def answer(dialog):
        asked.append(dialog.choices.accessibleName())
        qtbot.keyClicks(dialog.choices, "4")
        qtbot.keyClick(dialog.choices, Qt.Key.Key_Return)

    hands = Answering(answer)
    operations.confirm([event.attendees.get(OWES.id), event.attendees.get(an_attendee(32).id)])
    hands.stop()
    assert asked == ["Comment ces 2 personnes paient-elles 1295,50 en tout\N{NO-BREAK SPACE}?"]
    assert [(p.means, p.cents) for p in read_payments(event)] == [("transfer", 4500), ("transfer", 125050)]
    assert status(event) is Status.CONFIRMED
    assert len(reported) == 1


def test_a_payment_noted_twice_counts_once(window, qtbot, event, desk):
    asked = window.operations.asked
    press_f7(qtbot, window, "1")
    desk.admit_paid(asked, read_payments(event)[0].means)
    assert len(event.journal.entries_of_kinds([EntryKind.PAYMENT_RECEIVED])) == 1


def test_the_closing_table_and_the_export_have_it(window, qtbot, event, clock, tmp_path):
    press_f7(qtbot, window, "3")
    section = ClosingPayments()
    qtbot.addWidget(section)
    section.show_sums(sum_payments(read_payments(event)))
    told = [cell.text() for cell in section.findChildren(QLabel)]
    at = told.index("Accueil 1 · carte bancaire")
    assert told[at + 1 : at + 3] == ["1", "45,00"]

    def fill(words, **fields):
        return fill_message(words.text, fields)

    export_attendance(event, tmp_path / "out.xlsx", fill, now=clock())
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert [*book["Payments by desk"].values][1] == ("Accueil 1", "card", 1, 45)
    heading, *rows = book["Attendance"].values
    paid = [(row[heading.index("Paid by")], row[heading.index("Amount paid")]) for row in rows]
    assert ("card", 45) in paid
    assert compare_export(event, tmp_path / "out.xlsx", [fill]).has_same_values
