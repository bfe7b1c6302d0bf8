# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of the settings: camera, desk, planning, scanner, sound, and those that open a window of their own."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QImage, QPalette
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QSpinBox, QWidget
from shiboken6 import isValid

from checkin.core.desk_settings import TiedCodes, next_free
from checkin.core.desk_settings import is_taken as is_taken_by
from checkin.core.keyboard_layouts import keyboard_name
from checkin.core.live.forecast import SECONDS, DeskPlan, Service, advice, desk_plan, wait_words
from checkin.core.message import LANGUAGES, Message
from checkin.translation import current_language, translate
from checkin.ui.look.answer_looks import AnswerFamily
from checkin.ui.look.theme import DETAIL, LARGE, PERCENTS, SMALL, TEXT, Theme, scale_px, scaled_font, text_scale
from checkin.ui.settings.settings_page import CurrentSettings, fill_page, page_button
from checkin.ui.widgets.boxes import REST, at_bottom, at_top, column_of, row_of, wide, widget_of
from checkin.ui.widgets.camera_preview import CameraPreview, Polygon
from checkin.ui.widgets.form_fields import PLAIN, ComboBox, Notice, Paragraph, label, labelled_field, line_field
from checkin.ui.widgets.keyboard import InitialFocus
from checkin.ui.widgets.layouts import CardGroup
from checkin.ui.widgets.trial_code import TrialCode

CAMERA = Message("menu", "Camera")
PICTURE = 300
"""Height of the picture in pixels; at least half of it where there is little room."""


