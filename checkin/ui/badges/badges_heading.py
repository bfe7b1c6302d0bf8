# SPDX-License-Identifier: GPL-3.0-or-later
"""The top of the badges screen: its heading, the stepper through people, its texts and its dialogs."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QHBoxLayout, QLabel, QSizePolicy, QWidget

from checkin.core.attendee import Attendee
from checkin.core.badges.badge_defaults import SIZES
from checkin.core.badges.imposition import BOUGHT, Stock
from checkin.core.badges.template import BadgeTemplate, FoldDirection, TemplateProblem
from checkin.core.message import Message
from checkin.core.proposed_file_names import plain
from checkin.services.badges.badge_building import LoadedTemplate
from checkin.services.badges.badge_templates import BadgeOverview, Sample
from checkin.translation import translate
from checkin.ui.look.theme import TEXT, scale_px, scaled_font
from checkin.ui.widgets.buttons import IconButton, WordButton, ask_confirmation
from checkin.ui.widgets.form_fields import ComboBox, label
from checkin.ui.widgets.screen_page import BADGES, ScreenHeading


class BadgeAction(StrEnum):
    """The actions on a template or on badges."""

    PDF = "pdf"
    PRINT = "print"
    EDIT = "edit"
    DUPLICATE = "duplicate"
    EXPORT = "export"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class _Look:
    words: Message
    icon: str
    key: str = ""


_LOOKS = {
    BadgeAction.PDF: _Look(Message("badges", "PDF of badges…"), "file-down", "Ctrl+P"),
    BadgeAction.PRINT: _Look(Message("badges", "Print all"), "printer"),
    BadgeAction.EDIT: _Look(Message("badges", "Edit"), "pencil", "F4"),
    BadgeAction.DUPLICATE: _Look(Message("badges", "Duplicate"), "copy", "Ctrl+D"),
    BadgeAction.EXPORT: _Look(Message("badges", "Save as a file…"), "download"),
    BadgeAction.REMOVE: _Look(Message("badges", "Remove"), "trash-2", "Del"),
}
_SMALL = (BadgeAction.EXPORT, BadgeAction.REMOVE, BadgeAction.DUPLICATE)
"""Actions that are shown as an icon only."""
_COPY = Message("badges", "Copy and edit")
"""The label for a shipped template, which must be copied before it belongs to the event."""


class BadgesHeading(ScreenHeading):
    """The heading; `chosen` carries a `BadgeAction`."""

    chosen = Signal(BadgeAction)

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(BADGES, now)
        self.offered: tuple[BadgeAction, ...] = ()
        self.buttons = {act: self._button(act) for act in BadgeAction}
        for act in (
            BadgeAction.REMOVE,
            BadgeAction.EXPORT,
            BadgeAction.DUPLICATE,
            BadgeAction.EDIT,
            BadgeAction.PRINT,
            BadgeAction.PDF,
        ):
            self.add(self.buttons[act])

    def offer(self, acts: Sequence[BadgeAction], *, is_own: bool) -> None:
        """Show these actions; `is_own`: the chosen template belongs to the event."""
        self.offered = tuple(acts)
        for act, button in self.buttons.items():
            button.setVisible(act in acts)
        self.buttons[BadgeAction.EDIT].setText(translate(_LOOKS[BadgeAction.EDIT].words if is_own else _COPY))

    def _button(self, act: BadgeAction) -> QAbstractButton:
        look = _LOOKS[act]
        button: QAbstractButton = IconButton(look.icon, translate(look.words), look.key)
        if act not in _SMALL:
            button = WordButton(translate(look.words), look.icon, is_primary=act is BadgeAction.PDF)
            button.setToolTip(look.key)
        button.clicked.connect(lambda _=False, act=act: self.chosen.emit(act))
        return button


def elided_label(size: int, weight: int) -> QLabel:
    """Return a label on one line, elided where there is no room."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(scaled_font(size, weight))
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return made


# The texts of the badges screen: sizes, categories, groups of people, problems.


class BadgeFormat(NamedTuple):
    """A size for a new badge: a usual one, or that of a commercial paper. `name` becomes the template's name."""

    name: str
    text: str
    size: tuple[float, float]


Group = tuple[str, Sequence[Attendee]]
"""The name of a group and its people."""

LONGEST = 20
"""Most letters of a text quoted in a sentence."""

