# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of a list's status columns with their meanings, guessed and open to change by the organiser.

Shows the meanings and requests changes; keeps none.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QScrollArea, QSizePolicy, QWidget

from checkin.core.attendee import Status
from checkin.core.lists.column_mapping import StatusValue, unknown
from checkin.core.lists.companions import CompanionTotals
from checkin.core.lists.found_columns import StatusDoubt
from checkin.core.lists.list_fields import AnswerHandling, CompanionHandling
from checkin.core.lists.list_interpretation import InterpretedList
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look.theme import SMALL, scale_px, scaled_font
from checkin.ui.widgets.boxes import column_of, empty, row_of, wide
from checkin.ui.widgets.buttons import push_button
from checkin.ui.widgets.form_fields import ComboBox, label, labelled_field
from checkin.ui.widgets.layouts import FlowLayout
from checkin.ui.widgets.screen_page import scroll_unless_large

MOST_SHOWN = 40
"""Most words shown. A column with more is no status column; further words keep their guess."""
MOST_TOLD = 5
"""Most words of one column summarised in a line."""
LINES, LINE = 1.4, 62
"""Visible rows of combo boxes and their height in pixels; more are scrolled."""
WIDEST, LONGEST = 250, 26
"""Pixels of a combo box; letters shown of a word."""