class CameraPage(QWidget):
    """The page: `offer` the cameras, then `show_image` of the one in use."""

    def __init__(self, choices: CurrentSettings) -> None:
        super().__init__()
        self._choices = choices
        self.picture = CameraPreview()
        self.picture.setMinimumHeight(PICTURE // 2)
        self.picture.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.camera = ComboBox(translate(CAMERA))
        self.camera.activated.connect(self._choose)
        self.mirror = QCheckBox(translate(Message("menu", "Mirror the image")))
        self.mirror.setChecked(choices.settings.is_mirrored)
        self.mirror.toggled.connect(lambda on: choices.choose(is_mirrored=on))
        self.state = Paragraph(TEXT, 600)
        self.mirror.setFixedHeight(scale_px(PLAIN))  # on a line with the field beside it
        which = row_of(wide(labelled_field(self.camera, translate(CAMERA))), at_bottom(self.mirror), spacing=16)
        fill_page(self, (CAMERA, _CAMERA_WHY), wide(self.picture), self.state, CardGroup(which))
        self.setFocusProxy(self.camera)
        self.offer(())

    def offer(self, cameras: Sequence[tuple[str, str]]) -> None:
        """Offer the cameras as (id, name), the system's preferred one first."""
        self.camera.clear()
        for device_id, name in cameras:
            self.camera.addItem(name, device_id)
        if not cameras:
            self.camera.addItem(translate(Message("menu", "No camera connected")), "")
        self.camera.setEnabled(bool(cameras))
        self.camera.setCurrentIndex(max(0, self.camera.findData(self._choices.settings.camera)))

    def show_state(self, sentence: str, is_live: bool, is_mirrored: bool) -> None:
        """Show the state of the camera in use."""
        self.picture.is_mirrored = is_mirrored
        self.state.show_text(sentence)
        if not is_live:
            self.picture.set_image(None)

    def show_image(self, image: QImage | None) -> None:
        self.picture.set_image(image)

    def outline(self, polygons: Sequence[Polygon]) -> None:
        """Outline the codes found."""
        self.picture.outline(polygons, ok=True)

    def show_tried(self) -> None:
        """Show that the camera has read the test code."""
        self.state.show_text(translate(Message("settings", "It read the test code. This camera is ready.")))

    def _choose(self) -> None:
        self._choices.choose(camera=str(self.camera.currentData()))


_CAMERA_WHY = Message("settings", "Hold any code in front of it: a code it reads gets a green frame.")


LONGEST = 40
"""Most letters of a desk's name."""
LARGE_TEXT = 1.25
"""Text scale above which language, appearance and text size are stacked."""
THIS_DESK = Message("settings", "This desk")

TEXT_SIZE = Message("settings", "Size of text")
_AS_DRAWN = Message("settings", "{percent}% – normal")


class DeskPage(QWidget):
    """The desk page: name, language, appearance, and moving by the clock; each choice applies at once. `others` returns
    the names of other desks.
    """

    full_screen_wanted = Signal()

    def __init__(self, choices: CurrentSettings, others: Callable[[], Collection[str]] = tuple) -> None:
        super().__init__()
        self._choices, self._others = choices, others
        settings = choices.settings
        self.name = line_field(translate(_NAME))
        self.name.setMaxLength(LONGEST)
        self.name.setText(settings.desk)
        self.name.editingFinished.connect(self._rename)
        self.notice = Notice()
        self.notice.hide()
        self.language = _choice(Message("menu", "Language"), _LANGUAGES, settings.language or current_language())
        self.theme = _choice(_APPEARANCE, [(t, translate(w)) for t, w in _THEMES], settings.theme or Theme.SYSTEM)
        self.text_size = TextSize(settings.text_size)
        self.text_size.chosen.connect(lambda percent: choices.choose(text_size=percent))
        self.still = QCheckBox(translate(Message("settings", "No animations")))
        self.still.setChecked(settings.is_still)
        self.still.toggled.connect(lambda on: choices.choose(is_still=on))
        self.clock = QCheckBox(translate(Message("menu", "Move to the next control point on time")))
        self.clock.setChecked(settings.follows_clock)
        self.clock.toggled.connect(lambda on: choices.choose(follows_clock=on))
        self.signatures = QCheckBox(translate(Message("menu", "Take signatures on screen")))
        self.signatures.setChecked(settings.has_signatures)
        self.signatures.toggled.connect(lambda on: choices.choose(has_signatures=on))
        self.tied = _choice(_TIED, [(rule, translate(w)) for rule, w in _TIED_RULES], TiedCodes.of(settings))
        self.tied.activated.connect(lambda _: choices.choose(tied_codes=str(self.tied.currentData())))
        self.language.activated.connect(lambda _: choices.choose(language=str(self.language.currentData())))
        self.theme.activated.connect(lambda _: choices.choose(theme=str(self.theme.currentData())))
        box_of = row_of if text_scale() <= LARGE_TEXT else column_of
        choices_shown = (self.language, self.theme, self.text_size)
        for field in choices_shown:
            field.show_whole()
        look = box_of(*(wide(labelled_field(field, field.accessibleName())) for field in choices_shown), spacing=16)
        fill_page(
            self,
            (THIS_DESK, _DESK_WHY),
            CardGroup(labelled_field(self.name, translate(_NAME)), self.notice, look),
            CardGroup(self.still, self.clock, self.signatures, self._tied_row(), is_divided=True),
            page_button(Message("settings", "Full screen (F11)"), self.full_screen_wanted),
            REST,
        )
        self.setFocusProxy(self.name)

    def _rename(self) -> None:
        """Rename the desk; an empty name, or one that another desk has, is refused and the old one restored."""
        name, old = self.name.text().strip(), self._choices.settings.desk
        is_taken = name != old and is_taken_by(name, self._others())
        if is_taken or not name:
            self.name.setText(old)
        else:
            self._choices.choose(desk=name)
        self.notice.setVisible(is_taken)
        if is_taken:
            self.notice.setText(translate(_TAKEN, name=name, old=old, free=next_free(name, (*self._others(), old))))

    def _tied_row(self) -> QWidget:
        """Return the choice beside its name, below it for large text."""
        if text_scale() > LARGE_TEXT:
            return labelled_field(self.tied, translate(_TIED))
        return widget_of(row_of(wide(label(translate(_TIED))), wide(self.tied), around=(6, 0, 0, 0)))


def _choice(name: Message, choices: Sequence[tuple[str, str]], current: str) -> ComboBox:
    made = ComboBox(translate(name))
    for value, text in choices:
        made.addItem(text, str(value))
    made.setCurrentIndex(max(0, made.findData(str(current))))
    return made


def percent_text(percent: int) -> str:
    return translate(_AS_DRAWN if percent == PERCENTS[0] else Message("settings", "{percent}%"), percent=percent)


class TextSize(ComboBox):
    """A combo box; `chosen` carries percent of the normal size. Applies nothing: windows made afterwards follow."""

    chosen = Signal(int)

    def __init__(self, percent: int) -> None:
        super().__init__(translate(TEXT_SIZE))
        for each in PERCENTS:
            self.addItem(percent_text(each), each)
        self.setCurrentIndex(max(0, self.findData(percent)))
        self.activated.connect(lambda _: self.chosen.emit(self.percent))

    @property
    def percent(self) -> int:
        return int(self.currentData())


_DESK_WHY = Message("settings", "Changes apply at once, on this computer and for this event.")
_NAME = Message("settings", "Name of this desk, in the journal and the export")
_TAKEN = Message("settings", "Another desk is called “{name}”. This one stays “{old}”; “{free}” is available.")
_LANGUAGES = tuple((each.code, each.name) for each in LANGUAGES.values())
_APPEARANCE = Message("menu", "Appearance")
_THEMES = (
    (Theme.SYSTEM, Message("menu", "Same as the system")),
    (Theme.LIGHT, Message("menu", "Light")),
    (Theme.DARK, Message("menu", "Dark")),
    (Theme.CONTRAST, Message("menu", "High contrast")),
)
_TIED = Message("settings", "Codes given (Ctrl+L)")
_TIED_RULES = (
    (TiedCodes.ASK, Message("settings", "As last time")),
    (TiedCodes.KEEP, Message("settings", "The old one stays valid")),
    (TiedCodes.REPLACE, Message("settings", "The new one replaces it")),
)


# The planning page of the settings: how many desks an event needs, and the waits with one more or less.
# Changes nothing.

PLAN = Message("plan", "How many desks")
MOST_PEOPLE, MOST_MINUTES = 20_000, 600
MINUTES = 30
"""The proposed period in minutes: the half hour before the start, in which most people come."""
AROUND = 3
"""Lines: one desk less, the advice, one more."""
INSET = 15
"""Pixels before a number, as before other text in a field."""
MEASURED = "measured"


@dataclass(frozen=True, slots=True)
class Expected:
    """The expected load: `people` of the list, `seconds` per guest as measured at this event, None before."""

    people: int
    seconds: float | None = None


class DeskPlanPage(QWidget):
    """The page; the result is shown at once."""

    def __init__(self, expected: Expected) -> None:
        super().__init__()
        self.people = _number(expected.people, MOST_PEOPLE)
        self.minutes = _number(MINUTES, MOST_MINUTES)
        self.service = ComboBox(translate(_SERVICE))
        self._seconds: dict[str, float] = {str(kind): seconds for kind, seconds in SECONDS.items()}
        if expected.seconds is not None:
            self._seconds[MEASURED] = expected.seconds
            self.service.addItem(translate(_MEASURED, seconds=round(expected.seconds)), MEASURED)
        for kind, words in _SERVICES.items():
            self.service.addItem(translate(words, seconds=round(SECONDS[kind])), str(kind))
        self.advice, self.source = Paragraph(DETAIL, 700), Paragraph(SMALL)
        self.waits = [Paragraph(TEXT) for _ in range(AROUND)]
        self.source.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.source.show_text(translate(_SOURCE))
        people = labelled_field(self.people, translate(Message("plan", "People")))
        minutes = labelled_field(self.minutes, translate(Message("plan", "Within, in minutes")))
        who = CardGroup(
            row_of(wide(people), wide(minutes), spacing=16), labelled_field(self.service, translate(_SERVICE))
        )
        fill_page(self, (PLAN, _PLAN_WHY), who, self.advice, *self.waits, REST, self.source)
        for changed in (self.people.valueChanged, self.minutes.valueChanged, self.service.currentIndexChanged):
            changed.connect(self._reckon)
        self._reckon()
        self.setFocusProxy(self.people)

    def _reckon(self) -> None:
        seconds = self._seconds[str(self.service.currentData())]
        plan = desk_plan(self.people.value(), self.minutes.value(), seconds)
        words, fields = advice(plan)
        self.advice.show_text(translate(words, **fields))
        self._show_waits(plan)

    def _show_waits(self, plan: DeskPlan) -> None:
        """Show the waits, the advised number of desks in bold; without a line for fewer than one desk."""
        for line in self.waits[len(plan.waits) :]:
            line.show_text("")
        for line, (desks, minutes) in zip(self.waits, plan.waits, strict=False):
            words, fields = wait_words(desks, minutes)
            line.setFont(scaled_font(TEXT, 700 if desks == plan.desks else 400))
            line.show_text(translate(words, **fields))


def _number(value: int, most: int) -> QSpinBox:
    made = QSpinBox()
    made.setRange(1, most)
    made.setValue(value)
    made.setFixedHeight(scale_px(PLAIN))
    made.lineEdit().setTextMargins(scale_px(INSET), 0, 0, 0)
    return made


_PLAN_WHY = Message(
    "plan", "The queue depends on the number of desks, not of computers. Say how many people come, and within how long."
)
_SERVICE = Message("plan", "At the desk")
_MEASURED = Message("plan", "As measured today ({seconds} s each)")
_SERVICES = {
    Service.READY: Message("plan", "The badge is ready, or there is none ({seconds} s each)"),
    Service.BOX: Message("plan", "The badge is looked up in a box ({seconds} s each)"),
    Service.PRINTED: Message("plan", "The badge is printed on arrival ({seconds} s each)"),
}
_SOURCE = Message(
    "plan",
    "Assumes 85% scanned, 12% found by name and 3% registered on the spot, with a peak two thirds of the way "
    "through. Once the desks have been busy, their own pace is used instead.",
)


@dataclass(frozen=True, slots=True)
class PageLink:
    """Title, explanation and button label of such a page."""

    title: Message
    why: Message
    button: Message


class LinkPage(QWidget):
    """A page; `describe` returns the current state and is called again whenever the page is looked at."""

    wanted = Signal()

    def __init__(self, link: PageLink, describe: Callable[[], str]) -> None:
        super().__init__()
        self._describe = describe
        self.message = Paragraph(TEXT, 600)
        self.open = page_button(link.button, self._open)
        fill_page(self, (link.title, link.why), CardGroup(self.message, self.open), REST)
        self.setFocusProxy(self.open)
        self.refresh()

    def refresh(self) -> None:
        self.message.show_text(self._describe())

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.WindowActivate):  # changed elsewhere meanwhile
            self.refresh()
        return super().event(event)

    def _open(self) -> None:
        self.wanted.emit()
        if not isValid(self):  # a code read meanwhile closed the wizard
            return
        self.refresh()
        self.window().activateWindow()  # the opened window belongs to the desk, which gets the focus when it closes


