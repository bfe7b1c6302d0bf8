# SPDX-License-Identifier: GPL-3.0-or-later
from dataclasses import replace
from datetime import timedelta

import pytest

from checkin.core.admission import decide
from checkin.core.admission_rules import exits_are_noted, returns_unnoticed
from checkin.core.attendee import Presence, Status
from checkin.core.decision import REPEAT, Reason, ScanContext, Verdict
from checkin.core.entries import EntryKind
from checkin.core.history import fold_history
from checkin.core.programme.programme import Reentry, Requirement
from checkin.core.tokens import CodeOrigin, EventKey, Token
from tests.builders import KEY, MORNING, Steps, a_programme, an_attendee

PROGRAMME = a_programme()
ASKING = replace(PROGRAMME, sessions=tuple(replace(s, asks_when_full=True) for s in PROGRAMME.sessions))
FULL_ASKS = "atelier-b?"
NOBODY = fold_history([])


def at(point="accueil", *, reentry=Reentry.AFTER_EXIT, requires=(), **fields):
    programme = ASKING if point == FULL_ASKS else PROGRAMME
    stands = replace(programme.control_point(point.rstrip("?")), reentry=reentry, requires=requires)
    return replace(ScanContext(programme, stands, "Accueil 1", MORNING + timedelta(minutes=5)), **fields)


def known(*later, **fields):
    steps = Steps()
    attendee = an_attendee(**{"category": "participant", **fields})
    return fold_history([steps.added(attendee), *(steps.entry(k, attendee.id, **b) for k, b in later)])


def second(number):
    """Return the moment of an entry: each is a second after the one before, the first of which adds the person."""
    return MORNING + timedelta(seconds=number)


ARRIVED = (EntryKind.CHECKED_IN, {"control_point": "accueil"})
LEFT = (EntryKind.CHECKED_OUT, {"control_point": "accueil"})
IN_WORKSHOP = (EntryKind.CHECKED_IN, {"control_point": "atelier-b"})
MEAL = (Requirement("custom:Repas", ("oui", "végétarien")),)


@pytest.mark.parametrize(
    ("history", "place", "verdict", "reason"),
    [
        (known(), at(), Verdict.ADMIT, Reason.WELCOME),
        (known(note="Fauteuil roulant"), at(), Verdict.ADMIT, Reason.ATTENTION),
        (known(category="officiel"), at(), Verdict.ADMIT, Reason.ATTENTION),
        (known(ARRIVED, LEFT), at(), Verdict.ADMIT, Reason.REENTRY),
        (known(ARRIVED), at("sortie"), Verdict.ADMIT, Reason.EXIT),
        (known(), at("sortie"), Verdict.ASK, Reason.EXIT_WITHOUT_ENTRY),
        (known(ARRIVED), at(at=MORNING + timedelta(seconds=4)), Verdict.DUPLICATE, Reason.REPEATED),
        (known(ARRIVED), at(), Verdict.DUPLICATE, Reason.ALREADY_ARRIVED),
        (
            known(ARRIVED),
            at(at=MORNING + timedelta(seconds=4), desk="Accueil 2"),
            Verdict.DUPLICATE,
            Reason.ALREADY_ARRIVED,
        ),
        (known(ARRIVED), at(at=second(2) + REPEAT), Verdict.DUPLICATE, Reason.ALREADY_ARRIVED),
        (known(ARRIVED, LEFT), at("sortie", at=second(4)), Verdict.DUPLICATE, Reason.REPEATED),
        (known(ARRIVED, LEFT), at("sortie", at=second(3) + REPEAT), Verdict.ASK, Reason.EXIT_WITHOUT_ENTRY),
        (known(), at(at=MORNING - timedelta(hours=1)), Verdict.ADMIT, Reason.WELCOME),
        (known(status=Status.CANCELLED), at(), Verdict.REFUSE, Reason.CANCELLED),
        (known(status=Status.BLOCKED), at(), Verdict.REFUSE, Reason.BLOCKED),
        (known(status=Status.PENDING), at(), Verdict.ASK, Reason.PENDING),
        (known(status=Status.UNPAID), at(), Verdict.ASK, Reason.UNPAID),
        (known(presence=Presence.REMOTE), at(), Verdict.ASK, Reason.REMOTE),
        (known(presence=Presence.BOTH), at(), Verdict.ADMIT, Reason.WELCOME),
        (known(), at(at=MORNING - timedelta(hours=2)), Verdict.REFUSE, Reason.TOO_EARLY),
        (known(), at(at=MORNING + timedelta(hours=8)), Verdict.REFUSE, Reason.TOO_LATE),
        (known(category="presse"), at("dejeuner"), Verdict.REFUSE, Reason.NO_ACCESS),
        (known(custom={"Repas": "OUI"}), at("dejeuner", requires=MEAL), Verdict.ADMIT, Reason.WELCOME),
        (known(custom={"Repas": "non"}), at("dejeuner", requires=MEAL), Verdict.REFUSE, Reason.NO_ACCESS),
        (known(), at("dejeuner", requires=MEAL), Verdict.REFUSE, Reason.NO_ACCESS),
        (known(ARRIVED), at(reentry=Reentry.ALWAYS), Verdict.ADMIT, Reason.REENTRY),
        (known(ARRIVED), at(reentry=Reentry.NEVER), Verdict.DUPLICATE, Reason.ALREADY_ARRIVED),
        (known(ARRIVED, LEFT), at(reentry=Reentry.NEVER), Verdict.REFUSE, Reason.NO_RETURN),
        (known(), at(reentry=Reentry.NEVER), Verdict.ADMIT, Reason.WELCOME),
        (known(IN_WORKSHOP), at("atelier-b", inside=2, reentry=Reentry.ALWAYS), Verdict.ADMIT, Reason.REENTRY),
        (known(), at("atelier-b", inside=1, ahead=1), Verdict.REFUSE, Reason.FULL),
        (known(category="PARTICIPANT"), at("dejeuner"), Verdict.ADMIT, Reason.WELCOME),
        (known(category="Officiel"), at(), Verdict.ADMIT, Reason.ATTENTION),
        (known(sessions=("atelier-b",)), at("atelier-b"), Verdict.ADMIT, Reason.WELCOME),
        (known(sessions=("atelier-b",)), at("atelier-b", inside=2), Verdict.ADMIT, Reason.WELCOME),
        (known(sessions=("atelier-b",)), at(FULL_ASKS, inside=2), Verdict.ASK, Reason.ROOM_FULL),
        (known(sessions=("atelier-b",)), at(FULL_ASKS, inside=1), Verdict.ADMIT, Reason.WELCOME),
        (known(), at("atelier-b", inside=1), Verdict.ASK, Reason.NOT_REGISTERED),
        (known(), at("atelier-b", inside=2), Verdict.REFUSE, Reason.FULL),
        (known(first_name="", last_name="REYMOND Sylvain"), at(), Verdict.ADMIT, Reason.SPEAKER_TO_CONFIRM),
        (known(), at("atelier-b", awaited=2), Verdict.REFUSE, Reason.FULL),
        (
            known(first_name="Sylvain", last_name="Reymond"),
            at(),
            Verdict.ADMIT,
            Reason.SPEAKER_TO_CONFIRM,
        ),
    ],
    ids=lambda value: value if isinstance(value, Reason) else "",
)
def test_the_table_of_answers(history, place, verdict, reason):
    decision = decide(None, history, place)
    assert (decision.verdict, decision.reason) == (verdict, reason)