SAMPLES = {
    Sample.EVERYONE: Message("badges", "Everyone ({count})"),
    Sample.LONGEST: Message("badges", "The longest names ({count})"),
    Sample.NO_ORGANISATION: Message("badges", "Without organisation ({count})"),
    Sample.OTHER_LETTERS: Message("badges", "In other alphabets ({count})"),
}
TO_LOOK_AT = Message("badges", "To check ({count})")


def badge_formats() -> list[BadgeFormat]:
    """Return the usual sizes, then the commercial papers."""
    usual = [BadgeFormat(name, name, size) for name, size in SIZES.items()]
    return [*usual, *(BadgeFormat(each.name, stock_text(each), (each.width, each.height)) for each in BOUGHT)]


def stock_text(stock: Stock) -> str:
    """Return the name of a paper, the size of its places and their number per sheet."""
    if stock.is_cut:
        return translate(_CUT, name=stock.name, count=stock.per_page)
    size = {"width": f"{stock.width:g}", "height": f"{stock.height:g}"}
    text = translate(_STOCK, name=stock.name, count=stock.per_page, **size)
    return f"{text} ({stock.also})" if stock.also else text


def template_size_text(template: BadgeTemplate) -> str:
    """Return the size in millimetres, and what becomes of the second side."""
    size = f"{template.width:g} × {template.height:g} mm"
    if template.sides == 1:
        return size
    return f"{size} · {translate(_FOLDED if template.fold is not FoldDirection.NONE else _TWO_SIDES)}"


def whose_text(overview: BadgeOverview, loaded: LoadedTemplate) -> str:
    """Return the categories that get the template."""
    if categories := loaded.template.categories:
        return ", ".join(map(overview.programme.category_name, categories))
    first = next((each for each in overview.own if not each.template.categories), None)
    if loaded.id and first and first.id != loaded.id:
        return translate(Message("badges", "“{name}” comes first"), name=first.name)
    return translate(_OTHERS)


def sample_person() -> Attendee:
    """Return an invented person whose badge is shown while there are no attendees."""
    name, organisation = translate(_FIRST_NAME), translate(_ORGANISATION)
    return Attendee("", name, translate(_LAST_NAME), "BCDEFGHJKLNPRSTUVXBC", organisation, translate(_ROLE))


def list_groups(overview: BadgeOverview, loaded: LoadedTemplate) -> list[Group]:
    """Return the groups of people to step through, everyone first."""
    samples = overview.samples_of(loaded)
    found = [(words, samples[which]) for which, words in SAMPLES.items()]
    shown: list[Group] = [(translate(words, count=len(people)), people) for words, people in found if people]
    return shown or [(translate(SAMPLES[Sample.EVERYONE], count=0), ())]


def add_found_group(groups: Sequence[Group], found: Collection[str]) -> list[Group]:
    """Return the groups with the people of the ids in `found` as the last one."""
    people = [person for person in groups[0][1] if person.id in found]
    return [*groups, (translate(TO_LOOK_AT, count=len(people)), people)] if people else list(groups)


def count_text(count: int) -> str:
    return translate(Message("badges", "1 badge") if count == 1 else Message("badges", "{count} badges"), count=count)


def problem_text(problem: TemplateProblem) -> str:
    """Return a problem as one sentence, with long names shortened."""
    words, fields = problem
    short = {n: f"{v[:LONGEST]}…" if isinstance(v, str) and len(v) > LONGEST + 1 else v for n, v in fields.items()}
    return translate(words, **short)


def join_parts(parts: Sequence[str]) -> str:
    """Return the parts that are not empty, joined by dots."""
    return " · ".join(part for part in parts if part)


_FIRST_NAME, _LAST_NAME = Message("badges", "Camille"), Message("badges", "Example")
_ORGANISATION, _ROLE = Message("badges", "An organisation"), Message("badges", "A role")
_TWO_SIDES = Message("badges", "two sides")
_FOLDED = Message("badges", "folded")
_STOCK = Message("badges", "{name} – {width} × {height} mm, {count} per sheet")
_CUT = Message("badges", "{name}, {count} on plain A4 to be cut")
_OTHERS = Message("badges", "For everyone else")


_PREVIOUS, _NEXT = Message("badges", "Previous person"), Message("badges", "Next person")
_PLACE = Message("badges", "{number} of {count}")


