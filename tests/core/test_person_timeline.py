# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person's entries say: a timeline that hides nothing, payments, calls for help, paper."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.attendee import Presence, Status
from checkin.core.entries import EntryKind
from checkin.core.history import fold_history
from checkin.core.kiosk_answers import LAPSES, HelpEnd, call_end, end_body, open_calls
from checkin.core.message import UserError
from checkin.core.paper_entries import known_at, order_paper_entries, parse_paper_time
from checkin.core.payments import (
    amount_text,
    can_be_paid,
    currency_of,
    parse_cents,
    read_payment,
    sum_payments,
    written_amount,
)
from checkin.core.people.person_timeline import TimelineChange, TimelineKind, merged_records, read_timeline
from tests.builders import MORNING, Steps, an_attendee
from tests.counted_lines import lines_run

TOLD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)

FIELDS = st.sampled_from(
    ["changes", "targets", "control_point", "how", "why", "people", "gone", "by", "copy", "new", "into", "merged"]
)


@settings(max_examples=60)
@given(data=st.data())
def test_any_entries_in_any_order_give_a_line_each_and_every_arrival_is_told(data):
    steps = Steps()
    kinds = data.draw(st.lists(st.sampled_from([*map(str, EntryKind), "of_tomorrow"]), max_size=8))
    own = [steps.entry(kind, **data.draw(st.dictionaries(FIELDS, TOLD, max_size=4))) for kind in kinds]
    if own:  # an undo of anything, itself too
        own.append(steps.entry(EntryKind.UNDONE, targets=[data.draw(st.sampled_from(own)).id.hex()]))
    lines = read_timeline(data.draw(st.permutations(own)))
    assert [line.entry for line in lines] == sorted((entry.id for entry in own), reverse=True)
    arrivals = {entry.id for entry in own if entry.kind == EntryKind.CHECKED_IN}
    assert {line.entry for line in lines if line.what is TimelineKind.ARRIVED} == arrivals
    if own:
        assert sum(line.is_undone for line in lines) >= 1


def test_an_arrival_that_was_taken_back_stays_and_the_undo_says_which_it_was():
    steps = Steps()
    added = steps.added(an_attendee())
    corrected = steps.entry(EntryKind.ATTENDEE_CORRECTED, changes={"presence": ["remote", "on_site"]})
    arrived = steps.entry(EntryKind.CHECKED_IN, control_point="accueil", how="code", over="remote", people=3)
    undone = steps.entry(EntryKind.UNDONE, targets=[corrected.id.hex(), arrived.id.hex()])
    undo, arrival, change, first = read_timeline([added, corrected, arrived, undone])
    assert (undo.what, undo.target) == (TimelineKind.UNDONE, arrival)
    assert (arrival.what, arrival.people, arrival.over) == (TimelineKind.ARRIVED, 3, "remote")
    assert [line.is_undone for line in (undo, arrival, change, first)] == [False, True, True, False]
    assert not arrival.can_undo
    assert change.changes == (TimelineChange("presence", (Presence.REMOTE,), (Presence.ON_SITE,)),)
    assert first.what is TimelineKind.ADDED


def test_what_a_list_said_is_not_what_a_desk_corrected():
    steps, listed = Steps(), {"by": "list", "import": "x"}
    again = steps.entry(EntryKind.ATTENDEE_CORRECTED, listed={"note": "x"}, changes={}, **listed)
    cancelled, blocked = ({"status": ["confirmed", state]} for state in ("cancelled", "blocked"))
    left = steps.entry(EntryKind.ATTENDEE_CORRECTED, gone=True, changes=cancelled, **listed)
    off = steps.entry(EntryKind.ATTENDEE_CORRECTED, changes=blocked, why="Badge volé", allowed_by="Ana")
    lines = [replace(line, entry=b"") for line in read_timeline([again, left, off])]
    assert [line.what for line in lines] == [TimelineKind.CORRECTED, TimelineKind.LEFT_LIST, TimelineKind.SEEN_BY_LIST]
    assert [line.is_from_list for line in lines] == [False, True, True]
    assert (lines[0].why, lines[0].allowed_by) == ("Badge volé", "Ana")


