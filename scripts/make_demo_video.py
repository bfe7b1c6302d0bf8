# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws resources/demo/queue.mp4, a queue seen by the camera of a desk, and queue.json: what is shown.

Run at the root of the source: `pip install av`, then `python -m scripts.make_demo_video`. Reads the video back
at the end and fails if a code is not decoded in three of its frames.
"""

import json
import math
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import zxingcpp
from PySide6.QtCore import QPointF
from PySide6.QtGui import QGuiApplication, QImage, QPainter, QPolygonF, QTransform

from scripts import demo_drawing as drawing
from scripts.demo_drawing import HEIGHT, WIDTH, Look
from scripts.demo_hall import hall, person
from scripts.demo_queue import RATE, SEED, Turn, shown, turns
from scripts.demo_tickets import SPRITE_HEIGHT, SPRITE_WIDTH, load_fonts, sprite
from scripts.make_demo_list import DEMO

ENTER, LEAVE = 4, 4
"""Frames in which a ticket comes up, and goes."""
SHUTTER = 0.4
"""The part of a frame's time in which the camera's shutter is open."""
FEWEST_READINGS = 3

# Motion


def ease(t: float) -> float:
    t = min(max(t, 0.0), 1.0)
    return t * t * (3 - 2 * t)


@dataclass(frozen=True, slots=True)
class Pose:
    """Where a ticket's middle is, how large and how turned (degrees)."""

    x: float
    y: float
    scale: float
    roll: float
    yaw: float
    pitch: float


class Hand:
    """Moves one ticket into the picture, holds it there not quite still, and takes it away."""

    def __init__(self, rng: random.Random, x: float, scale: float, frames: int) -> None:
        self._frames = frames
        self._rest = Pose(
            x + rng.uniform(-45, 45), 330 + rng.uniform(-22, 26), scale * rng.uniform(0.92, 1.06),
            rng.gauss(0, 6), rng.gauss(0, 13), rng.gauss(6, 8),
        )  # fmt: skip
        self._from = rng.choice(((260, 620), (-120, 660), (60, 700)))
        self._phase = rng.uniform(0, 6)

    def pose(self, frame: float) -> Pose:
        away = 1 - ease((frame + 1) / (ENTER + 1)) + ease((frame - (self._frames - LEAVE - 2)) / LEAVE)
        t, rest = frame / RATE * 2 * math.pi + self._phase, self._rest
        return Pose(
            rest.x + away * self._from[0] + 3.5 * math.sin(t * 0.9),
            rest.y + away * self._from[1] + 3 * math.sin(t * 1.3),
            rest.scale * (1 - 0.12 * away),
            rest.roll + 16 * away + 0.8 * math.sin(t * 0.7),
            rest.yaw + 18 * away + 1.6 * math.sin(t * 0.8),
            rest.pitch + 22 * away + 1.2 * math.cos(t),
        )


def perspective(pose: Pose) -> QTransform:
    """From a sprite to the picture, as a camera 1300 pixels away sees it."""
    turn = QTransform().rotate(pose.roll)
    yaw, pitch = math.radians(pose.yaw), math.radians(pose.pitch)
    corners = []
    for x, y in ((0, 0), (SPRITE_WIDTH, 0), (SPRITE_WIDTH, SPRITE_HEIGHT), (0, SPRITE_HEIGHT)):
        flat = turn.map(QPointF((x - 380) * pose.scale, (y - 420) * pose.scale))
        depth = flat.x() * math.sin(yaw) + flat.y() * math.sin(pitch)
        near = 1300 / (1300 + depth)
        corners.append(QPointF(pose.x + flat.x() * math.cos(yaw) * near, pose.y + flat.y() * math.cos(pitch) * near))
    sheet = QPolygonF(
        [QPointF(x, y) for x, y in ((0, 0), (SPRITE_WIDTH, 0), (SPRITE_WIDTH, SPRITE_HEIGHT), (0, SPRITE_HEIGHT))]
    )
    transform = QTransform.quadToQuad(sheet, QPolygonF(corners))
    assert isinstance(transform, QTransform)
    return transform


# The video


