# SPDX-License-Identifier: GPL-3.0-or-later
"""Rounds over the day, with a server of ten lines; and what a volunteer answers at a check-in list."""

import itertools
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.core.message import UserError
from checkin.core.programme.programme import Column, ColumnRule, ControlPoint
from checkin.core.supervisor import Authority
from checkin.core.ticketing.pulled import ticketing_changes
from checkin.core.ticketing.questions import Question
from checkin.core.ticketing.ticket_rules import CheckInList
from checkin.core.ticketing.ticketing import Product, Ticketing
from checkin.core.ticketing.ticketing_status import UNDONE_TOO_LATE
from checkin.services.desk import Desk
from checkin.services.privacy.event_purge import purge
from checkin.services.ticketing import ticketing_push, ticketing_sync
from checkin.services.ticketing.ticketing_joining import read_ticketing_status
from checkin.services.ticketing.ticketing_sync import (
    EVENT_S,
    FETCH_S,
    FIRST_PAUSE_S,
    LONGEST_PAUSE_S,
    RETRY_S,
    TicketingSync,
)
from checkin.storage import settings_store
from checkin.storage.settings_store import TicketingLink
from checkin.sync import pretix_connection
from checkin.sync.exchange import ExchangeResult
from checkin.sync.pretix_client import PretixAnswer, PretixPage
from checkin.sync.pretix_connection import PretixBusyError
from checkin.ui.look.answer_wording import answer_explanation
from tests.builders import an_attendee
from tests.conftest import add_people
from tests.core.ticketing.api import a_position, an_order

LINK = TicketingLink("https://p.test", "o", "e", 7, "SERIAL")
LIST = {"id": 1, "name": "Accueil", "all_products": True, "allow_entry_after_exit": True}


class TenLinesOfServer:
    """Has one list and some orders, and raises `error` while it is set."""

    def __init__(self):
        self.told, self.calls, self.error, self.rows = [], 0, None, [an_order()]
        self.items = self.questions = self.revoked_secrets = self.blocked_secrets = lambda _: self._asked([])
        self.badge_layouts = self.badge_items = lambda _: self._asked([])
        self.event_settings = lambda _: self._asked({"locale": "fr"})

    def _asked(self, answer):
        self.calls += 1
        if self.error:
            raise self.error
        return answer

    def event(self, slug):
        return self._asked({"slug": slug, "name": {"fr": "Rencontre"}, "timezone": "Europe/Paris"})

    def check_in_lists(self, _):
        return self._asked([LIST])

    def orders(self, _, *, modified_since="", created_since=""):
        rows = [] if modified_since else [row for row in self.rows if row.get("datetime", "") >= created_since]
        yield self._asked(PretixPage(rows, len(rows), "2023-07-04T08:00:00+02:00"))

    def redeem(self, scan):
        self.told.append(scan)
        return self._asked(PretixAnswer(True, {}))

    def close(self):
        self.calls = -1


@pytest.fixture
def server():
    return TenLinesOfServer()


@pytest.fixture
def sync(event, clock, server):
    settings_store.save_link(event.db, LINK)
    with event.transaction():
        event.journal.append(EntryKind.TICKETING_JOINED, "", {"device": 7}, at=clock(), desk="Accueil 1")
    return TicketingSync(event, LINK, clock, server)


@pytest.fixture
def fetched(sync):
    """After the first round."""
    sync.step(0, "Accueil 1")
    return sync


def arrive(event, clock, number=1):
    desk = Desk(event, clock, "Accueil 1", "list-1")
    clock.pass_by(minutes=1)
    return desk.scan(f"secret-{number}")


def test_the_first_step_fetches_and_the_next_are_quiet_until_the_next_fetch(event, sync, server):
    assert sync.step(0, "Accueil 1").received >= 1
    calls = server.calls
    sync.step(1, "Accueil 1")  # once more for what the fetch wrote, without asking
    assert sync.step(2, "Accueil 1") == ExchangeResult()
    assert server.calls == calls
    sync.step(FETCH_S + 1, "Accueil 1")
    assert server.calls > calls
    assert sync.status.error is None


def test_products_lists_and_badges_are_asked_for_every_five_minutes(sync, server):
    asked, event = [], server.event
    server.event = lambda slug: asked.append(slug) or event(slug)
    for at in (0, FETCH_S, 2 * FETCH_S, EVENT_S - 1):
        sync.step(at, "Accueil 1")
    assert len(asked) == 1
    sync.step(EVENT_S + FETCH_S, "Accueil 1")
    assert len(asked) == 2


def test_what_the_server_refused_is_sent_again_each_hour(event, clock, fetched, server):
    fetched.step(1, "Accueil 1")
    arrived = arrive(event, clock).entry
    with event.transaction():
        settings_store.quarantine(event.db, arrived, "invalid", clock())
    settings_store.note_sent(event.db, event.journal.newest_place())
    fetched.step(FETCH_S + 1, "Accueil 1")
    assert server.told == []
    fetched.step(RETRY_S + 1, "Accueil 1")
    assert [scan.nonce for scan in server.told] == [arrived.hex()]
    assert settings_store.quarantined(event.db) == []


