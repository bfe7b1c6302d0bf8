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
from checkin.ui.look.theme import SMALL, Appearance, Theme, design_rect, font
from checkin.ui.widgets.keyboard import KeyBinding, list_key_bindings
from tests.builders import an_attendee
from tests.conftest import add_people
from tests.ui.answers import WAY_OUT, an_answer
from tests.ui.desk_scene import open_desk

ONE = an_attendee(1)
JEANNE = an_attendee(7, first_name="Jeanne", last_name="Kermarec")
OTHER = Session("c", "Atelier C", room="Salle 3", capacity=9, is_booked=True)


@pytest.fixture
def window(qapp, qtbot, event, desk, clock):
    add_people(
        event, clock(), *map(an_attendee, (4, 5)), JEANNE, an_attendee(6, last_name="Zola", status=Status.PENDING)
    )
    Appearance(qapp).use(Theme.LIGHT)
    made = open_desk(qtbot, event, desk)
    made.wanted = []
    made.desk_actions.person_wanted.connect(made.wanted.append)
    return made


@pytest.fixture
def asked(window):
    """For a supervisor, and for a new code."""
    wanted = []
    window.desk_actions.overrule_wanted.connect(wanted.append)
    window.desk_actions.new_code_wanted.connect(wanted.append)
    return wanted


NONE, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
LOST_BADGE = Qt.Key.Key_R, CONTROL | Qt.KeyboardModifier.ShiftModifier


def press(window, key, modifier=NONE):
    QTest.keyClick(window.stage.search, key, modifier)


def find(window, rows):
    """Several people are found, and `rows` times Down is pressed."""
    type_name(window, "le goff")
    for _ in range(rows):
        press(window, Qt.Key.Key_Down)
    chosen = window.stage.search.matches.chosen()
    return chosen.attendee if chosen else None


def type_name(window, text, delay=-1):
    QTest.keyClicks(window.stage.search, text, delay=delay)


def step_of(window, key):
    return next((b for b in window.stage.answer.buttons if b.step.key == key), None)


def hints(window):
    return " · ".join(window.stage.search.matches.hints)


def test_keys_are_about_the_person_highlighted_and_not_the_one_answered_before(window, asked, monkeypatch):
    window.take_code(ONE.ticket_code)
    reprinted = []
    monkeypatch.setattr(window.desk_actions.badges, "reprint_for", lambda person, parent: reprinted.append(person.id))
    person = find(window, 2)
    assert person.id != ONE.id
    press(window, Qt.Key.Key_P, CONTROL)
    press(window, Qt.Key.Key_R, CONTROL)
    press(window, *LOST_BADGE)
    assert (window.wanted, reprinted, asked) == ([person.id],) * 3
    press(window, Qt.Key.Key_F7)
    assert [(a.attendee.id, a.reason) for a in window.answers[1:]] == [(person.id, Reason.WELCOME)]
    assert window.stage.search.text() == ""
    press(window, *LOST_BADGE)
    assert asked == [person.id, person.id]


def test_f6_is_about_the_person_highlighted_and_a_button_of_the_answer_about_the_answer(window):
    window.take_code(ONE.ticket_code)
    find(window, 3)
    step_of(window, "F6").click()
    assert window.desk_actions.forms._new.instead_of.id == ONE.id
    window.desk_actions.forms._new.left.emit()
    window.stage.search.clear()
    person = find(window, 1)
    press(window, Qt.Key.Key_F6)
    assert window.desk_actions.forms._new.instead_of.id == person.id
    assert window.stage.search.text() == ""


@pytest.mark.parametrize(
    ("key", "modifier"),
    [(Qt.Key.Key_F6, NONE), (Qt.Key.Key_F7, NONE), (Qt.Key.Key_R, CONTROL), (Qt.Key.Key_P, CONTROL)],
)
def test_of_several_people_one_is_to_be_chosen_first(window, event, key, modifier):
    assert find(window, 0) is None
    press(window, key, modifier)
    assert window.stage.replied == "Choose a person first (↓)."
    assert not event.journal.entries_of_kinds([EntryKind.CHECKED_IN])


def test_keys_with_nobody_shown_say_so(window):
    for key in (Qt.Key.Key_F6, Qt.Key.Key_F4):
        press(window, key)
        assert "Nobody is shown" in window.stage.replied
        window.desk_actions.escape()
    assert KeyBinding("F12", "Speakers to find now; or what is still out") in list_key_bindings(window)
    press(window, Qt.Key.Key_F12)
    assert "No speaker is missing" in window.stage.replied


def test_f7_after_an_undo_says_that_it_was_undone(window):
    window.take_code(ONE.ticket_code)
    press(window, Qt.Key.Key_F7)
    assert window.stage.replied == "There is nothing to confirm here."
    press(window, Qt.Key.Key_F8)
    press(window, Qt.Key.Key_F7)
    assert "was undone" in window.stage.replied
    assert window.answers[-1].reason is Reason.UNDONE


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
    type_name(window, "Zoe Nouvelle")
    step_of(window, "F2").click()
    assert "Nouvelle" in [field.text() for field in window.desk_actions.forms._new.findChildren(QLineEdit)]


