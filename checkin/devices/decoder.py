# SPDX-License-Identifier: GPL-3.0-or-later
"""Decoding of QR codes and card barcodes in one picture. Knows no camera and judges no text.

zxing-cpp reads the picture as it is; if it finds nothing, it gets altered copies (`PREPROCESSING_STEPS`) until one
yields a code. Where it locates a code without being able to decode it, it gets that place enlarged (`CLOSER_LOOKS`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import zxingcpp
from PIL import Image, ImageFilter, ImageOps, UnidentifiedImageError
from zxingcpp import Barcode, BarcodeFormat, Binarizer, TextMode

from checkin.core.message import Message, UserError

# The altered copies of a picture that are decoded one after the other. Decodes nothing itself.
# numpy and Pillow only. Kinds and order were chosen on photographs made by others; `tests/bench/bench_photographs.py`
# measures them again.

Luma = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class PreprocessingStep:
    """One altered copy. `alter` makes it, `scale` times as wide and high; the outermost pixels may be lost.
    `is_thorough`: zxing-cpp also tries light codes on dark ground and smaller sizes.
    """

    alter: Callable[[Luma], Luma]
    binarizer: Binarizer = Binarizer.LocalAverage
    is_thorough: bool = False
    scale: tuple[float, float] = (1, 1)


def as_is(luma: Luma) -> Luma:
    return luma


def median(luma: Luma) -> Luma:
    """Reduce noise: the median of three along rows, then along columns; the outermost pixels are lost.

    A quarter of the cost of the true median of nine, and it leads to more readings.
    """
    across = _middle(luma[:, :-2], luma[:, 1:-1], luma[:, 2:])
    return _middle(across[:-2], across[1:-1], across[2:])


def _middle(a: Luma, b: Luma, c: Luma) -> Luma:
    low, high = np.minimum(a, b), np.maximum(a, b)
    middle: Luma = np.maximum(low, np.minimum(high, c))
    return middle


def threshold(side: int) -> Callable[[Luma], Luma]:
    """Return a step against shadows and glare.

    It gives 1 where a pixel is at most 4 grey values darker than the mean of the square of `side` pixels around it,
    else 0. The mean is taken at quarter size, at a third of the cost.
    """
    blur, slack = ImageFilter.BoxBlur(side // 8), [max(0, value - 4) for value in range(256)]

    def alter(luma: Luma) -> Luma:
        limit = Image.fromarray(luma).reduce(4).filter(blur).point(slack)
        white: Luma = (luma > _repeated(limit, 4, luma)).view(np.uint8)
        return white

    return alter


def _repeated(image: Image.Image, times: int, luma: Luma) -> Luma:
    """Return each pixel `times` times in both directions, cut to the size of `luma`."""
    large = image.resize((times * image.width, times * image.height), Image.Resampling.NEAREST)
    return np.asarray(large)[: luma.shape[0], : luma.shape[1]]


def sharpened_picture(luma: Luma) -> Luma:
    """Sharpen a blurred picture: three times the picture less twice its mean over 6 x 6 pixels."""
    image = Image.fromarray(luma)
    mean = _repeated(image.reduce(2).filter(ImageFilter.BoxBlur(1)), 2, luma)
    return np.asarray(Image.blend(Image.fromarray(mean), image, 3))


def smoothed(luma: Luma) -> Luma:
    """Reduce moire: each pixel with its neighbours, weighted 1 2 1 both ways; the outermost pixels are lost."""
    wide = luma.astype(np.uint16)
    across = wide[:, :-2] + 2 * wide[:, 1:-1] + wide[:, 2:]
    smooth: Luma = ((across[:-2] + 2 * across[1:-1] + across[2:]) >> 4).astype(np.uint8)
    return smooth


def reduced(factor: int) -> Callable[[Luma], Luma]:
    """Return a step that shrinks the picture, in which a code may fill the whole frame."""
    return lambda luma: np.asarray(Image.fromarray(luma).reduce(factor))


def doubled(luma: Luma) -> Luma:
    """Put the mean of its neighbours between any two pixels: a code may be small."""
    height, width = luma.shape
    rows = np.empty((2 * height - 1, width), np.uint8)
    rows[::2], rows[1::2] = luma, _between(luma[:-1], luma[1:])
    large = np.empty((2 * height - 1, 2 * width - 1), np.uint8)
    large[:, ::2], large[:, 1::2] = rows, _between(rows[:, :-1], rows[:, 1:])
    return large


def _between(a: Luma, b: Luma) -> Luma:
    """Return the mean of two pictures, rounded down, without leaving eight bits."""
    mean: Luma = (a & b) + ((a ^ b) >> 1)
    return mean


def every_other_row(luma: Luma) -> Luma:
    """Return half the rows, in which a code tilted backwards is less wide for its height; without a copy."""
    return luma[::2]


def thickened(luma: Luma) -> Luma:
    """Make dark parts thicker, the darkest of nine pixels."""
    return _of_nine(np.minimum, luma)


def thinned(luma: Luma) -> Luma:
    """Make dark parts thinner, the lightest of nine pixels."""
    return _of_nine(np.maximum, luma)


def _of_nine(extreme: np.ufunc, luma: Luma) -> Luma:
    luma = np.pad(luma, 1, mode="edge")
    across = extreme(extreme(luma[:, :-2], luma[:, 1:-1]), luma[:, 2:])
    result: Luma = extreme(extreme(across[:-2], across[1:-1]), across[2:])
    return result


def chained(*alterations: Callable[[Luma], Luma]) -> Callable[[Luma], Luma]:
    """Return a step that makes several alterations one after the other."""

    def alter(luma: Luma) -> Luma:
        for alteration in alterations:
            luma = alteration(luma)
        return luma

    return alter


def _halved(*alterations: Callable[[Luma], Luma]) -> Callable[[Luma], Luma]:
    return chained(reduced(2), *alterations)


HALF = (1 / 2, 1 / 2)

PLAIN = PreprocessingStep(as_is, is_thorough=True)
"""The picture as it is, which every frame is read as first."""

PREPROCESSING_STEPS = (
    PreprocessingStep(as_is, Binarizer.GlobalHistogram),
    PreprocessingStep(reduced(2), Binarizer.GlobalHistogram, scale=HALF),
    PreprocessingStep(every_other_row, scale=(1, 1 / 2)),
    PreprocessingStep(threshold(12), Binarizer.BoolCast),
    PreprocessingStep(_halved(thickened, thinned), scale=HALF),  # opening: light lines across a finder vanish
    PreprocessingStep(threshold(51), Binarizer.BoolCast),
    PreprocessingStep(_halved(thinned, thickened), scale=HALF),  # closing: dark lines vanish
    PreprocessingStep(reduced(4), scale=(1 / 4, 1 / 4)),
    PreprocessingStep(threshold(25), Binarizer.BoolCast),
    PreprocessingStep(chained(threshold(25), thickened), Binarizer.BoolCast),
    PreprocessingStep(chained(sharpened_picture, doubled), scale=(2, 2)),
    PreprocessingStep(smoothed),
)
"""The alterations in order, a copy is made only if all earlier ones showed no code. Every third belongs to one frame of
a camera (`Decoder.turns`); the doubled copy costs half as much as all others together.
"""


# Enlarged cut-outs of a place where zxing-cpp located a code but could not decode it. Decodes nothing itself.
# The finders of such a code were seen: it is small, creased, tilted, under glare, or a line crosses it. A cut-out is
# a twentieth of a frame, so several alterations of it cost less than one of the whole frame.

Outline = npt.NDArray[np.float64]
"""Four rows (x, y) in pixels of the frame: top left, top right, bottom right, bottom left of a code or a cut-out."""

SIDE = 250
"""Pixels of a cut-out: about eight a module of our codes."""

MARGIN = 0.3
"""Share of the size of the code that a cut-out has around it, half of it on each side, for the quiet zone."""


def straightened(code: Outline) -> Outline:
    """Return the outline of a cut-out in which a tilted code is a square."""
    middle = code.mean(axis=0)
    return middle + (code - middle) * (1 + MARGIN)


def upright(code: Outline) -> Outline:
    """Return the outline of a cut-out as the camera saw it: the corners of a damaged code may be located wrongly."""
    low, high = code.min(axis=0), code.max(axis=0)
    reach = float(np.max(high - low)) / 2 * (1 + MARGIN)
    square: Outline = (low + high) / 2 + reach * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])
    return square


def cut_out(frame: Image.Image, outline: Outline) -> Luma:
    """Return what is inside an outline, `SIDE` pixels wide and high."""
    top_left, top_right, bottom_right, bottom_left = outline.tolist()
    corners = (*top_left, *bottom_left, *bottom_right, *top_right)  # Pillow's order
    return np.asarray(frame.transform((SIDE, SIDE), Image.Transform.QUAD, corners, Image.Resampling.BICUBIC))


def in_frame(points: Outline, inside: Outline) -> Outline:
    """Return where in the frame points of a cut-out are."""
    right, down = (points / SIDE).T
    shares = np.array([(1 - right) * (1 - down), right * (1 - down), right * down, (1 - right) * down])
    moved: Outline = shares.T @ inside
    return moved


def sharpened(luma: Luma) -> Luma:
    """Sharpen an enlarged cut-out, whose blur is as wide as a module: four times the picture less three its mean."""
    image = Image.fromarray(luma)
    return np.asarray(Image.blend(image.filter(ImageFilter.BoxBlur(8)), image, 4))


CLOSER_LOOKS: tuple[tuple[Callable[[Outline], Outline], PreprocessingStep], ...] = (
    (straightened, PreprocessingStep(as_is)),
    (straightened, PreprocessingStep(threshold(35), Binarizer.BoolCast)),
    (upright, PreprocessingStep(sharpened)),
)
"""The cut-outs in order, each with its alteration. One is made only if the earlier ones showed no code."""


Corner = tuple[float, float]

CARDS = (BarcodeFormat.Code128,)
"""Formats of membership cards. Searching them together with QR would double the time of every frame; searched
afterwards, a frame without code takes 1 ms more, and the altered copies 25. EAN-13 is left out: its one check digit let
a wrong number pass in 1 of 10 photographs, and every bottle on the desk has one.
"""

LARGEST_IMAGE = 80_000_000
"""Pixels; twice an A3 page scanned at 400 dpi. Below the size at which Pillow warns of a decompression bomb."""

TURNS = 3
"""Frames among which a camera's altered copies are shared out: a tenth of a second."""

