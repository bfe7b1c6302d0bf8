# SPDX-License-Identifier: GPL-3.0-or-later
"""Status of synchronisation: which desks were heard when, what is not sent, how far clocks are off. Values only."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from checkin.core.desk_settings import normalise_name
from checkin.core.entries import EARLIEST, LATEST, Entry, EntryKind
from checkin.core.message import SyncError
from checkin.core.support import is_newer
from checkin.core.sync.invitation import UsbDriveVisit
from checkin.core.sync.sealed_entry import NotTaken
from checkin.core.text_folding import natural_sort_key

SILENT_S = 60.0
"""Seconds of silence after which a desk's arrivals may be missing: longer than any pause of a round."""
HEARD_STEP_S = 5
"""The step in seconds in which that age is shown: the interval of greetings."""
WRONG_CLOCK_S = 60.0
"""Seconds by which a clock may be off before it is reported: half of what people round to."""


class SyncPlace(StrEnum):
    """The kind of place where desks meet."""

    FOLDER = "folder"
    HUB = "hub"
    TICKETING = "ticketing"


@dataclass(frozen=True, slots=True)
class OtherDesk:
    """Another desk as last heard. `age` is in seconds since, `waiting` how many entries it had not sent by then,
    `offset` how many seconds its clock is ahead of the place's; None where unknown.

    `version` is its program's, "" if it names none. `identity` identifies it whatever its name; `closed_at` is when it
    was closed, by its clock.
    """

    name: str
    age: float
    waiting: int
    offset: float | None = None
    version: str = ""
    identity: str = ""
    closed_at: datetime | None = None

    @property
    def is_silent(self) -> bool:
        """Whether arrivals of it may be missing here. A closed desk that had sent everything misses none."""
        return self.waiting > 0 if self.closed_at else self.age > SILENT_S

    @property
    def is_there(self) -> bool:
        """Whether it is open and was heard."""
        return not self.closed_at and not self.is_silent

    def aged(self, seconds: float) -> "OtherDesk":
        return replace(self, age=self.age + seconds)


