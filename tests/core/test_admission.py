# SPDX-License-Identifier: GPL-3.0-or-later
from dataclasses import replace
from datetime import timedelta

import pytest

from checkin.core.admission import decide, let_in_anyway
from checkin.core.admission_rules import exits_are_noted, returns_unnoticed
from checkin.core.attendee import Presence, Status
from checkin.core.decision import REPEAT, Reason, ScanContext, Verdict
from checkin.core.entries import EntryKind
from checkin.core.history import fold_history
from checkin.core.message import fill_message
from checkin.core.programme.programme import ControlPoint, Reentry, Requirement
from checkin.core.ticketing.pulled import PulledTicketing
from checkin.core.ticketing.ticket_rules import CheckInList
from checkin.core.ticketing.ticketing import Product, Ticketing
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
        (known(ARRIVED), at(at=second(4), desk="Accueil 2"), Verdict.DUPLICATE, Reason.ALREADY_ARRIVED),
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
        (known(first_name="Sylvain", last_name="Reymond"), at(), Verdict.ADMIT, Reason.SPEAKER_TO_CONFIRM),
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


def test_a_ticket_not_heard_of_is_bound_by_hours_and_a_replaced_code_refused():
    token = KEY.issue(b"n" * 16)
    assert decide(token, NOBODY, at(at=MORNING - timedelta(hours=2))).reason is Reason.TOO_EARLY
    assert decide(token, NOBODY, at("atelier-b", inside=2)).reason is Reason.FULL
    seen = fold_history([Steps().entry(EntryKind.CHECKED_IN, token.id, control_point="accueil")])
    assert decide(token, seen, at()).reason is Reason.ALREADY_ARRIVED
    history = known((EntryKind.CODE_REPLACED, {"new": "NEW"}))
    assert decide(KEY.read(history.revoked_codes[0]), history, at()).reason is Reason.CODE_REPLACED
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


def test_exits_are_noted_at_a_door_and_a_return_is_unnoticed_only_at_one_without_an_exit():
    """Of the plan of these tests only the workshop is a door without an exit; a meal is no door."""
    assert [p.id for p in PROGRAMME.control_points if exits_are_noted(PROGRAMME, p)] == ["accueil"]
    assert [p.id for p in PROGRAMME.control_points if returns_unnoticed(PROGRAMME, p)] == ["atelier-b"]
    alone = replace(PROGRAMME, control_points=PROGRAMME.control_points[:1])
    assert returns_unnoticed(alone, alone.control_points[0])
    for changed in ({"reentry": Reentry.ALWAYS}, {"reentry": Reentry.NEVER}, {"gives": "casque"}):
        assert not returns_unnoticed(alone, replace(alone.control_points[0], **changed))


ADULT, BINDING, INK = 1, 5, 6

PRODUCTS = (
    Product(ADULT, {"fr": "Adulte"}, is_admission=True),
    Product(BINDING, {"fr": "Atelier reliure"}, is_addon=True),
    Product(INK, {"fr": "Atelier encre"}, is_addon=True),
)

LISTS = {
    1: CheckInList(1, "Accueil", all_products=True),
    2: CheckInList(2, "Salle reliure", products=(BINDING,)),
    3: CheckInList(3, "Ateliers", products=(BINDING, INK)),
}

POINTS = tuple(ControlPoint(f"list-{each.id}", each.name) for each in LISTS.values())
GIVEN = KEY.issue(bytes(range(16))).code
"""A code that a desk gave."""
GIVEN_ELSEWHERE = EventKey("another-file", bytes(32)).issue(bytes(range(16))).code
"""One of a desk that is a device of the server with an event file of its own."""


def at_list(number, *passages):
    of = Ticketing("https://billets.exemple", "o", "e", timezone="Europe/Paris", products=PRODUCTS)
    programme = a_programme(control_points=POINTS)
    pulled = PulledTicketing(of, LISTS)
    return ScanContext(programme, POINTS[number - 1], "Accueil 1", MORNING, ticketing=pulled, passages=passages)


def person(*options, secret="s10", **of_attendee):
    addons = [{"id": 10 + number, "item": item, "secret": f"s{10 + number}"} for number, item in enumerate(options, 1)]
    ticket = {"id": 10, "order": "A", "status": "p", "item": ADULT, "secret": secret, "addons": addons}
    attendee = an_attendee(ticket_code=secret, **{"position": ticket, **of_attendee})
    return fold_history([Steps().added(attendee)])


