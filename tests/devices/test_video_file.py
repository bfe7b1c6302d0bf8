# SPDX-License-Identifier: GPL-3.0-or-later
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat

from checkin.devices.camera import DAMAGED, MISSING, OFF, VideoFile
from checkin.devices.decoder import Decoder
from checkin.devices.frame_luminance import luminance
from tests.devices.films import multimedia
from tests.devices.pictures import FIRST, SECOND

FILM = Path(__file__).parents[1] / "data" / "films" / "two-codes.mp4"
pytestmark = [pytest.mark.usefixtures("qapp"), multimedia]


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


@pytest.mark.parametrize("content", [b"", b"no film at all " * 500, FILM.read_bytes()[:3000]])
def test_a_damaged_film_is_told_once(qtbot, tmp_path, content):
    (tmp_path / "torn.mp4").write_bytes(content)
    film = VideoFile(tmp_path / "torn.mp4")
    losses = []
    film.lost.connect(losses.append)
    film.ended.connect(lambda: pytest.fail("a film that never began has ended"))
    film.start()
    qtbot.waitUntil(lambda: bool(losses))
    play_another_to_its_end(qtbot)
    assert [str(loss) for loss in losses] == [DAMAGED.text.format(source="torn.mp4")]
    assert not film.state.is_live


def test_a_damaged_film_that_was_stopped_is_not_told(qtbot, tmp_path):
    (tmp_path / "torn.mp4").write_bytes(FILM.read_bytes()[:3000])
    film = VideoFile(tmp_path / "torn.mp4")
    film.lost.connect(lambda loss: pytest.fail(str(loss)))
    film.start()
    film.stop()
    play_another_to_its_end(qtbot)
    assert film.state.words == OFF


def test_a_sound_file_is_no_film(qtbot):
    film = VideoFile(Path(__file__).parents[2] / "resources" / "sounds" / "welcome.wav", rate=4)
    with qtbot.waitSignal(film.lost):
        film.start()
    assert film.state.words == DAMAGED
