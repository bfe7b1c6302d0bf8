# SPDX-License-Identifier: GPL-3.0-or-later
"""The frames of a camera: each code is read once, all are looked at while anything moves, few while nobody is there."""

from dataclasses import dataclass, field, replace
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image
from PySide6.QtMultimedia import QVideoFrame

from checkin.devices.camera import Camera
from checkin.devices.decoder import DecodedCode, Decoder
from checkin.services import camera_reader
from checkin.services.camera_reader import REST, CameraReader, FrameWorker
from tests.devices.films import FakeInputs, Format, frame_of, multimedia
from tests.devices.pictures import FIRST, SECOND, placed, square
from tests.fakes import FakeSeconds

pytestmark = multimedia


class SlowClock:
    """Each look at it is `step` seconds later than the last."""

    def __init__(self, step):
        self.at, self.step = 0.0, step

    def __call__(self):
        self.at += self.step
        return self.at


def picture(*codes, size=(640, 480)):
    ground = Image.new("L", size, 180)
    for number, text in enumerate(codes):
        ground = placed(text, square(60 + 270 * number, 120, 200), ground)
    return frame_of(np.asarray(ground), Format.Format_NV12)


@pytest.fixture
def worker(qapp):
    made = FrameWorker(Decoder(), clock=SlowClock(0.01))
    made.codes = []
    made.outlines = []
    made.code_seen.connect(made.codes.append)
    made.seen.connect(made.outlines.append)
    return made


def look(worker, frame):
    worker.put(frame)
    worker.step()


def test_only_the_newest_frame_is_read_each_code_in_it_and_again_when_it_is_shown_later(worker):
    worker.put(picture(FIRST))
    worker.put(picture(SECOND))
    worker.step()
    worker.step()
    assert worker.codes == [SECOND]
    assert len(worker.outlines) == 1
    for _ in range(120):
        look(worker, picture())
    worker.codes.clear()
    look(worker, picture(FIRST, SECOND))
    assert sorted(worker.codes) == sorted([FIRST, SECOND])


@dataclass(frozen=True)
class SlowDecoder:
    """Finds only what `hidden` has; the picture as it is takes 1 ms of `clock`, each step 3 ms. Notes its steps."""

    clock: SlowClock
    asked: list[tuple[str, ...]]
    hidden: dict[str, tuple[DecodedCode, ...]] = field(default_factory=dict)
    steps: tuple[str, ...] = ("a", "b", "c", "d", "e", "f")
    cards: tuple[str, ...] = ()

    def turns(self):
        return tuple(replace(self, steps=steps) for steps in (("a", "b"), ("c", "d"), ("e", "f")))

    def decode(self, luma):
        self.clock.at += 0.001 + 0.003 * len(self.steps)
        self.asked.append(self.steps)
        return next((self.hidden[step] for step in self.steps if step in self.hidden), ())


def slow_worker(**hidden):
    clock = SlowClock(0)
    decoder = SlowDecoder(clock, [], hidden)
    return FrameWorker(decoder, clock), decoder, clock


def test_a_desk_with_nothing_in_view_rests_between_thorough_searches(qapp):
    worker, decoder, clock = slow_worker()
    for _ in range(300):
        look(worker, picture(size=(64, 48)))
        clock.at += 0.033
    spent = sum(len(steps) * 0.003 for steps in decoder.asked)
    assert 0.03 < spent / clock.at < 1 / (1 + REST)
    assert () in decoder.asked


def test_successive_frames_take_turns_with_the_steps(qapp):
    worker, decoder, _ = slow_worker()
    for _ in range(4):
        look(worker, picture(size=(64, 48)))
    assert decoder.asked == [("a", "b"), ("c", "d"), ("e", "f"), ()]


def test_the_turn_that_read_a_code_is_asked_again_while_the_code_is_in_view(qapp):
    code = DecodedCode(FIRST, ((0, 0), (9, 0), (9, 9), (0, 9)))
    worker, decoder, _ = slow_worker(d=(code,))
    for _ in range(5):
        look(worker, picture(size=(64, 48)))
    assert decoder.asked == [("a", "b"), *[("c", "d")] * 4]


def test_a_frame_that_cannot_be_read_is_nothing_in_view(worker):
    look(worker, QVideoFrame())
    assert worker.outlines == [()]


