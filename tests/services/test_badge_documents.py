# SPDX-License-Identifier: GPL-3.0-or-later
"""Badges of an event: kept in its file, whose is which, blanks, and what a printer is given, read back as drawn."""

from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from checkin.badges.badge_problems import WORST, find_problems, is_in_other_script, longest_names, page_image
from checkin.core.attendee import Presence, Status
from checkin.core.badges import badge_file
from checkin.core.badges.badge_defaults import MOST_AT_ONCE, mark_distance, ruler_length
from checkin.core.badges.imposition import SHEETS, impose
from checkin.core.badges.template import BadgeTemplate, Box, CodeElement, ImageElement, ShapeElement, TextElement
from checkin.core.entries import EntryKind
from checkin.core.message import UserError
from checkin.core.picture_entries import picture_entries
from checkin.core.print_jobs import BadgeNotWantedError, Calibration, JobState, Medium, PrinterSetup, PrintJob
from checkin.core.programme.programme import Event
from checkin.core.tokens import MOST_BLANKS, CodeOrigin
from checkin.devices.decoder import decode_image
from checkin.devices.printer import PrintFormat
from checkin.services.badges.badge_building import (
    BadgeOrder,
    LoadedTemplate,
    make_badges,
    read_template,
    select_wearers,
)
from checkin.services.badges.badge_documents import (
    BadgeDocuments,
    BlankOrder,
    _png,
    choose_paper,
    choose_templates,
    make_blanks,
    write_blanks,
)
from checkin.services.badges.badge_templates import (
    BadgeTemplates,
    Sample,
    export_template,
    find_templates,
    make_sorted_badges,
    own_templates,
    picture_file,
    read_badge_overview,
    shipped_templates,
)
from checkin.services.event_file import EventFile
from tests.builders import MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.sheets import sheets


@pytest.fixture
def templates(qapp, event, desk):
    return BadgeTemplates(event, desk)


