# SPDX-License-Identifier: GPL-3.0-or-later
"""What happens at a desk, as a real pretix has it afterwards."""

from contextlib import closing
from datetime import UTC

import pytest

from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.core.history import TICKETING
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.supervisor import Authority
from checkin.core.ticketing.ticketing_status import UNDONE_ELSEWHERE, UNDONE_TOO_LATE
from checkin.services.ticketing.ticketing_joining import count_let_in_despite, disconnect, read_ticketing_status
from checkin.sync.pretix_connection import PretixBusyError, PretixFaultError, PretixUnreachableError
from tests.needs import need
from tests.services.ticketing.breaking_proxy import CUT_AFTER, FAULT, GOOD, BreakingProxy, first
from tests.services.ticketing.ticketed_desk import TicketedDesk, failed, organiser, status, successful

need("pretix")


def position(pretix, label, place=0):
    return pretix.main.position_id(label, place)


def kinds(pretix, number):
    return [(kind, place) for _, place, kind, _, _ in successful(pretix, number)]


def at_the_server(moment):
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def test_an_arrival_an_exit_and_a_return_are_told_once_with_their_times(pretix, joined, lists):
    secret, here = pretix.main.secret("paid_1"), lists["accueil"]
    assert joined.scan(secret, here).verdict is Verdict.ADMIT
    assert joined.sync().sent == 1
    assert joined.scan(secret, here, leaving=True).reason is Reason.EXIT
    assert joined.scan(secret, here).reason is Reason.REENTRY
    assert joined.sync().sent == 2
    assert joined.sync() == type(joined.sync())()
    number = position(pretix, "paid_1")
    assert kinds(pretix, here) == [("entry", number), ("exit", number), ("entry", number)]
    assert status(pretix, here) == (1, 1)
    first, *_ = pretix.execute("SELECT datetime FROM pretixbase_checkin ORDER BY datetime")
    assert first[0].startswith(at_the_server(joined.passages()[0][2]))
    left = joined.scan(secret, here, leaving=True)
    joined.sync()
    assert status(pretix, here) == (1, 0)
    joined.desk.undo(left.entry)
    joined.sync()
    assert (status(pretix, here), joined.quarantined()) == ((1, 1), [])


def test_refused_scans_are_recorded_with_the_servers_own_words_and_who_is_let_in_over_one_is_in(pretix, joined, lists):
    here = lists["accueil"]
    refused = joined.scan(pretix.main.secret("canceled"), here)
    assert refused.verdict is Verdict.REFUSE
    for label in ("remote", "blocked", "unapproved", "pending", "expired_validity", "secret_changed"):
        joined.scan(pretix.main.secret(label), here)
    joined.scan("inconnu", here)
    joined.scan(pretix.main.secret("partner"), lists["partenaires"])
    joined.scan(pretix.main.secret("paid_1"), lists["partenaires"])
    joined.sync()
    assert [(why, place) for why, _, place in failed(pretix)] == [
        ("canceled", position(pretix, "canceled")),
        ("product", position(pretix, "remote")),
        ("blocked", position(pretix, "blocked")),
        ("unapproved", position(pretix, "unapproved")),
        ("unpaid", position(pretix, "pending")),
        ("invalid_time", position(pretix, "expired_validity")),
        ("invalid", None),
        ("invalid", None),
        ("rules", position(pretix, "paid_1")),
    ]
    joined.at(here).overrule(refused, Authority("s1", "vu avec l’organisateur"))
    joined.sync()
    assert count_let_in_despite(joined.event) == 1
    let_in = [(place, forced) for _, place, _, _, forced in successful(pretix, here)]
    assert (let_in, joined.quarantined()) == ([(position(pretix, "canceled"), 1)], [])


def test_what_was_undone_in_time_is_annulled_and_before_it_was_sent_never_was(pretix, joined, lists):
    for minutes in (1, 20):
        answer = joined.scan(pretix.main.secret("paid_1"), lists["accueil"])
        joined.clock.pass_by(minutes=minutes)
        assert not joined.desk.undo(answer.entry).undone.is_kept_there
        joined.sync()
        assert (successful(pretix), failed(pretix), joined.quarantined()) == ([], [], [])
    answer = joined.scan(pretix.main.secret("paid_1"), lists["accueil"])
    joined.sync()
    joined.clock.pass_by(minutes=14)
    assert not joined.desk.undo(answer.entry).undone.is_kept_there
    joined.sync()
    assert successful(pretix) == []
    assert failed(pretix)[-1][0] == "annulled"
    assert (status(pretix, lists["accueil"]), joined.quarantined()) == ((0, 0), [])


