# SPDX-License-Identifier: GPL-3.0-or-later
"""The people of one order at the desk, told, chosen by a number or a click, each undone alone; and who has not paid."""

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
from checkin.core.payments import currency_of, sum_payments
from checkin.core.people.person_timeline import TimelineKind
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.programme.programme import Column, ColumnDisplay, ColumnRule, ControlPoint, RuleTest, Session
from checkin.core.ticketing.pulled import ticketing_changes
from checkin.core.ticketing.ticket_rules import CheckInList
from checkin.core.ticketing.ticketing import Product, Ticketing
from checkin.services.desk_queries import DeskQueries, FormChoices
from checkin.services.desk_services import read_payments
from checkin.services.exports.attendance_export import compare_export, export_attendance
from checkin.services.people_queries import PeopleQueries
from checkin.ui.closing.closing_day_report import ClosingPayments
from checkin.ui.desk.walk_in_form import WalkInForm
from checkin.ui.people.correction_form import CorrectionForm
from checkin.ui.people.people_screen import PersonOperations
from checkin.ui.people.person_panel import person_facts
from checkin.ui.people.timeline_wording import TimelineFormatter
from checkin.ui.supervision.supervision_flow import SupervisionFlow
from tests.builders import MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.ui.answering import Answering
from tests.ui.desk_scene import add_person, hit, open_desk, press, spoken, steps, told_below

F7, F8, ENTER = Qt.Key.Key_F7, Qt.Key.Key_F8, Qt.Key.Key_Return
ZOE, MAX, ADA = (
    an_attendee(number, first_name=name, order="A-1001", custom={"Table": str(number), **more})
    for number, name, more in (
        (7, "Zoé", {"Allergie": "arachide"}),
        (8, "Max", {"Régime": "Halal"}),
        (9, "Ada", {"Régime": "Végétarien"}),
    )
)
RED_CARD = ColumnRule(RuleTest.NONE_OF, ("",), "Carte rouge")
COLUMNS = (
    Column("table", "Table", "custom:Table"),
    Column("regime", "Régime", "custom:Régime", ColumnDisplay.VALUE),
    Column("allergie", "Allergie", "custom:Allergie", ColumnDisplay.HIDDEN, rules=(RED_CARD,)),
)


@pytest.fixture
def window(qapp, qtbot, event, desk):
    translation.install(qapp, "fr")
    return open_desk(qtbot, event, desk, "fr")


@pytest.fixture
def order(window, event, clock):
    """Three people of one order and `more`; the first is let in."""

    def scanned(*more):
        add_people(event, clock(), ZOE, MAX, ADA, *more)
        window.operations.scan(ZOE.ticket_code)
        return window

    return scanned


@pytest.fixture
def table(window, event, desk):
    event.plan(a_programme(columns=COLUMNS), at=MORNING, desk="d")
    desk.reload()


def arrived(event):
    return {visit.attendee for visit in event.attendees.visits() if visit.control_point == "accueil"}


def of_an_order(number, **fields):
    return an_attendee(number, order="A-1001", **fields)


def test_the_answer_says_how_many_others_there_are_and_a_number_lets_in_all_who_can_enter(order, event):
    cancelled = of_an_order(10, status=Status.CANCELLED)
    owes = of_an_order(11, first_name="Enora", status=Status.UNPAID)
    window = order(cancelled, owes)
    assert "3 autres de cette commande" in spoken(window)
    assert f"{owes.name} : Reste à payer" in spoken(window)
    assert [each.step.key for each in steps(window) if each.step.number] == ["1 ↵", "2 ↵", "3 ↵", "4 ↵"]
    hit(str(window.answers[-1].order.number_of_all))
    assert told_below(window) == "Entrée : faire entrer 2 autres"
    hit(ENTER)
    assert arrived(event) == {ZOE.id, MAX.id, ADA.id}
    assert [answer.attendee.first_name for answer in window.answers] == ["Zoé", "Max", "Ada"]
    assert "3 personnes entrées" in spoken(window)
    assert f"{owes.name} : Reste à payer" in spoken(window)
    press(F8)
    assert len(arrived(event)) == 2


def test_each_is_let_in_by_their_number_and_another_number_changes_nothing(order, event):
    window = order()
    hit("7", ENTER)
    assert arrived(event) == {ZOE.id}
    window.stage.search.clear()
    window.operations.scan(ZOE.ticket_code)
    hit("2", ENTER)
    assert window.answers[-1].attendee.id == ADA.id
    assert "1 autre de cette commande" in spoken(window)
    hit("1", ENTER)
    assert len(arrived(event)) == 3
    assert "de cette commande" not in spoken(window)


