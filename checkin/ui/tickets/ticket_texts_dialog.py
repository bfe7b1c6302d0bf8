# SPDX-License-Identifier: GPL-3.0-or-later
"""The organiser's words on tickets and messages by language, the design of tickets, and tickets as files.

The dialog also says whose tickets go together in one message.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QLineEdit, QMenu, QPlainTextEdit, QWidget

from checkin.badges.badge_problems import PageProgress
from checkin.core.attendee import Attendee
from checkin.core.mail.mail_jobs import TICKETS, MailText
from checkin.core.message import LANGUAGES, CheckinError, Message, UserError
from checkin.core.proposed_file_names import plain, propose_file_name
from checkin.core.tickets.ticket_fields import TICKET_FIELDS
from checkin.core.tickets.ticket_settings import MessageGrouping, TicketSettings
from checkin.devices.keyboard_wedge import BY_HAND
from checkin.services.badges.badge_building import LoadedTemplate
from checkin.services.badges.badge_templates import export_template
from checkin.services.event_file import EventFile
from checkin.services.mail.mail_worker import read_mail_account
from checkin.services.mail.ticket_mail import write_drafts
from checkin.services.ticket_making import TicketMaker, TicketTemplates, write_tickets
from checkin.translation import error_text, translate
from checkin.ui.badge_editor.editing_session import badge_field_label, format_merge_fields, parse_merge_fields
from checkin.ui.badges.badges_heading import BadgeFiles
from checkin.ui.look.theme import SMALL, scale_px
from checkin.ui.widgets.boxes import row_of, wide
from checkin.ui.widgets.buttons import DropDownButton, push_button
from checkin.ui.widgets.dialogs import Dialog, ask_target
from checkin.ui.widgets.form_fields import ComboBox, FormMessage, label, labelled_field
from checkin.ui.widgets.pdf_writing import PdfWriting, WritingProgress

WIDTH, HEIGHT, NOTES_HEIGHT = 720, 620, 110
"""Pixels; fits the smallest window."""

LONGEST_PASTED = 20_000
"""Letters in a field; what may be kept is less, and said when it is saved."""

Words = Callable[[str], MailText]
"""A function from the code of a language to the words used where the organiser wrote none."""


class TicketTextsDialog(Dialog):
    """The dialog. `chosen` is what was written; `save` keeps it and raises `UserError` for what cannot be."""

    def __init__(
        self,
        settings: TicketSettings,
        language: str,
        defaults: Words,
        save: Callable[[TicketSettings], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(translate(Message("tickets", "Texts of the tickets")), parent)
        self._settings, self._defaults, self._save, self._language = settings, defaults, save, ""
        self.languages = QButtonGroup(self)
        self.notes, self.subject, self.text = _TextField(), QLineEdit(), _TextField()
        self.grouping, self.refusal = ComboBox(translate(_GROUPING)), FormMessage()
        self.fields = DropDownButton(translate(Message("tickets", "Insert a field")))
        self.notes.setFixedHeight(scale_px(NOTES_HEIGHT))
        self.notes.setPlaceholderText(translate(Message("tickets", "How to come, what to bring, whom to call…")))
        for field in (self.notes, self.text):
            field.setTabChangesFocus(True)
            field.overflowed.connect(self._refuse_text)
        for grouping, words in _GROUPINGS.items():
            self.grouping.addItem(translate(words), grouping)
        self.grouping.setCurrentIndex(list(_GROUPINGS).index(self._settings.grouping))
        self.arrange(
            self._language_row(),
            labelled_field(self.notes, translate(Message("tickets", "Practical notes, on each ticket"))),
            labelled_field(self.subject, translate(_SUBJECT)),
            wide(labelled_field(self.text, translate(_TEXT))),
            label(translate(_ATTACHED), SMALL),
            labelled_field(self.grouping, translate(_GROUPING)),
            self.refusal,
            self.confirm(translate(Message("tickets", "Save"))),
            spacing=10,
        )
        self.resize(scale_px(WIDTH), scale_px(HEIGHT))
        self._show_language(language)
        self.notes.setFocus()
        self.setProperty(BY_HAND, True)

    @property
    def chosen(self) -> TicketSettings:
        """The settings as they stand in the fields."""
        self._take_fields()
        return replace(self._settings, grouping=MessageGrouping(self.grouping.currentData()))

    def accept(self) -> None:
        try:
            self._save(self.chosen)
        except UserError as error:
            self.refusal.warn(error_text(error))
            return
        super().accept()

    def _show_language(self, language: str) -> None:
        """Show the words in one language; those in the other are kept."""
        if self._language:
            self._take_fields()
        self._language = language
        usual = self._defaults(language)
        self.notes.setPlainText(self._settings.notes.get(language, ""))
        self.subject.setText(format_merge_fields(self._settings.subject.get(language) or usual.subject))
        self.text.setPlainText(format_merge_fields(self._settings.text.get(language) or usual.text))
        self.languages.button(list(LANGUAGES).index(language)).setChecked(True)

    def _take_fields(self) -> None:
        """Keep what stands in the fields. The usual words are not kept: a newer version may have better ones."""
        usual, settings = self._defaults(self._language), self._settings
        subject, text = map(parse_merge_fields, (self.subject.text(), self.text.written))
        self._settings = replace(
            settings,
            notes=self._with(settings.notes, self.notes.written),
            subject=self._with(settings.subject, subject if subject != usual.subject else ""),
            text=self._with(settings.text, text if text != usual.text else ""),
        )

    def _with(self, words: Mapping[str, str], text: str) -> dict[str, str]:
        others = {code: each for code, each in words.items() if code != self._language}
        return {**others, self._language: text.strip()} if text.strip() else others

    def _refuse_text(self) -> None:
        self.refusal.warn(translate(_TOO_LONG, most=LONGEST_PASTED))

    def _insert(self, field: str) -> None:
        """Insert a field where the cursor is: in the subject if it was there last, else in the text."""
        target = self.subject if self.subject.hasFocus() else self.text
        if isinstance(target, QLineEdit):
            target.insert(format_merge_fields(f"{{{field}}}"))
        else:
            target.insertPlainText(format_merge_fields(f"{{{field}}}"))
        target.setFocus()

    def _language_row(self) -> QHBoxLayout:
        row = row_of(spacing=8)
        for number, language in enumerate(LANGUAGES.values()):
            button = push_button(language.name)
            button.setCheckable(True)
            self.languages.addButton(button, number)
            row.addWidget(button)
        self.languages.idClicked.connect(lambda number: self._show_language(list(LANGUAGES)[number]))
        row.addStretch(1)
        menu = QMenu(self)
        for field in (*TICKET_FIELDS, TICKETS):
            menu.addAction(badge_field_label(field)).triggered.connect(partial(self._insert, field))
        self.fields.setMenu(menu)
        self.fields.setAutoDefault(False)
        self.fields.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the cursor stays where the field goes
        row.addWidget(self.fields)
        return row


class _TextField(QPlainTextEdit):
    """A field for some lines. What is pasted beyond `LONGEST_PASTED` is refused: Qt would lay it out for minutes."""

    overflowed = Signal()

    @property
    def written(self) -> str:
        """The text with the spaces that do not break, which Qt's own plain text lacks."""
        return self.document().toRawText().replace("\u2029", "\n")

    def insertFromMimeData(self, source: QMimeData) -> None:
        if len(source.text()) + self.document().characterCount() > LONGEST_PASTED:
            self.overflowed.emit()
        else:
            super().insertFromMimeData(source)


