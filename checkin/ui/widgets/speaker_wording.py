# SPDX-License-Identifier: GPL-3.0-or-later
"""The wording for speakers (state, remaining time, remarks, the figures of all) and for workshops and their seats."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QSizePolicy, QWidget

from checkin.core.answer import SessionSeats
from checkin.core.attendee import Attendee
from checkin.core.counts import SpeakerCounts, SpeakerState, SpeakerStatus
from checkin.core.decision import Reason
from checkin.core.message import Message
from checkin.core.people_list import STATE_MESSAGES, PersonAtPoint, PersonState, person_state
from checkin.core.programme.programme import Programme, Session
from checkin.translation import clock_time, programme_time, translate
from checkin.ui.look.answer_looks import LOOKS
from checkin.ui.look.drawing import Pill, person_pill
from checkin.ui.look.theme import LIGHT, Tokens, scale_px, text_scale
from checkin.ui.look.typesetting import escape_mnemonic

SOON = 90
"""Minutes before a session from which a countdown is shown."""


@dataclass(frozen=True, slots=True)
class SpeakerRemark:
    """A small fact under a speaker, or a mark of a session."""

    icon: str
    text: str


def session_hours(session: Session, programme: Programme) -> str:
    """Return "09:30 – 10:00", or as much of it as is known; where the event has several days with the day."""
    starts = [programme_time(session.starts, programme)] if session.starts else []
    return " – ".join((*starts, *([clock_time(session.ends)] if session.ends else [])))


def speaker_pill(line: SpeakerStatus, t: Tokens) -> Pill:
    """Return the pill with a speaker's state. Shape and word say it; the colour only helps."""
    match line.state:
        case SpeakerState.ARRIVED:
            time = clock_time(line.arrival.at) if line.arrival else ""
            return Pill(translate(STATE_MESSAGES[PersonState.ARRIVED], time=time), "check", t.pill_ok)
        case SpeakerState.TO_CONFIRM:
            return Pill(translate(_TO_CONFIRM), "circle-question-mark", t.pill_person)
        case SpeakerState.CONFIRMED:
            return _awaited(line.attendee, t)
    if line.is_alert:
        return Pill(translate(Message("speaker", "To find")), "clock-alert", t.pill_refused)
    return Pill(translate(Message("speaker", "Not seen")), "x", t.pill_quiet)


def _awaited(person: Attendee | None, t: Tokens) -> Pill:
    """Return the pill of a confirmed speaker, by their registration if they are on the list."""
    if person is None:
        return Pill(translate(STATE_MESSAGES[PersonState.EXPECTED]), "circle", t.pill_quiet)
    return person_pill(PersonAtPoint(person), t)


def speaker_time(line: SpeakerStatus) -> str:
    """Return the line under the pill: the remaining time, or the desk where they arrived."""
    if line.arrival:
        left = line.arrival.left_at
        return translate(Message("speaker", "out since {time}"), time=clock_time(left)) if left else line.arrival.desk
    if line.minutes is None or line.session is None or line.minutes > SOON:
        return ""
    if line.minutes > 0:
        return translate(Message("speaker", "in {minutes} min"), minutes=line.minutes)
    if line.state is SpeakerState.MISSING and not line.is_alert:
        return translate(Message("speaker", "session over"))
    return translate(_BEGAN, time=clock_time(line.session.starts)) if line.session.starts else ""


def speaker_remarks(line: SpeakerStatus) -> list[SpeakerRemark]:
    """Return what to know before looking for the speaker."""
    speaker, person = line.speaker, line.attendee
    is_open = line.state in (SpeakerState.MISSING, SpeakerState.ARRIVED) and not speaker.is_confirmed
    found = [SpeakerRemark("circle-question-mark", translate(_TO_CONFIRM))] if is_open else []
    found += [SpeakerRemark("arrow-left-right", translate(_INSTEAD, name=speaker.replaces))] if speaker.replaces else []
    if person is None:
        return [*found, SpeakerRemark("circle-alert", translate(Message("speaker", "Not on the list")))]
    state = person_state(PersonAtPoint(person))
    if state is PersonState.EXPECTED or line.state is SpeakerState.CONFIRMED:  # the pill says it
        return found
    answered = LOOKS[Reason(state)]
    return [*found, SpeakerRemark(answered.icon, translate(answered.title))]


def speaker_description(line: SpeakerStatus, programme: Programme) -> str:
    """Return the full text of a speaker's row: name, state, then the rest."""
    speaker, session = line.speaker, line.session
    about = [
        speaker_pill(line, LIGHT).text,
        speaker_time(line),
        speaker.role,
        speaker.organisation,
        *(r.text for r in speaker_remarks(line)),
    ]
    when = [session_hours(session, programme), session.title] if session else []
    return " · ".join(part for part in (speaker.name, *about, *when) if part)


_SPEAKERS = Message("speaker", "speakers: {count}")


def speakers_now(counts: SpeakerCounts) -> str:
    """Return how many speakers there are, are here, and are to be found now; "" without any."""
    return _figures(counts, _SPEAKERS, ((_TO_FIND_NOW, counts.to_find),))