def test_an_arrival_beside_one_of_another_device_can_be_undone_too(pretix, joined, lists):
    secret, here = pretix.main.secret("paid_1"), lists["accueil"]
    answer = joined.scan(secret, here)
    assert pretix.scan(secret, here)[0] == 201
    joined.sync(fetches=False)
    assert len(successful(pretix, here)) == 2
    joined.desk.undo(answer.entry)
    joined.sync()
    assert [device for *_, device, _ in successful(pretix, here)] == [1]
    assert status(pretix, here) == (1, 1)


def test_what_was_undone_too_late_or_recorded_by_another_device_is_balanced_once_and_said(pretix, joined, lists):
    """Whatever device this becomes."""
    here = lists["accueil"]
    own = joined.scan(pretix.main.secret("paid_1"), here)
    joined.sync()
    pretix.scan(pretix.main.secret("paid_2"), here, device=1, nonce="a")
    joined.sync()
    (theirs,) = [e for e in joined.event.journal.entries_of_kinds([EntryKind.CHECKED_IN]) if e.id != own.entry]
    joined.clock.pass_by(minutes=16)
    for entry in (own.entry, theirs.id):
        assert joined.desk.undo(entry).undone.is_kept_there
    joined.sync()
    balanced = [("entry", position(pretix, label)) for label in ("paid_1", "paid_2")]
    balanced += [("exit", place) for _, place in balanced]
    assert sorted(kinds(pretix, here)) == sorted(balanced)
    assert status(pretix, here) == (2, 0)
    assert joined.quarantined() == [("undone", UNDONE_TOO_LATE), ("undone", UNDONE_ELSEWHERE)]
    disconnect(joined.event, joined.name)
    joined.become_device(pretix, 2)
    joined.sync()
    assert sorted(kinds(pretix, here)) == sorted(balanced)


def test_a_person_on_no_list_becomes_one_order_with_its_option_and_is_in(pretix, joined, lists):
    desk, before = joined.at(lists["accueil"]), joined.event.attendees.count()
    option = f"item-{pretix.main.items['atelier_a']}"
    told = {"email": "g@exemple.test", "phone": "0601020304", "note": "Fauteuil"}
    form = RegistrationForm("Gwenaëlle", "Le Floc'h", organisation="Mairie", sessions=(option,), **told)
    answer = desk.registration.walk_in(form)
    assert answer.verdict is Verdict.ADMIT
    joined.sync()
    ((order, item, company),) = pretix.execute(
        "SELECT o.code, p.item_id, p.company FROM pretixbase_orderposition p "
        "JOIN pretixbase_order o ON o.id = p.order_id WHERE p.secret = ?",
        answer.attendee.ticket_code,
    )
    assert (item, company) == (pretix.main.items["presentiel"], "Mairie")
    assert status(pretix, lists["accueil"]) == (1, 1)
    joined.sync()
    there = joined.event.attendees.get(answer.attendee.id)
    assert {name: getattr(there, name) for name in told} == told
    assert (there.order, there.position["order"], option in there.sessions) == (order, order, True)
    assert joined.event.attendees.count() == before + 1
    assert joined.scan(answer.attendee.ticket_code, lists["addons"]).verdict is Verdict.ADMIT
    joined.sync()
    assert status(pretix, lists["addons"])[0] == 1
    assert joined.quarantined() == []


def test_two_options_of_one_person_are_two_first_entries(pretix, joined, lists):
    for place in (1, 2):
        answer = joined.scan(pretix.main.secret("addon_two", place), lists["addons"])
        assert (answer.verdict, answer.reason) == (Verdict.ADMIT, Reason.WELCOME)
    joined.sync()
    assert status(pretix, lists["addons"])[0] == 2
    assert joined.desk.conflicts.count() == 0


def test_a_ticket_cancelled_before_the_list_was_fetched_is_known_as_cancelled(pretix, tmp_path, lists):
    label, last = "group_one_position_canceled", 2
    cancelled = "SELECT canceled FROM pretixbase_orderposition WHERE id = ?"
    assert pretix.execute(cancelled, position(pretix, label, last)) == [(True,)]
    with closing(TicketedDesk.join(pretix, tmp_path)) as fresh:
        fresh.sync()
        answer = fresh.scan(pretix.main.secret(label, last), lists["accueil"])
    assert (answer.verdict, answer.reason) == (Verdict.REFUSE, Reason.CANCELLED)