def printer_summary(name: str) -> str:
    """Return the state of the first printer; `name` "" for none."""
    return translate(Message("settings", "Chosen: {name}"), name=name) if name else translate(_NO_PRINTER)


def supervisors_summary(count: int) -> str:
    if not count:
        return translate(Message("settings", "None yet: anyone at the desk can do this, giving a reason."))
    return translate(Message("settings", "1 supervisor") if count == 1 else _SOME_SUPERVISORS, count=count)


PRINTER = PageLink(
    Message("settings", "Printer"),
    Message(
        "settings",
        "Which printer, on what paper, when a badge is printed, and what happens if it has a problem. The desk "
        "also works without a printer.",
    ),
    Message("settings", "Choose the printer…"),
)
SUPERVISORS = PageLink(
    Message("supervisor", "Supervisors"),
    Message("settings", "Who can let in a person who was refused, or undo an import. Each has a PIN."),
    Message("menu", "Supervisors…"),
)
DESKS = PageLink(
    Message("together", "Other desks"),
    Message("settings", "Several desks share one event through a shared folder, a USB drive or a server."),
    Message("menu", "Other desks…"),
)
DATA = PageLink(
    Message("settings", "Data"),
    Message("settings", "What Checkin keeps on this computer. The organiser removes it when everything is over."),
    Message("help", "Remove all data…"),
)
_NO_PRINTER = Message("settings", "No printer is chosen: nothing is printed.")
DATA_STAYS = Message("settings", "Nothing is removed until it has been listed and you have confirmed twice.")
_SOME_SUPERVISORS = Message("settings", "{count} supervisors")


