# SPDX-License-Identifier: GPL-3.0-or-later
"""Readiness in words: the verdict, read from two metres and as a light of the desk, findings, and their actions."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from enum import Enum, auto

from PySide6.QtCore import QLocale, QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from checkin.core.message import Message, list_names
from checkin.core.print_jobs import PrinterTrouble
from checkin.core.ready import checks
from checkin.core.rehearsal_rules import RehearsalOptions
from checkin.translation import clock_time, current_language, day_text, translate
from checkin.ui.desk.desk_header import StatusLight
from checkin.ui.look import drawing, theme
from checkin.ui.look.drawing import LEFT, draw_aligned, draw_elided, draw_rounded, faded
from checkin.ui.widgets.dialogs import Dialog
from checkin.ui.widgets.exchange_wording import ADVICE, NAMES
from checkin.ui.widgets.form_fields import Paragraph, label

# The sentences about readiness findings. Judges nothing.

TOPICS = {
    checks.ReadinessTopic.FILE: Message("ready", "Event file"),
    checks.ReadinessTopic.LIST: Message("ready", "List"),
    checks.ReadinessTopic.PROGRAMME: Message("ready", "Programme"),
    checks.ReadinessTopic.SEATS: Message("ready", "Seats"),
    checks.ReadinessTopic.COLUMNS: Message("ready", "Columns"),
    checks.ReadinessTopic.RULES: Message("ready", "Rules"),
    checks.ReadinessTopic.ADDRESSES: Message("ready", "Addresses"),
    checks.ReadinessTopic.DAYS: Message("ready", "Days"),
    checks.ReadinessTopic.RETURNS: Message("ready", "Going out and back"),
    checks.ReadinessTopic.CLOCK: Message("ready", "Clock"),
    checks.ReadinessTopic.DISK: Message("ready", "Saving"),
    checks.ReadinessTopic.POWER: Message("ready", "Power"),
    checks.ReadinessTopic.CAMERA: Message("ready", "Camera"),
    checks.ReadinessTopic.SCANNER: Message("ready", "Scanner"),
    checks.ReadinessTopic.SOUND: Message("ready", "Sound"),
    checks.ReadinessTopic.PRINTER: Message("ready", "Printer"),
    checks.ReadinessTopic.TEST_BADGE: Message("ready", "Test badge"),
    checks.ReadinessTopic.DESKS: Message("ready", "Other desks"),
    checks.ReadinessTopic.TICKETING: Message("ready", "pretix"),
    checks.ReadinessTopic.COPY: Message("ready", "Second copy"),
    checks.ReadinessTopic.UNSETTLED: Message("ready", "Still to do"),
}
GRADES = {
    checks.ReadinessGrade.WELL: Message("ready", "fine"),
    checks.ReadinessGrade.ASIDE: Message("ready", "for your information"),
    checks.ReadinessGrade.UNTRIED: Message("ready", "to try"),
    checks.ReadinessGrade.LOOK: Message("ready", "needs attention"),
    checks.ReadinessGrade.STOP: Message("ready", "blocking"),
}
"""The grades in words, for users who do not see the marks."""

READINESS = {
    checks.Readiness.OVER: Message("ready", "Over"),
    checks.Readiness.READY: Message("ready", "Ready"),
    checks.Readiness.ALMOST: Message("ready", "Almost ready"),
    checks.Readiness.NOT_READY: Message("ready", "Not ready"),
}
"""The verdicts, read from two metres."""


def topic_name(finding: checks.CheckResult) -> str:
    return translate(TOPICS[finding.topic])


def result_text(finding: checks.CheckResult) -> str:
    """Return what was found."""
    return translate(finding.message, **_texts(finding.fields))


def remedy_text(finding: checks.CheckResult) -> str:
    """Return what to do, "" if nothing."""
    return translate(finding.remedy, **_texts(finding.fields)) if finding.remedy else ""


def result_description(finding: checks.CheckResult) -> str:
    """Return the whole finding, for screen readers and tool tips."""
    sentence = translate(
        _STORY, topic=topic_name(finding), grade=translate(GRADES[finding.grade]), said=result_text(finding)
    )
    return " ".join(text for text in (sentence, remedy_text(finding)) if text)


def ready_summary(findings: tuple[checks.CheckResult, ...]) -> str:
    """Return how much is left to do, in one line; of an event that is over, that it is."""
    if end := checks.ending(findings):
        return result_text(end)
    stops = sum(each.grade is checks.ReadinessGrade.STOP for each in findings)
    looks = sum(each.grade is checks.ReadinessGrade.LOOK for each in findings)
    untried = sum(each.grade is checks.ReadinessGrade.UNTRIED for each in findings)
    counted = ((stops, Message("ready", "Blocking: {count}")), (looks, _LOOKS), (untried, _UNTRIED))
    return " · ".join(translate(words, count=count) for count, words in counted if count) or translate(_ALL_WELL)


def _texts(fields: Mapping[str, object]) -> dict[str, object]:
    """Return the fields as people write them; a printer's trouble adds its advice."""
    values: dict[str, object] = {}
    for name, value in fields.items():
        match value:
            case PrinterTrouble():
                values |= {name: translate(NAMES[value]), "advice": translate(ADVICE[value]) if value in ADVICE else ""}
            case datetime():
                values[name] = _moment(value, fields.get("now"))
            case date():
                values[name] = day_text(value, current_language())
            case tuple():
                named = [translate(_QUOTED, name=each) for each in value] if name in _TITLES else value
                values[name] = list_names(named, MOST_NAMED, translate)
            case float():
                values[name] = f"{value:.1f}".replace(".", QLocale().decimalPoint())
            case _:
                values[name] = value
    return values