def test_a_click_on_the_button_of_all_does_the_same(order, event):
    window = order()
    assert "Faire entrer les 2 autres (3, Entrée)" in spoken(window)
    next(each for each in steps(window) if each.step.number == 3).click()
    assert len(arrived(event)) == 3


def test_nobody_is_offered_together_where_all_others_need_a_question(window, event, clock):
    add_people(event, clock(), of_an_order(7), *(of_an_order(n, status=Status.UNPAID) for n in (8, 9)))
    window.take_code(an_attendee(7).ticket_code)
    assert (window.answers[-1].order.number_of_all, window.answers[-1].highest_choice) == (0, 2)


@pytest.mark.usefixtures("table")
def test_table_diet_and_allergy_of_each_are_read_before_and_after_they_are_let_in_and_each_can_be_undone(order, event):
    lea = of_an_order(10, first_name="Léa", custom={"Allergie": "noix"})
    window = order(lea)
    assert "Carte rouge" in spoken(window)
    assert f"{MAX.name} · Table 8 · Halal" in spoken(window)
    assert f"{lea.name} · Allergie noix" in spoken(window)
    hit("4", ENTER)
    of_all = (f"{ZOE.name} · Table 7", f"{MAX.name} · Table 8 · Halal", f"{ADA.name} · Table 9 · Végétarien")
    for words in (*of_all, f"{ZOE.name} : Carte rouge", "Annuler : Ada (F8)"):
        assert words in spoken(window)
    hit("3")
    assert told_below(window) == f"Entrée : annuler l’arrivée de {MAX.name}"
    hit(ENTER)
    assert arrived(event) == {ZOE.id, ADA.id, lea.id}
    for words in ("Carte rouge", f"{ADA.name} · Table 9"):
        assert words in spoken(window)


@pytest.mark.usefixtures("table")
def test_one_after_the_other_hides_no_allergy_either(order, event):
    window = order()
    for _ in range(2):
        hit("1", ENTER)
        assert "Carte rouge" in spoken(window)
    assert "Table 7" in spoken(window)
    assert len(arrived(event)) == 3


@pytest.mark.usefixtures("table")
def test_who_may_not_dine_is_not_offered_and_no_red_card_asked_for(window, event, clock):
    guest = add_person(event, clock, 7, order="A-1001", category="participant")
    exhibitor = add_person(event, clock, 8, order="A-1001", category="presse", custom={"Allergie": "noix"})
    window.desk_actions.switcher.move_to("dejeuner")
    window.operations.scan(guest.ticket_code)
    assert window.answers[-1].control_point.id == "dejeuner"
    assert exhibitor.name not in spoken(window)
    window.operations.scan(exhibitor.ticket_code)
    assert window.answers[-1].reason is Reason.NO_ACCESS
    assert "Carte rouge" not in spoken(window)


def test_people_are_counted_who_were_let_in_and_who_was_there_before_is_said_to_be(order, event, clock):
    window = order()
    clock.pass_by(minutes=5)
    window.operations.scan(ZOE.ticket_code)
    assert window.answers[-1].reason is Reason.ALREADY_ARRIVED
    hit("1", ENTER)
    assert len(arrived(event)) == 2
    assert "1 personne entrée" in spoken(window)
    assert f"{ZOE.name} · Déjà sur place" in spoken(window)


def test_a_number_without_enter_is_told_when_the_next_is_scanned(order, event, qtbot):
    window = order(an_attendee(12))
    hit("3")
    window.take_code(an_attendee(12).ticket_code)
    qtbot.waitUntil(lambda: window.answers[-1].attendee.id == an_attendee(12).id)
    assert arrived(event) == {ZOE.id, an_attendee(12).id}
    assert ZOE.name in window.stage.replied
    assert "faire entrer les 2 autres" in window.stage.replied


def test_it_is_told_when_the_answer_is_gone_and_again_when_the_next_is_scanned(order):
    window = order(an_attendee(12))
    hit("3")
    window.shown_answer.linger.timeout.emit()
    assert window.stage.is_idle
    for told in (True, True, False):
        assert ("faire entrer les 2 autres" in window.stage.replied) is told
        window.operations.scan(an_attendee(12).ticket_code)
    assert window.stage.replied == ""


