# SPDX-License-Identifier: GPL-3.0-or-later
"""The browser of tickets: standings and people at the left, one person's ticket large, their message at the right.

Reads beside the window, and calls the operations of `services`; what they did is shown from a new reading.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QButtonGroup, QMenu, QPushButton, QVBoxLayout, QWidget

from checkin.badges.badge_problems import find_problems
from checkin.core.attendee import CUSTOM, Attendee, accent_corrections
from checkin.core.badges.template import unknown_fields, without_code
from checkin.core.mail.mail_jobs import MailState, MailText, counts_text
from checkin.core.message import Message
from checkin.core.tickets.ticket_fields import SENTENCES, TICKET_FIELDS
from checkin.core.tickets.ticket_settings import TicketLayout, TicketSettings
from checkin.services import ticket_making
from checkin.services.badges.badge_templates import BadgeOverview
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.mail import ticket_mail
from checkin.services.mail.mail_service import MailService
from checkin.services.mail.ticket_messages import TicketMessages, usual_mail_words
from checkin.services.threads import EventReading
from checkin.translation import Translator, translate
from checkin.ui.badges.badge_list import BadgePreview, RemarksCard
from checkin.ui.badges.badges_heading import BadgeFiles
from checkin.ui.import_export.import_summary import correct_addresses
from checkin.ui.look.theme import GAP, MARGIN, SMALL, TEXT, scale_px
from checkin.ui.tickets.standing_list import SendingBar, StandingList, TicketList, history_lines, without_ticket_text
from checkin.ui.tickets.ticket_sending import TicketSending
from checkin.ui.tickets.ticket_texts_dialog import TicketDesignFiles, TicketTextsDialog, TicketWriting
from checkin.ui.widgets.boxes import column_of, row_of, wide, widget_of
from checkin.ui.widgets.buttons import EmptyState, ReadingState, WordButton
from checkin.ui.widgets.dialogs import asked
from checkin.ui.widgets.form_fields import break_long_words, label
from checkin.ui.widgets.keyboard import InitialFocus, add_shortcuts
from checkin.ui.widgets.layouts import Sidebar, SidebarCard
from checkin.ui.widgets.pdf_writing import WritingProgress
from checkin.ui.widgets.screen_page import TICKETS, ScreenHeading, event_line


class TicketAction(StrEnum):
    """The actions of the screen. PDF, ONE, FOLDER and DRAFTS write files; IMPORT and EXPORT carry the design
    in and out, SHIPPED gives up the event's own.
    """

    SEND = "send"
    TEXTS = "texts"
    EDIT = "edit"
    SHIPPED = "shipped"
    IMPORT = "import"
    EXPORT = "export"
    PDF = "pdf"
    ONE = "one"
    FOLDER = "folder"
    DRAFTS = "drafts"


class TicketHeading(ScreenHeading):
    """The heading of the tickets screen with its actions; `chosen` carries a `TicketAction`."""

    chosen = Signal(TicketAction)

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(TICKETS, now)
        self.design, self.texts = WordButton(translate(_DESIGN), "pencil"), WordButton(translate(_TEXTS), "mail")
        self.files = WordButton(translate(_FILES), "file-down")
        self.send = WordButton(translate(_SEND), "send", is_primary=True)
        self.actions_of_menus: dict[TicketAction, Callable[[bool], None]] = {}
        self.design.setMenu(self._menu(_OF_DESIGN))
        self.files.setMenu(self._menu(_OF_FILES))
        self.texts.setToolTip("F2")
        self.send.setToolTip("Ctrl+Return")
        for button in (self.design, self.texts, self.files, self.send):
            self.add(button)
        self.texts.clicked.connect(lambda: self.chosen.emit(TicketAction.TEXTS))
        self.send.clicked.connect(lambda: self.chosen.emit(TicketAction.SEND))

    def offer(self, *, has_people: bool, is_own: bool) -> None:
        """Offer what can be done now: `is_own`, the design is the event's."""
        for button in (self.files, self.send):
            button.setEnabled(has_people)
        self.actions_of_menus[TicketAction.SHIPPED](is_own)

    def _menu(self, words: Mapping[TicketAction, tuple[Message, str]]) -> QMenu:
        menu = QMenu(self)
        for action, (text, key) in words.items():
            entry = menu.addAction(f"{translate(text)}\t{key}" if key else translate(text))
            entry.triggered.connect(lambda _=False, action=action: self.chosen.emit(action))
            self.actions_of_menus[action] = entry.setVisible
        return menu