def test_an_arrival_is_told_as_the_ticket_of_its_person_whatever_code_was_read_and_when(pretix, joined, lists):
    """A replaced code stays though the order changes; a wristband is tied; an arrival was written on paper."""
    secret, banded, here = pretix.main.secret("paid_1"), pretix.main.secret("paid_2"), lists["accueil"]
    person = joined.person(secret)
    new = joined.desk.replace_code(person.id)
    joined.desk.tying.tie(joined.person(banded).id, "BRACELET-0001", keeps=True)
    for code in (new, "BRACELET-0001"):
        assert joined.scan(code, here).verdict is Verdict.ADMIT
    joined.sync()
    joined.sync()
    assert kinds(pretix, here) == [("entry", position(pretix, label)) for label in ("paid_1", "paid_2")]
    assert joined.event.attendees.get(person.id).ticket_code == new
    assert joined.scan(secret, here).reason is Reason.CODE_REPLACED
    for code in (new, "BRACELET-0001"):
        assert joined.scan(code, here).verdict is Verdict.DUPLICATE
    desk, written = joined.at(here), joined.clock()
    joined.clock.pass_by(hours=2)
    desk.enter_from_paper(written)
    assert desk.scan(pretix.main.secret("paid_3")).verdict is Verdict.ADMIT
    desk.enter_from_paper(None)
    joined.sync()
    of_paper = "SELECT datetime FROM pretixbase_checkin WHERE successful = 1 AND position_id = ?"
    ((at,),) = pretix.execute(of_paper, position(pretix, "paid_3"))
    assert at.startswith(at_the_server(written))


def test_questions_answered_at_the_desk_are_answered_there(pretix, joined, lists):
    asked = joined.scan(pretix.main.secret("paid_no_answer"), lists["accueil"])
    assert (asked.verdict, asked.reason) == (Verdict.ASK, Reason.INCOMPLETE)
    answer = joined.desk.complete(asked, {name: "Végan" for name in asked.missing})
    assert answer.verdict is Verdict.ADMIT
    joined.sync()
    answers = "SELECT answer FROM pretixbase_questionanswer WHERE orderposition_id = ?"
    assert pretix.execute(answers, position(pretix, "paid_no_answer")) == [("Végan",)]
    assert failed(pretix) == []


def test_the_people_of_one_order_come_together_each_with_a_ticket(pretix, joined, lists):
    first_one = joined.scan(pretix.main.secret("group_one_position_canceled"), lists["accueil"])
    assert [other.attendee.first_name for other in first_one.order.others] == ["Inès"]
    assert joined.desk.check_in_order(first_one) == []  # who has a question to answer is asked first
    asked = joined.desk.check_in(first_one.order.others[0].attendee.id)
    joined.desk.complete(asked, {name: "Végan" for name in asked.missing})
    joined.sync()
    told = [position(pretix, "group_one_position_canceled", place) for place in (0, 1)]
    assert sorted(kinds(pretix, lists["accueil"])) == [("entry", number) for number in sorted(told)]


def test_an_order_and_an_arrival_are_told_once_though_the_answer_never_came(pretix, joined, lists):
    joined.at(lists["accueil"]).registration.walk_in(RegistrationForm("Gwenaëlle", "Le Floc'h"))
    joined.scan(pretix.main.secret("paid_1"), lists["accueil"])
    before = orders(pretix)
    for path in ("/orders/", "/redeem/"):
        with BreakingProxy(pretix.port, first(CUT_AFTER, path=path)) as proxy:
            joined.through = proxy.url
            with pytest.raises(PretixUnreachableError):
                joined.sync()
            assert orders(pretix) == before + 1
            assert joined.waiting() > 0
    joined.through = ""
    joined.sync()
    assert (orders(pretix), status(pretix, lists["accueil"])) == (before + 1, (2, 2))
    assert (len(successful(pretix)), joined.waiting(), joined.quarantined()) == (2, 0, [])


