# SPDX-License-Identifier: GPL-3.0-or-later
"""What a desk may not do alone: each act asks who allows it and why, then calls the desk. Decides nothing."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from checkin.core.answer import Answer
from checkin.core.model import Attendee, Status
from checkin.core.supervisor import Authority
from checkin.core.words import Words
from checkin.desk.desk import Desk
from checkin.desk.event_file import EventFile
from checkin.desk.lists.imports import ImportRecord, newest_import, undo_import, undone_sentence
from checkin.desk.supervision import Supervision
from checkin.language import clock_time, say
from checkin.ui.look.wording import LOOKS
from checkin.ui.supervision.authority_dialog import Request, ask
from checkin.ui.supervision.person_status import (
    MERGED,
    SEPARATED,
    changing_status,
    merging,
    separating,
    status_sentence,
)


class Supervised(QWidget):
    """Invisible. `overruled` carries the answer and the authority; `changed` after people are others than before."""

    overruled = Signal(Answer, Authority)
    changed = Signal()
    told = Signal(str)

    def __init__(self, event: EventFile, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._event, self._desk = event, desk
        self._supervision = Supervision(event, desk)

    def ask_overrule(self, refused: Answer) -> None:
        """Whether the person of `refused` is let in all the same."""
        if authority := self._ask(overruling(refused)):
            self.overruled.emit(refused, authority)

    def ask_status(self, changes: Sequence[tuple[Attendee, Status]]) -> None:
        """Whether these people are cancelled, blocked, or brought back to what each is given."""
        if authority := self._ask(changing_status([person for person, _ in changes], changes[0][1])):
            news = {person.id: status for person, status in changes}
            done = self._desk.registration.set_status(news, authority)
            self.changed.emit()
            self.told.emit(status_sentence(done))

    def ask_merge(self, keep: Attendee, drop: Attendee) -> bool:
        """Whether `drop` becomes part of `keep`."""
        if authority := self._ask(merging(keep, drop)):
            done = self._desk.registration.merge(keep.id, drop.id, authority)
            self.changed.emit()
            self.told.emit(say(MERGED, name=done.name))
        return authority is not None

    def ask_separate(self, person: Attendee, record: str) -> None:
        """Whether a record that was made one with `person` is given back."""
        if authority := self._ask(separating(person)):
            done = self._desk.registration.unmerge(record, authority)
            self.changed.emit()
            self.told.emit(say(SEPARATED, name=done.name))

    def ask_undo_import(self) -> None:
        """Take back the newest list, after saying what that means."""
        record = newest_import(self._event)
        if record is None:
            self.told.emit(say(Words("list", "No list was imported that could be undone. Nothing was changed.")))
        elif authority := self._ask(undoing(record)):
            at, desk = self._desk.now(), self._desk.name
            done = undo_import(self._event, record.import_id, at=at, desk=desk, authority=authority)
            self.changed.emit()
            self.told.emit(undone_sentence(record, done, say))

    def ask_supervisors(self) -> None:
        """Who they are. The PIN of one opens it, and signs what is changed there; the first is named by the desk."""
        from checkin.ui.supervision.supervisor_settings import SupervisorSettings

        authority: Authority | None = Authority(self._desk.name, say(Words("supervisor", "First supervisor")))
        if self._supervision.is_needed:
            authority = self._ask(changing_supervisors())
        if authority:
            dialog = SupervisorSettings(self._supervision, authority, self.parentWidget())
            dialog.exec()
            dialog.deleteLater()

    def _ask(self, request: Request) -> Authority | None:
        return ask(self._supervision, request, self.parentWidget())


def overruling(refused: Answer) -> Request:
    """Whom, and over what."""
    person = refused.attendee
    reason, since = say(LOOKS[refused.reason].title), clock_time(refused.earlier_at) if refused.earlier_at else ""
    parts = (reason, since, refused.earlier_desk, person.organisation if person else "")
    return Request(
        say(Words("supervisor", "Let in {name}?"), name=person.name if person else refused.read),
        say(Words("supervisor", "Let in anyway")),
        tuple(map(say, _WHYS)),
        detail=" · ".join(part for part in parts if part),
    )


def undoing(record: ImportRecord) -> Request:
    """Which list, what it did, and what becomes of the people."""
    entry = record.entry
    counts = {"added": record.added, "changed": record.changed, "gone": record.gone}
    return Request(
        say(_QUESTION, at=f"{entry.at:%d/%m %H:%M}", desk=entry.desk, **counts),
        say(Words("file", "Undo the import")),
        tuple(map(say, _UNDO_WHYS)),
        detail=say(_CODES if record.added else _EVERYONE),
    )


def changing_supervisors() -> Request:
    return Request(
        say(Words("supervisor", "Change the supervisors?")),
        say(Words("supervisor", "Continue")),
        tuple(map(say, _TEAM_WHYS)),
    )


_WHYS = (
    Words("supervisor", "Supervisor’s word"),
    Words("supervisor", "Identity checked"),
    Words("supervisor", "Paid at the desk"),
    Words("supervisor", "Mistake in the list"),
    Words("supervisor", "Badges were mixed up"),
)
_UNDO_WHYS = (
    Words("supervisor", "Wrong file"),
    Words("supervisor", "Mistake in the list"),
    Words("supervisor", "Supervisor’s word"),
)
_TEAM_WHYS = (
    Words("supervisor", "Change of team"),
    Words("supervisor", "PIN forgotten"),
    Words("supervisor", "PIN known to others"),
)
_QUESTION = Words(
    "file",
    "Undo the import of {at} ({desk}): {added} {added:person|people} added, {changed} changed, "
    "{gone} no longer on the list?",
)
_EVERYONE = Words("file", "Everyone will be as they were before it. Arrivals stay.")
_CODES = Words(
    "file",
    "Everyone will be as they were before it. The people it added leave the event, and codes already sent to them "
    "are not valid any more; those whom a desk has seen since stay.",
)
