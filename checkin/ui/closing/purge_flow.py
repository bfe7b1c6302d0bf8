# SPDX-License-Identifier: GPL-3.0-or-later
"""The purge of personal data, on request or on its date: preview, typed title, supervisor, erasure, record.

Nothing is ever purged without a person who wants it, now or when describing the event's data.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from checkin.core import purge
from checkin.core.local_time import written_day
from checkin.core.message import Message, ReportProgress
from checkin.core.proposed_file_names import propose_file_name
from checkin.core.supervisor import Authority
from checkin.core.text_folding import fold_text
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.exports.exporting import on_own_connection
from checkin.services.privacy import event_purge, purge_day
from checkin.services.privacy.purge_day import LastExport, PurgeDay, last_export
from checkin.services.supervision import Supervision
from checkin.translation import clock_time, translate
from checkin.ui.closing.closing_privacy import PrivacyForm, retention_sentence
from checkin.ui.look.theme import GAP, SMALL, TEXT
from checkin.ui.supervision.supervision_flow import AuthorityRequest, ask_authority
from checkin.ui.sync.progress_dialog import write_beside
from checkin.ui.widgets.boxes import row_of, wide
from checkin.ui.widgets.dialogs import Dialog, ask_target, asked
from checkin.ui.widgets.form_fields import Paragraph, label, labelled_field, line_field
from checkin.ui.widgets.layouts import CardGroup
from checkin.ui.widgets.screen_page import scroll_unless_large

WIDTH, HEIGHT = 1000, 580
"""Pixels; fits the smallest window."""


class PurgeDialog(Dialog):
    """What a purge erases, keeps and cannot reach. To go on, the user types the event's title; accepted, a supervisor
    is asked next.

    `reason` says why it is proposed, "" if the user asked for it; `exported` is the state of the last export.
    """

    def __init__(
        self, found: purge.PurgePreview, exported: str, reason: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(translate(Message("privacy", "Erase personal data")), parent)
        self._title = found.title
        self.typed = line_field(translate(_TYPE, title=found.title))
        self.notice = label("", SMALL)
        self.buttons = self.confirm(translate(Message("privacy", "Erase personal data…")), is_danger=True)
        self.go_on = self.buttons.buttons()[0]
        self.go_on.setEnabled(False)
        self.typed.textChanged.connect(self._look)
        self.arrange(
            label(f"{reason} {translate(_FOR_GOOD)}".strip()),
            label(exported, weight=600),
            wide(scroll_unless_large(_Columns(found))),
            labelled_field(self.typed, translate(_TYPE, title=found.title)),
            self.notice,
            self.buttons,
            heading=translate(_QUESTION, people=found.people),
        )
        self.resize(WIDTH, HEIGHT)
        self.typed.setFocus()

    def _look(self, text: str) -> None:
        """Enable the button if the title matches, ignoring case, accents and spaces; else say why it is not."""
        is_same = bool(text.strip()) and fold_text(text) == fold_text(self._title)
        self.go_on.setEnabled(is_same)
        self.notice.setText(translate(_DIFFERENT) if text.strip() and not is_same else "")


class _Columns(QWidget):
    """Three lists side by side."""

    def __init__(self, found: purge.PurgePreview) -> None:
        super().__init__()
        row = row_of(spacing=GAP, of=self)
        out_of_reach = [*_desks(found), *map(translate, purge.BEYOND)]
        for title, lines in ((_GOES, _goes(found)), (_STAYS, _stays(found)), (_BEYOND, out_of_reach)):
            row.addWidget(_card(title, lines), 1)


def _card(title: Message, lines: Sequence[str]) -> CardGroup:
    group = CardGroup(label(translate(title), TEXT, 700))
    for each in lines:
        paragraph = Paragraph(SMALL)
        paragraph.setAlignment(Qt.AlignmentFlag.AlignTop)
        paragraph.show_text(each)
        group.column.addWidget(paragraph)
    group.column.addStretch(1)
    return group


def _goes(found: purge.PurgePreview) -> list[str]:
    counted = translate(_COUNTED, people=found.people, speakers=found.speakers, supervisors=found.supervisors)
    backups = [translate(_BACKUPS, count=len(found.backups))] if found.backups else []
    return [counted, *map(translate, purge.GOES), translate(_KEYS), *backups]


def _stays(found: purge.PurgePreview) -> list[str]:
    return [translate(_ARRIVALS, arrivals=found.arrivals, entries=found.entries), *map(translate, purge.STAYS)]


def _desks(found: purge.PurgePreview) -> list[str]:
    return [translate(purge.DESK_BEYOND, desk=desk, at=f"{last:%d/%m/%Y %H:%M}") for desk, last in found.desks]


_QUESTION = Message("privacy", "Erase the personal data of this event ({people} {people:registration|registrations})?")
_FOR_GOOD = Message("privacy", "This cannot be undone. Export anything you still need first.")
_GOES, _STAYS, _BEYOND = (
    Message("privacy", "What will be erased"),
    Message("privacy", "What stays"),
    Message("privacy", "What cannot be reached from here"),
)
_COUNTED = Message("privacy", "Registrations: {people}; speakers: {speakers}; supervisors: {supervisors}")
_KEYS = Message("privacy", "This event’s data on the USB drives plugged in now: names, and the invitation")
_BACKUPS = Message("privacy", "Backups next to the event: {count}")
_ARRIVALS = Message(
    "privacy", "Arrivals, one per person and control point: {arrivals}; entries of the journal: {entries}"
)
_TYPE = Message("privacy", "Type the title of the event: {title}")
_DIFFERENT = Message("privacy", "That is not the title yet.")


SECONDS = 60
TICK_MS = 1_000


class PurgeCountdown(Dialog):
    """The countdown before an automatic purge that a supervisor decided earlier. Accepted, the purge happens now;
    Enter, Escape and the close button postpone it.

    `days` are the retention date and today.
    """

    def __init__(self, decided: Authority, days: tuple[date, date], parent: QWidget | None = None) -> None:
        super().__init__(translate(Message("privacy", "The personal data of this event is about to be erased")), parent)
        self.left = SECONDS
        self.counter = Paragraph()
        buttons = QDialogButtonBox(self)
        self.put_off = buttons.addButton(translate(_ASK_TOMORROW), QDialogButtonBox.ButtonRole.RejectRole)
        self.put_off.setDefault(True)
        self.now = buttons.addButton(translate(_NOW), QDialogButtonBox.ButtonRole.AcceptRole)
        self.now.setAutoDefault(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        until, today = map(written_day, days)
        what = translate(_DECIDED, name=decided.name, until=until, today=today, why=decided.why)
        self.arrange(label(what), label(translate(_LAST_CHANCE)), self.counter, buttons, width=640)
        self.put_off.setFocus()
        self._show_left()
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()

    def tick(self) -> None:
        """Count down by one second."""
        self.left -= 1
        self._show_left()
        if self.left <= 0:
            self.accept()

    def done(self, result: int) -> None:
        self._timer.stop()
        super().done(result)

    def _show_left(self) -> None:
        self.counter.show_text(translate(Message("privacy", "It starts in {seconds} s."), seconds=self.left))


_DECIDED = Message(
    "privacy",
    "{name} decided: personal data is kept until {until}, then erased automatically ({why}). Today is {today}.",
)
_LAST_CHANCE = Message(
    "privacy", "This cannot be undone. If something still has to be exported, or today’s date is wrong, postpone it."
)
_ASK_TOMORROW = Message("privacy", "Ask again tomorrow")
_NOW = Message("privacy", "Erase personal data now")


# The sentence about the last export of the attendance, for the closing screen and the purge.


def export_state_text(last: LastExport | None, now: datetime) -> str:
    """Return when the last export was, in the zone of `now`, and what came since."""
    if last is None:
        return translate(Message("closing", "Attendance not yet exported from this computer."))
    state = translate(Message("closing", "{exported}; {since}."), exported=_exported(last.at, now), since=_since(last))
    return f"{state} {translate(_PART)}" if last.is_part else state


def purge_export_text(last: LastExport | None, now: datetime) -> str:
    """Return the same for the purge, and whether to export again: only exports of the present state stay provable."""
    state = export_state_text(last, now)
    return state if last is None or last.is_all else f"{state} {translate(_AGAIN)}"


def _exported(at: datetime, now: datetime) -> str:
    there = at.astimezone(now.tzinfo)
    words = Message("closing", "Attendance exported at {time}") if there.date() == now.date() else _ON
    return translate(words, day=f"{there:%d/%m}", time=clock_time(there))


def _since(last: LastExport) -> str:
    if last.is_all:
        return translate(Message("closing", "nothing recorded since"))
    if not last.arrivals:
        return translate(Message("closing", "no arrivals since, but something else was recorded"))
    return translate(_ONE if last.arrivals == 1 else Message("closing", "{count} arrivals since"), count=last.arrivals)


_ON = Message("closing", "Attendance exported on {day} at {time}")
_AGAIN = Message("closing", "Export once more, or that export cannot be proved afterwards.")
_PART = Message("closing", "It had not all columns: export “Everything” too before anything is erased.")
_ONE = Message("closing", "1 arrival since")


Found = TypeVar("Found")


class PurgePlaces(Protocol):
    """The places besides the event file that a purge needs to know."""

    def purge_drives(self) -> purge.ErasedDrives | None:
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
            if asked(dialog):
                self._purge(decided)
            else:
                self._day.put_off()
                self.reported.emit(translate(_PUT_OFF))

    def ask_purge(self, reason: str = "") -> None:
        """Explain the purge, ask for the title and a supervisor, then purge."""
        heard = self._places.last_heard()

        def look(event: EventFile, _: ReportProgress) -> tuple[purge.PurgePreview, LastExport | None]:
            return event_purge.preview(event, self._desk.name, heard), last_export(event)

        looked = self._beside(look, translate(Message("privacy", "Counting what would be erased…")))
        if looked is None:
            return
        found, export = looked
        if found.is_empty:
            self.reported.emit(translate(event_purge.NOBODY))
            return
        again = "" if found.people else translate(_SINCE)
        exported = purge_export_text(export, self._desk.now())
        dialog = PurgeDialog(found, exported, reason or again, self.window())
        if asked(dialog) and (
            authority := ask_authority(self._supervision, self._request(found.people), self.window())
        ):
            self._purge(authority)

    def ask_register(self) -> None:
        """Edit the privacy record and write it as a page if wanted."""
        before, proposal = (
            purge_day.load(self._event),
            purge.proposed_purge_day(purge.last_day(self._event.programme())),
        )
        form = PrivacyForm(before, proposal, self.window())
        is_wanted, record, wants_page = asked(form), form.record, form.wants_page
        by_itself = form.by_itself.isChecked()
        if is_wanted and by_itself:
            record = self._decided(before, record)
        if not is_wanted or (by_itself and not record.by_itself):
            return
        purge_day.save(self._event, record, at=self._desk.now(), desk=self._desk.name)
        path = self._page_to() if wants_page else None
        if path:
            purge_day.write_page(self._event, record, path)
        self.reported.emit(translate(_WRITTEN, name=path.name) if path else translate(_KEPT))

    def _decided(self, before: purge.PrivacyRecord, record: purge.PrivacyRecord) -> purge.PrivacyRecord:
        """Return `record` with the supervisor who allows the automatic purge.

        The earlier one stays while the date is unchanged, else one is asked.
        """
        if before.by_itself and before.until == record.until:
            return replace(record, by_itself=before.by_itself)
        request = AuthorityRequest(
            translate(_LATER, day=written_day(record.until)),
            translate(Message("privacy", "Decide now")),
            tuple(map(translate, (_OVER, _WHYS[0]))),
        )
        return replace(record, by_itself=ask_authority(self._supervision, request, self.window()))

    def _request(self, people: int) -> AuthorityRequest:
        """Propose the end of the retention period as the reason only if that day has passed."""
        until = self._day.until
        is_over = until is not None and self._desk.now().date() > until
        whys = (_OVER if is_over else Message("privacy", "The organiser no longer needs the data"), *_WHYS)
        question = translate(_QUESTION, people=people)
        return AuthorityRequest(question, translate(_FORGET), tuple(map(translate, whys)), is_danger=True)

    def _purge(self, authority: Authority) -> None:
        """Purge beside the window, to the end; codes that are scanned meanwhile are answered after it."""
        at, heard, name = self._desk.now(), self._places.last_heard(), self._desk.name
        path = event_purge.purge_record_path(self._event, at, translate)

        def erase(event: EventFile, report: ReportProgress) -> purge.PurgeResult:
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
        start = self._event.path.with_name(f"{name}.txt")
        path = ask_target(self.window(), translate(_PAGE_TITLE), start, "*.txt", ".txt")
        self._event.relock()
        return path


def _sentence(done: purge.PurgeResult, path: Path) -> str:
    return (
        translate(_DONE, people=done.preview.people, name=path.name)
        if done.is_clean
        else translate(event_purge.UNFINISHED)
    )


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
_FORGET = Message("privacy", "Erase personal data")
_OVER = Message("privacy", "The retention period is over")
_WHYS = (Message("privacy", "The organiser’s decision"), Message("privacy", "It was a rehearsal"))
_DONE = Message(
    "privacy", "The personal data of {people} {people:registration|registrations} was erased. The record is in {name}."
)
_KEPT = Message("privacy", "The register entry is saved in the event.")
_WRITTEN = Message("privacy", "The register entry was written to {name}, in French and in English.")
_PAGE_NAME = Message("privacy", "register of personal data")
_PAGE_TITLE = Message("privacy", "Save the page as")
