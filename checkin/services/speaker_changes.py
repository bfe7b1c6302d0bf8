# SPDX-License-Identifier: GPL-3.0-or-later
"""Speaker changes at a desk: confirmed, unconfirmed, substituted, restored.

Each operation is one transaction and writes the one programme item that differs. The inverse operations, `unconfirm`
and `restore`, serve as undo.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from checkin.core.entries import EntryKind
from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.core.people.registration_form import tidy_field
from checkin.core.programme import programme_entries as programme_entries
from checkin.core.programme.programme import Programme, Speaker
from checkin.core.speaker_status import speaker_key
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile


@dataclass(frozen=True, slots=True)
class SpeakerChange:
    """A speaker before and after a change; equal if there was nothing to change."""

    before: Speaker
    after: Speaker


class Speakers:
    """Speaker operations on one programme. `desk` signs the entries, and reads the programme again afterwards."""

    def __init__(self, event: EventFile, desk: Desk) -> None:
        self._event, self._desk = event, desk

    def confirm(self, speaker_id: str) -> SpeakerChange:
        """Record that the speaker said they come."""
        return self._change(speaker_id, lambda speaker: replace(speaker, is_confirmed=True))

    def unconfirm(self, speaker_id: str) -> SpeakerChange:
        """Record that the speaker may not come after all."""
        return self._change(speaker_id, lambda speaker: replace(speaker, is_confirmed=False))

    def substitute(self, speaker_id: str, name: str, role: str = "", organisation: str = "") -> SpeakerChange:
        """Record that another person speaks instead, and is confirmed. Raises `UserError` without a name.

        After several substitutions `replaces` still names the speaker who was planned first.
        """
        if not tidy_field(name):
            raise UserError(_NO_NAME)
        return self._change(
            speaker_id, lambda speaker: _instead(speaker, tidy_field(name), tidy_field(role), tidy_field(organisation))
        )

    def restore(self, speaker_id: str) -> SpeakerChange:
        """Put back the speaker who was planned first, as the programme had them before."""
        return self._change(speaker_id, self._as_planned)

    def _change(self, speaker_id: str, changed: Callable[[Speaker], Speaker]) -> SpeakerChange:
        """Change a speaker inside the write that reads it, so that two desks never undo each other's change."""
        with self._event.transaction():
            old = self._event.programme()
            before = next((speaker for speaker in old.speakers if speaker.id == speaker_id), None)
            if before is None:
                raise UserError(_GONE)
            after = changed(before)
            rows = programme_entries.change_entries(old, _with(old, after))
            self._event.journal.append_all(rows, at=self._desk.now(), desk=self._desk.name)
        self._desk.reload()
        return SpeakerChange(before, after)

    def _as_planned(self, speaker: Speaker) -> Speaker:
        if not speaker.replaces:
            return speaker
        planned = (
            known
            for entry in reversed(self._event.journal.about(speaker.id))
            if entry.kind == EntryKind.SPEAKER_PLANNED
            for known in programme_entries.fold_programme([entry]).speakers
        )
        first = next(
            (s for s in planned if not s.replaces and speaker_key(s.name) == speaker_key(speaker.replaces)), None
        )
        if first is None:
            return replace(speaker, name=speaker.replaces, role="", organisation="", replaces="")
        return replace(first, session=speaker.session)


def _instead(speaker: Speaker, name: str, role: str, organisation: str) -> Speaker:
    planned = speaker.replaces or speaker.name
    replaces = "" if speaker_key(name) == speaker_key(planned) else planned
    return replace(speaker, name=name, role=role, organisation=organisation, is_confirmed=True, replaces=replaces)


def _with(programme: Programme, speaker: Speaker) -> Programme:
    return replace(programme, speakers=tuple(speaker if s.id == speaker.id else s for s in programme.speakers))


_GONE = Message("speaker", "This speaker is no longer in the programme. Nothing was changed; look at the list again.")
_NO_NAME = Message("speaker", "Write the name of the person speaking instead. Nothing was changed.")
