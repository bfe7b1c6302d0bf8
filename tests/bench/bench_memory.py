# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether reading for hours takes more and more memory. Prints, asserts nothing.

python tests/bench/bench_memory.py [--frames 20000]

Frames of 1280 x 720 in the formats of cameras go through Qt's capture session, a `Camera`, the decoder and
`ScanDebouncer`. One in twenty shows no code and costs the whole cascade. A tenth of the frames warm up.
"""

import argparse
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
from PySide6.QtGui import QGuiApplication

from checkin.core.scanning.scan_debouncing import ScanDebouncer
from checkin.devices.camera import Camera
from checkin.devices.decoder import Decoder
from checkin.devices.frames import luminance
from tests.devices.films import FakeInputs, Format, frame_of, jpeg_frame
from tests.devices.pictures import busy, placed, square

KINDS = (Format.Format_NV12, Format.Format_YUYV, Format.Format_YUV420P, Format.Format_Jpeg)
MISS_EVERY = 20


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


def run(desk: Desk, app: QGuiApplication, frames: int) -> None:
    shown, empty = pictures()
    for number in range(frames):
        luma = empty if number % MISS_EVERY == 0 else shown[number // 90 % len(shown)]
        kind = KINDS[number % len(KINDS)]
        frame = jpeg_frame(luma) if kind == Format.Format_Jpeg else frame_of(luma, kind)
        desk.inputs.send(frame)
        app.processEvents()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--frames", type=int, default=20_000)
    total = arguments.parse_args().frames
    app = QGuiApplication([])
    desk = Desk()
    run(desk, app, total // 10)
    begun, before = time.perf_counter(), resident_mb()
    for _ in range(9):
        run(desk, app, total // 10)
        now = resident_mb()
        print(f"{desk.frames:7} frames: {now:6.1f} MB, {now - before:+.1f} MB, {now / before:.3f}x", flush=True)
    desk.camera.stop()
    minutes = total / 30 / 60
    print(
        f"{desk.frames} of {total} frames arrived ({minutes:.0f} minutes of 30 a second, in "
        f"{(time.perf_counter() - begun) / 60:.1f}), {desk.found} with a code, {desk.answered} answered"
    )


if __name__ == "__main__":
    main()