def test_a_walk_in_names_whom_they_replace_and_a_merge_is_told_until_it_is_taken_back():
    steps = Steps()
    new = steps.entry(EntryKind.ATTENDEE_ADDED, how="walk_in", replaces="B")
    old = steps.entry(EntryKind.ATTENDEE_CORRECTED, changes={"status": ["confirmed", "cancelled"]}, replaced_by="A")
    told = [(line.what, line.other) for line in read_timeline([new, old])]
    assert told == [(TimelineKind.CORRECTED, "A"), (TimelineKind.REGISTERED, "B")]
    steps = Steps()
    filled = steps.entry(EntryKind.ATTENDEE_CORRECTED, "A", changes={"phone": ["", "06"]}, merged="B")
    merged = steps.entry(EntryKind.ATTENDEE_MERGED, "B", into="A")
    lines = read_timeline([filled, merged])
    told = [(line.what, line.record, line.other) for line in lines]
    assert told == [(TimelineKind.MERGED, "B", "A"), (TimelineKind.FILLED, "A", "")]
    assert merged_records(lines) == ("B",)
    undone = steps.entry(EntryKind.UNDONE, "B", targets=[merged.id.hex()])
    assert merged_records(read_timeline([filled, merged, undone])) == ()
    assert read_timeline([filled, merged, undone])[0].target.what is TimelineKind.MERGED


DOOR, WAITS = {"control_point": "a"}, {"session": "s", "how": "code"}


@pytest.mark.parametrize(
    ("kind", "body", "what", "told"),
    [
        (EntryKind.CODE_REPLACED, {"new": "N"}, TimelineKind.CODE_REPLACED, {"code": "N"}),
        (
            EntryKind.CHECKED_IN,
            {**DOOR, "how": "search", "reason": "welcome", "over": "full", "people": 2, "checked": True},
            TimelineKind.ARRIVED,
            {**DOOR, "how": "search", "reason": "welcome", "over": "full", "people": 2, "is_checked": True},
        ),
        (EntryKind.WAITING_JOINED, WAITS, TimelineKind.WAITS, WAITS),
        (EntryKind.BADGE_PRINTED, {"copy": 2}, TimelineKind.PRINTED, {"copy": 2}),
        (EntryKind.REMOTE_SEEN, {"source": "zoom"}, TimelineKind.WATCHED, {"how": "zoom"}),
        (EntryKind.THING_LENT, {**DOOR, "thing": "12"}, TimelineKind.LENT, {**DOOR, "thing": "12"}),
        (EntryKind.PAYMENT_RECEIVED, {"means": "card", "cents": 50}, TimelineKind.PAID, {"means": "card", "cents": 50}),
        (EntryKind.PHOTOGRAPH_SET, {"picture": "d"}, TimelineKind.PHOTOGRAPHED, {}),
        (EntryKind.PHOTOGRAPH_SET, {"picture": ""}, TimelineKind.PHOTOGRAPH_REMOVED, {}),
    ],
)
def test_what_an_entry_says_is_told_under_its_name(kind, body, what, told):
    (line,) = read_timeline([Steps().entry(kind, **body)])
    assert line.what is what
    assert {name: getattr(line, name) for name in told} == told