def test_what_the_server_was_told_in_another_way_is_listed_and_not_sent_again(event, clock, sync, server):
    sync.step(0, "Accueil 1")
    arrived = arrive(event, clock).entry
    undone = Desk(event, clock, "Accueil 1", "list-1").undo(arrived).undone.entry
    settings_store.note_sent(event.db, event.journal.newest_place())
    newest = event.journal.newest()
    assert newest.kind == EntryKind.UNDONE
    with event.transaction():
        settings_store.quarantine(event.db, newest.id, UNDONE_TOO_LATE, clock())
        settings_store.quarantine(event.db, arrived, "invalid", clock())

    (told, refused) = ticketing_push.refused_entries(event)
    assert (told.is_told, told.undone, refused.is_told) == (True, EntryKind.CHECKED_IN, False)
    status = read_ticketing_status(event)
    assert (status.refused, status.unseen, undone.id) == (1, 1, arrived)
    ticketing_push.note_refusals_seen(event)
    assert read_ticketing_status(event).unseen == 0

    sync.step(RETRY_S, "Accueil 1")
    assert [each.why for each in ticketing_push.refused_entries(event)] == [UNDONE_TOO_LATE]
    ticketing_push.take_off_list(event, [newest.id])
    assert ticketing_push.refused_entries(event) == []
    assert event.journal.entry(newest.id) == newest


def test_what_happened_is_told_at_the_next_step_not_at_the_next_fetch(event, clock, fetched, server):
    arrive(event, clock)
    assert fetched.step(1, "Accueil 1").sent == 1
    assert (server.told[0].secret, server.told[0].is_forced, fetched.waiting()) == ("secret-1", True, 0)


def test_closing_sends_the_last_arrivals(event, clock, fetched, server):
    arrive(event, clock)
    fetched.close()
    assert (len(server.told), server.calls) == (1, -1)


def test_pauses_grow_while_the_server_is_away_and_end_when_it_is_back(event, clock, sync, server):
    sync.step(0, "Accueil 1")
    arrive(event, clock)
    server.error = pretix_connection.unreachable()
    at, tries = 1.0, []
    for _ in range(8):
        calls = server.calls
        while server.calls == calls:
            at += 0.5
            sync.step(at, "Accueil 1")
        tries.append(at)
        assert sync.status.waiting == 1
    gaps = [later - before for before, later in itertools.pairwise(tries)]
    assert gaps[0] == FIRST_PAUSE_S
    assert gaps == sorted(gaps)
    assert max(gaps) == LONGEST_PAUSE_S
    server.error = None
    sync.step(at + LONGEST_PAUSE_S, "Accueil 1")
    assert (sync.status.error, sync.status.waiting) == (None, 0)


def test_a_busy_server_is_left_alone_as_long_as_it_asks(event, clock, fetched, server):
    arrive(event, clock)
    server.error = PretixBusyError("120")
    fetched.step(1, "Accueil 1")
    calls, server.error = server.calls, None
    fetched.step(120, "Accueil 1")
    assert server.calls == calls
    fetched.step(121, "Accueil 1")
    assert server.calls > calls
    assert fetched.waiting() == 0


def test_a_revoked_device_stops_for_good_and_says_so_at_the_next_start(event, clock, sync, server):
    sync.step(0, "Accueil 1")
    arrive(event, clock)
    server.error = pretix_connection.revoked()
    sync.step(1, "Accueil 1")
    assert (sync.is_lost, sync.status.waiting, sync.quiet_s) == (True, 1, float("inf"))
    calls, server.error = server.calls, None
    assert sync.step(1_000_000, "Accueil 1") == ExchangeResult()
    assert server.calls == calls
    arrive(event, clock)
    sync.step(1_000_001, "Accueil 1")
    assert sync.status.waiting == 2
    assert settings_store.load_link(event.db) == replace(LINK, is_revoked=True)
    status = read_ticketing_status(event)
    assert (status.error.words, status.is_well) == (pretix_connection.revoked().words, False)
    again = ticketing_sync.open_ticketing(event, clock)
    assert again.is_lost
    again.leave()


def test_a_fault_while_fetching_loses_nothing_that_was_kept(event, sync, server):
    server.rows = [an_order(a_position(n), code=f"CODE{n}", datetime=f"2023-05-0{n}T09:00:00+02:00") for n in (1, 2, 3)]
    whole = server.orders

    def two_pages(slug, **since):
        pages = [[row] for page in whole(slug, **since) for row in page.rows]
        for number, rows in enumerate(pages):
            if number == 2 and not since.get("created_since"):
                raise pretix_connection.unreachable()
            yield PretixPage(rows, len(pages), "2023-07-04T08:00:00+02:00")

    server.orders = two_pages
    people = event.attendees.count()
    sync.step(0, "Accueil 1")
    assert sync.status.error
    assert event.attendees.count() == people
    assert len(settings_store.kept_orders(event.db)) == 2
    sync.step(FIRST_PAUSE_S, "Accueil 1")
    assert event.attendees.count() == people + 3
    assert settings_store.kept_orders(event.db) == []