MOST_PLACES = 3
"""Codes located in one copy that are looked at closer; a picture full of patterns must not take long."""

SMALLEST_PLACE = 20
"""Pixels; a smaller code than this cannot be decoded from any copy."""

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
"""Formats of pictures that are read. Pillow's others are not: the packages lack some, and each could be attacked."""

LONGEST_SIDE = 4096
"""Pixels; larger still images are shrunk to this. An A4 page at 300 dpi is not shrunk."""


@dataclass(frozen=True, slots=True)
class DecodedCode:
    """One code in one picture. `corners`: (x, y) in pixels, in the code's own order top left, top right, bottom right,
    bottom left; a rotated code has a rotated "top left".
    """

    text: str
    corners: tuple[Corner, Corner, Corner, Corner]


@dataclass(frozen=True, slots=True)
class Decoder:
    """A decoder. `steps`: the alterations tried, in order, after the picture as it is; without them it is fast.
    `cards` are the formats besides QR, searched only if there is no QR code.
    """

    steps: tuple[PreprocessingStep, ...] = PREPROCESSING_STEPS
    cards: tuple[BarcodeFormat, ...] = CARDS

    def turns(self) -> tuple["Decoder", ...]:
        """Return decoders that share out the steps: a code stays in view for several frames, each of which has one
        turn. The picture as it is belongs to all.
        """
        return tuple(replace(self, steps=self.steps[turn::TURNS]) for turn in range(TURNS))

    def decode(self, luma: Luma) -> tuple[DecodedCode, ...]:
        """Return all codes of the first copy with any, each text once. Never raises for the content of a picture.

        `luma`: rows by columns of grey values, uint8, of any stride; it is not kept.
        """
        if 0 in luma.shape:
            return ()
        for sightings in self._attempts(luma):
            if sightings:
                return sightings
        return ()

    def _attempts(self, luma: Luma) -> Iterator[tuple[DecodedCode, ...]]:
        yield read(luma, PLAIN)
        if self.cards:
            yield _sightings(_read_cards(luma, self.cards), lambda outline: outline)
        luma = np.ascontiguousarray(luma)  # once, or every step would do it
        for step in self.steps:
            yield read(luma, step)


