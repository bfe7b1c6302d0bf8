# SPDX-License-Identifier: GPL-3.0-or-later
"""Clock offsets of desks, as measured where they meet (`sync_status`: from when one is wrong). Pure.

They correct the times shown, not the order.

An entry names its desk, a measurement the computer's identity as well. While computers with different clocks share a
name, an entry of that name cannot be assigned: its time stays as it was written.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from checkin.core.entries import EARLIEST, LATEST, Entry, EntryKind

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