def test_it_is_told_after_somebody_was_registered_in_between(order):
    window = order(an_attendee(12))
    hit("3", Qt.Key.Key_F2)
    assert window.stage.search.text() == ""
    hit(Qt.Key.Key_Escape)
    window.operations.scan(an_attendee(12).ticket_code)
    assert ZOE.name in window.stage.replied


def test_who_came_meanwhile_is_not_among_those_left_to_let_in(order):
    window = order()
    for number, told in (("1", ""), ("2", "faire entrer Ada"), ("3", "faire entrer Ada")):
        window.operations.scan(ZOE.ticket_code)
        hit(number)
        window.operations.scan(MAX.ticket_code)
        assert told in window.stage.replied
        assert bool(window.stage.replied) == bool(told)
        window.operations.undo(window.answers[-1].entry)


def test_a_number_of_people_who_were_erased_is_not_told(order):
    window = order()
    hit("3")
    window.shown_answer.rest()
    hit(ZOE.last_name)
    window.updates.forget_people()
    assert window.stage.search.text() == ""
    window.operations.scan("inconnu")
    assert window.stage.replied == ""


def test_of_a_number_with_enter_or_left_by_escape_nothing_is_told(order, event):
    window = order()
    for number, inside in (("3", 3), ("1", 2)):  # all others come in, then the first of them goes
        hit(number, ENTER)
        assert (len(arrived(event)), window.stage.replied) == (inside, "")
    hit("1", Qt.Key.Key_Escape)
    window.operations.scan(ADA.ticket_code)
    assert window.stage.replied == ""


@pytest.mark.usefixtures("table")
def test_of_a_large_order_each_is_named_with_table_and_diet_and_has_a_number(window, event, clock):
    fields = ({"Table": f"T{n}", "Régime": f"R{n}"} for n in range(9))
    people = [of_an_order(20 + n, first_name=f"Invité {n}", custom=custom) for n, custom in enumerate(fields)]
    add_people(event, clock(), *people)
    window.operations.scan(people[0].ticket_code)
    others = [each.attendee for each in window.answers[-1].order.others]
    for number, each in enumerate(others, start=1):
        n = each.custom["Table"][1:]
        assert f"{number} ↵ {each.name} · Table T{n} · R{n}" in spoken(window)
    hit("6", ENTER)
    assert window.answers[-1].attendee.id == others[5].id
    hit("8", ENTER)
    assert len(arrived(event)) == 9


# Where a ticketing's server sells the tickets, nobody is registered for several people

TICKETING = Ticketing("https://p.test", "o", "e", timezone="Europe/Paris", products=(Product(1, {"fr": "Adulte"}),))
LISTS = (CheckInList(1, "Accueil", all_products=True),)


@pytest.fixture
def join(event, clock, desk):
    def joined():
        with event.transaction():
            event.journal.append_all(ticketing_changes(None, TICKETING, LISTS), at=clock(), desk="pretix")
        desk.reload()

    return joined


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_a_form_says_why_it_is_for_one_person_only_and_whatever_it_says_one_is_let_in(qtbot, event, desk, join):
    choices = FormChoices(desk, DeskQueries(event))
    form, correction = WalkInForm(choices), CorrectionForm(choices)
    qtbot.addWidget(form)
    qtbot.addWidget(correction)
    form.start()
    assert (form.more.people.isEnabled(), form.more.one_each.text()) == (True, "")
    form.more.people.setText("3")
    join()
    form.clear()
    assert (form.more.people.isEnabled(), form.form().places) == (False, 1)
    assert "pretix" in form.more.one_each.text()
    correction.start(an_attendee(7), [])
    assert not correction.fields.lines["places"].isEnabled()
    assert correction.fields.one_each.text() == form.more.one_each.text()
    answer = desk.registration.walk_in(RegistrationForm("Gwenaëlle", "Le Floc'h", places=3))
    assert (answer.attendee.places, answer.came) == (1, 1)


def test_the_session_of_a_list_of_several_options_is_not_offered_beside_the_options(event, desk, clock):
    sessions = (Session("item-5", "Atelier A", is_booked=True), Session("list-3", "Ateliers", is_booked=True))
    points = (ControlPoint("list-3", "Ateliers", session="list-3"),)
    event.plan(replace(event.planned(), sessions=sessions, control_points=points), at=clock(), desk="d")
    desk.reload()
    offered = FormChoices(desk, DeskQueries(event)).workshops()
    assert [each.session.id for each in offered] == ["item-5"]