_DESIGN, _TEXTS = Message("tickets", "Design"), Message("tickets", "Texts…")
_FILES, _SEND = Message("tickets", "Save"), Message("tickets", "Send…")
_OF_DESIGN = {
    TicketAction.EDIT: (Message("tickets", "Edit the ticket"), "F4"),
    TicketAction.IMPORT: (Message("tickets", "Take the ticket of a file…"), ""),
    TicketAction.EXPORT: (Message("tickets", "Save the ticket as a file…"), ""),
    TicketAction.SHIPPED: (Message("tickets", "Back to the ticket of Checkin"), ""),
}
_OF_FILES = {
    TicketAction.PDF: (Message("tickets", "One PDF for all…"), "Ctrl+P"),
    TicketAction.ONE: (Message("tickets", "This ticket alone…"), ""),
    TicketAction.FOLDER: (Message("tickets", "A PDF for each person…"), ""),
    TicketAction.DRAFTS: (Message("tickets", "Drafts for my mail program…"), ""),
}


class TicketSidebar(Sidebar):
    """What became of one person's ticket, their message, the faults of their ticket: three cards. `person_wanted`: the
    person is to be corrected; `arrived`: the message that was perhaps sent has arrived.
    """

    person_wanted = Signal()
    arrived = Signal()

    def __init__(self) -> None:
        self.history, self.message = SidebarCard(translate(_SENDING)), SidebarCard(translate(_MESSAGE))
        self.remarks = RemarksCard(translate(Message("tickets", "On this ticket")))
        super().__init__(self.history, self.message, self.remarks)

    def clear(self) -> None:
        """Show nothing of anybody."""
        for card in (self.history, self.message):
            card.replace([])
        self.remarks.show_problems([])

    def show_history(self, lines: Sequence[str], *, is_unsure: bool) -> None:
        """Show whose ticket it is, and what is known of its sending; `is_unsure`: whether it arrived has to be found
        out.
        """
        correct = QPushButton(translate(Message("tickets", "Open this person…")))
        correct.clicked.connect(self.person_wanted)
        weights = (600, *[400] * len(lines))
        told = [label(break_long_words(line), TEXT, weight) for line, weight in zip(lines, weights, strict=False)]
        rows: list[QWidget] = [*told, correct]
        if is_unsure:
            arrived = QPushButton(translate(Message("tickets", "It has arrived")))
            arrived.clicked.connect(self.arrived)
            rows.insert(-1, arrived)
        self.history.replace(rows)

    def show_message(self, words: MailText) -> None:
        self.message.replace([label(break_long_words(words.subject), TEXT, 600), label(break_long_words(words.text))])


_SENDING = Message("tickets", "Sending")
_MESSAGE = Message("tickets", "The message")


LIST_WIDTH, SIDE_WIDTH = 292, 312
"""Pixels."""


@dataclass(frozen=True, slots=True)
class TicketsContext:
    """The dependencies of the screen, all of one event and thread."""

    event: EventFile
    desk: Desk
    mail: MailService

    @property
    def now(self) -> Callable[[], datetime]:
        return self.desk.now


