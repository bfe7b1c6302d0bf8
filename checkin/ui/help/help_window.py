# SPDX-License-Identifier: GPL-3.0-or-later
"""Help, and what this program is (F1): keys, guides, what is new, what it is made of. Only shows; its buttons ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QTabWidget, QTextBrowser, QVBoxLayout, QWidget

from checkin.core.releases import Release
from checkin.core.together.status import OtherDesk
from checkin.core.words import Words
from checkin.desk.computer.program_parts import ProgramPart
from checkin.language import day_text, say
from checkin.ui.help.guide_window import GuideWindow, title
from checkin.ui.help.help_keys import KeyTable
from checkin.ui.look.measure import face, sized, text_scale
from checkin.ui.look.theme import SMALL, TEXT
from checkin.ui.parts.dialog_column import dialog_column
from checkin.ui.parts.key_list import Key
from checkin.ui.parts.labels import label

WIDTH, HEIGHT = 900, 600
"""Pixels; fits the smallest window."""
INDENT, LARGE_TEXT = 22, 1.25
"""Times as large as drawn: from there on the buttons stand below each other, and the pages have all the width."""
ABOVE, ABOVE_HEADING = 8, 16
"""Pixels of air above a paragraph and a heading."""
CARDS = ("carte-fr", "card-en")
NEWS = 1
"""The page of what is new."""


@dataclass(frozen=True, slots=True)
class About:
    """What the window tells. `newer` is another desk with a newer version. `is_at_desk`: an event is open, and whoever
    looks for a key is not to meet what removes everything.
    """

    keys: Sequence[Key]
    news: Sequence[Release]
    parts: Sequence[ProgramPart]
    guides: Sequence[Path]
    today: date
    newer: OtherDesk | None = None
    is_at_desk: bool = True


class HelpWindow(QDialog):
    report_wanted = Signal()
    removal_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, about: About, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(say(_WINDOW))
        self._about, self._spoken = about, spoken
        self.pages = QTabWidget()
        self.report, self.removal, self.folder, self.leave = (
            QPushButton(say(words)) for words in (_REPORT, _REMOVE, _FOLDER, _CLOSE)
        )
        self._fill()
        self._assemble()
        self.resize(WIDTH, HEIGHT)

    def show_news(self) -> None:
        self.pages.setCurrentIndex(NEWS)

    @property
    def guides(self) -> list[GuideWindow]:
        """Those that were opened from here."""
        return self.findChildren(GuideWindow)

    def _fill(self) -> None:
        about = self._about
        self.pages.addTab(KeyTable(about.keys), say(_KEYS))
        self.pages.addTab(_page(say(_NEWS), "\n\n".join(self._release(each) for each in about.news)), say(_NEWS))
        if about.guides:
            self.pages.addTab(_guides(about.guides), say(_GUIDES))
        self.pages.addTab(_page(say(_PARTS), _made_of(about.parts)), say(_PARTS))

    def _release(self, release: Release) -> str:
        return f"### {release.version} – {day_text(release.day, self._spoken)}\n\n{release.news}"

    def _assemble(self) -> None:
        column = dialog_column(self, f"Checkin {self._about.news[0].version}", 12)
        for sentence in _sentences(self._about, self._spoken):
            column.addWidget(label(sentence))
        column.addWidget(self.pages, 1)
        is_row = text_scale() <= LARGE_TEXT or self._about.is_at_desk  # three buttons have room at any size of text
        row = QHBoxLayout() if is_row else QVBoxLayout()
        row.setSpacing(8)
        for button, verb in (
            (self.report, self.report_wanted),
            (self.removal, self.removal_wanted),
            (self.folder, self.folder_wanted),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(verb)
            row.addWidget(button)
        if self._about.is_at_desk:
            self.removal.hide()
        row.addStretch(1)
        self.leave.clicked.connect(self.accept)
        self.leave.setDefault(True)
        row.addWidget(self.leave)
        column.addLayout(row)
        self.leave.setFocus()


def _sentences(about: About, spoken: str) -> list[str]:
    release = about.news[0]
    told = [say(_VERSION, day=day_text(release.day, spoken))]
    if about.newer:
        told.append(say(_NEWER, desk=about.newer.name, version=about.newer.version))
    elif release.is_old(about.today):
        told.append(say(_OLD, months=release.months(about.today)))
    return told


def _page(name: str, markdown: str) -> QTextBrowser:
    """Texts of ours alone: nothing of them is anybody's, and no link leads out."""
    page = QTextBrowser()
    page.setAccessibleName(name)
    page.setOpenLinks(False)
    page.setFrameShape(QFrame.Shape.NoFrame)
    page.viewport().setAutoFillBackground(False)
    page.document().setDefaultFont(face(TEXT))
    page.document().setIndentWidth(INDENT)
    page.setMarkdown(markdown)
    _space_out(page)
    page.setTabChangesFocus(True)
    return page


def _space_out(page: QTextBrowser) -> None:
    """Begins where the other pages do, with air above headings and between paragraphs."""
    document = page.document()
    around = document.rootFrame().frameFormat()
    around.setMargin(0)
    around.setTopMargin(sized(ABOVE_HEADING))
    document.rootFrame().setFrameFormat(around)
    block = document.begin()
    while block.isValid():
        cursor, spaced = QTextCursor(block), QTextBlockFormat()
        spaced.setTopMargin(sized(ABOVE_HEADING if block.blockFormat().headingLevel() else ABOVE))
        cursor.mergeBlockFormat(spaced)
        block = block.next()


def _made_of(parts: Sequence[ProgramPart]) -> str:
    lines = "\n".join("- " + " – ".join(filter(None, (f"{p.name} {p.version}".strip(), p.licence))) for p in parts)
    return f"{say(_LICENCE)}\n\n{say(_MADE_OF)}\n\n{lines}"


def _guides(guides: Sequence[Path]) -> QWidget:
    """Cards are opened with what the computer opens such files with, for they are printed; the others are read here."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 12, 0, 0)
    column.setSpacing(12)
    column.addWidget(label(say(_GUIDES_ARE), SMALL))
    for path in guides:
        button = QPushButton(say(_CARD) if path.stem in CARDS else title(path.read_text("utf-8")))
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False, file=path: _open(file, page))
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    column.addStretch(1)
    return page


def _open(guide: Path, beside: QWidget) -> None:
    if guide.suffix == ".md":
        GuideWindow(guide, beside).show()
    else:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(guide)))


_WINDOW = Words("help", "Help")
_KEYS = Words("help", "Keys")
_NEWS = Words("help", "What is new")
_GUIDES = Words("help", "Guides")
_PARTS = Words("help", "Licences")
_REPORT = Words("help", "Report a problem…")
_REMOVE = Words("help", "Remove all data…")
_FOLDER = Words("help", "Folder of the log")
_CLOSE = Words("help", "Close")
_VERSION = Words(
    "help", "Version of {day}. Checkin never looks for a new version by itself: it uses no network unasked."
)
_OLD = Words("help", "This version is {months} months old: see whether there is a newer one.")
_NEWER = Words("help", "“{desk}” works with version {version}, which is newer: update this computer too.")
_LICENCE = Words(
    "help", "Checkin is free software: GNU General Public License, version 3 or later. Without any warranty."
)
_MADE_OF = Words("help", "It is made with these, each under its own licence:")
_CARD = Words("help", "The card for volunteers (one page)")
_GUIDES_ARE = Words("help", "The card opens in the program that this computer opens PDF files with.")
