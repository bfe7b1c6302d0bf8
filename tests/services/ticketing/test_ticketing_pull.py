# SPDX-License-Identifier: GPL-3.0-or-later
"""What changes at a real pretix, as a desk has it afterwards."""

import pytest

from checkin.core.attendee import Status
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.storage import settings_store
from checkin.storage.outbox import Outbox
from checkin.sync.exchange import Exchange
from checkin.sync.pretix_connection import PretixRevokedError
from tests.needs import need
from tests.services.ticketing.ticketed_desk import TicketedDesk, organiser, status, successful
from tests.sync.memory import MemoryLog, MemoryPeer

need("pretix")


def ticket(pretix, label, place=0):
    return f"orderpositions/{pretix.main.position_id(label, place)}/"


def rename(pretix, label, given, family):
    parts = {"_scheme": "given_family", "given_name": given, "family_name": family}
    organiser(pretix, ticket(pretix, label), {"attendee_name_parts": parts}, "PATCH")


def annul(pretix, check_in_list, nonce):
    """As the device that made the check-in."""
    token, body = f"Device {pretix.device_token(1)}", {"lists": [check_in_list], "nonce": nonce}
    assert pretix.ask("checkinrpc/annul/", body, token=token)[0] == 200


def test_a_device_code_makes_a_file_with_the_whole_list(pretix, tmp_path):
    desk = TicketedDesk.join(pretix, tmp_path)
    desk.sync()
    programme = desk.event.programme()
    assert programme.event.title == "9e Rencontre des pionniers"
    assert {c.name for c in programme.categories} == {"Présentiel", "Distanciel (matin)", "Intervenant", "Partenaire"}
    assert {s.title for s in programme.sessions} >= {"Atelier A", "Atelier B"}
    points = {point.id: point.name for point in programme.control_points}
    assert {points[f"list-{number}"] for number in pretix.main.lists.values()} >= {"Accueil", "Plénier", "Atelier"}
    person = desk.person(pretix.main.secret("paid_1"))
    assert (person.first_name, person.last_name, person.organisation) == ("Éloïse", "D'Aboville", "L'Épi d'Or")
    assert (person.category, person.status) == (f"item-{pretix.main.items['presentiel']}", Status.CONFIRMED)
    assert desk.person(pretix.main.secret("canceled")).status is Status.CANCELLED
    assert desk.person(pretix.main.secret("pending")).status is Status.UNPAID
    addons = desk.person(pretix.main.secret("addon_two"))
    assert len(addons.position["addons"]) == 2
    assert {desk.event.programme().session(s).title for s in addons.sessions} >= {"Atelier A", "Atelier B"}
    assert desk.is_sound()
    desk.close()


def test_nothing_new_writes_nothing(pretix, joined):
    before = joined.event.journal.newest_place()
    assert joined.sync().received == 0
    assert joined.event.journal.newest_place() == before


def test_a_name_changed_there_is_taken_over_and_one_corrected_here_stays(pretix, joined):
    ours = joined.person(pretix.main.secret("paid_2"))
    joined.desk.registration.correct(ours.id, {"last_name": "Lhopital"})
    rename(pretix, "paid_1", "Éloïse", "Daboville-Roche")
    rename(pretix, "paid_2", "Jean-Noël", "Lopital")
    organiser(pretix, ticket(pretix, "paid_2"), {"company": "Hébert"}, "PATCH")
    joined.sync()
    assert joined.person(pretix.main.secret("paid_1")).last_name == "Daboville-Roche"
    there = joined.person(pretix.main.secret("paid_2"))
    assert (there.last_name, there.organisation) == ("Lhopital", "Hébert")
    assert joined.desk.conflicts.open() == []
    assert joined.is_sound()


def test_a_cancelled_order_and_a_cancelled_position_are_refused(pretix, joined, lists):
    organiser(pretix, f"orders/{pretix.main.order('paid_1')}/mark_canceled/", {"send_email": False})
    organiser(pretix, ticket(pretix, "group_one_position_canceled", 1), method="DELETE")
    joined.sync()
    for label, place in (("paid_1", 0), ("group_one_position_canceled", 1)):
        secret = pretix.main.secret(label, place)
        assert joined.person(secret).status is Status.CANCELLED
        assert joined.scan(secret, lists["accueil"]).verdict is Verdict.REFUSE
    assert joined.scan(pretix.main.secret("group_one_position_canceled"), lists["accueil"]).verdict is Verdict.ADMIT


def test_a_ticket_issued_anew_admits_and_the_old_one_does_not(pretix, joined, lists):
    old = pretix.main.secret("paid_1")
    organiser(pretix, f"{ticket(pretix, 'paid_1')}regenerate_secrets/", {})
    joined.sync()
    (new,) = (each.ticket_code for each in [joined.person(old)])
    assert new != old
    assert joined.scan(old, lists["accueil"]).reason is Reason.CODE_REPLACED
    assert joined.scan(new, lists["accueil"]).verdict is Verdict.ADMIT
    joined.sync()
    assert joined.quarantined() == []
    assert status(pretix, lists["accueil"]) == (1, 1)