SCANNER = Message("settings", "Scanner")


class ScannerPage(QWidget):
    """The scanner page: a keyboard scanner is tried with a code on the screen; nothing has to be set. `show_read` is
    called when the test code came.
    """

    def __init__(self) -> None:
        super().__init__()
        self.code = TrialCode()
        self.message = Paragraph(LARGE, 600)
        self.more = Paragraph(TEXT)
        self.message.show_text(translate(Message("settings", "Waiting for the scanner…")))
        self.more.show_text(translate(_NONE))
        texts = column_of(4, self.message, self.more, REST, spacing=8)
        fill_page(self, (SCANNER, _SCANNER_WHY), row_of(at_top(self.code), wide(texts), spacing=24), REST)

    def show_read(self, layout: str) -> None:
        """Show that the code was read; `layout` is the keyboard layout it was repaired from, "" if it came
        unchanged.
        """
        self.message.show_text(translate(Message("settings", "The scanner works")))
        self.more.show_text(translate(_REPAIRED, layout=keyboard_name(layout)) if layout else translate(_AS_MEANT))


_SCANNER_WHY = Message(
    "settings", "Scan this code with the scanner. This test code belongs to nobody, and nothing is recorded."
)
_NONE = Message(
    "settings",
    "Nothing happens? Unplug its cable and plug it in again. You can do without a scanner: the camera reads codes too.",
)
_AS_MEANT = Message("settings", "Every character arrived correctly. There is nothing to set.")
_REPAIRED = Message(
    "settings",
    "It types as if on a US keyboard, but this computer has another one ({layout}). Checkin corrected the "
    "code, and will do so every time: there is nothing to set.",
)


