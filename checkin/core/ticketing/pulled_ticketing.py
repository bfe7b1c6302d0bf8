# SPDX-License-Identifier: GPL-3.0-or-later
"""What the entries say of a ticketing: the server's event, its products, questions and check-in lists, revoked and
blocked codes, and which desks are devices of the server. Pure.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from checkin.core.entries import Entry, EntryKind, NewEntry
from checkin.core.ticketing.check_in_list import CheckInList
from checkin.core.ticketing.json_values import as_id, as_texts
from checkin.core.ticketing.questions import Question
from checkin.core.ticketing.ticketing import Product, Ticketing
from checkin.core.ticketing.ticketing_ids import list_number

_WITHDRAWN = "withdrawn"
"""The key of a body whose product, question or list the server no longer has."""
MOST_CODES = 200
"""The most codes in one entry: each takes 19 bytes of its body."""


@dataclass(frozen=True, slots=True)
class TicketingDevice:
    """A desk that is a device of the server: its `number` there, its `gate`, 0 for none. `since` is the id of the entry
    that says so, `until` that of the entry that ends it, b"" before. `replaces` is the device that the same computer
    was before, 0 for none.
    """

    number: int
    desk: str
    since: bytes
    gate: int = 0
    replaces: int = 0
    until: bytes = b""

    def has_left(self, entry: bytes) -> bool:
        """Whether the desk was no device any more when the entry with this id was written."""
        return bool(self.until) and self.until < entry


@dataclass(frozen=True, slots=True)
class PulledTicketing:
    """The ticketing of an event as the entries have it: `ticketing` with its products and questions, the check-in
    `lists` by number, the digests (`code_digest`) of codes that the server has revoked or blocked, and the `devices`.
    """

    ticketing: Ticketing
    lists: Mapping[int, CheckInList] = field(default_factory=dict)
    revoked: frozenset[str] = frozenset()
    blocked: frozenset[str] = frozenset()
    devices: tuple[TicketingDevice, ...] = ()

    def list_at(self, point: str) -> CheckInList | None:
        """Return the check-in list of a control point, None for a control point of the organiser's own."""
        return self.lists.get(list_number(point))

    def is_own(self, device: int) -> bool:
        """Whether a device of the server is one of our desks."""
        return any(each.number == device for each in self.devices)

    def gate_of(self, desk: str) -> int | None:
        """Return the gate of a desk, 0 without one; None for a desk that is no device of the server."""
        return next((each.gate for each in reversed(self.devices) if each.desk == desk), None)

    def sender_of(self, entry: Entry) -> int:
        """Return the device that sends an entry: the desk's own, once it was one, else the first that had not left
        then, perhaps one that joined later; 0 without any.

        The server tells a repeated check-in only by the device that sent it first, so each entry has one sender. A
        computer that joined again, as after its device was revoked, goes on with what it had not sent.
        """
        there = [each for each in self.devices if not each.has_left(entry.id)]
        own = [each for each in there if each.desk == entry.desk and each.since < entry.id]
        sender = own[-1] if own else next(iter(there), None)
        return self._successor(sender.number) if sender else 0

    @property
    def has_devices(self) -> bool:
        """Whether a desk is a device of the server now."""
        return any(not each.until for each in self.devices)

    def _successor(self, device: int) -> int:
        for each in self.devices:
            if each.replaces and each.replaces == device:
                device = each.number
        return device


def code_digest(code: str) -> str:
    """Return what is kept of a revoked or blocked code: enough to know it again, and shorter."""
    return hashlib.sha256(code.encode("utf-8", "replace")).hexdigest()[:16]


def signed_subject(code: str) -> str:
    """Return the subject of what is recorded about a signed ticket before its person is known."""
    return f"signed-{code_digest(code)}"