def test_a_ticket_added_one_of_another_product_and_answers_are_taken_over(pretix, joined):
    names = {"_scheme": "given_family", "given_name": "Zita", "family_name": "Ajoutée"}
    more = {"order": pretix.main.order("paid_1"), "item": pretix.main.items["partenaire"], "price": "0.00"}
    added = organiser(pretix, "orderpositions/", more | {"attendee_name_parts": names})
    organiser(pretix, ticket(pretix, "paid_2"), {"item": pretix.main.items["intervenant"]}, "PATCH")
    vegan = {"question": pretix.main.questions["regime"], "answer": "Végan", "options": [3]}
    organiser(pretix, ticket(pretix, "paid_no_answer"), {"answers": [vegan]}, "PATCH")
    joined.sync()
    assert (joined.person(added["secret"]).name, joined.person(added["secret"]).category) == (
        "Zita Ajoutée",
        f"item-{pretix.main.items['partenaire']}",
    )
    assert joined.person(pretix.main.secret("paid_2")).category == f"item-{pretix.main.items['intervenant']}"
    assert "Végan" in joined.person(pretix.main.secret("paid_no_answer")).custom.values()


def test_an_add_on_bought_later_is_a_session_of_its_person(pretix, joined, lists):
    more = {"order": pretix.main.order("paid_1"), "item": pretix.main.items["atelier_a"], "price": "0.00"}
    added = organiser(pretix, "orderpositions/", more | {"addon_to": 1})
    joined.sync()
    person = joined.person(pretix.main.secret("paid_1"))
    assert f"item-{pretix.main.items['atelier_a']}" in person.sessions
    assert joined.person(added["secret"]).id == person.id
    assert joined.scan(pretix.main.secret("paid_1"), lists["addons"]).verdict is Verdict.ADMIT
    joined.sync()
    assert pretix.execute("SELECT position_id FROM pretixbase_checkin WHERE successful = 1") == [(added["id"],)]


def test_a_check_in_of_another_device_counts_and_is_known_to_the_answer(pretix, joined, lists):
    secret, here = pretix.main.secret("paid_1"), lists["accueil"]
    pretix.scan(secret, here, device=1, nonce="a")
    assert joined.sync().received == 1
    assert joined.event.attendees.arrived(f"list-{here}") == 1
    answer = joined.scan(secret, here)
    assert (answer.verdict, answer.earlier_desk) == (Verdict.DUPLICATE, "pretix 2")
    assert joined.is_sound()


def test_an_exit_of_another_device_is_one_here(pretix, joined, lists):
    secret, here = pretix.main.secret("paid_1"), lists["accueil"]
    joined.scan(secret, here)
    joined.sync()
    later = (joined.clock.at.replace(microsecond=0)).isoformat()
    joined.clock.pass_by(minutes=5)
    pretix.scan(secret, here, device=1, nonce="x", type="exit", datetime=later)
    joined.sync()
    assert status(pretix, here) == (1, 0)
    assert not joined.visit(secret, here).is_inside
    assert joined.scan(secret, here).reason is Reason.REENTRY
    joined.sync()
    assert status(pretix, here) == (1, 1)


def test_a_check_in_that_was_annulled_there_goes_here(pretix, joined, lists):
    secret, here = pretix.main.secret("paid_1"), lists["accueil"]
    pretix.scan(secret, here, device=1, nonce="a")
    joined.sync()
    assert joined.event.attendees.arrived(f"list-{here}") == 1
    annul(pretix, here, "a")
    joined.sync()
    assert joined.event.attendees.arrived(f"list-{here}") == 0
    assert joined.scan(secret, here).verdict is Verdict.ADMIT
    assert joined.is_sound()


def test_the_double_admission_of_another_device_is_a_conflict_to_resolve(pretix, joined, lists):
    secret, here = pretix.main.secret("paid_1"), lists["accueil"]
    joined.scan(secret, here)
    pretix.scan(secret, here, device=1, nonce="a")
    joined.sync()
    ((kind, desks),) = [(c.kind, {c.first.desk, c.second.desk}) for c in joined.desk.conflicts.open()]
    assert (kind, desks) == ("double_admission", {"Accueil 1", "pretix 2"})


@pytest.fixture
def shared(pretix, fetched, tmp_path, joined):
    """Another desk of the same event, whose journal is exchanged with that of `joined`."""
    other = TicketedDesk.copy(fetched[0], tmp_path, "Accueil 3", clock=joined.clock)
    settings_store.remove_link(other.event.db)
    other.link = None
    log = MemoryLog()
    outboxes = [Outbox(each.event.db, each.event.journal) for each in (joined, other)]
    places = [Exchange(outbox, MemoryPeer(log, page=50), joined.clock) for outbox in outboxes]

    def exchange():
        for place in (*places, *places):
            place.run_round()

    exchange()
    yield other, exchange
    other.close()


