# SPDX-License-Identifier: GPL-3.0-or-later
"""What happened at the desks, sent to a ticketing's server: read from the journal, in the order in which it came there.

Each entry has one sender (`PulledTicketing.sender_of`). Its id is the nonce by which the server knows it again, so
that an entry may be sent twice. What the server refuses for good is kept apart with its words, and holds up no other.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from checkin.core.attendee import Attendee, CheckInMethod
from checkin.core.decision import Reason, failure_reason
from checkin.core.entries import Entry, EntryKind
from checkin.core.history import TICKETING
from checkin.core.json_values import as_id, as_list, as_object, as_text, as_texts
from checkin.core.merged_records import fold_records
from checkin.core.ticketing import sent_scans, ticketing_status
from checkin.core.ticketing.position import Position
from checkin.core.ticketing.pulled import PulledTicketing
from checkin.core.ticketing.ticketing import desk_answers
from checkin.services.event_file import EventFile
from checkin.services.ticketing.ticketing_pull import read_order_changes
from checkin.storage import settings_store
from checkin.storage.settings_store import TicketingLink
from checkin.sync.pretix_client import FailedScan, PretixAnswer, PretixClient, Redemption
from checkin.sync.pretix_connection import PretixFaultError, PretixForbiddenError
from checkin.translation import error_text

# A ticket that passes to a substitute, told to a ticketing's server: the same ticket, with another name and code.


def pass_ticket_on(client: PretixClient, event: str, substitute: Attendee) -> tuple[PretixAnswer, Mapping[str, Any]]:
    """Make the ticket that `substitute` took over theirs at the server; return its answer and the order since.

    The codes of the person who is absent open nothing any more: those of add-ons are replaced by others, that of the
    ticket is revoked and becomes the substitute's. That is done last, so that it tells what was done already.
    """
    ticket = Position.from_body(substitute.position)
    order = client.order(event, ticket.order)
    if _secret(order, ticket.id) == substitute.ticket_code:
        return PretixAnswer(True, order), order  # done before, though the answer never came
    for number in (*(addon.id for addon in ticket.addons if not addon.is_cancelled), ticket.id):
        answer = client.renew_code(event, number)
        if not answer.is_done:
            return answer, order
    answer = client.change_position(event, ticket.id, sent_scans.ticket_holder(substitute))
    return answer, client.order(event, ticket.order) if answer.is_done else order


def _secret(order: Mapping[str, Any], number: int) -> str:
    positions = map(as_object, as_list(order.get("positions")))
    return next((as_text(each.get("secret")) for each in positions if as_id(each.get("id")) == number), "")


BATCH = 100
"""Entries read at once."""
KEY_LASTS = timedelta(minutes=10)
"""The time after which an order is sent under another key. The server repeats its refusal of one for a day, and one on
which it was working when it was killed stays locked as long.
"""
MOST_FAULTS = 3
"""Times an entry is sent to a server that answers everything else and has a fault with this one."""

_SENT_KINDS = (
    EntryKind.ATTENDEE_ADDED,
    EntryKind.CHECKED_IN,
    EntryKind.CHECKED_OUT,
    EntryKind.REFUSED,
    EntryKind.UNDONE,
)
_PASSAGES = (EntryKind.CHECKED_IN, EntryKind.CHECKED_OUT)


class TicketingPush:
    """Sends to one server what it lacks of one event. `clock` gives aware times."""

    def __init__(
        self,
        event: EventFile,
        client: PretixClient,
        link: TicketingLink,
        clock: Callable[[], datetime],
        ticketing: PulledTicketing,
    ) -> None:
        self._event, self._client, self._link, self._clock = event, client, link, clock
        self._ticketing = ticketing

    def run(self) -> int:
        """Send everything; return how many entries were told. Raises `SyncError` for a server that must be asked again
        later: what was sent until then is noted.
        """
        sent, newest = 0, self._event.journal.newest_place()
        for place, entry in self._entries():
            if self._is_own(entry):
                sent += self._send(entry)
                settings_store.note_sent(self._event.db, place)
        if settings_store.sent_place(self._event.db) < newest:  # the rest is nothing to send
            settings_store.note_sent(self._event.db, newest)
        return sent

    def waiting(self) -> int:
        """Return the number of entries that are still to be sent."""
        return sum(self._is_own(entry) for _, entry in self._entries())

    def retry(self) -> int:
        """Send again what was refused; return how much of it the server took. What was balanced is done: another
        device would balance it once more.
        """
        taken = 0
        for entry_id, why in settings_store.quarantined(self._event.db):
            if why in ticketing_status.OTHERWISE_TOLD:
                continue
            entry = self._event.journal.entry(entry_id)
            if entry is None or not self._refusal_or_fault(entry):
                taken += 1
                with self._event.transaction():
                    settings_store.release(self._event.db, entry_id)
        return taken

    def _entries(self) -> Iterator[tuple[int, Entry]]:
        place = settings_store.sent_place(self._event.db)
        while some := settings_store.places_after(self._event.db, place, _SENT_KINDS, BATCH):
            for place, entry_id in some:
                if entry := self._event.journal.entry(entry_id):
                    yield place, entry

    def _is_own(self, entry: Entry) -> bool:
        """Whether this device sends an entry: not what came from the server itself."""
        is_from_server = TICKETING in entry.body
        return not is_from_server and self._ticketing.sender_of(entry) == self._link.device

    def _send(self, entry: Entry) -> bool:
        """Send one entry; return whether the server was told. What it refuses is kept apart."""
        refusal = self._refusal_or_fault(entry)
        if refusal:
            with self._event.transaction():
                settings_store.quarantine(self._event.db, entry.id, refusal, self._clock())
        return refusal == ""

    def _refusal_or_fault(self, entry: Entry) -> str | None:
        """Return `_refusal`, or the fault that the server has with this entry alone, again and again: it must not hold
        up the others for ever.
        """
        for _ in range(MOST_FAULTS):
            try:
                return self._refusal(entry)
            except PretixFaultError as error:
                fault = error_text(error)
                self._client.info()  # raises where all of the server is at fault
        return fault

    def _refusal(self, entry: Entry) -> str | None:
        """Return why the server does not take an entry, "" if it did; None for one that it is not told."""
        if entry.kind == EntryKind.UNDONE:
            return self._undo(entry)
        if entry.id.hex() in self._event.journal.undone([entry.subject]):
            return None  # it never counted there
        if entry.kind in _PASSAGES:
            return self._passage(entry)
        if entry.kind == EntryKind.REFUSED:
            return self._failure(entry)
        return self._walk_in(entry) if entry.body.get("how") == CheckInMethod.WALK_IN else None

    def _passage(
        self, entry: Entry, *, nonce: str = "", is_exit: bool | None = None, at: datetime | None = None
    ) -> str | None:
        """Send an arrival or exit as what happened, whatever the server would decide now: the desk has decided. A scan
        that it refuses would stand there under the same nonce, and could not be annulled any more.
        """
        of_list, secret = ticketing_status.list_number(str(entry.body.get("control_point"))), self._secret(entry)
        if not of_list:
            return None
        if not secret:
            return ticketing_status.UNKNOWN_HERE
        scan = Redemption(
            secret,
            of_list,
            nonce or entry.id.hex(),
            (at or entry.happened_at).isoformat(),
            is_exit=entry.kind == EntryKind.CHECKED_OUT if is_exit is None else is_exit,
            is_forced=True,
            answers=self._answers(entry),
        )
        return _words(self._client.redeem(scan))

    def _secret(self, entry: Entry) -> str:
        attendee = self._event.attendees.get(entry.subject)
        if attendee is None:
            return str(entry.body.get("code", ""))
        here = self._ticketing.list_at(str(entry.body.get("control_point")))
        return sent_scans.secret_of(attendee, as_id(entry.body.get("position")), here)

    def _answers(self, entry: Entry) -> dict[str, str] | None:
        """Return what was answered at a desk, None for nothing: the server then asks nothing either."""
        attendee = self._event.attendees.get(entry.subject)
        if attendee is None:
            return None
        known = Position.from_body(attendee.position).answers
        given = desk_answers(self._ticketing.ticketing, attendee.custom)
        return {str(number): text for number, text in given.items() if number not in known} or None

    def _failure(self, entry: Entry) -> str | None:
        """Send a refused scan. A question that was asked at the desk is none."""
        of_list = ticketing_status.list_number(str(entry.body.get("control_point")))
        if not of_list or entry.body.get("verdict") == "ask":
            return None
        scan = FailedScan(
            self._refused_code(entry),
            failure_reason(entry.body.get("reason")),
            entry.id.hex(),
            entry.happened_at.isoformat(),
            is_exit=entry.body.get("is_exit") is True,
        )
        return _words(self._client.failed_checkin(self._link.event, of_list, scan))

    def _refused_code(self, entry: Entry) -> str:
        """Return by which code somebody was refused: the one that was read if it is theirs no more."""
        body, attendee = entry.body, self._event.attendees.get(entry.subject)
        if attendee and body.get("reason") != Reason.CODE_REPLACED:
            return sent_scans.secret_of(attendee, as_id(body.get("position")))
        return str(body.get("code") or body.get("read") or body.get("ticket") or "?")

    def _undo(self, entry: Entry) -> str | None:
        """Undo check-ins there too: annulled while the server allows that, else balanced by one the other way."""
        targets = [self._event.journal.entry(bytes.fromhex(text)) for text in as_texts(entry.body.get("targets"))]
        told = [self._undo_passage(entry, target) for target in targets if target and target.kind in _PASSAGES]
        said = [words for words in told if words is not None]
        return next(filter(None, said), "") if said else None

    def _undo_passage(self, entry: Entry, target: Entry) -> str | None:
        of_list = ticketing_status.list_number(str(target.body.get("control_point")))
        if not of_list:
            return None
        is_ours = TICKETING not in target.body and self._ticketing.sender_of(target) == self._link.device
        if is_ours:
            answer = self._client.annul(of_list, target.id.hex(), entry.happened_at.isoformat())
            if not sent_scans.is_annulled_too_late(answer.body) and not self._is_of_device_before(target):
                return ""  # refused only if it never came there, or is annulled already
        is_exit = target.kind == EntryKind.CHECKED_IN
        if self._was_inside(target, entry) is is_exit:
            return None  # by another passage: what the server has last is right
        refusal = self._passage(target, nonce=entry.id.hex(), is_exit=is_exit, at=entry.happened_at)
        return refusal or (ticketing_status.UNDONE_TOO_LATE if is_ours else ticketing_status.UNDONE_ELSEWHERE)

    def _was_inside(self, target: Entry, undo: Entry) -> bool:
        """Whether the person of a passage was behind its control point once it was undone."""
        until_then = [entry for entry in self._event.journal.about(target.subject) if entry.id <= undo.id]
        _, history = fold_records(target.subject, until_then)
        return history.visit(str(target.body.get("control_point"))).is_inside

    def _is_of_device_before(self, target: Entry) -> bool:
        """Whether the server has this passage from the device that this computer was before: it is annulled by that one
        alone.
        """
        since = (each.since for each in self._ticketing.devices if each.number == self._link.device)
        attendee = self._event.attendees.get(target.subject)
        if attendee is None or target.id > min(since, default=b""):
            return False
        order = self._client.order(self._link.event, str(attendee.position.get("order", "")))
        return sent_scans.has_checkin(
            order, ticketing_status.list_number(str(target.body.get("control_point"))), target.happened_at
        )

    def _walk_in(self, entry: Entry) -> str | None:
        """Make an order for somebody registered at a desk, and take over what the server calls them. A substitute has
        the ticket of whom they came instead of.
        """
        attendee = self._event.attendees.get(entry.subject)
        if attendee is not None and "replaces" in entry.body and as_id(attendee.position.get("id")):
            return self._substitute(entry, attendee)
        if attendee is None or attendee.position or self._event.journal.history(attendee.id).replaced_by:
            return None
        product = sent_scans.walk_in_product(attendee, self._event.planned(), self._ticketing.ticketing)
        if product is None:
            return ticketing_status.NO_PRODUCT
        key = f"{entry.id.hex()}-{(self._clock() - entry.at) // KEY_LASTS}"
        try:
            answer = self._client.create_order(
                self._link.event, sent_scans.walk_in_order(attendee, product, self._ticketing.ticketing), key
            )
            # It may have been made though its answer never came: no two tickets have one code.
            order = answer.body if answer.is_done else self._client.order_with(self._link.event, attendee.ticket_code)
        except PretixForbiddenError as error:
            return error_text(error)
        if order is None:
            return _words(answer)
        self._take_over(entry, order)
        return ""

    def _substitute(self, entry: Entry, attendee: Attendee) -> str:
        """Make a ticket the substitute's there too."""
        try:
            answer, order = pass_ticket_on(self._client, self._link.event, attendee)
        except PretixForbiddenError as error:
            return error_text(error)
        if answer.is_done:
            self._take_over(entry, order)
        return _words(answer)

    def _take_over(self, entry: Entry, order: Mapping[str, Any]) -> None:
        """Record what the server has since of the person registered by this entry."""
        with self._event.transaction():
            changes = read_order_changes(self._event, self._ticketing, [order], frozenset())
            self._event.journal.insert(changes.dated)
            self._event.journal.append_all(changes.facts, at=self._clock(), desk=entry.desk)