def _moment(value: datetime, now: object) -> str:
    """Return the time, with the day if it is not today."""
    if not isinstance(now, datetime):
        return clock_time(value)
    there = value.astimezone(now.tzinfo)
    hour = clock_time(there)
    return hour if there.date() == now.date() else translate(_DAY_AND_HOUR, day=f"{there:%d/%m}", hour=hour)


_QUOTED, _TITLES = Message("ready", "“{name}”"), ("columns", "doors")
MOST_NAMED = 3
_STORY = Message("ready", "{topic} ({grade}): {said}")
_ALL_WELL = Message("ready", "Ready for the first person.")
_LOOKS = Message("ready", "To check: {count}")
_UNTRIED = Message("ready", "To try: {count}")
_DAY_AND_HOUR = Message("ready", "{hour} on {day}")


HEIGHT, ICON, EDGE = 112, 64, 28
BELOW, LINE = 36, 24
"""Pixels."""

LOOKS: dict[checks.Readiness, tuple[theme.Colours, str]] = {
    checks.Readiness.OVER: (theme.GREY, "flag"),
    checks.Readiness.READY: (theme.GREEN, "circle-check"),
    checks.Readiness.ALMOST: (theme.AMBER, "triangle-alert"),
    checks.Readiness.NOT_READY: (theme.RED, "octagon-x"),
}


