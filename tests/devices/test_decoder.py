# SPDX-License-Identifier: GPL-3.0-or-later
import csv
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
import qrcode.util
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from checkin.core.message import UserError
from checkin.devices.decoder import PLAIN, PREPROCESSING_STEPS, Decoder, decode_image, read
from tests.devices.pictures import FIRST, SECOND, code, film, grey, placed, scene, square

PHOTOGRAPHS = Path(__file__).parents[1] / "data" / "photographs"
with (PHOTOGRAPHS / "manifest.csv").open(encoding="utf-8", newline="") as listing:
    LISTED = list(csv.DictReader(listing))
SHOWN = [(row["image"], row["text"]) for row in LISTED if row["negative"] == "0"]
EMPTY = [row["image"] for row in LISTED if row["negative"] == "1"]
NEED_THE_CASCADE = {"etching.webp"}
NEED_A_CLOSER_LOOK = {"shirt-wrinkled.webp", "shirt-turned.webp"}


def texts(picture, decoder=None):
    return [sighting.text for sighting in (decoder or Decoder()).decode(np.asarray(picture))]


def off_by(sighting, corners):
    return np.abs(np.array(sighting.corners) - np.array(corners)).max()


@pytest.mark.parametrize(("image", "text"), SHOWN)
def test_the_text_of_a_photograph_is_read(image, text):
    seen = [s.text.replace("\r\n", "\n") for s in decode_image(PHOTOGRAPHS / image)]
    assert text in seen


@pytest.mark.parametrize("image", EMPTY)
def test_nothing_is_read_from_a_photograph_without_code(image):
    assert decode_image(PHOTOGRAPHS / image) == ()


def test_the_cascade_reads_photographs_that_the_picture_as_it_is_does_not_give():
    missed = {image for image, _ in SHOWN if not decode_image(PHOTOGRAPHS / image, Decoder(steps=()))}
    assert missed == NEED_THE_CASCADE


def alone(luma):
    """Return what zxing-cpp finds in the picture: decoded or only located."""
    return zxingcpp.read_barcodes(
        luma, formats=zxingcpp.BarcodeFormat.QRCodeModel2, try_rotate=False, return_errors=True
    )


@pytest.mark.parametrize("image", sorted(NEED_A_CLOSER_LOOK))
def test_a_crumpled_code_is_read_in_its_enlarged_place(image):
    with Image.open(PHOTOGRAPHS / image) as picture:
        luma = np.asarray(picture.convert("L"))
    assert not any(code.valid for code in alone(luma))
    assert texts(luma, Decoder(steps=()))


@pytest.mark.parametrize("seed", [3, 13, 17, 23, 26, 28, 30, 31, 42, 57])
def test_a_small_code_that_is_only_located_is_read_in_its_enlarged_place(seed):
    luma, text, corners = scene(seed, 640, 480)
    assert {code.valid for code in alone(luma)} == {False}
    (sighting,) = Decoder(steps=()).decode(luma)
    assert sighting.text == text
    assert off_by(sighting, corners) < 3


@pytest.mark.parametrize(
    ("side", "shade", "width"), [(84, 0, 2), (126, 0, 3), (210, 0, 3), (84, 255, 3), (126, 255, 4), (210, 255, 4)]
)
def test_a_code_with_a_line_across_a_finder_is_read(side, shade, width):
    picture, module = placed(FIRST, square(200, 120, side), grey()), side / 21
    line = [(200 - module, 120 + module), (200 + 8 * module, 120 + 5 * module)]
    ImageDraw.Draw(picture).line(line, fill=shade, width=width)
    assert alone(np.asarray(picture)) == []
    assert texts(picture) == [FIRST]


def test_a_photograph_of_two_codes_gives_both():
    assert len(decode_image(PHOTOGRAPHS / "code-in-a-code.webp")) == 2


