# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose seals count at a desk (docs/adr/0091): those of supervisors, and for the programme also those of a ticketing
that a supervisor joined. Pure.
"""

import hmac
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence

from checkin.core.entries import Entry, EntryKind
from checkin.core.supervisor import KINDS, SEAL, PinKey, Supervisor, is_sealed, public_key, supervisors
from checkin.core.sync.entry_rules import RULES, rule_of

SEALED_KINDS = (*(kind for kind, rule in RULES.items() if rule.needs_seal), EntryKind.TICKETING_JOINED)
"""The kinds of entries that tell whose seals count, and which were used."""

_TICKETING = "ticketing:"
_KEY = "key"


def ticketing_signer(event: str, token: str) -> Supervisor:
    """Return the signer of what a ticketing's device pulls into an event. Its private key is derived from the device's
    token, which no other desk has.
    """
    private = hmac.digest(token.encode(), f"checkin programme {event}".encode(), "sha256")
    public = public_key(private)
    return Supervisor(_TICKETING + public.hex(), "", PinKey(b"", public), private)


def joined_body(body: Mapping[str, object], signer: Supervisor) -> dict[str, object]:
    """Return the body of the entry about a device that joined, with the key whose seals count once a supervisor has
    sealed this entry.
    """
    return {**body, _KEY: signer.id.removeprefix(_TICKETING)}


def devices_to_vouch_for(event: str, entries: Iterable[Entry], *, is_first: bool) -> list[Entry]:
    """Return of `entries` of `SEALED_KINDS` the newest about each device whose seals count; of all devices where
    `is_first`: no supervisor was named who could have vouched for one.
    """
    known = sorted(entries, key=lambda e: e.id)
    joined = known if is_first else _vouched_for(event, known)
    return [*{entry.body[_KEY]: entry for entry in joined if _joins(entry)}.values()]


def _vouched_for(event: str, known: Sequence[Entry]) -> Iterator[Entry]:
    """Yield of entries in the order of their ids those about devices that a supervisor of their time vouched for."""
    for number, entry in enumerate(known):
        if _joins(entry) and is_sealed(entry, event, supervisors(known[:number])):
            yield entry


def _joins(entry: Entry) -> bool:
    return entry.kind == EntryKind.TICKETING_JOINED and _KEY in entry.body


class SealedEntries:
    """The entries of `SEALED_KINDS` that a desk knows, and the judgement of another one by them."""

    def __init__(self, event: str, entries: Sequence[Entry]) -> None:
        self._event = event
        self._signers: list[Entry] = []
        self._used: set[object] = set()
        self._described = b""
        self._found: dict[int, tuple[Supervisor, ...]] = {}
        for entry in sorted(entries, key=lambda e: e.id):
            self.add(entry)

    def add(self, entry: Entry) -> None:
        """Count an entry that was taken."""
        if entry.kind in KINDS or entry.kind == EntryKind.TICKETING_JOINED:
            self._signers.append(entry)
            self._signers.sort(key=lambda e: e.id)
            self._found.clear()
        if SEAL in entry.body:
            self._used.add(entry.body[SEAL])
            if entry.kind == EntryKind.EVENT_DESCRIBED:
                self._described = max(self._described, entry.id)

    def proves(self, entry: Entry) -> bool:
        """Whether somebody whose seal counts sealed this entry, and no other. For the programme that is decided by who
        was a supervisor when it was written: a desk that joins later may hear first that they were removed.
        """
        is_plan = rule_of(entry.kind).is_plan
        people = self._at(entry.id) if is_plan else supervisors(self._signers)
        return bool(people) and entry.body.get(SEAL) not in self._used and is_sealed(entry, self._event, people)

    def is_seal_needed(self, entry: Entry) -> bool:
        """Whether this entry counts only with a seal: once a supervisor is known. Of the programme, what is older than
        its last sealed beginning says nothing any more.
        """
        is_past = rule_of(entry.kind).is_plan and entry.id < self._described
        return bool(supervisors(self._signers)) and not is_past

    def _at(self, entry_id: bytes) -> tuple[Supervisor, ...]:
        """Return whose seals count for the programme at this id."""
        count = bisect([entry.id for entry in self._signers], entry_id)
        if count not in self._found:
            before = self._signers[:count]
            devices = filter(None, map(_signer_of, _vouched_for(self._event, before)))
            self._found[count] = (*supervisors(before), *devices)
        return self._found[count]


def _signer_of(entry: Entry) -> Supervisor | None:
    try:
        public = bytes.fromhex(str(entry.body[_KEY]))
    except ValueError:
        return None
    return Supervisor(_TICKETING + public.hex(), "", PinKey(b"", public))
