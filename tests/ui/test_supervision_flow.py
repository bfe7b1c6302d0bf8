# SPDX-License-Identifier: GPL-3.0-or-later
"""What needs somebody's word, and the supervisors who give it: named, given another PIN and removed, each signed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from checkin.core.attendee import Status
from checkin.core.decision import Reason
from checkin.core.entries import EntryKind
from checkin.core.supervisor import KINDS, Authority
from checkin.services.lists.import_undo import newest_import
from checkin.services.supervision import Supervision
from checkin.ui.supervision.supervision_flow import AuthorityDialog, SupervisionFlow, overrule_request
from checkin.ui.supervision.supervisor_settings import SupervisorForm, SupervisorSettings
from tests.builders import an_attendee
from tests.services.lists import bring
from tests.ui.answering import Answering
from tests.ui.answers import a_person, an_answer

HEADER = "Prénom;Nom"
DESK = Authority("Accueil 1", "First supervisor")
ENTER = Qt.Key.Key_Return


@pytest.fixture
def supervised(event, desk, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    made = SupervisionFlow(event, desk, window)
    made.heard = []
    made.reported.connect(made.heard.append)
    yield made
    window.close()


@pytest.fixture
def supervision(event, desk):
    return Supervision(event, desk)


def leave(dialog):
    dialog.reject()


def giving(qtbot, why, pin=""):
    def give(dialog):
        dialog.why.setEditText(why)
        typed_in = dialog.pin if pin else dialog.why
        typed_in.setFocus()
        qtbot.keyClicks(dialog.pin, pin)
        qtbot.keyClick(typed_in, ENTER)
        if dialog.focusWidget() is dialog.allow:  # what cannot be undone
            qtbot.keyClick(dialog.allow, ENTER)

    return give


def test_the_last_import_is_undone_with_a_reason_and_not_by_enter_alone(supervised, event, clock, qtbot):
    supervised.ask_undo_import()
    assert "no import to undo" in supervised.heard[-1]
    bring(event, clock, "Zoé;Durand", "Max;Petit", header=HEADER)
    hands = Answering(leave, lambda dialog: qtbot.keyClick(dialog, ENTER), leave, giving(qtbot, "Wrong file"))
    for _ in range(2):
        supervised.ask_undo_import()
        assert newest_import(event)
    with qtbot.waitSignal(supervised.changed):
        supervised.ask_undo_import()
    assert {type(asked) for asked in hands.asked} == {AuthorityDialog}
    assert (newest_import(event), event.attendees.count()) == (None, 3)
    assert "2 people removed" in supervised.heard[-1]
    undone = event.journal.entries_of_kinds([EntryKind.UNDONE])[0]
    assert (undone.body["allowed_by"], undone.body["why"]) == ("Accueil 1", "Wrong file")


def test_a_cancellation_and_its_return_say_who_and_why(supervised, event, qtbot):
    person = an_attendee(1)
    Answering(leave)
    supervised.ask_status([(person, Status.CANCELLED)])
    assert event.attendees.get(person.id).status is Status.CONFIRMED
    for status, why in ((Status.CANCELLED, "Ill"), (Status.UNPAID, "Well again")):
        hands = Answering(giving(qtbot, why))
        with qtbot.waitSignal(supervised.changed):
            supervised.ask_status([(person, status)])
        assert len(hands.asked) == 1
        assert event.attendees.get(person.id).status is status
    bodies = [e.body for e in event.journal.about(person.id) if e.kind == EntryKind.ATTENDEE_CORRECTED]
    assert [(b["why"], b["allowed_by"]) for b in bodies] == [("Ill", "Accueil 1"), ("Well again", "Accueil 1")]
    told = zip(supervised.heard, ("cancelled", "payment"), strict=True)
    assert all(person.name in text and words in text for text, words in told)


def test_of_several_people_it_asks_once(supervised, event, qtbot):
    hands = Answering(giving(qtbot, "Strike"))
    supervised.ask_status([(an_attendee(n), Status.CANCELLED) for n in (1, 2)])
    assert (len(hands.asked), ["2 registrations" in told for told in supervised.heard]) == (1, [True])
    assert [event.attendees.get(an_attendee(n).id).status for n in (1, 2)] == [Status.CANCELLED] * 2


def test_the_first_supervisor_is_named_without_a_pin_and_the_others_with_one(supervised, supervision, qtbot):
    hands = Answering(leave, leave, giving(qtbot, "Change of team", "4071"), leave)
    supervised.ask_supervisors()
    supervision.name("Ana", "4071", DESK)
    supervised.ask_supervisors()
    supervised.ask_supervisors()
    kinds = [SupervisorSettings, AuthorityDialog, AuthorityDialog, SupervisorSettings]
    assert [type(asked) for asked in hands.asked] == kinds


def test_it_says_whom_over_what_and_since_when():
    request = overrule_request(an_answer(Reason.ALREADY_ARRIVED))
    assert (request.what[:7], request.detail[:15]) == ("Let in ", "Already here · ")
    unheard = overrule_request(an_answer(Reason.TOO_EARLY, attendee=None, read="FPVC"))
    assert (unheard.what, unheard.detail) == ("Let in FPVC?", "Not open yet")


@pytest.mark.parametrize(
    ("came", "asked"), [(0, "Let in all 3 people of"), (1, "Let in all 2 people of"), (2, "Let in")]
)
def test_it_says_how_many_of_a_group_it_lets_in(came, asked):
    request = overrule_request(an_answer(Reason.NO_ACCESS, attendee=a_person(places=3), came=came))
    assert request.what == f"{asked} Éléonore Le Goff-Kermarrec?"


# The supervisors


@pytest.fixture
def open_settings(supervision, qtbot):
    def opened(authority=DESK):
        made = SupervisorSettings(supervision, authority)
        qtbot.addWidget(made)
        made.show()
        return made

    return opened


@pytest.fixture
def typing(qtbot):
    """Fills the form as a person would, with Enter from field to field."""

    def typed(name, pin, again=None):
        def fill(form):
            for field, text in ((form.name, name), (form.pin, pin), (form.again, again or pin)):
                qtbot.keyClicks(field, text)
                qtbot.keyClick(field, ENTER)

        return fill

    return typed


def names(settings):
    return [settings.list.item(row).text() for row in range(settings.list.count())]


def press(text):
    return lambda box: next(button for button in box.buttons() if button.text() == text).click()


def test_the_first_is_named_by_the_desk_and_signs_from_then_on(open_settings, supervision, event, typing):
    settings = open_settings()
    assert not settings.remove.isEnabled()
    hands = Answering(typing("Ana", "4071"), typing("Bruno", "90210"))
    settings.add.click()
    settings.add.click()
    assert [type(asked) for asked in hands.asked] == [SupervisorForm] * 2
    assert names(settings) == ["Ana", "Bruno"]
    assert [e.body["allowed_by"] for e in event.journal.entries_of_kinds(KINDS)] == ["Accueil 1", "Ana"]
    assert supervision.check("90210").name == "Bruno"


def test_who_first_walks_the_form_with_tab_past_cancel_still_names_somebody_with_enter(open_settings, typing, qtbot):
    def walk_then_type(form):
        passed = []
        while form.focusWidget() is not form.name or not passed:
            qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Tab)
            passed.append(form.focusWidget())
            assert len(passed) < 20
        assert any(isinstance(each, QPushButton) and each.text() == "Cancel" for each in passed)
        typing("Ana", "4071")(form)

    settings, _ = open_settings(), Answering(walk_then_type)
    settings.add.click()
    assert names(settings) == ["Ana"]


@pytest.mark.parametrize(
    ("pin", "again", "told"), [("4071", "4072", "not the same"), ("1234", "1234", "choose another")]
)
def test_what_is_wrong_is_told_in_the_form_and_both_pins_are_typed_again(open_settings, typing, pin, again, told):
    def look(form):
        assert told in form.notice.text()
        assert form.pin.text() == form.again.text() == ""
        form.reject()

    settings, hands = open_settings(), Answering(typing("Ana", pin, again), look)
    settings.add.click()
    assert (len(hands.asked), names(settings)) == (2, [])


def test_a_pin_is_changed_without_asking_for_the_name_again(open_settings, supervision, typing):
    def another(form):
        assert not form.name.isVisible()
        typing("", "90210")(form)

    supervision.name("Ana", "4071", DESK)
    settings, hands = open_settings(Authority("Ana", "x")), Answering(another)
    settings.change.click()
    assert (len(hands.asked), supervision.check("90210").name) == (1, "Ana")


def test_one_is_removed_after_a_question(open_settings, supervision, typing):
    settings = open_settings()
    hands = Answering(typing("Ana", "4071"), press("Keep"), press("Remove"))
    settings.add.click()
    settings.remove.click()
    assert names(settings) == ["Ana"]
    settings.remove.click()
    assert (names(settings), supervision.is_needed) == ([], False)
    assert "No PIN" in hands.asked[-1].informativeText()


def test_who_may_not_any_more_is_told_so(open_settings, supervision):
    supervision.name("Ana", "4071", DESK)
    settings, hands = open_settings(Authority("Bruno", "Je pars")), Answering(press("Remove"))
    settings.remove.click()
    assert len(hands.asked) == 1
    assert "Bruno can no longer" in settings.notice.text()
    assert names(settings) == ["Ana"]
