# SPDX-License-Identifier: GPL-3.0-or-later
"""The decision which entries of other desks are taken (docs/adr/0091). Pure.

    from outside ──▶ read_sealed, is_shareable ──▶ Intake.sift ──▶ Outbox.absorb
                     form and size of one entry     time, number, seal

An entry that is not taken stays where it is: a folder and a drive are read again, and a hub leaves it with the desk
that wrote it, which sends it again. So an entry of a later day is only late; and a person may take it before, since
most wrong clocks are mistakes.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from checkin.core.entries import FIRST_REFUSED_ID, Entry, EntryKind, id_ms
from checkin.core.sync.entry_rules import rule_of
from checkin.core.sync.known_seals import SealedEntries
from checkin.core.sync.sealed_entry import AHEAD, SealedEntry

MOST_ABOUT_ONE = 1_000
"""The most entries about one attendee (all merged records together), session or supervisor that this desk takes from
others: twenty passages on each of fifty days. So many cost a scan of that attendee 60 ms.
"""


class NotTaken(StrEnum):
    """Why an entry of another desk is not taken."""

    AHEAD = "ahead"
    UNSEALED = "unsealed"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class Sifted:
    """The entries that are `taken`, in their order; why others are `left_out`; of those that are ahead, the latest."""

    taken: Sequence[SealedEntry]
    left_out: frozenset[NotTaken] = frozenset()
    ahead: SealedEntry | None = None


class Intake:
    """The decision on some entries of other desks, asked in the order of their ids.

    `event` is the event's public id. `known` gives the entries of the sealed kinds that the journal holds (and of the
    ticketings that were joined), `counts` the number of its entries about the attendee of each of some subjects.
    """

    def __init__(
        self,
        event: str,
        *,
        latest_ms: int,
        known: Callable[[], Sequence[Entry]],
        counts: Callable[[Iterable[str]], Mapping[str, int]],
    ) -> None:
        self._event, self._latest_ms, self._known, self._counts = event, latest_ms, known, counts

    def sift(self, entries: Sequence[SealedEntry]) -> Sifted:
        """Return which of these entries are taken."""
        left_out, ahead = set[NotTaken](), None
        taken = set[bytes]()
        about = Counter(self._counts({subject for entry in entries for subject in _subjects(entry)}))
        sealed = SealedEntries(self._event, self._known() if any(rule_of(e.kind).needs_seal for e in entries) else ())
        for entry in sorted(entries, key=lambda e: e.id):
            if reason := self._reason(entry, about, sealed):
                left_out.add(reason)
                ahead = entry if reason == NotTaken.AHEAD else ahead
                continue
            taken.add(entry.id)
            subjects = _subjects(entry)
            about |= Counter(dict.fromkeys(subjects, 1 + sum(about[subject] for subject in subjects)))
            if rule_of(entry.kind).needs_seal or entry.kind == EntryKind.TICKETING_JOINED:
                sealed.add(entry.opened())
        return Sifted([entry for entry in entries if entry.id in taken], frozenset(left_out), ahead)

    def _reason(self, entry: SealedEntry, about: Counter[str], sealed: SealedEntries) -> NotTaken | None:
        """Return why this entry is not taken, None if it is."""
        rule = rule_of(entry.kind)
        if id_ms(entry.id) > self._latest_ms:
            return NotTaken.AHEAD
        if rule.needs_seal and sealed.proves(entry.opened()):
            return None
        if rule.needs_seal and sealed.is_seal_needed(entry.opened()):
            return NotTaken.UNSEALED
        is_many = sum(about[subject] for subject in _subjects(entry)) >= MOST_ABOUT_ONE
        return NotTaken.TOO_MANY if is_many and (rule.is_plan or not rule.needs_seal) else None


def _subjects(entry: SealedEntry) -> set[str]:
    """Return the subjects whose entries are one attendee's with this one: of a merge both."""
    into = entry.opened().body.get("into") if entry.kind == EntryKind.ATTENDEE_MERGED else None
    return {subject for subject in (entry.subject, into) if isinstance(subject, str) and subject}


def latest_ms(now_ms: int, oldest: bytes) -> int:
    """Return the latest time, in milliseconds since 1970, that an entry may have at a desk whose clock shows `now_ms`.
    A clock that is before the `oldest` entry of the journal is wrong, and limits nothing.
    """
    ahead = int(AHEAD.total_seconds() * 1000)
    is_clock_wrong = bool(oldest) and id_ms(oldest) > now_ms + ahead
    return id_ms(FIRST_REFUSED_ID) - 1 if is_clock_wrong else now_ms + ahead