@pytest.mark.parametrize(
    ("token", "verdict", "reason"),
    [
        (KEY.issue(b"n" * 16), Verdict.ASK, Reason.NOT_HEARD_OF),
        (Token("3760", CodeOrigin.FOREIGN), Verdict.REFUSE, Reason.UNKNOWN),
        (KEY.read(EventKey("x", b"x" * 32).issue(b"n" * 16).code), Verdict.REFUSE, Reason.OTHER_EVENT),
        (KEY.read(EventKey(KEY.event, b"x" * 32).issue(b"n" * 16).code), Verdict.REFUSE, Reason.FORGED),
        (KEY.read("\x00"), Verdict.REFUSE, Reason.UNREADABLE),
    ],
)
def test_a_code_of_nobody_on_the_list_is_judged_by_its_text(token, verdict, reason):
    decision = decide(token, NOBODY, at())
    assert (decision.verdict, decision.reason) == (verdict, reason)


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        (at(at=MORNING - timedelta(hours=2)), Reason.TOO_EARLY),
        (at("atelier-b", inside=2), Reason.FULL),
    ],
)
def test_a_ticket_not_heard_of_is_bound_by_hours_and_seats(place, reason):
    assert decide(KEY.issue(b"n" * 16), NOBODY, place).reason is reason


def test_a_ticket_let_in_unheard_of_is_a_duplicate_the_second_time():
    token = KEY.issue(b"n" * 16)
    steps = Steps()
    seen = fold_history([steps.entry(EntryKind.CHECKED_IN, token.id, control_point="accueil")])
    assert decide(token, seen, at()).reason is Reason.ALREADY_ARRIVED


def test_the_replaced_code_is_refused_and_the_new_one_is_welcome():
    history = known((EntryKind.CODE_REPLACED, {"new": "NEW"}))
    old = KEY.read(history.revoked_codes[0])
    assert decide(old, history, at()).reason is Reason.CODE_REPLACED
    assert decide(Token("NEW", CodeOrigin.FOREIGN), history, at()).reason is Reason.WELCOME


@pytest.mark.parametrize(
    ("history", "place", "told"),
    [
        (known(ARRIVED), at(), 2),
        (known(ARRIVED), at(at=second(4)), 2),
        (known(ARRIVED, LEFT, ARRIVED), at(at=second(5)), 4),
        (known(ARRIVED, LEFT, ARRIVED), at(), 2),
        (known(ARRIVED, LEFT), at(reentry=Reentry.NEVER), 3),
        (known(ARRIVED, LEFT), at("sortie", at=second(4)), 3),
    ],
)
def test_what_is_in_the_way_is_told(history, place, told):
    earlier = decide(None, history, place).earlier
    assert (earlier.desk, earlier.at) == ("Accueil 1", second(told))


def test_exits_are_noted_at_a_door_and_at_no_table():
    assert [p.id for p in PROGRAMME.control_points if exits_are_noted(PROGRAMME, p)] == ["accueil"]


def test_a_return_is_unnoticed_at_a_door_without_an_exit_and_nowhere_else():
    """Of the plan of these tests only the workshop is a door without an exit; a meal is no door."""
    assert [p.id for p in PROGRAMME.control_points if returns_unnoticed(PROGRAMME, p)] == ["atelier-b"]
    alone = replace(PROGRAMME, control_points=PROGRAMME.control_points[:1])
    assert returns_unnoticed(alone, alone.control_points[0])
    for changed in ({"reentry": Reentry.ALWAYS}, {"reentry": Reentry.NEVER}, {"gives": "casque"}):
        assert not returns_unnoticed(alone, replace(alone.control_points[0], **changed))
