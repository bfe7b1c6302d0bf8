# SPDX-License-Identifier: GPL-3.0-or-later
"""What a printer is given: whose badge, on its paper, moved as it was measured. Read back from what is drawn."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QImage

from checkin.core.attendee import Status
from checkin.core.badges import badge_file
from checkin.core.badges.badge_defaults import mark_distance, ruler_length
from checkin.core.badges.template import BadgeTemplate, Box, CodeElement, ImageElement, ShapeElement, TextElement
from checkin.core.message import UserError
from checkin.core.picture_entries import picture_entries
from checkin.core.print_jobs import BadgeNotWantedError, Calibration, JobState, Medium, PrinterSetup, PrintJob
from checkin.core.programme.programme import Event
from checkin.devices.printer import PrintFormat
from checkin.services.badges.badge_building import LoadedTemplate
from checkin.services.badges.badge_documents import BadgeDocuments, _png, choose_paper, choose_templates
from checkin.services.badges.badge_templates import BadgeTemplates
from tests.builders import MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.sheets import sheets

PLAIN = BadgeTemplate("Plain", 80, 50, (CodeElement(Box(10, 10, 30, 30)),))
ONE = an_attendee(1)
MM = 25.4 / 300


@pytest.fixture
def templates(event, desk):
    return BadgeTemplates(event, desk)


def a_job(attendee=ONE.id, template="", number=7):
    return PrintJob(number, attendee, template, "pdf:here", 1, "", True, JobState.WAITING, MORNING)


def pages(document, folder):
    path = folder / f"{document.title}.pdf"
    path.write_bytes(document.content)
    return sheets(path)


def drawn(event, setup=None, form=PrintFormat.PDF, **job):
    return BadgeDocuments(event, form, setup or PrinterSetup())(a_job(**job))


def test_the_person_gets_the_template_of_their_category_with_their_code(qapp, event, templates, tmp_path):
    templates.save(LoadedTemplate(replace(PLAIN, name="Officials", categories=("officiel",))))
    templates.save(LoadedTemplate(replace(PLAIN, name="Participants", width=90, categories=("participant",))))
    document = drawn(event)
    (sheet,) = pages(document, tmp_path)
    assert document.template == "Participants"
    assert sheet.size == pytest.approx((90, 50), abs=0.2)
    assert sheet.codes == [ONE.ticket_code]
    assert document.title == "badge-7"


def test_one_template_may_be_for_everybody_whatever_category_it_claims_until_it_is_withdrawn(qapp, event, templates):
    kept = templates.save(LoadedTemplate(replace(PLAIN, categories=("officiel",))))
    assert drawn(event, template=kept.id).template == "Plain"
    assert drawn(event, template="90x55").template == "90 × 55 mm"
    templates.withdraw(kept)
    assert drawn(event, template=kept.id).template == "A6"


def test_a_badge_of_a_batch_is_not_drawn_for_who_was_cancelled_since_but_one_asked_for_is(qapp, event, clock):
    gone = an_attendee(94, status=Status.CANCELLED)
    add_people(event, clock(), gone)
    documents = BadgeDocuments(event, PrintFormat.PDF, PrinterSetup())
    assert documents(a_job(gone.id)).content
    with pytest.raises(BadgeNotWantedError):
        documents(replace(a_job(gone.id), is_urgent=False))
    with pytest.raises(UserError):
        documents(a_job("NOBODY"))


def test_a_template_changed_while_printing_is_the_new_one_from_the_next_badge_on(qapp, event, templates, tmp_path):
    kept = templates.save(LoadedTemplate(PLAIN))
    documents = BadgeDocuments(event, PrintFormat.PDF, PrinterSetup())
    assert documents(a_job()).medium.width == 80
    templates.save(replace(kept, template=replace(PLAIN, width=90)))
    assert documents(a_job()).medium.width == 90


def test_a_picture_that_comes_later_from_another_desk_is_drawn_from_then_on(qapp, event, clock):
    def bring(*rows):
        with event.transaction():
            event.journal.append_all(rows, at=clock(), desk="Accueil 2")

    logo = QImage(40, 40, QImage.Format.Format_RGB32)
    logo.fill(0)
    data = _png(logo)
    with_logo = replace(PLAIN, elements=(*PLAIN.elements, ImageElement(Box(50, 10, 20, 20), "logo.png")))
    bring(badge_file.saved_entry("badge:1", with_logo, {"logo.png": data}))
    documents = BadgeDocuments(event, PrintFormat.PICTURE, PrinterSetup())
    before = documents(a_job()).content
    bring(*picture_entries(data))
    assert documents(a_job()).content != before


def test_what_the_programme_calls_things_is_heeded_from_the_next_badge_on(qapp, event, clock, templates):
    title = TextElement(Box(5, 5, 70, 10), "{event}", 8)
    templates.save(LoadedTemplate(replace(PLAIN, elements=(*PLAIN.elements, title))))
    documents = BadgeDocuments(event, PrintFormat.PICTURE, PrinterSetup())
    before = documents(a_job()).content
    assert documents(a_job()).content == before
    event.plan(a_programme(event=Event("Dixième")), at=clock(), desk="d")
    assert documents(a_job()).content != before


@pytest.mark.parametrize(
    ("paper", "template"), [(None, "A6"), (Medium(62, 100), "62 × 100 mm"), (Medium(210, 297), "A6")]
)
def test_where_the_event_has_no_template_one_of_the_program_lies_on_the_paper(qapp, event, tmp_path, paper, template):
    assert drawn(event, PrinterSetup("", paper)).template == template


def test_a_badge_larger_than_the_paper_fails_with_words(qapp, event, templates, tmp_path):
    templates.save(LoadedTemplate(PLAIN))
    with pytest.raises(UserError) as refused:
        drawn(event, PrinterSetup("", Medium(60, 60)))
    assert refused.value.fields == {"badge": "80 × 50", "paper": "60 × 60"}


@pytest.mark.parametrize("form", [PrintFormat.PDF, PrintFormat.PICTURE, PrintFormat.DOTS])
@pytest.mark.parametrize("paper", [Medium(100, 70), Medium(60, 90)], ids=["upright", "turned"])
def test_a_badge_moves_by_exactly_what_was_typed(event, templates, tmp_path, form, paper):
    """Golden: the code's edges, in mm, on the paper as the printer would print it."""
    templates.save(LoadedTemplate(PLAIN))
    now, then = PrinterSetup("", paper), PrinterSetup("", paper, Calibration(3.2, -1.7))
    before, after = (edges(drawn(event, setup, form), tmp_path) for setup in (now, then))
    moved = [b - a for a, b in zip(before, after, strict=True)]
    assert moved == pytest.approx([3.2, -1.7, 3.2, -1.7], abs=0.3)


