# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin paper`: the list of this minute, to welcome people without a computer."""

from pathlib import Path

from checkin.desk.desk import Desk
from checkin.desk.event_file import EventFile
from checkin.desk.tick_list import Moment, write_list, written_sentence
from checkin.language import say


def write(event: EventFile, out: Path, desk: Desk) -> None:
    done = write_list(event, out, Moment(desk.now(), desk.name, desk.control_point), say)
    print(written_sentence(done, out, say))