_TOO_LONG = Message(
    "tickets",
    "What was pasted is longer than {most} letters. It was left out; put it on a web page and give its address here.",
)
_SUBJECT, _TEXT = Message("tickets", "Subject of the message"), Message("tickets", "Text of the message")
_ATTACHED = Message(
    "tickets", "The code is shown below the text; the ticket and an entry for the calendar are attached."
)
_GROUPING = Message("tickets", "Messages")
_GROUPINGS = {
    MessageGrouping.EACH: Message("tickets", "One for each person"),
    MessageGrouping.ORDER: Message("tickets", "One for all tickets of an order"),
    MessageGrouping.ADDRESS: Message("tickets", "One for all tickets of an address"),
}


class TicketDesignFiles(QObject):
    """The design of an event's tickets: taken from a file, saved as one, given up for the shipped one. `reported`: one
    sentence for the footer; `changed`: the event has another design.
    """

    reported = Signal(str)
    changed = Signal()

    def __init__(self, files: BadgeFiles, parent: QObject) -> None:
        super().__init__(parent)
        self._files = files

    def ask_design(self, templates: TicketTemplates) -> None:
        """Take the design of a file; the sentence says what is wrong with one that cannot be taken."""
        if path := self._files.template():
            try:
                templates.import_file(path)
            except CheckinError as error:
                self.reported.emit(error_text(error))
                return
            self._tell_change(translate(_TAKEN, name=path.name))

    def ask_target(self, loaded: LoadedTemplate) -> None:
        """Save the design as a file."""
        if path := self._files.ask_template_target(loaded.name):
            export_template(loaded, path)
            self.reported.emit(translate(Message("badges", "Written to {name}."), name=path.name))

    def give_up(self, templates: TicketTemplates) -> None:
        """Go back to the design that Checkin ships."""
        templates.withdraw()
        self._tell_change(translate(Message("tickets", "The ticket is that of Checkin again.")))

    def _tell_change(self, sentence: str) -> None:
        self.changed.emit()
        self.reported.emit(sentence)


