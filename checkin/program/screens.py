# SPDX-License-Identifier: GPL-3.0-or-later
"""The screens beside the desk, each made when it is first entered. Their modules are imported no sooner: a desk is
ready before anybody looks at a list.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from checkin.core.answer import Answer
from checkin.desk.board import Board
from checkin.desk.desk import Desk
from checkin.desk.event_file import EventFile
from checkin.desk.press.room import PrintRoom
from checkin.ui.desk.menu import DeskMenu
from checkin.ui.parts.rail import BADGES, CLOSING, LIVE, PARTICIPANTS, PROGRAMME
from checkin.ui.parts.screen_page import ScreenPage
from checkin.ui.shell import Screen, Shell

if TYPE_CHECKING:
    from checkin.ui.closing.purging import Purging
    from checkin.ui.supervision.supervised import Supervised


@dataclass(frozen=True, slots=True)
class Around:
    """What the screens of one window are connected to."""

    shell: Shell
    menu: DeskMenu
    supervised: "Supervised"


class DeskScreens(QObject):
    """`serve` before any of them is entered. `spoken` is the language ("fr" or "en"). `erased` after everybody was
    forgotten.
    """

    erased = Signal()

    def __init__(self, event: EventFile, desk: Desk, print_room: PrintRoom, spoken: str) -> None:
        super().__init__()
        self._event, self._desk, self._print_room, self._spoken = event, desk, print_room, spoken

    def screens(self) -> tuple[Screen, ...]:
        """In the order of the rail."""
        return (
            Screen(PARTICIPANTS, "users", self._make_participants),
            Screen(PROGRAMME, "calendar", self._make_programme),
            Screen(BADGES, "id-card", self._make_badges),
            Screen(LIVE, "chart-column", self._make_live),
            Screen(CLOSING, "flag", self._make_closing),
        )

    def serve(self, around: Around) -> None:
        """Of the program from now on."""
        self._shell, self._menu, self._supervised = around.shell, around.menu, around.supervised
        self._shell.desk.person_wanted.connect(self._show_person)
        self._shell.desk.stage.alert.clicked.connect(self._show_missing_speakers)

    # Each of them

    def _make_participants(self) -> ScreenPage:
        from checkin.desk.form_choices import FormChoices
        from checkin.desk.people import People
        from checkin.ui.participants.screen import ParticipantsScreen, Sources

        choices = FormChoices(self._desk, Board(self._event))
        screen = ParticipantsScreen(Sources(self._desk, People(self._event, self._desk), choices, self._supervised))
        screen.changed.connect(self._shell.refresh)
        screen.told.connect(self._shell.tell)
        screen.to_settle.connect(self._settle)
        screen.badge_asked.connect(self._print_room.wake)
        screen.list.code_typed.connect(self._shell.desk.take_code)
        screen.list.import_wanted.connect(self._menu.list_wanted)
        screen.list.register_wanted.connect(self._register)
        screen.list.left.connect(self._shell.enter_desk)
        return screen

    def _make_programme(self) -> ScreenPage:
        from checkin.desk.programme.board import ProgrammeBoard
        from checkin.desk.speakers import Speakers
        from checkin.ui.programme.screen import ProgrammeDesk, ProgrammeScreen

        at = ProgrammeDesk(ProgrammeBoard(self._event), Speakers(self._event, self._desk), self._desk)
        screen = ProgrammeScreen(at)
        screen.changed.connect(self._shell.desk.refresh)
        screen.told.connect(self._shell.tell)
        screen.find_wanted.connect(self._look_for)
        screen.load_wanted.connect(self._menu.programme_wanted)
        screen.edit_wanted.connect(self._menu.edit_programme_wanted)
        return screen

    def _make_badges(self) -> ScreenPage:
        from checkin.ui.badges.browser import BadgeDesk
        from checkin.ui.badges_screen import BadgesScreen

        screen = BadgesScreen(BadgeDesk(self._event, self._desk, self._desk.printing))
        screen.told.connect(self._shell.tell)
        screen.told.connect(self._print_room.wake)  # it may be that badges wait
        return screen

    def _make_live(self) -> ScreenPage:
        from checkin.desk.live_board import LiveBoard
        from checkin.ui.live.screen import LiveDesk, LiveScreen

        board, folder = LiveBoard(self._event), str(self._event.path.parent)
        screen = LiveScreen(LiveDesk(board, self._desk.now, folder, self._event.hold_again))
        screen.told.connect(self._shell.tell)
        screen.find_wanted.connect(self._look_for)
        self._shell.desk.called.connect(screen.give_way)
        return screen

    def _make_closing(self) -> ScreenPage:
        from checkin.desk.privacy.purge_day import PurgeDay
        from checkin.ui.closing.privacy import ClosingPrivacy, day_sentence
        from checkin.ui.closing.remote import ClosingRemote
        from checkin.ui.closing.screen import ClosingDesk, ClosingScreen

        day = PurgeDay(self._event, self._desk)
        remote, privacy, purging = ClosingRemote(), ClosingPrivacy(lambda: day_sentence(day)), self._purging()
        remote.wanted.connect(self._menu.remote_wanted)
        privacy.register_wanted.connect(purging.ask_register)
        privacy.purge_wanted.connect(purging.ask_purge)
        screen = ClosingScreen(ClosingDesk(self._event, self._desk, self._spoken), (remote, privacy))
        purging.told.connect(privacy.look)
        screen.told.connect(self._shell.tell)
        screen.written.connect(self._shell.tell_written)
        screen.refused.connect(self._shell.fail)
        screen.export.export_wanted.connect(self._menu.export_wanted)
        screen.sheets.programme_wanted.connect(self._menu.edit_programme_wanted)
        return screen

    def propose_purge(self) -> None:
        """If the day has passed until which people were to be kept."""
        from checkin.desk.privacy.purge_day import PurgeDay

        if PurgeDay(self._event, self._desk).is_due:
            self._purging().propose()

    def _purging(self) -> "Purging":
        from checkin.ui.closing.purging import Purging

        purging = Purging(self._event, self._desk, self._shell.desk)
        purging.changed.connect(self._shell.refresh)
        purging.changed.connect(self.erased)
        purging.told.connect(self._shell.tell)
        return purging

    # From one to another

    def _show_person(self, attendee_id: str) -> None:
        self._shell.enter_called(PARTICIPANTS).show_person(attendee_id)  # type: ignore[attr-defined]

    def _show_missing_speakers(self) -> None:
        self._shell.enter_called(PROGRAMME).show_alerts()  # type: ignore[attr-defined]

    def _settle(self, answer: Answer) -> None:
        self._shell.enter_desk()
        self._shell.desk.verbs.settle(answer)

    def _register(self, typed: str) -> None:
        self._look_for(typed)
        self._shell.desk.register()

    def _look_for(self, name: str) -> None:
        self._shell.enter_desk()
        self._shell.desk.stage.search.setText(name)
