# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything around the answer: header, pace, recent scans, lights, the sentence at the bottom. Changes no data."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from checkin.core.admission_rules import counting_point
from checkin.core.counts import Tally
from checkin.core.message import Message
from checkin.core.programme.programme import Programme
from checkin.core.programme.programme_edits import day_at
from checkin.core.sync.sync_status import SyncStatus
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.translation import clock_time, day_texts, programme_time, translate
from checkin.ui.desk.desk_bars import ScanOnlyBar
from checkin.ui.desk.desk_header import DeskHeader, StatusLight
from checkin.ui.desk.desk_stage import DeskStage
from checkin.ui.look.drawing import LEFT, RIGHT, draw_aligned, draw_hairline
from checkin.ui.look.screen_reader import announce
from checkin.ui.look.theme import MARGIN, SMALL, design_painter, design_rect, font, scale_px, tokens
from checkin.ui.widgets.exchange_wording import sync_sentences

KEYS = (
    ("F7", Message("footer", "Let in")),
    ("F8", Message("footer", "Undo")),
    ("F2", Message("footer", "Register")),
    ("F3", Message("footer", "Search")),
    ("F11", Message("footer", "Full screen")),
)
SUPERVISOR = ("F9", Message("footer", "The supervisor lets in"))
"""In place of F7, where no volunteer lets in the person shown."""
GIVEN_BACK = ("F7", Message("footer", "Given back"))
"""Where the person shown may give back what is lent here."""
STILL_OUT = ("F12", Message("footer", "Still out"))
"""Beside the keys where things are lent."""
SENTENCE = 0.45
"""Share of the row that the sentence may take before the last keys are dropped: the search box shows F3, and nothing
but its row of keys says F8 while no answer is shown.
"""
KEY, GAP = 6, 26
"""Pixels after a key, and after its label."""
_TOLD = Message("footer", "Last message")
SAVED_HERE = Message("footer", "Everything is saved on this computer")


class Footer(QWidget):
    """A row with one sentence (the status) beside the keys of the visible screen."""

    def __init__(self, parent: QWidget | None = None, keys: Sequence[tuple[str, Message]] = KEYS) -> None:
        super().__init__(parent)
        self._status = translate(SAVED_HERE)
        self.setFixedHeight(scale_px(16) + 24)
        self.show_keys(keys)
        self.setAccessibleDescription(self._status)

    def show_keys(self, keys: Sequence[tuple[str, Message]]) -> None:
        self.keys = tuple(keys)
        self.setAccessibleName(", ".join(f"{key} {translate(words)}" for key, words in keys) or translate(_TOLD))
        self.update()

    def set_status(self, sentence: str) -> None:
        self._status = sentence
        self.setAccessibleDescription(sentence)
        self.update()

    def shown(self, wide: float) -> int:
        """Return how many keys, from the first, fit beside the sentence in a row `wide` pixels wide."""
        bold, plain = QFontMetricsF(font(SMALL, 600)), QFontMetricsF(font(SMALL))
        room = wide - min(plain.horizontalAdvance(self._status), wide * SENTENCE)
        for number, (key, words) in enumerate(self.keys):
            room -= bold.horizontalAdvance(key) + KEY + plain.horizontalAdvance(translate(words)) + GAP
            if room < 0:
                return number
        return len(self.keys)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.fillRect(design_rect(self), QColor(t.surface))
        painter.setPen(QPen(QColor(t.line), 1))
        draw_hairline(painter, 0, 0, design_rect(self).width(), 0)
        row = design_rect(self).adjusted(MARGIN, 0, -MARGIN, 0)
        face, x = font(SMALL), row.left()
        for key, words in self.keys[: self.shown(row.width())]:
            for text, written, ink, gap in (
                (key, font(SMALL, 600), t.ink, KEY),
                (translate(words), face, t.quiet, GAP),
            ):
                width = QFontMetricsF(written).horizontalAdvance(text)
                draw_aligned(painter, QRectF(x, 0, width, design_rect(self).height()), text, (written, ink), LEFT)
                x += width + gap
        rest = QRectF(x, 0, row.right() - x, design_rect(self).height())
        draw_aligned(
            painter,
            rest,
            QFontMetricsF(face).elidedText(self._status, Qt.TextElideMode.ElideRight, rest.width()),
            (face, t.quiet),
            RIGHT,
        )


