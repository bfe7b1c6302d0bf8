# SPDX-License-Identifier: GPL-3.0-or-later
"""The editing of the programme from the desk: a supervisor allows it, the editor opens, the desk reloads.

Decides nothing.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from checkin.core.message import Message
from checkin.core.programme.programme_difference import item_name
from checkin.core.programme.programme_draft import ProgrammeDraft
from checkin.core.supervisor import Authority
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.programme.programme_saving import SavedProgramme, save_programme
from checkin.services.programme.programme_use import read_programme_use
from checkin.services.supervision import Supervision
from checkin.translation import translate
from checkin.ui.programme_editor.programme_editor import ProgrammeEditor
from checkin.ui.supervision.authority_dialog import ask_where_named, programme_request


class ProgrammeEditFlow(QWidget):
    """An invisible widget. `changed`: the programme changed; `reported` one sentence for the footer."""

    changed = Signal()
    reported = Signal(str)

    def __init__(self, event: EventFile, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._event, self._desk = event, desk
        self._supervision = Supervision(event, desk)

    def ask_edit(self) -> None:
        """Open the editor; a supervisor is asked first once one is named."""
        is_allowed, authority = ask_where_named(self._supervision, programme_request(_QUESTION), self.window())
        if not is_allowed:
            return
        saved: list[SavedProgramme] = []
        programme, use = self._event.programme(), read_programme_use(self._event)
        editor = ProgrammeEditor(
            programme, use, lambda draft: saved.append(self._save(draft, authority)), self.window()
        )
        editor.exec()
        editor.deleteLater()
        for done in saved:
            self.changed.emit()
            self.reported.emit(saved_sentence(done))

    def _save(self, draft: ProgrammeDraft, authority: Authority | None) -> SavedProgramme:
        at, desk = self._desk.now(), self._desk.name
        saved = save_programme(self._event, draft, at=at, desk=desk, authority=authority)
        self._desk.reload()
        return saved


def saved_sentence(saved: SavedProgramme) -> str:
    """Return the sentence after saving, with what others changed meanwhile."""
    counts = {"sessions": len(saved.programme.sessions), "points": len(saved.programme.control_points)}
    sentence = translate(_SAVED, **counts)
    theirs = saved.theirs
    items = (*(change.item for change in theirs.changed), *theirs.added, *theirs.gone)
    names = ", ".join(dict.fromkeys(filter(None, map(item_name, items))))
    return f"{sentence} {translate(_MEANWHILE, names=names)}" if names else sentence


_SAVED = Message("programme editor", "Programme saved. Sessions: {sessions}; control points: {points}.")
_MEANWHILE = Message("programme editor", "Someone else changed something in the meantime, and it was kept: {names}.")
_QUESTION = Message("programme editor", "Edit the programme?")
