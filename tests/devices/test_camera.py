# SPDX-License-Identifier: GPL-3.0-or-later
"""Cameras, films in their place, and what the privacy settings of Windows say of cameras."""

import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat

from checkin.devices import camera as words
from checkin.devices.camera import (
    CONSENT,
    DAMAGED,
    FOR_PROGRAMS,
    LIVE,
    MISSING,
    OFF,
    VALUE,
    WAITING,
    Camera,
    VideoFile,
    VideoInputs,
    is_camera_denied,
    worth,
)
from checkin.devices.decoder import Decoder
from checkin.devices.frame_luminance import luminance
from tests.devices.films import FakeInputs, Format, frame_of, jpeg_frame, multimedia
from tests.devices.pictures import FIRST, SECOND, grey, placed, square

pytestmark = [pytest.mark.usefixtures("qapp"), multimedia]


def picture(text, width=320, height=240):
    return placed(text, square(80, 50, 126), grey(width, height))


def frame(text=FIRST, kind=Format.Format_NV12, **size):
    return frame_of(np.asarray(picture(text, **size)), kind)


class Watched:
    """A started camera and all it said."""

    def __init__(self, *plugged, chosen="", retry_ms=20, patience_ms=10_000):
        self.inputs = FakeInputs(*plugged)
        self.camera = Camera(self.inputs, chosen, retry_ms, patience_ms)
        self.states, self.losses, self.frames = [], [], []
        self.camera.state_changed.connect(self.states.append)
        self.camera.lost.connect(self.losses.append)
        self.camera.frame_arrived.connect(self.frames.append)
        self.camera.start()

    def show(self, qtbot, text=FIRST, **kind):
        with qtbot.waitSignal(self.camera.frame_arrived):
            assert self.inputs.send(frame(text, **kind))


@pytest.fixture
def watch():
    made = []

    def build(*plugged, **settings):
        made.append(Watched(*plugged, **settings))
        return made[-1]

    yield build
    for watched in made:
        watched.camera.stop()


@pytest.mark.parametrize("kind", [Format.Format_NV12, Format.Format_BGRA8888], ids=lambda kind: kind.name)
def test_codes_held_before_a_camera_are_read(qtbot, watch, kind):
    watched = watch("A")
    texts = []
    for text in (FIRST, SECOND, FIRST):
        watched.show(qtbot, text, kind=kind)
        with luminance(watched.frames[-1]) as luma:
            texts += [sighting.text for sighting in Decoder().decode(luma)]
    assert texts == [FIRST, SECOND, FIRST]


def test_a_camera_that_compresses_is_read(qtbot, watch):
    watched = watch("A")
    with qtbot.waitSignal(watched.camera.frame_arrived):
        watched.inputs.send(jpeg_frame(np.asarray(picture(FIRST))))
    with luminance(watched.frames[-1]) as luma:
        assert [sighting.text for sighting in Decoder().decode(luma)] == [FIRST]


def test_the_state_is_waiting_until_a_picture_arrives_and_tells_its_size(qtbot, watch):
    watched = watch("A")
    assert (watched.camera.state.words, watched.camera.state.is_live) == (WAITING, False)
    watched.show(qtbot)
    watched.show(qtbot, SECOND)
    assert [(s.is_live, s.words, s.source, s.size) for s in watched.states] == [
        (False, WAITING, "Camera A", (0, 0)),
        (True, LIVE, "Camera A", (320, 240)),
    ]
    watched.show(qtbot, FIRST, width=640, height=480)
    assert watched.states[-1].size == (640, 480)


def test_a_desk_without_camera_is_told_what_to_do_and_one_plugged_in_later_starts_by_itself(qtbot, watch):
    watched = watch()
    assert watched.camera.state.words == words.NONE
    assert [str(loss) for loss in watched.losses] == [words.NONE.text]
    watched.inputs.plug("A")
    watched.show(qtbot)
    assert watched.camera.state.is_live


def test_a_camera_pulled_out_is_named_and_starts_again_when_it_is_back(qtbot, watch):
    watched = watch("A")
    watched.show(qtbot)
    watched.inputs.plug()
    assert [str(loss) for loss in watched.losses] == [words.UNPLUGGED.text.format(source="Camera A")]
    assert not watched.camera.state.is_live
    assert not watched.inputs.is_open
    watched.inputs.plug("A")
    watched.show(qtbot, SECOND)
    assert watched.camera.state.is_live
    assert len(watched.losses) == 1


def test_another_camera_takes_over_until_the_chosen_one_is_back_or_another_is_chosen(watch):
    watched = watch("built-in", "desk", chosen="desk")
    watched.inputs.plug("built-in")
    watched.inputs.plug("built-in", "desk")
    assert watched.inputs.opened == ["desk", "built-in", "desk"]
    watched.inputs.plug("another", "desk", "built-in")  # which interrupts nobody
    watched.camera.choose("built-in")
    assert watched.inputs.opened == ["desk", "built-in", "desk", "built-in"]
    assert watched.camera.state.source == "Camera built-in"
    assert watched.losses == []