class DeskChrome(QObject):
    """The parts around the answer; the window places `header`, `scan_only`, `stage` and `footer`.

    `language` is the current one, "fr" or "en". `standing` is the default sentence at the bottom.
    """

    printer_pressed = Signal()
    ready_pressed = Signal()
    desks_pressed = Signal()
    ticketing_pressed = Signal()

    def __init__(self, desk: Desk, queries: DeskQueries, language: str, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._queries, self._language = desk, queries, language
        self.header, self.stage, self.footer = DeskHeader(), DeskStage(), Footer()
        self.scan_only = ScanOnlyBar()
        self._disk_failed, self._has_space = False, True
        self._first_key = KEYS[0]
        self.standing = translate(SAVED_HERE)
        self._lights = {
            "camera": StatusLight(Message("light", "Camera"), None),
            "disk": StatusLight(Message("light", "Saving"), True),
            "printer": StatusLight(Message("light", "Printer"), None),
            "ready": StatusLight(_READY, None),
        }
        self.header.light_pressed.connect(self._press)

    # The sentence at the bottom

    def set_default_message(self, text: str) -> None:
        """Set the sentence that is shown while there is nothing else to say."""
        self.standing = text
        self.show_status(text)

    def show_status(self, text: str) -> None:
        """Show `text` at the bottom until the next answer."""
        self.footer.set_status(text)
        announce(self.footer, text)

    def reset_status(self) -> None:
        """Show the default sentence again."""
        self.footer.set_status(self.standing)

    # Lights

    def set_light(self, name: str, is_ok: bool | None, tip: str = "", what: str = "") -> None:
        """Set one light. `tip` says more in its tool tip; `what` names the problem in few words where there is room."""
        light = StatusLight(self._lights[name].words, is_ok, tip, what)
        if light != self._lights[name]:  # saving is told after every answer
            self._lights[name] = light
            self._show_lights()

    def set_ready(self, light: StatusLight) -> None:
        """Set the readiness light, whose name itself is the verdict."""
        self._lights["ready"] = light
        self._show_lights()

    def _press(self, light: StatusLight) -> None:
        """Emit the signal of a light that leads somewhere; show the sentence of any other."""
        if self._desk.scans_only:
            self.show_status(light.spoken)
        elif light.words == self._lights["printer"].words:
            self.printer_pressed.emit()
        elif light.words == self._lights["ready"].words:
            self.ready_pressed.emit()
        elif light.words == _DESKS:
            self.desks_pressed.emit()
        elif light.words == _TICKETING:
            self.ticketing_pressed.emit()
        else:
            self.show_status(light.spoken)

    def _show_lights(self) -> None:
        """Let the first light in trouble show its `what`: there is no room for more than one."""
        lights = tuple(self._lights.values())
        first = next((light for light in lights if light.what and light.is_ok is False), None)
        self.header.set_lights([light if light is first else replace(light, what="") for light in lights])

    def show_space(self, is_enough: bool) -> None:
        """Show whether the event's disk has enough space."""
        self._has_space = is_enough
        self._show_disk()

    def show_saved(self, is_saved: bool) -> None:
        """Show whether the last write succeeded; a failed write is shown until one succeeds."""
        self._disk_failed = not is_saved
        self._show_disk()

    def show_camera(self, words: str, caption: str, is_live: bool | None, is_mirrored: bool) -> None:
        """Show the camera. `words` is its state as a sentence, `caption` stands under the live picture.

        `is_live` None means that there is no camera.
        """
        self.set_light("camera", is_live, words)
        self.stage.set_camera(caption if is_live else "", is_mirrored)
        if not is_live:
            self.stage.set_image(None)

    def show_sync_status(self, sync_status: SyncStatus) -> None:
        """Show the light of the other desks; a desk alone has none, unless a USB drive was used."""
        self._lights.pop("desks", None)
        if not sync_status.is_alone or sync_status.usb_drive:
            is_well = None if sync_status.is_alone else sync_status.is_well  # unknown if reached by USB drive only
            is_well = False if sync_status.unerased_drives else is_well
            self._lights["desks"] = StatusLight(_DESKS, is_well, "\n".join(sync_sentences(sync_status)))
        self._show_lights()

    def show_ticketing(self, is_well: bool | None, tip: str, what: str = "") -> None:
        """Show the light of the ticketing's server, for an event that has one."""
        self._lights["ticketing"] = StatusLight(_TICKETING, is_well, tip, what)
        self._show_lights()

    def hide_ticketing(self) -> None:
        """Show no light of a ticketing's server."""
        if self._lights.pop("ticketing", None):
            self._show_lights()

    def _show_disk(self) -> None:
        self.set_light(
            "disk", self._has_space and not self._disk_failed, "" if self._has_space else translate(_LOW_DISK)
        )

    def show_scan_only(self, is_on: bool) -> None:
        """Hide what names people other than the one of the answer, or show it again."""
        if is_on:
            self.stage.conflicts.show_count(0)
            self.stage.alert.show_missing(())
            self.stage.recent_scans.show_scans(())
        self.stage.show_recent_scans(not is_on)
        self._show_keys()
        self.stage.show_codes_alone(is_on)
        self.scan_only.show_scan_only(is_on)

    def show_first_key(self, key: tuple[str, Message]) -> None:
        """Show first at the bottom the key for the person shown: of a volunteer, or of a supervisor."""
        self._first_key = key
        self._show_keys()

    def _show_keys(self) -> None:
        """Show the keys at the bottom that work where the desk stands."""
        others = [key for key in KEYS[1:] if not self._desk.scans_only or key[0] not in ("F2", "F3")]
        keys = [self._first_key, *others]
        is_lent = bool(counting_point(self._desk.programme, self._desk.control_point).gives)
        self.stage.alert.show_key(not is_lent)
        self.footer.show_keys((*keys[:-1], STILL_OUT, keys[-1]) if is_lent and not self._desk.scans_only else keys)

    # Texts and counts

    def title(self) -> str:
        """Return the window title, which begins with the control point: a task bar shows little more."""
        title = f"{self._desk.programme.event.title} – {self._desk.name}"
        points = self._desk.programme.control_points
        return f"{self._desk.control_point.name} – {title}" if len(points) > 1 else title

    def refresh(self) -> None:
        """Read everything again: after a start, an import, or a change by another window."""
        programme, point = self._desk.programme, self._desk.control_point
        days = day_texts(day_at(programme, self._desk.now()), self._language) if programme.event.day else ()
        places = [f"{day} · {self._desk.name}" for day in days]
        self.header.set_event(programme.event.title, [*places, self._desk.name])
        self.header.set_control_points(programme.control_points, point.id)
        self.stage.idle.set_point(point.name if len(programme.control_points) > 1 else "")
        self._show_lights()
        self._show_keys()
        self.stage.idle.set_note(self._desk.handover.note())
        self.count()

    def count(self) -> None:
        """Refresh the counts, lines and recent scans: after an answer, and each minute."""
        desk = self._desk
        tally = self._queries.tally(desk.programme, desk.control_point, desk.now())
        self.header.set_tally(tally)
        self.stage.help.show_calls(desk.help.open(), desk.now())
        self.stage.chart.set_pace(tally.per_minute, has_arrivals=tally.arrived > 0)
        if not desk.scans_only:
            self._count_people(tally)

    def _count_people(self, tally: Tally) -> None:
        """Refresh the lines and lists that name people."""
        desk = self._desk
        if tally.waiting and (first := desk.workshops.next_in_line()):
            self.show_status(translate(_SEAT_FREE, name=first.name))
        self.stage.conflicts.show_count(desk.conflicts.count())
        self.stage.alert.show_missing(self._queries.missing_speakers(desk.programme, desk.now()))
        self.stage.recent_scans.show_scans(self._queries.recent_scans(desk.programme, desk.control_point))

    def show_time(self, now: datetime) -> None:
        self.header.set_clock(clock_time(now))
        self.stage.chart.set_next(_next_session_text(self._desk.programme, now))


def _next_session_text(programme: Programme, now: datetime) -> str:
    """Return the session that begins next with its number of speakers; "" after the last one."""
    coming = [(s.starts, s) for s in programme.sessions if s.starts and s.starts > now]
    if not coming:
        return ""
    starts, session = min(coming, key=lambda pair: pair[0])
    speakers = sum(s.session == session.id for s in programme.speakers)
    when = programme_time(starts, programme)
    if speakers:
        words = Message("pace", "{time} · speakers: {speakers} · {title}")
        return translate(words, title=session.title, time=when, speakers=speakers)
    return f"{when} · {session.title}"


_DESKS = Message("light", "Desks")
_TICKETING = Message("light", "pretix")
_READY = Message("light", "Ready")
_LOW_DISK = Message("desk", "The disk is nearly full. Make room before more people arrive.")
_SEAT_FREE = Message("desk", "A seat is free for {name}, first on the waiting list: F5 calls them.")
