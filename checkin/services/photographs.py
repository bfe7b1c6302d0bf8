# SPDX-License-Identifier: GPL-3.0-or-later
"""The photographs of an event's people: looked up, given, removed (docs/adr/0080). Knows no picture format."""

from collections.abc import Collection, Mapping
from datetime import datetime

from checkin.core.answer import Answer
from checkin.core.entries import EntryKind
from checkin.core.message import StorageError
from checkin.core.picture_entries import (
    join_photographs,
    photograph_digest,
    photograph_parts,
    photograph_set,
    picture_digest,
)
from checkin.services.admission_service import AdmissionService
from checkin.services.event_file import EventFile

READ_AT_ONCE = 200
"""Photographs whose entries are in memory together: the entries of one weigh several times as much as the picture."""


def photograph_digests(event: EventFile, people: Collection[str] | None = None) -> dict[str, str]:
    """Return the digests of the photographs of these people, by default of all who have one."""
    if people is None:
        people = {entry.subject for entry in event.journal.entries_of_kinds([EntryKind.PHOTOGRAPH_SET])}
    found = event.journal.histories(sorted(people))
    digests = {person: photograph_digest(history.photograph) for person, history in found}
    return {person: digest for person, digest in digests.items() if digest}


def read_photographs(event: EventFile, people: Collection[str] | None = None) -> dict[str, bytes]:
    """Return the photographs of these people, by default of all; people without one are left out."""
    digests = [*photograph_digests(event, people).items()]
    found: dict[str, bytes] = {}
    for start in range(0, len(digests), READ_AT_ONCE):
        some = dict(digests[start : start + READ_AT_ONCE])
        found |= join_photographs(event.journal.photograph_parts({*some.values()}), some)
    return found


def read_photograph(event: EventFile, person: str) -> bytes:
    """Return the photograph of a person; b"" without one. Reads their entries, and the parts of one picture."""
    return _read_picture(event, photograph_digest(event.journal.history(person).photograph))


def _read_picture(event: EventFile, digest: str) -> bytes:
    parts = event.journal.photograph_parts([digest]) if digest else ()
    return join_photographs(parts, {digest: digest}).get(digest, b"")


def keep_photographs(event: EventFile, photographs: Mapping[str, bytes], *, at: datetime, desk: str) -> int:
    """Give people these photographs, all or none; return how many people it changed. Bytes that the event has already
    are not written again, so that the same folder can be brought in twice.
    """
    pictures = {picture_digest(data): data for data in photographs.values()}
    with event.transaction():
        before, known = photograph_digests(event, photographs.keys()), _known_pictures(event, pictures.keys())
        changed = {who: data for who, data in photographs.items() if before.get(who) != picture_digest(data)}
        new = [photograph_set(person, data) for person, data in changed.items()]
        rows = [part for digest, data in pictures.items() if digest not in known for part in photograph_parts(data)]
        event.journal.append_all([*rows, *new], at=at, desk=desk)
    return len(new)


def _known_pictures(event: EventFile, digests: Collection[str]) -> set[str]:
    """Return the digests of those pictures whose bytes the event has completely."""
    return {*join_photographs(event.journal.photograph_parts(digests), {each: each for each in digests})}


class Photographs:
    """The photographs, as one desk shows and changes them."""

    def __init__(self, event: EventFile, admission: AdmissionService) -> None:
        self._event, self._admission = event, admission

    def shown(self, answer: Answer) -> bytes:
        """Return the photograph to show with an answer; b"" without one. Never raises: an answer that is committed is
        shown, whatever became of a picture.
        """
        try:
            return _read_picture(self._event, answer.photograph)
        except StorageError:
            return b""

    def keep(self, attendee_id: str, data: bytes) -> None:
        """Give a person this photograph, in place of another."""
        person = self._event.journal.person(attendee_id)
        keep_photographs(self._event, {person: data}, at=self._admission.now(), desk=self._admission.name)

    def remove(self, attendee_id: str) -> None:
        """Remove a person's photograph. Its bytes stay in the journal until a purge, as everything does."""
        with self._event.transaction():
            self._admission.append(*photograph_set(self._event.journal.person(attendee_id), b""))