SOUND = Message("menu", "Sound")
FAMILIES = {
    AnswerFamily.WELCOME: Message("settings", "Welcome"),
    AnswerFamily.PERSON: Message("settings", "Needs you"),
    AnswerFamily.REFUSED: Message("settings", "Refused"),
}
"""The three families that are told apart without looking."""


class SoundPage(QWidget):
    """The sound page: on or off, and samples. `play_wanted` carries an `AnswerFamily`, even while sounds are off."""

    play_wanted = Signal(object)

    def __init__(self, choices: CurrentSettings) -> None:
        super().__init__()
        self.has_sound = QCheckBox(translate(Message("settings", "A sound for each answer")))
        self.has_sound.setChecked(choices.settings.has_sound)
        self.has_sound.toggled.connect(lambda on: choices.choose(has_sound=on))
        self.message = Paragraph(TEXT, 600)
        samples = (
            page_button(words, lambda _=False, played=family: self.play_wanted.emit(played))
            for family, words in FAMILIES.items()
        )
        choice = CardGroup(self.has_sound, is_divided=True)
        fill_page(self, (SOUND, _SOUND_WHY), row_of(*samples, REST, spacing=12), self.message, choice, REST)
        InitialFocus(self, self.has_sound)

    def show_available(self, is_available: bool) -> None:
        """Show whether there is a loudspeaker."""
        self.message.show_text("" if is_available else translate(_SILENT))
        self.message.setVisible(not is_available)


_SOUND_WHY = Message(
    "settings", "Each kind of answer has its own sound, so you need not look up. Press one to hear it."
)
_SILENT = Message("settings", "This computer has no loudspeaker. The desk works without one.")
