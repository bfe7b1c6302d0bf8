# SPDX-License-Identifier: GPL-3.0-or-later
"""Files chosen with the mouse: lists and programmes in, attendance and codes out. The work is the desk's."""

from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from checkin.core.lists.decisions import UNDECIDED, Same
from checkin.core.proposed_names import proposed_name
from checkin.core.words import Words
from checkin.desk.desk import Desk
from checkin.desk.evening.papers import setting_for
from checkin.desk.evening.tick_list import Moment, write_list, written_sentence
from checkin.desk.event_file import EventFile
from checkin.desk.exports.codes import export_codes
from checkin.desk.exports.exporting import export, is_attendance
from checkin.desk.exports.programme import export_programme
from checkin.desk.last_export import note_exported
from checkin.desk.lists.importing import apply
from checkin.desk.lists.list_preview import Preview
from checkin.desk.lists.remote_importing import RemotePreview, RemoteWish, apply_remote, preview_remote, read_rows
from checkin.desk.lists.remote_words import summary
from checkin.desk.programme.importing import SUFFIXES, apply_programme, preview_programme
from checkin.desk.programme.use import registered
from checkin.language import Voice, say, spoken
from checkin.ui.files.difference_dialog import DifferenceDialog
from checkin.ui.files.export_dialog import KINDS, ExportDialog
from checkin.ui.files.import_dialog import ask_list
from checkin.ui.files.import_report import ImportReport
from checkin.ui.files.programme_changes_dialog import ProgrammeChangesDialog
from checkin.ui.files.remote_dialog import RemoteDialog
from checkin.ui.files.replacing import may_replace


