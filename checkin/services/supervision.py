# SPDX-License-Identifier: GPL-3.0-or-later
"""Supervision: permissions by a supervisor's PIN. Every try and every change is an entry; no PIN is ever stored."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from checkin.core.entries import Entry, EntryKind, NewEntry
from checkin.core.message import Message, StorageError, UserError
from checkin.core.programme.programme_entries import to_entries
from checkin.core.supervisor import (
    FREE_TRIES,
    KINDS,
    KIOSK,
    SALT_BYTES,
    TRIES,
    Authority,
    LockOut,
    Supervisor,
    checked_name,
    checked_pin,
    find_by_pin,
    lock_out,
    named_body,
    supervisors,
    with_pin,
)
from checkin.core.sync.sealed_entry import SEALED_KINDS, devices_to_vouch_for, rule_of
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile

# Programme entries with a seal, without which no desk takes them once a supervisor is named (docs/adr/0091).


def sealed_rows(
    event: EventFile,
    rows: Iterable[NewEntry],
    signer: Supervisor | None,
    randomness: Callable[[int], bytes] = secrets.token_bytes,
) -> list[NewEntry]:
    """Return the rows with the seal of `signer`, who has just typed their PIN; unchanged where no PIN was asked."""
    if signer is None:
        return list(rows)
    key, since = event.key.event, event.journal.now_ms()
    return [
        (kind, subject, signer.sealed(key, kind, subject, body, randomness(8), since))
        if rule_of(kind).is_plan or kind == EntryKind.TICKETING_JOINED
        else (kind, subject, body)
        for kind, subject, body in rows
    ]


def seal_programme(event: EventFile, signer: Supervisor, *, at: datetime, desk: str, is_first: bool = False) -> None:
    """Write the programme anew with a seal, and which devices of a ticketing a supervisor vouches for: when the
    supervisors change, desks no longer take what was sealed before, and what was not. `is_first`: no supervisor was
    named until now. Call within a transaction.
    """
    event.journal.append_all(sealed_rows(event, to_entries(event.planned()), signer), at=at, desk=desk)
    known = event.journal.entries_of_kinds(SEALED_KINDS)
    for joined in devices_to_vouch_for(event.key.event, known, is_first=is_first):
        row = (EntryKind.TICKETING_JOINED, "", dict(joined.body))
        event.journal.append_all(sealed_rows(event, [row], signer), at=at, desk=joined.desk)


LONGEST_WHY = 200
"""Characters of a reason that are kept."""


T = TypeVar("T")
Append = Callable[[EntryKind, str, dict[str, object]], None]
"""Writes an entry of this kind, subject and body."""


class Supervision:
    """The supervisors of an event, and the checking of their PINs. Belongs to the thread of its `desk`.

    Checking a PIN takes about 100 ms, setting one twice that, outside any transaction.

    Wrong PINs count for this computer's file: renaming the desk or opening a second window gives no more tries. On a
    self-service screen (`is_kiosk`) they count for that screen alone, and even while nothing can be written: the right
    PIN must open the screen whatever the disk does, and wrong ones are kept in memory until they can be written.
    """

    def __init__(
        self,
        event: EventFile,
        desk: Desk,
        randomness: Callable[[int], bytes] = secrets.token_bytes,
        *,
        is_kiosk: bool = False,
    ) -> None:
        self._event, self._desk, self._randomness, self._is_kiosk = event, desk, randomness, is_kiosk
        self._unwritten: list[Entry] = []

    @property
    def desk_name(self) -> str:
        """The name that signs while no supervisor is named."""
        return self._desk.name

    @property
    def is_needed(self) -> bool:
        """Whether a PIN is needed. While no supervisor is named, only a reason is asked for."""
        return bool(self.supervisors())

    def supervisors(self) -> tuple[Supervisor, ...]:
        return supervisors(self._event.journal.entries_of_kinds(KINDS))

    def lock_out(self) -> LockOut:
        """Return whether a PIN may be tried now. If the clock was set back during a wait, it begins again, once."""
        found = self._lock_out()
        if not found.is_behind:
            return found
        self._keep(lambda append: append(EntryKind.SUPERVISOR_REFUSED, "", {"again": True} | self._where))
        return self._lock_out()

    def waiting_time(self) -> timedelta | None:
        """Return the time until a PIN may be tried again; None if one may be tried now."""
        until = self.lock_out().until
        return until - self._desk.now() if until else None

    def authority(self, why: str, pin: str = "") -> Authority:
        """Return the authority to do something. Raises `UserError` without a reason, or for a wrong PIN."""
        why = stated_why(why, pin)
        person = self.check(pin) if self.is_needed else None
        return Authority(person.name if person else self.desk_name, why, person)

    def check(self, pin: str) -> Supervisor:
        """Return the supervisor of this PIN, able to seal. A wrong PIN is recorded, and raises `UserError` with the
        tries left.
        """
        if until := self.lock_out().until:
            raise UserError(_LOCKED, until=_minute(until))
        found = find_by_pin(pin, self.supervisors())
        if self._keep(lambda append: self._is_taken(found, append)) and found:
            return found
        after = self.lock_out()
        if after.until:
            raise UserError(_LOCKED, until=_minute(after.until))
        raise UserError(Message("supervisor", "Nobody has this PIN. Tries left: {left}."), left=after.tries_left)

    # Naming supervisors

    def name(self, name: str, pin: str, authority: Authority) -> Supervisor:
        """Name a supervisor, and return them as after typing the PIN. Raises `UserError` for a name or a PIN that is
        invalid or taken.
        """
        salted = self._with_new_pin(Supervisor("", "", None), pin, self.supervisors())
        with self._event.transaction():
            self._require(authority)
            new_id = f"supervisor:{self._randomness(8).hex()}"
            new = replace(salted, id=new_id, name=checked_name(name, self.supervisors()))
            self._append_sealed(EntryKind.SUPERVISOR_NAMED, new.id, named_body(new), authority)
            self._seal_programme(authority.supervisor or new, is_first=authority.supervisor is None)
        return new

    def change_pin(self, supervisor: Supervisor, pin: str, authority: Authority) -> Supervisor:
        """Replace a supervisor's PIN, and return them as after typing it."""
        new = self._with_new_pin(supervisor, pin, [s for s in self.supervisors() if s.id != supervisor.id])
        with self._event.transaction():
            self._require(authority)
            self._append_sealed(EntryKind.SUPERVISOR_NAMED, new.id, named_body(new), authority)
            by = authority.supervisor
            self._seal_programme(by if by and by.id != new.id else new)
        return new

    def remove(self, supervisor: Supervisor, authority: Authority) -> None:
        """Remove a supervisor. The last one can only remove themselves: no one else could allow it."""
        with self._event.transaction():
            self._require(authority)
            self._append_sealed(EntryKind.SUPERVISOR_REMOVED, supervisor.id, {}, authority)
            if authority.supervisor and authority.supervisor.id != supervisor.id:
                self._seal_programme(authority.supervisor)

    def _with_new_pin(self, person: Supervisor, pin: str, others: Sequence[Supervisor]) -> Supervisor:
        if find_by_pin(checked_pin(pin), others):
            raise UserError(Message("supervisor", "This PIN cannot be used. Nothing was changed; choose another."))
        salt = next((other.pin.salt for other in others if other.pin), None)
        return with_pin(person, pin, salt or self._randomness(SALT_BYTES))

    def _require(self, authority: Authority) -> None:
        """Raise `UserError` if the supervisor was removed meanwhile, or the first one named."""
        people = self.supervisors()
        if people and authority.name not in [person.name for person in people]:
            raise UserError(_NOT_ALLOWED, name=authority.name)

    @property
    def _where(self) -> dict[str, object]:
        """The screen on which a PIN was tried, as the entry's body has it."""
        return {KIOSK: self.desk_name} if self._is_kiosk else {}

    def _lock_out(self) -> LockOut:
        return lock_out(self._tries(), self._desk.now(), self.desk_name if self._is_kiosk else "")

    def _is_taken(self, found: Supervisor | None, append: Append) -> bool:
        """Record the try, and return whether `found` may still allow it, as another window may have changed it."""
        before, is_theirs = self._lock_out(), found in self.supervisors()
        if before.until is None and not is_theirs:
            append(EntryKind.SUPERVISOR_REFUSED, "", self._where)
        elif before.until is None and found and before.tries_left < FREE_TRIES:
            append(EntryKind.SUPERVISOR_RECOGNISED, found.id, self._where)
        return before.until is None and is_theirs

    def _keep(self, write: Callable[[Append], T]) -> T:
        """Write what could not be written before, then `write`, in one transaction.

        If the disk fails on a self-service screen, `write` goes to memory; elsewhere `StorageError` is raised.
        """
        waiting, self._unwritten = self._unwritten, []
        try:
            with self._event.transaction():
                for tried in waiting:
                    kind, body = EntryKind(tried.kind), dict(tried.body)
                    self._event.journal.append(kind, tried.subject, body, at=tried.at, desk=tried.desk)
                return write(self._append)
        except StorageError:
            self._unwritten = waiting
            if not self._is_kiosk:
                raise
            return write(self._remember)

    def _tries(self) -> list[Entry]:
        """Return the tries at this computer: those that another desk tells of lock no supervisor out here."""
        return [*self._event.journal.own_entries_of_kinds(TRIES), *self._unwritten]

    def _remember(self, kind: EntryKind, subject: str, body: dict[str, object]) -> None:
        self._unwritten.append(Entry(b"", kind, subject, self.desk_name, self._desk.now(), body))

    def _append_sealed(self, kind: EntryKind, subject: str, body: dict[str, object], authority: Authority) -> None:
        event, once, now = self._event.key.event, self._randomness(8), self._event.journal.now_ms()
        self._append(kind, subject, authority.sealed(event, kind, subject, body | authority.body(), once, now))

    def _seal_programme(self, signer: Supervisor, *, is_first: bool = False) -> None:
        seal_programme(self._event, signer, at=self._desk.now(), desk=self.desk_name, is_first=is_first)

    def _append(self, kind: EntryKind, subject: str, body: dict[str, object]) -> None:
        self._event.journal.append(kind, subject, body, at=self._desk.now(), desk=self.desk_name)


def stated_why(text: str, pin: str = "") -> str:
    """Return the reason as it is recorded. Raises `UserError` without one, and for one that may hold a PIN, as anybody
    reads a reason later.
    """
    if not (why := " ".join(text.split())[:LONGEST_WHY]):
        raise UserError(Message("supervisor", "Say why: the reason is recorded with your decision."))
    digits = "".join(filter(str.isdecimal, why))
    if not any(map(str.isalpha, why)) or (pin and pin in digits):
        raise UserError(Message("supervisor", "Write the reason in words, without the PIN: anybody can read it later."))
    return why


def _minute(until: datetime) -> str:
    """Return the first whole minute at which a PIN may be tried again."""
    return f"{until + timedelta(seconds=59):%H:%M}"


_LOCKED = Message("supervisor", "Too many wrong PINs: locked until {until}. Scanning goes on as before.")
_NOT_ALLOWED = Message("supervisor", "{name} can no longer allow this. Nothing was changed; open this again.")