def test_what_comes_back_is_what_was_lent_last_and_the_return_was_not_undone():
    steps = Steps()
    lent = [steps.entry(EntryKind.THING_LENT, thing=thing, **DOOR) for thing in ("12", "13")]
    undone = steps.entry(EntryKind.UNDONE, targets=[lent[1].id.hex()])
    back, again = (steps.entry(EntryKind.CHECKED_OUT, **DOOR) for _ in range(2))
    lines = read_timeline([*lent, undone, back, again])
    assert [(line.what, line.thing) for line in lines[:2]] == [(TimelineKind.EXITED, ""), (TimelineKind.EXITED, "12")]
    assert read_timeline([*lent, back])[0].thing == "13"
    steps = Steps()
    lent = steps.entry(EntryKind.THING_LENT, control_point="casques", thing="12")
    mistake = steps.entry(EntryKind.CHECKED_OUT, control_point="casques")
    undone = steps.entry(EntryKind.UNDONE, targets=[mistake.id.hex()])
    returned = steps.entry(EntryKind.CHECKED_OUT, control_point="casques")
    later = steps.entry(EntryKind.CHECKED_OUT, control_point="casques")
    lines = {line.entry: line.thing for line in read_timeline([lent, mistake, undone, returned, later])}
    assert [lines[each.id] for each in (mistake, returned, later)] == ["12", "12", ""]


AMOUNTS = {
    0: "0|Plein tarif|45 / 60|-45|",
    4500: "45|45 €",
    4550: "45,50 €|€45.5",
    120_000: "1 200,00 EUR|1\u202f200 €|1.200,00 €|1'200|1.200",
    120_050: "1,200.50",
}


@pytest.mark.parametrize(("text", "cents"), [(text, c) for c, texts in AMOUNTS.items() for text in texts.split("|")])
def test_an_amount_is_read_as_lists_write_it_or_not_at_all(text, cents):
    assert parse_cents(text) == cents


@pytest.mark.parametrize(
    ("custom", "due"),
    [
        ({"Tarif": "Plein", "Prix": "60 €", "Reste à payer": "20 €"}, "20 €"),
        ({"Tarif": "Plein"}, ""),
        ({"Reste à payer": "0 €", "Montant": "45 €"}, ""),  # nothing is due
        ({"Reste à payer": "", "Montant": "45 €"}, "45 €"),
        ({"Montant payé": "45 €", "Catégorie de prix": "2", "Acompte": "5 €"}, ""),
        ({"Montant payé": "0", "Montant tarif": "35,00"}, "35,00"),
        ({"Prix du billet": "80 €", "Don": "5 €"}, "80 €"),
    ],
)
def test_what_is_due_is_the_column_that_says_so_first(custom, due):
    assert amount_text(an_attendee(custom=custom)) == due


def paid(status, *more):
    steps = Steps()
    person = an_attendee(status=status)
    entries = [steps.added(person), steps.entry(EntryKind.PAYMENT_RECEIVED, person.id, means="cash", cents=4500)]
    return fold_history([*entries, *(steps.entry(kind, person.id, **body(entries)) for kind, body in more)])


def test_a_payment_confirms_an_unpaid_registration_and_sums_are_by_desk_and_means():
    undo = (EntryKind.UNDONE, lambda entries: {"targets": [entries[-1].id.hex()]})
    assert paid(Status.UNPAID).attendee.status is Status.CONFIRMED
    assert paid(Status.CANCELLED).attendee.status is Status.CANCELLED
    assert paid(Status.UNPAID, undo).attendee.status is Status.UNPAID
    assert can_be_paid(an_attendee(status=Status.UNPAID))
    assert not can_be_paid(an_attendee(status=Status.UNPAID, position={"id": 1})), "what a ticketing sold is paid there"
    steps = Steps()
    told = [("Accueil 2", "card", 100), ("Accueil 1", "cheque", 50), ("Accueil 1", "cash", 0), ("Accueil 1", "cash", 7)]
    entries = [steps.entry(EntryKind.PAYMENT_RECEIVED, "A", desk, means=m, cents=c) for desk, m, c in told]
    found = [(s.desk, s.means, s.count, s.cents) for s in sum_payments(map(read_payment, entries))]
    assert found == [("Accueil 1", "cash", 2, 7), ("Accueil 1", "cheque", 1, 50), ("Accueil 2", "card", 1, 100)]
    assert written_amount(1205) == "12,05"


@pytest.mark.parametrize("body", [{}, {"means": 7}, {"means": None, "cents": 5}])
def test_a_body_of_another_program_is_no_payment(body):
    assert read_payment(Steps().entry(EntryKind.PAYMENT_RECEIVED, "A", **body)) is None