def speakers_summary(counts: SpeakerCounts, title: Message = _SPEAKERS) -> str:
    """Return all figures of the speakers: those after the first two only where there is anybody."""
    rest = (
        (_TO_FIND_NOW, counts.to_find),
        (Message("speaker", "later: {count}"), counts.later),
        (Message("speaker", "online: {count}"), counts.online),
        (Message("speaker", "session over, not seen: {count}"), counts.unseen),
    )
    return _figures(counts, title, rest)


def _figures(counts: SpeakerCounts, title: Message, rest: Iterable[tuple[Message, int]]) -> str:
    if not counts.total:
        return ""
    always = ((title, counts.total), (Message("speaker", "arrived: {count}"), counts.arrived))
    figures = (*always, *(each for each in rest if each[1]))
    return " · ".join(translate(words, count=count) for words, count in figures)


_TO_FIND_NOW = Message("speaker", "to find now: {count}")
_TO_CONFIRM = Message("speaker", "To confirm")
_BEGAN = Message("speaker", "began at {time}")
_INSTEAD = Message("walk-in", "In place of {name}")


# Workshops and their seats: as one line of text, and as check boxes. Counts nothing itself.

COLUMNS, LARGE = 2, 1.25
"""Columns; a single one with text larger than `LARGE`."""
MARKS, LEAST = 48, 160
"""Pixels of a box beside its text, and of the narrowest box."""
WORKSHOPS = Message("walk-in", "Workshops")
"""The label above the boxes in every form."""


class WorkshopBoxes(QWidget):
    """The boxes. A full workshop cannot be ticked; one that filled up meanwhile keeps its tick and says so."""

    def __init__(self) -> None:
        super().__init__()
        self._boxes: dict[str, _Box] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(2)
        for column in range(COLUMNS if text_scale() <= LARGE else 1):
            self._grid.setColumnStretch(column, 1)

    def show_workshops(self, workshops: Sequence[SessionSeats], programme: Programme) -> None:
        """Show the workshops of `programme` that are offered now; ticks stay."""
        if list(self._boxes) != [w.session.id for w in workshops]:
            self._make([w.session.id for w in workshops])
        for workshop in workshops:
            self._boxes[workshop.session.id].show_workshop(workshop, programme)

    def tick(self, sessions: Collection[str]) -> None:
        """Tick the sessions that a person is registered for, full or not, and no others."""
        for session, box in self._boxes.items():
            box.setChecked(session in sessions)
            box.setEnabled(box.isEnabled() or box.isChecked())

    def clear(self) -> None:
        for box in self._boxes.values():
            box.setChecked(False)

    @property
    def ticked(self) -> tuple[str, ...]:
        """The ids of the ticked sessions."""
        return tuple(session for session, box in self._boxes.items() if box.isChecked())

    @property
    def boxes(self) -> list[QCheckBox]:
        return list(self._boxes.values())

    def _make(self, sessions: list[str]) -> None:
        ticked = self.ticked
        for old in self._boxes.values():
            old.hide()
            self._grid.removeWidget(old)
            old.deleteLater()
        self._boxes = {session: _Box(session in ticked) for session in sessions}
        columns = 1 if text_scale() > LARGE else COLUMNS
        for at, box in enumerate(self._boxes.values()):
            self._grid.addWidget(box, at // columns, at % columns)


class _Box(QCheckBox):
    """A box whose title is cut where needed, but not its time and seats."""

    def __init__(self, is_ticked: bool) -> None:
        super().__init__()
        self._title, self._rest = "", ""
        self.setChecked(is_ticked)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_workshop(self, workshop: SessionSeats, programme: Programme) -> None:
        session, seats = workshop.session, seats_text(workshop.seats)
        begins = programme_time(session.starts, programme) if session.starts else ""
        self._title = session.title
        self._rest = "".join(f" · {part}" for part in (begins, seats) if part)
        whole = f"{self._title}{self._rest}"
        self.setAccessibleName(whole)
        self.setToolTip(whole)
        self.setEnabled(workshop.seats != 0 or self.isChecked())
        self._cut()

    def minimumSizeHint(self) -> QSize:
        return QSize(scale_px(LEAST), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        metrics = QFontMetricsF(self.font())
        room = self.width() - scale_px(MARKS) - metrics.horizontalAdvance(self._rest)
        title = metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, max(room, 40))
        self.setText(escape_mnemonic(f"{title}{self._rest}"))


def session_text(session: Session, programme: Programme) -> str:
    """Return a session as one short line: "Atelier B · 14:00", where the event has several days with its day."""
    return f"{session.title} · {programme_time(session.starts, programme)}" if session.starts else session.title


def seats_text(left: int | None) -> str:
    """Return the seats left in a session; "" where there is no limit."""
    if left is None:
        return ""
    return translate(_FULL if not left else _ONE_SEAT if left == 1 else _SEATS, seats=left)


_FULL, _ONE_SEAT, _SEATS = Message("walk-in", "full"), Message("walk-in", "1 seat"), Message("walk-in", "{seats} seats")
