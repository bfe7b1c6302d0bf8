# SPDX-License-Identifier: GPL-3.0-or-later
"""The screen of the evening: a list of sections, each a card of its own. What a section asks for is done here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checkin.badges.outputs import Tell
from checkin.badges.report import unknown_letters
from checkin.core.errors import UserError
from checkin.core.proposed_names import proposed_name
from checkin.core.words import Words
from checkin.desk.desk import Desk
from checkin.desk.evening import papers
from checkin.desk.evening.accounts import of_tables
from checkin.desk.evening.attendance import true_moment
from checkin.desk.evening.certificates import issue, verify, write_certificates
from checkin.desk.evening.exit_hours import ExitHours
from checkin.desk.evening.papers import SheetsWish
from checkin.desk.event_file import EventFile
from checkin.desk.exports.last_export import last_export
from checkin.desk.paper_writer import PaperWish
from checkin.language import Voice, say, sentence
from checkin.papers.certificate_words import verdict
from checkin.papers.setting import Setting
from checkin.ui.closing.account import ClosingAccount
from checkin.ui.closing.certificates import ClosingCertificates
from checkin.ui.closing.exits import ClosingExits
from checkin.ui.closing.export import ClosingExport
from checkin.ui.closing.export_state import export_state
from checkin.ui.closing.files import ClosingFiles
from checkin.ui.closing.logo import ClosingLogo
from checkin.ui.closing.sheets import ClosingSheets
from checkin.ui.look.theme import GAP, MARGIN
from checkin.ui.parts.beginning import Beginning
from checkin.ui.parts.form_fields import stacked
from checkin.ui.parts.paper_writing import PaperWriting
from checkin.ui.parts.rail import CLOSING
from checkin.ui.parts.screen_heading import ScreenHeading, event_line
from checkin.ui.parts.screen_page import Keys, ScreenPage
from checkin.ui.parts.scrolling import once, reveal
from checkin.ui.parts.writing_progress import BadgesProgress


@dataclass(frozen=True, slots=True)
class ClosingDesk:
    event: EventFile
    desk: Desk
    spoken: str


class ClosingScreen(ScreenPage):
    """`told` one sentence for the bottom; `written` what was written, and where it lies; `refused` why nothing was.
    `more` are sections of others, below ours.
    """

    told = Signal(str)
    written = Signal(str, object)
    refused = Signal(object)

    def __init__(self, at: ClosingDesk, more: Sequence[QWidget] = (), files: ClosingFiles | None = None) -> None:
        super().__init__()
        self._at, self._voice, self._note = at, Voice(at.spoken), ""
        self._files = files or ClosingFiles(at.event.path.parent, at.event.hold_again, self)
        self.heading, self.account = ScreenHeading(CLOSING, at.desk.now), ClosingAccount()
        self.exits, self._hours = ClosingExits(self._voice), ExitHours(at.event, at.desk)
        self.sheets, self.certificates, self.export = ClosingSheets(self._voice), ClosingCertificates(), ClosingExport()
        self.logo, self.progress = ClosingLogo(self._files), BadgesProgress(_DRAWING)
        self.writing = PaperWriting(self.progress, _STOPPED, self)
        self._assemble(more)
        self.exits.wanted.connect(self._confirm)
        self.sheets.wanted.connect(self._write_sheets)
        self.certificates.pdf_wanted.connect(self._write_pdf)
        self.certificates.folder_wanted.connect(self._write_each)
        self.certificates.code_typed.connect(self._verify)
        self.writing.told.connect(self.told)
        self.writing.written.connect(lambda text, path: self.written.emit(f"{text} {self._note}".strip(), path))
        self.writing.refused.connect(self.refused)
        self.logo.refused.connect(self.refused)
        Beginning(self, self.sheets.occasion)
        self._listen()

    def refresh(self) -> None:
        """What there is to sign in for, and the account of now, are read again."""
        programme = self._at.event.programme()
        self.heading.set_place(event_line(programme.event))
        self.account.show_account(of_tables(self._at.event), programme)
        self.export.state.show_text(export_state(last_export(self._at.event), self._at.desk.now()))
        self.exits.show_hours(self._hours.all(), papers.zone(self._at.event))
        self.sheets.offer(papers.occasions(self._at.event), papers.zone(self._at.event))

    @property
    def keys(self) -> Keys:
        return _KEYS

    def _write_sheets(self, wish: SheetsWish) -> None:
        if not self.writing.is_free:
            return
        with self._at.event.as_it_is() as still:  # the dialog may stand open for long
            setting = self._setting(still)
            made = papers.sign_in_sheets(still, wish, setting.made)
        if path := self._files.pdf_to(self._name(_SHEETS)):
            names = (text for sheet in made for row in sheet.rows for text in (row.name, row.organisation))
            self._note = self._remarks(names, is_provisional=any(sheet.is_provisional for sheet in made))
            self._write(path, partial(papers.write_sheets, path, made, setting))

    def _confirm(self, hours: Mapping[str, datetime | None]) -> None:
        try:
            is_news = bool(self._hours.confirm(hours))
        except UserError as error:
            self.exits.show_problem(sentence(error))
            return
        self.refresh()
        self.told.emit(say(_CONFIRMED if is_news else _AS_BEFORE if any(hours.values()) else _NO_HOUR))

    def _write_pdf(self) -> None:
        self._write_certificates(is_folder=False)

    def _write_each(self) -> None:
        self._write_certificates(is_folder=True)

    def _write_certificates(self, *, is_folder: bool) -> None:
        if not self.writing.is_free:
            return
        with self._at.event.as_it_is() as still:
            setting, name = self._setting(still), self._name(_CERTIFICATES)
            issued = issue(still, setting.made)
        if path := self._files.folder_to(name) if is_folder else self._files.pdf_to(name):
            texts = (text for each in issued for text in (each.certificate.name, each.certificate.organisation))
            self._note = self._remarks(texts, is_provisional=any(each.certificate.is_provisional for each in issued))
            self._write(path, partial(write_certificates, path, issued, setting))

    def _remarks(self, texts: Iterable[str], *, is_provisional: bool) -> str:
        found = unknown_letters(texts)
        said = (say(_PROVISIONAL) if is_provisional else "", say(found[0], **found[1]) if found else "")
        return " ".join(filter(None, said))

    def _write(self, path: Path, write: Callable[[Tell], int]) -> None:
        self.writing.write(PaperWish(path, write), lambda count: say(_WRITTEN, count=count, name=path.name))

    def _verify(self, text: str) -> None:
        found = verify(self._at.event, text, true_moment(self._at.event, self._at.desk.now()))
        self.certificates.show_verdict(verdict(found.standing, found.now, self._voice))
        QTimer.singleShot(0, self, lambda: reveal(self.certificates.verdict))

    def _setting(self, still: EventFile) -> Setting:
        """Of the event that the papers are read from: their control line is that of what they say."""
        return papers.setting_for(still, self._voice, self._at.desk.now(), self.logo.image)

    def _name(self, words: Words) -> str:
        return proposed_name(self._at.desk.programme.event, self._at.desk.now(), say(words))

    def _listen(self) -> None:
        """The key that means the same at the desk."""
        shortcut = QShortcut(QKeySequence(_KEYS[0][0]), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.export.export_wanted)

    def _assemble(self, more: Sequence[QWidget]) -> None:
        self.heading.add(self.logo)
        sections = stacked(self.account, self.exits, self.export, self.sheets, self.certificates, *more)
        column = QVBoxLayout()
        column.setContentsMargins(MARGIN, GAP, MARGIN, 0)
        column.setSpacing(GAP)
        column.addWidget(self.progress)
        column.addWidget(once(sections), 1)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        around.addWidget(self.heading)
        around.addLayout(column, 1)


_PROVISIONAL = Words(
    "closing", "They are provisional: confirm the exit hours once they are past, then write them again."
)
_CONFIRMED = Words("closing", "Exit hours confirmed; every desk hears of them.")
_AS_BEFORE = Words("closing", "The exit hours are confirmed already; nothing was changed.")
_NO_HOUR = Words("closing", "There is no hour to confirm yet: type the one at which people left.")
_DRAWING = Words("closing", "Drawing papers: {done} of {total}")
_WRITTEN = Words("closing", "Pages: {count}; written to {name}.")
_STOPPED = Words("closing", "Stopped: nothing was written.")
_SHEETS = Words("closing", "sign-in sheets")
_CERTIFICATES = Words("closing", "certificates")
_KEYS = (("Ctrl+S", Words("footer", "Export")),)