def test_an_order_on_which_the_server_was_killed_is_made_later_and_once(pretix, joined, lists):
    answer = joined.at(lists["accueil"]).registration.walk_in(RegistrationForm("Gwenaëlle", "Le Floc'h"))
    with BreakingProxy(pretix.port, first(CUT_AFTER, path="/orders/")) as proxy:
        joined.through = proxy.url
        with pytest.raises(PretixUnreachableError):
            joined.sync()
    joined.through = ""
    pretix.execute("UPDATE pretixapi_apicall SET locked = '2026-01-01 00:00:00', response_code = 0")
    with pytest.raises(PretixBusyError):
        joined.sync()
    joined.clock.pass_by(minutes=11)
    joined.sync()
    tickets = "SELECT count(*) FROM pretixbase_orderposition WHERE secret = ?"
    assert pretix.execute(tickets, answer.attendee.ticket_code) == [(1,)]
    assert joined.event.attendees.get(answer.attendee.id).position["order"]
    assert joined.quarantined() == []


def test_what_the_server_refuses_for_ever_is_kept_with_its_words_and_holds_up_nothing(pretix, joined, lists):
    here = lists["accueil"]
    joined.scan(pretix.main.secret("paid_1"), here)
    gone = pretix.main.secret("paid_2")
    joined.scan(gone, here)
    joined.scan(pretix.main.secret("paid_3"), here)
    pretix.execute("UPDATE pretixbase_orderposition SET secret = 'autre' WHERE secret = ?", gone)
    joined.sync()
    assert [place for _, place in kinds(pretix, here)] == [position(pretix, "paid_1"), position(pretix, "paid_3")]
    assert joined.quarantined() == [("checked_in", "invalid")]
    assert joined.waiting() == 0
    pretix.execute("UPDATE pretixbase_orderposition SET secret = ? WHERE secret = 'autre'", gone)
    assert joined.sync().sent == 1
    assert joined.quarantined() == []
    assert len(kinds(pretix, here)) == 3


def test_one_entry_with_which_the_server_has_a_fault_again_and_again_holds_up_nothing(pretix, joined, lists):
    """A fault of the whole server puts nothing aside."""
    here, redeems = lists["accueil"], []
    for label in ("paid_1", "paid_2", "paid_3"):
        joined.scan(pretix.main.secret(label), here)
    with BreakingProxy(pretix.port, lambda *_: FAULT) as proxy:
        joined.through = proxy.url
        with pytest.raises(PretixFaultError):
            joined.sync()
    assert (joined.quarantined(), joined.waiting()) == ([], 3)

    def second_of_them(_method, path):
        if "redeem" in path:
            redeems.append(path)
        return FAULT if "redeem" in path and 2 <= len(redeems) <= 4 else GOOD

    with BreakingProxy(pretix.port, second_of_them) as proxy:
        joined.through = proxy.url
        joined.sync()
        assert len(kinds(pretix, here)) == 2
        ((kind, why),) = joined.quarantined()
        assert (kind, "500" in why) == ("checked_in", True)
        joined.sync()
    assert len(kinds(pretix, here)) == 3
    assert joined.quarantined() == []


def test_a_device_that_may_only_scan_says_that_it_makes_no_orders(pretix, joined, lists):
    pretix.execute("UPDATE pretixbase_device SET security_profile = 'pretixscan' WHERE device_id = 1")
    answer = joined.at(lists["accueil"]).registration.walk_in(RegistrationForm("Gwenaëlle", "Le Floc'h"))
    joined.scan(pretix.main.secret("paid_1"), lists["accueil"])
    joined.scan(pretix.main.secret("canceled"), lists["accueil"])
    joined.sync()
    assert [kind for kind, _ in joined.quarantined()] == ["attendee_added", "checked_in"]
    assert kinds(pretix, lists["accueil"]) == [("entry", position(pretix, "paid_1"))]
    pretix.execute("UPDATE pretixbase_device SET security_profile = 'full' WHERE device_id = 1")
    joined.clock.pass_by(hours=1)
    joined.sync()
    assert joined.quarantined() == []
    assert status(pretix, lists["accueil"]) == (2, 2)
    assert joined.person(answer.attendee.ticket_code).position["order"]


def orders(pretix):
    return pretix.execute("SELECT count(*) FROM pretixbase_order")[0][0]


def test_what_is_recorded_while_a_desk_is_disconnected_is_sent_once_it_is_a_device_again(pretix, joined, lists):
    here = lists["accueil"]
    joined.scan(pretix.main.secret("paid_1"), here)  # not sent before the end of the connection
    disconnect(joined.event, joined.name)
    joined.scan(pretix.main.secret("paid_2"), here)
    assert not read_ticketing_status(joined.event).has_others
    joined.become_device(pretix, 2)
    assert joined.waiting() == 2
    joined.sync()
    arrived = {place for _, place, *_ in successful(pretix, here)}
    assert arrived == {position(pretix, "paid_1"), position(pretix, "paid_2")}
    assert joined.waiting() == 0