class ReadyBand(QWidget):
    """The band, empty before the first findings."""

    def __init__(self) -> None:
        super().__init__()
        self._word: checks.Readiness | None = None
        self._summary = ""
        self.setFixedHeight(theme.scale_px(HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """The word, "" before the first findings."""
        return translate(READINESS[self._word]) if self._word else ""

    def show_findings(self, findings: tuple[checks.CheckResult, ...]) -> None:
        self._word, self._summary = checks.readiness(findings), ready_summary(findings)
        self.setAccessibleName(f"{self.text}. {self._summary}")
        self.update()

    def sizeHint(self) -> QSize:
        return theme.scale_px(QSize(600, HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._word is None:
            return
        colours, icon = LOOKS[self._word]
        painter = theme.design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = theme.design_rect(self)
        draw_rounded(painter, box, theme.CORNER, colours.ground)
        drawing.draw(painter, icon, QRectF(EDGE, (HEIGHT - ICON) / 2, ICON, ICON), colours.ink)
        self._write(painter, QRectF(2 * EDGE + ICON - 4, 0, box.width() - 3 * EDGE - ICON + 4, HEIGHT), colours.ink)

    def _write(self, painter: QPainter, place: QRectF, ink: str) -> None:
        """Draw the summary after the word, or below it where there is no room."""
        face, small = theme.font(theme.TITLE, 700), theme.font(theme.LARGE, 600)
        wide = QFontMetricsF(face).horizontalAdvance(self.text)
        beside = place.adjusted(wide + EDGE, 8, 0, 8)
        if QFontMetricsF(small).horizontalAdvance(self._summary) <= beside.width():
            draw_aligned(painter, place, self.text, (face, ink), LEFT)
            draw_elided(painter, beside, self._summary, small, faded(ink, 0.86))
        else:
            draw_aligned(painter, place.adjusted(0, 0, 0, -BELOW), self.text, (face, ink), LEFT)
            below = QRectF(place.left(), HEIGHT - BELOW, place.width(), LINE)
            draw_elided(painter, below, self._summary, small, faded(ink, 0.86))


def ready_light(findings: tuple[checks.CheckResult, ...]) -> StatusLight:
    """Return the light at the top of the desk: the verdict, and what to look at first.

    What was only not tried yet makes it a ring: it sends nobody away from the guests.
    """
    word = checks.readiness(findings)
    verdict = translate(READINESS[word])
    if (worst := checks.worst_result(findings)) and word is not checks.Readiness.OVER:
        name = topic_name(worst)
        if word is checks.Readiness.NOT_READY:
            what = translate(_SEE, verdict=verdict, topic=name)
        else:
            what = translate(_TO_CHECK, topic=f"{name[:1].lower()}{name[1:]}")
        return StatusLight(READINESS[word], False, result_description(worst), what)
    return StatusLight(
        READINESS[word], True if word is checks.Readiness.READY else None, f"{verdict}. {ready_summary(findings)}"
    )


_SEE, _TO_CHECK = Message("ready", "{verdict}: {topic}"), Message("ready", "To check: {topic}")


# The actions on a readiness finding: try it, report the outcome, open what solves it.


class ReadyAction(Enum):
    """The actions; each is a button beside its finding."""

    PLAY = auto()
    PRINT = auto()
    YES = auto()
    NO = auto()
    BRING_LIST = auto()
    EDIT_PROGRAMME = auto()
    SET_PRINTER = auto()
    SHOW_DESKS = auto()
    SHOW_TICKETING = auto()
    SET_DESK = auto()
    SETTLE = auto()


KEYS = {ReadyAction.YES: "F7", ReadyAction.NO: "F8"}
"""Keys as at the desk: F7 confirms. Scanners do not type them."""

_WORDS = {
    ReadyAction.PLAY: Message("ready", "Play the sound"),
    ReadyAction.PRINT: Message("ready", "Print a test badge"),
    ReadyAction.BRING_LIST: Message("ready", "Import a list…"),
    ReadyAction.EDIT_PROGRAMME: Message("ready", "Programme…"),
    ReadyAction.SET_PRINTER: Message("ready", "Printer…"),
    ReadyAction.SHOW_DESKS: Message("ready", "Other desks…"),
    ReadyAction.SHOW_TICKETING: Message("ready", "pretix…"),
    ReadyAction.SET_DESK: Message("ready", "Settings…"),
    ReadyAction.SETTLE: Message("ready", "Settle…"),
}
_ANSWERS = {
    (checks.ReadinessTopic.SOUND, ReadyAction.YES): Message("ready", "I heard it"),
    (checks.ReadinessTopic.SOUND, ReadyAction.NO): Message("ready", "I did not"),
    (checks.ReadinessTopic.TEST_BADGE, ReadyAction.YES): Message("ready", "Well placed"),
    (checks.ReadinessTopic.TEST_BADGE, ReadyAction.NO): Message("ready", "Badly placed"),
}
_OPENS = {
    checks.ReadinessTopic.LIST: (ReadyAction.BRING_LIST, checks.ReadinessGrade.LOOK),
    checks.ReadinessTopic.PROGRAMME: (ReadyAction.EDIT_PROGRAMME, checks.ReadinessGrade.LOOK),
    checks.ReadinessTopic.SEATS: (ReadyAction.EDIT_PROGRAMME, checks.ReadinessGrade.LOOK),
    checks.ReadinessTopic.COLUMNS: (ReadyAction.EDIT_PROGRAMME, checks.ReadinessGrade.LOOK),
    checks.ReadinessTopic.RULES: (ReadyAction.EDIT_PROGRAMME, checks.ReadinessGrade.LOOK),
    checks.ReadinessTopic.CAMERA: (ReadyAction.SET_DESK, checks.ReadinessGrade.LOOK),
    checks.ReadinessTopic.PRINTER: (ReadyAction.SET_PRINTER, checks.ReadinessGrade.ASIDE),
    checks.ReadinessTopic.DESKS: (ReadyAction.SHOW_DESKS, checks.ReadinessGrade.LOOK),
    checks.ReadinessTopic.TICKETING: (ReadyAction.SHOW_TICKETING, checks.ReadinessGrade.LOOK),
    checks.ReadinessTopic.COPY: (ReadyAction.SHOW_DESKS, checks.ReadinessGrade.ASIDE),
    checks.ReadinessTopic.UNSETTLED: (ReadyAction.SETTLE, checks.ReadinessGrade.LOOK),
}
"""The action that solves a topic, and the grade from which it is offered."""


def available_ready_actions(
    finding: checks.CheckResult, asked: Collection[checks.ReadinessTopic]
) -> tuple[ReadyAction, ...]:
    """Return the actions for a finding; `asked` are the topics whose trial awaits an answer."""
    topic = finding.topic
    answers = (ReadyAction.YES, ReadyAction.NO) if topic in asked else ()
    if topic is checks.ReadinessTopic.SOUND:
        return answers or (
            (ReadyAction.SET_DESK,) if finding.grade is checks.ReadinessGrade.ASIDE else (ReadyAction.PLAY,)
        )
    if topic is checks.ReadinessTopic.TEST_BADGE:
        return answers or (ReadyAction.PRINT,)
    act, least = _OPENS.get(topic, (None, checks.ReadinessGrade.STOP))
    return (act,) if act and finding.grade >= least else ()


def action_words(topic: checks.ReadinessTopic, act: ReadyAction) -> Message:
    return _ANSWERS.get((topic, act)) or _WORDS[act]


WIDTH = 620
"""Pixels."""


class RehearsalDialog(Dialog):
    """The dialog before a rehearsal: explanation, start time, whether badges are printed. `begins` is None to begin
    now; `printer` is "" where none is set up.
    """

    def __init__(self, begins: datetime | None, printer: str, parent: QWidget | None = None) -> None:
        super().__init__(translate(_TITLE), parent)
        self.prints, paper = QCheckBox(translate(Message("rehearsal", "Print badges too"))), Paragraph(theme.SMALL)
        paper.show_text(translate(_PAPER, printer=printer))
        for part in (self.prints, paper):
            part.setVisible(bool(printer))
        buttons = self.confirm(translate(Message("rehearsal", "Start the rehearsal")))
        texts = filter(None, (translate(_WHAT), translate(_MEANWHILE), _hour(begins)))
        self.arrange(*map(label, texts), self.prints, paper, 4, buttons, width=WIDTH)
        buttons.setFocus()

    @property
    def options(self) -> RehearsalOptions:
        return RehearsalOptions(prints=self.prints.isChecked())


def _hour(begins: datetime | None) -> str:
    return translate(_CLOCK, day=day_text(begins.date(), current_language()), time=clock_time(begins)) if begins else ""


_TITLE = Message("rehearsal", "Rehearsal")
_WHAT = Message(
    "rehearsal",
    "Everything works as on the day, on a copy: scan, search, register, make mistakes. None of it counts, and "
    "the copy is deleted at the end.",
)
_MEANWHILE = Message(
    "rehearsal",
    "The event itself is closed meanwhile and does not change; this desk exchanges nothing with the others. "
    "“Finish the rehearsal”, at the top of every screen, brings you back.",
)
_CLOCK = Message("rehearsal", "The clock is set to {day}, {time}, as if the doors opened now.")
_PAPER = Message("rehearsal", "On {printer}: real paper. Badges that show the event’s title show REHEARSAL instead.")
