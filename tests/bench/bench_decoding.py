# SPDX-License-Identifier: GPL-3.0-or-later
"""From a frame to the text: ours beside the libraries alone, on the same drawn frames. Prints only.

python tests/bench/bench_decoding.py [--scenes 60]
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
import zxingcpp

from checkin.devices.decoder import Decoder
from checkin.devices.frames import luminance
from tests.devices.films import Format, frame_of, jpeg_frame
from tests.devices.pictures import scene

Read = Callable[[np.ndarray], list[str]]
BASE = "zxing-cpp, its defaults"
QR = zxingcpp.BarcodeFormat.QRCode


def readers() -> dict[str, Read]:
    found: dict[str, Read] = {
        BASE: lambda luma: [code.text for code in zxingcpp.read_barcodes(luma)],
        "zxing-cpp, QR only": lambda luma: [code.text for code in zxingcpp.read_barcodes(luma, formats=QR)],
        "ours, 1 step": _ours(Decoder(steps=1)),
        "ours, 5 steps": _ours(Decoder(steps=5)),
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


def _ours(decoder: Decoder) -> Read:
    return lambda luma: [sighting.text for sighting in decoder.decode(luma)]


def compare(width: int, height: int, count: int) -> None:
    spent: dict[str, list[float]] = {}
    right: dict[str, int] = {}
    false: dict[str, int] = {}
    all_readers = readers()
    for seed in range(count):
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


def end_to_end(width: int, height: int) -> None:
    """A readable frame as a camera hands it over, to the text: wall time."""
    luma = next(luma for luma, text, _ in (scene(s, width, height) for s in range(99)) if _plain(luma) == text)
    print(f"{width} x {height}, QVideoFrame to text: wall ms median / p95, ratio to decoding alone")
    alone = _timed(lambda: Decoder().decode(luma))
    kinds = {kind.name: frame_of(luma, kind) for kind in (Format.Format_NV12, Format.Format_YUYV)}
    kinds |= {
        Format.Format_BGRA8888.name: frame_of(luma, Format.Format_BGRA8888),
        "Format_Jpeg": jpeg_frame(luma),
    }
    for name, frame in kinds.items():

        def read(frame=frame) -> None:
            with luminance(frame) as grey:
                assert Decoder().decode(grey)

        times = _timed(read)
        median, p95 = np.percentile(times, (50, 95))
        print(f"  {name:32}{median:8.2f} /{p95:7.2f}{median / np.median(alone):8.2f}x")


def _plain(luma: np.ndarray) -> str:
    return "".join(sighting.text for sighting in Decoder(steps=1).decode(luma))


def _timed(work: Callable[[], object], times: int = 60) -> list[float]:
    spent = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        spent.append(1000 * (time.perf_counter() - begun))
    return spent


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--scenes", type=int, default=60)
    count = arguments.parse_args().scenes
    for width, height in ((1280, 720), (1920, 1080)):
        compare(width, height, count)
        end_to_end(width, height)


if __name__ == "__main__":
    main()
