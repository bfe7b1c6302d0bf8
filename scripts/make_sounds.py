# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws resources/sounds/*.wav again: no chance in it. Run from the root: python scripts/make_sounds.py

44.1 kHz, 16 bit, mono, peak -6 dBFS. The five differ in direction, register and rhythm, so that they are told
apart without looking and over a noisy hall.
"""

import wave
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

RATE = 44_100
PEAK = 0.5  # -6 dBFS
C4, G3, E4, A4, C5, E5, G5, C6 = 261.63, 196.00, 329.63, 440.00, 523.25, 659.26, 783.99, 1046.50

Wave = npt.NDArray[np.float64]


def tone(pitch: float, seconds: float, *, end_pitch: float | None = None, bell: float = 0.0, reed: float = 1.0) -> Wave:
    """A note with two overtones, soft at both ends; gliding to `end_pitch`. `bell` adds a ringing partial, `reed`
    strengthens the overtones: all that small loudspeakers give back of a low note.
    """
    time = np.arange(round(RATE * seconds)) / RATE
    glide = np.linspace(pitch, end_pitch or pitch, time.size)
    phase = 2 * np.pi * np.cumsum(glide) / RATE
    sound = np.sin(phase) + reed * (0.25 * np.sin(2 * phase) + 0.08 * np.sin(3 * phase))
    sound += bell * np.sin(2.76 * phase) * np.exp(-time / 0.12)
    return sound * envelope(time, seconds)


def envelope(time: Wave, seconds: float) -> Wave:
    """8 ms to full, a slow decay, 40 ms to nothing: no clicks."""
    return np.clip(time / 0.008, 0, 1) * np.exp(-1.5 * time / seconds) * np.clip((seconds - time) / 0.04, 0, 1)


def sequence(tones: Sequence[Wave], gap: float) -> Wave:
    """One after the other, `gap` seconds apart; a negative gap lets them ring into each other."""
    step = round(RATE * gap)
    starts, at = [], 0
    for sound in tones:
        starts.append(at)
        at += sound.size + step
    total = np.zeros(max(start + sound.size for start, sound in zip(starts, tones, strict=True)))
    for start, sound in zip(starts, tones, strict=True):
        total[start : start + sound.size] += sound
    return total


SOUNDS = {
    "welcome": sequence([tone(E5, 0.12), tone(C6, 0.22)], -0.03),
    "attention": sequence([tone(C5, 0.14), tone(E5, 0.14), tone(G5, 0.36, bell=0.5)], -0.03),
    "ask": sequence([tone(A4, 0.16), tone(A4, 0.16)], 0.08),
    "refuse": sequence([tone(E4, 0.18, reed=2), tone(C4, 0.36, end_pitch=G3, reed=2.5)], -0.02),
    "technical": sequence([tone(G3, 0.09, reed=3)] * 3, 0.06),
}


def write(path: Path, sound: Wave) -> None:
    samples = np.round(sound / np.abs(sound).max() * PEAK * 32767).astype("<i2")
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples.tobytes())


def main() -> None:
    folder = Path(__file__).parents[1] / "resources" / "sounds"
    for name, sound in SOUNDS.items():
        write(folder / f"{name}.wav", sound)
        print(f"{name}: {1000 * sound.size / RATE:.0f} ms")


if __name__ == "__main__":
    main()
