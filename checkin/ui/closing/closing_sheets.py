# SPDX-License-Identifier: GPL-3.0-or-later
"""The section for sign-in sheets: which occasion, in which order, blank or with scanned times. Only emits signals."""

from collections.abc import Sequence
from datetime import tzinfo

from PySide6.QtCore import Signal

from checkin.core.attendance.half_days import DayPart
from checkin.core.attendance.sign_in_sheet import Occasion, SheetForm, SheetOrder
from checkin.core.message import Message
from checkin.core.proposed_file_names import shorten_file_name_part
from checkin.pdf_reports.report_wording import occasion_heading
from checkin.services.attendance.sign_in_sheets import SheetOptions
from checkin.translation import Translator, translate
from checkin.ui.closing.closing_section import ClosingSection
from checkin.ui.widgets.buttons import WordButton
from checkin.ui.widgets.form_fields import ComboBox
from checkin.ui.widgets.labels import Paragraph

_ORDERS = {
    SheetOrder.NAME: Message("badges", "By name"),
    SheetOrder.ORGANISATION: Message("badges", "By organisation"),
}
_FORMS = {
    SheetForm.FILLED: Message("closing", "With the scanned times"),
    SheetForm.BLANK: Message("closing", "Blank, to be signed"),
    SheetForm.CONTROL: Message("closing", "For a controller"),
}


class ClosingSheets(ClosingSection):
    """The section; `wanted` carries a `SheetOptions`. Without times in the programme it only leads to the programme."""

    wanted = Signal(object)
    programme_wanted = Signal()

    def __init__(self, voice: Translator) -> None:
        super().__init__("clipboard-pen", _TITLE, _WHY)
        self._voice = voice
        self._occasions: Sequence[Occasion] = ()
        self._zone: tzinfo | None = None
        self.occasion, self.form, self.order = (
            ComboBox(translate(_OCCASION)),
            ComboBox(translate(_FORM)),
            ComboBox(translate(_ORDER)),
        )
        self.form.addItems([translate(words) for words in _FORMS.values()])
        self.order.addItems([translate(words) for words in _ORDERS.values()])
        choices = self.add_choices((_OCCASION, self.occasion), (_FORM, self.form), (_ORDER, self.order))
        self.button = WordButton(translate(_SAVE), "file-down")
        self.button.clicked.connect(lambda: self.wanted.emit(self.options))
        self._made = (choices, self.add_row(self.button))
        missing, self.programme = Paragraph(), WordButton(translate(_PROGRAMME), "calendar")
        missing.show_text(translate(_NO_TIMES))
        self.add(missing)
        self.programme.clicked.connect(self.programme_wanted)
        self._missing = (missing, self.add_row(self.programme))

    def offer(self, occasions: Sequence[Occasion], zone: tzinfo) -> None:
        """Offer the occasions; the choice is kept where it still exists."""
        before = self._ids()
        self._occasions, self._zone = occasions, zone
        self.occasion.clear()
        self.occasion.addItem(translate(_ALL))
        for occasion in occasions:
            title, when = occasion_heading(occasion, self._voice, zone)
            self.occasion.addItem(" – ".join(filter(None, (title, when))))
        ids = [o.id for o in occasions]
        self.occasion.setCurrentIndex(1 + ids.index(before[0]) if before and before[0] in ids else 0)
        for part in self._made:
            part.setVisible(bool(occasions))
        for part in self._missing:
            part.setVisible(not occasions)

    @property
    def options(self) -> SheetOptions:
        form = list(_FORMS)[self.form.currentIndex()]
        return SheetOptions(self._ids(), form, list(_ORDERS)[self.order.currentIndex()])

    @property
    def file_name_part(self) -> str:
        """The name of a file of the chosen sheets: the occasion, with its day and time where another has its title.

        Each form has its own name. Files of the same minute have the same name otherwise.
        """
        which = self.occasion.currentIndex() - 1
        parts = [translate(_FILES[self.options.form])]
        if which >= 0 and self._zone:
            titles = [shorten_file_name_part(self._title(each)) for each in self._occasions]
            begins = self._occasions[which].time.begins.astimezone(self._zone)
            parts += [titles[which], *([f"{begins:%d-%H%M}"] if titles.count(titles[which]) > 1 else [])]
        return " ".join(parts)

    def _title(self, occasion: Occasion) -> str:
        if half := occasion.half_day:
            return f"{half.day.isoformat()} {translate(_PARTS[half.part])}"
        return occasion.session.title if occasion.session else ""

    def _ids(self) -> tuple[str, ...]:
        which = self.occasion.currentIndex()
        return (self._occasions[which - 1].id,) if which > 0 else ()


_TITLE = Message("closing", "Sign-in sheets")
_WHY = Message(
    "closing",
    "For a half-day or a session: blank beforehand, to be signed; afterwards with the scanned times and every "
    "correction. For a controller: one page of figures, how exits are known, and what is not a plain scan.",
)
_OCCASION = Message("closing", "For")
_FORM = Message("closing", "Contents")
_ORDER = Message("badges", "Order")
_ALL = Message("closing", "Every half-day")
_NO_TIMES = Message(
    "closing",
    "The programme has no times yet. Sign-in sheets show when people were there: give the event one session "
    "with times, such as the whole day.",
)
_PROGRAMME = Message("menu", "Event and programme…")
_FILES = {
    SheetForm.FILLED: Message("closing", "sign-in sheets"),
    SheetForm.BLANK: Message("closing", "blank sign-in sheets"),
    SheetForm.CONTROL: Message("closing", "control sheets"),
}
_PARTS = {
    DayPart.MORNING: Message("closing", "morning"),
    DayPart.AFTERNOON: Message("closing", "afternoon"),
    DayPart.EVENING: Message("closing", "evening"),
}
_SAVE = Message("badges", "Save the PDF…")
