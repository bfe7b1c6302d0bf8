# SPDX-License-Identifier: GPL-3.0-or-later
from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from PIL import Image
from PySide6.QtMultimedia import QVideoFrame

from checkin.devices.decoder import DecodedCode, Decoder
from checkin.services.camera_reader import REST, FrameWorker
from tests.devices.films import Format, frame_of, multimedia
from tests.devices.pictures import FIRST, SECOND, placed, square

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


def test_only_the_newest_frame_is_read(worker):
    worker.put(picture(FIRST))
    worker.put(picture(SECOND))
    worker.step()
    worker.step()
    assert worker.codes == [SECOND]
    assert len(worker.outlines) == 1


def test_a_code_held_for_a_minute_is_answered_once_and_outlined_every_time(worker):
    held = picture(FIRST)
    for _ in range(60):
        look(worker, held)
    assert worker.codes == [FIRST]
    assert len(worker.outlines) == 60


def test_two_codes_in_one_picture_are_both_read(worker):
    look(worker, picture(FIRST, SECOND))
    assert sorted(worker.codes) == sorted([FIRST, SECOND])


def test_a_code_shown_again_later_is_read_again(worker):
    look(worker, picture(FIRST))
    for _ in range(120):
        look(worker, picture())
    look(worker, picture(FIRST))
    assert worker.codes == [FIRST, FIRST]


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


def test_the_thread_reads_what_is_put_and_ends_when_told(worker, qtbot):
    worker.start()
    with qtbot.waitSignal(worker.code_seen) as seen:
        worker.put(picture(FIRST))
    assert seen.args == [FIRST]
    worker.stop()
    assert worker.isFinished()


def test_a_frame_that_cannot_be_read_is_nothing_in_view(worker):
    look(worker, QVideoFrame())
    assert worker.outlines == [()]


def test_a_fault_in_one_frame_is_told_and_the_next_frame_is_read(worker, qtbot):
    decode, worker._decode = worker._decode, lambda *_: 1 / 0
    worker.start()
    with qtbot.waitSignal(worker.failed) as told:
        worker.put(picture(FIRST))
    assert isinstance(told.args[0], ZeroDivisionError)
    worker._decode = decode
    with qtbot.waitSignal(worker.code_seen):
        worker.put(picture(FIRST))
    worker.stop()


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


def test_a_code_that_lies_in_view_keeps_the_desk_awake_and_is_answered_once(worker):
    clock = SlowClock(0)
    worker = FrameWorker(Decoder(), clock)
    codes, still = [], []
    worker.code_seen.connect(codes.append)
    worker.stillness_changed.connect(still.append)
    held = picture(FIRST)
    for _ in range(300):
        look(worker, held)
        clock.at += 0.033
    assert codes == [FIRST]
    assert still == []


def test_a_code_that_can_be_read_later_is_read_though_the_picture_stands_still(qapp):
    worker, decoder, clock = slow_worker()
    codes = []
    worker.code_seen.connect(codes.append)
    shown = iter([picture(size=(64, 48))] * 1000)
    decoded_within(6, worker, decoder, clock, shown)
    decoder.hidden["f"] = (DecodedCode(FIRST, ((0, 0), (9, 0), (9, 9), (0, 9))),)
    decoded_within(2, worker, decoder, clock, shown)
    assert codes == [FIRST]