def test_the_preferred_camera_is_opened_when_none_is_chosen(watch):
    assert watch("B", "A").inputs.opened == ["B"]


def test_a_fault_is_told_once_and_the_camera_is_tried_again_until_it_works(qtbot, watch):
    watched = watch("A")
    watched.show(qtbot)
    watched.inputs.failed.emit("Device is busy.")
    for attempt in (2, 3, 4):
        qtbot.waitUntil(lambda enough=attempt: len(watched.inputs.opened) >= enough)
        watched.inputs.failed.emit("Device is busy.")
    told = words.FAILED.text.format(source="Camera A", reason="Device is busy")
    assert [str(loss) for loss in watched.losses] == [told]
    watched.show(qtbot, SECOND)
    assert watched.camera.state.is_live


def test_a_camera_that_never_sends_a_picture_is_not_called_working(qtbot, watch):
    watched = watch("A", patience_ms=20)
    qtbot.waitUntil(lambda: len(watched.inputs.opened) >= 3)
    assert [str(loss) for loss in watched.losses] == [words.SILENT.text.format(source="Camera A")]
    assert watched.camera.state.words == words.SILENT


def test_a_camera_that_the_system_denies_names_the_setting_once(qtbot, watch):
    watched = watch("A", patience_ms=20)
    watched.inputs.is_denied = True
    watched.inputs.failed.emit("Access is denied.")
    qtbot.waitUntil(lambda: len(watched.inputs.opened) >= 3)
    assert [str(loss) for loss in watched.losses] == [words.DENIED.text.format(source="Camera A")]
    watched.inputs.is_denied = False
    watched.show(qtbot)
    assert watched.camera.state.is_live


def test_a_camera_that_falls_silent_is_opened_again(qtbot, watch):
    watched = watch("A", patience_ms=50)
    watched.show(qtbot)
    qtbot.waitUntil(lambda: watched.camera.state.words == words.SILENT)
    assert len(watched.inputs.opened) == 2


def test_a_stopped_camera_is_off_and_stays_off(qtbot, watch):
    watched = watch("A", patience_ms=20)
    watched.show(qtbot)
    watched.camera.stop()
    watched.inputs.plug()
    watched.inputs.plug("A")
    watched.inputs.failed.emit("late")
    watched.camera.sink.setVideoFrame(frame(SECOND))  # as Qt may, one picture late
    running = watch("B", patience_ms=20)
    qtbot.waitUntil(lambda: len(running.inputs.opened) >= 3)  # the stopped one had as much time
    assert watched.inputs.opened == ["A"]
    assert watched.camera.state.words == OFF
    assert (len(watched.frames), watched.losses) == (1, [])


def test_the_cameras_of_this_machine_are_what_qt_lists(qtbot):
    """Here, as on most build machines, there are none: then the sentence says so."""
    inputs = VideoInputs()
    camera = Camera(inputs)
    with qtbot.waitSignal(camera.state_changed):
        camera.start()
    assert camera.state.words == (WAITING if inputs.devices() else words.NONE)
    camera.stop()


def test_opening_a_camera_that_is_gone_fails_at_once(qtbot):
    inputs, camera = VideoInputs(), Camera(FakeInputs())
    with qtbot.waitSignal(inputs.failed):
        inputs.open("no such camera", camera.sink)
    inputs.close()


def offer(width, height, fps, kind=Format.Format_YUYV):
    return SimpleNamespace(resolution=lambda: QSize(width, height), maxFrameRate=lambda: fps, pixelFormat=lambda: kind)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (offer(1920, 1080, 30), offer(1280, 720, 30)),
        (offer(1280, 720, 30), offer(640, 480, 30)),
        (offer(1280, 720, 15), offer(1920, 1080, 5)),
        (offer(1920, 1080, 30), offer(3840, 2160, 30)),
        (offer(2560, 1440, 30), offer(3840, 2160, 30)),
        (offer(3840, 2160, 30), offer(640, 480, 30)),
        (offer(640, 480, 30), offer(2560, 1440, 10)),
        (offer(1280, 720, 30), offer(1280, 720, 30, Format.Format_Jpeg)),
        (offer(1920, 1080, 30, Format.Format_Jpeg), offer(1920, 1080, 5)),
        (offer(1280, 720, 60), offer(1280, 720, 20)),
    ],
)
def test_the_format_asked_of_a_camera_is_large_enough_and_fast_enough(better, worse):
    assert worth(better) > worth(worse)


FILM = Path(__file__).parents[1] / "data" / "films" / "two-codes.mp4"


def play_another_to_its_end(qtbot):
    """Time enough for a film before it to do what it should not."""
    another = VideoFile(FILM, rate=8)
    with qtbot.waitSignal(another.ended):
        another.start()