class Film:
    """Draws frame after frame. The hall stays, the queue sways, the guest in front changes."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._hall = hall()
        self._queue = [person(Look.draw(rng), scale, 6) for scale in (0.6, 0.7, 0.57, 0.74, 0.62, 0.68)]
        self._noise = np.random.default_rng(SEED)
        self._frame = 0

    def turn(self, turn: Turn) -> Iterator[np.ndarray]:
        looks = [Look.draw(self._rng) for _ in turn.tickets]
        spots = ((640, 0.86),) if len(looks) == 1 else ((395, 0.74), (880, 0.74))
        sprites = [sprite(t, look) for t, look in zip(turn.tickets, looks, strict=True)]
        guests = [person(look, 1.2, 8) for look in looks]
        hands = [Hand(self._rng, x, scale, turn.frames) for x, scale in spots]
        for frame in range(turn.frames):
            image = self._scene()
            p = drawing.painter(image)
            for guest, (x, _) in zip(guests, spots, strict=True):
                self._guest(p, guest, x, frame / turn.frames)
            p.end()
            yield self._camera(self._exposure(image, sprites, hands, frame))

    def _scene(self) -> QImage:
        self._frame += 1
        image = self._hall.copy()
        p = drawing.painter(image)
        for i, figure in enumerate(self._queue):
            sway = 7 * math.sin(self._frame / RATE * (0.7 + 0.13 * i) + i * 2)
            height = figure.height()
            p.drawImage(QPointF(-60 + i * 215 + sway, max(560 - height * 0.7, HEIGHT + 12 - height)), figure)
        p.end()
        return image

    def _guest(self, p: QPainter, guest: QImage, x: float, t: float) -> None:
        """Comes from the right, goes to the left: the queue moves one way."""
        shift = 900 * (1 - ease(t * 5)) - 1000 * ease((t - 0.84) * 6.25)
        p.drawImage(QPointF(x - guest.width() / 2 + shift, 40), guest)

    def _exposure(self, scene: QImage, sprites: list[QImage], hands: list[Hand], frame: int) -> np.ndarray:
        """The mean of the moments while the shutter is open: what moves is blurred, what is held is sharp."""
        before, after = hands[0].pose(frame), hands[0].pose(frame + SHUTTER)
        moments = 1 + min(11, round(math.hypot(after.x - before.x, after.y - before.y) / 6))
        light = np.zeros((HEIGHT, WIDTH, 3), np.float32)
        for moment in range(moments):
            image = scene.copy()
            p = drawing.painter(image)
            for held, hand in zip(sprites, hands, strict=True):
                p.setTransform(perspective(hand.pose(frame + SHUTTER * moment / moments)))
                p.drawImage(0, 0, held)
            p.end()
            light += drawing.pixels(image)[:, :, :3]
        return light / moments

    def _camera(self, rgb: np.ndarray) -> np.ndarray:
        """The sensor's noise, and a lens that is darker in the corners."""
        y, x = np.ogrid[-1 : 1 : HEIGHT * 1j, -1 : 1 : WIDTH * 1j]
        rgb *= (1.02 - 0.16 * (x * x + y * y) / 2)[:, :, None]
        rgb += self._noise.normal(0, 1.3, (HEIGHT, WIDTH, 1)).astype(np.float32)
        return rgb.clip(0, 255).astype(np.uint8)


def write_film(path: Path) -> None:
    video = Film(random.Random(SEED))
    with av.open(str(path), "w", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", rate=RATE, options={"crf": "26", "preset": "slow", "g": "30"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for turn in turns():
            for frame in video.turn(turn):
                container.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
        container.mux(stream.encode())


def readings(path: Path) -> Iterator[tuple[float, str]]:
    """(second, text) for each code found in each frame, read as the desk reads them."""
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            luma = frame.to_ndarray(format="gray")
            for found in zxingcpp.read_barcodes(luma, formats=zxingcpp.BarcodeFormat.QRCodeModel2):
                yield float(frame.time or 0), found.text


def check(path: Path, items: list[dict[str, object]]) -> None:
    seen = list(readings(path))
    starts = sorted({float(str(item["at"])) for item in items})
    for item in items:
        start = float(str(item["at"]))
        end = next((s for s in starts if s > start), math.inf)
        count = sum(text == item["code"] and start - 0.01 <= at < end for at, text in seen)
        if count < FEWEST_READINGS:
            raise SystemExit(f"{item['code']} ({item['case']}) at {start} s is read in {count} frames only")
    strangers = {text for _, text in seen} - {str(item["code"]) for item in items}
    megabytes = path.stat().st_size / 1e6
    print(f"{len(items)} codes, {len(seen)} readings, {megabytes:.1f} MB, misread: {strangers or 0}")


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QGuiApplication([])
    load_fonts()
    write_film(DEMO / "queue.mp4")
    lines = ",\n".join("  " + json.dumps(item) for item in shown())
    (DEMO / "queue.json").write_text(f"[\n{lines}\n]\n", "utf-8")
    check(DEMO / "queue.mp4", shown())
    del app


if __name__ == "__main__":
    main()