# Somebody who has not paid

OWES = an_attendee(31, status=Status.UNPAID, custom={"Montant": "45 €"})


@pytest.fixture
def owing(window, event, clock):
    add_people(event, clock(), OWES)
    window.operations.scan(OWES.ticket_code)
    return window


@pytest.fixture
def pay(owing, qtbot):
    """Presses F7, and in the dialog types a number and Enter; `meanwhile` a code is scanned. Returns what was asked."""

    def paid(typed, meanwhile=""):
        said = []

        def answer(dialog):
            said.append(dialog.choices.accessibleName())
            if not typed:
                dialog.reject()
                return
            if meanwhile:
                owing.take_code(meanwhile)
                qtbot.waitUntil(lambda: owing.operations.shown.attendee.id != OWES.id)
            qtbot.keyClicks(dialog.choices, typed)
            qtbot.keyClick(dialog.choices, ENTER)

        hands = Answering(answer)
        press(F7)
        hands.stop()
        owing.activateWindow()
        qtbot.waitUntil(owing.isActiveWindow)
        return said[0]

    return paid


def standing(event):
    """Status, how many are inside, and what was paid."""
    paid = [(each.means, each.cents) for each in read_payments(event)]
    return event.attendees.get(OWES.id).status, event.attendees.inside("accueil"), paid


def test_f7_asks_how_and_lets_in_and_f8_undoes_both(owing, pay, event, desk):
    assert spoken(owing).startswith("Reste à payer")
    assert "À payer : 45 €" in spoken(owing)
    pay("")
    assert owing.operations.asked.reason is Reason.UNPAID
    assert standing(event) == (Status.UNPAID, 0, [])
    asked = owing.operations.asked
    assert "45\N{NO-BREAK SPACE}€" in pay("2")
    assert owing.operations.shown.reason is Reason.WELCOME
    assert "Payé : chèque, 45 €" in spoken(owing)
    assert standing(event) == (Status.CONFIRMED, 1, [("cheque", 4500)])
    desk.admit_paid(asked, "cheque")
    assert len(event.journal.entries_of_kinds([EntryKind.PAYMENT_RECEIVED])) == 1, "noted twice it counts once"
    press(F8)
    assert standing(event) == (Status.UNPAID, 0, [])
    assert "Paiement de 45 € annulé aussi" in spoken(owing)


def test_what_was_missing_is_no_longer_said_once_a_means_is_chosen(owing, qtbot):
    def answer(dialog):
        qtbot.keyClick(dialog.choices, ENTER)
        said = dialog.notice.text()
        qtbot.keyClick(dialog.choices, Qt.Key.Key_1)
        told.append((bool(said), dialog.chosen, dialog.notice.text()))
        dialog.reject()

    told = []
    hands = Answering(answer)
    press(F7)
    hands.stop()
    assert told == [(True, "cash", "")]


@pytest.mark.parametrize("is_again", [False, True])
def test_a_payment_before_a_full_room_is_undone_by_f8_then_and_when_they_are_scanned_again(
    pay, owing, event, clock, is_again
):
    desk = owing._desk
    full = replace(event.programme().sessions[0], capacity=1, is_booked=True)
    event.plan(replace(event.programme(), sessions=(full,)), at=clock(), desk="d")
    desk.reload()
    desk.move_to("atelier-b")
    desk.admit(desk.scan(add_person(event, clock, 33).ticket_code))
    owing.operations.scan(OWES.ticket_code)
    pay("1")
    if is_again:
        clock.pass_by(seconds=90)
        owing.operations.scan(OWES.ticket_code)
    assert owing.operations.shown.reason is Reason.FULL
    assert "Annuler le paiement de 45 € (F8)" in spoken(owing)
    press(F8)
    assert standing(event) == (Status.UNPAID, 0, [])
    assert "Rendez 45 €" in spoken(owing)


def test_a_payment_by_which_somebody_came_in_is_not_undone_where_they_are_refused_later(owing, pay, desk):
    pay("1")
    desk.move_to("dejeuner")
    owing.operations.scan(OWES.ticket_code)
    assert (owing.operations.shown.reason, owing.operations.shown.undoes) == (Reason.NO_ACCESS, None)