def texts_of(film):
    texts = []

    def look(frame):
        with luminance(frame) as luma:
            texts.append(tuple(sighting.text for sighting in Decoder(steps=()).decode(luma)))

    film.frame_arrived.connect(look)
    return texts


def test_the_codes_of_a_film_are_read_until_it_ends(qtbot):
    film = VideoFile(FILM, rate=2)
    texts, states = texts_of(film), []
    film.state_changed.connect(states.append)
    with qtbot.waitSignal(film.ended):
        film.start()
    assert list(dict.fromkeys(texts)) == [(FIRST,), (), (SECOND,)]
    assert len(texts) >= 20  # of 30: a busy machine may drop some
    assert [(s.is_live, s.size) for s in states] == [(False, (0, 0)), (True, (320, 240)), (False, (0, 0))]
    assert film.state.words == OFF


def test_a_film_is_played_slower_where_frames_are_left_out(qtbot):
    """A code that is shown for a moment is in the frames that a busy computer would leave out."""
    film = VideoFile(FILM)
    for microseconds in (0, 40_000, 80_000, 480_000, 520_000):
        frame = QVideoFrame(QVideoFrameFormat(QSize(320, 240), QVideoFrameFormat.PixelFormat.Format_Y8))
        frame.setStartTime(microseconds)
        film.sink.setVideoFrame(frame)
    assert film._player.playbackRate() == 0.5


def test_a_looped_film_begins_again(qtbot):
    film = VideoFile(FILM, is_looped=True, rate=4)
    texts = texts_of(film)
    film.ended.connect(lambda: pytest.fail("it ended"))
    film.start()
    qtbot.waitUntil(lambda: (SECOND,) in texts and texts[-1] == (FIRST,))
    film.stop()


def test_a_film_can_be_shown_again(qtbot):
    film = VideoFile(FILM, rate=8)
    for _ in range(2):
        texts = texts_of(film)
        with qtbot.waitSignal(film.ended):
            film.start()
        assert (SECOND,) in texts


def test_a_stopped_film_sends_nothing_more(qtbot):
    film = VideoFile(FILM)
    with qtbot.waitSignal(film.frame_arrived):
        film.start()
    film.stop()
    texts = texts_of(film)
    play_another_to_its_end(qtbot)
    assert texts == []
    assert film.state.words == OFF


def test_a_missing_film_is_told(qtbot, tmp_path):
    film = VideoFile(tmp_path / "none.mp4")
    with qtbot.waitSignal(film.lost) as told:
        film.start()
    assert str(told.args[0]) == MISSING.text.format(source="none.mp4")
    assert film.state.words == MISSING


SOUND = Path(__file__).parents[2] / "resources" / "sounds" / "welcome.wav"


@pytest.mark.parametrize("content", [b"", b"no film at all " * 500, FILM.read_bytes()[:3000], SOUND.read_bytes()])
def test_a_damaged_film_is_told_once(qtbot, tmp_path, content):
    (tmp_path / "torn.mp4").write_bytes(content)
    film = VideoFile(tmp_path / "torn.mp4")
    losses = []
    film.ended.connect(lambda: pytest.fail("a film that never began has ended"))
    film.lost.connect(losses.append)
    film.start()
    film.stop()
    play_another_to_its_end(qtbot)
    assert (losses, film.state.words) == ([], OFF), "nothing is told of one that was stopped"
    film.start()
    qtbot.waitUntil(lambda: bool(losses))
    play_another_to_its_end(qtbot)
    assert [str(loss) for loss in losses] == [DAMAGED.text.format(source="torn.mp4")]
    assert not film.state.is_live


if sys.platform == "win32":
    import winreg

only_windows = pytest.mark.skipif(sys.platform != "win32", reason="only Windows keeps such a setting")


@pytest.fixture(params=[CONSENT, FOR_PROGRAMS])
def setting(request):
    """A key of the user's, put back as it was."""
    with winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, request.param, access=winreg.KEY_ALL_ACCESS) as key:
        try:
            before = winreg.QueryValueEx(key, VALUE)[0]
        except OSError:
            before = ""
        yield key
        if before:
            winreg.SetValueEx(key, VALUE, 0, winreg.REG_SZ, before)
        else:
            winreg.DeleteValue(key, VALUE)


@only_windows
def test_a_camera_that_a_setting_denies_is_known(setting):
    winreg.SetValueEx(setting, VALUE, 0, winreg.REG_SZ, "Allow")
    assert not is_camera_denied()
    winreg.SetValueEx(setting, VALUE, 0, winreg.REG_SZ, "Deny")
    assert is_camera_denied()


@pytest.mark.skipif(sys.platform == "win32", reason="there it is a setting")
def test_elsewhere_no_setting_denies_it():
    assert not is_camera_denied()
