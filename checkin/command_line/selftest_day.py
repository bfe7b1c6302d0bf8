# SPDX-License-Identifier: GPL-3.0-or-later
"""Self-test of a day: create an event, check people in from a video, write PDF reports, read a workbook.

Uses the operations of the desk on an event in a temporary folder. Each check returns what it found, in words that need
no translation, or raises.
"""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from checkin.core.decision import Verdict
from checkin.core.message import Message
from checkin.devices.decoder import decode_image
from checkin.documents.code_images import write_code_images
from checkin.documents.spreadsheets import read_book
from checkin.paths import resources
from checkin.services.attendance.tick_list_writing import TickListHeader, write_tick_list
from checkin.services.camera.camera_reader import CameraReader
from checkin.services.demo_event import make_demo
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import export_attendance
from checkin.translation import translate

DEMO = resources() / "demo"
ENOUGH = 3
"""People of the video to check in; the whole video takes a minute."""
PATIENCE_MS = 60_000


class WrongDay(Exception):
    """A wrong result, reported to the maker of the package."""


def event(folder: Path) -> str:
    """Check that an event is made from a programme and a text list."""
    with _demo(folder) as made:
        return str(made.attendees.count())


def film(folder: Path) -> str:
    """Check in real codes from a video, read through the plug-in that a camera uses."""
    own = folder / "film"
    own.mkdir()
    opened, now = make_demo(own, DEMO, time.monotonic)
    with closing(opened):
        desk = Desk(opened, now, "Selftest")
        count = _let_in(desk)
        arrived = len(list(opened.attendees.visits()))
    _need(count == arrived == ENOUGH, f"{count} of {ENOUGH} let in, {arrived} arrived")
    return str(arrived)


def _let_in(desk: Desk) -> int:
    """Return how many of the first `ENOUGH` people were admitted. A broken plug-in neither starts nor ends a video."""
    reading, loop = CameraReader(), QEventLoop()
    let_in: list[str] = []

    def scan(text: str) -> None:
        if len(let_in) < ENOUGH and desk.scan(text).verdict is Verdict.ADMIT:
            let_in.append(text)
        if len(let_in) == ENOUGH:
            loop.quit()

    reading.code_seen.connect(scan)
    reading.lost.connect(loop.quit)
    reading.use_video(DEMO / "queue.mp4")
    QTimer.singleShot(PATIENCE_MS, loop, loop.quit)
    loop.exec()
    reading.stop()
    return len(let_in)


def codes(folder: Path) -> str:
    """Check that a code is drawn and read again."""
    write_code_images(folder, [("SELFTEST", "selftest")])
    read = [sighting.text for sighting in decode_image(folder / "selftest.png")]
    _need(read == ["SELFTEST"], f"read {read}")
    return read[0]


def paper(folder: Path) -> str:
    with _demo(folder) as opened:
        desk = Desk(opened, opened.clock(), "Selftest")
        done = write_tick_list(
            opened, folder / "list.pdf", TickListHeader(desk.now(), desk.name, desk.control_point), translate
        )
    content = (folder / "list.pdf").read_bytes()
    _need(content.startswith(b"%PDF") and content.rstrip().endswith(b"%%EOF"), "not a PDF")
    return str(done.pages)


def workbook(folder: Path) -> str:
    """Check that a workbook is written, and read by a subprocess, as every workbook is."""
    with _demo(folder) as opened:
        people = export_attendance(opened, folder / "attendance.xlsx", translate).rows
    book = read_book(folder / "attendance.xlsx")
    rows = max(len(sheet.rows) for sheet in book.sheets)
    _need(rows > people > 0, f"{rows} rows of {people} people")
    return str(rows)


@contextmanager
def _demo(folder: Path) -> Iterator[EventFile]:
    """Yield the demo event, made on the first call."""
    path = folder / "demo.checkin"
    opened = EventFile.open(path) if path.exists() else make_demo(folder, DEMO, time.monotonic)[0]
    try:
        yield opened
    finally:
        opened.close()


def _need(is_right: bool, otherwise: str) -> None:
    if not is_right:
        raise WrongDay(otherwise)


CHECKS = (
    (Message("selftest", "an event is created from a list"), event),
    (Message("selftest", "people from a video are let in"), film),
    (Message("selftest", "a code is drawn and read"), codes),
    (Message("selftest", "a PDF is written"), paper),
    (Message("selftest", "a workbook is written and read"), workbook),
)
"""The checks: a title, and the function that runs it. The folder is for a check's files. Each check works alone."""