def ended(steps, call, how, desk="Accueil 1"):
    return steps.entry(EntryKind.HELP_ENDED, "", desk, **end_body(call.id, how))


def test_each_call_waits_until_it_is_ended_or_too_old():
    steps = Steps()
    first, second = (steps.entry(EntryKind.HELP_ASKED, "", desk) for desk in ("Borne 1", "Borne 2"))
    now = steps.at
    assert [call.desk for call in open_calls([first, second], now)] == ["Borne 1", "Borne 2"]
    coming = ended(steps, first, HelpEnd.COMING)
    assert [call.desk for call in open_calls([first, second, coming], now)] == ["Borne 2"]
    assert open_calls([second], now + LAPSES) == ()
    assert open_calls([second], now - timedelta(hours=1))  # the clock of that desk runs ahead


def test_whoever_comes_counts_though_the_call_was_given_up_meanwhile_and_odd_ends_end_no_other_call():
    steps = Steps()
    call = steps.entry(EntryKind.HELP_ASKED, "", "Borne 1")
    assert call_end(call.id, [call]) is None
    ends = [ended(steps, call, HelpEnd.WITHDRAWN, "Borne 1"), ended(steps, call, HelpEnd.COMING)]
    assert {call_end(call.id, order) for order in permutations([call, *ends])} == {HelpEnd.COMING}
    assert call_end(call.id, ends[:1]) is HelpEnd.WITHDRAWN
    steps = Steps()
    call = steps.entry(EntryKind.HELP_ASKED, "", "Borne 1")
    odd = steps.entry(EntryKind.HELP_ENDED, "", targets=7, how="coming")
    unheard = steps.entry(EntryKind.HELP_ENDED, "", targets=[call.id.hex()], how="by_robot")
    assert len(open_calls([call, odd], steps.at)) == 1
    assert open_calls([call, odd, unheard], steps.at) == ()
    assert call_end(call.id, [call, unheard]) is None


NOW = datetime(2023, 7, 4, 11, 30, tzinfo=ZoneInfo("Europe/Paris"))


def passage(steps, kind, minute, written=None):
    """Recorded at `minute`; with `written`, of a paper that says that minute."""
    steps.at = MORNING + timedelta(minutes=minute)
    body = {"written_at": (MORNING + timedelta(minutes=written)).isoformat()} if written is not None else {}
    return steps.entry(kind, control_point="accueil", **body)


def test_the_paper_came_before_the_scan_that_is_known_until_it_is_undone():
    steps = Steps()
    scanned, gone = passage(steps, EntryKind.CHECKED_IN, 30), passage(steps, EntryKind.CHECKED_OUT, 60)
    paper = passage(steps, EntryKind.CHECKED_IN, 90, written=5)
    visit = fold_history([scanned, gone, paper]).visit("accueil")
    assert (visit.arrived, visit.left, visit.is_inside) == (paper, gone, False)
    assert fold_history([scanned, gone, paper]).conflicts == ()
    steps = Steps()
    scanned = passage(steps, EntryKind.CHECKED_IN, 30)
    paper = passage(steps, EntryKind.CHECKED_IN, 90, written=5)
    undone = steps.entry(EntryKind.UNDONE, targets=[paper.id.hex()])
    assert fold_history([scanned, paper, undone]).visit("accueil").arrived == scanned
    scanned = passage(Steps(), EntryKind.CHECKED_IN, 30)
    assert known_at([scanned], MORNING + timedelta(minutes=20)) == [], "what was known then"
    assert known_at([scanned], MORNING + timedelta(minutes=31)) == [scanned]


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 60), st.none() | st.integers(0, 60)), max_size=8))
def test_every_entry_stays_and_what_is_not_from_paper_keeps_its_order(drawn):
    steps, entries = Steps(), []
    for is_arrival, minute, written in drawn:
        entries.append(passage(steps, EntryKind.CHECKED_IN if is_arrival else EntryKind.CHECKED_OUT, minute, written))
    ordered = order_paper_entries(entries)
    assert sorted(e.id for e in ordered) == [e.id for e in entries]
    assert [e for e in ordered if not e.written_at] == [e for e in entries if not e.written_at]