def test_every_code_in_the_picture_is_read():
    names = [f"{FIRST[:-1]}{letter}" for letter in "BCDFGH"]
    picture = grey(1280, 720)
    for number, name in enumerate(names):
        picture = placed(name, square(60 + 400 * (number % 3), 60 + 330 * (number // 3), 210), picture)
    assert sorted(texts(picture)) == names


def test_the_same_text_twice_in_a_picture_is_one_sighting():
    twice = placed(FIRST, square(380, 150, 150), placed(FIRST, square(60, 150, 150), grey()))
    assert texts(twice) == [FIRST]


def test_a_light_code_on_a_dark_screen_is_read():
    assert texts(ImageOps.invert(placed(FIRST, square(200, 120, 210), grey()))) == [FIRST]


def test_a_tilted_code_is_read_and_its_corners_are_right():
    corners = ((210, 95), (430, 130), (415, 350), (190, 300))
    (sighting,) = Decoder().decode(np.asarray(placed(FIRST, corners, grey())))
    assert sighting.text == FIRST
    assert off_by(sighting, corners) < 3


@pytest.mark.parametrize("quarter_turns", range(4))
def test_a_turned_code_names_its_corners_from_its_own_top_left(quarter_turns):
    corners = square(200, 120, 210)
    turned = (*corners[quarter_turns:], *corners[:quarter_turns])
    (sighting,) = Decoder().decode(np.asarray(placed(FIRST, turned, grey())))
    assert off_by(sighting, turned) < 3


def test_a_blurred_code_needs_the_cascade():
    blurred = placed(FIRST, square(200, 120, 84), grey()).filter(ImageFilter.GaussianBlur(2.1))
    assert texts(blurred, Decoder(steps=())) == []
    assert texts(blurred) == [FIRST]


def test_a_caller_can_limit_the_steps():
    blurred = placed(FIRST, square(200, 120, 84), grey()).filter(ImageFilter.GaussianBlur(2.1))
    steps = [PREPROCESSING_STEPS[:number] for number in range(len(PREPROCESSING_STEPS) + 1)]
    reached = [bool(texts(blurred, Decoder(steps=some))) for some in steps]
    assert reached == sorted(reached)
    assert (reached[0], reached[-1]) == (False, True)


def test_most_hand_held_badges_are_read_within_three_frames_of_a_turn_each():
    shared = [step for turn in Decoder().turns() for step in turn.steps]
    assert (len(Decoder().turns()), len(shared), set(shared)) == (3, len(set(shared)), set(PREPROCESSING_STEPS))
    films = [zip(Decoder().turns(), film(seed), strict=False) for seed in range(100, 112)]
    seen = [[(texts(luma, turn), text) for turn, (luma, text, _) in frames] for frames in films]
    assert all(found in ([], [text]) for frames in seen for found, text in frames)
    assert sum(any(found for found, _ in frames) for frames in seen) >= 9


@pytest.mark.parametrize("step", [PLAIN, *PREPROCESSING_STEPS], ids=range(len(PREPROCESSING_STEPS) + 1))
def test_each_step_reads_alone_and_gives_corners_in_pixels_of_the_frame(step):
    corners = square(430, 131, 231)
    luma = np.asarray(placed(FIRST, corners, grey(1283, 719)))
    (sighting,) = read(luma, step)
    assert sighting.text == FIRST
    assert off_by(sighting, corners) <= max(3, 1 / min(step.scale))  # the reader counts in whole pixels


def test_most_hand_held_badges_are_read_and_never_with_a_false_text():
    seen = [(texts(luma), text) for luma, text, _ in map(scene, range(12))]
    assert all(found in ([], [text]) for found, text in seen)
    assert sum(found == [text] for found, text in seen) >= 7


@pytest.mark.parametrize("view", [(slice(None), slice(0, None, 2)), (slice(None), slice(1, None, 2))])
def test_a_view_with_gaps_between_pixels_is_read(view):
    wide = np.zeros((480, 1280), np.uint8)
    wide[view] = np.asarray(placed(FIRST, square(200, 120, 210), grey()))
    assert texts(wide[view]) == [FIRST]


def test_rows_longer_than_the_picture_are_read_also_by_the_cascade():
    blurred = placed(FIRST, square(200, 120, 84), grey()).filter(ImageFilter.GaussianBlur(2.1))
    padded = np.full((480, 704), 255, np.uint8)
    padded[:, :640] = np.asarray(blurred)
    assert texts(padded[:, :640]) == [FIRST]


@pytest.mark.parametrize("shape", [(0, 0), (0, 640), (1, 1), (1, 100), (3, 2), (2, 2), (5, 5)])
def test_a_picture_of_almost_no_pixels_shows_nothing(shape):
    assert Decoder().decode(np.zeros(shape, np.uint8)) == ()


@pytest.mark.parametrize("payload", [b"\xff\xfe\x80\x81\xc3(", b"\xed\xa0\x80abc", b"\x00\x01\x02", b"Zo\xe9"])
def test_bytes_that_are_no_utf8_are_read_as_some_text(payload):
    picture = code(qrcode.util.QRData(payload, mode=qrcode.util.MODE_8BIT_BYTE))
    (text,) = texts(picture)
    assert len(text.encode("utf-8")) >= len(payload)


def linear(text, kind):
    bars = np.array(zxingcpp.create_barcode(text, kind).to_image(scale=2))
    picture = np.full((480, 640), 255, np.uint8)
    picture[200 : 200 + bars.shape[0], 60 : 60 + bars.shape[1]] = bars
    return picture


def test_a_membership_card_is_read_unless_only_qr_is_wanted():
    card = linear("MEMBRE-2210", zxingcpp.BarcodeFormat.Code128)
    assert texts(card) == ["MEMBRE-2210"]
    assert texts(card, Decoder(cards=())) == []


def test_the_bar_code_of_a_bottle_is_not_read():
    """Its single check digit lets wrong numbers pass."""
    assert texts(linear("9780441014989", zxingcpp.BarcodeFormat.EAN13)) == []


def test_a_qr_code_comes_before_a_bar_code():
    both = np.asarray(
        placed(FIRST, square(400, 20, 150), Image.fromarray(linear("77", zxingcpp.BarcodeFormat.Code128)))
    )
    assert texts(both) == [FIRST]


def test_a_micro_qr_code_is_not_read():
    """It gave the only false texts ever measured."""
    assert texts(linear("12345", zxingcpp.BarcodeFormat.MicroQRCode)) == []


def test_an_image_file_turned_by_its_camera_gives_corners_of_the_upright_picture(tmp_path):
    corners = square(200, 120, 210)
    upright = placed(FIRST, corners, grey())
    exif = Image.Exif()
    exif[0x0112] = 6  # "turn by 90 degrees to the right to see it upright"
    upright.transpose(Image.Transpose.ROTATE_90).save(tmp_path / "turned.jpg", exif=exif)
    (sighting,) = decode_image(tmp_path / "turned.jpg")
    assert off_by(sighting, corners) < 3


def test_a_large_scan_gives_corners_in_its_own_pixels(tmp_path):
    corners = square(4300, 300, 420)
    placed(SECOND, corners, grey(5000, 1000)).save(tmp_path / "scan.png")
    (sighting,) = decode_image(tmp_path / "scan.png")
    assert off_by(sighting, corners) < 3


def test_a_code_on_a_transparent_ground_is_read(tmp_path):
    clear = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    black = Image.new("RGBA", (400, 400), "black")
    dark = ImageOps.invert(code(FIRST).resize((300, 300)))
    mask = Image.new("L", (400, 400), 0)
    mask.paste(dark, (50, 50))
    Image.composite(black, clear, mask).save(tmp_path / "logo.png")
    assert [s.text for s in decode_image(tmp_path / "logo.png")] == [FIRST]


@pytest.mark.parametrize("kind", ["png", "jpg", "webp", "gif", "bmp", "tiff"])
def test_a_picture_of_each_usual_format_is_read(tmp_path, kind):
    picture, *_ = scene(1, 640, 480)
    Image.fromarray(picture).save(tmp_path / f"code.{kind}")
    assert decode_image(tmp_path / f"code.{kind}")


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9])
@pytest.mark.parametrize("kind", ["png", "jpg", "webp", "tiff"])
def test_a_picture_cut_off_is_refused_with_a_sentence(tmp_path, kind, kept):
    path = tmp_path / f"half.{kind}"
    Image.fromarray(scene(1, 640, 480)[0]).save(path)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    with pytest.raises(UserError, match=rf"“half.{kind}”"):
        decode_image(path)


def png_of_a_billion_pixels(path):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 40_000, 30_000, 1, 0, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b""))


@pytest.mark.parametrize(
    ("name", "make", "says"),
    [
        ("wall.png", lambda path: Image.new("1", (10_000, 10_000)).save(path), "is too large"),
        ("bomb.png", png_of_a_billion_pixels, "is too large"),
        ("list.csv", lambda path: path.write_text("code;name\n"), "is not a picture"),
        # which the packages lack
        ("code.avif", lambda path: Image.new("L", (64, 64)).save(path), "is not a picture Checkin can open"),
        ("code.ppm", lambda path: Image.new("L", (64, 64)).save(path), "is not a picture Checkin can open"),
        ("none.png", lambda path: None, "cannot be read"),
    ],
)
def test_what_is_no_picture_to_open_is_refused_with_a_sentence(tmp_path, name, make, says):
    make(tmp_path / name)
    with pytest.raises(UserError, match=rf"“{name}” {says}"):
        decode_image(tmp_path / name)
