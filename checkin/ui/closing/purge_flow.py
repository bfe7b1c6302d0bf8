# SPDX-License-Identifier: GPL-3.0-or-later
"""The purge of personal data, on request or on its date: preview, typed title, supervisor, erasure, record.

Nothing is ever purged without a person who wants it, now or when describing the event's data.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from checkin.core.lists.progress import ReportProgress
from checkin.core.message import Message
from checkin.core.privacy.privacy_record import PrivacyRecord, proposed_purge_day
from checkin.core.privacy.purge_deadline import last_day
from checkin.core.privacy.purge_summary import ErasedDrives, PurgePreview, PurgeResult
from checkin.core.proposed_file_names import propose_file_name
from checkin.core.supervisor import Authority
from checkin.core.typed_times import written_day
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.exports.exporting import on_own_connection
from checkin.services.exports.last_export import LastExport, last_export
from checkin.services.privacy import event_purge, privacy_register
from checkin.services.privacy.purge_day import PurgeDay
from checkin.services.supervision import Supervision
from checkin.translation import translate
from checkin.ui.closing.closing_privacy import retention_sentence
from checkin.ui.closing.export_state import purge_export_text
from checkin.ui.closing.privacy_form import PrivacyForm
from checkin.ui.closing.purge_countdown import PurgeCountdown
from checkin.ui.closing.purge_dialog import PurgeDialog
from checkin.ui.import_export.writing_dialog import write_beside
from checkin.ui.supervision.authority_dialog import AuthorityRequest, ask_authority

Found = TypeVar("Found")


class PurgePlaces(Protocol):
    """The places besides the event file that a purge needs to know."""

    def purge_drives(self) -> ErasedDrives | None:
        """Empty the USB drives that are in the computer, and say so; None if the user did not wait for it."""

    def last_heard(self) -> tuple[tuple[str, datetime], ...]:
        """Return the other desks' names, each with when it was last heard."""


class PurgeFlow(QWidget):
    """An invisible widget that runs the purge.

    `erasing`: whether the file is being emptied now, for which codes wait; `changed`: everybody was forgotten;
    `reported`: one sentence for the footer; `written`: the same of a record, and where it is.
    """

    erasing = Signal(bool)
    changed = Signal()
    reported = Signal(str)
    written = Signal(str, Path)

    def __init__(self, event: EventFile, desk: Desk, parent: QWidget, places: PurgePlaces) -> None:
        super().__init__(parent)
        self.hide()
        self._event, self._desk, self._places = event, desk, places
        self._supervision, self._day = Supervision(event, desk), PurgeDay(event, desk)

    def propose(self) -> None:
        """Propose the purge when the event is opened after its date; a date that nobody chose is only mentioned."""
        if not self._day.is_due:
            return
        if decided := self._day.decided:
            self._go_on_by_itself(decided)
        elif self._day.erased_on:
            self.reported.emit(retention_sentence(self._day))
        elif self._day.is_chosen:
            self.ask_purge(translate(_DUE, day=written_day(self._day.until)))
        else:
            self.reported.emit(translate(_USUAL_DAY, day=written_day(self._day.until)))

    def _go_on_by_itself(self, decided: Authority) -> None:
        """Purge as decided earlier unless the user postpones it; not if the journal shows that the clock is wrong."""
        today, until = self._desk.now().date(), self._day.until
        if not self._day.is_clock_believed:
            self.reported.emit(translate(_WRONG_CLOCK, today=written_day(today)))
        elif until and not self._day.is_put_off:
            dialog = PurgeCountdown(decided, (until, today), self.window())
            is_done = dialog.exec()
            dialog.deleteLater()
            if is_done:
                self._purge(decided)
            else:
                self._day.put_off()
                self.reported.emit(translate(_PUT_OFF))

    def ask_purge(self, reason: str = "") -> None:
        """Explain the purge, ask for the title and a supervisor, then purge."""
        heard = self._places.last_heard()

        def look(event: EventFile, _: ReportProgress) -> tuple[PurgePreview, LastExport | None]:
            return event_purge.preview(event, self._desk.name, heard), last_export(event)

        looked = self._beside(look, translate(_LOOKING))
        if looked is None:
            return
        found, export = looked
        if found.is_empty:
            self.reported.emit(translate(event_purge.NOBODY))
            return
        again = "" if found.people else translate(_SINCE)
        exported = purge_export_text(export, self._desk.now())
        dialog = PurgeDialog(found, exported, reason or again, self.window())
        is_wanted = dialog.exec()
        dialog.deleteLater()
        if is_wanted and (authority := ask_authority(self._supervision, self._request(found.people), self.window())):
            self._purge(authority)

    def ask_register(self) -> None:
        """Edit the privacy record and write it as a page if wanted."""
        before, proposal = privacy_register.load(self._event), proposed_purge_day(last_day(self._event.programme()))
        form = PrivacyForm(before, proposal, self.window())
        is_wanted, record, wants_page = form.exec(), form.record, form.wants_page
        by_itself = form.by_itself.isChecked()
        form.deleteLater()
        if is_wanted and by_itself:
            record = self._decided(before, record)
        if not is_wanted or (by_itself and not record.by_itself):
            return
        privacy_register.save(self._event, record, at=self._desk.now(), desk=self._desk.name)
        path = self._page_to() if wants_page else None
        if path:
            privacy_register.write_page(self._event, record, path)
        self.reported.emit(translate(_WRITTEN, name=path.name) if path else translate(_KEPT))

    def _decided(self, before: PrivacyRecord, record: PrivacyRecord) -> PrivacyRecord:
        """Return `record` with the supervisor who allows the automatic purge.

        The earlier one stays while the date is unchanged, else one is asked.
        """
        if before.by_itself and before.until == record.until:
            return replace(record, by_itself=before.by_itself)
        request = AuthorityRequest(
            translate(_LATER, day=written_day(record.until)),
            translate(_DECIDE),
            tuple(map(translate, (_OVER, _WHYS[0]))),
        )
        return replace(record, by_itself=ask_authority(self._supervision, request, self.window()))

    def _request(self, people: int) -> AuthorityRequest:
        """Propose the end of the retention period as the reason only if that day has passed."""
        until = self._day.until
        is_over = until is not None and self._desk.now().date() > until
        whys = (_OVER if is_over else _NOT_NEEDED, *_WHYS)
        question = translate(_QUESTION, people=people)
        return AuthorityRequest(question, translate(_FORGET), tuple(map(translate, whys)), is_danger=True)

    def _purge(self, authority: Authority) -> None:
        """Purge beside the window, to the end; codes that are scanned meanwhile are answered after it."""
        at, heard, name = self._desk.now(), self._places.last_heard(), self._desk.name
        path = event_purge.purge_record_path(self._event, at, translate)

        def erase(event: EventFile, report: ReportProgress) -> PurgeResult:
            do = partial(event_purge.purge, event, authority, at=at, desk=name, heard=heard, report=report)
            return event_purge.purge_with_record(do, path, translate)

        self.erasing.emit(True)
        try:
            done = self._beside(erase, translate(ERASING), no_cancel=translate(TO_THE_END))
        finally:
            self.erasing.emit(False)
        if done is None:
            return
        self._desk.reload()
        self.changed.emit()  # first: nobody stays on the screen while drives are emptied
        if drives := self._places.purge_drives():
            event_purge.add_drives_to_record(done, drives, path, translate)
        self.written.emit(_sentence(done, path), path)

    def _beside(
        self, work: Callable[[EventFile, ReportProgress], Found], title: str, *, no_cancel: str = ""
    ) -> Found | None:
        run = on_own_connection(self._event.path, work)
        return write_beside(run, title, self.window(), no_cancel=no_cancel)

    def _page_to(self) -> Path | None:
        name = propose_file_name(self._desk.programme.event, self._desk.now(), translate(_PAGE_NAME))
        start = str(self._event.path.with_name(f"{name}.txt"))
        chosen, _ = QFileDialog.getSaveFileName(self.window(), translate(_PAGE_TITLE), start, "*.txt")
        self._event.relock()
        return Path(chosen if chosen.lower().endswith(".txt") else f"{chosen}.txt") if chosen else None


