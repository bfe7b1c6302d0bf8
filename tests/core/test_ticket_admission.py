# SPDX-License-Identifier: GPL-3.0-or-later
"""Decisions at a control point that is a check-in list of a ticketing."""

from dataclasses import replace
from datetime import timedelta

from checkin.core.admission import decide
from checkin.core.decision import Reason, ScanContext, Verdict
from checkin.core.entries import EntryKind
from checkin.core.history import fold_history
from checkin.core.message import fill_message
from checkin.core.programme.programme import Column, ColumnRule, ControlPoint, PointMode
from checkin.core.ticketing.pulled import PulledTicketing, TicketingDevice, code_digest
from checkin.core.ticketing.questions import Question
from checkin.core.ticketing.rule_explanations import ASKS_FOR_ATTENTION
from checkin.core.ticketing.ticket_rules import CheckInList
from checkin.core.ticketing.ticketing import Product, Ticketing
from tests.builders import KEY, MORNING, Steps, a_programme, an_attendee
from tests.core.ticketing.tickets import TicketSigner, payload

VEGAN = {"id": 3, "identifier": "VEGAN", "answer": {"fr": "Végan"}}
ABOUT_DIET = {"id": 7, "identifier": "REGIME", "question": {"fr": "Régime"}, "type": "C", "items": [1]}
DIET = Question.from_body({**ABOUT_DIET, "ask_during_checkin": True, "options": [VEGAN]})
PRODUCT = Product(1, {"fr": "Présentiel"}, is_admission=True)
DOOR = ControlPoint("list-1", "Accueil")
PROGRAMME = a_programme(control_points=(DOOR,))
TICKET = {"id": 10, "order": "ABCDE", "status": "p", "item": 1, "secret": "s10"}


def place(*passages, questions=(), desk="Accueil 1", minutes=5, **of_list):
    ticketing = Ticketing("https://billets.exemple", "o", "e", timezone="Europe/Paris", products=(PRODUCT,))
    here = CheckInList(1, "Accueil", **{"all_products": True, "allow_entry_after_exit": True, **of_list})
    pulled = PulledTicketing(replace(ticketing, questions=questions), {1: here})
    at = MORNING + timedelta(minutes=minutes)
    return ScanContext(PROGRAMME, DOOR, desk, at, ticketing=pulled, passages=passages)


def person(*later, **ticket):
    steps = Steps()
    attendee = an_attendee(ticket_code="s10", position={**TICKET, **ticket})
    entries = [steps.added(attendee), *(steps.entry(kind, attendee.id, **body) for kind, body in later)]
    passages = [e for e in entries if e.kind in (EntryKind.CHECKED_IN, EntryKind.CHECKED_OUT)]
    return fold_history(entries), passages


def decided(history, context, code="s10"):
    decision = decide(KEY.read(code), history, context)
    return decision.verdict, decision.reason


ARRIVED = (EntryKind.CHECKED_IN, {"control_point": "list-1", "position": 10})
LEFT = (EntryKind.CHECKED_OUT, {"control_point": "list-1", "position": 10})


def test_a_question_is_asked_with_the_answers_from_which_to_choose_and_once():
    decision = decide(KEY.read("s10"), person()[0], place())
    assert (decision.verdict, decision.reason, decision.position) == (Verdict.ADMIT, Reason.WELCOME, 10)
    decision = decide(KEY.read("s10"), person()[0], place(questions=(DIET,)))
    assert (decision.verdict, decision.reason) == (Verdict.ASK, Reason.INCOMPLETE)
    assert (decision.missing, decision.choices) == (("custom:Régime",), {"custom:Régime": ("Végan",)})
    answered = (EntryKind.ATTENDEE_CORRECTED, {"changes": {"custom:Régime": ["", "végan"]}})
    assert decided(person(answered)[0], place(questions=(DIET,))) == (Verdict.ADMIT, Reason.WELCOME)
    history, passages = person(ARRIVED)
    once = place(*passages, questions=(DIET,), minutes=9)
    assert decided(history, once) == (Verdict.DUPLICATE, Reason.ALREADY_ARRIVED)
    many = place(*passages, questions=(DIET,), minutes=9, allow_multiple_entries=True)
    assert decided(history, many) == (Verdict.ASK, Reason.INCOMPLETE)


def test_an_order_to_be_paid_is_asked_about_where_its_list_takes_such_and_what_a_desk_said_counts():
    unpaid = person(status="n")[0]
    assert decided(unpaid, place()) == (Verdict.REFUSE, Reason.UNPAID)
    assert decided(unpaid, place(include_pending=True)) == (Verdict.ASK, Reason.UNPAID)
    paid_here = (EntryKind.ATTENDEE_CORRECTED, {"changes": {"status": ["unpaid", "confirmed"]}})
    cancelled_here = (EntryKind.ATTENDEE_CORRECTED, {"changes": {"status": ["confirmed", "cancelled"]}})
    assert decided(person(paid_here, status="n")[0], place()) == (Verdict.ADMIT, Reason.WELCOME)
    assert decided(person(cancelled_here)[0], place()) == (Verdict.REFUSE, Reason.CANCELLED)
    assert decided(person(paid_here, status="c")[0], place()) == (Verdict.REFUSE, Reason.CANCELLED)
    history, passages = person((EntryKind.CHECKED_IN, {**ARRIVED[1], "over": "unpaid"}), status="n")
    decision = decide(KEY.read("s10"), history, place(*passages))
    assert (decision.reason, decision.earlier) == (Reason.UNPAID, passages[0])