def test_nothing_is_fetched_after_a_purge(event, clock, sync, server):
    sync.step(0, "Accueil 1")
    purge(event, Authority("Chef", "over"), at=clock(), desk="Accueil 1")
    calls = server.calls
    with pytest.raises(UserError, match="erased"):
        sync.run_round()
    assert server.calls == calls
    assert "Aboville" not in json.dumps([dict(e.body) for e in event.journal.everything()], ensure_ascii=False)


DIET = Question(1, "REGIME", {"fr": "Régime"}, type="S", is_asked=True, products=(1,))
TICKETING = Ticketing("https://p.test", "o", "e", timezone="Europe/Paris", products=(Product(1, {"fr": "Présentiel"}),))
WORKSHOPS = CheckInList(5, "Ateliers", products=(5,), addon_match=True)
RULE = ColumnRule(values=("oui",), text="Mineur", needs_person=True)
TEXT = "Remettre la pochette"


@pytest.fixture
def joined(event, clock):
    """An event with a ticketing: somebody with a workshop, who is a minor."""
    position = {"id": 10, "order": "A", "status": "p", "item": 1, "secret": "s10", "text": TEXT}
    addons = [{"id": 11, "item": 5, "secret": "s11"}]
    person = an_attendee(9, ticket_code="s10", custom={"Mineur": "oui"}, position=position | {"addons": addons})
    lists = (CheckInList(1, "Accueil", all_products=True), WORKSHOPS)
    ticketing = replace(TICKETING, questions=(DIET,))
    with event.transaction():
        event.journal.append_all(ticketing_changes(None, ticketing, lists), at=clock(), desk="pretix")
    add_people(event, clock(), person)
    points = (ControlPoint("list-1", "Accueil"), ControlPoint("list-5", "Ateliers"))
    event.plan(replace(event.planned(), control_points=points), at=clock(), desk="d")
    return event


def test_who_may_not_enter_reads_which_lists_their_ticket_opens_and_not_who_may_enter(joined, clock):
    position = {"id": 20, "status": "p", "item": 1, "secret": "s20"}
    add_people(joined, clock(), an_attendee(8, ticket_code="s20", position=position))
    desk = Desk(joined, clock, "Accueil 1", "list-5")
    answer = desk.scan("s20")
    assert (answer.verdict, answer.reason) == (Verdict.REFUSE, Reason.NO_ACCESS)
    told = answer_explanation(answer, desk.programme)
    assert ("“Présentiel”" in told, told.endswith("It opens: Accueil")) == (True, True)


def arrivals(event):
    return [entry.body.get("position") for entry in event.journal.entries_of_kinds([EntryKind.CHECKED_IN])]


def test_who_is_let_in_without_an_answer_has_the_ticket_and_its_text_in_the_answer(joined, clock):
    desk = Desk(joined, clock, "Accueil 1", "list-1")
    asked = desk.scan("s10")
    assert (asked.reason, asked.ticketing.texts) == (Reason.INCOMPLETE, (TEXT,))
    answer = desk.admit(asked)
    assert (answer.verdict, answer.ticketing.texts, arrivals(joined)) == (Verdict.ADMIT, (TEXT,), [10])
    earlier = clock() - timedelta(hours=1)
    clock.pass_by(minutes=5)
    desk.enter_from_paper(earlier)
    assert desk.scan("s10").reason is Reason.INCOMPLETE, "by what was known then"
    desk.enter_from_paper(None)
    assert desk.scan("s10").reason is Reason.ALREADY_ARRIVED


def test_who_was_looked_at_by_a_volunteer_is_let_in_on_the_ticket_that_counts(joined, clock):
    column = Column("mineur", "Mineur", "custom:Mineur", rules=(RULE,))
    joined.plan(replace(joined.planned(), columns=(column,)), at=clock(), desk="d")
    desk = Desk(joined, clock, "Ateliers", "list-5")
    asked = desk.scan("s10")
    assert asked.reason is Reason.PERSON_NEEDED
    assert (desk.admit(asked).verdict, arrivals(joined)) == (Verdict.ADMIT, [11])


def test_what_was_missing_is_asked_kept_and_let_in(joined, clock):
    desk = Desk(joined, clock, "Accueil 1", "list-1")
    answer = desk.complete(desk.scan("s10"), {"custom:Régime": "végan"})
    assert (answer.verdict, answer.attendee.custom["Régime"], arrivals(joined)) == (Verdict.ADMIT, "végan", [10])
