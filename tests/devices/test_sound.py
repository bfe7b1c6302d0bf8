# SPDX-License-Identifier: GPL-3.0-or-later
import itertools
import runpy
import wave
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtMultimedia import QMediaDevices

from checkin.devices.sound import Sound, Sounds
from tests.devices.films import multimedia

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "resources" / "sounds"


def samples(sound):
    with wave.open(str(FOLDER / f"{sound}.wav")) as source:
        assert (source.getframerate(), source.getsampwidth(), source.getnchannels()) == (44_100, 2, 1)
        return np.frombuffer(source.readframes(source.getnframes()), "<i2").astype(int)


def pitch(part):
    """The strongest frequency, in hertz."""
    return np.argmax(np.abs(np.fft.rfft(part * np.hanning(part.size)))) * 44_100 / part.size


@pytest.mark.parametrize("sound", Sound)
def test_a_sound_is_short_and_neither_loud_nor_clicking(sound):
    wave_form = samples(sound)
    assert 0.15 <= wave_form.size / 44_100 <= 0.6
    assert 20 * np.log10(np.abs(wave_form).max() / 32768) == pytest.approx(-6, abs=0.2)
    assert np.abs(wave_form[[0, -1]]).max() < 100


def test_welcome_rises_refusal_falls_and_a_question_stays():
    ends = {sound: (pitch(samples(sound)[:4000]), pitch(samples(sound)[-6000:])) for sound in Sound}
    assert ends[Sound.WELCOME][1] > 1.2 * ends[Sound.WELCOME][0]
    assert ends[Sound.ATTENTION][1] > 1.2 * ends[Sound.ATTENTION][0]
    assert ends[Sound.REFUSE][1] < 0.8 * ends[Sound.REFUSE][0]
    assert ends[Sound.ASK][1] == pytest.approx(ends[Sound.ASK][0], rel=0.03)
    assert max(ends[Sound.TECHNICAL]) < min(ends[Sound.WELCOME])


def test_no_two_sounds_are_nearly_the_same():
    for one, other in itertools.combinations(Sound, 2):
        size = min(samples(one).size, samples(other).size)
        assert abs(np.corrcoef(samples(one)[:size], samples(other)[:size])[0, 1]) < 0.5


def test_the_script_draws_the_sounds_that_are_shipped():
    drawn = runpy.run_path(str(ROOT / "scripts" / "make_sounds.py"))
    for name, form in drawn["SOUNDS"].items():
        expected = form / np.abs(form).max() * drawn["PEAK"] * 32767
        np.testing.assert_allclose(samples(name), expected, atol=1)


@multimedia
@pytest.mark.usefixtures("qapp")
def test_a_desk_with_or_without_loudspeaker_plays_without_fail():
    sounds = Sounds(FOLDER)
    assert sounds.is_available == (not QMediaDevices.defaultAudioOutput().isNull())
    for sound in Sound:
        sounds.play(sound)


@multimedia
@pytest.mark.usefixtures("qapp")
def test_without_its_files_it_is_silent(tmp_path):
    sounds = Sounds(tmp_path)
    sounds.play(Sound.WELCOME)
    assert not sounds.is_available