@pytest.mark.parametrize("mistake", [0, 1])
def test_of_two_arrivals_one_that_was_a_mistake_leaves_the_person_inside(pretix, joined, lists, mistake):
    """The server annuls none of another device: what it has last must not say that the person went out."""
    secret, here = pretix.main.secret("paid_1"), lists["accueil"]
    joined.scan(secret, here)
    pretix.scan(secret, here, device=1, nonce="a", force=True)
    joined.sync()
    own, other = sorted(
        joined.event.journal.entries_of_kinds([EntryKind.CHECKED_IN]), key=lambda e: TICKETING in e.body
    )
    joined.clock.pass_by(minutes=20)
    joined.desk.undo((own, other)[mistake].id)
    joined.sync()
    assert status(pretix, here) == (1, 1)
    assert joined.quarantined() == []


def test_a_refused_scan_has_the_code_that_was_read_and_the_way_that_was_meant(pretix, joined, lists):
    secret, here = pretix.main.secret("paid_1"), lists["accueil"]
    assert joined.scan(pretix.main.secret("canceled"), here, leaving=True).verdict is Verdict.REFUSE
    joined.desk.replace_code(joined.person(secret).id)
    assert joined.scan(secret, here).reason is Reason.CODE_REPLACED
    joined.sync()
    assert pretix.execute("SELECT type, raw_barcode FROM pretixbase_checkin WHERE successful = 0 ORDER BY id") == [
        ("exit", pretix.main.secret("canceled")),
        ("entry", secret),
    ]


need("pretix")


@pytest.fixture
def workshop(pretix, joined):
    """The number of a list of workshop A alone, which the desk has fetched."""
    products = [pretix.main.items["atelier_a"]]
    body = {"name": "Salle A", "all_products": False, "limit_products": products, "addon_match": False}
    made = organiser(pretix, "checkinlists/", body)
    joined.sync()
    return made["id"]


def test_who_is_chosen_by_name_enters_the_workshop_on_their_add_on(pretix, joined, workshop):
    """As who is let in over the refusal does: their own ticket does not open it."""
    refused = joined.scan(pretix.main.secret("addon_one"), workshop)
    assert (refused.verdict, refused.reason) == (Verdict.REFUSE, Reason.NO_ACCESS)
    overruled = joined.desk.overrule(refused, Authority("s1", "vu avec l’organisateur"))
    joined.sync()
    addon = ("entry", position(pretix, "addon_one", 1))
    assert kinds(pretix, workshop) == [addon]
    joined.desk.undo(overruled.entry)
    answer = joined.at(workshop).check_in(joined.person(pretix.main.secret("addon_one")).id)
    assert (answer.verdict, answer.reason) == (Verdict.ADMIT, Reason.WELCOME)
    joined.sync()
    assert (kinds(pretix, workshop), joined.quarantined()) == ([addon], [])
    assert joined.scan(pretix.main.secret("addon_one", 1), workshop).verdict is Verdict.DUPLICATE


@pytest.mark.parametrize("is_sent_before", [False, True])
def test_who_was_registered_with_a_workshop_opens_it_by_the_code_they_were_given(
    pretix, joined, lists, workshop, is_sent_before
):
    registration = joined.at(lists["accueil"]).registration
    form = RegistrationForm("Gwenaëlle", "Le Floc'h", sessions=(f"item-{pretix.main.items['atelier_a']}",))
    code, without = (
        registration.walk_in(each).attendee.ticket_code for each in (form, RegistrationForm("Paul", "Sans"))
    )
    if is_sent_before:
        joined.sync()
    assert joined.scan(code, workshop).verdict is Verdict.ADMIT
    assert joined.scan(without, workshop).reason is Reason.NO_ACCESS
    joined.sync()
    (addon,) = joined.person(code).position["addons"]
    assert kinds(pretix, workshop) == [("entry", addon["id"])]
    assert (status(pretix, workshop), status(pretix, lists["accueil"])) == ((1, 1), (2, 2))
    assert joined.scan(code, workshop).verdict is Verdict.DUPLICATE
    assert joined.scan(without, workshop).reason is Reason.NO_ACCESS
    assert joined.quarantined() == []
