# SPDX-License-Identifier: GPL-3.0-or-later
"""The answer of the ticketing on one scan: each rule, and which comes first."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.decision import Reason, failure_reason
from checkin.core.entries import EARLIEST, LATEST, EntryKind
from checkin.core.sync.sealed_entry import is_shareable
from checkin.core.ticketing.position import SignedTicket, TicketAnswer, read_signed_ticket
from checkin.core.ticketing.pulled import annulled_passages, foreign_passages, passage_entry
from checkin.core.ticketing.questions import Question
from checkin.core.ticketing.rule_explanations import (
    NO_ADDONS,
    NO_GATE,
    NO_MEDIUM,
    NO_SERIES_DATE,
    NO_ZONE,
    TicketReason,
)
from checkin.core.ticketing.sent_scans import is_annulled_too_late, secret_of, walk_in_order, walk_in_product
from checkin.core.ticketing.ticket_rules import CheckInList
from checkin.core.ticketing.ticketing import (
    Product,
    ProductVariation,
    Ticketing,
    answer_choices,
    column_text,
    desk_answers,
    desk_text,
    question_title,
)
from tests.builders import a_programme, an_attendee
from tests.core.ticketing.api import a_checkin, a_device, a_position, a_ticketing, an_order
from tests.core.ticketing.tickets import (
    LIST,
    OTHER_WORKSHOP,
    PAID,
    TICKETING,
    VISIT,
    WORKSHOP,
    TicketSigner,
    addon,
    answer,
    at,
    entry,
    leaving,
    payload,
    reason,
    varint,
)

PENDING = replace(PAID, status="n")
NEVER_AGAIN = replace(LIST, allow_entry_after_exit=False)
FIRST, SECOND = addon(11, WORKSHOP), addon(12, OTHER_WORKSHOP)
WITH_ADDONS = replace(PAID, addons=(FIRST, SECOND))
WORKSHOPS = CheckInList(2, products=(WORKSHOP, OTHER_WORKSHOP), addon_match=True)
DIET = Question(1, "REGIME", type="S", is_asked=True, products=(VISIT,), place=2)
ASKING = replace(TICKETING, questions=(DIET,))
ONLY_BEFORE_NINE = replace(LIST, rules={"isBefore": [{"var": "now"}, {"buildTime": ["date_from"]}]})


WAITING = replace(PENDING, require_approval=True, valid_if_pending=True)
WITH_PENDING = replace(LIST, include_pending=True)
OF_ANOTHER = replace(LIST, all_products=False, products=(7,))


@pytest.mark.parametrize(
    ("position", "check_in_list", "how", "expected"),
    [
        (PAID, LIST, {}, ""),
        (PAID, LIST, {"is_revoked": True, "is_blocked": True}, ""),  # its new code, though it stands among the revoked
        (None, LIST, {}, "invalid"),
        (None, LIST, {"is_revoked": True}, "revoked"),
        *((replace(PAID, status=status), LIST, {}, "canceled") for status in ("c", "e", "")),
        (replace(PAID, is_cancelled=True), LIST, {}, "invalid"),  # it left its order
        (replace(PAID, is_blocked=True), LIST, {}, "blocked"),
        (replace(PAID, is_blocked=True), LIST, {"is_exit": True}, "blocked"),
        (WAITING, LIST, {}, "unapproved"),  # even if pending counts
        (replace(WAITING, status="p"), LIST, {}, ""),
        (PENDING, LIST, {}, "unpaid"),
        (PENDING, WITH_PENDING, {}, "unpaid"),
        (PENDING, LIST, {"ignore_unpaid": True}, "unpaid"),
        (PENDING, WITH_PENDING, {"ignore_unpaid": True}, ""),
        (replace(PENDING, valid_if_pending=True), LIST, {}, ""),
        (PENDING, OF_ANOTHER, {}, "product"),  # before the payment
        (PAID, replace(OF_ANOTHER, products=(VISIT,)), {}, ""),
        (replace(PAID, subevent=4), replace(LIST, subevent=5), {}, "invalid"),
        (replace(PAID, subevent=5), replace(LIST, subevent=5), {}, ""),
    ],
)
def test_each_state_of_a_ticket_has_its_answer(position, check_in_list, how, expected):
    assert reason(position, check_in_list, **how) == expected
    assert expected or answer(position, check_in_list, **how).position == position


def test_a_ticket_has_its_time_and_may_leave_after_it():
    until, since = replace(PAID, valid_until=at("09:59")), replace(PAID, valid_from=at("10:01"))
    assert reason(until) == reason(since) == "invalid_time"
    assert reason(until, is_exit=True) == reason(since, is_exit=True) == ""
    assert reason(replace(PAID, valid_from=at("10:00"), valid_until=at("10:00"))) == ""
    (today,) = answer(replace(PAID, valid_from=at("14:30"))).explanations
    (before,) = answer(replace(PAID, valid_until=at("18:00", "2023-07-03"))).explanations
    assert today.fields == {"time": "14:30"}
    assert before.fields == {"day": "03/07/2023", "time": "18:00"}


def test_the_rules_of_a_list_refuse_the_entry_alone():
    found = answer(PAID, ONLY_BEFORE_NINE)
    assert (found.reason, [e.fields for e in found.explanations]) == ("rules", [{"time": "09:00"}])
    assert reason(PAID, ONLY_BEFORE_NINE, is_exit=True) == ""
    assert reason(PAID, ONLY_BEFORE_NINE, moment=at("08:30")) == ""


def test_what_is_not_known_leaves_the_answer_open_unless_a_refusal_is_certain():
    at_gate = replace(LIST, rules={"==": [{"var": "gate"}, 1]})
    found = answer(PAID, at_gate)
    assert (found.is_accepted, found.is_undecided, found.missing[0].words) == (False, True, NO_GATE)
    assert (reason(PAID, at_gate, gate=1), reason(PAID, at_gate, gate=0)) == ("", "rules")
    found = answer(PAID, replace(NEVER_AGAIN, rules={"==": [{"var": "gate"}, 1]}), passages=[entry("09:00")])
    assert (found.reason, found.is_undecided) == (TicketReason.ALREADY_REDEEMED, False)
    assert found.missing
    assert answer(replace(PAID, subevent=4), ONLY_BEFORE_NINE).missing[0].words == NO_SERIES_DATE
    assert answer(PAID, ONLY_BEFORE_NINE, replace(TICKETING, timezone="Europe/Atlantis")).missing[0].words == NO_ZONE
    medium = replace(TICKETING, products=(Product(VISIT, needs_medium=True),))
    assert answer(ticketing=medium).missing[0].words == NO_MEDIUM
    assert answer(ticketing=medium, is_exit=True).is_undecided


def test_open_questions_are_asked_at_the_entry_after_the_rules():
    found = answer(ticketing=ASKING)
    assert (found.reason, found.questions) == ("incomplete", (DIET,))
    assert reason(PAID, ONLY_BEFORE_NINE, ASKING) == "rules"
    assert reason(ticketing=ASKING, is_exit=True) == ""
    assert reason(ticketing=ASKING, answers={1: "végétarien"}) == ""
    assert reason(replace(PAID, answers={1: TicketAnswer("sans gluten")}), ticketing=ASKING) == ""
    assert reason(replace(PAID, item=2), ticketing=ASKING) == ""
    assert reason(PAID, NEVER_AGAIN, ASKING, passages=[entry("09:00")]) == "incomplete"


@pytest.mark.parametrize(
    ("passages", "after_exit", "multiple", "expected"),
    [
        ((), False, False, ""),
        ((entry("09:00"),), True, False, "already_redeemed"),
        ((entry("09:00"),), False, True, ""),
        ((entry("09:00"), leaving("09:30")), True, False, ""),
        ((entry("09:00"), leaving("09:30")), False, False, "already_redeemed"),
        ((leaving("08:30"), leaving("09:30")), False, False, ""),
        ((leaving("09:30"), entry("09:45"), leaving("09:40")), True, False, "already_redeemed"),
    ],
)
def test_how_often_a_ticket_counts(passages, after_exit, multiple, expected):
    allowed = replace(LIST, allow_entry_after_exit=after_exit, allow_multiple_entries=multiple)
    assert reason(PAID, allowed, passages=passages) == expected
    assert reason(PAID, allowed, passages=passages, is_exit=True) == ""


@pytest.mark.parametrize(
    ("since", "passages", "expected"),
    [
        ("09:30", (entry("09:00"),), ""),
        ("09:00", (entry("09:00"),), ""),
        ("10:30", (entry("09:00"),), "already_redeemed"),
        ("09:30", (entry("09:00"), entry("09:45")), "already_redeemed"),
        ("09:30", (entry("09:00", day="2023-07-03"),), ""),
        ("09:30", (entry("09:00"), leaving("09:10"), entry("09:20")), ""),
    ],
)
def test_everybody_is_sent_out_at_the_hour_of_the_list(since, passages, expected):
    assert reason(PAID, replace(LIST, exit_all_at=at(since)), passages=passages) == expected
    assert reason(PAID, replace(NEVER_AGAIN, exit_all_at=at(since)), passages=passages) == "already_redeemed"


def test_everybody_is_sent_out_each_day_and_passages_of_another_ticket_of_the_order_do_not_count():
    for_weeks = replace(LIST, exit_all_at=at("23:00", "2023-06-20"))
    assert reason(PAID, for_weeks, passages=[entry("22:00", day="2023-07-03")]) == ""
    assert reason(PAID, for_weeks, passages=[entry("23:30", day="2023-07-03")]) == "already_redeemed"
    assert reason(WITH_ADDONS, NEVER_AGAIN, passages=[entry("09:00", FIRST.id)]) == ""
    assert reason(WITH_ADDONS, NEVER_AGAIN, passages=[entry("09:00", 0)]) == "already_redeemed"


def test_a_ticket_stands_for_its_addon_and_two_of_one_list_are_ambiguous_unless_one_is_valid():
    one = replace(PAID, addons=(FIRST,))
    assert (answer(one, WORKSHOPS).position, answer(one, WORKSHOPS).is_accepted) == (FIRST, True)
    assert reason(one, replace(WORKSHOPS, addon_match=False)) == "product"
    assert reason(one, WORKSHOPS, passages=[entry("09:00", FIRST.id)]) == "already_redeemed"
    assert answer(FIRST, replace(WORKSHOPS, addon_match=False)).is_accepted
    early, late = addon(11, WORKSHOP, valid_until=at("09:30")), addon(12, OTHER_WORKSHOP, valid_from=at("09:30"))
    assert reason(WITH_ADDONS, WORKSHOPS) == "ambiguous"
    assert answer(replace(PAID, addons=(early, late)), WORKSHOPS).position == late
    assert answer(replace(PAID, addons=(early, late)), WORKSHOPS, moment=at("09:00")).position == early
    first, second = (addon(11, WORKSHOP, valid_from=at("15:00")), addon(12, OTHER_WORKSHOP, valid_from=at("12:00")))
    assert answer(replace(PAID, addons=(first, second)), WORKSHOPS).position == second
    gone = (addon(11, WORKSHOP, valid_until=at("08:00")), addon(12, OTHER_WORKSHOP, valid_until=at("09:00")))
    assert answer(replace(PAID, addons=gone), WORKSHOPS).position == gone[1]


def test_what_the_order_the_variation_and_the_product_say_is_shown_with_every_answer():
    product = Product(VISIT, text="Pochette", variations=(ProductVariation(3, attention=True, text="Matin"),))
    known = replace(TICKETING, products=(product,))
    found = answer(replace(PAID, status="c", variation=3, text="À voir"), ticketing=known)
    assert (found.reason, found.attention, found.texts) == ("canceled", True, ("À voir", "Matin", "Pochette"))
    assert not answer(ticketing=known).attention


SIGNED = SignedTicket("seed", VISIT)


def test_a_signed_ticket_is_refused_by_what_it_says_and_by_the_lists_of_the_ticketing():
    found = answer(SIGNED)
    assert found.is_accepted
    assert "not in the list yet" in found.explanations[0].words.text
    assert (found.position, reason(SIGNED, passages=[entry("09:00", 0)])) == (None, "already_redeemed")
    assert reason(SIGNED, is_revoked=True) == "revoked"
    assert reason(SIGNED, is_blocked=True) == "blocked"
    assert reason(replace(SIGNED, item=9), replace(LIST, all_products=False, products=(VISIT,))) == "product"
    assert reason(replace(SIGNED, valid_until=at("09:00"))) == "invalid_time"
    assert reason(replace(SIGNED, subevent=1), replace(LIST, subevent=2)) == "invalid"
    assert reason(SIGNED, ticketing=ASKING) == "incomplete"
    assert answer(SIGNED, WORKSHOPS).missing[0].words == NO_ADDONS


STATES = st.fixed_dictionaries(
    {
        "status": st.sampled_from("pnec"),
        "valid_if_pending": st.booleans(),
        "require_approval": st.booleans(),
        "is_blocked": st.booleans(),
        "valid_from": st.none() | st.sampled_from([at("09:00"), at("11:00")]),
        "valid_until": st.none() | st.sampled_from([at("09:00"), at("11:00")]),
    }
)

PASSAGES = st.lists(st.sampled_from([entry("09:00"), leaving("09:10"), entry("09:20"), leaving("09:30")]))


@given(STATES, PASSAGES)
def test_who_may_enter_may_leave_and_a_list_that_allows_more_refuses_nobody_else(state, passages):
    position = replace(PAID, **state)
    if answer(position, passages=passages).is_accepted:
        assert answer(position, passages=passages, is_exit=True).is_accepted
    position = replace(PAID, **state)
    wider = replace(LIST, allow_multiple_entries=True, include_pending=True)
    if answer(position, passages=passages, ignore_unpaid=True).is_accepted:
        assert answer(position, wider, passages=passages, ignore_unpaid=True).is_accepted


@given(STATES, st.permutations([entry("09:00"), leaving("09:10"), entry("09:20"), leaving("09:30")]))
def test_the_order_in_which_passages_became_known_does_not_matter(state, passages):
    position = replace(PAID, **state)
    assert answer(position, passages=passages) == answer(position, passages=sorted(passages, key=lambda p: p.at))


FAILURES = {
    *("canceled", "invalid", "unpaid", "product", "rules", "revoked", "incomplete", "already_redeemed"),
    *("ambiguous", "error", "blocked", "unapproved", "invalid_time"),
}
"""The words that pretix takes (checkinlists/…/failed_checkins)."""


def test_check_ins_of_other_devices_are_found_each_one_entry_at_every_desk():
    order = an_order(
        a_position(1, checkins=[a_checkin(1, device=1), a_checkin(2)]),
        a_position(2, addon_to=1, checkins=[a_checkin(3, list=5)]),
        a_position(3, addon_to=9, checkins=[a_checkin(4), {"id": None}]),
    )
    pulled = a_ticketing(devices=[a_device(1, "Nord")])
    found = [(host, position, checkin["id"]) for host, position, checkin in foreign_passages(order, pulled)]
    assert found == [(1, 1, 2), (1, 2, 3), (3, 3, 4)]
    pulled = a_ticketing()
    entry = passage_entry("A", 1, a_checkin(), pulled)
    assert entry == passage_entry("A", 1, a_checkin(), a_ticketing())
    assert (entry.kind, entry.desk, entry.at) == (EntryKind.CHECKED_IN, "pretix 2", "2023-07-04T09:00:00+02:00")
    assert is_shareable(entry)
    assert passage_entry("A", 1, a_checkin(8), pulled).id != entry.id
    assert passage_entry("A", 1, a_checkin(type="exit"), pulled).kind == EntryKind.CHECKED_OUT
    assert passage_entry("A", 1, a_checkin(datetime="demain"), pulled) is None
    pulled = a_ticketing(lists=[CheckInList(1, "Café", all_products=True, allow_multiple_entries=True)])
    assert passage_entry("A", 1, a_checkin(), pulled).opened().body["reason"] == "reentry"


def test_what_the_server_has_no_more_is_undone_once_and_our_own_never():
    known = [passage_entry("A", 1, a_checkin(number), a_ticketing()).opened() for number in (7, 8)]
    ((kind, subject, body),) = annulled_passages(known, frozenset({8}), set())
    assert (kind, subject, body["targets"]) == (EntryKind.UNDONE, "A", [known[0].id.hex()])
    assert [*annulled_passages(known, frozenset({8}), {known[0].id.hex()})] == []


def test_columns_are_answers_as_the_server_wants_them():
    ticketing = a_ticketing().ticketing
    assert desk_answers(ticketing, {"Régime": "végan", "Photo": "oui", "Autre": "x"}) == {1: "VEGAN", 2: "True"}
    assert set(desk_answers(ticketing, {"Régime": "végan", "Photo": "Non"})) == {1, 2}
    assert desk_answers(ticketing, {"Régime": "pas une option", "Photo": ""}) == {}


DISHES = [
    {"id": 3, "identifier": "VEGE", "answer": {"fr": "Végétarien", "en": "Vegetarian"}},
    {"id": 4, "identifier": "FISH", "answer": {"fr": "Poisson", "en": "Fish, or squid"}},
]
WHICH_LUNCH = {"fr": "Quel déjeuner ?", "en": "Which lunch?"}
LUNCH = Question.from_body({"id": 1, "question": WHICH_LUNCH, "type": "M", "options": DISHES})
PHOTO = Question.from_body({"id": 2, "question": {"fr": "Photo ?", "en": "Photo?"}, "type": "B"})


@pytest.mark.parametrize(
    ("languages", "title", "option", "yes"),
    [(("en",), "Which lunch?", "Vegetarian", "Yes"), (("fr", "en"), "Quel déjeuner ?", "Végétarien", "Oui")],
)
def test_an_option_has_one_text_in_its_column_whoever_answered(languages, title, option, yes):
    ticketing = Ticketing(questions=(LUNCH, PHOTO), languages=languages)
    assert question_title(ticketing, LUNCH) == title
    assert answer_choices(ticketing, replace(LUNCH, type="C"))[0] == option
    for of_server in ("Vegetarian", "Végétarien", "Vegetarisch"):
        assert column_text(ticketing, LUNCH, of_server, ["VEGE"]) == option
    for typed in ("vegetarian", "VÉGÉTARIEN", "VEGE", option):
        assert desk_text(ticketing, title, typed) == option
    assert {desk_text(ticketing, question_title(ticketing, PHOTO), typed) for typed in ("yes", "Oui")} == {yes}
    assert desk_answers(ticketing, {title: option}) == {1: "VEGE"}
    assert desk_answers(ticketing, {title: f"{option}, fish, or squid"}) == {1: "VEGE,FISH"}


def test_what_is_no_option_stays_as_it_was_written():
    ticketing = Ticketing(questions=(LUNCH,), languages=("en",))
    assert column_text(ticketing, LUNCH, "Viande", ["MEAT"]) == column_text(ticketing, LUNCH, "Viande") == "Viande"
    assert desk_text(ticketing, "Which lunch?", "vegetarian, soup") == "vegetarian, soup"
    assert desk_text(ticketing, "Which lunch?", "poisson, vegetarian") == "Vegetarian, Fish, or squid"
    assert desk_text(ticketing, "Table", "vegetarian") == "vegetarian"


def test_every_reason_has_a_word_that_the_server_takes():
    assert {failure_reason(reason) for reason in Reason} <= FAILURES
    assert (failure_reason("brand_new"), failure_reason(None)) == ("error", "error")


def test_a_person_is_told_by_the_code_that_the_server_knows_and_a_late_annulment_from_one_not_needed():
    position = {"id": 1, "secret": "theirs", "addons": [{"id": 2, "secret": "addon"}]}
    person = an_attendee(ticket_code="ours", position=position)
    assert [secret_of(person, number) for number in (0, 1, 2, 99)] == ["theirs", "theirs", "addon", "theirs"]
    assert secret_of(an_attendee(ticket_code="ours"), 0) == "ours"
    assert is_annulled_too_late({"non_field_errors": ["Annulment is not allowed more than 15 minutes after check-in"]})
    assert not is_annulled_too_late({"detail": "No check-in found based on nonce"})
    assert not is_annulled_too_late({})


def test_a_person_registered_here_gets_the_product_of_their_category_and_the_sessions_they_chose():
    ticketing, programme = a_ticketing().ticketing, a_programme()
    assert walk_in_product(an_attendee(category="Presse"), programme, ticketing).id == 1
    assert walk_in_product(an_attendee(), programme, a_ticketing().ticketing.__class__()) is None
    order = walk_in_order(an_attendee(ticket_code="ours", organisation="CNRS"), ticketing.product(1), ticketing)
    assert order["positions"][0]["secret"] == "ours"
    assert order["positions"][0]["company"] == "CNRS"
    options = (Product(5, is_addon=True), Product(6, is_addon=True, variations=(ProductVariation(61),)), Product(7))
    ticketing = replace(a_ticketing().ticketing, products=options)
    person = an_attendee(sessions=("item-6", "item-5", "item-7", "list-3", "pleniere"))
    _, *addons = walk_in_order(person, Product(1), ticketing)["positions"]
    told = [(each["positionid"], each["addon_to"], each["item"], each["variation"]) for each in addons]
    assert told == [(2, 1, 6, 61), (3, 1, 5, None)]


SERVER, OTHER = TicketSigner(), TicketSigner()
GENUINE = SERVER.sign(payload(item=7, variation=3))

REAL_KEY = (
    "LS0tLS1CRUdJTiBQVUJMSUMgS0VZLS0tLS0KTUNvd0JRWURLMlZ3QXlFQTdBRDcyeUZ5dEx1c1drMWJJS2RUNkZwckZqRzlveU9oK0JTVVlqbTVI"
)


def read(text, *keys):
    return read_signed_ticket(text, keys or (SERVER.public,))


def test_a_ticket_says_for_what_and_when_it_is_and_limits_nothing_else():
    text = SERVER.sign(payload(item=7, variation=3, subevent=2, valid_from=1688450400, valid_until=1688486400))
    begins, ends = datetime(2023, 7, 4, 6, tzinfo=UTC), datetime(2023, 7, 4, 16, tzinfo=UTC)
    assert read(text) == SignedTicket("123456789", 7, 3, 2, begins, ends)
    assert read(GENUINE) == read(f" {GENUINE}\n") == SignedTicket("123456789", 7, 3)
    found = read(SERVER.sign(payload(item=1, valid_from=1, valid_until=2**62)))
    assert found.valid_from >= EARLIEST
    assert found.valid_until < LATEST
    assert read(SERVER.sign(payload(item=7) + b"\x3a\x02ab" + b"\x40" + varint(300))).item == 7


def test_any_key_of_the_event_proves_a_ticket_that_has_one_text_only():
    assert read(GENUINE, OTHER.public, SERVER.public)
    assert read(GENUINE, OTHER.public) is None
    assert read_signed_ticket(GENUINE, ()) is None
    spellings = [GENUINE.lstrip("="), "=" + GENUINE, GENUINE[:9] + "\n" + GENUINE[9:], "AAAA" + GENUINE]
    assert [read(text) for text in spellings if text != GENUINE] == [None] * len({*spellings} - {GENUINE})


@pytest.mark.parametrize("key", ["", "x", "é", SERVER.public[:-9], REAL_KEY, "LS0tLS1CRUdJTiBQVUJMSUMgS0VZLS0tLS0="])
def test_a_broken_key_proves_nothing_and_does_not_hide_a_good_one(key):
    assert read(GENUINE, key) is None
    assert read(GENUINE, key, SERVER.public)


@pytest.mark.parametrize("bad", [b"\x0a\xff", b"\x0a\x02\xff\xff", b"\x10", b"\x15abcd", b"\x12\x01a", b"\x80" * 12])
def test_a_payload_that_is_none_is_no_ticket_though_it_is_signed(bad):
    assert read(SERVER.sign(bad)) is None
    assert [read(SERVER.sign(payload(item=1), version)) for version in (0, 2)] == [None, None], "another format"


@given(st.integers(0, len(GENUINE) - 1), st.sampled_from("ABCDEFxyz0123456789+/="))
def test_a_ticket_with_another_letter_is_none(place, letter):
    changed = GENUINE[:place] + letter + GENUINE[place + 1 :]
    assert (read(changed) is None) is (changed != GENUINE)


@given(st.integers(0, len(GENUINE) - 1))
def test_a_ticket_that_is_cut_off_is_none(end):
    assert read(GENUINE[:end]) is None
    assert read(GENUINE[end + 1 :]) is None


@given(st.text() | st.text("ABCDEFabcdef0123456789+/=") | st.binary().map(lambda raw: SERVER.sign(raw)))
def test_any_text_can_be_scanned(text):
    found = read(text)
    assert found is None or isinstance(found, SignedTicket)
