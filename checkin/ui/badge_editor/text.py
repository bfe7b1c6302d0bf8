# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of the editor's panel for texts: the words with their fields, and how they are set."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit

from checkin.core.badges.draft import Draft
from checkin.core.badges.edits import change
from checkin.core.badges.template import Align, Text
from checkin.core.words import Words
from checkin.language import say
from checkin.ui.badge_editor.fields import FieldMenu, read_text, shown_text
from checkin.ui.badge_editor.section import Section
from checkin.ui.look.measure import sized
from checkin.ui.parts.form_fields import labelled
from checkin.ui.parts.opener_button import OpenerButton
from checkin.ui.parts.small_inputs import Count, Millimetres, OneOf, toggle

TEXT_HEIGHT = 76
"""Pixels."""


class TextSection(Section):
    """The words, and how they are set."""

    def __init__(self) -> None:
        super().__init__()
        self.words = QPlainTextEdit()
        self.words.setAccessibleName(say(_WORDS))
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(sized(TEXT_HEIGHT))
        self.menu = FieldMenu(self)
        self.insert = OpenerButton(say(_INSERT))
        self.insert.setAutoDefault(False)
        self.insert.setMenu(self.menu)
        self.letters, self.least = Millimetres(say(_SIZE), 1, 100), Millimetres(say(_LEAST), 0.5, 100)
        self.lines = Count(say(_LINES), 1, 10)
        self.align = OneOf([(value, icon, say(words)) for value, (icon, words) in _ALIGNS.items()])
        self.bold = toggle("bold", say(_BOLD), lambda on: self.do(lambda d: change(d, is_bold=on)))
        self.capitals = toggle("case-upper", say(_CAPITALS), lambda on: self.do(lambda d: change(d, is_capitals=on)))
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self.column.addWidget(self.words)
        self.column.addWidget(self.insert)
        style = QHBoxLayout()
        style.setSpacing(2)
        for part in (self.align, self.bold, self.capitals):
            style.addWidget(part)
        style.addStretch(1)
        self.column.addLayout(style)
        fields = ((self.letters, _SIZE), (self.least, _LEAST), (self.lines, _LINES))
        self.row(*(labelled(field, say(words)) for field, words in fields))

    def _connect(self) -> None:
        self.words.textChanged.connect(self._write)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.menu.chosen.connect(self._insert)
        self.letters.edited.connect(lambda mm: self.do(lambda d: _sized(d, mm), "size"))
        self.least.edited.connect(lambda mm: self.do(lambda d: change(d, least=mm), "least"))
        self.lines.edited.connect(lambda count: self.do(lambda d: change(d, lines=count), "lines"))
        self.align.edited.connect(lambda way: self.do(lambda d: change(d, align=way)))

    def show_draft(self, draft: Draft) -> None:
        found = [element for element in draft.chosen if isinstance(element, Text)]
        self.setVisible(bool(found) and len(found) == len(draft.chosen))
        if not found:
            return
        first = found[0]
        is_one = len(found) == 1
        self.words.setVisible(is_one)
        self.insert.setVisible(is_one)
        self._show_words(first.text)
        self.letters.show_value(first.size)
        self.least.setMaximum(first.size)
        self.least.show_value(first.least)
        self.lines.show_value(first.lines)
        self.align.show_value(first.align)
        self.bold.setChecked(first.is_bold)
        self.capitals.setChecked(first.is_capitals)

    def _show_words(self, text: str) -> None:
        """The cursor stays where somebody is writing."""
        if read_text(self.words.toPlainText()) != text:
            with QSignalBlocker(self.words):
                self.words.setPlainText(shown_text(text))

    def _write(self) -> None:
        text = read_text(self.words.toPlainText())
        self.do(lambda draft: change(draft, text=text), "words")

    def _insert(self, field: str) -> None:
        self.words.insertPlainText(shown_text(field))
        self.words.setFocus()

    def _fill_menu(self) -> None:
        if self.editing:
            board = self.editing.board
            self.menu.show_fields(board.columns(), self.editing.person, board.programme)

    def begin_writing(self) -> None:
        """The words are all in hand: what is typed takes their place."""
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.moveCursor(QTextCursor.MoveOperation.End)
        self.words.selectAll()


def _sized(draft: Draft, mm: float) -> Draft:
    """The least size is never above the size."""
    for element in draft.chosen:
        if isinstance(element, Text) and element.least > mm:
            draft = change(draft, least=mm)
    return change(draft, size=mm)


_WORDS = Words("badge editor", "Text")
_INSERT = Words("badge editor", "Insert a field")
_SIZE, _LEAST = Words("badge editor", "Letters"), Words("badge editor", "At least")
_LINES = Words("badge editor", "Lines")
_BOLD, _CAPITALS = Words("badge editor", "Bold"), Words("badge editor", "Capitals")
_ALIGNS = {
    Align.LEFT: ("text-align-start", Words("badge editor", "Text at the left")),
    Align.CENTRE: ("text-align-center", Words("badge editor", "Text in the middle")),
    Align.RIGHT: ("text-align-end", Words("badge editor", "Text at the right")),
}