def decode_image(path: Path, decoder: Decoder | None = None) -> tuple[DecodedCode, ...]:
    """Return the codes in an image file, corners in pixels of the upright picture. Raises `UserError`: unreadable
    file.
    """
    luma, shrink = _load(path)
    seen = (decoder or Decoder()).decode(luma)
    return tuple(DecodedCode(s.text, _corners(np.array(s.corners) / shrink)) for s in seen)


def read(luma: Luma, step: PreprocessingStep) -> tuple[DecodedCode, ...]:
    """Return the QR codes that one step finds, corners in pixels of `luma` (contiguous unless it is the first step).

    Codes that the step only locates are looked at closer.
    """
    found = _found(step.alter(luma), step)
    decoded = [code for code in found if code.valid]
    if decoded or not found:
        return _sightings(decoded, lambda outline: outline / step.scale)
    return _looked_at_closer(luma, [_outline(code) / step.scale for code in found])


def _found(copy: Luma, step: PreprocessingStep) -> list[Barcode]:
    """Return the codes that were decoded, and those that were only located."""
    if 0 in copy.shape:
        return []
    # Not BarcodeFormat.QRCode: it includes Micro QR, the source of the only false texts ever measured.
    return zxingcpp.read_barcodes(
        copy,
        formats=BarcodeFormat.QRCodeModel2,  # type: ignore[arg-type]  # the stub omits the single format
        try_rotate=False,
        try_invert=step.is_thorough,
        try_downscale=step.is_thorough,
        text_mode=TextMode.Plain,
        binarizer=step.binarizer,
        return_errors=True,
    )


