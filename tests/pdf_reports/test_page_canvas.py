# SPDX-License-Identifier: GPL-3.0-or-later
"""What is to be typed off or copied from a paper is letter for letter what was written."""

from checkin.pdf_reports.page_canvas import PdfMetadata, build_pdf
from tests.pdf_reports.readers import told


def test_a_control_line_is_copied_letter_for_letter(qapp, tmp_path):
    control = f"checkin:1:7:{'ff' * 16}{'0123456789abcdef' * 2}:fi-ffl-Aurora"
    (tmp_path / "page.pdf").write_bytes(build_pdf(PdfMetadata("Feuille", "Réseau", control), [lambda ink: None]))
    assert control in told(tmp_path / "page.pdf")


def test_the_longest_control_line_is_on_the_page(qapp, tmp_path):
    control = f"checkin:1:999999999999:{'d' * 64}:{'w' * 40}"
    (tmp_path / "page.pdf").write_bytes(build_pdf(PdfMetadata("Feuille", "Réseau", control), [lambda ink: None]))
    assert control in told(tmp_path / "page.pdf")
