# SPDX-License-Identifier: GPL-3.0-or-later
"""What a desk takes of the processor while nobody comes, and while people move about.

    python tests/bench/bench_idle.py [--seconds 10]

The real window with the demonstration's 350 people stands at the desk: without a camera, and with one that sends
pictures of 1280 x 720 without a code 30 times a second, with noise as of a real sensor, as NV12 (cameras of laptops)
and as JPEG (cheap USB cameras). In one case nothing moves, in the other somebody does. Given is the share of one core,
and of it the share of the window's thread; what making the frames costs is subtracted. The peer, in the same run, is a
bare window: zxing-cpp decodes every frame, and Qt converts and draws it.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
import zxingcpp
from PySide6.QtCore import QEvent, QEventLoop, QTimer
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtMultimedia import QVideoFrame
from PySide6.QtWidgets import QWidget

from checkin.application.desk_program import DeskProgram
from checkin.application.qt_application import application
from checkin.devices.camera import Camera
from checkin.devices.frame_luminance import luminance
from checkin.paths import resources
from checkin.services.demo_event import make_demo
from tests.devices.films import FakeInputs, Format, frame_of, jpeg_frame
from tests.devices.pictures import busy

RATE = 30
PICTURES = 12
WARM_S = 8
"""Seconds before it is measured: the first frame imports the decoder, and a still picture must stand for a while."""


class Share(NamedTuple):
    """Percent of one core: of the whole process, and of the window's thread."""

    whole: float
    window: float


class BareWindow(QWidget):
    """The peer: draws every frame, and decodes it with zxing-cpp alone."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self.resize(1366, 768)

    def take(self, frame: QVideoFrame) -> None:
        self._image = frame.toImage()
        with luminance(frame) as grey:
            zxingcpp.read_barcodes(grey)
        self.repaint()

    def paintEvent(self, _: QPaintEvent) -> None:
        QPainter(self).drawImage(self.rect(), self._image)


class FilmedDesk:
    """Frames of one desk without a code, made anew each, because Qt keeps what it converts. `made` is the time that
    took.
    """

    def __init__(self, kind: Format, *, is_moving: bool) -> None:
        random = np.random.default_rng(4)
        still = np.asarray(busy(random, 1280, 720)).astype(float)
        self._pictures = []
        for number in range(PICTURES):
            picture = still + random.normal(0, 4, still.shape)
            if is_moving:
                picture[200:600, 80 * number : 80 * number + 300] = 90
            self._pictures.append(np.clip(picture, 0, 255).astype(np.uint8))
        self._kind, self._number, self.made = kind, 0, 0.0

    def next(self) -> QVideoFrame:
        began = time.thread_time()
        self._number += 1
        picture = self._pictures[self._number % PICTURES]
        frame = jpeg_frame(picture) if self._kind == Format.Format_Jpeg else frame_of(picture, self._kind)
        self.made += time.thread_time() - began
        return frame


def share(seconds: float, send: Callable[[QVideoFrame], object], film: FilmedDesk | None) -> Share:
    """Return what the process takes while `send` gets so many seconds of frames."""
    pacing = QTimer(interval=1000 // RATE)
    if film:
        pacing.timeout.connect(lambda: send(film.next()))
        pacing.start()
    wait(WARM_S)
    began, whole, window, made = time.perf_counter(), time.process_time(), time.thread_time(), film.made if film else 0
    wait(seconds)
    lasted, making = time.perf_counter() - began, film.made - made if film else 0
    whole, window = time.process_time() - whole - making, time.thread_time() - window - making
    return Share(100 * whole / lasted, 100 * window / lasted)


def bare_share(film: FilmedDesk) -> float:
    """Return the percent of one core that the peer takes."""
    window = BareWindow()
    window.show()
    began = time.process_time()
    for _ in range(RATE):
        window.take(film.next())
    seconds = time.process_time() - began - film.made
    window.close()
    return 100 * seconds


def wait(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def measure(program: DeskProgram, seconds: float) -> None:
    print(f"no camera: {_text(share(seconds, lambda _: None, None))}", flush=True)
    inputs = FakeInputs("A")
    program.devices.reading._use(Camera(inputs))  # in place of the system's cameras, of which there may be none
    for kind in (Format.Format_NV12, Format.Format_Jpeg):
        for is_moving, name in ((False, "nothing moves"), (True, "somebody moves")):
            ours = share(seconds, inputs.send, FilmedDesk(kind, is_moving=is_moving))
            theirs = bare_share(FilmedDesk(kind, is_moving=is_moving))
            ratio = ours.whole / theirs
            print(f"{kind.name}, {name}: {_text(ours)}; the peer {theirs:.0f} % ({ratio:.2f} times)", flush=True)


def _text(taken: Share) -> str:
    return f"{taken.whole:.1f} % of one core, of it the window's thread {taken.window:.1f} %"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--seconds", type=float, default=10)
    chosen = arguments.parse_args()
    qapp = application()
    with tempfile.TemporaryDirectory() as folder:
        event, now = make_demo(Path(folder), resources() / "demo", time.monotonic)
        program, loop = DeskProgram(event, now), QEventLoop()
        program.shell.resize(1366, 768)
        program.ready.connect(loop.quit)
        program.start()
        loop.exec()
        measure(program, chosen.seconds)
        program.stop()
        program.shell.deleteLater()
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


if __name__ == "__main__":
    main()