def fold_ticketing(entries: Iterable[Entry]) -> PulledTicketing | None:
    """Return what the entries (in id order) say; None without a ticketing."""
    ticketing: Ticketing | None = None
    found: dict[str, dict[str, Any]] = {kind: {} for kind in _PLANNED}
    revoked, blocked = set[str](), set[str]()
    devices: dict[tuple[int, str], TicketingDevice] = {}
    for entry in entries:
        if entry.kind == EntryKind.TICKETING_DESCRIBED:
            ticketing = Ticketing.from_body(entry.body)
        elif entry.kind == EntryKind.TICKETS_REVOKED:
            revoked.update(as_texts(entry.body.get("revoked")))
            blocked.update(as_texts(entry.body.get("blocked")))
            blocked.difference_update(as_texts(entry.body.get("unblocked")))
        elif entry.kind in (EntryKind.TICKETING_JOINED, EntryKind.TICKETING_LEFT):
            _note_device(devices, entry)
        elif entry.kind in found and entry.body.get(_WITHDRAWN):
            found[entry.kind].pop(entry.subject, None)
        elif entry.kind in found:
            found[entry.kind][entry.subject] = _PLANNED[entry.kind].from_body(entry.body)
    if ticketing is None:
        return None
    products, questions, lists = (found[kind].values() for kind in _PLANNED)
    whole = replace(ticketing, products=tuple(products), questions=tuple(questions))
    by_number = {each.id: each for each in lists}
    return PulledTicketing(whole, by_number, frozenset(revoked), frozenset(blocked), tuple(devices.values()))


def _note_device(devices: dict[tuple[int, str], TicketingDevice], entry: Entry) -> None:
    """Add the device of an entry by its number and desk, or note that it left."""
    number, gate, before = (as_id(entry.body.get(name)) for name in ("device", "gate", "replaces"))
    if entry.kind == EntryKind.TICKETING_LEFT:
        left = {key: each for key, each in devices.items() if each.number == number and not each.until}
        devices |= {key: replace(each, until=entry.id) for key, each in left.items()}
    elif number:
        device = TicketingDevice(number, entry.desk, entry.id, gate, before if before != number else 0)
        devices.setdefault((number, entry.desk), device)


def ticketing_changes(
    before: PulledTicketing | None, ticketing: Ticketing, lists: Sequence[CheckInList]
) -> Iterator[NewEntry]:
    """Yield the entries that turn what is known into what the server says: only what differs."""
    if before is None or before.ticketing.body() != ticketing.body():
        yield EntryKind.TICKETING_DESCRIBED, "", ticketing.body()
    known = before.ticketing if before else Ticketing()
    yield from _item_changes(EntryKind.PRODUCT_PLANNED, known.products, ticketing.products)
    yield from _item_changes(EntryKind.QUESTION_PLANNED, known.questions, ticketing.questions)
    yield from _item_changes(EntryKind.CHECK_IN_LIST_PLANNED, before.lists.values() if before else (), lists)


def revocation_changes(
    before: PulledTicketing | None, revoked: Iterable[str], blocked: Mapping[str, bool]
) -> Iterator[NewEntry]:
    """Yield the entries of codes that the server has revoked, blocked or unblocked (False) since."""
    known = before or PulledTicketing(Ticketing())
    is_now = {code_digest(code): state for code, state in blocked.items()}
    news = {
        "revoked": sorted({code_digest(code) for code in revoked} - known.revoked),
        "blocked": sorted(code for code, state in is_now.items() if state and code not in known.blocked),
        "unblocked": sorted(code for code, state in is_now.items() if not state and code in known.blocked),
    }
    for name, codes in news.items():
        for start in range(0, len(codes), MOST_CODES):
            yield EntryKind.TICKETS_REVOKED, "", {name: codes[start : start + MOST_CODES]}


def _item_changes(kind: EntryKind, before: Iterable[Any], after: Iterable[Any]) -> Iterator[NewEntry]:
    known = {each.id: each.body() for each in before}
    wanted = {each.id: each.body() for each in after}
    for gone in known.keys() - wanted.keys():
        yield kind, str(gone), {_WITHDRAWN: True}
    yield from ((kind, str(number), body) for number, body in wanted.items() if body != known.get(number))


_PLANNED: Mapping[str, Any] = {
    EntryKind.PRODUCT_PLANNED: Product,
    EntryKind.QUESTION_PLANNED: Question,
    EntryKind.CHECK_IN_LIST_PLANNED: CheckInList,
}
