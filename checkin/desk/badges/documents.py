# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever waits for a printer, drawn as that printer takes it: the template of its person, on its paper, made up for
what the printer does wrong. Prints nothing; belongs to the printing thread.
"""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage

from checkin.badges.dots import to_dots
from checkin.badges.outputs import Badge, page_image, pdf_of
from checkin.badges.painter import Subject
from checkin.core.badges import entries as badge_entries
from checkin.core.badges.imposition import fits, impose, on_paper
from checkin.core.badges.measuring_page import line, mark, page_to_measure
from checkin.core.badges.wearers import gets_badge
from checkin.core.entries import Kind
from checkin.core.errors import UserError
from checkin.core.print_plan import Medium, PrinterSetup
from checkin.core.printing import BadgeNotWantedError, PrintJob
from checkin.core.tokens import TRIAL
from checkin.core.words import Words
from checkin.desk.badges.badges import Loaded, badge_of, badges_of, read_template, shipped
from checkin.desk.badges.templates import own_templates, shipped_templates
from checkin.desk.event_file import PROGRAMME_KINDS, EventFile
from checkin.devices.printer import Document, Form
from checkin.language import say

ENDLESS = 90.0
"""Millimetres of a test page on a roll without end."""


SHOWN_ON_BADGES = (*badge_entries.TEMPLATE_KINDS, Kind.BADGE_PICTURE_KEPT, *PROGRAMME_KINDS)


class BadgeDocuments:
    """For a printer that takes `form`, set up as `setup` says."""

    def __init__(self, event: EventFile, form: Form, setup: PrinterSetup) -> None:
        self._event, self._form, self._setup = event, form, setup
        self._read_at = event.journal.newest_place()
        self._programme = event.programme()
        self._read: dict[str, list[Loaded]] = {}

    def __call__(self, job: PrintJob) -> Document:
        """Raises `UserError` for a badge that is larger than the paper, or whose person or template is not there."""
        badge = self._test_badge() if job.is_test else self._badge(job)
        return replace(self._drawn(f"badge-{job.id}", badge), template=badge.template.name)

    def _drawn(self, title: str, badge: Badge) -> Document:
        """Of a badge with two sides a printer that takes no PDF gets the first."""
        paper = self._setup.medium or Medium(*badge.template.flat)
        if self._form is Form.DOTS:
            return to_dots(title, badge, paper, self._setup.calibration)
        pages = on_paper(impose([badge.template], None), paper, self._setup.calibration)
        size = Medium(*pages[0].size, paper.dpi)
        if self._form is Form.PDF:
            return Document(title, Form.PDF, pdf_of((badge,), pages), size)
        return Document(title, Form.PICTURE, _png(page_image(badge, pages[0], paper.dpi)), size)

    def _badge(self, job: PrintJob) -> Badge:
        person = self._event.attendees.get(self._event.journal.person(job.attendee))
        if person is None:
            raise UserError(_NOBODY)
        if not job.is_urgent and not gets_badge(person):
            raise BadgeNotWantedError(_OFF)
        self._refresh()
        templates = self._templates(job.template)
        if len(templates) == 1:
            return badge_of(person, self._programme, templates[0])
        return badges_of([person], self._programme, templates)[0]

    def _templates(self, template: str) -> list[Loaded]:
        if template not in self._read:
            self._read[template] = templates_chosen(self._event, template, self._setup.medium)
        return self._read[template]

    def _refresh(self) -> None:
        """Programme and templates are read again only after they were changed, here or by another desk: in a long
        journal that takes longer than drawing a badge.
        """
        journal, read_at = self._event.journal, self._read_at
        self._read_at = journal.newest_place()
        if self._read_at < read_at or journal.has_come(SHOWN_ON_BADGES, since=read_at):
            self._programme, self._read = self._event.programme(), {}

    def _test_badge(self) -> Badge:
        paper = paper_of(self._event, "", self._setup)
        paper = replace(paper, height=paper.height or ENDLESS)
        says = {
            "title": say(_TITLE),
            "printer": self._setup.name,
            "paper": f"{paper.width:g} × {paper.height:g} mm",
            "how": say(_HOW, mark=f"{mark(paper):g}", line=f"{line(paper):g}"),
            "code": TRIAL,
        }
        return Badge(page_to_measure(paper), Subject(says))


def paper_of(event: EventFile, template: str, setup: PrinterSetup) -> Medium:
    """What a printer prints on; where nothing is chosen, paper as large as the badge."""
    return setup.medium or Medium(*templates_chosen(event, template, None)[0].template.flat)


def templates_chosen(event: EventFile, template: str, paper: Medium | None) -> list[Loaded]:
    """What `PrintPlan.template` means: one for everybody, by its id in the event or the name of one of the program's;
    else the event's own by category. Whom none of them is for gets the one of the program that lies on the paper.
    """
    own = own_templates(event)
    if chosen := [each for each in own if each.id == template]:
        return chosen
    if template in shipped():
        return [read_template(template)]
    return [*own, _on(paper, shipped_templates())]


def _on(paper: Medium | None, templates: Sequence[Loaded]) -> Loaded:
    """The first that is not larger than the paper; if all are, the first, and drawing it says so."""
    return next((each for each in templates if paper is None or fits(each.template.flat, paper)), templates[0])


def _png(image: QImage) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, PySide a text
    return bytes(content.data())


_NOBODY = Words("printing", "This person is no longer in the event. Nothing was printed.")
_OFF = Words("printing", "This person does not come any more. Nothing was printed; ask for the badge if they do come.")
_TITLE = Words("printing", "Test page")
_HOW = Words(
    "printing",
    "Measure with a ruler: from the left edge to the long line (right: {mark} mm), from the upper edge to the long "
    "line (right: {mark} mm), from 0 to {line}. Type what you measured in the printer settings.",
)
