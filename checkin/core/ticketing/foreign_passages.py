# SPDX-License-Identifier: GPL-3.0-or-later
"""Check-ins that other programs made at a ticketing's server, as entries of ours. Pure.

An entry's id is made from the check-in, so that two desks which read it write the same entry.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from checkin.core.attendee import CheckInMethod
from checkin.core.entries import Entry, EntryKind, NewEntry, body_text, derived_id, parse_moment
from checkin.core.history import TICKETING
from checkin.core.local_time import find_zone
from checkin.core.sync.sealed_entry import SealedEntry
from checkin.core.ticketing.json_values import JsonObject, as_id, as_list, as_object, as_text
from checkin.core.ticketing.pulled_ticketing import PulledTicketing
from checkin.core.ticketing.ticketing_ids import list_point

DESK = "pretix"
"""The desk named in these entries, with the number of the device."""


def foreign_passages(order: JsonObject, pulled: PulledTicketing) -> Iterator[tuple[int, int, JsonObject]]:
    """Yield the check-ins of an order that none of our desks made: the position that is the person's ticket, the one
    that was checked in (perhaps an add-on), and the check-in as the API gives it.
    """
    positions = [as_object(position) for position in as_list(order.get("positions"))]
    known = {as_id(position.get("id")) for position in positions}
    for position in positions:
        number, host = as_id(position.get("id")), as_id(position.get("addon_to"))
        for checkin in map(as_object, as_list(position.get("checkins"))):
            if as_id(checkin.get("id")) and not pulled.is_own(as_id(checkin.get("device_id"))):
                yield host if host in known else number, number, checkin


def passage_entry(subject: str, position: int, checkin: JsonObject, pulled: PulledTicketing) -> SealedEntry | None:
    """Return the entry of a check-in of this attendee; None for one whose time cannot be read."""
    at = parse_moment(checkin.get("datetime"))
    if at is None:
        return None
    number, of_list = as_id(checkin.get("id")), pulled.lists.get(as_id(checkin.get("list")))
    kind = EntryKind.CHECKED_OUT if checkin.get("type") == "exit" else EntryKind.CHECKED_IN
    is_again = kind == EntryKind.CHECKED_IN and of_list is not None and of_list.allow_multiple_entries
    body = {
        "control_point": list_point(as_id(checkin.get("list"))),
        "how": CheckInMethod.CODE,
        "reason": "exit" if kind == EntryKind.CHECKED_OUT else "reentry" if is_again else "welcome",
        "position": position,
        TICKETING: number,
    }
    seed = f"{pulled.ticketing.organizer}/{pulled.ticketing.event}/{number}"
    desk = f"{DESK} {as_text(checkin.get('device_id'))}".strip()
    return SealedEntry(derived_id(at, seed), kind, subject, desk, local_moment(at, pulled).isoformat(), body_text(body))


def annulled_passages(known: Iterable[Entry], present: frozenset[int], undone: set[str]) -> Iterator[NewEntry]:
    """Yield what undoes the check-ins of other programs that the server does not have any more. `known` are the entries
    of one person, `present` the numbers of the check-ins that the server has of them.
    """
    for entry in known:
        number = as_id(entry.body.get(TICKETING))
        is_passage = entry.kind in (EntryKind.CHECKED_IN, EntryKind.CHECKED_OUT)
        if is_passage and number and number not in present and entry.id.hex() not in undone:
            yield EntryKind.UNDONE, entry.subject, {"targets": [entry.id.hex()], TICKETING: True}


def local_moment(at: datetime, pulled: PulledTicketing) -> datetime:
    """Return a time of the server in the time zone of its event."""
    zone = find_zone(pulled.ticketing.timezone)
    return at.astimezone(zone) if zone else at
