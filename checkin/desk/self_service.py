# SPDX-License-Identifier: GPL-3.0-or-later
"""What a guest alone may do at this computer: show a code, follow their badge, call for help. And its two ends.

Nothing here lets anybody in in spite of an answer, finds a name or counts: what is not here, no guest can press.
"""

from dataclasses import replace
from datetime import datetime

from checkin.core.answer import Answer
from checkin.core.attendee import CheckInMethod
from checkin.core.errors import StorageError, UserError
from checkin.core.kiosk_answers import GreetingStyle, KioskSettings
from checkin.core.message import Message
from checkin.core.programme.programme import Event, PointMode
from checkin.desk.desk import Desk
from checkin.desk.event_file import EventFile
from checkin.desk.supervision import Supervision
from checkin.storage import kiosk_settings


class SelfService:
    """Of the desk of this thread: the same verb, the same entries. `settings` is what this computer keeps of it."""

    def __init__(self, event: EventFile, desk: Desk) -> None:
        self._event, self._desk = event, desk
        self.supervision = Supervision(event, desk, is_kiosk=True)
        self.help = desk.help
        self.settings = kiosk_settings.load(event.db)
        self.save_error: StorageError | None = None
        """Why it could not be written that self-service ended: the next start believes the file, and serves guests."""

    @property
    def event(self) -> Event:
        """Whose guests they are."""
        return self._desk.programme.event

    def now(self) -> datetime:
        """The time in the event's zone."""
        return self._desk.now()

    @property
    def can_be_left(self) -> bool:
        """Whether anybody has a PIN that ends it. Without one it must not begin."""
        return any(person.pin for person in self.supervision.supervisors())

    def begin(self, greeting: GreetingStyle) -> None:
        """From now on, also after the computer was switched off. `UserError` where guests alone would be lost."""
        if self._desk.written:
            raise UserError(_PAPER)
        if self._desk.control_point.mode is PointMode.EXIT:
            raise UserError(_EXIT, point=self._desk.control_point.name)
        if not self.can_be_left:
            raise UserError(_NO_PIN)
        self._keep(KioskSettings(is_open=True, greeting=greeting))

    def end(self, pin: str) -> None:
        """With the PIN of a supervisor, or `UserError` with the sentence. Without any left nobody could be asked.

        It ends whatever the disk does; `not_kept` then says what failed.
        """
        if self.can_be_left:
            self.supervision.check(pin)
        try:
            if mine := self.help.mine():
                self.help.withdraw(mine)  # whoever typed the PIN stands there
            self._keep(replace(self.settings, is_open=False))
        except StorageError as error:
            self.settings, self.save_error = replace(self.settings, is_open=False), error

    def give_up(self) -> None:
        """It was wanted at the start, and nobody has a PIN to end it: the desk it is, at the next start too."""
        self._keep(replace(self.settings, is_open=False))

    def scan(self, text: str) -> Answer:
        """A code was read: what the desk answers."""
        return self._desk.scan(text)

    def not_saved(self, text: str) -> Answer:
        """Of a scan of which nothing could be recorded."""
        return self._desk.not_saved(text, CheckInMethod.CODE)

    def refresh_badge(self, answer: Answer) -> Answer:
        """The same answer, with its badge as far as it is by now."""
        job = self._desk.printing.job(answer.badge.job.id) if answer.badge else None
        if answer.badge is None or job is None or job == answer.badge.job:
            return answer
        return replace(answer, badge=replace(answer.badge, job=job))

    def _keep(self, settings: KioskSettings) -> None:
        kiosk_settings.save(self._event.db, settings)
        self.settings, self.save_error = settings, None


def enable_self_service(event: EventFile) -> None:
    """When this event is opened here, guests are served; if nobody has a PIN, one is asked for first."""
    kiosk_settings.save(event.db, replace(kiosk_settings.load(event.db), is_open=True))


_PAPER = Message("kiosk", "Arrivals from paper are being entered. Finish that first; self-service did not begin.")
_EXIT = Message(
    "kiosk",
    "{point} is a way out, and self-service welcomes guests. Choose another control point; nothing was changed.",
)
_NO_PIN = Message("kiosk", "Only the PIN of a supervisor ends self-service, and nobody has one yet. Name one first.")
