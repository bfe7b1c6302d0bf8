# SPDX-License-Identifier: GPL-3.0-or-later
"""An import is taken back on somebody's word; nobody changes the supervisors without one of them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from checkin.core.attendee import Status
from checkin.core.decision import Reason
from checkin.core.entries import EntryKind
from checkin.core.supervisor import Authority
from checkin.services.lists.import_undo import newest_import
from checkin.services.supervision import Supervision
from checkin.ui.supervision.supervision_flow import AuthorityDialog, SupervisionFlow, overrule_request
from checkin.ui.supervision.supervisor_settings import SupervisorSettings
from tests.builders import an_attendee
from tests.services.lists import bring
from tests.ui.answering import Answering
from tests.ui.answers import a_person, an_answer

HEADER = "Prénom;Nom"


@pytest.fixture
def supervised(event, desk, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    made = SupervisionFlow(event, desk, window)
    made.heard = []
    made.reported.connect(made.heard.append)
    yield made
    window.close()


def giving(qtbot, why, pin=""):
    def give(dialog):
        dialog.why.setEditText(why)
        typed_in = dialog.pin if pin else dialog.why
        typed_in.setFocus()
        qtbot.keyClicks(dialog.pin, pin)
        qtbot.keyClick(typed_in, Qt.Key.Key_Return)
        if dialog.focusWidget() is dialog.allow:  # what cannot be undone
            qtbot.keyClick(dialog.allow, Qt.Key.Key_Return)

    return give


def test_the_last_import_is_undone_with_a_reason(supervised, event, clock, qtbot):
    bring(event, clock, "Zoé;Durand", "Max;Petit", header=HEADER)
    hands = Answering(lambda dialog: dialog.reject())
    supervised.ask_undo_import()
    assert newest_import(event)
    hands = Answering(giving(qtbot, "Wrong file"))
    with qtbot.waitSignal(supervised.changed):
        supervised.ask_undo_import()
    assert len(hands.asked) == 1
    assert newest_import(event) is None
    assert event.attendees.count() == 3
    assert "2 people removed" in supervised.heard[-1]
    undone = event.journal.entries_of_kinds([EntryKind.UNDONE])[0]
    assert (undone.body["allowed_by"], undone.body["why"]) == ("Accueil 1", "Wrong file")


def test_enter_alone_undoes_no_import(supervised, event, clock, qtbot):
    bring(event, clock, "Zoé;Durand", header=HEADER)
    Answering(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Return))
    hands = Answering(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Return))
    supervised.ask_undo_import()
    assert newest_import(event)
    assert isinstance(hands.asked[0], AuthorityDialog)


def test_a_cancellation_and_its_return_say_who_and_why(supervised, event, qtbot):
    person = an_attendee(1)
    hands = Answering(lambda dialog: dialog.reject())
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
    assert supervised.heard == [
        "Éléonore Le Goff-1: the registration is cancelled.",
        "Éléonore Le Goff-1: the registration is valid, but payment is due.",
    ]


def test_of_several_people_it_asks_once(supervised, event, qtbot):
    hands = Answering(giving(qtbot, "Strike"))
    supervised.ask_status([(an_attendee(n), Status.CANCELLED) for n in (1, 2)])
    assert len(hands.asked) == 1
    assert supervised.heard == ["2 registrations are cancelled."]
    assert [event.attendees.get(an_attendee(n).id).status for n in (1, 2)] == [Status.CANCELLED] * 2


def test_without_an_import_there_is_nothing_to_ask(supervised):
    supervised.ask_undo_import()
    assert supervised.heard == ["There is no import to undo. Nothing was changed."]


def test_the_first_supervisor_is_named_without_a_pin_and_the_others_with_one(supervised, event, desk, qtbot):
    hands = Answering(lambda dialog: dialog.reject())
    supervised.ask_supervisors()
    assert isinstance(hands.asked[0], SupervisorSettings)
    Supervision(event, desk).name("Ana", "4071", Authority("Accueil 1", "x"))
    hands = Answering(lambda dialog: dialog.reject())
    supervised.ask_supervisors()
    assert [type(asked) for asked in hands.asked] == [AuthorityDialog]
    hands = Answering(giving(qtbot, "Change of team", "4071"), lambda dialog: dialog.reject())
    supervised.ask_supervisors()
    assert [type(asked) for asked in hands.asked] == [AuthorityDialog, SupervisorSettings]


def test_it_says_whom_over_what_and_since_when():
    request = overrule_request(an_answer(Reason.ALREADY_ARRIVED))
    assert request.what.startswith("Let in ")
    assert request.detail.startswith("Already here · ")
    unheard = overrule_request(an_answer(Reason.TOO_EARLY, attendee=None, read="FPVC"))
    assert (unheard.what, unheard.detail) == ("Let in FPVC?", "Not open yet")


@pytest.mark.parametrize(
    ("came", "asked"), [(0, "Let in all 3 people of"), (1, "Let in all 2 people of"), (2, "Let in ")]
)
def test_it_says_how_many_of_a_group_it_lets_in(came, asked):
    request = overrule_request(an_answer(Reason.NO_ACCESS, attendee=a_person(places=3), came=came))
    assert request.what == f"{asked.strip()} Éléonore Le Goff-Kermarrec?"
