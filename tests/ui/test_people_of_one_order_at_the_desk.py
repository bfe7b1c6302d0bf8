# SPDX-License-Identifier: GPL-3.0-or-later
"""The others of an order in the desk's window: told, chosen by a number or a click, each undone alone."""

from PySide6.QtCore import Qt

from checkin.core.attendee import Status
from checkin.core.decision import Reason
from checkin.core.programme.programme import Column, ColumnDisplay, ColumnRule, RuleTest
from checkin.ui.desk.answer_panel import AnswerStepButton
from tests.builders import MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.ui.test_desk_numbers import shown, told_below, type_and_enter, window  # noqa: F401 (a fixture)


def arrived(event):
    return event.attendees.arrived("accueil")


def an_order(event, clock, *more):
    people = [an_attendee(n, first_name=name, order="A-1001") for n, name in ((7, "Zoé"), (8, "Max"), (9, "Ada"))]
    add_people(event, clock(), *people, *more)
    return people


def test_the_answer_says_how_many_others_there_are_and_a_number_lets_in_all(window, event, clock, qtbot):  # noqa: F811
    cancelled = an_attendee(10, order="A-1001", status=Status.CANCELLED)
    people = an_order(event, clock, cancelled)
    window.take_code(people[0].ticket_code)
    assert "2 autres de cette commande" in shown(window)
    qtbot.keyClicks(window.stage.search, "3")
    assert told_below(window) == "Entrée : faire entrer les 2 autres"
    qtbot.keyClick(window.stage.search, Qt.Key.Key_Return)
    assert arrived(event) == 3
    assert [answer.attendee.first_name for answer in window.answers] == ["Zoé", "Max", "Ada"]
    assert event.attendees.visit(cancelled.id, "accueil") is None
    qtbot.keyClick(window, Qt.Key.Key_F8)
    assert arrived(event) == 2


def test_each_is_let_in_by_their_number(window, event, clock, qtbot):  # noqa: F811
    people = an_order(event, clock)
    window.take_code(people[0].ticket_code)
    type_and_enter(qtbot, window, "2")
    assert window.answers[-1].attendee.id == people[2].id
    assert "1 autre de cette commande" in shown(window)
    type_and_enter(qtbot, window, "1")
    assert arrived(event) == 3
    assert "de cette commande" not in shown(window)


def test_a_click_on_the_button_of_all_does_the_same(window, event, clock, qtbot):  # noqa: F811
    people = an_order(event, clock)
    window.take_code(people[0].ticket_code)
    (button,) = [
        each
        for each in window.stage.answer.findChildren(AnswerStepButton)
        if each.isVisible() and each.step.number == 3
    ]
    button.click()
    assert arrived(event) == 3


def test_a_number_that_is_not_asked_for_changes_nothing(window, event, clock, qtbot):  # noqa: F811
    people = an_order(event, clock)
    window.take_code(people[0].ticket_code)
    type_and_enter(qtbot, window, "7")
    assert arrived(event) == 1


COLUMNS = (
    Column("table", "Table", "custom:Table"),
    Column("regime", "Régime", "custom:Régime", ColumnDisplay.VALUE),
    Column(
        "allergie",
        "Allergie",
        "custom:Allergie",
        ColumnDisplay.HIDDEN,
        rules=(ColumnRule(RuleTest.NONE_OF, ("",), "Carte rouge"),),
    ),
)


def a_table(window, desk, event, clock):  # noqa: F811
    """Three people of one order, at a table each; the first is allergic."""
    event.plan(a_programme(columns=COLUMNS), at=MORNING, desk="d")
    desk.reload()
    people = [
        an_attendee(7, first_name="Zoé", order="A-1001", custom={"Table": "7", "Allergie": "arachide"}),
        an_attendee(8, first_name="Max", order="A-1001", custom={"Table": "8", "Régime": "Halal"}),
        an_attendee(9, first_name="Ada", order="A-1001", custom={"Table": "9", "Régime": "Végétarien"}),
    ]
    add_people(event, clock(), *people)
    window.take_code(people[0].ticket_code)
    return people


def test_let_in_together_each_is_shown_with_table_and_diet_and_an_allergy_stays(window, desk, event, clock, qtbot):  # noqa: F811
    zoe, max_, ada = a_table(window, desk, event, clock)
    assert "Carte rouge" in shown(window)
    type_and_enter(qtbot, window, "3")
    said = shown(window)
    for words in (f"{zoe.name} · Table 7", f"{max_.name} · Table 8 · Halal", f"{ada.name} · Table 9 · Végétarien"):
        assert words in said
    assert f"{zoe.name} : Carte rouge".replace(" :", "\N{NO-BREAK SPACE}:") in said


