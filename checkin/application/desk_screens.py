# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands beside the desk: its screens, imports and exports, each imported when first needed, and their PIN."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from checkin.core.answer import Answer
from checkin.core.attendee import Attendee
from checkin.core.message import Message
from checkin.core.purge import ErasedDrives
from checkin.core.sync.invitation import Volume
from checkin.core.sync.sync_status import SyncStatus
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.event_file import EventFile
from checkin.services.mail.mail_service import MailService
from checkin.services.printing.print_threads import PrintService
from checkin.services.supervision import Supervision
from checkin.translation import translate
from checkin.ui.desk.desk_actions import SCANS_ONLY
from checkin.ui.desk.desk_menu import DeskMenu
from checkin.ui.import_export.file_choosing import FileDrop
from checkin.ui.shell import ScreenEntry, Shell
from checkin.ui.supervision.supervision_flow import AuthorityRequest, ask_authority
from checkin.ui.widgets.screen_page import BADGES, CLOSING, LIVE, PARTICIPANTS, PROGRAMME, TICKETS, ScreenPage

if TYPE_CHECKING:
    from checkin.ui.closing.purge_flow import PurgeFlow
    from checkin.ui.import_export.export_flow import ExportFlow
    from checkin.ui.import_export.import_flow import ImportFlow
    from checkin.ui.programme_editor.programme_editor import ProgrammeEditFlow
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
    "checkin.ui.editor_screens",
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
        from checkin.services.desk_queries import FormChoices
        from checkin.services.people_queries import PeopleQueries
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
        from checkin.services.programme.programme_use import Speakers
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
        from checkin.ui.editor_screens import TicketsScreen
        from checkin.ui.tickets.ticket_browser import TicketsContext

        screen = TicketsScreen(TicketsContext(self._event, self._desk, self._mail), parent=parent)
        screen.reported.connect(self._shell.show_status)
        screen.person_wanted.connect(self._show_person)
        screen.programme_wanted.connect(self._menu.edit_programme_wanted)
        return screen

    def _make_badges(self, parent: QWidget) -> ScreenPage:
        from checkin.ui.badges.badges_browser import BadgesContext
        from checkin.ui.editor_screens import BadgesScreen

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
        from checkin.ui.closing.closing_sections import ClosingConnectionLog

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


# Imports, exports and the programme editor of an open desk.
# Each is imported when first needed, so that a desk is ready at once.


class DeskFiles(QObject):
    """The file flows of one window; a child of `shell`."""

    def __init__(self, event: EventFile, desk: Desk, shell: Shell) -> None:
        super().__init__(shell)
        self._event, self._desk, self._shell = event, desk, shell

    def mount(self, menu: DeskMenu) -> None:
        """Connect the menu, and files dropped on the window."""
        menu.guarded("list_wanted", lambda: self._in.ask_list())
        menu.guarded("programme_wanted", lambda: self._in.ask_programme())
        menu.guarded("connection_log_wanted", lambda: self._in.ask_connection_log())
        menu.guarded("photographs_wanted", lambda: self._in.photographs.ask_folder())
        FileDrop(self._shell).dropped.connect(lambda path: self._bring(path, menu))
        menu.guarded("export_wanted", lambda: self._out.ask_export())
        menu.guarded("save_copy_wanted", lambda: self._out.ask_save_copy())
        menu.guarded("save_programme_wanted", lambda: self._out.ask_save_programme())
        menu.guarded("paper_list_wanted", lambda: self._out.ask_paper_list())
        menu.guarded("blanks_wanted", lambda: self._out.ask_blanks())
        menu.guarded("codes_wanted", lambda: self._out.ask_codes())
        menu.edit_programme_wanted.connect(lambda: self._editing.ask_edit())

    def _bring(self, path: Path, menu: DeskMenu) -> None:
        """Import a file that was dropped on the window, as the menu would; not at a desk that only scans."""
        if self._desk.scans_only:
            self._shell.show_status(translate(SCANS_ONLY))
        elif self._in.is_programme(path) or menu.may("list_wanted"):
            self._in.bring(path)

    @cached_property
    def _in(self) -> "ImportFlow":
        from checkin.ui.import_export.import_flow import ImportFlow

        made = ImportFlow(self._event, self._desk, self._shell.desk)
        made.changed.connect(self._shell.refresh)
        made.reported.connect(self._shell.show_status)
        return made

    @cached_property
    def _out(self) -> "ExportFlow":
        from checkin.ui.import_export.export_flow import ExportFlow

        made = ExportFlow(self._event, self._desk, self._shell.desk)
        made.changed.connect(self._shell.refresh)
        made.written.connect(self._shell.show_written)
        return made

    @cached_property
    def _editing(self) -> "ProgrammeEditFlow":
        from checkin.ui.programme_editor.programme_editor import ProgrammeEditFlow

        made = ProgrammeEditFlow(self._event, self._desk, self._shell.desk)
        made.changed.connect(self._shell.refresh)
        made.reported.connect(self._shell.show_status)
        return made