class Files(QWidget):
    """Invisible. `changed` after something was brought in or exported. Errors of the world rise to the one handler."""

    changed = Signal()
    told = Signal(str)

    def __init__(self, event: EventFile, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._event, self._desk, self._window = event, desk, parent

    def ask_list(self) -> None:
        """Each question holds the event again afterwards: a file dialog opens files to find their icons."""
        if path := self._ask_open(Words("file", "Import a list"), list_filter()):
            self.bring_list(path)

    def bring(self, path: Path) -> None:
        """A file that was dropped on the window: a programme by its name, else a list, whatever its name."""
        if path.suffix.lower() in SUFFIXES:
            self.bring_programme(path)
        else:
            self.bring_list(path)

    def bring_list(self, path: Path) -> None:
        """How a list is understood is shown, then what it changes; the first list of an event changes nothing."""
        agreed = self._agreed(path)
        if agreed is None:
            self.told.emit(say(Words("file", "Nothing was imported.")))
            return
        at, desk, decided = self._desk.now(), self._desk.name, agreed.same or None
        with _Busy():
            done = apply(self._event, agreed.preview, at=at, desk=desk, cancel_gone=agreed.cancels_gone, same=decided)
        self.changed.emit()
        ImportReport(done, self.parentWidget()).exec()

    def _agreed(self, path: Path) -> "_Agreed | None":
        preview = ask_list(path, self._event.path, self.parentWidget())
        if preview is None or preview.is_first or preview.difference.is_empty:
            return _Agreed(preview) if preview else None
        dialog = DifferenceDialog(preview, self._desk.programme, self.parentWidget())
        is_wanted, agreed = dialog.exec(), _Agreed(preview, dialog.cancels_gone, dialog.same)
        dialog.deleteLater()
        return agreed if is_wanted else None

    def ask_programme(self) -> None:
        if path := self._ask_open(Words("file", "Load a programme"), programme_filter()):
            self.bring_programme(path)

    def bring_programme(self, path: Path) -> None:
        """What it changes is shown before it is written; the first of our own files changes nothing."""
        with _Busy():
            seen = preview_programme(self._event, path)
        removes_gone = False
        if seen.needs_a_look:
            dialog = ProgrammeChangesDialog(seen, registered(self._event), self.parentWidget())
            is_wanted, removes_gone = dialog.exec(), dialog.removes_gone
            dialog.deleteLater()
            if not is_wanted:
                self.told.emit(say(Words("file", "Nothing was imported.")))
                return
        at, desk = self._desk.now(), self._desk.name
        programme = apply_programme(self._event, seen, at=at, desk=desk, removes_gone=removes_gone)
        self._desk.reload()
        self.changed.emit()
        counts = {"sessions": len(programme.sessions), "points": len(programme.control_points)}
        self.told.emit(say(PROGRAMME_LOADED, title=programme.event.title, **counts))

    def ask_save_programme(self) -> None:
        title = say(Words("file", "Save the programme as"))
        start, kinds = str(self._proposed(_PLAN, ".toml")), f"{say(_PROGRAMME)} (*.toml)"
        chosen, _ = QFileDialog.getSaveFileName(self.parentWidget(), title, start, kinds)
        self._event.hold_again()
        if chosen:
            path = Path(chosen) if chosen.lower().endswith(".toml") else Path(f"{chosen}.toml")
            export_programme(self._event, path)
            self.told.emit(say(PROGRAMME_SAVED, name=path.name))

    def ask_export(self) -> None:
        """What, then where. A file that cannot be written is told by the one handler; the earlier one stays."""
        dialog = ExportDialog(self.parentWidget())
        is_wanted, wish, suffix = dialog.exec(), dialog.wish, dialog.suffix
        dialog.deleteLater()
        if is_wanted and (path := self._ask_export_to(suffix)):
            with _Busy():
                setting = setting_for(self._event, Voice(spoken()), self._desk.now())
                place, made = self._event.journal.newest_place(), export(self._event, path, setting, wish)
                if is_attendance(path, wish):
                    note_exported(self._event, place, setting.made)
            self.changed.emit()
            self.told.emit(made.told(say))

    def _ask_export_to(self, suffix: str) -> Path | None:
        """What is typed with another suffix that can be written is written as that."""
        title, start = say(Words("file", "Export the attendance")), str(self._proposed(_ATTENDANCE, suffix))
        chosen, _ = QFileDialog.getSaveFileName(self.parentWidget(), title, start, f"{say(KINDS[suffix])} (*{suffix})")
        self._event.hold_again()
        if not chosen:
            return None
        path = Path(chosen) if chosen.lower().endswith(tuple(KINDS)) else Path(f"{chosen}{suffix}")
        return path if may_replace(self._window, path, chosen) else None

    def ask_remote(self) -> None:
        if path := self._ask_open(Words("file", "Import a log of the stream"), list_filter()):
            self.bring_remote(path)

    def bring_remote(self, path: Path) -> None:
        """Who watched from afar: shown, and decided on, before it is written. The file is read once in each encoding:
        what is written is what was shown, whatever became of the file meanwhile.
        """
        rows = cache(partial(read_rows, path))

        def look(wish: RemoteWish) -> RemotePreview:
            return preview_remote(self._event, rows(wish.encoding), wish)

        dialog = RemoteDialog(look, self.parentWidget())
        is_wanted, wish = dialog.exec(), dialog.wish
        dialog.deleteLater()
        if not is_wanted:
            self.told.emit(say(Words("file", "Nothing was imported.")))
            return
        done = apply_remote(self._event, rows(wish.encoding), wish, at=self._desk.now(), desk=self._desk.name)
        self.changed.emit()
        self.told.emit(summary(done, say))

    def ask_paper_list(self) -> None:
        """Everyone of this minute, for when nothing else works."""
        title, start = say(Words("file", "Write the list for paper")), str(self._proposed(_ON_PAPER, ".pdf"))
        chosen, _ = QFileDialog.getSaveFileName(self.parentWidget(), title, start, "PDF (*.pdf)")
        self._event.hold_again()
        if chosen:
            path = Path(chosen) if chosen.lower().endswith(".pdf") else Path(f"{chosen}.pdf")
            with _Busy():
                here = Moment(self._desk.now(), self._desk.name, self._desk.control_point)
                done = write_list(self._event, path, here, say)
            self.told.emit(written_sentence(done, path, say))

    def ask_codes(self) -> None:
        title = say(Words("file", "Folder for the images of the codes"))
        chosen = QFileDialog.getExistingDirectory(self.parentWidget(), title, str(self._event.path.parent))
        self._event.hold_again()
        if chosen:
            folder = Path(chosen) / self._proposed(_CODES, "").name  # hundreds of images, not loose beside others
            with _Busy():
                count = export_codes(self._event, folder, say)
            self.told.emit(say(Words("file", "{count} codes written to “{folder}”."), count=count, folder=folder.name))

    def _proposed(self, what: Words, suffix: str) -> Path:
        """Beside the event."""
        name = proposed_name(self._desk.programme.event, self._desk.now(), say(what))
        return self._event.path.with_name(f"{name}{suffix}")

    def _ask_open(self, title: Words, kinds: str) -> Path | None:
        start = str(self._event.path.parent)
        chosen, _ = QFileDialog.getOpenFileName(self.parentWidget(), say(title), start, kinds)
        self._event.hold_again()
        return Path(chosen) if chosen else None


def list_filter() -> str:
    """By name; whatever else somebody chooses is tried as well."""
    return f"{say(_LISTS)} (*.csv *.tsv *.txt *.xlsx *.ods *.xls);;{say(_ANY)} (*)"


def programme_filter() -> str:
    return f"{say(_PROGRAMME)} (*{' *'.join(SUFFIXES)})"


def documents() -> str:
    """The user's, or their home where they have none."""
    known = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return known if Path(known).is_dir() else str(Path.home())


@dataclass(frozen=True, slots=True)
class _Agreed:
    """What somebody wants imported, and what they decided of those who left the list and of who is whom."""

    preview: Preview
    cancels_gone: bool = False
    same: Same = field(default_factory=lambda: UNDECIDED)


class _Busy:
    """The waiting cursor for the length of a `with`."""

    def __enter__(self) -> None:
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)

    def __exit__(self, *_: object) -> None:
        QGuiApplication.restoreOverrideCursor()


PROGRAMME_LOADED = Words("command", "Programme of “{title}”: {sessions} sessions, {points} control points.")
PROGRAMME_SAVED = Words("command", "Programme written to {name}.")
_ON_PAPER, _ATTENDANCE = Words("file", "paper"), Words("file", "attendance")
_PLAN, _CODES = Words("file", "programme"), Words("file", "codes")
_ANY = Words("file", "All files")
_LISTS = Words("file", "Lists")
_PROGRAMME = Words("file", "Programmes")