FULL = SeatCounts(waiting=2, line_length=2)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("This workshop has no waiting list.", {}),
        ("no waiting list. Offer another", {"alternatives": Alternatives(workshops=(SessionSeats(OTHER, 3),))}),
        ("The waiting list is full.", {"counts": FULL}),
        ("Already on the waiting list, no. 1", {"counts": replace(FULL, waiting_position=1)}),
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
    keys = [key for key, _ in window.footer.keys]
    assert (keys[0], "F7" in keys) == ("F9", False)
    window.rest()
    assert window.footer.keys[0][0] == "F7"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        *((an_answer(Reason(name)), "No supervisor is needed: F7") for name in ("unpaid", "remote", "group")),
        *(
            (an_answer(Reason(name), control_point=WAY_OUT), "There is nothing for a supervisor")
            for name in ("exit", "repeated", "tied")
        ),
        (an_answer(Reason.UNKNOWN, attendee=None), "Nobody is shown"),
        (an_answer(Reason.UNDONE), "This arrival was undone."),
        (an_answer(Reason.CANCELLED), None),
    ],
)
def test_f9_asks_for_a_supervisor_on_a_refusal_and_elsewhere_says_why_not(window, asked, answer, said):
    window.operations.show_decided(answer)
    press(window, Qt.Key.Key_F9)
    assert asked == ([] if said else [answer])
    assert window.stage.replied.startswith(said or "")


@pytest.mark.parametrize("scans_only", [False, True])
def test_f9_on_somebody_who_is_in_says_that_no_supervisor_is_needed(window, desk, scans_only):
    desk.admission.scans_only = scans_only
    for _ in range(2):
        window.operations.scan(ONE.ticket_code)
        press(window, Qt.Key.Key_F9)
        assert window.stage.replied == "Already in: no supervisor is needed."
    assert window.answers[-1].reason is Reason.REPEATED


# What the list of people found says of the keys


def test_of_the_person_highlighted_enter_and_f6_are_told(window):
    person = find(window, 2)
    assert hints(window) == f"Enter: let in {person.name} · F6: someone came in their place · Ctrl+Shift+R: lost badge"
    matches = window.stage.search.matches
    room = design_rect(matches).width() - 32
    assert all(QFontMetricsF(font(SMALL)).horizontalAdvance(hint) <= room for hint in matches.hints)


def test_while_nobody_is_highlighted_it_is_told_that_enter_is_needed_twice_and_no_row_moves_then(window):
    find(window, 0)
    matches = window.stage.search.matches
    before, first = matches.view.height(), matches.first().attendee
    assert hints(window).startswith(f"Enter twice: let in {first.name}")
    press(window, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert matches.view.height() == before
    assert "once more" in hints(window)
    press(window, Qt.Key.Key_Down)
    assert hints(window).startswith("Enter: ")
    press(window, Qt.Key.Key_Up)
    press(window, Qt.Key.Key_Return)
    assert [a.attendee.id for a in window.answers] == [first.id]


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        *((typed, False) for typed in ("kem", "keme", "kemen", "quemn", "jeanne kem")),
        *((typed, True) for typed in ("moreau", "xavier zz", "martex")),
    ],
)
def test_only_letters_that_lead_to_nobody_by_the_sound_of_a_name_propose_a_registration(
    window, event, clock, typed, proposed
):
    names = ("Quéméner", "Morel", "Martin")
    add_people(event, clock(), *(an_attendee(8 + n, last_name=name) for n, name in enumerate(names)))
    window.refresh()
    type_name(window, typed, delay=60)
    assert ("F2" in window.stage.search.matches.accessibleName()) is proposed


def test_what_enter_does_to_whom_it_would_not_simply_let_in_is_told(window, desk):
    type_name(window, "zola")
    assert hints(window).startswith(f"Enter: show {an_attendee(6, last_name='Zola').name}")
    window.stage.search.dismiss()
    window.take_code(JEANNE.ticket_code)
    type_name(window, "kermarec")
    assert hints(window).startswith("Enter: show Jeanne Kermarec")
    window.stage.search.dismiss()
    desk.move_to(next(p.id for p in desk.programme.control_points if p.mode is PointMode.EXIT))
    type_name(window, "kermarec")
    assert hints(window) == "Enter: record the exit of Jeanne Kermarec"


def test_after_a_scan_the_first_enter_says_whom_the_second_lets_in(window):
    type_name(window, "kermarec")
    window.take_code(ONE.ticket_code)
    press(window, Qt.Key.Key_Return)
    assert hints(window).startswith(f"Enter once more: let in {JEANNE.name}")
    press(window, Qt.Key.Key_Return)
    assert [a.attendee.id for a in window.answers] == [ONE.id, JEANNE.id]


def test_the_answer_of_somebody_found_by_name_who_is_in_already_offers_a_new_code(window, asked, clock):
    window.take_code(JEANNE.ticket_code)
    assert step_of(window, "Ctrl+Shift+R") is None
    with pytest.raises(UserError, match=r"Ctrl\+Shift\+R"):  # without a printer
        window.desk_actions.badges.reprint()
    clock.pass_by(minutes=5)
    type_name(window, "kermarec")
    press(window, Qt.Key.Key_Return)
    step_of(window, "Ctrl+Shift+R").click()
    assert asked == [JEANNE.id]
