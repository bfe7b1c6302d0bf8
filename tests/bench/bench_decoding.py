# SPDX-License-Identifier: GPL-3.0-or-later
"""From a frame to the text: ours beside the libraries alone, on the same drawn frames. Prints only.

python tests/bench/bench_decoding.py [--scenes 60] [--first 0]
"""

import argparse
import math
import os
import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
import zxingcpp

from checkin.devices.decoder import TURNS, Decoder
from checkin.devices.frame_luminance import luminance
from checkin.services.camera_reader import REST
from tests.devices.films import Format, frame_of, jpeg_frame
from tests.devices.pictures import busy, film, scene

Read = Callable[[np.ndarray], list[str]]
BASE = "zxing-cpp, its defaults"
RESTING = "ours, while resting"
FRAMES, RATE = 3, 30
QR = zxingcpp.BarcodeFormat.QRCode


def readers() -> dict[str, Read]:
    found: dict[str, Read] = {
        BASE: zxing_alone,
        "zxing-cpp, QR only": lambda luma: [code.text for code in zxingcpp.read_barcodes(luma, formats=QR)],
        "ours, the picture as it is": _ours(Decoder(steps=())),
        "ours, the first turn": _ours(Decoder().turns()[0]),
        "ours, all steps": _ours(Decoder()),
        "ours, all steps, QR only": _ours(Decoder(cards=())),
    }
    try:
        import cv2
    except ImportError:
        print("OpenCV is not installed: pip install opencv-python-headless\n")
        return found
    cv2.setNumThreads(1)
    detector, markers = cv2.QRCodeDetector(), cv2.QRCodeDetectorAruco()
    found[f"OpenCV {cv2.__version__} QRCodeDetector"] = lambda luma: [detector.detectAndDecode(luma)[0]]
    found["OpenCV QRCodeDetectorAruco"] = lambda luma: [markers.detectAndDecode(luma)[0]]
    return found


def zxing_alone(luma: np.ndarray) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(luma)]


def _ours(decoder: Decoder) -> Read:
    return lambda luma: [sighting.text for sighting in decoder.decode(luma)]


def compare(width: int, height: int, first: int, count: int) -> None:
    spent: dict[str, list[float]] = {}
    right: dict[str, int] = {}
    false: dict[str, int] = {}
    all_readers = readers()
    for seed in range(first, first + count):
        luma, text, _ = scene(seed, width, height)
        for name, read in all_readers.items():
            begun = time.thread_time()
            seen = [found for found in read(luma) if found]
            spent.setdefault(name, []).append(1000 * (time.thread_time() - begun))
            right[name] = right.get(name, 0) + (text in seen)
            false[name] = false.get(name, 0) + any(found != text for found in seen)
    print(f"{width} x {height}, {count} frames: read %, false texts, CPU ms median / p95 / mean, mean ratio")
    for name, times in spent.items():
        ratio = np.mean(times) / np.mean(spent[BASE])
        median, p95 = np.percentile(times, (50, 95))
        counts = f"{100 * right[name] / count:5.0f}{false[name]:4}"
        print(f"  {name:32}{counts}{median:8.1f} /{p95:7.1f} /{np.mean(times):7.1f}{ratio:8.2f}x")


def over_time(width: int, height: int, first: int, count: int) -> None:
    """Successive frames of one badge, as the camera's thread decodes them: one turn a frame."""
    within = dict.fromkeys((BASE, "ours, a turn a frame", "ours, all steps a frame"), np.zeros(FRAMES))
    turns = [_ours(turn) for turn in Decoder().turns()]
    for seed in range(first, first + count):
        frames = list(islice(film(seed, width, height), FRAMES))
        for name, read in (
            (BASE, lambda luma, _: zxing_alone(luma)),
            ("ours, a turn a frame", lambda luma, number: turns[number % len(turns)](luma)),
            ("ours, all steps a frame", lambda luma, _: _ours(Decoder())(luma)),
        ):
            hits = [text in read(luma, number) for number, (luma, text, _) in enumerate(frames)]
            within[name] = within[name] + np.maximum.accumulate(hits)
    print(f"{width} x {height}, {count} badges: read % within 1, 2 and 3 frames")
    for name, read_in in within.items():
        print(f"  {name:32}" + "".join(f"{100 * share:6.1f}" for share in read_in / count))


