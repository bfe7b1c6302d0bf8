# SPDX-License-Identifier: GPL-3.0-or-later
"""Badge layouts of pretix as badge templates, with a list of what is different (docs/adr/0086). Pure.

A layout is what pretix's editor makes: a list of objects on the pages of a PDF, which is its background. What has no
counterpart here is left out and reported; nothing that a layout holds raises.

    a layout's JSON ─▶ read_layout ─▶ BadgeTemplate + problems
                          └─ pretix_layout_elements
                               ├─ pretix_layout_texts (what a text says)
                               └─ pretix_layout_boxes (where it stands)
"""

from collections.abc import Sequence
from dataclasses import replace

from checkin.core.badges.badge_file import LARGEST
from checkin.core.badges.pretix_layout_boxes import LINE, beside
from checkin.core.badges.pretix_layout_elements import LEAST_BOX, MOST_SIDES, LayoutPaper, LayoutReader, Report
from checkin.core.badges.pretix_layout_texts import LayoutTexts
from checkin.core.badges.template import BadgeTemplate, Box, CodeElement, Element, ImageElement, TextElement
from checkin.core.badges.template_checks import TemplateProblem, code_square, overlap
from checkin.core.errors import UserError
from checkin.core.message import Message

MOST_OBJECTS = 200
"""Objects of a layout that are read: an entry holds about fifty elements."""

LEAST_PAGE = 10.0
"""The least mm of a badge's side."""


def read_layout(
    name: str, layout: object, paper: LayoutPaper, texts: LayoutTexts
) -> tuple[BadgeTemplate, tuple[TemplateProblem, ...]]:
    """Return the template of a layout, and what is different on it, each once. Raises `UserError` for what is no layout
    or has no size of a badge.
    """
    problems: list[TemplateProblem] = []

    def report(problem: TemplateProblem) -> None:
        if problem not in problems:
            problems.append(problem)

    if not all(LEAST_PAGE <= side <= LARGEST for side in (paper.width, paper.height)):
        raise UserError(_SIZE, least=f"{LEAST_PAGE:g}", most=f"{LARGEST:g}")
    if not isinstance(layout, Sequence) or isinstance(layout, str | bytes):
        raise UserError(_NO_LAYOUT)
    if paper.pages > MOST_SIDES:
        report((_PAGES, {}))
    reader = LayoutReader(paper, texts, report)
    elements = [element for each in layout[:MOST_OBJECTS] if (element := reader.element(each))]
    if len(layout) > MOST_OBJECTS:
        report((_MANY, {"most": MOST_OBJECTS}))
    background = [
        ImageElement(Box(0, 0, paper.width, paper.height), picture, side)
        for side, picture in enumerate(paper.pictures[:MOST_SIDES], start=1)
        if picture
    ]
    drawn = (*background, *_clear_of_codes(elements, (paper.width, paper.height), report))
    return BadgeTemplate(name, paper.width, paper.height, drawn), tuple(problems)


def _clear_of_codes(elements: Sequence[Element], page: tuple[float, float], report: Report) -> list[Element]:
    """Return the elements without what would lie on a code or its white. pretix has boxes as wide as the page, of which
    the text fills a part.
    """
    codes: list[CodeElement] = []
    for code in elements:
        if isinstance(code, CodeElement):
            if any(code.side == one.side and overlap(code_square(code), code_square(one)) for one in codes):
                report((_TWO_CODES, {}))
            else:
                codes.append(code)
    kept: list[Element] = []
    for element in elements:
        if isinstance(element, CodeElement):
            kept += [element] if any(element is code for code in codes) else []
            continue
        clear = _clear(element, codes, page)
        if clear is None:
            report((_ON_CODE, {}))
        elif clear is not element:
            report((_NARROWED, {}))
        kept += [clear] if clear else []
    return kept


def _clear(element: Element, codes: Sequence[CodeElement], page: tuple[float, float]) -> Element | None:
    """Return the element with the largest part of its box that keeps clear of all codes; None if too little is left."""
    for code in codes:
        square = code_square(code)
        if code.side == element.side and overlap(element.box, square):
            element = replace(element, box=beside(element.box, square, page))
    least = element.least * LINE if isinstance(element, TextElement) else LEAST_BOX
    return element if min(element.box.width, element.box.height) >= least else None


_SIZE = Message("badge layout", "Its page is smaller than {least} mm or larger than {most} mm.")
_NO_LAYOUT = Message("badge layout", "It cannot be read.")
_PAGES = Message("badge layout", "Only its first two pages were taken over, as front and back.")
_MANY = Message("badge layout", "It has more than {most} elements: the others were left out.")
_TWO_CODES = Message("badge layout", "A second QR code that overlapped the first was left out.")
_NARROWED = Message("badge layout", "A text or picture was given less room, to keep clear of the QR code.")
_ON_CODE = Message("badge layout", "A text or picture on the QR code was left out.")