@pytest.mark.parametrize("form", [PrintFormat.PDF, PrintFormat.PICTURE])
def test_a_badge_grows_by_exactly_what_was_typed(qapp, event, templates, tmp_path, form):
    corner = ShapeElement(Box(0, 0, 60, 40), colour="#000000")
    templates.save(LoadedTemplate(BadgeTemplate("Black", 60, 40, (corner,))))
    setup = PrinterSetup("", Medium(80, 60), Calibration(scale=1.05))
    assert edges(drawn(event, setup, form), tmp_path) == pytest.approx([10.5, 10.5, 73.5, 52.5], abs=0.3)


def test_a_page_to_measure_is_as_long_and_as_far_from_the_edge_as_it_says(qapp, event, tmp_path):
    paper = Medium(105, 148)
    is_dark = image_of(drawn(event, PrinterSetup("Hall", paper), attendee=""), tmp_path) < 128
    across, down = is_dark.mean(axis=1).argmax() * MM, is_dark.mean(axis=0).argmax() * MM
    assert (across, down) == pytest.approx((mark_distance(paper), mark_distance(paper)), abs=0.3)
    ticks = is_dark[round((mark_distance(paper) + 4.6) / MM)]  # only the last one is so long
    assert (np.nonzero(ticks)[0].max() * MM) == pytest.approx(mark_distance(paper) + ruler_length(paper), abs=0.3)
    for setup in (PrinterSetup("", Medium(62, 0)), PrinterSetup()):  # a roll without end, and no paper chosen
        assert drawn(event, setup, attendee="").medium.width in (62, 105)


def test_the_paper_of_a_printer_is_what_was_chosen_or_the_badge(event):
    assert choose_paper(event, "90x55", PrinterSetup()) == Medium(90, 55)
    assert choose_paper(event, "90x55", PrinterSetup("", Medium(62, 100, 203))) == Medium(62, 100, 203)
    assert [each.name for each in choose_templates(event, "", None)] == ["A6"]


def edges(document, folder):
    """Of what is dark, in mm."""
    rows, columns = np.nonzero(image_of(document, folder) < 128)
    return columns.min() * MM, rows.min() * MM, (columns.max() + 1) * MM, (rows.max() + 1) * MM


def image_of(document, folder):
    match document.form:
        case PrintFormat.PDF:
            return np.asarray(pages(document, folder)[0].image.convert("L"))
        case PrintFormat.DOTS:
            return np.frombuffer(document.content, np.uint8).reshape(document.rows, document.columns)
    image = QImage.fromData(document.content).convertToFormat(QImage.Format.Format_Grayscale8)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)[:, : image.width()].copy()