def without_code(width: int, height: int, count: int) -> None:
    """A busy desk without a code: what each frame costs, and an idle desk at 30 frames a second."""
    spent: dict[str, list[float]] = {}
    for seed in range(count):
        random = np.random.default_rng(seed)
        values = np.asarray(busy(random, width, height)) + random.normal(0, random.uniform(2, 12), (height, width))
        luma = np.clip(values, 0, 255).astype(np.uint8)
        for name, read in _idle_readers().items():
            begun = time.thread_time()
            read(luma)
            spent.setdefault(name, []).append(1000 * (time.thread_time() - begun))
    print(f"{width} x {height}, {count} frames without a code: CPU ms mean, ratio to {BASE}")
    for name, times in spent.items():
        print(f"  {name:32}{np.mean(times):7.1f}{np.mean(times) / np.mean(spent[BASE]):8.2f}x")
    print(f"  an idle desk at {RATE} frames a second: {100 * _idle_share(spent):.0f} % of one core")


def _idle_readers() -> dict[str, Read]:
    turns = {f"ours, turn {number}": _ours(turn) for number, turn in enumerate(Decoder().turns(), 1)}
    return {BASE: zxing_alone, RESTING: _ours(Decoder(steps=(), cards=())), **turns}


def _idle_share(spent: dict[str, list[float]]) -> float:
    """Share of a core that the camera's thread takes: a round of turns, then a rest with the plain pass alone."""
    seconds = {name: np.mean(times) / 1000 for name, times in spent.items()}
    round_of_turns = sum(value for name, value in seconds.items() if name.startswith("ours, turn"))
    resting = math.ceil(REST * round_of_turns * RATE)
    return (round_of_turns + resting * seconds[RESTING]) / ((TURNS + resting) / RATE)


def end_to_end(width: int, height: int) -> None:
    """A readable frame as a camera hands it over, to the text."""
    luma = next(luma for luma, text, _ in (scene(s, width, height) for s in range(99)) if _plain(luma) == text)
    print(f"{width} x {height}, QVideoFrame to text: CPU ms median / p95, ratio to decoding alone")
    alone = _timed(lambda: Decoder().decode(luma))
    kinds = {kind.name: frame_of(luma, kind) for kind in (Format.Format_NV12, Format.Format_YUYV)}
    kinds |= {Format.Format_BGRA8888.name: frame_of(luma, Format.Format_BGRA8888), "Format_Jpeg": jpeg_frame(luma)}
    for name, frame in kinds.items():

        def read(frame=frame) -> None:
            with luminance(frame) as grey:
                assert Decoder().decode(grey)

        times = _timed(read)
        median, p95 = np.percentile(times, (50, 95))
        print(f"  {name:32}{median:8.2f} /{p95:7.2f}{median / np.median(alone):8.2f}x")


def _plain(luma: np.ndarray) -> str:
    return "".join(sighting.text for sighting in Decoder(steps=()).decode(luma))


def _timed(work: Callable[[], object], times: int = 60) -> list[float]:
    spent = []
    for _ in range(times):
        begun = time.thread_time()
        work()
        spent.append(1000 * (time.thread_time() - begun))
    return spent


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--scenes", type=int, default=60)
    arguments.add_argument("--first", type=int, default=0, help="seed of the first drawn scene")
    chosen = arguments.parse_args()
    first, count = chosen.first, chosen.scenes
    for width, height in ((1280, 720), (1920, 1080)):
        compare(width, height, first, count)
        over_time(width, height, first, count)
        without_code(width, height, count)
        end_to_end(width, height)


if __name__ == "__main__":
    main()