class TicketBrowser(QWidget):
    """The browser. `reported`: one sentence for the footer; `edit_wanted`: the ticket is to be edited."""

    reported = Signal(str)
    edit_wanted = Signal()
    person_wanted = Signal(str)
    programme_wanted = Signal()

    def __init__(self, at: TicketsContext, files: BadgeFiles) -> None:
        super().__init__()
        self._at = at
        self._read = ticket_mail.TicketStandings()
        self._maker: ticket_making.TicketMaker | None = None
        self._messages: TicketMessages | None = None
        self._beside = EventReading(at.event, self)
        self._fields: list[str] = []
        self._was_at_work = False
        self._counts: Mapping[MailState, int] = {}
        self.heading, self.standings, self.people = TicketHeading(at.now), StandingList(), TicketList()
        self.preview, self.side, self.bar = BadgePreview(), TicketSidebar(), SendingBar()
        self.layouts = QButtonGroup(self)
        self.mend = QPushButton()
        self.without, self.progress = label("", SMALL), WritingProgress(_WRITING)
        self.without.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.writing = TicketWriting(at.event, self.progress, self)
        self.design = TicketDesignFiles(files, self)
        self.sending = TicketSending(at.event, at.mail, at.now, self)
        self._body = widget_of(
            row_of(self._left(), wide(self._middle()), self.side, spacing=GAP, around=(MARGIN, GAP, MARGIN, GAP))
        )
        self._empty = EmptyState("ticket")
        self._empty.show_texts(translate(Message("tickets", "Nobody gets a ticket yet")), translate(_NOBODY_HOW))
        self._empty.hide()
        self.waiting = ReadingState([self._body, self._empty])
        column_of(self.heading, wide(self._body), wide(self._empty), wide(self.waiting), spacing=0, of=self)
        self.side.setFixedWidth(scale_px(SIDE_WIDTH))
        InitialFocus(self, self.people)
        self._connect()

    # Output

    def refresh(self) -> None:
        """Show everything as it is now; the choice stays."""
        self._maker = self._messages = None
        self._counts = self._sent_counts()
        work = partial(ticket_mail.read_ticket_standings, clock=self._at.now, before=self._read)
        if not self._beside.read(work, self._show) and not self._read.people:
            self.waiting.stand_in(True)
            self.heading.offer(has_people=False, is_own=False)

    def forget_people(self) -> None:
        """Clear everybody, after a purge, until what is left was read."""
        self._show(ticket_mail.TicketStandings())
        self.refresh()

    @property
    def maker(self) -> ticket_making.TicketMaker:
        """The maker of the tickets that are shown."""
        if self._maker is None:
            self._maker = ticket_making.TicketMaker(self._at.event)
        return self._maker

    def designs(self) -> BadgeOverview:
        """Return the ticket template with the people who get one, for the editor."""
        return ticket_making.ticket_designs(self.maker, [each.person for each in self._read.people])

    @property
    def templates(self) -> ticket_making.TicketTemplates:
        """The place of the event's own template of the layout that is shown."""
        return ticket_making.TicketTemplates(self._at.event, self._at.desk, self.maker.settings.layout)

    def _show(self, read: ticket_mail.TicketStandings) -> None:
        self._read = read
        self._fields = [*TICKET_FIELDS, *SENTENCES, *(CUSTOM + title for title in read.columns)]
        self.waiting.stand_in(False)
        self._empty.setVisible(not read.people)
        self._body.setVisible(bool(read.people))
        self.heading.set_place(event_line(self.maker.programme.event))
        self.heading.offer(has_people=bool(read.people), is_own=bool(self.maker.loaded.id))
        self.layouts.button(list(TicketLayout).index(self.maker.settings.layout)).setChecked(True)
        self.without.setText(without_ticket_text(read.without_ticket))
        self.without.setVisible(bool(self.without.text()))
        self.standings.show_standings(read)
        self._show_people()
        self._show_sending()

    def _show_people(self) -> None:
        standing = self.standings.standing
        self.people.show_people(self._read.of(standing) if standing else ())
        mendable = len(self._mendable()) if standing is ticket_mail.TicketStanding.BAD_ADDRESS else 0
        self.mend.setText(translate(Message("tickets", "Correct {count} {count:address|addresses}…"), count=mendable))
        self.mend.setVisible(bool(mendable))
        self._show_ticket()

    def _show_ticket(self) -> None:
        """Show the chosen person's ticket, message and history."""
        ticket = self.people.ticket
        if ticket is None:
            self._clear()
            return
        person, badge = ticket.person, self.maker.ticket(ticket.person)
        self.preview.show_badge(badge, person.name)
        is_unsure = ticket.standing is ticket_mail.TicketStanding.UNSURE
        lines = [person.name, ticket.address, *history_lines(ticket, self._at.now())]
        self.side.show_history([line for line in lines if line], is_unsure=is_unsure)
        self.side.show_message(self._message_of(ticket))
        unknown = unknown_fields(badge.template, self._fields)
        self.side.remarks.show_problems([*find_problems([badge]), *unknown, *without_code(badge.template)])

    def _clear(self) -> None:
        """Show nobody: there is none, or all are gone after a purge."""
        self.preview.show_badge(None, "")
        self.side.clear()

    def _message_of(self, ticket: ticket_mail.PersonTicket) -> MailText:
        if self._messages is None:
            self._messages = TicketMessages(self.maker, ())  # only words are shown, no files are named
        return self._messages.filled(ticket.person)

    def _show_sending(self) -> None:
        """Show how far the sending is; standings are read again as messages go out, one reading at a time."""
        mail = self._at.mail
        if mail.has_worker:
            self.bar.show_service(mail, self._at.now())
        else:
            self.bar.show_left(len(self._read.of(ticket_mail.TicketStanding.UNDER_WAY)))
        self._tell_end()
        is_old = self._sent_counts() != self._counts
        if is_old and self.isVisible() and not self._beside.is_reading:
            self.refresh()

    def _tell_end(self) -> None:
        """Say once in the footer that everything was sent, or why nothing more is."""
        mail, progress = self._at.mail, self._at.mail.progress
        was_at_work, self._was_at_work = self._was_at_work, mail.is_at_work
        if was_at_work and not mail.is_at_work and progress:
            counts = counts_text(progress.of_this_sending, 0, translate)
            self.reported.emit(translate(_HELD if progress.left else _DONE, counts=counts))

    def _sent_counts(self) -> Mapping[MailState, int]:
        progress = self._at.mail.progress
        return progress.counts if progress else {}

    # Actions

    def act(self, action: TicketAction) -> None:
        """Perform an action of the heading."""
        people = [each.person for each in self._read.people]
        operations: dict[TicketAction, Callable[[], object]] = {
            TicketAction.SEND: lambda: self.sending.ask(self._read),
            TicketAction.TEXTS: self._ask_texts,
            TicketAction.EDIT: self.edit_wanted.emit,
            TicketAction.SHIPPED: lambda: self.design.give_up(self.templates),
            TicketAction.IMPORT: lambda: self.design.ask_design(self.templates),
            TicketAction.EXPORT: lambda: self.design.ask_target(self.maker.loaded),
            TicketAction.PDF: lambda: self.writing.ask_pdf(self.maker, people),
            TicketAction.ONE: self._write_one,
            TicketAction.FOLDER: lambda: self.writing.ask_folder(self.maker, people),
            TicketAction.DRAFTS: self.writing.ask_drafts,
        }
        operations[action]()

    def _resume(self) -> None:
        """Go on after a pause or a trouble; after the program was closed, from the question on."""
        if self._at.mail.has_worker:
            self._at.mail.pause(False)
        else:
            self.act(TicketAction.SEND)

    def _ask_person(self) -> None:
        """Ask for the page of the chosen person, where their address is corrected."""
        if ticket := self.people.ticket:
            self.person_wanted.emit(ticket.person.id)

    def _mendable(self) -> list[tuple[Attendee, str]]:
        return accent_corrections(each.person for each in self._read.of(ticket_mail.TicketStanding.BAD_ADDRESS))

    def _mend_addresses(self) -> None:
        """Correct all addresses that only their accents spoil, once the user has seen them."""
        if correct_addresses(self._mendable(), self._at.desk.registration, self):
            self.refresh()

    def _confirm(self) -> None:
        """Note that the message arrived that was perhaps sent."""
        if (ticket := self.people.ticket) and ticket.job:
            ticket_mail.TicketMail(self._at.event, self._at.now).confirm_sent(ticket.job.id)
            self.refresh()

    def _write_one(self) -> None:
        """Write the ticket of the chosen person alone, to be printed."""
        if ticket := self.people.ticket:
            self.writing.ask_pdf(self.maker, [ticket.person])

    def _ask_texts(self) -> None:
        maker = self.maker
        language = maker.language(self.people.ticket.person) if self.people.ticket else maker.otherwise
        dialog = TicketTextsDialog(maker.settings, language, _usual_words, self._keep_texts, self)
        asked(dialog)
        self.refresh()

    def _keep_texts(self, settings: TicketSettings) -> None:
        """Keep the texts. Raises `UserError` for one that is too long, or has a field that does not exist."""
        people = [each.person for each in self._read.people][:1]
        TicketMessages(ticket_making.TicketMaker(self._at.event, settings), people).check(people)
        ticket_making.save_ticket_settings(self._at.event, self._at.desk, settings)
        self.reported.emit(translate(Message("tickets", "The texts are saved in this event.")))

    def _choose_layout(self, number: int) -> None:
        settings = replace(ticket_making.read_ticket_settings(self._at.event), layout=list(TicketLayout)[number])
        ticket_making.save_ticket_settings(self._at.event, self._at.desk, settings)
        self.refresh()

    # Qt

    def _left(self) -> QWidget:
        left = QWidget()
        choice = row_of(spacing=8)
        for number, layout in enumerate(TicketLayout):
            button = QPushButton(translate(_LAYOUTS[layout]))
            button.setCheckable(True)
            self.layouts.addButton(button, number)
            choice.addWidget(button, 1)
        column_of(self.standings, self.mend, wide(self.people), self.without, choice, spacing=8, of=left)
        left.setFixedWidth(scale_px(LIST_WIDTH))
        return left

    def _middle(self) -> QVBoxLayout:
        return column_of(wide(self.preview), 12, self.bar, self.progress, spacing=0)

    def _connect(self) -> None:
        self.heading.chosen.connect(self.act)
        self.standings.moved.connect(self._show_people)
        self.standings.crossed.connect(self.people.setFocus)
        self.people.moved.connect(self._show_ticket)
        self.people.crossed.connect(self.standings.setFocus)
        self.layouts.idClicked.connect(self._choose_layout)
        self.bar.paused.connect(self._at.mail.pause)
        self.bar.resumed.connect(self._resume)
        self.bar.mailbox_wanted.connect(self.sending.change_account)
        self.sending.programme_wanted.connect(self.programme_wanted)
        self.mend.clicked.connect(self._mend_addresses)
        self.people.activated.connect(self._ask_person)
        self.side.person_wanted.connect(self._ask_person)
        self.side.arrived.connect(self._confirm)
        self.bar.stopped.connect(self.sending.stop)
        self._at.mail.changed.connect(self._show_sending)
        self.sending.reported.connect(self.reported)
        self.sending.changed.connect(self.refresh)
        self.design.changed.connect(self.refresh)
        for part in (self.design.reported, self.writing.reported, self.writing.refused_text):
            part.connect(self.reported)
        keys = {"F2": TicketAction.TEXTS, "F4": TicketAction.EDIT, "Ctrl+P": TicketAction.PDF}
        add_shortcuts(self, {key: partial(self.act, action) for key, action in keys.items()})
        add_shortcuts(self, {"Ctrl+Return Ctrl+Enter": self.heading.send.click})
        add_shortcuts(self, {"Ctrl+Left": partial(self.people.step, -1), "Ctrl+Right": partial(self.people.step, 1)})


_LAYOUTS = {TicketLayout.A4: Message("tickets", "A4"), TicketLayout.PHONE: Message("tickets", "Phone")}
_WRITING = Message("tickets", "Writing tickets: {done} of {total}")
_NOBODY_HOW = Message("tickets", "Bring in your list first: everybody who is expected then has a ticket here.")
_DONE = Message("tickets", "Finished: {counts}.")
_HELD = Message("tickets", "Nothing is being sent at the moment: {counts}.")


def _usual_words(language: str) -> MailText:
    return usual_mail_words(Translator(language))
