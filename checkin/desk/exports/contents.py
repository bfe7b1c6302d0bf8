# SPDX-License-Identifier: GPL-3.0-or-later
"""What an export of the attendance consists of, whatever file it becomes: tables, and what they are made of."""

from collections.abc import Iterator
from functools import cached_property

from checkin.core.evening.account import Account
from checkin.core.exports.control_sheet import ControlSheet
from checkin.core.exports.made_line import Making, made_line
from checkin.core.words import Say, Words
from checkin.desk.evening.accounts import of_journal
from checkin.desk.evening.control import control_sheet
from checkin.desk.event_file import EventFile
from checkin.desk.exports.about_event import about, about_lines, event_table, made_at, title_line
from checkin.desk.exports.account import account_table, control_table, with_lines
from checkin.desk.exports.changes import Changed, changes
from checkin.desk.exports.changes_table import changes_table
from checkin.desk.exports.people import PeopleTables
from checkin.desk.exports.scans import Scan, scans, scans_table
from checkin.desk.exports.sessions import Room, rooms, sessions_table
from checkin.desk.exports.source import ExportSource
from checkin.desk.exports.statistics import figures, statistics_table
from checkin.documents.tables import Table
from checkin.documents.xlsx_print import PrintMarks


class Contents:
    """Of one event as it is while this is made; each part is read when it is asked for. So `event` is one to which
    nobody writes meanwhile (`EventFile.as_it_is`), or the control line would not be that of the cells.
    """

    def __init__(self, event: EventFile, making: Making, say: Say) -> None:
        self.event, self.making, self.wish, self.say = event, making, making.wish, say
        self.source = ExportSource(event, making.counted_to, making.rules)
        self.account: Account = of_journal(event, making.counted_to, making.rules)
        self.control: ControlSheet = control_sheet(event)
        self.lines = (str(self.control), made_line(making))
        self._people = PeopleTables(self.source, making, say)

    @property
    def is_provisional(self) -> bool:
        """Figures without names count no time."""
        return not self.wish.is_anonymous and self.source.is_provisional

    @cached_property
    def changes(self) -> list[Changed]:
        return changes(self.event, self.source)

    @cached_property
    def scans(self) -> list[Scan]:
        """None, if none are wished."""
        is_told = self.wish.has_scans and not self.wish.is_anonymous
        return list(scans(self.event, self.source)) if is_told else []

    @cached_property
    def rooms(self) -> list[Room]:
        return rooms(self.source)

    def first(self) -> Table:
        if self.wish.is_anonymous:
            found = figures(self.source, self.account)
            return statistics_table(self.source.programme, found, self.say)
        return self._people.attendance()

    def account_table(self) -> Table:
        if self.wish.is_anonymous:
            return control_table(self.lines, self.say)
        return account_table(self.source, self.account, self.lines, self.say)

    def account_alone(self) -> Table:
        """Of a CSV, which has no sheet about the event: after its lines stands what that would say."""
        return with_lines(self.account_table(), [] if self.making.is_first else about_lines(self.about, self.say))

    def event_tables(self) -> list[Table]:
        """One, of which event this is and when it was made; none in the first version."""
        return [] if self.making.is_first else [event_table(self.about, self.say)]

    @cached_property
    def about(self) -> list[tuple[str, str]]:
        return about(self.source, is_anonymous=self.wish.is_anonymous, say=self.say)

    @property
    def print_marks(self) -> PrintMarks:
        """What stands at the edges of each printed page."""
        event, say = self.source.programme.event, self.say
        return PrintMarks(
            title_line(self.source),
            event.organiser,
            say(_MADE, time=made_at(self.source)),
            say(_PAGE, page="{page}", pages="{pages}"),
        )

    def scan_tables(self) -> list[Table]:
        """One, or none."""
        return [scans_table(self.scans, self.source.programme, self.say)] if self.scans else []

    def place_tables(self) -> Iterator[Table]:
        """Where people were: all sessions, each door of the event, each session."""
        if self.wish.is_anonymous:
            return
        if self.rooms:
            yield sessions_table(self.source, self.rooms, self.say)
        own = {room.point.id for room in self.rooms}
        yield from (self._people.at_door(point) for point in self.source.points() if point.id not in own)
        yield from (self._people.at_session(room) for room in self.rooms)

    def correction_tables(self) -> list[Table]:
        """One, or none of an export without names."""
        return [] if self.wish.is_anonymous else [changes_table(self.changes, self.source.programme, self.say)]


_MADE = Words("export", "Made on {time}")
_PAGE = Words("export", "Page {page} of {pages}")
