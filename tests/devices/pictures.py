# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of codes whose texts and corners are known. Drawn with Pillow, the same for the same seed."""

from collections.abc import Iterator, Sequence

import numpy as np
import qrcode
from PIL import Image, ImageDraw, ImageFilter

from checkin.core.tokens import ALPHABET

FIRST, SECOND = "BCDFGHJKLNPRSTVXBCDF", "XVTSRPNLKJHGFDCBXVTS"
Quad = Sequence[tuple[float, float]]
_MODULE, _BORDER = 8, 4


def code(text: str | bytes, module: int = _MODULE) -> Image.Image:
    drawing = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, box_size=module, border=_BORDER)
    drawing.add_data(text)
    drawing.make()
    return drawing.make_image().convert("L")


def square(x: float, y: float, side: float) -> Quad:
    return ((x, y), (x + side, y), (x + side, y + side), (x, y + side))


def placed(text: str | bytes, corners: Quad, on: Image.Image) -> Image.Image:
    """`on` with a code on white card, its modules ending at `corners`."""
    card = code(text)
    edge = _MODULE * _BORDER
    source = square(edge, edge, card.width - 2 * edge)
    # Drawn twice as large and reduced, so that modules end between pixels as in a photograph.
    size = (2 * on.width, 2 * on.height)
    mapping = _perspective([(2 * x, 2 * y) for x, y in corners], source)

    def laid(picture: Image.Image) -> Image.Image:
        large = picture.transform(size, Image.Transform.PERSPECTIVE, mapping, Image.Resampling.BILINEAR)
        return large.reduce(2)

    return Image.composite(laid(card), on, laid(Image.new("L", card.size, 255)))


def _perspective(target: Quad, source: Quad) -> list[float]:
    """Pillow's eight numbers: where in `source` each point of `target` comes from."""
    rows = []
    for (x, y), (u, v) in zip(target, source, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    return np.linalg.solve(np.array(rows), np.array(source).ravel()).tolist()


def grey(width: int = 640, height: int = 480, value: int = 120) -> Image.Image:
    return Image.new("L", (width, height), value)


def busy(random: np.random.Generator, width: int, height: int) -> Image.Image:
    """A background with much that resembles a code: boxes, stripes, checks, writing."""
    picture = Image.new("L", (width, height), int(random.integers(60, 200)))
    draw = ImageDraw.Draw(picture)
    for _ in range(60):
        x, y = int(random.integers(0, width)), int(random.integers(0, height))
        w, h, shade = (int(value) for value in random.integers((10, 10, 0), (220, 160, 256)))
        draw.rectangle((x, y, x + w, y + h), fill=shade)
        step = int(random.integers(3, 15))
        for at in range(x, x + w, 2 * step) if random.random() < 0.4 else ():
            draw.rectangle((at, y, at + step, y + h), fill=255 - shade)
    for _ in range(12):
        at = (int(random.integers(0, width)), int(random.integers(0, height)))
        draw.text(at, "CHECK-IN 9 RENCONTRE", fill=int(random.integers(0, 256)), font_size=24)
    return picture


def scene(seed: int, width: int = 1280, height: int = 720) -> tuple[np.ndarray, str, Quad]:
    """A hand-held badge before a busy desk: grey values, the text, where its corners are.

    1.8 to 7 pixels a module at 720 lines, tilted, blurred, noisy, under uneven light: some cannot be read.
    """
    return next(film(seed, width, height))


def film(seed: int, width: int = 1280, height: int = 720) -> Iterator[tuple[np.ndarray, str, Quad]]:
    """A scene frame after frame: the hand shakes by about a pixel, blur varies by a quarter, the noise is new."""
    random = np.random.default_rng(seed)
    text = "".join(random.choice(list(ALPHABET), 20))
    side = 21 * np.exp(random.uniform(np.log(1.8), np.log(7))) * height / 720
    corners = _tilted(random, side, width, height)
    ground = busy(random, width, height)
    blur, usual = random.exponential(0.7) * height / 720, 1.0
    light = np.linspace(random.uniform(0.35, 1), random.uniform(0.35, 1), width)
    noise = random.uniform(2, 12)
    while True:
        picture = placed(text, corners, ground).filter(ImageFilter.GaussianBlur(blur * usual))
        values = np.asarray(picture) * light + random.normal(0, noise, (height, width))
        yield np.clip(values, 0, 255).astype(np.uint8), text, corners
        corners = (np.array(corners) + random.normal(0, 1, 2) + random.normal(0, 0.3, (4, 2))).tolist()
        usual = float(np.exp(random.normal(0, 0.25)))


def _tilted(random: np.random.Generator, side: float, width: int, height: int) -> Quad:
    """A square turned by any small angle, its corners pulled by up to a tenth of its side."""
    turn = random.normal(0, 0.25)
    centre = random.uniform((side, side), (width - side, height - side))
    spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    corners = (np.array(square(-0.5, -0.5, 1)) + random.uniform(-0.1, 0.1, (4, 2))) @ spin.T
    return [tuple(point) for point in corners * side + centre]