def decided(code, history, place):
    decision = decide(KEY.read(code) if code else None, history, place)
    return decision.verdict, decision.reason, decision.position


def came(position, number):
    return Steps().entry(EntryKind.CHECKED_IN, desk="Accueil 2", control_point=f"list-{number}", position=position)


WELCOME, NO_ACCESS = (Verdict.ADMIT, Reason.WELCOME), (Verdict.REFUSE, Reason.NO_ACCESS)
ARRIVED_ALREADY = (Verdict.DUPLICATE, Reason.ALREADY_ARRIVED)
CAME_ON_OPTION = at_list(2, came(11, 2))


@pytest.mark.parametrize(
    ("code", "history", "place", "answer", "position"),
    [
        ("", person(BINDING), at_list(2), WELCOME, 11),
        ("", person(INK, BINDING), at_list(2), WELCOME, 12),
        ("", person(BINDING), at_list(1), WELCOME, 10),
        ("", person(BINDING), CAME_ON_OPTION, ARRIVED_ALREADY, 11),
        ("s11", person(BINDING), CAME_ON_OPTION, ARRIVED_ALREADY, 11),
        ("", person(BINDING), at_list(2, came(0, 2)), ARRIVED_ALREADY, 11),  # recorded before the order was known
        ("", person(INK), at_list(2), NO_ACCESS, 10),
        ("", person(), at_list(2), NO_ACCESS, 10),
        ("", person(BINDING, INK), at_list(3), (Verdict.REFUSE, Reason.SEVERAL_ADDONS), 11),
        # a code that a desk gave stands for the person as their name does, also where the server knows it
        *((code, person(BINDING), at_list(2), WELCOME, 11) for code in (GIVEN, GIVEN_ELSEWHERE, "BRACELET-1")),
        *((code, person(BINDING, secret=code), at_list(2), WELCOME, 11) for code in (GIVEN, GIVEN_ELSEWHERE)),
    ],
)
def test_a_name_and_a_code_of_a_desk_stand_for_the_one_option_that_the_list_has(code, history, place, answer, position):
    assert decided(code, history, place) == (*answer, position)


def test_the_servers_code_of_a_ticket_stands_for_that_ticket_alone_and_the_answer_says_what_to_do():
    decision = decide(KEY.read("s10"), person(BINDING), at_list(2))
    assert (decision.reason, decision.position) == (Reason.NO_ACCESS, 10)
    (told,) = decision.explanations
    words = fill_message(told.words.text, told.fields)
    assert [part in words for part in ("“Adulte”", "“Atelier reliure”", "F3")] == [True] * 3


@pytest.mark.parametrize(
    ("code", "history", "place", "ticket"),
    [
        ("s10", person(BINDING, INK), at_list(2), 11),
        ("s11", person(BINDING, INK), at_list(2), 11),
        ("", person(BINDING, INK), at_list(3), 11),
        ("", person(BINDING, INK), at_list(3, came(11, 3)), 12),
        ("", person(BINDING, INK), at_list(3, came(11, 3), came(12, 3)), 11),
        ("", person(INK), at_list(2), 10),
    ],
)
def test_who_is_let_in_over_a_refusal_enters_on_a_ticket_that_the_list_has_or_their_own(code, history, place, ticket):
    decision = decide(KEY.read(code) if code else None, history, place)
    assert let_in_anyway(decision, history, place).position == ticket


def registered(*sessions, category=""):
    return person(position={}, secret=GIVEN, sessions=sessions, category=category)


def test_before_their_order_is_made_who_was_registered_enters_where_their_choice_and_category_lead():
    chosen = registered(f"item-{BINDING}")
    for code, place in ((GIVEN, at_list(1)), (GIVEN, at_list(2)), ("", at_list(2))):
        assert decided(code, chosen, place)[:2] == WELCOME
    assert decided(GIVEN, registered(), at_list(2))[:2] == NO_ACCESS
    for product, reason in ((ADULT, Reason.WELCOME), (9, Reason.NO_ACCESS)):
        of_product = replace(LISTS[1], all_products=False, products=(product,))
        place = replace(at_list(1), ticketing=replace(at_list(1).ticketing, lists={1: of_product}))
        assert decided(GIVEN, registered(), place)[1] is reason
