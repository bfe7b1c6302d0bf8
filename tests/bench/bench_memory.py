# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether hours at the desk take more and more memory. Prints, asserts nothing.

    python tests/bench/bench_memory.py [--frames 20000] [--scans 20000]

Frames of 1280 x 720 in the formats of cameras go through Qt's capture session, a `Camera`, the decoder and
`ScanDebouncer`. One in twenty shows no code and costs the whole cascade (108,000 frames are an hour). Then a day of
scans goes through the real window among 5,000 people: arrivals, codes shown again, unknown ones. Of both a tenth warms
up; given is the memory after each further tenth, and its ratio to the first.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from checkin.application.desk_program import DeskProgram
from checkin.application.qt_application import application
from checkin.core.attendee import attendee_body
from checkin.core.entries import EntryKind
from checkin.core.keystrokes import ScanDebouncer
from checkin.devices.camera import Camera
from checkin.devices.decoder import Decoder
from checkin.devices.frame_luminance import luminance
from checkin.paths import resources
from checkin.services.event_file import EventFile
from checkin.services.programme.programme_importing import load_programme
from tests.bench.invented import people
from tests.builders import KEY, MORNING
from tests.devices.films import FakeInputs, Format, frame_of, jpeg_frame
from tests.devices.pictures import busy, placed, square
from tests.fakes import FakeClock

KINDS = (Format.Format_NV12, Format.Format_YUYV, Format.Format_YUV420P, Format.Format_Jpeg)
MISS_EVERY = 20
PEOPLE = 5_000


def resident_mb() -> float:
    """Linux only: the memory this process really holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


class Desk:
    """What a desk does with a frame, without the desk."""

    def __init__(self) -> None:
        self.inputs = FakeInputs("A")
        self.camera = Camera(self.inputs)
        self.camera.frame_arrived.connect(self.read)
        self.camera.start()
        self.decoder, self.sightings = Decoder(), ScanDebouncer()
        self.frames = self.found = self.answered = 0

    def read(self, frame) -> None:
        with luminance(frame) as luma:
            texts = [sighting.text for sighting in self.decoder.decode(luma)]
        self.found += bool(texts)
        self.answered += len(self.sightings.new(texts, self.frames / 30))
        self.frames += 1


def pictures() -> tuple[list[np.ndarray], np.ndarray]:
    empty = busy(np.random.default_rng(0), 1280, 720)
    shown = [placed(f"BCDFGHJKLNPRSTVXBCD{letter}", square(300, 200, 160), empty) for letter in "BCDFGHJK"]
    return [np.asarray(picture) for picture in shown], np.asarray(empty)


def run(desk: Desk, app: QApplication, frames: int) -> None:
    shown, empty = pictures()
    for number in range(frames):
        luma = empty if number % MISS_EVERY == 0 else shown[number // 90 % len(shown)]
        kind = KINDS[number % len(KINDS)]
        frame = jpeg_frame(luma) if kind == Format.Format_Jpeg else frame_of(luma, kind)
        desk.inputs.send(frame)
        app.processEvents()


def report(count: int, what: str, before: float, now: float) -> None:
    print(f"{count:7} {what}: {now:6.1f} MB, {now - before:+.1f} MB, {now / before:.3f}x", flush=True)


def day_of_scans(folder: Path, scans: int) -> None:
    event = EventFile.create(folder / "day.checkin", KEY)
    event.plan(load_programme(resources() / "demo" / "programme.toml"), at=MORNING, desk="d")
    everyone = people(PEOPLE)
    with event.transaction():
        facts = [(EntryKind.ATTENDEE_ADDED, each.id, attendee_body(each)) for each in everyone]
        event.journal.append_all(facts, at=MORNING, desk="d")
    clock, loop = FakeClock(MORNING), QEventLoop()
    program = DeskProgram(event, clock)
    program.ready.connect(loop.quit)
    program.start()
    loop.exec()
    codes = [each.ticket_code for each in everyone] + ["NOBODY-1", "NOBODY-2"]
    before = 0.0
    for tenth in range(10):
        for number in range(scans // 10):
            clock.pass_by(seconds=2)
            program.window.operations.scan(codes[(tenth * scans // 10 + number) % len(codes)])
            QTimer.singleShot(0, loop.quit)
            loop.exec()  # a real loop, which deletes what is to be deleted
        now = resident_mb()
        before = before or now
        print(
            f"{event.journal.count():7} entries: {now:6.1f} MB, {now - before:+.1f} MB, {now / before:.3f}x", flush=True
        )
    program.stop()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--frames", type=int, default=20_000)
    arguments.add_argument("--scans", type=int, default=20_000)
    chosen = arguments.parse_args()
    total = chosen.frames
    app = application()
    desk = Desk()
    run(desk, app, total // 10)
    begun, before = time.perf_counter(), resident_mb()
    for _ in range(9):
        run(desk, app, total // 10)
        now = resident_mb()
        report(desk.frames, "frames", before, now)
    desk.camera.stop()
    minutes = total / 30 / 60
    print(
        f"{desk.frames} of {total} frames arrived ({minutes:.0f} minutes of 30 a second, in "
        f"{(time.perf_counter() - begun) / 60:.1f}), {desk.found} with a code, {desk.answered} answered"
    )
    with tempfile.TemporaryDirectory() as folder:
        day_of_scans(Path(folder), chosen.scans)


if __name__ == "__main__":
    main()