@dataclass(frozen=True, slots=True)
class PlaceStatus:
    """The status of one place, where this desk is called `name`. `error` is why it cannot be reached now, `waiting` how
    many of this desk's entries it does not show yet, `strangers` the files there that are not this event's, `left_out`
    why this desk did not take entries of others, `ahead` the desk and the time of those whose clock is ahead.

    `has_clone`: another computer uses a copy of this desk's file, and this one has to get another identity.
    """

    place: SyncPlace
    error: SyncError | None = None
    waiting: int = 0
    desks: tuple[OtherDesk, ...] = ()
    offset: float | None = None
    name: str = ""
    strangers: int = 0
    has_clone: bool = False
    left_out: frozenset[NotTaken] = frozenset()
    ahead: tuple[str, datetime] | None = None


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """The peers of this desk; a desk without any lacks only what `usb_drive`, the one that was here last, may bring.
    `unerased_drives` still have the people of a purge.
    """

    peers: tuple[PlaceStatus, ...] = ()
    usb_drive: UsbDriveVisit | None = None
    unerased_drives: tuple[UsbDriveVisit, ...] = ()

    @property
    def is_alone(self) -> bool:
        return not self.peers

    @property
    def is_well(self) -> bool:
        """Whether every place is reached, every desk was heard or had sent everything, its records count here, and
        names are unique.
        """
        are_reached = all(peer.error is None for peer in self.peers)
        return are_reached and not self.silent and not self.ahead and not self.shared_names

    @property
    def last_seen_within(self) -> int:
        """The seconds within which all open desks were heard, rounded up to `HEARD_STEP_S`."""
        oldest = max((desk.age for desk in self.open_desks), default=0.0)
        return max(1, math.ceil(oldest / HEARD_STEP_S)) * HEARD_STEP_S

    @property
    def waiting(self) -> int:
        """The most entries of this desk that a place does not show yet."""
        return max((m.waiting for m in self.peers), default=0)

    @property
    def desks(self) -> tuple[OtherDesk, ...]:
        """The other desks, each once, as last heard at any place."""
        return newest(desk for peer in self.peers for desk in peer.desks)

    @property
    def open_desks(self) -> tuple[OtherDesk, ...]:
        """The desks that were not closed."""
        return tuple(desk for desk in self.desks if not desk.closed_at)

    @property
    def silent(self) -> tuple[OtherDesk, ...]:
        """The desks whose arrivals may be missing here, the longest silent first."""
        return tuple(sorted((d for d in self.desks if d.is_silent), key=lambda d: -d.age))

    @property
    def shared_names(self) -> tuple[str, ...]:
        """The names that two desks share, this one included: everything stored by name is mixed up."""
        own = {normalise_name(m.name): m.name for m in self.peers if m.name}
        names = [*own.values(), *self.other_names]
        counts = Counter(map(normalise_name, names))
        return tuple(
            sorted(
                {normalise_name(name): name for name in reversed(names) if counts[normalise_name(name)] > 1}.values()
            )
        )

    @property
    def other_names(self) -> tuple[str, ...]:
        """The names of desks that are not closed."""
        return tuple(desk.name for desk in self.open_desks)

    @property
    def strangers(self) -> int:
        return sum(peer.strangers for peer in self.peers)

    @property
    def left_out(self) -> tuple[NotTaken, ...]:
        """Why this desk did not take entries of others."""
        return tuple(sorted({why for peer in self.peers for why in peer.left_out}))

    @property
    def ahead(self) -> tuple[str, datetime] | None:
        """The desk and the time of entries that do not count here yet; of several the latest."""
        return max((peer.ahead for peer in self.peers if peer.ahead), key=lambda ahead: ahead[1], default=None)

    @property
    def has_clone(self) -> bool:
        return any(peer.has_clone for peer in self.peers)

    def newer_than(self, version: str) -> OtherDesk | None:
        """Return a desk with a newer program than `version`; None without one."""
        return next((desk for desk in self.desks if is_newer(desk.version, version)), None)

    def last_heard(self, now: datetime) -> tuple[tuple[str, datetime], ...]:
        """Return the other desks' names, each with when it was last heard."""
        return tuple((desk.name, now - timedelta(seconds=desk.age)) for desk in self.desks)

    def heard_before(self, moment: datetime, now: datetime) -> tuple[tuple[str, datetime], ...]:
        """Return the other desks that have not been heard since `moment`: a purge of then has not reached them."""
        return tuple((name, at) for name, at in self.last_heard(now) if at < moment)

    @property
    def offset(self) -> float | None:
        """The seconds this computer's clock is ahead of the first place that knows; None if unknown."""
        return next((m.offset for m in self.peers if m.offset is not None), None)


def newest(desks: Iterable[OtherDesk]) -> tuple[OtherDesk, ...]:
    """Return each desk once, by identity or name. An open desk stays open, even if another process of it has ended
    since.
    """
    found: dict[str, OtherDesk] = {}
    for desk in sorted(desks, key=lambda d: (not d.is_there, d.age)):
        found.setdefault(desk.identity or desk.name, desk)
    return tuple(sorted(found.values(), key=lambda d: (natural_sort_key(d.name), d.identity)))


@dataclass(frozen=True, slots=True)
class HubDesk:
    """A desk of a hub. `name` is what the organiser admitted it as, `role` its database role, `desk` its own name and
    `age` the seconds since it was heard: "" and None if never, or not for a day. `may_purge`: a purge by it applies to
    all.
    """

    name: str
    role: str
    may_purge: bool = False
    desk: str = ""
    age: float | None = None


# Clock offsets of desks, as measured where they meet (`sync_status`: from when one is wrong).
# They correct the times shown, not the order.
# An entry names its desk, a measurement the computer's identity as well. While computers with different clocks share
# a name, an entry of that name cannot be assigned: its time stays as it was written.

WORTH_WRITING_S = 5.0
"""Seconds by which an offset must differ from the last one recorded: less is the delay to the hub."""
MOST_S = (LATEST - EARLIEST).total_seconds()
"""The greatest possible offset in seconds; beyond it a value is no measurement."""
_NOW, _NEVER = b"\xff" * 16, b"\xff" * 17
"""Greater than every id, and greater than that."""