def _looked_at_closer(luma: Luma, located: list[Outline]) -> tuple[DecodedCode, ...]:
    frame = Image.fromarray(luma)
    large = [outline for outline in located if np.max(np.ptp(outline, axis=0)) >= SMALLEST_PLACE]
    by_text = {seen.text: seen for outline in large[:MOST_PLACES] for seen in _decoded_inside(frame, outline)}
    return tuple(by_text.values())


def _decoded_inside(frame: Image.Image, code: Outline) -> tuple[DecodedCode, ...]:
    for outline_of, step in CLOSER_LOOKS:
        outline = outline_of(code)
        decoded = [code for code in _found(step.alter(cut_out(frame, outline)), step) if code.valid]
        if decoded:
            return _sightings(decoded, partial(in_frame, inside=outline))
    return ()


def _read_cards(luma: Luma, formats: tuple[BarcodeFormat, ...]) -> list[Barcode]:
    return zxingcpp.read_barcodes(
        luma,
        formats=formats,  # type: ignore[arg-type]  # the stub omits the sequence
        try_rotate=False,
        try_invert=False,
        try_downscale=False,
        text_mode=TextMode.Plain,
        binarizer=Binarizer.LocalAverage,
    )


def _sightings(decoded: list[Barcode], to_frame: Callable[[Outline], Outline]) -> tuple[DecodedCode, ...]:
    by_text: dict[str, DecodedCode] = {}
    for code in decoded:
        if text := _text(code):
            by_text.setdefault(text, DecodedCode(text, _corners(to_frame(_outline(code)))))
    return tuple(by_text.values())


def _text(code: Barcode) -> str:
    try:
        return code.text
    except UnicodeDecodeError:  # bytes in no known encoding; Latin-1 keeps every one
        return code.bytes.decode("latin-1")


def _outline(code: Barcode) -> Outline:
    at = code.position
    return np.array([(p.x, p.y) for p in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)], float)


def _corners(outline: Outline) -> tuple[Corner, Corner, Corner, Corner]:
    a, b, c, d = ((float(x), float(y)) for x, y in outline)
    return (a, b, c, d)


def _load(path: Path) -> tuple[Luma, float]:
    """Return the grey values of the upright image, and its scale relative to the file."""
    try:
        with Image.open(path, formats=FORMATS) as image:
            return _upright(image, path)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as exc:
        raise _too_large(path) from exc
    except UnidentifiedImageError as exc:
        raise UserError(
            Message(
                "reading", "“{file}” is not a picture Checkin can open. Nothing was changed. Choose a PNG or JPEG."
            ),
            file=path.name,
        ) from exc
    # Pillow's decoders raise SyntaxError, ValueError or struct.error on damaged files, besides OSError.
    except (OSError, SyntaxError, ValueError, EOFError) as exc:
        raise UserError(
            Message("reading", "The picture “{file}” cannot be read. Nothing was changed. Choose another file."),
            file=path.name,
        ) from exc


def _upright(image: Image.Image, path: Path) -> tuple[Luma, float]:
    if image.width * image.height > LARGEST_IMAGE:
        raise _too_large(path)
    width = max(image.size)
    image.draft("L", (LONGEST_SIDE, LONGEST_SIDE))
    grey = ImageOps.exif_transpose(_on_white(image)).convert("L")
    grey.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return np.asarray(grey), max(grey.size) / width


def _on_white(image: Image.Image) -> Image.Image:
    """Return the image on white: transparent parts are often black underneath, which would hide a black code."""
    if not image.has_transparency_data:
        return image
    sheet = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(sheet, image.convert("RGBA"))


def _too_large(path: Path) -> UserError:
    return UserError(
        Message(
            "reading", "The picture “{file}” is too large. Nothing was changed. Save it at under {limit} megapixels."
        ),
        file=path.name,
        limit=LARGEST_IMAGE // 1_000_000,
    )
