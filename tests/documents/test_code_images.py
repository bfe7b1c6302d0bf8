# SPDX-License-Identifier: GPL-3.0-or-later
import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from checkin.core.message import StorageError, UserError
from checkin.core.tokens import ALPHABET, CERTIFICATE_CODE_LENGTH
from checkin.documents.code_images import QUIET, file_stems, qr_matrix, unseen_qr_matrix, write_code_images
from tests.builders import KEY

OURS = KEY.issue(bytes(range(16))).code
CODES = [
    OURS,
    "W2800259",
    "0031072800259",
    "https://billets.test/à?id=é",
    "x" * 300,
    "jv7ce6w8tc74tqe36mwg2zca",
    "日本",
]


def decoded(luma) -> str:
    (found,) = zxingcpp.read_barcodes(luma, formats=zxingcpp.BarcodeFormat.QRCode)
    return found.text


def drawn(svg: bytes) -> np.ndarray:
    renderer = QSvgRenderer(QByteArray(svg))
    assert renderer.isValid()
    image = QImage(renderer.defaultSize() * 6, QImage.Format.Format_Grayscale8)
    image.fill(0x80)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine()).copy()


@pytest.mark.parametrize("code", CODES, ids=lambda code: code[:12])
def test_every_image_reads_back_as_exactly_its_code(tmp_path, qapp, code):
    assert write_code_images(tmp_path, [(code, "billet")]) == 1
    assert decoded(np.asarray(Image.open(tmp_path / "billet.png").convert("L"))) == code
    assert decoded(drawn((tmp_path / "billet.svg").read_bytes())) == code


def test_our_own_codes_are_the_smallest_there_are(tmp_path):
    assert len(qr_matrix(OURS)) == 21 + 2 * QUIET
    write_code_images(tmp_path, [(OURS, "billet")], kinds=["png"])
    with Image.open(tmp_path / "billet.png") as image:
        assert image.size == (290, 290)
    assert [path.name for path in tmp_path.iterdir()] == ["billet.png"]


def test_the_quiet_zone_is_white():
    matrix = qr_matrix(OURS)
    assert not any(any(row) for row in matrix[:QUIET] + matrix[-QUIET:])
    assert not any(any(row[:QUIET] + row[-QUIET:]) for row in matrix)


@given(st.text(st.sampled_from(ALPHABET), min_size=CERTIFICATE_CODE_LENGTH, max_size=CERTIFICATE_CODE_LENGTH))
def test_a_code_that_is_on_no_paper_yet_is_as_large_as_safe_and_as_well_read(text):
    quick = np.array(unseen_qr_matrix(text))
    assert quick.shape == np.array(qr_matrix(text)).shape
    assert not np.hstack([quick[:QUIET], quick[-QUIET:], quick.T[:QUIET], quick.T[-QUIET:]]).any()
    (found,) = zxingcpp.read_barcodes(np.kron(~quick, np.full((4, 4), 255)).astype(np.uint8))
    assert (found.text, found.ec_level) == (text, "M")


def test_file_names_are_safe_on_every_system_and_never_the_same():
    stems = file_stems(["A/B", "a:b", "A-B", "CON", "con", "é", "", "..", "lpt1", "x" * 300, OURS])
    assert stems == ["A-B", "a-b-2", "A-B-3", "CON_", "con_-2", "code", "code-2", "code-3", "lpt1_", "x" * 80, OURS]


@given(st.lists(st.text(max_size=100), max_size=12))
def test_any_codes_get_different_safe_names_which_stay_as_they_are(texts):
    stems = file_stems(texts)
    assert len({stem.lower() for stem in stems}) == len(texts)
    assert all(stem and stem.isascii() and set(stem) <= set(SAFE) and len(stem) < 100 for stem in stems)
    assert file_stems(stems) == stems


SAFE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"


def test_two_tickets_with_one_stem_make_two_files(tmp_path):
    assert write_code_images(tmp_path, [("AAA", "billet"), ("BBB", "BILLET")], kinds=["svg"]) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["BILLET-2.svg", "billet.svg"]


def test_a_code_too_long_for_any_qr_code_is_refused(tmp_path):
    with pytest.raises(UserError, match="beginning “yyyyy"):
        write_code_images(tmp_path, [("y" * 4000, "billet")])


def test_the_folder_is_made_but_not_where_there_is_none_or_a_file(tmp_path):
    write_code_images(tmp_path / "codes", [("AAA", "billet")], kinds=["svg"])
    assert (tmp_path / "codes" / "billet.svg").exists()
    for wrong in (tmp_path / "absent" / "codes", tmp_path / "codes" / "billet.svg"):
        with pytest.raises(StorageError, match="no longer there"):
            write_code_images(wrong, [("AAA", "billet")])
