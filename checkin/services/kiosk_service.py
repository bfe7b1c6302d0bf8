# SPDX-License-Identifier: GPL-3.0-or-later
"""Self-service: what a guest may do alone at this computer (show a code, follow the badge, call for help).

It has no operation to overrule an answer, search a name or read counts: a guest cannot do what is not here.
"""

from dataclasses import replace
from datetime import datetime

from checkin.core.answer import Answer
from checkin.core.attendee import CheckInMethod
from checkin.core.chosen_columns import shown_to_guest
from checkin.core.kiosk_answers import GreetingStyle, KioskSettings
from checkin.core.message import Message, StorageError, UserError
from checkin.core.programme.programme import Event, PointMode
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.supervision import Supervision
from checkin.storage import settings_store


class KioskService:
    """The self-service of one desk, with the desk's own operations and entries. `settings` are this computer's."""

    def __init__(self, event: EventFile, desk: Desk) -> None:
        self._event, self._desk = event, desk
        self.supervision = Supervision(event, desk, is_kiosk=True)
        self.help = desk.help
        self.settings = settings_store.load_kiosk(event.db)
        self.save_error: StorageError | None = None
        """Why the end of self-service could not be saved, None if it was.

        Until it is, the file says that self-service goes on, and the next start serves guests again.
        """

    @property
    def event(self) -> Event:
        """The event that guests are welcomed to."""
        return self._desk.programme.event

    def columns_for(self, answer: Answer) -> tuple[str, ...]:
        """Return the values of columns that the organiser lets a guest see."""
        return shown_to_guest(answer.attendee, self._desk.programme) if answer.attendee else ()

    def now(self) -> datetime:
        """Return the current time in the event's zone."""
        return self._desk.now()

    @property
    def can_be_left(self) -> bool:
        """Whether a supervisor has a PIN to end it. Without one it must not begin."""
        return any(person.pin for person in self.supervision.supervisors())

    def begin(self, greeting: GreetingStyle) -> None:
        """Begin self-service, and keep it on across restarts.

        Raises `UserError` where guests alone would be stuck: while paper is entered, at an exit, without a PIN.
        """
        if self._desk.written:
            raise UserError(_PAPER)
        if self._desk.control_point.mode is PointMode.EXIT:
            raise UserError(_EXIT, point=self._desk.control_point.name)
        if not self.can_be_left:
            raise UserError(_NO_PIN)
        self._keep(KioskSettings(is_open=True, greeting=greeting))

    def end(self, pin: str) -> None:
        """End self-service with a supervisor's PIN. Raises `UserError` for a wrong PIN; none is needed if none is left.

        It ends even if the disk fails; `save_error` then says why.
        """
        if self.can_be_left:
            self.supervision.check(pin)
        try:
            if mine := self.help.mine():
                self.help.withdraw(mine)  # the supervisor who typed the PIN is here to help
            self._keep(replace(self.settings, is_open=False))
        except StorageError as error:
            self.settings, self.save_error = replace(self.settings, is_open=False), error

    def give_up(self) -> None:
        """Turn self-service off at the start if no PIN could end it, also for the next start."""
        self._keep(replace(self.settings, is_open=False))

    def scan(self, text: str) -> Answer:
        """Return the desk's answer to a code of a guest who is alone here."""
        return self._desk.scan(text, is_alone=True)

    def not_saved(self, text: str) -> Answer:
        """Return the answer to a scan that could not be recorded."""
        return self._desk.not_saved(text, CheckInMethod.CODE)

    def refresh_badge(self, answer: Answer) -> Answer:
        """Return the answer with the present state of its print job."""
        job = self._desk.printing.job(answer.badge.job.id) if answer.badge else None
        if answer.badge is None or job is None or job == answer.badge.job:
            return answer
        return replace(answer, badge=replace(answer.badge, job=job))

    def _keep(self, settings: KioskSettings) -> None:
        settings_store.save_kiosk(self._event.db, settings)
        self.settings, self.save_error = settings, None


def enable_self_service(event: EventFile) -> None:
    """Serve guests when this event is next opened here; without a PIN, one is asked for first."""
    settings_store.save_kiosk(event.db, replace(settings_store.load_kiosk(event.db), is_open=True))


_PAPER = Message("kiosk", "Arrivals are being entered from paper. Finish that first; self-service has not started.")
_EXIT = Message(
    "kiosk", "{point} is an exit, and self-service is for arrivals. Choose another control point; nothing was changed."
)
_NO_PIN = Message(
    "kiosk", "Only a supervisor’s PIN ends self-service, and nobody has one yet. Name a supervisor first."
)
