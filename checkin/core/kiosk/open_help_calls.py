# SPDX-License-Identifier: GPL-3.0-or-later
"""Help calls of guests at self-service screens: which are open, and how they ended. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from checkin.core.entries import Entry, EntryKind

KINDS = (EntryKind.HELP_ASKED, EntryKind.HELP_ENDED)

LAPSES = timedelta(minutes=20)
"""The time after which a call counts as over: the guest has found the desk, or left."""


class HelpEnd(StrEnum):
    """How a call ended. COMING: a desk said that it comes. WITHDRAWN: the guest needs no help any more."""

    COMING = "coming"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class HelpCall:
    """A call for help. `id` is that of its entry, `desk` the name of the screen where the guest stands."""

    id: bytes
    desk: str
    at: datetime


def open_calls(entries: Iterable[Entry], now: datetime) -> tuple[HelpCall, ...]:
    """Return the open calls, the oldest first, from entries in id order."""
    known = list(entries)
    ended = {target for entry in known for target in _targets(entry)}
    asked = (e for e in known if e.kind == EntryKind.HELP_ASKED and e.id.hex() not in ended)
    return tuple(HelpCall(e.id, e.desk, e.at) for e in asked if now - e.at < LAPSES)


def call_end(call: bytes, entries: Iterable[Entry]) -> HelpEnd | None:
    """Return how a call ended, None while it is open. COMING wins over WITHDRAWN."""
    ends = [str(e.body.get("how")) for e in entries if call.hex() in _targets(e)]
    return next((end for end in HelpEnd if end in ends), None)


def end_body(call: bytes, how: HelpEnd) -> dict[str, object]:
    return {"targets": [call.hex()], "how": how}


def _targets(entry: Entry) -> list[str]:
    named = entry.body.get("targets")
    return [str(target) for target in named] if entry.kind == EntryKind.HELP_ENDED and isinstance(named, list) else []
