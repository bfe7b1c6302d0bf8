# SPDX-License-Identifier: GPL-3.0-or-later
"""The screens beside the desk, each built when first entered, and imported by then or when the desk has time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from checkin.core.answer import Answer
from checkin.core.attendee import Attendee
from checkin.core.privacy.purge_summary import ErasedDrives
from checkin.core.sync.sync_status import SyncStatus
from checkin.core.sync.usb_drives import Volume
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.event_file import EventFile
from checkin.services.mail.mail_service import MailService
from checkin.services.printing.print_threads import PrintService
from checkin.ui.desk.desk_menu import DeskMenu
from checkin.ui.shell import ScreenEntry, Shell
from checkin.ui.widgets.navigation_rail import BADGES, CLOSING, LIVE, PARTICIPANTS, PROGRAMME, TICKETS
from checkin.ui.widgets.screen_page import ScreenPage

if TYPE_CHECKING:
    from checkin.ui.closing.purge_flow import PurgeFlow
    from checkin.ui.supervision.supervision_flow import SupervisionFlow


SPARE_MS = 500
"""Between two imports of a desk that waits for its first guest: a code that is read meanwhile is answered first."""
_MODULES = (
    "checkin.ui.people.people_screen",
    "qrcode",  # the code on a person's page
    "checkin.ui.programme.programme_screen",
    "checkin.ui.live.live_screen",
    "checkin.ui.closing.closing_screen",
    "checkin.ui.closing.closing_privacy",
    "checkin.ui.closing.purge_flow",
    "checkin.ui.badges_screen",
    "checkin.ui.tickets_screen",
)


class ConnectedDrives(Protocol):
    """The USB drives that are in the computer."""

    find: Callable[[], tuple[Volume, ...]]


class ClosingSync(Protocol):
    """What the closing screen needs of USB drives: which still have the people of a purge, and emptying them."""

    @property
    def usb_drives(self) -> ConnectedDrives: ...

    def look(self) -> SyncStatus: ...

    def purge_drives(self) -> ErasedDrives | None: ...

    def last_heard(self) -> tuple[tuple[str, datetime], ...]: ...

    def empty_drive(self, drive: Volume) -> None: ...


@dataclass(frozen=True, slots=True)
class ScreenContext:
    """The parts of one window to which the screens are connected."""

    shell: Shell
    menu: DeskMenu
    supervised: "SupervisionFlow"
    sync: ClosingSync


class DeskScreens(QObject):
    """The screens of a desk. Call `mount` before entering one. `spoken` is the language. `erased` is
    emitted after a purge.
    """

    erased = Signal()

    def __init__(self, event: EventFile, desk: Desk, print_room: PrintService, mail: MailService, spoken: str) -> None:
        super().__init__()
        self._event, self._desk, self._print_room, self._mail = event, desk, print_room, mail
        self._spoken = spoken
        self._unimported = list(_MODULES)
        self._spare_time = QTimer(self, interval=SPARE_MS)
        self._spare_time.timeout.connect(self.import_next)

    def import_in_turn(self) -> None:
        """Import the screens one after the other, so that the first visit to each does not wait for its modules."""
        self._spare_time.start()

    def import_next(self) -> bool:
        """Import the next screen. Return whether there is another one."""
        import_module(self._unimported.pop(0))
        if not self._unimported:
            self._spare_time.stop()
        return bool(self._unimported)

    def screens(self) -> tuple[ScreenEntry, ...]:
        """Return the screens in the order of the navigation rail."""
        return (
            ScreenEntry(PARTICIPANTS, "users", self._make_people),
            ScreenEntry(PROGRAMME, "calendar", self._make_programme),
            ScreenEntry(TICKETS, "ticket", self._make_tickets),
            ScreenEntry(BADGES, "id-card", self._make_badges),
            ScreenEntry(LIVE, "chart-column", self._make_live),
            ScreenEntry(CLOSING, "flag", self._make_closing),
        )

    def mount(self, around: ScreenContext) -> None:
        """Connect a new window of the program."""
        self._shell, self._menu, self._supervised = around.shell, around.menu, around.supervised
        self._sync = around.sync
        self._shell.desk.updates.people_forgotten.connect(self._tell_purge)
        self._shell.desk.desk_actions.person_wanted.connect(self._show_person)
        self._shell.desk.desk_actions.correction_wanted.connect(self._correct)
        self._shell.desk.desk_actions.new_code_wanted.connect(self._replace_code)
        self._shell.desk.stage.alert.clicked.connect(self._show_missing_speakers)
        self._mail.changed.connect(self._show_light)

    def _show_light(self) -> None:
        """Show the light beside Tickets while some are being sent."""
        self._shell.rail.set_busy(1 + [screen.words for screen in self.screens()].index(TICKETS), self._mail.is_at_work)

    # Each of them

    def _make_people(self, parent: QWidget) -> ScreenPage:
        from checkin.services.people_queries import PeopleQueries
        from checkin.services.registration_choices import FormChoices
        from checkin.ui.people.people_screen import PeopleContext, PeopleScreen

        choices = FormChoices(self._desk, DeskQueries(self._event))
        at = PeopleContext(self._desk, PeopleQueries(self._event, self._desk), choices, self._supervised)
        screen = PeopleScreen(at, parent)
        screen.changed.connect(self._shell.refresh)
        screen.reported.connect(self._shell.show_status)
        screen.needs_review.connect(self._show_decided)
        screen.badge_asked.connect(self._print_room.wake)
        screen.code_wanted.connect(self._give_code)
        screen.list.code_typed.connect(self._shell.desk.take_code)
        screen.list.import_wanted.connect(self._menu.list_wanted)
        screen.list.register_wanted.connect(self._register)
        screen.list.left.connect(self._shell.enter_desk)
        return screen

    def _make_programme(self, parent: QWidget) -> ScreenPage:
        from checkin.services.speaker_changes import Speakers
        from checkin.ui.programme.programme_screen import ProgrammeContext, ProgrammeScreen

        at = ProgrammeContext(self._event, Speakers(self._event, self._desk), self._desk)
        screen = ProgrammeScreen(at, parent)
        screen.changed.connect(self._shell.desk.refresh)
        screen.reported.connect(self._shell.show_status)
        screen.find_wanted.connect(self._look_for)
        screen.load_wanted.connect(self._menu.programme_wanted)
        screen.edit_wanted.connect(self._menu.edit_programme_wanted)
        return screen

    def _make_tickets(self, parent: QWidget) -> ScreenPage:
        from checkin.ui.tickets.ticket_browser import TicketsContext
        from checkin.ui.tickets_screen import TicketsScreen

        screen = TicketsScreen(TicketsContext(self._event, self._desk, self._mail), parent=parent)
        screen.reported.connect(self._shell.show_status)
        screen.person_wanted.connect(self._show_person)
        screen.programme_wanted.connect(self._menu.edit_programme_wanted)
        return screen

    def _make_badges(self, parent: QWidget) -> ScreenPage:
        from checkin.ui.badges.badges_browser import BadgesContext
        from checkin.ui.badges_screen import BadgesScreen

        screen = BadgesScreen(BadgesContext(self._event, self._desk, self._desk.printing), parent=parent)
        screen.reported.connect(self._shell.show_status)
        screen.reported.connect(self._print_room.wake)  # it may be that badges wait
        return screen

    def _make_live(self, parent: QWidget) -> ScreenPage:
        from checkin.ui.live.live_screen import LiveContext, LiveScreen

        screen = LiveScreen(LiveContext(self._event, self._desk.now, lambda: self._desk.control_point.id), parent)
        screen.reported.connect(self._shell.show_status)
        screen.find_wanted.connect(self._look_for)
        self._shell.desk.called.connect(screen.end_projection)
        return screen

    def _make_closing(self, parent: QWidget) -> ScreenPage:
        from checkin.services.privacy.purge_day import PurgeDay
        from checkin.ui.closing.closing_privacy import ClosingPrivacy, retention_sentence
        from checkin.ui.closing.closing_screen import ClosingContext, ClosingScreen
        from checkin.ui.closing.closing_section import ClosingConnectionLog

        day = PurgeDay(self._event, self._desk)
        connection_log, purging = ClosingConnectionLog(), self._purging()
        privacy = ClosingPrivacy(lambda: retention_sentence(day), self._unerased_drives)
        privacy.usb_drives.watch(self._sync.usb_drives.find)
        privacy.usb_drives.empty_wanted.connect(self._sync.empty_drive)
        privacy.usb_drives.empty_wanted.connect(privacy.look)
        connection_log.wanted.connect(self._menu.connection_log_wanted)
        privacy.register_wanted.connect(purging.ask_register)
        privacy.purge_wanted.connect(purging.ask_purge)
        at = ClosingContext(self._event, self._desk, self._spoken)
        screen = ClosingScreen(at, (connection_log, privacy), parent=parent)
        self._shell.desk.updates.people_forgotten.connect(privacy.look)
        purging.reported.connect(privacy.look)
        purging.written.connect(privacy.look)
        screen.reported.connect(self._shell.show_status)
        screen.written.connect(self._shell.show_written)
        screen.refused.connect(self._shell.fail)
        screen.export.export_wanted.connect(self._menu.export_wanted)
        screen.sheets.programme_wanted.connect(self._menu.edit_programme_wanted)
        return screen

    def propose_purge(self) -> None:
        """Propose the purge, if the day until which people were to be kept has passed; say of another desk's purge."""
        from checkin.services.privacy.purge_day import PurgeDay

        self._shell.desk.updates.look_for_purge()  # first: clearing the screens hides every notice
        self._tell_purge()
        if PurgeDay(self._event, self._desk).is_due:
            self._purging().propose()

    def _tell_purge(self) -> None:
        """Say once that another desk erased the personal data, here too."""
        from checkin.services.privacy.purge_day import take_unread_purge

        if purge := take_unread_purge(self._event, self._desk):
            from checkin.ui.closing.closing_privacy import foreign_purge_sentence

            self._shell.notice.show_notice(foreign_purge_sentence(purge), "shield-x")

    def _purging(self) -> "PurgeFlow":
        from checkin.ui.closing.purge_flow import PurgeFlow

        purging = PurgeFlow(self._event, self._desk, self._shell.desk, self._sync)
        purging.erasing.connect(self._shell.desk.codes.pause)
        purging.changed.connect(self._shell.refresh)
        purging.changed.connect(self.erased)
        purging.reported.connect(self._shell.show_status)
        purging.written.connect(self._shell.show_written)
        return purging

    def _unerased_drives(self) -> tuple[str, ...]:
        return tuple(key.name for key in self._sync.look().unerased_drives)

    # From one to another

    def _show_person(self, attendee_id: str) -> None:
        self._shell.enter_by_name(PARTICIPANTS).show_person(attendee_id)  # type: ignore[attr-defined]

    def _correct(self, attendee_id: str) -> None:
        self._shell.enter_by_name(PARTICIPANTS).correct(attendee_id)  # type: ignore[attr-defined]

    def _replace_code(self, attendee_id: str) -> None:
        self._shell.enter_by_name(PARTICIPANTS).replace_code(attendee_id)  # type: ignore[attr-defined]

    def _show_missing_speakers(self) -> None:
        self._shell.enter_by_name(PROGRAMME).show_alerts()  # type: ignore[attr-defined]

    def _show_decided(self, answer: Answer) -> None:
        self._shell.enter_desk()
        self._shell.desk.operations.show_decided(answer)

    def _give_code(self, person: Attendee) -> None:
        self._shell.enter_desk()
        self._shell.desk.desk_actions.tying.begin(person)

    def _register(self, typed: str) -> None:
        self._look_for(typed)
        self._shell.desk.desk_actions.forms.register()

    def _look_for(self, name: str) -> None:
        self._shell.enter_desk()
        self._shell.desk.stage.search.setText(name)