def _sentence(done: PurgeResult, path: Path) -> str:
    return (
        translate(_DONE, people=done.preview.people, name=path.name)
        if done.is_clean
        else translate(event_purge.UNFINISHED)
    )


_LOOKING = Message("privacy", "Counting what would be erased…")
ERASING = Message("privacy", "Erasing personal data…")
TO_THE_END = Message(
    "privacy", "This can no longer be stopped. Codes scanned meanwhile wait, and are answered afterwards."
)
_SINCE = Message(
    "privacy",
    "Nobody is on the list any more; but codes or texts that identify people have come in since, and are kept.",
)
_DUE = Message("privacy", "This data was to be kept until {day}.")
_USUAL_DAY = Message(
    "privacy",
    "Personal data is usually kept until {day}, two weeks after the event. To erase it: Closing, at the bottom.",
)
_WRONG_CLOCK = Message(
    "privacy",
    "Nothing was erased automatically: this computer’s date is {today}, which contradicts the event’s journal. "
    "Correct the clock.",
)
_PUT_OFF = Message("privacy", "Nothing was erased; Checkin will ask again tomorrow.")
_LATER = Message("privacy", "Erase personal data automatically after {day}?")
_DECIDE = Message("privacy", "Decide now")
_QUESTION = Message("privacy", "Erase the personal data of this event ({people} {people:registration|registrations})?")
_FORGET = Message("privacy", "Erase personal data")
_OVER = Message("privacy", "The retention period is over")
_NOT_NEEDED = Message("privacy", "The organiser no longer needs the data")
_WHYS = (
    Message("privacy", "The organiser’s decision"),
    Message("privacy", "It was a rehearsal"),
)
_DONE = Message(
    "privacy", "The personal data of {people} {people:registration|registrations} was erased. The record is in {name}."
)
_KEPT = Message("privacy", "The register entry is saved in the event.")
_WRITTEN = Message("privacy", "The register entry was written to {name}, in French and in English.")
_PAGE_NAME = Message("privacy", "register of personal data")
_PAGE_TITLE = Message("privacy", "Save the page as")
