# SPDX-License-Identifier: GPL-3.0-or-later
"""Decoding of QR codes and card barcodes in one picture. Knows no camera and judges no text.

zxing-cpp reads the picture as it is; if it finds nothing, it gets altered copies (`image_preprocessing`) until one
yields a code. Where it locates a code without being able to decode it, it gets that place enlarged (`closer_look`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError
from zxingcpp import Barcode, BarcodeFormat, Binarizer, TextMode

from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.devices.closer_look import CLOSER_LOOKS, Outline, cut_out, in_frame
from checkin.devices.image_preprocessing import PLAIN, PREPROCESSING_STEPS, Luma, PreprocessingStep

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
                "reading",
                "“{file}” is not a picture Checkin can open. Nothing was changed. Choose a PNG or JPEG.",
            ),
            file=path.name,
        ) from exc
    # Pillow's decoders raise SyntaxError, ValueError or struct.error on damaged files, besides OSError.
    except (OSError, SyntaxError, ValueError, EOFError) as exc:
        raise UserError(
            Message(
                "reading",
                "The picture “{file}” cannot be read. Nothing was changed. Choose another file.",
            ),
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
            "reading",
            "The picture “{file}” is too large. Nothing was changed. Save it at under {limit} megapixels.",
        ),
        file=path.name,
        limit=LARGEST_IMAGE // 1_000_000,
    )