def a_picture(path, colour):
    image = QImage(80, 40, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    assert image.save(str(path))
    return path


@pytest.fixture
def logo(tmp_path):
    return a_picture(tmp_path / "Notre logo.png", "#c2410c")


def with_logo(loaded, logo):
    name, data = picture_file(logo)
    element = ImageElement(Box(5, 5, 20, 10), name)
    return replace(loaded, template=replace(loaded.template, elements=(element,)), files={name: data})


def of_categories(loaded, *categories):
    return replace(loaded, template=replace(loaded.template, categories=categories))


def test_an_event_has_none_until_one_is_copied_which_is_kept_in_its_file_changed_and_withdrawn(templates, event):
    assert templates.own() == ()
    assert {"A6", "90 × 55 mm", "86 × 54 mm"} <= {each.name for each in shipped_templates()}
    kept = templates.duplicate(read_template("a6"))
    assert kept.template == read_template("a6").template
    wider = templates.save(replace(kept, template=replace(kept.template, width=120.0)))
    assert templates.own() == (wider,)
    templates.withdraw(wider)
    assert templates.own() == ()
    assert len(event.journal.entries_of_kinds([EntryKind.BADGE_TEMPLATE_SAVED])) == 2
    templates.save(wider)
    event.close()
    with closing(EventFile.open(event.path)) as again:
        assert own_templates(again) == (wider,)


def test_a_copy_of_a_copy_or_an_import_has_a_name_of_its_own_and_takes_nobody_s_place(templates, tmp_path):
    first = templates.save(of_categories(LoadedTemplate(read_template("a6").template), "presse"))
    second = templates.duplicate(first)
    third = templates.duplicate(second)
    assert [each.name for each in templates.own()] == ["A6", "A6 2", "A6 2 2"]
    assert (second.template.categories, third.id == second.id) == ((), False)
    export_template(first, tmp_path / "a6.toml")
    templates.withdraw(second)
    assert templates.import_file(tmp_path / "a6.toml").name == "A6 2"


def test_a_picture_travels_with_the_event_and_is_kept_once(templates, event, logo):
    first = templates.save(with_logo(read_template("a6"), logo))
    templates.duplicate(first)
    (name,) = first.files
    assert [each.pictures[name].pixelColor(3, 3).name() for each in templates.own()] == ["#c2410c"] * 2
    assert len(event.journal.entries_of_kinds([EntryKind.BADGE_PICTURE_KEPT])) == 1


def test_what_is_exported_is_imported_as_the_same_with_its_pictures(templates, logo, tmp_path):
    kept = templates.save(with_logo(read_template("90x55"), logo))
    folder = tmp_path / "usb"
    folder.mkdir()
    export_template(kept, folder / "badge.toml")
    assert sorted(path.name for path in folder.iterdir()) == ["Notre logo.png", "badge.toml"]
    templates.withdraw(kept)
    again = templates.import_file(folder / "badge.toml")
    assert (again.template, again.files) == (kept.template, kept.files)


@pytest.mark.parametrize("text", ["format = 1", "no toml at all"])
def test_a_file_that_is_no_badge_or_no_picture_changes_nothing(templates, tmp_path, text):
    (tmp_path / "x.toml").write_text(text)
    with pytest.raises(UserError):
        templates.import_file(tmp_path / "x.toml")
    with pytest.raises(UserError):
        picture_file(tmp_path / "gone.png")
    assert templates.own() == ()


def test_the_event_s_own_go_before_those_of_the_program(templates, event):
    own = templates.duplicate(read_template("a6"))
    assert find_templates(event, ["a6"]) == [own]
    assert find_templates(event, ["86x54"]) == [read_template("86x54")]
    assert find_templates(event, ()) == [own, read_template("a6")]


def test_everyone_has_the_badge_of_their_category_with_its_own_picture_of_the_same_name(templates, event, clock, logo):
    add_people(event, clock(), an_attendee(4, category="presse"))
    templates.save(with_logo(read_template("a6"), logo))
    a_picture(logo, "#0000ff")
    templates.save(of_categories(with_logo(read_template("90x55"), logo), "presse"))
    programme = a_programme()
    badges = make_badges(select_wearers(event, programme), programme, find_templates(event, ()))
    colours = {b.subject.category: (b.template.name, *b.pictures.values()) for b in badges}
    assert {category: (name, logo.pixelColor(1, 1).name()) for category, (name, logo) in colours.items()} == {
        "": ("A6", "#c2410c"),
        "participant": ("A6", "#c2410c"),
        "presse": ("90 × 55 mm", "#0000ff"),
    }


def the_press(templates):
    return templates.save(of_categories(read_template("90x55"), "presse"))


def test_without_any_of_its_own_everyone_who_comes_has_the_badge_that_comes_with_the_program(qapp, event, clock):
    add_people(event, clock(), an_attendee(4, status=Status.CANCELLED), an_attendee(5, presence=Presence.REMOTE))
    board = read_badge_overview(event)
    assert [(c.category, c.count, c.template.name) for c in board.claims()] == [("participant", 2, "A6"), ("", 1, "A6")]
    assert board.shipped[0] == board.fallback
    assert len(board.people) == 3


def test_each_category_has_the_badge_that_claims_it_and_the_others_the_general_one(templates, event, clock):
    press = the_press(templates)
    board = read_badge_overview(event)
    assert board.wearers(press) == board.people, "a template that is nobody's is looked at on everyone"
    add_people(event, clock(), an_attendee(4, category="Presse"), an_attendee(5, category="Mécène"))
    general = templates.duplicate(read_template("a6-fold"))
    board = read_badge_overview(event)
    found = [(c.name, c.count, c.template) for c in board.claims()]
    assert found == [("Participant", 2, general), ("Presse", 1, press), ("Mécène", 1, general), ("", 1, general)]
    assert [p.category for p in board.wearers(press)] == ["Presse"]
    assert {p.category for p in board.wearers(general)} == {"participant", "", "Mécène"}


def test_the_longest_names_are_those_drawn_widest_not_those_of_most_letters(qapp):
    wide, thin = an_attendee(1, last_name="WWWWWWWWWW"), an_attendee(2, last_name="llllllllllllll")
    many = [an_attendee(n, last_name="Ba", first_name="Al") for n in range(3, 20)]
    assert longest_names([*many, thin, wide])[:2] == [wide, thin]
    assert len(longest_names([*many, thin, wide])) == WORST


def test_samples_are_of_those_who_wear_a_template_and_of_what_is_seldom(templates, event, clock):
    press = the_press(templates)
    greek = an_attendee(6, first_name="Ελένη", organisation="Δήμος", custom={"Table": "3"})
    afp = an_attendee(5, category="presse", organisation="AFP", custom={"Régime": "végétarien"})
    add_people(event, clock(), an_attendee(4, category="presse"), afp, greek)
    board = read_badge_overview(event)
    assert board.columns == ("Régime", "Table"), "the titles of the list are known"
    assert [p.category for p in board.samples_of(press)[Sample.NO_ORGANISATION]] == ["presse"]
    samples = board.samples_of(board.fallback)
    assert [p.first_name for p in samples[Sample.OTHER_LETTERS]] == ["Ελένη"]
    assert (len(samples[Sample.NO_ORGANISATION]), len(samples[Sample.EVERYONE])) == (3, 4)
    nobody = board.without_people()
    assert not nobody.people
    assert not nobody.wearers(press)
    assert not nobody.claims()


@pytest.mark.parametrize(
    ("text", "is_other"), [("Œuf-Ÿ N’Guyen 3ᵉ", False), ("王", True), ("عبد", True), ("🎉", False)]
)
def test_other_letters_are_letters_that_are_not_latin(text, is_other):
    assert is_in_other_script(text) == is_other


def test_badges_are_in_the_order_asked_for_each_with_its_own_template(templates, event, clock):
    add_people(event, clock(), an_attendee(4, last_name="Aa", category="presse"))
    the_press(templates)
    board = read_badge_overview(event)
    by_name, by_category = (make_sorted_badges(board, board.people, BadgeOrder[each]) for each in ("NAME", "CATEGORY"))
    assert [b.template.name for b in by_name] == ["90 × 55 mm", "A6", "A6", "A6"]
    assert [b.subject.category for b in by_category] == ["participant", "participant", "presse", ""]


@pytest.mark.parametrize("size", [(86, 54), (105, 148), (62, 100), (75, 40), (29, 90), (50, 30)])
def test_a_blank_of_every_size_is_read_by_a_camera(qapp, event, tmp_path, size):
    (blank,) = make_blanks(event, 1, 104_975, size)
    page_image(blank, impose([blank.template], None)[0], 300).save(str(tmp_path / "blank.png"))
    (seen,) = decode_image(tmp_path / "blank.png")
    token = event.key.read(seen.text)
    assert (token.origin, token.number) == (CodeOrigin.BLANK, 104_975)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.id)