def _words(answer: PretixAnswer) -> str:
    return "" if answer.is_done else answer.reason or answer.refusal or "?"


# What a ticketing's server did not take, or took in another way: the list that a desk shows, and taking something off
# it. The journal keeps all of it.


def refused_entries(event: EventFile) -> Sequence[ticketing_status.RefusedByServer]:
    """Return what the server did not take, the newest first."""
    found = []
    for entry_id, why in settings_store.quarantined(event.db):
        if entry := event.journal.entry(entry_id):
            attendee = event.attendees.get(entry.subject)
            name, kind, undone = attendee.name if attendee else "", str(entry.kind), _undone_kind(event, entry)
            found.append(
                ticketing_status.RefusedByServer(entry.id, kind, name, entry.happened_at, entry.desk, why, undone)
            )
    return found[::-1]


def _undone_kind(event: EventFile, entry: Entry) -> str:
    """Return the kind of what an entry undoes, "" if it undoes nothing."""
    targets = as_texts(entry.body.get("targets")) if entry.kind == EntryKind.UNDONE else ()
    found = (event.journal.entry(bytes.fromhex(target)) for target in targets)
    return next((str(target.kind) for target in found if target), "")


def note_refusals_seen(event: EventFile) -> None:
    """Note that somebody has looked at everything that was refused until now."""
    settings_store.note_seen_refusals(event.db, [entry for entry, _ in settings_store.quarantined(event.db)])


def take_off_list(event: EventFile, entries: Iterable[bytes]) -> None:
    """Take refused entries off the list, by their ids: they are not sent again."""
    with event.transaction():
        for entry in entries:
            settings_store.release(event.db, entry)
