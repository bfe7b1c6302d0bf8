# SPDX-License-Identifier: GPL-3.0-or-later
"""What is seen is what is printed: every element of every shipped badge stands in the PDF, in the preview and on the
table of the editor at the same place, within three tenths of a millimetre.
"""

from dataclasses import replace

import pytest
from PIL import Image as Pillow
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QGraphicsScene

from checkin.badges.badge_fonts import UNIT
from checkin.badges.badge_problems import MM_PER_INCH, Badge, write_pdf
from checkin.badges.painter import BadgeRecipient
from checkin.core.badges.template import CodeElement, ImageElement, TextElement, badge_field_values
from checkin.services.badges.badge_building import LoadedTemplate, read_template, shipped_template_files
from checkin.services.badges.badge_templates import BadgeOverview
from checkin.ui.badge_editor.editing_session import EditingSession
from checkin.ui.badge_editor.mouse_tool import ElementItem
from tests.badges.badge_images import to_image
from tests.badges.golden_badges import PEOPLE, PROGRAMME
from tests.sheets import PDF_DPI, sheets

MODULES = 21
NEAR = 0.3
"""Millimetres."""

PERSON = PEOPLE["longest"]


def single_elements():
    """Templates of one black element each, with its name."""
    for name in shipped_template_files():
        template = read_template(name).template
        for number, element in enumerate(template.elements):
            if isinstance(element, ImageElement):
                continue
            black = element if isinstance(element, CodeElement) else replace(element, colour="#000000")
            alone = replace(template, elements=(replace(black, side=1),), ground="#FFFFFF", name=f"{name} {number}")
            if not isinstance(element, TextElement) or fields_text(element):
                yield alone


def fields_text(element):
    return any(
        badge_field_values(PERSON, PROGRAMME).get(f) for f in element.text.replace("{", " ").replace("}", " ").split()
    )


def ink(image):
    """Left, top, right, bottom in mm of what is dark; None for nothing."""
    box = image.convert("L").point(lambda grey: 255 * (grey < 128)).getbbox()
    return tuple(edge / PDF_DPI * MM_PER_INCH for edge in box) if box else None


def pillow(image):
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    data = bytes(plain.constBits())
    return Pillow.frombuffer("RGB", (plain.width(), plain.height()), data, "raw", "RGB", plain.bytesPerLine(), 1)


def on_the_table(template):
    """The element as the editor shows it, through its scene, at the same fineness."""
    board = BadgeOverview(PROGRAMME, (PERSON,), {PERSON.category: (PERSON,)}, (), (), read_template("a6"))
    scene = QGraphicsScene()
    scene.addItem(ElementItem(EditingSession(LoadedTemplate(template), board, PERSON), 0))
    scale = PDF_DPI / MM_PER_INCH
    size = (round(template.width * scale), round(template.height * scale))
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill("white")
    painter = QPainter(image)
    scene.render(painter, QRectF(0, 0, *size), QRectF(0, 0, template.width * UNIT, template.height * UNIT))
    painter.end()
    return image


def test_every_element_stands_in_the_pdf_the_preview_and_the_editor_at_the_same_place(qapp, tmp_path):
    templates = list(single_elements())
    subject = BadgeRecipient(badge_field_values(PERSON, PROGRAMME), PERSON.category)
    badges = [Badge(replace(template, fold=""), subject) for template in templates]
    write_pdf(tmp_path / "elements.pdf", badges, None)
    printed = [ink(sheet.image) for sheet in sheets(tmp_path / "elements.pdf")]
    assert len(printed) == len(templates) > 30
    for badge, on_paper in zip(badges, printed, strict=True):
        for image in (to_image(badge, PDF_DPI), on_the_table(badge.template)):
            seen = ink(pillow(image))
            if isinstance(badge.template.elements[0], CodeElement):
                assert (middle(seen), smaller(seen, on_paper)) == (pytest.approx(middle(on_paper), abs=NEAR), True)
            else:
                assert seen == pytest.approx(on_paper, abs=NEAR), badge.template.name


def middle(box):
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def smaller(seen, on_paper):
    """On dots the modules of a code are whole ones: it is smaller by less than a dot for each of its modules."""
    off = (on_paper[2] - on_paper[0]) - (seen[2] - seen[0])
    return -NEAR <= off <= MODULES / PDF_DPI * MM_PER_INCH