def test_who_was_registered_or_given_a_code_at_the_desk_is_let_in_by_that_and_nobody_is_unknown():
    history = fold_history([Steps().added(an_attendee(ticket_code="wristband"))])
    assert decided(history, place(), "wristband") == (Verdict.ADMIT, Reason.WELCOME)
    assert decided(fold_history([]), place(), "nobody") == (Verdict.REFUSE, Reason.UNKNOWN)
    replaced = (EntryKind.CODE_REPLACED, {"new": "wristband"})
    assert decided(person(replaced)[0], place()) == (Verdict.REFUSE, Reason.CODE_REPLACED)
    assert decided(person(replaced)[0], place(), "wristband") == (Verdict.ADMIT, Reason.WELCOME)


def test_what_the_ticketing_wants_to_be_read_calls_attention():
    decision = decide(KEY.read("s10"), person(text="Remettre la pochette")[0], place())
    assert (decision.reason, decision.texts) == (Reason.ATTENTION, ("Remettre la pochette",))
    assert decided(person(attention=True)[0], place()) == (Verdict.ADMIT, Reason.ATTENTION)
    decision = decide(KEY.read("s10"), person(attention=True)[0], place())
    assert decision.reason is Reason.ATTENTION
    assert [each.words for each in decision.explanations] == [ASKS_FOR_ATTENTION]
    with_text = decide(KEY.read("s10"), person(attention=True, text="Carte d’étudiant")[0], place())
    assert (with_text.texts, with_text.explanations) == (("Carte d’étudiant",), ())


def test_a_scan_read_twice_is_one_and_who_left_where_nobody_comes_back_left_for_good():
    history, passages = person(ARRIVED)
    again = replace(place(*passages), at=passages[0].at + timedelta(seconds=4), desk=passages[0].desk)
    assert decided(history, again) == (Verdict.DUPLICATE, Reason.REPEATED)
    assert decided(history, replace(again, desk="Accueil 9")) == (Verdict.DUPLICATE, Reason.ALREADY_ARRIVED)
    history, passages = person(ARRIVED, LEFT)
    assert decided(history, place(*passages, allow_entry_after_exit=False)) == (Verdict.REFUSE, Reason.NO_RETURN)
    assert decided(history, place(*passages)) == (Verdict.ADMIT, Reason.REENTRY)


def test_an_exit_closes_the_entry_at_its_list_and_asks_without_one():
    way_out = replace(DOOR, id="list-1-exit", mode=PointMode.EXIT)
    other = ControlPoint("list-2", "Plénier")  # the first of the same session
    there = replace(place(), control_point=way_out, programme=a_programme(control_points=(other, DOOR, way_out)))
    history, passages = person(ARRIVED)
    assert decided(history, replace(there, passages=tuple(passages))) == (Verdict.ADMIT, Reason.EXIT)
    assert decided(person()[0], there) == (Verdict.ASK, Reason.EXIT_WITHOUT_ENTRY)


def test_the_code_of_an_add_on_is_that_of_the_add_on():
    workshop = {"addons": [{"id": 11, "item": 5, "secret": "s11"}]}
    at_workshop = place(all_products=False, products=(5,))
    history = person(**workshop)[0]
    assert decide(KEY.read("s11"), history, at_workshop).position == 11
    assert decided(history, at_workshop) == (Verdict.REFUSE, Reason.NO_ACCESS)
    both = place(all_products=False, products=(5,), addon_match=True)
    assert decide(KEY.read("s10"), history, both).position == 11


WORKSHOPS = {"addons": [{"id": 11, "item": 5, "secret": "s11"}, {"id": 12, "item": 6, "secret": "s12"}]}
BOTH = {"all_products": False, "products": (5, 6)}


def test_another_booking_of_a_person_comes_for_the_first_time_and_is_no_second_arrival():
    first = (EntryKind.CHECKED_IN, {"control_point": "list-1", "position": 11, "reason": "welcome"})
    second = (EntryKind.CHECKED_IN, {"control_point": "list-1", "position": 12, "reason": "welcome"})
    history, passages = person(first, **WORKSHOPS)
    assert decided(history, place(*passages, **BOTH), "s12") == (Verdict.ADMIT, Reason.WELCOME)
    assert decided(history, place(*passages, **BOTH), "s11") == (Verdict.DUPLICATE, Reason.ALREADY_ARRIVED)
    assert person(first, second, **WORKSHOPS)[0].conflicts == ()
    assert len(person(first, first, **WORKSHOPS)[0].conflicts) == 1