# The organiser's screens and actions of an open desk, which need a supervisor's PIN once a supervisor is named.
# The tables are `SCREENS_BEHIND_PIN` and `NEEDS_PIN`. A screen stays open until it is left for one that is free,
# which a scanned code does too. An action is asked for each time, but not while such a screen is open.

SCREENS_BEHIND_PIN = (TICKETS, BADGES, CLOSING)

NEEDS_PIN: Mapping[str, bool] = {
    "list_wanted": True,
    "connection_log_wanted": True,
    "photographs_wanted": True,
    "save_programme_wanted": True,
    "export_wanted": True,
    "save_copy_wanted": True,
    "codes_wanted": True,
    "blanks_wanted": True,
    "paper_list_wanted": True,
    "phones_wanted": True,  # whoever holds a phone can scan
    "removal_wanted": True,  # asked for where the folder of events is shown too: `HelpFlow.may_remove`
    "programme_wanted": False,  # asks itself, with the reason that is recorded; so do the next four
    "edit_programme_wanted": False,
    "undo_import_wanted": False,
    "supervisors_wanted": False,
    "scan_only_wanted": False,
    "paper_wanted": False,
    "code_wanted": False,
    "new_code_wanted": False,
    "print_queue_wanted": False,
    "printer_wanted": False,
    "settings_wanted": False,
    "ready_wanted": False,
    "rehearsal_wanted": False,
    "sync_wanted": False,
    "ticketing_wanted": False,
    "kiosk_wanted": False,
    "another_wanted": False,
    "full_screen_wanted": False,
    "help_wanted": False,
    "report_wanted": False,
}
"""Each signal of the ⋮ menu, and whether it waits for the PIN."""


class OrganiserLock(QObject):
    """The lock of one window; a child of `shell`."""

    def __init__(self, event: EventFile, desk: Desk, shell: Shell, menu: DeskMenu) -> None:
        super().__init__(shell)
        self._supervision, self._shell = Supervision(event, desk), shell
        self._is_open = False
        shell.may_enter = self._may_enter
        shell.entered.connect(self._close)
        menu.may = self._may_do

    def _may_enter(self, screen: Message) -> bool:
        if screen in SCREENS_BEHIND_PIN and not self._is_open:
            self._is_open = self._ask()
            return self._is_open
        return True

    def _may_do(self, wanted: str) -> bool:
        return self._is_open or not NEEDS_PIN[wanted] or self._ask()

    def _ask(self) -> bool:
        """Return whether a supervisor typed their PIN; true where none is named."""
        if not self._supervision.is_needed:
            return True
        request = AuthorityRequest(translate(_QUESTION), translate(_OPEN), (), detail=translate(_FREE))
        return ask_authority(self._supervision, request, self._shell) is not None

    def _close(self, number: int) -> None:
        """Close the lock when a free screen is shown."""
        self._is_open = self._is_open and self._shell.screen_at(number) in SCREENS_BEHIND_PIN


_QUESTION = Message("organiser_lock", "For the organiser")
_FREE = Message(
    "organiser_lock", "Scanning, searching, registering, correcting and printing need no PIN. Esc goes back to them."
)
_OPEN = Message("organiser_lock", "Open")