_TAKEN = Message("tickets", "The ticket of {name} is in this event now.")


class TicketWriting(PdfWriting):
    """Tickets and drafts written to files, in a thread, with dialogs over `parent`. `refused_text` carries the sentence
    for what could not be written.
    """

    refused_text = Signal(str)

    def __init__(self, event: EventFile, progress: WritingProgress, parent: QWidget) -> None:
        super().__init__(progress, Message("tickets", "Stopped: nothing was written."), parent)
        self._event, self._window = event, parent
        self.written.connect(lambda text, _path: self.reported.emit(text))
        self.refused.connect(self._tell)

    def ask_pdf(self, maker: TicketMaker, people: Sequence[Attendee]) -> None:
        """Ask for a file, and write one PDF with everybody's ticket."""
        if not self.is_free:
            return
        name = propose_file_name(maker.programme.event, self._event.clock()(), translate(_FILE))
        start = self._event.path.parent / f"{name}.pdf"
        path = ask_target(self._window, translate(_PDF_TITLE), start, "PDF (*.pdf)", ".pdf")
        self._event.relock()
        if path:
            self._write_tickets(path, people, maker)

    def ask_folder(self, maker: TicketMaker, people: Sequence[Attendee]) -> None:
        """Ask for a folder, and write a PDF named after each person into a new one in it."""
        if self.is_free and (folder := self._ask_folder(maker, translate(_FILE))):
            self._write_tickets(folder, people, maker)

    def ask_drafts(self) -> None:
        """Ask for a folder, and write a draft for each message into a new one in it."""
        maker = TicketMaker(self._event)
        if self.is_free and (folder := self._ask_folder(maker, translate(_DRAFTS_FOLDER))):
            write = partial(_write_drafts, self._event.path, folder)
            self.write(folder, write, lambda count: translate(_DRAFTS, count=count, name=folder.name))

    def _write_tickets(self, out: Path, people: Sequence[Attendee], maker: TicketMaker) -> None:
        self.write(
            out,
            lambda report: write_tickets(people, maker, out, report, by_name=True),
            lambda count: translate(_WRITTEN, count=count, name=out.name),
        )

    def _ask_folder(self, maker: TicketMaker, what: str) -> Path | None:
        """Return a new folder, in the one that the user chose: hundreds of files do not belong among others."""
        start = str(self._event.path.parent)
        chosen = QFileDialog.getExistingDirectory(self._window, translate(_FOLDER_TITLE), start)
        self._event.relock()
        name = propose_file_name(maker.programme.event, self._event.clock()(), what)
        return Path(chosen) / plain(name) if chosen else None

    def _tell(self, error: CheckinError) -> None:
        self.refused_text.emit(error_text(error))


def _write_drafts(path: Path, folder: Path, report: PageProgress) -> int:
    """Write the drafts, in the thread of the writing, which opens the event for itself."""

    def tell(done: int, total: int | None) -> None:
        report(done, total or 0)

    event = EventFile.open(path)
    try:
        return write_drafts(event, folder, read_mail_account(event), translate, tell).messages
    finally:
        event.close()


_FILE, _DRAFTS_FOLDER = Message("file", "tickets"), Message("file", "drafts")
_PDF_TITLE = Message("tickets", "Save the tickets as")
_FOLDER_TITLE = Message("tickets", "A folder is made here for the files")
_WRITTEN = Message("tickets", "{count} {count:ticket|tickets} written to “{name}”.")
_DRAFTS = Message(
    "tickets", "{count} {count:draft|drafts} written to “{name}”. Nothing was sent: open them in your mail program."
)