@pytest.mark.parametrize("said", ["", "now", "25:00", 845, "2023-07-04T08:45:00"])
def test_a_time_that_is_none_is_none(said):
    entry = Steps().entry(EntryKind.CHECKED_IN, written_at=said)
    assert (entry.written_at, entry.happened_at) == (None, entry.at)


@pytest.mark.parametrize(
    ("typed", "hour", "minute", "day"), [("8:45", 8, 45, 4), ("9h", 9, 0, 4), ("3/7 18:30", 18, 30, 3)]
)
def test_times_are_read_on_the_clock_of_the_hall(typed, hour, minute, day):
    assert parse_paper_time(typed, NOW) == datetime(2023, 7, day, hour - 2, minute, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["", "soon", "11:31", "31/2 8:00"])
def test_no_time_or_one_to_come_is_told(typed):
    with pytest.raises(UserError):
        parse_paper_time(typed, NOW)


@pytest.mark.parametrize("way", [1, -1])
def test_a_paper_with_many_lines_is_ordered_in_steps_that_grow_with_its_lines(way):
    steps = Steps()
    scanned = [passage(steps, EntryKind.CHECKED_IN, 2_000)]
    papers = scanned + [passage(steps, EntryKind.CHECKED_IN, 3_000, written=1_000 + way * n) for n in range(800)]
    times = [entry.happened_at for entry in order_paper_entries(papers)]
    assert times == sorted(times)
    assert lines_run(lambda: order_paper_entries(papers)) < 4.5 * lines_run(lambda: order_paper_entries(papers[:200]))


@pytest.mark.parametrize(
    "title",
    [
        *("Montant (€)", "Tarif (€)", "Prix (€)", "Montant TTC (€)", "Montant de l'inscription", "Reste à payer (€)"),
        *(
            "Prix en euros",
            "MONTANT (EUR)",
            "Tarif de l’inscription TTC",
            "Total (euros)",
            "Price (€)",
            "Amount due in EUR",
        ),
        *("Montant à régler :", "Frais d'inscription (€)", "Registration fee", "Solde à payer"),
    ],
)
def test_the_title_of_an_amount_may_name_the_currency_the_tax_and_the_registration(title):
    assert amount_text(an_attendee(custom={title: "45 €"})) == "45 €"


@pytest.mark.parametrize(
    ("title", "text", "due"),
    [
        ("Montant TTC (€)", "85,00", "85,00 €"),
        ("Montant TTC (€)", "85,00 EUR", "85,00 EUR"),
        ("Price (USD)", "1,200.00", "1,200.00 $"),
        ("Prix en euros", "45", "45 €"),
        ("Tarif CHF", "45", "45 CHF"),
        ("Tarif", "45", "45"),
    ],
)
def test_an_amount_has_the_currency_of_its_column(title, text, due):
    person = an_attendee(custom={title: text})
    assert (amount_text(person), parse_cents(due)) == (due, parse_cents(text))


def test_people_who_pay_in_one_currency_have_it_in_common():
    prices = ({"Prix (EUR)": "45"}, {"Tarif": "20 €"}, {"Tarif": "20"}, {"Prix": "45 CHF"})
    people = [an_attendee(custom=custom) for custom in prices]
    assert [currency_of(each) for each in (people[:3], people, people[2:3])] == ["€", "", ""]


def test_what_is_left_to_pay_goes_before_a_price_however_they_are_titled():
    both = {"Tarif (€)": "60", "Reste à payer (€)": "20", "Montant payé (€)": "40"}
    assert amount_text(an_attendee(custom=both)) == "20 €"
    assert amount_text(an_attendee(custom=both | {"Reste à payer (€)": "0"})) == "", "nothing is due"
    assert amount_text(an_attendee(custom={"Montant payé (€)": "40", "Acompte en euros": "5"})) == ""
