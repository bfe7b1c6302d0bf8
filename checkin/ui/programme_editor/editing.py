# SPDX-License-Identifier: GPL-3.0-or-later
"""Editing the programme from the desk: a supervisor allows it where one is named, the editor opens, the desk has it.

Decides nothing.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from checkin.core.programme.difference import name_of
from checkin.core.programme.draft import Draft
from checkin.core.supervisor import Authority
from checkin.core.words import Words
from checkin.desk.desk import Desk
from checkin.desk.event_file import EventFile
from checkin.desk.programme.editing import SavedProgramme, save_programme
from checkin.desk.programme.use import use_of
from checkin.desk.supervision import Supervision
from checkin.language import say
from checkin.ui.programme_editor.editor import ProgrammeEditor
from checkin.ui.supervision.authority_dialog import Request, ask


class ProgrammeEditing(QWidget):
    """Invisible. `changed` after the programme is another; `told` one sentence for the bottom."""

    changed = Signal()
    told = Signal(str)

    def __init__(self, event: EventFile, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._event, self._desk = event, desk
        self._supervision = Supervision(event, desk)

    def ask_edit(self) -> None:
        """Whoever is at the desk may, while no supervisor is named: as with everything that asks for one."""
        authority = None
        if self._supervision.is_needed:
            authority = ask(self._supervision, _request(), self.window())
            if authority is None:
                return
        saved: list[SavedProgramme] = []
        programme, use = self._event.programme(), use_of(self._event)
        editor = ProgrammeEditor(
            programme, use, lambda draft: saved.append(self._save(draft, authority)), self.window()
        )
        editor.exec()
        editor.deleteLater()
        for done in saved:
            self.changed.emit()
            self.told.emit(sentence_of(done))

    def _save(self, draft: Draft, authority: Authority | None) -> SavedProgramme:
        at, desk = self._desk.now(), self._desk.name
        saved = save_programme(self._event, draft, at=at, desk=desk, authority=authority)
        self._desk.reload()
        return saved


def sentence_of(saved: SavedProgramme) -> str:
    """What the person who edited is told, with what somebody else changed meanwhile."""
    counts = {"sessions": len(saved.programme.sessions), "points": len(saved.programme.control_points)}
    told = say(_SAVED, **counts)
    theirs = saved.theirs
    items = (*(change.item for change in theirs.changed), *theirs.added, *theirs.gone)
    names = ", ".join(dict.fromkeys(filter(None, map(name_of, items))))
    return f"{told} {say(_MEANWHILE, names=names)}" if names else told


def _request() -> Request:
    whys = (_CHANGE, _MISTAKE, _ORGANISER)
    return Request(say(_QUESTION), say(_CONTINUE), tuple(map(say, whys)))


_SAVED = Words("programme editor", "Programme saved. Sessions: {sessions}; control points: {points}.")
_MEANWHILE = Words("programme editor", "Somebody else had changed something meanwhile, which is kept: {names}.")
_QUESTION = Words("programme editor", "Edit the programme?")
_CONTINUE = Words("supervisor", "Continue")
_CHANGE = Words("programme editor", "Change of programme")
_MISTAKE = Words("programme editor", "Mistake in the programme")
_ORGANISER = Words("supervisor", "Supervisor’s word")