class StatusChoices(QWidget):
    """The choices. `chosen` carries the column title, the word, and the `Status` it means."""

    chosen = Signal(str, str, str)

    def __init__(self) -> None:
        super().__init__()
        self.choices: list[ComboBox] = []
        self._values: tuple[StatusValue, ...] = ()
        self._title = label("", SMALL)
        self._page, self._row = QWidget(), FlowLayout(gap=12)
        self._page.setLayout(self._row)
        self._place = scroll_unless_large(self._page)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column_of(self._title, self._place, spacing=4, of=self)
        self.hide()

    def show_values(self, values: Sequence[StatusValue]) -> None:
        """Show the meanings, unknown words first; the same words keep their places."""
        places = {_key(value): place for place, value in enumerate(self._values)}
        are_same = places.keys() == {_key(value) for value in values}
        ordered = sorted(values, key=lambda v: places[_key(v)] if are_same else v.means is not None)
        shown = tuple(ordered[:MOST_SHOWN])
        if not are_same:
            self._make(shown)
        self._values = shown
        for choice, value in zip(self.choices, shown, strict=True):
            choice.setCurrentIndex(choice.findData(value.means.value) if value.means else -1)
        titles = translate(Message("import", "”, “")).join(dict.fromkeys(value.title for value in shown))
        self._title.setText(translate(_TITLE, titles=titles))

    @property
    def summary(self) -> str:
        """The meanings in one line; "" without words, or with too many for a line."""
        titles = {value.title for value in self._values}
        if len(titles) != 1 or len(self._values) > MOST_TOLD:
            return ""
        sentence = (
            translate(_TAKEN, word=_status_text(v, with_title=False), means=translate(MEANINGS[v.means]))
            for v in self._values
            if v.means
        )
        return translate(Message("import", "“{title}”: {told}"), title=self._values[0].title, told=" · ".join(sentence))

    @property
    def is_asked(self) -> bool:
        """Whether the words must be shown one by one: one is unknown, or they are too many for a line."""
        return bool(self._values) and (not self.summary or self.first_unknown() is not None)

    def first_unknown(self) -> ComboBox | None:
        """Return the first combo box without a choice, or None."""
        return next((choice for choice in self.choices if choice.currentIndex() < 0), None)

    def _make(self, values: Sequence[StatusValue]) -> None:
        empty(self._row)
        several = len({value.title for value in values}) > 1
        self.choices = [self._choice(value) for value in values]
        for choice, value in zip(self.choices, values, strict=True):
            place = labelled_field(choice, _status_text(value, with_title=several))
            self._row.addWidget(place)
            place.show()
        self._fit()

    def _choice(self, value: StatusValue) -> ComboBox:
        choice = ComboBox(
            translate(_MEANS, word=value.text or translate(_EMPTY), title=value.title, count=value.people)
        )
        choice.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        choice.setFixedWidth(scale_px(WIDEST))
        choice.setFont(scaled_font(SMALL))
        choice.setPlaceholderText(translate(Message("import", "Choose…")))
        choice.setToolTip(value.text)
        for status, words in MEANINGS.items():
            choice.addItem(translate(words), status.value)
        choice.activated.connect(lambda _: self.chosen.emit(value.title, value.text, choice.currentData()))
        return choice

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Limit the height to some rows and scroll the rest, unless the whole window scrolls."""
        if isinstance(self._place, QScrollArea):
            wanted = self._page.heightForWidth(max(scale_px(WIDEST), self._place.viewport().width()))
            self._place.setFixedHeight(min(wanted, scale_px(round(LINES * LINE))))


def status_question(values: Sequence[StatusValue]) -> str:
    """Return what the organiser must decide before the import; "" if every word is understood."""
    asked = unknown(values)
    if not asked:
        return ""
    sentence = ", ".join(
        translate(Message("import", "“{word}”"), word=_shortened(value.text)) for value in asked[:3]
    ) + ("…" if len(asked) > 3 else "")
    return translate(_UNKNOWN, asked=sentence, count=sum(value.people for value in asked))


def _key(value: StatusValue) -> tuple[str, str, int]:
    return value.title, value.text, value.people


def _status_text(value: StatusValue, *, with_title: bool) -> str:
    word = _shortened(value.text) or translate(_EMPTY)
    sentence = translate(_WORD, word=word, count=value.people)
    return f"{_shortened(value.title)} : {sentence}" if with_title else sentence


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


MEANINGS = {
    Status.CONFIRMED: Message("import", "Confirmed: expected"),
    Status.PENDING: Message("import", "Awaiting approval, waiting list"),
    Status.UNPAID: Message("import", "Unpaid"),
    Status.CANCELLED: Message("import", "Cancelled, refunded, declined"),
    Status.BLOCKED: Message("import", "Blocked"),
}
_TITLE = Message(
    "import",
    "What “{titles}” says about the registration, and how it will be understood. Change anything that is wrong.",
)
_WORD = Message("import", "{word} ({count})")
_EMPTY = Message("import", "nothing")
_MEANS = Message("import", "What “{word}” under “{title}” means ({count} {count:person|people})")
_TAKEN = Message("import", "{word} → {means}")
_UNKNOWN = Message("import", "What does {asked} mean ({count} {count:person|people})? Choose below, then continue.")


MOST_WORDS = 4
"""Words shown of a column."""


class StatusDoubts(QWidget):
    """A line for each doubtful column with its words and two answers. `answered` carries the column, and whether it is
    the status.
    """

    answered = Signal(int, bool)

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[QPushButton] = []
        self._shown: tuple[StatusDoubt, ...] = ()
        self._column = column_of(spacing=8, of=self)
        self.hide()

    def show_doubts(self, doubts: Sequence[StatusDoubt]) -> None:
        """Show the questions; the same ones stay as they are."""
        self.setVisible(bool(doubts))
        if tuple(doubts) == self._shown:
            return
        self._shown = tuple(doubts)
        empty(self._column)
        self.answers = []
        for doubt in doubts:
            line = self._line(doubt)
            self._column.addWidget(line)
            line.show()

    def _line(self, doubt: StatusDoubt) -> QWidget:
        place = QWidget()
        row = row_of(wide(label(_words(doubt), SMALL)), spacing=12, of=place)
        for words, is_status in ((Message("import", "Yes, it is the status"), True), (_NO, False)):
            button = push_button(translate(words), lambda _, answer=is_status: self.answered.emit(doubt.index, answer))
            button.setAccessibleDescription(_words(doubt))
            row.addWidget(button)
            self.answers.append(button)
        return place


def doubt_question(doubts: Sequence[StatusDoubt]) -> str:
    """Return what the user must answer before the import; "" without doubts."""
    return translate(_QUESTION, title=doubts[0].title) if doubts else ""


def _words(doubt: StatusDoubt) -> str:
    shown = [translate(_WORD, word=_shortened(word), count=count) for word, count in doubt.words[:MOST_WORDS]]
    told = " · ".join(shown) + (" …" if len(doubt.words) > MOST_WORDS else "")
    return translate(Message("import", "“{title}”: {told}"), title=_shortened(doubt.title), told=told)


_QUESTION = Message("import", "Does “{title}” say who is coming? Answer below, then continue.")
_NO = Message("import", "No, something else")


# Two choices: what becomes of companions, and of people who answered a form more than once.
# They show how many there are and request changes; they keep nothing.


class HandlingChoice(QWidget):
    """A sentence, and beside it the choice of a handling; hidden where it is about nobody."""

    chosen = Signal(str)
    """Carries the value of the chosen handling."""

    def __init__(
        self, name: Message, handlings: Mapping[CompanionHandling, Message] | Mapping[AnswerHandling, Message]
    ) -> None:
        super().__init__()
        self.text, self.choice = label("", SMALL), ComboBox(translate(name))
        for handling, words in handlings.items():
            self.choice.addItem(translate(words), handling.value)
        self.choice.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.choice.show_whole()
        self.choice.activated.connect(lambda _: self.chosen.emit(self.choice.currentData()))
        row_of(wide(self.text), self.choice, spacing=12, of=self)
        self.hide()

    def show_handling(self, sentence: str, handling: CompanionHandling | AnswerHandling, *, is_wanted: bool) -> None:
        self.text.setText(sentence)
        self.choice.setCurrentIndex(self.choice.findData(handling.value))
        self.setVisible(is_wanted)


class CompanionChoice(HandlingChoice):
    """The people whom somebody of a list brings along."""

    def __init__(self) -> None:
        super().__init__(Message("import", "Companions"), _OF_COMPANIONS)

    def show_totals(self, interpreted: InterpretedList) -> None:
        handling, totals = interpreted.mapping.companions or CompanionHandling.KEEP, interpreted.companions
        self.show_handling(_companions_note(totals, handling), handling, is_wanted=bool(totals.hosts))


class AnswerChoice(HandlingChoice):
    """The earlier answers of people who answered a form more than once."""

    def __init__(self) -> None:
        super().__init__(Message("import", "Answers"), _OF_ANSWERS)

    def show_answers(self, interpreted: InterpretedList) -> None:
        handling, count = interpreted.mapping.answers or AnswerHandling.ALL, interpreted.repeated
        self.show_handling(translate(_REPEATED, count=count), handling, is_wanted=bool(count))


def _companions_note(totals: CompanionTotals, handling: CompanionHandling) -> str:
    """Return how many people bring somebody; and, as people, how many have no name and are counted instead."""
    note = translate(_BROUGHT, hosts=totals.hosts, count=totals.companions)
    if handling is CompanionHandling.PEOPLE and totals.unnamed:
        return f"{note} {translate(_UNNAMED, count=totals.unnamed)}"
    return note


_OF_COMPANIONS = {
    CompanionHandling.KEEP: Message("import", "Keep companions as information"),
    CompanionHandling.NUMBER: Message("import", "Count companions with the person"),
    CompanionHandling.PEOPLE: Message("import", "Import companions as people"),
}
_OF_ANSWERS = {
    AnswerHandling.LATEST: Message("import", "Only the latest answer counts"),
    AnswerHandling.ALL: Message("import", "Import every answer"),
}
_REPEATED = Message("import", "Earlier answers: {count}")
_BROUGHT = Message(
    "import", "{hosts} {hosts:person brings|people bring} somebody: {count} {count:companion|companions}."
)
_UNNAMED = Message("import", "{count} without a name {count:is|are} counted with the person.")