def test_the_arrival_of_each_can_be_undone_and_the_others_stay_on_the_screen(window, desk, event, clock, qtbot):  # noqa: F811
    zoe, max_, ada = a_table(window, desk, event, clock)
    type_and_enter(qtbot, window, "3")
    assert "Annuler : Ada (F8)" in shown(window).replace("\N{NO-BREAK SPACE}", " ")
    qtbot.keyClicks(window.stage.search, "2")
    assert told_below(window) == f"Entrée : annuler l’arrivée de {max_.name}".replace(" :", "\N{NO-BREAK SPACE}:")
    qtbot.keyClick(window.stage.search, Qt.Key.Key_Return)
    assert {visit.attendee for visit in event.attendees.visits()} == {zoe.id, ada.id}
    assert "Carte rouge" in shown(window)
    assert f"{ada.name} · Table 9" in shown(window)


def test_one_after_the_other_hides_no_allergy_either(window, desk, event, clock, qtbot):  # noqa: F811
    a_table(window, desk, event, clock)
    type_and_enter(qtbot, window, "1")
    assert "Carte rouge" in shown(window)
    type_and_enter(qtbot, window, "1")
    assert "Carte rouge" in shown(window)
    assert "Table 7" in shown(window)
    assert arrived(event) == 3


def test_who_may_not_dine_is_not_offered_and_no_red_card_asked_for(window, desk, event, clock, qtbot):  # noqa: F811
    event.plan(a_programme(columns=COLUMNS), at=MORNING, desk="d")
    desk.reload()
    guest = an_attendee(7, first_name="Zoé", order="A-1001", category="participant")
    exhibitor = an_attendee(8, first_name="Max", order="A-1001", category="presse", custom={"Allergie": "noix"})
    add_people(event, clock(), guest, exhibitor)
    window.desk_actions.switcher.move_to("dejeuner")
    window.take_code(guest.ticket_code)
    assert window.answers[-1].control_point.id == "dejeuner"
    assert exhibitor.name not in shown(window)
    window.take_code(exhibitor.ticket_code)
    qtbot.waitUntil(lambda: window.answers[-1].reason is Reason.NO_ACCESS)
    assert "Carte rouge" not in shown(window)


def test_people_are_counted_who_were_let_in_and_nobody_who_was_there_already(window, event, clock, qtbot):  # noqa: F811
    people = an_order(event, clock)
    window.take_code(people[0].ticket_code)
    clock.pass_by(minutes=5)
    window.operations.scan(people[0].ticket_code)
    assert window.answers[-1].reason is Reason.ALREADY_ARRIVED
    type_and_enter(qtbot, window, "1")
    assert arrived(event) == 2
    assert "1 personne entrée" in shown(window)


def test_all_others_are_those_who_can_enter_and_who_cannot_is_named_with_why(window, event, clock, qtbot):  # noqa: F811
    owes = an_attendee(11, first_name="Enora", order="A-1001", status=Status.UNPAID)
    people = an_order(event, clock, owes)
    window.take_code(people[0].ticket_code)
    assert f"{owes.name} : Reste à payer".replace(" :", "\N{NO-BREAK SPACE}:") in shown(window)
    number = window.answers[-1].number_of_all
    qtbot.keyClicks(window.stage.search, str(number))
    assert told_below(window).endswith("faire entrer 2 autres")
    qtbot.keyClick(window.stage.search, Qt.Key.Key_Return)
    assert arrived(event) == 3
    assert "3 personnes entrées" in shown(window)
    assert f"{owes.name} : Reste à payer".replace(" :", "\N{NO-BREAK SPACE}:") in shown(window)


def test_nobody_is_offered_together_where_all_others_need_a_question(window, event, clock):  # noqa: F811
    people = [an_attendee(n, order="A-1", status=Status.UNPAID) for n in (8, 9)]
    add_people(event, clock(), an_attendee(7, order="A-1"), *people)
    window.take_code(an_attendee(7).ticket_code)
    assert (window.answers[-1].number_of_all, window.answers[-1].highest_choice) == (0, 2)


def test_table_diet_and_allergy_of_each_are_read_before_they_are_let_in(window, desk, event, clock):  # noqa: F811
    lea = an_attendee(10, first_name="Léa", order="A-1001", custom={"Allergie": "noix"})
    add_people(event, clock(), lea)
    _, max_, _ = a_table(window, desk, event, clock)
    assert f"{max_.name} · Table 8 · Halal" in shown(window)
    assert f"{lea.name} · Allergie noix" in shown(window)


def test_somebody_who_was_there_before_is_said_to_be(window, event, clock, qtbot):  # noqa: F811
    people = an_order(event, clock)
    window.take_code(people[0].ticket_code)
    clock.pass_by(minutes=5)
    window.operations.scan(people[0].ticket_code)
    type_and_enter(qtbot, window, "3")
    assert "2 personnes entrées" in shown(window)
    assert f"{people[0].name} · Déjà sur place" in shown(window)


def visible_buttons(window):  # noqa: F811
    """Return the buttons of the answer in front of the user."""
    return [each for each in window.stage.answer.findChildren(AnswerStepButton) if each.isVisible()]