def test_what_two_desks_of_one_event_fetch_is_in_their_journals_once(pretix, joined, shared, lists):
    other, exchange = shared
    other.become_device(pretix, 0)
    exchange()
    rename(pretix, "paid_1", "Éloïse", "Daboville")
    organiser(pretix, f"orders/{pretix.main.order('paid_2')}/mark_canceled/", {"send_email": False})
    organiser(pretix, ticket(pretix, "group_one_position_canceled", 1), method="DELETE")
    pretix.scan(pretix.main.secret("paid_3"), lists["accueil"], device=1, nonce="a")
    before = joined.event.journal.newest_place()
    for desk in (joined, other):
        desk.sync()
    fetched_alone = joined.event.journal.newest_place()
    exchange()
    assert fetched_alone - before == joined.event.journal.newest_place() - before == 4
    annul(pretix, lists["accueil"], "a")
    for desk in (joined, other):
        desk.sync()
    exchange()
    assert joined.event.journal.newest_place() - fetched_alone == 1
    assert joined.count(EntryKind.CHECKED_IN) == 1
    assert (joined.desk.conflicts.open(), other.desk.conflicts.open()) == ([], [])
    assert (joined.is_sound(), other.is_sound()) == (True, True)


def test_a_desk_without_internet_is_told_and_sent_by_another(pretix, joined, shared, lists):
    other, exchange = shared
    secret = pretix.main.secret("paid_1")
    other.scan(secret, lists["accueil"])
    exchange()
    joined.sync()
    assert status(pretix, lists["accueil"]) == (1, 1)
    pretix.scan(pretix.main.secret("paid_2"), lists["accueil"], device=1, nonce="a")
    joined.sync()
    exchange()
    assert other.event.attendees.arrived(f"list-{lists['accueil']}") == 2
    assert joined.sync().sent == 0


def test_a_desk_that_becomes_a_device_sends_what_is_its_own_from_then_on(pretix, joined, shared, lists):
    other, exchange = shared
    other.scan(pretix.main.secret("paid_1"), lists["accueil"])
    exchange()
    other.become_device(pretix, 0)
    other.scan(pretix.main.secret("paid_2"), lists["accueil"])
    exchange()
    joined.sync()
    other.sync()
    joined.sync()
    other.sync()
    assert [device for *_, device, _ in successful(pretix)] == [1, other.link.device]
    exchange()
    for desk in (joined, other):
        assert desk.event.attendees.arrived(f"list-{lists['accueil']}") == 2
        assert desk.desk.conflicts.open() == []


def test_a_computer_that_joins_again_goes_on_with_what_its_revoked_device_had_not_sent(pretix, joined, lists):
    joined.scan(pretix.main.secret("paid_1"), lists["accueil"])
    joined.sync()
    joined.scan(pretix.main.secret("paid_2"), lists["accueil"])
    pretix.revoke(pretix.device_token())
    with pytest.raises(PretixRevokedError):
        joined.sync()
    joined.become_device(pretix, 0)
    joined.scan(pretix.main.secret("paid_3"), lists["accueil"])
    joined.sync()
    assert status(pretix, lists["accueil"]) == (3, 3)
    assert pretix.execute("SELECT count(*) FROM pretixbase_checkin") == [(3,)]
    assert joined.event.attendees.arrived(f"list-{lists['accueil']}") == 3


def test_a_computer_that_joined_again_balances_what_only_its_revoked_device_could_annul(pretix, joined, lists):
    here = lists["accueil"]
    sent = joined.scan(pretix.main.secret("paid_1"), here)
    joined.sync()
    unsent = joined.scan(pretix.main.secret("paid_2"), here)
    pretix.revoke(pretix.device_token())
    joined.become_device(pretix, 0)
    for answer in (sent, unsent):
        joined.desk.undo(answer.entry)
    joined.sync()
    paid_1 = pretix.main.position_id("paid_1")
    assert [(place, kind) for _, place, kind, *_ in successful(pretix, here)] == [(paid_1, "entry"), (paid_1, "exit")]
    assert [kind for kind, _ in joined.quarantined()] == ["undone"]


def test_a_person_with_tickets_of_two_orders_loses_no_check_in_of_the_other(pretix, joined, lists):
    one, two = (joined.person(pretix.main.secret(label)) for label in ("homonym_1", "homonym_2"))
    joined.desk.registration.merge(two.id, one.id)
    for label in ("homonym_1", "homonym_2"):
        pretix.scan(pretix.main.secret(label), lists["atelier"], device=1, nonce=label)
        joined.sync()
    rename(pretix, "homonym_1", "Camille", "Martin-Dupont")
    joined.sync()
    assert len(joined.passages(lists["atelier"])) == 2