def test_nothing_is_cut_on_any_sheet(qapp, event, tmp_path, sheet):
    blanks = make_blanks(event, 2, MOST_BLANKS - 1, (sheet.width, sheet.height))
    assert list(find_problems(blanks)) == []
    assert write_blanks(event, tmp_path / "blanks.pdf", BlankOrder(2, 7, sheet)) == 1


def test_stocks_have_no_code_in_common_and_numbers_that_do_not_fit_are_refused(event):
    stocks = [[blank.subject.values["code"] for blank in make_blanks(event, 50)] for _ in range(4)]
    assert len({code for stock in stocks for code in stock}) == 200
    for count, first in ((0, 1), (MOST_AT_ONCE + 1, 1), (1, 0), (2, MOST_BLANKS)):
        with pytest.raises(UserError, match="Nothing was written"):
            make_blanks(event, count, first)


PLAIN = BadgeTemplate("Plain", 80, 50, (CodeElement(Box(10, 10, 30, 30)),))
ONE = an_attendee(1)
MM = 25.4 / 300


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


def test_a_changed_template_or_programme_is_heeded_from_the_next_badge_on(qapp, event, clock, templates):
    title = TextElement(Box(5, 5, 70, 10), "{event}", 8)
    titled = replace(PLAIN, elements=(*PLAIN.elements, title))
    kept = templates.save(LoadedTemplate(titled))
    documents = BadgeDocuments(event, PrintFormat.PICTURE, PrinterSetup())
    before = documents(a_job())
    assert before.medium.width == 80
    assert documents(a_job()).content == before.content
    event.plan(a_programme(event=Event("Dixième")), at=clock(), desk="d")
    assert documents(a_job()).content != before.content
    templates.save(replace(kept, template=replace(titled, width=90)))
    assert documents(a_job()).medium.width == 90


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


@pytest.mark.parametrize(
    ("paper", "template"), [(None, "A6"), (Medium(62, 100), "62 × 100 mm"), (Medium(210, 297), "A6")]
)
def test_where_the_event_has_no_template_one_of_the_program_lies_on_the_paper(qapp, event, paper, template):
    assert drawn(event, PrinterSetup("", paper)).template == template


def test_the_paper_is_what_was_chosen_or_the_badge_and_one_larger_than_it_fails_with_words(event, templates):
    assert choose_paper(event, "90x55", PrinterSetup()) == Medium(90, 55)
    assert choose_paper(event, "90x55", PrinterSetup("", Medium(62, 100, 203))) == Medium(62, 100, 203)
    assert [each.name for each in choose_templates(event, "", None)] == ["A6"]
    templates.save(LoadedTemplate(PLAIN))
    with pytest.raises(UserError) as refused:
        drawn(event, PrinterSetup("", Medium(60, 60)))
    assert refused.value.fields == {"badge": "80 × 50", "paper": "60 × 60"}


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