def test_a_fault_in_one_frame_is_told_the_thread_reads_the_next_and_ends_when_told(worker, qtbot):
    decode, worker._decode = worker._decode, lambda *_: 1 / 0
    worker.start()
    with qtbot.waitSignal(worker.failed) as told:
        worker.put(picture(FIRST))
    assert isinstance(told.args[0], ZeroDivisionError)
    worker._decode = decode
    with qtbot.waitSignal(worker.code_seen) as seen:
        worker.put(picture(FIRST))
    assert seen.args == [FIRST]
    worker.stop()
    assert worker.isFinished()


def noisy(random, sigma, box=None, size=(1280, 720)):
    """A grey desk as a sensor sees it; `box` (left, top, side) is a badge on it."""
    picture = np.tile(np.linspace(60, 200, size[0]), (size[1], 1)) + random.normal(0, sigma, (size[1], size[0]))
    if box:
        left, top, side = box
        picture[top : top + side, left : left + side] += 40
    return frame_of(np.clip(picture, 0, 255).astype(np.uint8), Format.Format_Y8)


def decoded_within(seconds, worker, decoder, clock, frames):
    """Show frames 30 times a second; return how many were decoded."""
    before, end = len(decoder.asked), clock.at + seconds
    while clock.at < end:
        look(worker, next(frames))
        clock.at += 1 / 30
    return len(decoder.asked) - before


@pytest.mark.parametrize("sigma", [0, 3, 10])
def test_a_desk_without_anybody_is_decoded_now_and_then_and_woken_by_the_first_change(qapp, sigma):
    worker, decoder, clock = slow_worker()
    random, still = np.random.default_rng(1), []
    worker.stillness_changed.connect(still.append)
    empty = iter([noisy(random, sigma) for _ in range(8)] * 100)
    assert decoded_within(4, worker, decoder, clock, empty) > 80
    decoded_within(2, worker, decoder, clock, empty)
    assert still == [True]
    assert 3 <= decoded_within(2, worker, decoder, clock, empty) <= 5
    before = len(decoder.asked)
    look(worker, noisy(random, sigma, (600, 300, 60)))
    assert len(decoder.asked) == before + 1
    assert still == [True, False]


def test_a_code_that_lies_in_view_keeps_the_desk_awake_is_answered_once_and_outlined_every_time(qapp):
    clock = SlowClock(0)
    worker = FrameWorker(Decoder(), clock)
    codes, outlines, still = [], [], []
    for signal, heard in ((worker.code_seen, codes), (worker.seen, outlines), (worker.stillness_changed, still)):
        signal.connect(heard.append)
    held = picture(FIRST)
    for _ in range(200):
        look(worker, held)
        clock.at += 0.033
    assert (codes, len(outlines), still) == ([FIRST], 200, [])


def test_a_code_that_can_be_read_later_is_read_though_the_picture_stands_still(qapp):
    worker, decoder, clock = slow_worker()
    codes = []
    worker.code_seen.connect(codes.append)
    shown = iter([picture(size=(64, 48))] * 1000)
    decoded_within(6, worker, decoder, clock, shown)
    decoder.hidden["f"] = (DecodedCode(FIRST, ((0, 0), (9, 0), (9, 9), (0, 9))),)
    decoded_within(2, worker, decoder, clock, shown)
    assert codes == [FIRST]


@pytest.fixture
def seconds(monkeypatch):
    made = FakeSeconds()
    made.now = 100.0
    monkeypatch.setattr(camera_reader, "time", SimpleNamespace(monotonic=made))
    return made


@pytest.fixture
def reader(qapp, monkeypatch, seconds):
    made = CameraReader()
    made.inputs, made.offered, made.shown = FakeInputs("A"), [], []
    monkeypatch.setattr(made._worker, "put", made.offered.append)
    made.image_taken.connect(made.shown.append)
    made._use(Camera(made.inputs))
    yield made
    made.stop()


def film(reader, seconds, qapp, frames=30):
    """Send 30 frames a second; return how many were offered to the decoder, and how many shown."""
    reader.offered.clear()
    reader.shown.clear()
    for _ in range(frames):
        reader.inputs.send(frame_of(np.full((48, 64), 90, np.uint8), Format.Format_Y8))
        qapp.processEvents()
        seconds.now += 1 / 30
    return len(reader.offered), len(reader.shown)


def test_a_picture_that_stands_still_is_looked_at_and_shown_seldom_until_it_changes(reader, seconds, qapp):
    offered, shown = film(reader, seconds, qapp)
    assert offered == 30
    assert 14 <= shown <= 20
    reader._worker.stillness_changed.emit(True)
    offered, shown = film(reader, seconds, qapp, frames=60)
    assert 11 <= offered <= 15
    assert 3 <= shown <= 4
    reader._worker.stillness_changed.emit(False)
    assert film(reader, seconds, qapp)[0] == 30
