# SPDX-License-Identifier: GPL-3.0-or-later
"""Help and trouble: the keys, what is new, a report to be read, all data removed, and what is said after a bad end."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLockFile
from PySide6.QtWidgets import QWidget

from checkin import translation
from checkin.core.support import Release
from checkin.core.sync.sync_status import OtherDesk
from checkin.services.computer import app_data, problem_report
from checkin.services.computer.crash_recovery import RecoveredState, recovery_sentence
from checkin.services.computer.release_notes import ProgramPart, read_release_notes
from checkin.ui.help.help_flow import list_guides
from checkin.ui.help.help_window import HelpContent, HelpWindow
from checkin.ui.help.problem_report_dialog import DataRemovalDialog, ProblemReportDialog
from checkin.ui.widgets.keyboard import list_key_bindings
from scripts import backstage

TODAY = date(2026, 11, 28)
OLD = Release("0.1.0", date(2025, 9, 12), "")
PARTS = (ProgramPart("Inter", "4", "OFL-1.1"), ProgramPart("PySide6_Essentials", "6.11.3", "LGPL-3.0-only"))
LOG = """2026-11-25 09:12:44,105 ERROR checkin.error_handler fault
KeyError
  checkin/ui/desk/desk_window.py:88 take_code
  checkin/services/desk.py:141 scan
"""
KNOWN = (Path("/home/accueil/Documents/Rencontre 2026.checkin"), Path("/home/accueil/Documents/Gala.checkin"))


def scenes() -> Iterator[tuple[str, backstage.Maker]]:
    yield "resumed", resumed
    yield "updated", updated
    for page, name in enumerate(("keys", "news", "guides", "licences")):
        yield name, partial(help_window, page)
    yield "old", partial(help_window, 1, is_old=True)
    yield "newer-elsewhere", partial(help_window, 1, newer=OtherDesk("Accueil 2", 3.0, 0, version="0.2.0"))
    yield "report", partial(report, 5)
    yield "report-saved", saved
    yield "removal", removal
    yield "removed", removed


def resumed() -> QWidget:
    made = backstage.program(*backstage.demo(backstage.some_arrived))
    now = made.desk.now()
    sentence = recovery_sentence(RecoveredState(212, now.replace(hour=8, minute=47), is_sound=True), now)
    made.trouble.notice.show_notice(sentence, "circle-check")
    return made.shell


def updated() -> QWidget:
    made = backstage.program(*backstage.demo(backstage.some_arrived))
    made.trouble.show_updated()
    return made.shell


def help_window(page: int, *, newer: OtherDesk | None = None, is_old: bool = False) -> QWidget:
    spoken = translation.current_language()
    made = backstage.program(*backstage.demo())
    brought = (OLD,) if is_old else read_release_notes(spoken)
    about = HelpContent(list_key_bindings(made.shell), brought, PARTS, list_guides(spoken), TODAY, newer)
    window = HelpWindow(about, spoken)
    window.pages.setCurrentIndex(page)
    return window


def report(row: int) -> ProblemReportDialog:
    event, now = backstage.demo(backstage.some_arrived)
    dialog = ProblemReportDialog(problem_report.gather(_own(), event, now()), Path("rapport.zip"))
    dialog.list.setCurrentRow(row)
    return dialog


def saved() -> QWidget:
    dialog = report(0)
    dialog.show_saved(Path("/home/accueil/Documents/Rapport Checkin 2026-11-25.zip"))
    return dialog


def removal() -> DataRemovalDialog:
    """With an event that is open."""
    own = _own()
    kept = app_data.list_app_data(own, own)
    lock = QLockFile(str(own / "Congrès.checkin.lock"))
    lock.tryLock(0)
    dialog = DataRemovalDialog(kept, (own / "Congrès.checkin", *KNOWN), own)
    lock.unlock()
    return dialog


def removed() -> QWidget:
    dialog = removal()
    french = "Supprimé de cet ordinateur\u00a0: 9 fichiers, dont 1 événement."
    english = "Removed from this computer: 9 files, including 1 event."
    dialog.show_removed(french if translation.current_language() == "fr" else english)
    return dialog


def _own() -> Path:
    """Checkin's own folder, as it may be in the evening."""
    folder = backstage.folder()
    (folder / "checkin.log").write_text(LOG)
    (folder / "version.txt").write_text("0.1.0")
    return folder
