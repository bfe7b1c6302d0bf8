# SPDX-License-Identifier: GPL-3.0-or-later
"""Badges to be printed: blanks, and the documents of queued jobs. Prints nothing."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage

from checkin.badges.badge_problems import Badge, PageProgress, page_image, render_pdf, to_dots
from checkin.badges.painter import BadgeRecipient
from checkin.core.badges import badge_file
from checkin.core.badges.badge_defaults import (
    MOST_AT_ONCE,
    blank_template,
    calibration_template,
    mark_distance,
    ruler_length,
)
from checkin.core.badges.imposition import Stock, fits, impose, place_on_paper
from checkin.core.badges.template import gets_badge
from checkin.core.entries import EntryKind
from checkin.core.message import Message, Translate, UserError
from checkin.core.print_jobs import BadgeNotWantedError, Medium, PrinterSetup, PrintJob
from checkin.core.tokens import ID_BYTES, MOST_BLANKS, TEST_CODE, stock_name
from checkin.devices.printer import PrintDocument, PrintFormat
from checkin.services.badge_print_requests import Printing
from checkin.services.badges import badge_building
from checkin.services.badges.badge_templates import own_templates, shipped_templates
from checkin.services.event_file import PROGRAMME_KINDS, EventFile
from checkin.storage.settings_store import BLANKS_MADE, note
from checkin.translation import translate

# Blanks: badges with codes of the event that are nobody's yet, to be tied to people as they come (docs/adr/0079).
# Making some writes no entry: every desk recognises their codes by the MAC.

DEFAULT_SIZE = 86.0, 54.0
"""The size in mm of a blank where no sheet is chosen: a card."""


@dataclass(frozen=True, slots=True)
class BlankOrder:
    """How many blanks are wanted, from which number, on which sheet; None: a page each."""

    count: int
    first: int = 1
    sheet: Stock | None = None


def make_blanks(
    event: EventFile,
    count: int,
    first: int = 1,
    size: tuple[float, float] = DEFAULT_SIZE,
    randomness: Callable[[int], bytes] = secrets.token_bytes,
) -> list[Badge]:
    """Return so many blanks of a new stock, numbered from `first`. Raises `UserError` for numbers that do not fit."""
    if not 1 <= count <= MOST_AT_ONCE:
        raise UserError(_COUNT, most=MOST_AT_ONCE)
    if not 1 <= first <= MOST_BLANKS - count + 1:
        raise UserError(_FIRST, most=MOST_BLANKS - count + 1)
    stock, template, title = stock_name(randomness(ID_BYTES)), blank_template(*size), event.programme().event.title
    codes = ((number, event.key.blank(stock, number).code) for number in range(first, first + count))
    return [
        Badge(template, BadgeRecipient({"event": title, "number": f"{number}", "code": code})) for number, code in codes
    ]


def write_blanks(event: EventFile, path: Path, order: BlankOrder, report: PageProgress | None = None) -> int:
    """Write the PDF of a new stock, and return its number of pages. An existing file is replaced completely or not at
    all.
    """
    sheet = order.sheet
    size = (sheet.width, sheet.height) if sheet else DEFAULT_SIZE
    pages = badge_building.write_badges(path, make_blanks(event, order.count, order.first, size), sheet, 0, report)
    note(event.db, BLANKS_MADE, "1")
    return pages


def blanks_sentence(order: BlankOrder, pages: int, name: str, translate: Translate) -> str:
    return translate(_DONE, count=order.count, pages=pages, name=name)


_DONE = Message("blank", "{count} {count:blank badge|blank badges} on {pages} {pages:page|pages} written to {name}.")
_COUNT = Message("blank", "Blanks are made in files of 1 to {most}. Nothing was written; choose another number.")
_FIRST = Message("blank", "The first number can be 1 to {most} here. Nothing was written; choose another one.")


# Print documents for queued jobs: the person's badge, drawn for the format, paper and calibration of one printer.
# Prints nothing; belongs to the printing thread.

ENDLESS = 90.0
"""Height in millimetres of a test page on an endless roll."""


SHOWN_ON_BADGES = (*badge_file.TEMPLATE_KINDS, EntryKind.BADGE_PICTURE_KEPT, *PROGRAMME_KINDS)
"""Kinds of entries after which badges may look different."""


class BadgeDocuments:
    """Draws jobs for a printer that takes `form`, set up as `setup` says."""

    def __init__(self, event: EventFile, form: PrintFormat, setup: PrinterSetup) -> None:
        self._event, self._form, self._setup = event, form, setup
        self._read_at = event.journal.newest_place()
        self._programme = event.programme()
        self._read: dict[str, list[badge_building.LoadedTemplate]] = {}

    def __call__(self, job: PrintJob) -> PrintDocument:
        """Return the document of a job.

        Raises `UserError` for a badge larger than the paper, or whose person or template is missing;
        `BadgeNotWantedError` for a batch badge of a person cancelled meanwhile.
        """
        badge = self._test_badge() if job.is_test else self._badge(job)
        return replace(self._drawn(f"badge-{job.id}", badge), template=badge.template.name)

    def _drawn(self, title: str, badge: Badge) -> PrintDocument:
        """Return the document of one badge. A printer that takes no PDF gets the first side only."""
        paper = self._setup.medium or Medium(*badge.template.unfolded_size)
        if self._form is PrintFormat.DOTS:
            return to_dots(title, badge, paper, self._setup.calibration)
        pages = place_on_paper(impose([badge.template], None), paper, self._setup.calibration)
        size = Medium(*pages[0].size, paper.dpi)
        if self._form is PrintFormat.PDF:
            return PrintDocument(title, PrintFormat.PDF, render_pdf((badge,), pages), size)
        return PrintDocument(title, PrintFormat.PICTURE, _png(page_image(badge, pages[0], paper.dpi)), size)

    def _badge(self, job: PrintJob) -> Badge:
        person = self._event.attendees.get(self._event.journal.person(job.attendee))
        if person is None:
            raise UserError(_NOBODY)
        if not job.is_urgent and not gets_badge(person):
            raise BadgeNotWantedError(_OFF)
        self._refresh()
        templates = self._templates(job.template)
        photographs = badge_building.photographs_for(self._event, templates, [person.id])
        if len(templates) == 1:
            return badge_building.make_badge(person, self._programme, templates[0], photographs.get(person.id, b""))
        return badge_building.make_badges([person], self._programme, templates, photographs)[0]

    def _templates(self, template: str) -> list[badge_building.LoadedTemplate]:
        if template not in self._read:
            self._read[template] = choose_templates(self._event, template, self._setup.medium)
        return self._read[template]

    def _refresh(self) -> None:
        """Read programme and templates again if they were changed, here or by another desk.

        In a long journal that takes longer than drawing a badge.
        """
        journal, read_at = self._event.journal, self._read_at
        self._read_at = journal.newest_place()
        if self._read_at < read_at or journal.has_entry_since(SHOWN_ON_BADGES, since=read_at):
            self._programme, self._read = self._event.programme(), {}

    def _test_badge(self) -> Badge:
        paper = choose_paper(self._event, "", self._setup)
        paper = replace(paper, height=paper.height or ENDLESS)
        texts = {
            "title": translate(_TITLE),
            "printer": self._setup.name,
            "paper": f"{paper.width:g} × {paper.height:g} mm",
            "how": translate(_HOW, mark=f"{mark_distance(paper):g}", line=f"{ruler_length(paper):g}"),
            "code": TEST_CODE,
        }
        return Badge(calibration_template(paper), BadgeRecipient(texts))


def choose_paper(event: EventFile, template: str, setup: PrinterSetup) -> Medium:
    """Return the paper of a printer; where none is set, a sheet as large as the badge."""
    return setup.medium or Medium(*choose_templates(event, template, None)[0].template.unfolded_size)


def choose_templates(event: EventFile, template: str, paper: Medium | None) -> list[badge_building.LoadedTemplate]:
    """Return the templates meant by `PrintPlan.template`.

    An id in the event or the name of a shipped template is one for everyone. Otherwise these are the event's own, by
    category, with the shipped one that fits the paper for everyone else.
    """
    own = own_templates(event)
    if chosen := [each for each in own if each.id == template]:
        return chosen
    if template in badge_building.shipped_template_files():
        return [badge_building.read_template(template)]
    return [*own, _on(paper, shipped_templates())]


def _on(paper: Medium | None, templates: Sequence[badge_building.LoadedTemplate]) -> badge_building.LoadedTemplate:
    """Return the first template that fits the paper; if none does, the first, whose drawing raises the error."""
    return next((each for each in templates if paper is None or fits(each.template.unfolded_size, paper)), templates[0])


def _png(image: QImage) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, PySide a text
    return bytes(content.data())


_NOBODY = Message("printing", "This person is no longer in the event. Nothing was printed.")
_OFF = Message(
    "printing", "This person is no longer coming. Nothing was printed; if they do come, ask for the badge then."
)
_TITLE = Message("printing", "Test page")
_HOW = Message(
    "printing",
    "Measure with a ruler: from the left edge to the long line (should be {mark} mm), from the top edge to the "
    "long line (should be {mark} mm), from 0 to {line}. Type the results in the printer settings.",
)


# Queries for the printing windows: jobs with people's names, templates to choose from. Reads only.

MOST_JOBS = 500
"""Jobs that are listed, the newest first."""


@dataclass(frozen=True, slots=True)
class PrintJobRow:
    """A job with displayed names.

    `name` is "" for a test page and for a person no longer in the event; `template` is "" if each category has its own.
    """

    job: PrintJob
    name: str
    template: str
    printer: str


class PrintJobQueries:
    """Printing queries of one event, in the UI thread."""

    def __init__(self, event: EventFile, printing: Printing) -> None:
        self._event, self._printing = event, printing

    def lines(self, limit: int = MOST_JOBS) -> list[PrintJobRow]:
        """Return the newest jobs, newest first."""
        templates = dict([*self.own(), *self.shipped()])
        return [
            PrintJobRow(
                job,
                self._name(job.attendee),
                templates.get(job.template, job.template),
                self._printing.plan.name_of(job.printer),
            )
            for job in self._printing.jobs(limit)
        ]

    def own(self) -> list[tuple[str, str]]:
        """Return (id, name) of the event's own templates."""
        return [(each.id, each.name) for each in own_templates(self._event)]

    def shipped(self) -> list[tuple[str, str]]:
        """Return (id, name) of the shipped templates."""
        return [(key, badge_building.read_template(key).name) for key in badge_building.shipped_template_files()]

    def size_of(self, template: str) -> tuple[float, float]:
        """Return the unfolded size in millimetres of a template's badge, of the first if there are several."""
        return choose_templates(self._event, template, None)[0].template.unfolded_size

    def _name(self, attendee_id: str) -> str:
        person = self._event.attendees.get(self._event.journal.person(attendee_id)) if attendee_id else None
        return person.name if person else ""
