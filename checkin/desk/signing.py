# SPDX-License-Identifier: GPL-3.0-or-later
"""Signatures that people write on this desk's screen, for a half-day or a session (docs/adr/0034)."""

from collections.abc import Mapping

from checkin.core.entries import Entry, Kind
from checkin.core.evening.sign_in import Occasion
from checkin.core.evening.signed import Signed, signed, signed_body, standing
from checkin.core.evening.signing import occasions_at
from checkin.core.evening.stays import Occasions
from checkin.core.signatures.signature import Signature
from checkin.desk.door import Door
from checkin.desk.event_file import EventFile, zone_of


class Signing:
    """Of the desk that stands at `door`."""

    def __init__(self, event: EventFile, door: Door) -> None:
        self._event, self._door = event, door

    @property
    def is_wanted(self) -> bool:
        """Whether this desk has a screen to sign on, and asks for it."""
        return self._door.takes_signatures

    @is_wanted.setter
    def is_wanted(self, wanted: bool) -> None:
        self._door.takes_signatures = wanted

    def occasions(self) -> tuple[Occasion, ...]:
        """What can be signed for here and now, the likeliest first; none where the programme tells no times."""
        programme = self._door.programme
        all_of_it = Occasions.of(programme, zone_of(programme.event))
        return occasions_at(programme, all_of_it, self._door.control_point, self._door.now())

    def signed(self, attendee_id: str) -> Mapping[str, Signed]:
        """What this person has signed for, by the id of the half-day or session."""
        return signed(self._event.journal.about(attendee_id))

    def sign(self, attendee_id: str, occasion: str, signature: Signature) -> Entry:
        """One that was written before stays in the journal, and counts no more."""
        body = signed_body(occasion, signature)
        with self._event.writing():
            return self._door.append(Kind.SIGNED, self._event.journal.person(attendee_id), body)

    def take_back(self, attendee_id: str, occasion: str) -> Entry | None:
        """As if they had not signed for it; None if they have not. Each record of the person undoes its own."""
        with self._event.writing():
            entries = standing(self._event.journal.about(attendee_id), occasion)
            undone = None
            for subject in sorted({entry.subject for entry in entries}):
                targets = [entry.id.hex() for entry in entries if entry.subject == subject]
                undone = self._door.append(Kind.UNDONE, subject, {"targets": targets})
        return undone