class PeopleStepper(QWidget):
    """The buttons that step through the people of a group: everyone, longest names, those with problems. `moved`:
    another person is shown.
    """

    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._groups: list[Group] = []
        self._place = 0
        self._which = ComboBox(translate(Message("badges", "Badges to look at")))
        self._which.setMinimumWidth(scale_px(210))
        self._previous = IconButton("chevron-left", translate(_PREVIOUS), "Ctrl+←")
        self._next = IconButton("chevron-right", translate(_NEXT), "Ctrl+→")
        self._counted = label("", TEXT)
        self._counted.setWordWrap(False)
        self._counted.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._which.currentIndexChanged.connect(self._choose)
        self._previous.clicked.connect(lambda: self.step(-1))
        self._next.clicked.connect(lambda: self.step(1))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._which, 1)
        for part in (self._previous, self._counted, self._next):
            row.addWidget(part)

    @property
    def person(self) -> Attendee | None:
        people = self._people()
        return people[self._place] if people else None

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show the groups; the person shown stays if still in the group."""
        shown = self.person
        which = self._which.currentIndex()
        self._groups = list(groups)
        with QSignalBlocker(self._which):
            self._which.clear()
            self._which.addItems([name for name, _ in groups])
            self._which.setCurrentIndex(min(max(0, which), len(groups) - 1))
        ids = [person.id for person in self._people()]
        self._place = ids.index(shown.id) if shown and shown.id in ids else 0
        self._show_position()

    def choose(self, which: int) -> None:
        """Choose a group by its index; -1 is the last."""
        self._which.setCurrentIndex(which % self._which.count())

    def step(self, by: int) -> None:
        """Move to a neighbour, from the last to the first."""
        if people := self._people():
            self._place = (self._place + by) % len(people)
            self._show_position()
            self.moved.emit()

    def _choose(self) -> None:
        self._place = 0
        self._show_position()
        self.moved.emit()

    def _people(self) -> Sequence[Attendee]:
        which = self._which.currentIndex()
        return self._groups[which][1] if 0 <= which < len(self._groups) else ()

    def _show_position(self) -> None:
        count = len(self._people())
        self._counted.setText(translate(_PLACE, number=min(self._place + 1, count), count=count))
        for button in (self._previous, self._next):
            button.setEnabled(count > 1)


# The dialogs of the badges screen: template, picture, PDF, and the question before a template is removed.
# The event file is held again after each file dialog.


class BadgeFiles:
    """The dialogs; `folder` is where they begin.

    `hold_again` is called after each, because file dialogs open files to find their icons.
    """

    def __init__(self, folder: Path, hold_again: Callable[[], None], parent: QWidget) -> None:
        self._folder, self._relock, self._parent = folder, hold_again, parent

    def template(self) -> Path | None:
        return self._open(translate(Message("badges", "Add a badge")), f"{translate(_BADGES)} (*.toml)")

    def picture(self) -> Path | None:
        return self._open(
            translate(Message("badges", "Choose a picture")), f"{translate(_PICTURES)} (*.png *.jpg *.jpeg *.svg)"
        )

    def ask_template_target(self, name: str) -> Path | None:
        safe = plain(name) or "badge"
        return self._save(
            translate(Message("badges", "Save the badge as")), f"{safe}.toml", f"{translate(_BADGES)} (*.toml)"
        )

    def ask_pdf_target(self, name: str) -> Path | None:
        return self._save(translate(Message("badges", "Save the PDF as")), f"{name}.pdf", "PDF (*.pdf)")

    def _open(self, title: str, kinds: str) -> Path | None:
        chosen, _ = QFileDialog.getOpenFileName(self._parent, title, str(self._folder), kinds)
        self._relock()
        return Path(chosen) if chosen else None

    def _save(self, title: str, name: str, kinds: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self._parent, title, str(self._folder / name), kinds)
        self._relock()
        suffix = Path(name).suffix
        if not chosen:
            return None
        return Path(chosen if chosen.lower().endswith(suffix) else chosen + suffix)


def confirm_removal(name: str, parent: QWidget) -> bool:
    return ask_confirmation(
        parent, (translate(_QUESTION, name=name), translate(_DETAIL)), translate(_REMOVE), translate(_KEEP)
    )


_BADGES = Message("badges", "Badges")
_PICTURES = Message("badges", "Pictures")

_REMOVE = Message("badges", "Remove")
_KEEP = Message("badges", "Keep")
_QUESTION = Message("badges", "Remove the badge “{name}” from this event?")
_DETAIL = Message(
    "badges", "These people will get the badge for all other categories. Badges already printed stay valid."
)
