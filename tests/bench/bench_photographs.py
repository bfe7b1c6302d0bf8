# SPDX-License-Identifier: GPL-3.0-or-later
"""How many photographs are read, at 1280 x 720: zxing-cpp alone and ours. Prints, asserts nothing.

python tests/bench/bench_photographs.py --data FOLDER [--list]

FOLDER/manifest.csv has the columns image, text, negative. A text that begins with "[[" marks the places of
codes whose texts nobody knows: there, any text counts as read.
"""

import argparse
import csv
import sys
import time
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
import zxingcpp
from PIL import Image

from checkin.devices.decoder import Decoder

FRAME = (1280, 720)
BASE = "zxing-cpp, its defaults"


def _alone(**options):
    return lambda luma: [code.text for code in zxingcpp.read_barcodes(luma, **options)]


def _ours(**options):
    decoder = Decoder(**options)
    return lambda luma: [sighting.text for sighting in decoder.decode(luma)]


READERS = {
    BASE: _alone(),
    "zxing-cpp, QR": _alone(formats=zxingcpp.BarcodeFormat.QRCode),
    "zxing-cpp, our call": _alone(formats=zxingcpp.BarcodeFormat.QRCodeModel2, try_rotate=False),
    "ours, the picture as it is": _ours(steps=(), cards=()),
    "ours, all steps, QR only": _ours(cards=()),
    "ours, all steps": _ours(),
}


def framed(path: Path) -> np.ndarray:
    """Reduced to fit a camera's frame, never enlarged, in the middle of grey."""
    with Image.open(path) as image:
        picture = image.convert("L")
    picture.thumbnail(FRAME)
    frame = Image.new("L", FRAME, 128)
    frame.paste(picture, ((FRAME[0] - picture.width) // 2, (FRAME[1] - picture.height) // 2))
    return np.asarray(frame)


def plain(text: str) -> str:
    return " ".join(text.split())


class Score:
    """What one reader did with all photographs."""

    def __init__(self) -> None:
        self.spent: list[float] = []
        self.idle: list[float] = []
        self.read: dict[str, list[bool]] = defaultdict(list)
        self.doubtful: list[tuple[str, str]] = []

    def add(self, row: dict[str, str], seen: list[str], milliseconds: float) -> None:
        expected = plain(row["text"])
        if row["negative"] == "1":
            self.idle.append(milliseconds)
            self.doubtful += [(row["image"], text) for text in seen]
            self.read["nothing in negatives"].append(not seen)
            return
        self.spent.append(milliseconds)
        if expected.startswith("[["):
            self.read["any text"].append(bool(seen))
            return
        self.read["the text"].append(expected in map(plain, seen))
        self.doubtful += [(row["image"], text) for text in seen if plain(text) != expected]


def measure(folder: Path) -> dict[str, Score]:
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as listing:
        rows = list(csv.DictReader(listing))
    scores = {name: Score() for name in READERS}
    for row in rows:
        luma = framed(folder / row["image"])
        for name, read in READERS.items():
            begun = time.thread_time()
            seen = read(luma)
            scores[name].add(row, seen, 1000 * (time.thread_time() - begun))
    return scores


def report(scores: dict[str, Score], is_listed: bool) -> None:
    for name, score in scores.items():
        shares = ", ".join(f"{key} {100 * np.mean(hits):.1f} % of {len(hits)}" for key, hits in score.read.items())
        positives = score.read["the text"] + score.read["any text"]
        print(f"{name}: read {100 * np.mean(positives):.1f} % of {len(positives)} ({shares})")
        for label, times in (("with code", score.spent), ("without", score.idle)):
            base = scores[BASE].spent if label == "with code" else scores[BASE].idle
            if times:
                median, p95 = np.percentile(times, (50, 95))
                mean, ratio = np.mean(times), np.mean(times) / np.mean(base)
                print(f"    CPU ms {label}: median {median:.1f}, p95 {p95:.1f}, mean {mean:.1f}, {ratio:.2f}x")
        print(f"    texts other than the expected one: {len(score.doubtful)}")
        for image, text in score.doubtful if is_listed else ():
            print(f"        {image}: {text!r}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--data", type=Path, default=Path(__file__).parents[1] / "data" / "photographs")
    arguments.add_argument("--list", action="store_true", help="name the texts that were not expected")
    chosen = arguments.parse_args()
    report(measure(chosen.data), chosen.list)


if __name__ == "__main__":
    main()