@dataclass(frozen=True, slots=True)
class _Measure:
    """One measurement, by the computer of this `identity`."""

    id: bytes
    desk: str
    identity: str
    offset: float


@dataclass(frozen=True, slots=True)
class _Known:
    """A known offset of one computer, in seconds ahead, for entries with ids from `begins` on and before `ends`."""

    begins: bytes
    ends: bytes
    offset: float


class ClockOffsets:
    """The offsets read from `clock_measured` entries in any order. Ranges go by ids alone, as setting a clock changes
    `at`.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._measures = sorted(filter(None, map(_measure, entries)), key=lambda m: m.id)
        self._known: dict[str, list[_Known]] = defaultdict(list)
        by_computer: dict[str, list[_Measure]] = defaultdict(list)
        for measure in self._measures:
            by_computer[measure.identity].append(measure)
        for measures in by_computer.values():
            for desk, known in self._stretches(measures):
                self._known[desk].append(known)

    def corrected(self, entry: Entry) -> datetime:
        """Return when the entry truly happened."""
        offset = self._offset(entry.desk, entry.id)
        return entry.at - timedelta(seconds=offset) if offset else entry.at

    def is_worth_recording(self, desk: str, identity: str, offset: float, *, is_renamed: bool = False) -> bool:
        """Whether a measurement is worth an entry: it is not corrected yet, or not recorded under the desk's present
        name.
        """
        own = self._own(identity)
        if own is None:
            known = (self._offset(desk, _NOW), self.ahead(desk, identity))
            return any(abs(each - offset) > WORTH_WRITING_S for each in known)
        return abs(own.offset - offset) > WORTH_WRITING_S or (is_renamed and own.desk != desk)

    def ahead(self, desk: str, identity: str) -> float:
        """Return the seconds this computer's clock was ahead at its last measurement, whatever its desk was called.
        Without one, the worst known for its name: another computer's measurement never makes a clock right.
        """
        if own := self._own(identity):
            return own.offset
        by_computer = {m.identity: m.offset for m in self._measures if m.desk == desk}
        return max(by_computer.values(), key=abs, default=0.0)

    def _own(self, identity: str) -> _Measure | None:
        """Return the newest measurement of this computer."""
        return next((m for m in reversed(self._measures) if m.identity == identity), None)

    def _offset(self, desk: str, entry: bytes) -> float:
        """Return the offset for an entry; 0 where none is known, or two computers of this name contradict each
        other.
        """
        if desk not in self._known:
            return 0.0
        known = [k for k in self._known[desk] if k.begins <= entry < k.ends]
        offsets = [k.offset for k in known]
        if not offsets or max(offsets) - min(offsets) > WORTH_WRITING_S:
            return 0.0
        return max(known, key=lambda k: k.begins).offset

    def _stretches(self, measures: Sequence[_Measure]) -> Iterator[tuple[str, _Known]]:
        """Yield the ranges of one computer's measurements: each counts until its next, the first also for all
        before.
        """
        for number, measure in enumerate(measures):
            begins = measure.id if number else b""
            ends = (m.id for m in self._measures if m.id > measure.id and self._is_over(measure, m))
            yield measure.desk, _Known(begins, next(ends, _NEVER), measure.offset)

    def _is_over(self, measure: _Measure, later: _Measure) -> bool:
        """Whether `later` ends the range: a name keeps its offset, even while a command of the same computer uses
        another name, until it is disputed.
        """
        return later.identity == measure.identity and (later.desk == measure.desk or self._is_disputed(measure))

    def _is_disputed(self, measure: _Measure) -> bool:
        return any(m.desk == measure.desk and m.identity != measure.identity for m in self._measures)


def _measure(entry: Entry) -> _Measure | None:
    offset, identity = entry.body.get("offset"), entry.body.get("identity")
    if entry.kind != EntryKind.CLOCK_MEASURED or not isinstance(offset, int | float) or not isinstance(identity, str):
        return None
    return _Measure(entry.id, entry.desk, identity, float(offset)) if identity and abs(offset) <= MOST_S else None
