# SPDX-License-Identifier: GPL-3.0-or-later
"""Badges looked at: templates copied, carried in and out, looked at on real people, written as a PDF."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QThread
from PySide6.QtWidgets import QPushButton

from checkin.core.attendee import Status
from checkin.core.badges.imposition import find_stock
from checkin.core.badges.template import BadgeTemplate, Box, TextElement
from checkin.core.print_jobs import PrintPlan
from checkin.services.badge_print_requests import Printing
from checkin.services.badges.badge_building import LoadedTemplate, read_template
from checkin.services.badges.badge_templates import BadgeTemplates, own_templates
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.threads import BackgroundTask
from checkin.ui.badges.badge_list import ProblemLabel, card_key
from checkin.ui.badges.badges_browser import BadgesBrowser, BadgesContext
from checkin.ui.badges.badges_heading import BadgeAction, problem_text
from checkin.ui.badges.badges_pdf_dialog import ONE, SOME, BadgesPdfDialog
from tests.builders import an_attendee
from tests.conftest import add_people
from tests.ui.answering import Answering
from tests.ui.badge_files import ChosenFiles

LONG = "Wolfeschlegelsteinhausenbergerdorff" * 4


@pytest.fixture
def files():
    return ChosenFiles()


@pytest.fixture
def screen(qapp, qtbot, event, desk, files):
    made = BadgesBrowser(BadgesContext(event, desk), files)
    qtbot.addWidget(made)
    made.told_all = []
    made.reported.connect(made.told_all.append)
    made.refresh()
    made.resize(1270, 728)
    made.show()
    yield made
    made.hide()


def press(window, text):
    buttons = [b for b in window.findChildren(QPushButton) if text in b.text()]
    buttons[0].click()


@pytest.fixture
def somebody_more(screen, event, clock):
    """Who comes while the screen shows the others."""
    add_people(event, clock(), an_attendee(4, last_name="Aa"))


# Templates


def test_the_first_copy_is_one_key_away_and_belongs_to_the_event(screen, event, qtbot):
    qtbot.keyClick(screen.list, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    (own,) = own_templates(event)
    assert screen.list.chosen == own
    assert "A6" in screen.told_all[-1]


def test_what_comes_with_the_program_can_be_neither_removed_nor_written_out(screen):
    assert BadgeAction.REMOVE not in screen.heading.offered
    screen.act(BadgeAction.REMOVE)
    assert screen.told_all == []
    assert not screen.heading.buttons[BadgeAction.EXPORT].isVisible()


def test_a_badge_is_removed_only_after_a_yes(screen, event):
    screen.act(BadgeAction.DUPLICATE)
    hands = Answering(lambda window: press(window, "Keep"), lambda window: press(window, "Remove"))
    screen.act(BadgeAction.REMOVE)
    assert len(own_templates(event)) == 1
    screen.act(BadgeAction.REMOVE)
    assert (own_templates(event), len(hands.asked)) == ((), 2)
    assert screen.list.chosen.id == ""


def test_a_badge_goes_to_a_file_and_comes_back_from_it(screen, event, files, tmp_path):
    screen.act(BadgeAction.DUPLICATE)
    files.paths = [tmp_path / "mine.toml", tmp_path / "mine.toml", None]
    screen.act(BadgeAction.EXPORT)
    screen.bring.click()
    assert [each.name for each in own_templates(event)] == ["A6", "A6 2"]
    assert screen.list.chosen.name == "A6 2"
    screen.bring.click()
    assert len(own_templates(event)) == 2


def test_a_file_that_is_no_badge_is_said_loudly_until_something_else_is_chosen(screen, files, tmp_path):
    (tmp_path / "broken.toml").write_text("format = ")
    files.paths = [tmp_path / "broken.toml"]
    screen.bring.click()
    assert screen.refusal.isVisible()
    assert "broken.toml" in screen.refusal.text()
    screen.act(BadgeAction.DUPLICATE)
    assert not screen.refusal.isVisible()


def test_a_new_badge_begins_with_the_paper_one_has_bought(screen):
    wanted = []
    screen.edit_wanted.connect(wanted.append)
    actions = {action.text(): action for action in screen.new.menu().actions()}
    actions["Avery L4785 – 80 × 50 mm, 10 per sheet (L4784, L4786, L4787)"].trigger()
    template = wanted[0].template
    assert (template.name, template.width, template.height) == ("Avery L4785", 80, 50)


# People


def test_one_steps_through_the_people_whose_badge_it_is(screen, event, desk, clock, qtbot):
    add_people(event, clock(), an_attendee(4, category="presse", last_name="Zola"))
    press_badge = read_template("90x55")
    press_badge = replace(press_badge, template=replace(press_badge.template, categories=("presse",)))
    kept = BadgeTemplates(event, desk).save(press_badge)
    screen.refresh()
    screen.list.choose(kept.id)
    assert screen.people.person.last_name == "Zola"
    screen.list.choose("shipped:A6")
    names = []
    for _ in range(4):
        names.append(screen.people.person.last_name)
        qtbot.keyClick(screen.list, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert names == ["de La Fournière", "Le Goff-1", "N’Guyen", "de La Fournière"]
    assert "A6" in screen.preview.accessibleName()


def test_while_everybody_is_read_the_screen_says_so_and_then_shows_what_is_true_now(
    screen, somebody_more, qtbot, may_read
):
    screen.people.step(1)
    person = screen.people.person
    screen.hide()
    screen.refresh()
    screen.show()
    assert (screen.waiting.isVisible(), screen.list.isVisible(), screen.heading.offered) == (True, False, ())
    may_read.set()
    qtbot.waitUntil(lambda: not screen.waiting.isVisible())
    assert len(screen.overview.people) == 4
    assert screen.people.person == person, "who is shown stays shown"
    assert screen.list.isVisible()
    assert screen.heading.offered
    qtbot.waitUntil(lambda: screen.checks.done == 4)


def test_where_nothing_was_written_since_nothing_is_read_again(screen, may_read):
    shown = screen.overview
    screen.hide()
    screen.refresh()
    screen.show()
    assert not screen.waiting.isVisible()
    assert screen.overview is shown


def test_who_left_the_screen_while_it_was_read_has_no_badges_checked_and_a_purge_leaves_no_name(
    screen, somebody_more, qtbot, may_read
):
    assert screen.people.person
    screen.forget_people()
    assert screen.people.person is None
    screen.hide()
    screen.refresh()
    may_read.set()
    qtbot.waitUntil(lambda: len(screen.overview.people) == 4)
    assert not screen.checks.is_checking


def test_a_name_that_is_cut_is_told_and_found_among_all(screen, event, clock, qtbot):
    add_people(event, clock(), an_attendee(4, last_name=LONG))
    screen.refresh()
    qtbot.waitUntil(lambda: screen.checks.done == 4)
    assert list(screen.checks.found) == [an_attendee(4).id]
    press(screen.side.checks, "Show")
    assert screen.people.person.last_name == LONG
    qtbot.waitUntil(lambda: "does not fit" in remarks(screen))


def remarks(screen):
    return " ".join(each.text() for each in screen.side.remarks.findChildren(ProblemLabel) if not each.isHidden())


def test_an_empty_event_shows_its_badges_on_somebody_who_is_nobody(qapp, qtbot, tmp_path, clock, files):
    event = EventFile.create(tmp_path / "empty.checkin")
    screen = BadgesBrowser(BadgesContext(event, Desk(event, clock, "Accueil 1")), files)
    qtbot.addWidget(screen)
    screen.refresh()
    assert screen.people.person is None
    assert "Camille" in screen.preview.accessibleName()
    screen.checks.pause()
    event.close()


def test_printing_all_is_offered_only_where_a_printer_is_chosen(qtbot, event, desk, clock):
    printing = Printing(event, clock, PrintPlan())
    screen = BadgesBrowser(BadgesContext(event, desk, printing), ChosenFiles())
    qtbot.addWidget(screen)
    screen.refresh()
    assert BadgeAction.PRINT not in screen.heading.offered
    printing.plan = PrintPlan(printer="label:1")
    screen.refresh()
    screen.act(BadgeAction.PRINT)
    assert printing.waiting() == 3
    screen.checks.pause()


def test_a_field_that_serves_nobody_is_told_on_the_badge_and_leaves_no_word_behind(screen, event, desk):
    """The press has no tables: “Table” alone stands on none of their badges, and the badge says so."""
    people = [an_attendee(31, category="presse"), an_attendee(32, custom={"Table": "7"})]
    add_people(event, desk.now(), *people)
    table = TextElement(Box(5, 60, 60, 8), "Table {custom:Table}", 5)
    shipped = read_template("a6")
    for name, categories in (("Presse", ("presse",)), ("Tous", ())):
        made = replace(shipped.template, name=name, categories=categories, elements=(*shipped.template.elements, table))
        screen._templates.save(replace(shipped, template=made))
    screen.refresh()
    told = {}
    for loaded in own_templates(event):
        screen.list.choose(card_key(loaded))
        screen._show_template()
        told[loaded.template.name] = [problem_text(each) for each in screen.side.remarks._problems]
    assert any("“Table”" in text for text in told["Presse"])
    assert told["Tous"] == []


# The PDF


def test_the_pdf_of_everyone_is_written_beside_the_window(screen, files, tmp_path, qtbot):
    files.paths = [tmp_path / "all.pdf"]
    hands = Answering(lambda window: press(window, "Save the PDF"))
    with qtbot.waitSignal(screen.writing.written):
        screen.act(BadgeAction.PDF)
    assert len(hands.asked) == 1
    assert (tmp_path / "all.pdf").read_bytes().startswith(b"%PDF")
    assert "3 badges on 3 pages" in screen.told_all[-1]
    assert files.names[0].startswith("9ᵉ-rencontre")


def test_a_pdf_can_be_stopped(screen, files, tmp_path, qtbot, monkeypatch):
    """The thread waits until it was: three badges are drawn sooner than anybody stops them."""
    waiting = []
    monkeypatch.setattr(BackgroundTask, "start", lambda writer: waiting.append(writer))
    files.paths = [tmp_path / "all.pdf"]
    hands = Answering(lambda window: press(window, "Save the PDF"))
    screen.act(BadgeAction.PDF)
    assert len(hands.asked) == 1
    screen.progress.stopped.emit()
    with qtbot.waitSignal(screen.writing.reported):
        QThread.start(waiting[0])
    assert "Stopped" in screen.told_all[-1]
    assert not (tmp_path / "all.pdf").exists()


@pytest.fixture
def asked(screen, qtbot):
    """The dialog of a PDF of everybody."""

    def opened():
        screen.refresh()
        made = BadgesPdfDialog(screen.overview, screen.people.person)
        qtbot.addWidget(made)
        return made

    return opened


@pytest.fixture
def dialog(asked, event, clock):
    add_people(event, clock(), an_attendee(4, category="presse"))
    return asked()


def test_it_begins_with_the_question_whose_badges_and_saves_by_enter(dialog):
    dialog.show()
    assert dialog.focusWidget() is dialog.whose
    assert dialog._save.isDefault()


def test_only_papers_with_room_for_the_badges_are_offered(dialog):
    papers = [dialog.paper.itemText(n) for n in range(dialog.paper.count())]
    assert papers == ["One page per badge", "A6, 4 on plain A4 to be cut"]


@pytest.mark.parametrize(
    ("name", "size", "proposed"),
    [
        ("Ours", (80, 50), "Avery L4785"),
        ("Herma 4412", (80, 50), "Herma 4412"),
        ("Avery 32015 (2)", (85, 54), "Avery 32015"),
        ("A card", (86, 54), "One page per badge"),
        ("No sheet's", (81, 51), "One page per badge"),
    ],
)
def test_the_sheet_that_gave_a_badge_its_size_is_proposed(asked, event, desk, qtbot, name, size, proposed):  # noqa: PLR0913
    BadgeTemplates(event, desk).save(LoadedTemplate(BadgeTemplate(name, *size)))
    dialog = asked()
    assert dialog.paper.currentText().startswith(proposed)
    qtbot.keyClick(dialog.paper, Qt.Key.Key_Home)
    dialog.whose.setCurrentIndex(ONE)
    assert dialog.choice.stock is None, "a page for each badge that was chosen by hand stays"


def test_some_categories_or_one_person_on_a_sheet_that_was_begun(dialog, qtbot):
    dialog.whose.setCurrentIndex(SOME)
    assert dialog.choice.people == ()
    dialog.categories[1].setChecked(True)
    assert [p.category for p in dialog.choice.people] == ["presse"]
    dialog.paper.setCurrentIndex(1)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right):
        qtbot.keyClick(dialog.sheet, key)
    assert (dialog.choice.stock, dialog.choice.first) == (find_stock("a6"), 3)
    assert "4 of 4" in dialog.sheet.accessibleName()
    dialog.show()
    qtbot.mouseClick(dialog.sheet, Qt.MouseButton.LeftButton, pos=dialog.sheet._places()[2].center().toPoint())
    assert dialog.choice.first == 2
    dialog.whose.setCurrentIndex(ONE)
    assert len(dialog.choice.people) == 1


def test_who_is_still_to_be_approved_or_to_pay_is_said_and_who_was_cancelled_is_not_in_it(screen, asked, desk):
    one, two, three = screen.overview.people
    desk.registration.set_status({two.id: Status.PENDING, three.id: Status.UNPAID})
    assert asked()._sum.text().startswith("3 badges, 1 of them awaiting approval, 1 of them not paid, pages: ")
    desk.registration.set_status({one.id: Status.CANCELLED})
    found = []
    hands = Answering(lambda window: (found.extend(window.choice.people), window.reject()))
    screen.act(BadgeAction.PDF)
    hands.stop()
    assert {person.id for person in found} == {two.id, three.id}