def test_a_ticket_that_was_taken_out_of_its_order_is_cancelled_and_not_unknown():
    assert decided(person(canceled=True)[0], place()) == (Verdict.REFUSE, Reason.CANCELLED)
    gone = {"addons": [{"id": 11, "item": 5, "secret": "s11", "canceled": True}]}
    assert decided(person(**gone)[0], place(), "s11") == (Verdict.REFUSE, Reason.CANCELLED)
    assert decided(person(**gone)[0], place()) == (Verdict.ADMIT, Reason.WELCOME)
    entered = (EntryKind.ATTENDEE_CORRECTED, {"changes": {"status": ["cancelled", "confirmed"]}})
    assert decided(person(entered, canceled=True)[0], place())[1] is Reason.UNKNOWN


def refused_for_its_product(code, programme, lists, **ticket):
    here = place(all_products=False, products=(9,))
    products = (PRODUCT, Product(5, {"fr": "Atelier A"}, is_addon=True))
    pulled = replace(here.ticketing, ticketing=replace(here.ticketing.ticketing, products=products))
    pulled = replace(pulled, lists={**pulled.lists, **{each.id: each for each in lists}})
    decision = decide(KEY.read(code), person(**ticket)[0], replace(here, ticketing=pulled, programme=programme))
    assert decision.reason is Reason.NO_ACCESS
    (told,) = decision.explanations
    return fill_message(told.words.text, told.fields)


def test_who_is_not_let_in_here_is_told_where_their_ticket_goes():
    doors = [DOOR, *(ControlPoint(f"list-{n}", name) for n, name in ((2, "Plénier"), (3, "Ateliers"), (4, "Salon")))]
    programme = a_programme(control_points=(*doors, ControlPoint("list-2-exit", "Sortie", mode=PointMode.EXIT)))
    lists = (CheckInList(2, products=(1,)), CheckInList(3, products=(5,), addon_match=True), CheckInList(4))
    for code, known, addons, named in (
        ("s10", lists, {}, ["Présentiel", "Plénier"]),
        ("s10", lists, WORKSHOPS, ["Présentiel", "Plénier, Ateliers"]),
        ("s11", lists, WORKSHOPS, ["Atelier A", "own ticket", "Ateliers"]),
        ("s10", (), {}, ["Présentiel"]),
        ("s11", (), WORKSHOPS, ["Atelier A", "own ticket"]),
    ):
        told = refused_for_its_product(code, programme, known, **addons)
        assert [name for name in named if name not in told] == []
        assert ("opens: " in told) is bool(known)
        assert "Salon" not in told


def test_what_a_rule_needs_and_the_desk_cannot_know_or_do_is_asked():
    gate = {"inList": [{"var": "gate"}, {"objectList": [{"lookup": ["gate", "4", "Nord"]}]}]}
    decision = decide(KEY.read("s10"), person()[0], place(rules=gate))
    assert (decision.verdict, decision.reason) == (Verdict.ASK, Reason.UNDECIDED)
    assert decision.explanations
    of_device = place(rules=gate)
    pulled = of_device.ticketing
    for number, expected in ((4, (Verdict.ADMIT, Reason.WELCOME)), (5, (Verdict.REFUSE, Reason.TICKET_RULE))):
        device = TicketingDevice(1, "Accueil 1", b"", number)
        at_gate = replace(of_device, ticketing=replace(pulled, devices=(device,)))
        assert decided(person()[0], at_gate) == expected
    rule = ColumnRule(values=("oui",), text="Mineur", needs_person=True)
    minor = Column("mineur", "Mineur", "custom:Mineur", rules=(rule,))
    attendee = an_attendee(ticket_code="s10", position=TICKET, custom={"Mineur": "oui"})
    asked = replace(place(), programme=replace(PROGRAMME, columns=(minor,)))
    assert decided(fold_history([Steps().added(attendee)]), asked) == (Verdict.ASK, Reason.PERSON_NEEDED)


def test_a_signed_ticket_of_nobody_known_is_let_in_unless_it_was_revoked_or_blocked():
    server = TicketSigner()
    code = server.sign(payload(item=1))
    here = place(questions=(DIET,))
    signed = replace(here.ticketing, ticketing=replace(here.ticketing.ticketing, keys=(server.public,)))

    def answer(**said):
        return decided(fold_history([]), replace(here, ticketing=replace(signed, **said)), code)

    assert answer() == (Verdict.ADMIT, Reason.SIGNED_TICKET)
    assert answer(revoked=frozenset({code_digest(code)})) == (Verdict.REFUSE, Reason.CODE_REPLACED)
    assert answer(blocked=frozenset({code_digest(code)})) == (Verdict.REFUSE, Reason.BLOCKED)
    assert decided(fold_history([]), here, code) == (Verdict.REFUSE, Reason.UNKNOWN)
