# SPDX-License-Identifier: GPL-3.0-or-later
"""What a ticketing's server has, fetched into the journal: its lists and products, its orders, the check-ins of other
programs.

Orders come page by page and are kept as rows until all are there, so that a fetch may be interrupted anywhere and goes
on; then all of them become entries at once. Only then the server's time from which the next fetch asks is moved on.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from checkin.core import supervisor
from checkin.core.entries import NewEntry
from checkin.core.errors import UserError
from checkin.core.languages import LANGUAGES
from checkin.core.lists.known_people import KINDS
from checkin.core.lists.progress import WHOLE, CombinedProgress, ReportProgress, ignore_progress
from checkin.core.message import Message
from checkin.core.programme.programme_entries import change_entries
from checkin.core.programme.programme_schema import MOST
from checkin.core.sync.known_seals import ticketing_signer
from checkin.core.ticketing.check_in_list import CheckInList
from checkin.core.ticketing.entry_size import fitted_entry
from checkin.core.ticketing.json_values import JsonObject, as_text, as_translations, in_languages
from checkin.core.ticketing.pulled_programme import PulledEvent, given_names, pulled_programme
from checkin.core.ticketing.pulled_ticketing import PulledTicketing, revocation_changes, ticketing_changes
from checkin.core.ticketing.questions import Question
from checkin.core.ticketing.ticketing import Ticketing, read_products
from checkin.services.event_file import EventFile
from checkin.services.lists.list_importing import ATTEMPTS
from checkin.services.programme.sealed_programme import sealed_rows
from checkin.services.ticketing.device_token import read_token
from checkin.services.ticketing.fetched_badges import fetch_badges
from checkin.services.ticketing.order_changes import read_order_changes
from checkin.storage import ticketing_store
from checkin.storage.outbox import Outbox
from checkin.storage.ticketing_store import TicketingLink
from checkin.sync.pretix_client import MOST_BYTES, PretixClient
from checkin.sync.pretix_errors import too_large
from checkin.translation import Translator, current_language

FETCHED = WHOLE * 7 // 10
"""Share of the progress bar for fetching; the rest is storing."""
DESK = "pretix"
"""The desk named in the entries of what the server has."""


@dataclass(frozen=True, slots=True)
class PullResult:
    """The result of a fetch: orders received, entries about people, and check-ins of other programs that came."""

    orders: int = 0
    people: int = 0
    passages: int = 0

    @property
    def received(self) -> int:
        """The number of things that are new here."""
        return self.people + self.passages


class TicketingPull:
    """Fetches from one server into one event. `clock` gives aware times."""

    def __init__(
        self, event: EventFile, client: PretixClient, link: TicketingLink, clock: Callable[[], datetime]
    ) -> None:
        self._event, self._client, self._link, self._clock = event, client, link, clock
        self._complete = ""

    def run(self, report: ReportProgress = ignore_progress) -> PullResult:
        """Fetch everything that changed. Raises `SyncError` for the server; what was kept until then stays."""
        self.fetch_event()
        done = self.fetch_people(report)
        fetch_badges(self._event, self._client, self._link, self._clock)
        return done

    def fetch_people(self, report: ReportProgress = ignore_progress) -> PullResult:
        """Fetch the orders that changed, by what is known of the event."""
        pulled = self._event.ticketing()
        assert pulled
        bar = CombinedProgress(report)
        self._fetch_orders(bar.part(FETCHED))
        return self._apply_orders(pulled, bar.part(WHOLE))

    def fetch_event(self) -> None:
        """Fetch the event with its products, questions and lists into the programme."""
        link, before = self._link, self._event.ticketing()
        event = self._client.event(link.event)
        if event.get("has_subevents") is True:
            raise UserError(_SERIES)
        ticketing = self._described(event, before.ticketing.languages if before else self._languages())
        lists = tuple(map(CheckInList.from_body, self._client.check_in_lists(link.event)))
        revoked, blocked = self._revocations(ticketing)
        facts = [*ticketing_changes(before, ticketing, lists), *revocation_changes(before, revoked, blocked)]
        place = ticketing.text(as_translations(event.get("location"))).replace("\n", ", ")
        exit_name = Translator(ticketing.languages[0]).translate(_EXIT, name="{name}")
        now = PulledEvent(ticketing, lists, place)
        named = (
            given_names(PulledEvent(before.ticketing, tuple(before.lists.values()), "", exit_name)) if before else {}
        )
        programme = self._event.planned()
        pulled = pulled_programme(programme, replace(now, exit_name=exit_name), named)
        counts = {"session": pulled.sessions, "category": pulled.categories, "control_point": pulled.control_points}
        if any(len(found) > MOST[table] for table, found in counts.items()):
            raise too_large()
        planned = change_entries(programme, pulled)
        if supervisor.supervisors(self._event.journal.entries_of_kinds(supervisor.KINDS)):
            token = read_token(self._event, link)
            planned = sealed_rows(self._event, planned, ticketing_signer(self._event.key.event, token))
        self._append(facts + planned)

    def _described(self, event: JsonObject, languages: Sequence[str]) -> Ticketing:
        """Return the event of the API with its products and questions, and with its texts in the languages that are
        kept: those of Checkin too.
        """
        link, kept = self._link, list(dict.fromkeys((*languages, *LANGUAGES)))
        items = [in_languages(row, kept) for row in self._client.items(link.event)]
        questions = (in_languages(row, kept) for row in self._client.questions(link.event))
        return replace(
            Ticketing.from_event(link.address, link.organizer, in_languages(event, kept)),
            products=read_products(items),
            questions=tuple(map(Question.from_body, questions)),
            languages=tuple(languages),
        )

    def _languages(self) -> tuple[str, ...]:
        """Return the languages in which texts are taken from now on (`Ticketing.languages`)."""
        default = as_text(self._client.event_settings(self._link.event).get("locale"))
        return tuple(dict.fromkeys(filter(None, (current_language(), default))))

    def _revocations(self, ticketing: Ticketing) -> tuple[list[str], dict[str, bool]]:
        """Return the revoked codes, and those blocked (True) or free again; only signed tickets have such lists."""
        if not ticketing.keys:
            return [], {}
        revoked = [as_text(row.get("secret")) for row in self._client.revoked_secrets(self._link.event)]
        blocked = {
            as_text(row.get("secret")): row.get("blocked") is True
            for row in self._client.blocked_secrets(self._link.event)
        }
        return revoked, blocked

    def _fetch_orders(self, report: ReportProgress) -> None:
        """Keep all orders that changed since the last complete fetch."""
        db, reading = self._event.db, ticketing_store.load_reading(self._event.db)
        if ticketing_store.kept_size(db) > MOST_BYTES:
            raise too_large()
        if reading.complete:
            pages = self._client.orders(self._link.event, modified_since=reading.complete)
        else:
            pages = self._client.orders(self._link.event, created_since=reading.reached)
        received = 0
        for page in pages:
            received += len(page.rows)
            newest = max((as_text(row.get("datetime")) for row in page.rows), default=reading.reached)
            reading = replace(reading, begun=reading.begun or page.generated, reached=newest)
            orders = [(as_text(row.get("code")), json.dumps(row, ensure_ascii=False)) for row in page.rows]
            kept = reading if not reading.complete else replace(reading, begun="", reached="")
            ticketing_store.keep_orders(db, orders, kept)
            report(received, page.count)
        self._complete = reading.begun

    def _apply_orders(self, pulled: PulledTicketing, report: ReportProgress) -> PullResult:
        """Turn the kept orders into entries, all of them or none. Desks record arrivals meanwhile."""
        db, orders = self._event.db, ticketing_store.kept_orders(self._event.db)
        if not orders:
            return self._done(PullResult())
        for _ in range(ATTEMPTS):
            moment = self._event.moment()
            changes = read_order_changes(self._event, pulled, orders, frozenset())
            passages = Outbox(db, self._event.journal).absorb(changes.passages)
            made = self._event.journal.prepare(
                changes.facts, at=self._clock(), desk=DESK, since=moment.place, dated=changes.dated, report=report
            )
            result = PullResult(len(orders), changes.count, passages)
            with self._event.transaction():
                if self._event.is_unchanged(moment, KINDS):
                    self._event.journal.insert_prepared(made)
                    ticketing_store.note_applied(db, self._complete)
                    return result
        raise UserError(_CHANGED)

    def _done(self, result: PullResult) -> PullResult:
        with self._event.transaction():
            ticketing_store.note_applied(self._event.db, self._complete)
        return result

    def _append(self, facts: Sequence[NewEntry]) -> None:
        if facts:
            with self._event.transaction():
                self._event.journal.append_all(map(fitted_entry, facts), at=self._clock(), desk=DESK)


_EXIT = Message("ticketing", "{name}, exit")
_SERIES = Message(
    "ticketing",
    "This event of pretix is a series of several dates, which Checkin cannot join yet. Nothing was changed; the list "
    "of one date can be exported from pretix and opened here.",
)
_CHANGED = Message(
    "ticketing",
    "While the list of pretix was stored, people were changed here again and again. Nothing was changed by it; the "
    "next round tries again.",
)