def test_without_payment_is_a_choice_and_they_pay_with_f7_when_scanned_again(owing, pay, event, clock):
    pay("5")
    assert "Entrée sans paiement · reste 45 €" in spoken(owing)
    assert standing(event) == (Status.UNPAID, 1, [])
    clock.pass_by(minutes=10)
    owing.operations.scan(OWES.ticket_code)
    assert "À payer : 45 €" in spoken(owing)
    pay("3")
    assert standing(event) == (Status.CONFIRMED, 1, [("card", 4500)])
    assert "Payé : carte bancaire, 45 €" in spoken(owing)
    owing.operations.scan(OWES.ticket_code)
    assert "45 €" not in spoken(owing)


@pytest.mark.parametrize(("typed", "paid"), [("5", 0), ("1", 1)])
def test_a_code_that_is_scanned_meanwhile_changes_nothing_for_who_is_asked(owing, pay, event, typed, paid):
    pay(typed, meanwhile=an_attendee(1).ticket_code)
    assert owing.operations.shown.attendee.id == OWES.id
    assert (event.attendees.inside("accueil"), len(read_payments(event))) == (2, paid)


def test_several_people_of_the_list_who_paid_are_asked_about_once(owing, qtbot, event, desk, clock):
    other = add_person(event, clock, 32, status=Status.UNPAID, custom={"Montant": "1 250,50 €"})
    supervised, reported, asked = SupervisionFlow(event, desk, None), [], []
    qtbot.addWidget(supervised)
    operations = PersonOperations(desk, PeopleQueries(event, desk), supervised, owing)
    operations.reported.connect(reported.append)

    def answer(dialog):
        asked.append(dialog.choices.accessibleName())
        qtbot.keyClicks(dialog.choices, "4")
        qtbot.keyClick(dialog.choices, ENTER)

    hands = Answering(answer)
    operations.confirm([event.attendees.get(OWES.id), event.attendees.get(other.id)])
    hands.stop()
    assert ["1295,50\N{NO-BREAK SPACE}€" in text for text in asked] == [True]
    assert standing(event) == (Status.CONFIRMED, 0, [("transfer", 4500), ("transfer", 125050)])
    assert len(reported) == 1


def test_the_history_the_closing_table_and_the_export_have_it(owing, pay, event, desk, tmp_path):
    pay("3")
    section = ClosingPayments()
    section.setParent(owing)
    section.show_sums(sum_payments(read_payments(event)), currency_of([event.attendees.get(OWES.id)]))
    told = [cell.text() for cell in section.findChildren(QLabel)]
    at = told.index("Accueil 1 · carte bancaire")
    assert told[at + 1 : at + 3] == ["1", "45,00\N{NO-BREAK SPACE}€"]

    def fill(words, **fields):
        return fill_message(words.text, fields)

    export_attendance(event, tmp_path / "out.xlsx", fill, now=desk.now())
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert [*book["Payments by desk"].values][1] == ("Accueil 1", "card", 1, 45)
    heading, *rows = book["Attendance"].values
    assert ("card", 45) in [(row[heading.index("Paid by")], row[heading.index("Amount paid")]) for row in rows]
    assert compare_export(event, tmp_path / "out.xlsx", [fill]).has_same_values

    person = PeopleQueries(event, desk).person(OWES.id)
    (line,) = [each for each in person.story if each.what is TimelineKind.PAID]
    assert (line.means, line.cents, line.can_undo) == ("card", 4500, True)
    history = TimelineFormatter(desk.programme, desk.now(), str, person.attendee)
    assert history.format_entry(line).title == "Payé\N{NO-BREAK SPACE}: carte bancaire, 45 €"
    desk.undo(line.entry)
    assert standing(event)[:2] == (Status.UNPAID, 1)


def test_the_page_of_a_person_says_beside_the_amount_how_it_was_paid_until_that_is_undone(owing, pay, event, desk):
    def facts():
        return [fact.text for fact in person_facts(PeopleQueries(event, desk).person(OWES.id), desk.programme)]

    both = "45 €\nPayé\N{NO-BREAK SPACE}: chèque, 45 €"
    pay("2")
    assert both in facts()
    amount = Column("k", "À régler", "custom:montant")
    event.plan(replace(event.programme(), columns=(amount,)), at=MORNING, desk="d")
    desk.reload()
    assert facts()[0] == both
    press(F8)
    assert facts()[0] == "45 €"