def test_a_number_on_a_button_says_that_enter_follows(window, event, clock):  # noqa: F811
    people = an_order(event, clock)
    window.take_code(people[0].ticket_code)
    assert [each.step.key for each in visible_buttons(window) if each.step.number] == ["1 ↵", "2 ↵", "3 ↵"]
    assert "Faire entrer les 2 autres (3, Entrée)" in shown(window)


def test_a_number_without_enter_is_told_when_the_next_is_scanned(window, event, clock, qtbot):  # noqa: F811
    people = an_order(event, clock)
    add_people(event, clock(), an_attendee(12))
    window.take_code(people[0].ticket_code)
    qtbot.keyClicks(window.stage.search, "3")
    window.take_code(an_attendee(12).ticket_code)
    qtbot.waitUntil(lambda: window.answers[-1].attendee.id == an_attendee(12).id)
    assert arrived(event) == 2
    said = window.stage.replied
    assert people[0].name in said
    assert "faire entrer les 2 autres" in said


def test_it_is_told_when_the_answer_is_gone_and_again_when_the_next_is_scanned(window, event, clock, qtbot):  # noqa: F811
    people = an_order(event, clock)
    add_people(event, clock(), an_attendee(12))
    window.take_code(people[0].ticket_code)
    qtbot.keyClicks(window.stage.search, "3")
    window.shown_answer.linger.timeout.emit()
    assert window.stage.is_idle
    assert "faire entrer les 2 autres" in window.stage.replied
    window.operations.scan(an_attendee(12).ticket_code)
    assert "faire entrer les 2 autres" in window.stage.replied
    window.operations.scan(an_attendee(12).ticket_code)
    assert window.stage.replied == ""


def test_it_is_told_after_somebody_was_registered_in_between(window, event, clock, qtbot):  # noqa: F811
    people = an_order(event, clock)
    add_people(event, clock(), an_attendee(12))
    window.take_code(people[0].ticket_code)
    qtbot.keyClicks(window.stage.search, "3")
    qtbot.keyClick(window, Qt.Key.Key_F2)
    assert window.stage.search.text() == ""
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    window.operations.scan(an_attendee(12).ticket_code)
    assert people[0].name in window.stage.replied


def test_who_came_meanwhile_is_not_among_those_left_to_let_in(window, event, clock, qtbot):  # noqa: F811
    zoe, maxime, _ = an_order(event, clock)
    for number, told in (("1", ""), ("2", "faire entrer Ada"), ("3", "faire entrer Ada")):
        window.operations.scan(zoe.ticket_code)
        qtbot.keyClicks(window.stage.search, number)
        window.operations.scan(maxime.ticket_code)
        assert told in window.stage.replied
        assert bool(window.stage.replied) == bool(told)
        window.operations.undo(window.answers[-1].entry)


def test_a_number_of_people_who_were_erased_is_not_told(window, event, clock, qtbot):  # noqa: F811
    people = an_order(event, clock)
    window.take_code(people[0].ticket_code)
    qtbot.keyClicks(window.stage.search, "3")
    window.shown_answer.rest()
    qtbot.keyClicks(window.stage.search, people[0].last_name)
    window.updates.forget_people()
    assert window.stage.search.text() == ""
    window.operations.scan("inconnu")
    assert window.stage.replied == ""


def test_of_what_a_number_with_enter_did_nothing_is_told(window, event, clock, qtbot):  # noqa: F811
    people = an_order(event, clock)
    window.take_code(people[0].ticket_code)
    type_and_enter(qtbot, window, "3")
    assert (arrived(event), window.stage.replied) == (3, "")
    type_and_enter(qtbot, window, "1")
    assert (arrived(event), window.stage.replied) == (2, "")


def test_a_number_with_enter_or_left_by_escape_is_not_told(window, event, clock, qtbot):  # noqa: F811
    people = an_order(event, clock)
    window.take_code(people[0].ticket_code)
    type_and_enter(qtbot, window, "1")
    qtbot.keyClicks(window.stage.search, "1")
    qtbot.keyClick(window.stage.search, Qt.Key.Key_Escape)
    window.operations.scan(people[2].ticket_code)
    assert window.stage.replied == ""


def test_of_a_large_order_each_is_named_with_table_and_diet_and_has_a_number(window, desk, event, clock, qtbot):  # noqa: F811
    event.plan(a_programme(columns=COLUMNS), at=MORNING, desk="d")
    desk.reload()
    people = [
        an_attendee(20 + n, first_name=f"Invité {n}", order="C-9006", custom={"Table": f"T{n}", "Régime": f"R{n}"})
        for n in range(9)
    ]
    add_people(event, clock(), *people)
    window.take_code(people[0].ticket_code)
    said = shown(window)
    for number, each in enumerate(window.answers[-1].others, start=1):
        n = each.attendee.custom["Table"][1:]
        assert f"{number} ↵ {each.attendee.name} · Table T{n} · R{n}" in said
    sixth = window.answers[-1].others[5].attendee
    type_and_enter(qtbot, window, "6")
    assert window.answers[-1].attendee.id == sixth.id
    type_and_enter(qtbot, window, "8")
    assert arrived(event) == 9
