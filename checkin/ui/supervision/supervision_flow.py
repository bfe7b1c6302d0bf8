# SPDX-License-Identifier: GPL-3.0-or-later
"""The acts that need a supervisor: each asks who allows it and why, then calls the desk. Decides nothing."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from checkin.core.answer import Answer
from checkin.core.attendee import Attendee, Status
from checkin.core.message import Message
from checkin.core.supervisor import Authority
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.lists.import_undo import ImportRecord, newest_import, undo_import, undone_sentence
from checkin.services.supervision import Supervision
from checkin.translation import clock_time, translate
from checkin.ui.look.answer_looks import LOOKS
from checkin.ui.supervision.authority_dialog import AuthorityRequest, ask_authority, ask_where_named
from checkin.ui.supervision.person_status_wording import (
    MERGED,
    SEPARATED,
    correction_request,
    merge_request,
    separation_request,
    status_request,
    status_sentence,
)


class SupervisionFlow(QWidget):
    """An invisible widget that runs these acts.

    `overruled` carries answer and authority; `changed`: people have changed.
    """

    overruled = Signal(Answer, Authority)
    changed = Signal()
    reported = Signal(str)

    def __init__(self, event: EventFile, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._event, self._desk = event, desk
        self._supervision = Supervision(event, desk)

    def ask_overrule(self, refused: Answer) -> None:
        """Ask to let in the person of `refused` anyway."""
        if authority := self._ask(overrule_request(refused)):
            self.overruled.emit(refused, authority)

    def ask_status(self, changes: Sequence[tuple[Attendee, Status]]) -> None:
        """Ask to set the status of these people: cancel, block, or reinstate with a status each."""
        if authority := self._ask(status_request([person for person, _ in changes], changes[0][1])):
            news = {person.id: status for person, status in changes}
            done = self._desk.registration.set_status(news, authority)
            self.changed.emit()
            self.reported.emit(status_sentence(done))

    def ask_correction(self, name: str, fields: Sequence[str]) -> tuple[bool, Authority | None]:
        """Ask to correct fields that decide where a person may enter; return whether to go on, and who allowed it."""
        return ask_where_named(self._supervision, correction_request(name, fields), self.parentWidget())

    def ask_merge(self, keep: Attendee, drop: Attendee) -> bool:
        """Ask to merge `drop` into `keep`; return whether it was allowed."""
        if authority := self._ask(merge_request(keep, drop)):
            done = self._desk.registration.merge(keep.id, drop.id, authority)
            self.changed.emit()
            self.reported.emit(translate(MERGED, name=done.name))
        return authority is not None

    def ask_separate(self, person: Attendee, record: str) -> None:
        """Ask to separate a record that was merged with `person`."""
        if authority := self._ask(separation_request(person)):
            done = self._desk.registration.unmerge(record, authority)
            self.changed.emit()
            self.reported.emit(translate(SEPARATED, name=done.name))

    def ask_undo_import(self) -> None:
        """Ask to undo the newest import, and show the result."""
        record = newest_import(self._event)
        if record is None:
            self.reported.emit(translate(Message("list", "There is no import to undo. Nothing was changed.")))
        elif authority := self._ask(undo_import_request(record)):
            at, desk = self._desk.now(), self._desk.name
            done = undo_import(self._event, record.import_id, at=at, desk=desk, authority=authority)
            self.changed.emit()
            self.reported.emit(undone_sentence(record, done, translate))

    def ask_supervisors(self) -> None:
        """Open the list of supervisors.

        A supervisor's PIN is needed once there is one, and signs the changes made there.
        """
        from checkin.ui.supervision.supervisor_settings import SupervisorSettings

        authority: Authority | None = Authority(self._desk.name, translate(Message("supervisor", "First supervisor")))
        if self._supervision.is_needed:
            authority = self._ask(supervisors_request())
        if authority:
            dialog = SupervisorSettings(self._supervision, authority, self.parentWidget())
            dialog.exec()
            dialog.deleteLater()

    def _ask(self, request: AuthorityRequest) -> Authority | None:
        return ask_authority(self._supervision, request, self.parentWidget())


def overrule_request(refused: Answer) -> AuthorityRequest:
    """Return the question before an override: the person, and the reason overruled."""
    person = refused.attendee
    reason, since = translate(LOOKS[refused.reason].title), clock_time(refused.earlier_at) if refused.earlier_at else ""
    parts = (reason, since, refused.earlier_desk, person.organisation if person else "")
    question = _LET_IN_GROUP if refused.to_come > 1 else _LET_IN
    return AuthorityRequest(
        translate(question, name=person.name if person else refused.read, count=refused.to_come),
        translate(Message("supervisor", "Let in anyway")),
        tuple(map(translate, _OVERRULE_WHYS)),
        detail=" · ".join(part for part in parts if part),
    )


_LET_IN = Message("supervisor", "Let in {name}?")
_LET_IN_GROUP = Message("supervisor", "Let in all {count} people of {name}?")


def undo_import_request(record: ImportRecord) -> AuthorityRequest:
    """Return the question before an import is undone: which list, what it did, what becomes of the people."""
    entry = record.entry
    counts = {"added": record.added, "changed": record.changed, "gone": record.gone}
    return AuthorityRequest(
        translate(_QUESTION, at=f"{entry.at:%d/%m %H:%M}", desk=entry.desk, **counts),
        translate(Message("supervisor", "Undo this import")),
        tuple(map(translate, _UNDO_IMPORT_WHYS)),
        detail=translate(_CODES if record.added else _EVERYONE),
        dismiss=translate(Message("supervisor", "Do nothing")),
    )


def supervisors_request() -> AuthorityRequest:
    return AuthorityRequest(
        translate(Message("supervisor", "Change the supervisors?")),
        translate(Message("supervisor", "Continue")),
        tuple(map(translate, _TEAM_WHYS)),
    )


_OVERRULE_WHYS = (
    Message("supervisor", "Supervisor agreed"),
    Message("supervisor", "Identity checked"),
    Message("supervisor", "Paid at the desk"),
    Message("supervisor", "Mistake in the list"),
    Message("supervisor", "Badges were mixed up"),
)
_UNDO_IMPORT_WHYS = (
    Message("supervisor", "Wrong file"),
    Message("supervisor", "Mistake in the list"),
    Message("supervisor", "Supervisor agreed"),
)
_TEAM_WHYS = (
    Message("supervisor", "Change of team"),
    Message("supervisor", "PIN forgotten"),
    Message("supervisor", "PIN known to others"),
)
_QUESTION = Message(
    "file",
    "Undo the import of {at} ({desk}): {added} {added:person|people} added, {changed} changed, "
    "{gone} no longer on the list?",
)
_EVERYONE = Message("file", "Everyone goes back to how they were before it. Arrivals stay.")
_CODES = Message(
    "file",
    "Everyone goes back to how they were before it. The people it added leave the event, and codes already "
    "sent to them are no longer valid; anyone a desk has seen since stays.",
)
