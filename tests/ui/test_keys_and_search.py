# SPDX-License-Identifier: GPL-3.0-or-later
"""The keys of the desk while people are found: they act on the one highlighted, and none of them is ever silent."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from checkin.core.answer import Alternatives, SeatCounts, SessionSeats
from checkin.core.attendee import Status
from checkin.core.decision import Reason
from checkin.core.entries import EntryKind
from checkin.core.message import UserError
from checkin.core.programme.programme import PointMode, Session
from checkin.services.desk_queries import DeskQueries
from checkin.ui.desk.desk_window import DeskWindow
from checkin.ui.look.theme import SMALL, Appearance, Theme, design_rect, font
from checkin.ui.widgets.keyboard import KeyBinding, list_key_bindings
from tests.builders import an_attendee
from tests.conftest import add_people
from tests.ui.answers import WAY_OUT, an_answer

ONE = an_attendee(1)
JEANNE = an_attendee(7, first_name="Jeanne", last_name="Kermarec")
OTHER = Session("c", "Atelier C", room="Salle 3", capacity=9, is_booked=True)


@pytest.fixture
def window(qapp, qtbot, event, desk, clock):
    add_people(
        event, clock(), *map(an_attendee, (4, 5)), JEANNE, an_attendee(6, last_name="Zola", status=Status.PENDING)
    )
    Appearance(qapp).use(Theme.LIGHT)
    made = DeskWindow(desk, DeskQueries(event), "en")
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    made.answers, made.wanted = [], []
    made.answered.connect(made.answers.append)
    made.desk_actions.person_wanted.connect(made.wanted.append)
    return made


def press(window, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(window.stage.search, key, modifier)


def find(window, rows):
    """Several people are found, and `rows` times Down is pressed."""
    QTest.keyClicks(window.stage.search, "le goff")
    for _ in range(rows):
        press(window, Qt.Key.Key_Down)
    chosen = window.stage.search.matches.chosen()
    return chosen.attendee if chosen else None


def test_f7_lets_in_the_person_highlighted_in_the_search(window, event):
    person = find(window, 2)
    press(window, Qt.Key.Key_F7)
    assert [(a.attendee.id, a.reason) for a in window.answers] == [(person.id, Reason.WELCOME)]
    assert window.stage.search.text() == ""


def test_f7_lets_in_the_person_highlighted_and_not_the_one_answered_before(window, event):
    window.take_code(ONE.ticket_code)
    person = find(window, 3)
    press(window, Qt.Key.Key_F7)
    assert window.answers[-1].attendee.id == person.id


def test_f6_is_about_the_person_highlighted_in_the_search(window):
    person = find(window, 1)
    press(window, Qt.Key.Key_F6)
    assert window.desk_actions.forms._new.instead_of.id == person.id
    assert window.stage.search.text() == ""


def test_a_code_typed_by_hand_is_taken_and_leaves_the_box_empty(window):
    QTest.keyClicks(window.stage.search, ONE.ticket_code)
    press(window, Qt.Key.Key_Return)
    assert window.answers[-1].attendee.id == ONE.id
    assert window.stage.search.text() == ""


def test_ctrl_p_opens_the_person_highlighted_in_the_search(window):
    window.take_code(ONE.ticket_code)
    person = find(window, 3)
    press(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert window.wanted == [person.id]


def test_ctrl_r_is_about_the_person_highlighted_in_the_search(window, monkeypatch):
    person, asked = find(window, 2), []
    monkeypatch.setattr(window.desk_actions.badges, "reprint_for", lambda person, parent: asked.append(person.id))
    press(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert asked == [person.id]


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F7, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier),
    ],
)
def test_of_several_people_one_is_to_be_chosen_first(window, event, key, modifier):
    assert find(window, 0) is None
    press(window, key, modifier)
    assert window.stage.replied == "Choose a person first (↓)."
    assert not event.journal.entries_of_kinds([EntryKind.CHECKED_IN])


def test_f4_and_f6_with_nobody_shown_say_so(window):
    press(window, Qt.Key.Key_F6)
    assert "Nobody is shown" in window.stage.replied
    window.desk_actions.escape()
    press(window, Qt.Key.Key_F4)
    assert "Nobody is shown" in window.stage.replied


def test_f7_after_an_undo_says_that_it_was_undone(window):
    window.take_code(ONE.ticket_code)
    press(window, Qt.Key.Key_F7)
    assert window.stage.replied == "There is nothing to confirm here."
    press(window, Qt.Key.Key_F8)
    press(window, Qt.Key.Key_F7)
    assert "was undone" in window.stage.replied
    assert window.answers[-1].reason is Reason.UNDONE


def test_a_button_of_the_answer_is_about_the_answer(window):
    window.take_code(ONE.ticket_code)
    find(window, 3)
    next(b for b in window.stage.answer.buttons if b.step.key == "F6").click()
    assert window.desk_actions.forms._new.instead_of.id == ONE.id


def test_f7_is_for_the_question_that_came_while_somebody_was_looked_for(window, event):
    asked = an_attendee(6)
    find(window, 2)
    window.take_code(asked.ticket_code)
    assert window.answers[-1].reason is Reason.PENDING
    press(window, Qt.Key.Key_F7)
    assert [a.attendee.id for a in window.answers] == [asked.id, asked.id]
    assert len(event.journal.entries_of_kinds([EntryKind.CHECKED_IN])) == 1


def test_the_button_that_registers_takes_over_the_name_that_was_typed(window):
    window.take_code("3760123450017")
    QTest.keyClicks(window.stage.search, "Zoe Nouvelle")
    next(b for b in window.stage.answer.buttons if b.step.key == "F2").click()
    assert "Nouvelle" in [field.text() for field in window.desk_actions.forms._new.findChildren(QLineEdit)]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({}, "This workshop has no waiting list."),
        (
            {"alternatives": Alternatives(workshops=(SessionSeats(OTHER, 3),))},
            "no waiting list. Offer another workshop.",
        ),
        ({"counts": SeatCounts(waiting=2, line_length=2)}, "The waiting list is full."),
        ({"counts": SeatCounts(waiting=2, line_length=2, waiting_position=1)}, "Already on the waiting list, no. 1"),
    ],
)
def test_f5_on_a_full_workshop_says_why_nobody_waits(window, answer, said):
    window.operations.show_decided(an_answer(Reason.FULL, **answer))
    press(window, Qt.Key.Key_F5)
    assert said in window.stage.replied
    assert ("Offer another" in window.stage.replied) == ("alternatives" in answer)


def test_somebody_who_waits_is_told_so_with_their_rank_and_f5_says_why_nobody_is_called_yet(window, desk, event, clock):
    full = replace(event.programme().sessions[0], capacity=1, waiting=3)

    def plan(session):
        event.plan(replace(event.programme(), sessions=(session,)), at=clock(), desk="d")
        desk.reload()

    plan(full)
    add_people(event, clock(), *(an_attendee(each) for each in (52, 53)))
    desk.move_to("atelier-b")
    for each in (52, 53):
        window.operations.scan(an_attendee(each).ticket_code)
        press(window, Qt.Key.Key_F5)
    clock.pass_by(seconds=90)
    window.operations.scan(an_attendee(53).ticket_code)
    assert window.stage.answer.accessibleName() == "On the waiting list, no. 2"
    assert "F5 then calls whoever is first" in window.stage.answer.accessibleDescription()
    press(window, Qt.Key.Key_Escape)
    press(window, Qt.Key.Key_F5)
    assert window.stage.replied.startswith("2 people wait, but no seat is free")
    plan(replace(full, capacity=9))
    press(window, Qt.Key.Key_F5)
    assert window.answers[-1].attendee.id == an_attendee(52).id


# F9


def test_the_row_of_keys_says_who_lets_in_the_person_shown(window, clock):
    window.operations.scan(ONE.ticket_code)
    assert window.footer.keys[0][0] == "F7"
    clock.pass_by(minutes=5)
    window.operations.scan(ONE.ticket_code)
    assert window.operations.shown.reason is Reason.ALREADY_ARRIVED
    assert "F7" not in [key for key, _ in window.footer.keys]
    assert window.footer.keys[0][0] == "F9"
    window.rest()
    assert window.footer.keys[0][0] == "F7"


@pytest.mark.parametrize("reason", ["unpaid", "remote", "group"])
def test_f9_at_a_question_asks_no_supervisor_and_names_the_key_that_answers(window, reason):
    asked = []
    window.desk_actions.overrule_wanted.connect(asked.append)
    window.operations.show_decided(an_answer(Reason(reason)))
    press(window, Qt.Key.Key_F9)
    assert (asked, window.stage.replied) == ([], "No supervisor is needed: F7 answers.")


@pytest.mark.parametrize("scans_only", [False, True])
def test_f9_on_somebody_who_is_in_says_that_no_supervisor_is_needed(window, desk, scans_only):
    desk.admission.scans_only = scans_only
    for _ in range(2):
        window.operations.scan(ONE.ticket_code)
        press(window, Qt.Key.Key_F9)
        assert window.stage.replied == "Already in: no supervisor is needed."
    assert window.answers[-1].reason is Reason.REPEATED


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (an_answer(Reason.EXIT, control_point=WAY_OUT), "There is nothing for a supervisor to decide here."),
        (an_answer(Reason.REPEATED, control_point=WAY_OUT), "There is nothing for a supervisor to decide here."),
        (an_answer(Reason.TIED), "There is nothing for a supervisor to decide here."),
        (an_answer(Reason.UNKNOWN, attendee=None), "Nobody is shown"),
    ],
)
def test_f9_where_a_supervisor_can_do_nothing_says_so(window, answer, said):
    window.operations.show_decided(answer)
    press(window, Qt.Key.Key_F9)
    assert window.stage.replied.startswith(said)


def test_f9_after_an_undo_says_that_it_was_undone(window):
    window.operations.show_decided(an_answer(Reason.UNDONE))
    press(window, Qt.Key.Key_F9)
    assert window.stage.replied.startswith("This arrival was undone.")


def test_f9_on_a_refusal_asks_for_a_supervisor(window):
    asked = []
    window.desk_actions.overrule_wanted.connect(asked.append)
    window.operations.show_decided(refused := an_answer(Reason.CANCELLED))
    press(window, Qt.Key.Key_F9)
    assert asked == [refused]


# What the list of people found says of the keys


def hints(window):
    return " · ".join(window.stage.search.matches.hints)


def test_of_the_person_highlighted_enter_and_f6_are_told(window):
    person = find(window, 2)
    assert hints(window) == f"Enter: let in {person.name} · F6: someone came in their place · Ctrl+Shift+R: lost badge"
    matches = window.stage.search.matches
    room = design_rect(matches).width() - 32
    assert all(QFontMetricsF(font(SMALL)).horizontalAdvance(hint) <= room for hint in matches.hints)


def test_while_nobody_is_highlighted_it_is_told_that_enter_is_needed_twice_and_no_row_moves_then(window, event):
    find(window, 0)
    matches = window.stage.search.matches
    before, first = matches.view.height(), matches.first().attendee
    assert hints(window).startswith(f"Enter twice: let in {first.name}")
    press(window, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert matches.view.height() == before
    press(window, Qt.Key.Key_Return)
    assert [a.attendee.id for a in window.answers] == [first.id]


@pytest.mark.parametrize("typed", ["kem", "keme", "kemen", "quemn", "jeanne kem"])
def test_letters_that_may_still_lead_to_a_name_by_its_sound_propose_no_registration(window, event, clock, typed):
    add_people(event, clock(), an_attendee(8, last_name="Quéméner"))
    window.refresh()
    QTest.keyClicks(window.stage.search, typed, delay=60)
    assert "F2" not in window.stage.search.matches.accessibleName()


@pytest.mark.parametrize("typed", ["moreau", "xavier zz", "martex"])
def test_a_name_that_no_letter_leads_to_anybody_proposes_it(window, event, clock, typed):
    add_people(event, clock(), an_attendee(8, last_name="Morel"), an_attendee(9, last_name="Martin"))
    window.refresh()
    QTest.keyClicks(window.stage.search, typed, delay=60)
    assert "F2" in window.stage.search.matches.accessibleName()


def test_enter_on_somebody_who_is_not_simply_let_in_shows_them(window):
    QTest.keyClicks(window.stage.search, "zola")
    assert hints(window).startswith(f"Enter: show {an_attendee(6, last_name='Zola').name}")


def test_where_people_leave_enter_records_the_exit_and_nobody_comes_in_their_place(window, desk):
    window.take_code(JEANNE.ticket_code)
    desk.move_to(next(p.id for p in desk.programme.control_points if p.mode is PointMode.EXIT))
    QTest.keyClicks(window.stage.search, "kermarec")
    assert hints(window) == "Enter: record the exit of Jeanne Kermarec"


def test_of_somebody_who_is_in_already_enter_shows_them(window):
    window.take_code(JEANNE.ticket_code)
    QTest.keyClicks(window.stage.search, "kermarec")
    assert hints(window).startswith("Enter: show Jeanne Kermarec")


def test_after_a_scan_the_first_enter_says_whom_the_second_lets_in(window, event):
    QTest.keyClicks(window.stage.search, "kermarec")
    window.take_code(ONE.ticket_code)
    press(window, Qt.Key.Key_Return)
    assert hints(window).startswith(f"Enter once more: let in {JEANNE.name}")
    press(window, Qt.Key.Key_Return)
    assert [a.attendee.id for a in window.answers] == [ONE.id, JEANNE.id]


def test_the_arrow_after_that_enter_says_enter_alone_again(window):
    find(window, 0)
    press(window, Qt.Key.Key_Return)
    assert "once more" in hints(window)
    press(window, Qt.Key.Key_Down)
    assert hints(window).startswith("Enter: ")


# A lost badge, and speakers


def test_a_lost_badge_is_reached_from_the_answer_and_from_the_search(window):
    asked = []
    window.desk_actions.new_code_wanted.connect(asked.append)
    person = find(window, 2)
    assert "lost badge" in hints(window)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    press(window, Qt.Key.Key_R, both)
    window.stage.search.dismiss()
    window.take_code(ONE.ticket_code)
    press(window, Qt.Key.Key_R, both)
    assert asked == [person.id, ONE.id]


def test_the_answer_of_somebody_found_by_name_who_is_in_already_offers_a_new_code(window, clock):
    asked = []
    window.desk_actions.new_code_wanted.connect(asked.append)
    window.take_code(JEANNE.ticket_code)
    assert "Ctrl+Shift+R" not in [b.step.key for b in window.stage.answer.buttons]
    clock.pass_by(minutes=5)
    QTest.keyClicks(window.stage.search, "kermarec")
    press(window, Qt.Key.Key_Return)
    (button,) = (b for b in window.stage.answer.buttons if b.step.key == "Ctrl+Shift+R")
    button.click()
    assert asked == [JEANNE.id]


def test_printing_again_without_a_printer_says_what_to_do(window):
    window.take_code(ONE.ticket_code)
    with pytest.raises(UserError, match=r"Ctrl\+Shift\+R"):
        window.desk_actions.badges.reprint()


def test_f12_says_so_where_no_speaker_is_missing_and_stands_in_the_list_of_keys(window):
    assert KeyBinding("F12", "Speakers to find now; or what is still out") in list_key_bindings(window)
    press(window, Qt.Key.Key_F12)
    assert "No speaker is missing" in window.stage.replied
