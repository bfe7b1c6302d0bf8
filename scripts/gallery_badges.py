# SPDX-License-Identifier: GPL-3.0-or-later
"""The badges of the event: looked at on people, drawn in the editor, written as a PDF."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QWidget

from checkin.core.attendee import Attendee, attendee_body
from checkin.core.badges.badge_edits import BadgeDraft, replace_boxes
from checkin.core.badges.template import TextElement
from checkin.core.entries import EntryKind
from checkin.core.message import Message
from checkin.services.badges.badge_building import read_template
from checkin.services.badges.badge_templates import BadgeTemplates
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.translation import translate
from checkin.ui.badge_editor.badge_editor import BadgeEditor, Tool
from checkin.ui.badges.badges_heading import badge_formats
from checkin.ui.badges.badges_pdf_dialog import SOME, BadgesPdfDialog
from checkin.ui.editor_screens import BadgesScreen
from checkin.ui.widgets.screen_page import BADGES
from scripts import backstage
from scripts.backstage_photographs import portrait

ODD = (
    ("Ἀλέξανδρος", "Παπαδόπουλος", "Δήμος Αθηναίων"),
    ("عبد الرحمن", "الخطيب", "بلدية تونس"),
    ("张伟", "王", "北京市人民政府"),
    ("Marie-Françoise Bernadette-Alexandrine", "de Rochechouart-Montmorency-Laval de La Trémoille", ""),
    ("Wolfeschlegelsteinhausenbergerdorff" * 4, "Keihanaikukauakahihuliheekahaunaele", "Ville de X"),
)


def scenes() -> Iterator[tuple[str, backstage.Maker]]:
    yield "first", partial(on_screen, odd_names, lambda screen: None)
    yield "own", partial(on_screen, own_badges, lambda screen: None)
    yield "longest", partial(on_screen, odd_names, lambda screen: screen.browser.people.choose(1))
    yield "letters", partial(on_screen, odd_names, other_letters)
    yield "second", partial(on_screen, own_badges, second_template)
    yield "pdf", pdf
    yield "editor", edited
    yield "editor-text", partial(edited, 3)
    yield "editor-band", partial(edited, 0)
    yield "editor-several", partial(edited, 3, 4, 5)
    yield "editor-new", drawing_new
    yield "editor-clash", partial(edited_into, clashing)
    yield "editor-resized", partial(edited_into, resized_to_stock)
    yield "editor-photograph", partial(edited_into, photographed)
    yield "editor-photograph-missing", partial(edited_into, lambda editor: editor.put(Tool.PHOTOGRAPH))
    yield "editor-refused", partial(edited_into, refused)


def odd_names(event: EventFile, now: datetime) -> None:
    """A few people whose names are hard to print."""
    people = [
        Attendee(f"odd-{n}", first, last, f"376{n:09}", organisation, category="participant")
        for n, (first, last, organisation) in enumerate(ODD)
    ]
    with event.transaction():
        rows = [(EntryKind.ATTENDEE_ADDED, person.id, attendee_body(person)) for person in people]
        event.journal.append_all(rows, at=now, desk="Accueil 1")


def own_badges(event: EventFile, now: datetime) -> None:
    """Two badges of its own, one of them for some categories."""
    odd_names(event, now)
    templates = BadgeTemplates(event, Desk(event, lambda: now, "Accueil 1"))
    templates.duplicate(read_template("a6-fold"))
    card = templates.duplicate(read_template("90x55"))
    press = replace(card.template, name="Presse et intervenants", categories=("presse", "intervenant"))
    templates.save(replace(card, template=press))


def on_screen(prepare: backstage.Prepare, act: Callable[[BadgesScreen], object]) -> QWidget:
    screen = _screen(prepare)
    _wait_for_checks(screen)
    act(screen)
    return screen.window()


def edited(*places: int) -> QWidget:
    """The editor, with these elements in hand."""
    screen = _screen(own_badges)
    screen.edit(screen.browser.overview.own[0])
    assert screen.editor
    assert screen.editor.editing
    screen.editor.editing.look(screen.editor.editing.draft.select(places))
    return screen.window()


def edited_into(act: Callable[[BadgeEditor], object]) -> QWidget:
    """The editor on a card, on the longest name, after something was done."""
    screen = _screen(own_badges)
    screen.edit(screen.browser.overview.own[1])
    assert screen.editor
    screen.editor.people.choose(1)
    act(screen.editor)
    return screen.window()


def photographed(editor: BadgeEditor) -> None:
    """The photograph of the person shown, put on the badge."""
    assert editor.editing
    faces = {person.id: portrait(number) for number, person in enumerate(editor.editing.overview.people)}
    editor.editing.show_overview(replace(editor.editing.overview, photographs=faces), editor.editing.person)
    editor.put(Tool.PHOTOGRAPH)


def clashing(editor: BadgeEditor) -> None:
    """The names go on under the white of the code."""

    def wider(draft: BadgeDraft) -> BadgeDraft:
        texts = {
            n: e.box for n, e in enumerate(draft.elements) if isinstance(e, TextElement) and e.is_bold and e.size > 5
        }
        return replace_boxes(draft, {place: replace(box, width=70) for place, box in texts.items()})

    assert editor.editing
    editor.editing.apply(wider)


def resized_to_stock(editor: BadgeEditor) -> None:
    usual = editor.panel.whole.usual
    usual.setCurrentIndex(next(n for n in range(usual.count()) if "L4785" in usual.itemText(n)))
    usual.activated.emit(usual.currentIndex())


def refused(editor: BadgeEditor) -> None:
    heavy = Message("badge", "“{name}” is larger than {most} MB. Nothing was changed; choose a smaller picture.")
    editor.remarks.refuse(translate(heavy, name="logo-de-la-communaute-d-agglomeration-2026.png", most=20))


def drawing_new() -> QWidget:
    screen = _screen(odd_names)
    screen.browser._begin(next(each for each in badge_formats() if each.size == (86, 54)))
    return screen.window()


def _screen(prepare: backstage.Prepare) -> BadgesScreen:
    screen = backstage.entered(backstage.program(*backstage.demo(prepare)), BADGES)
    assert isinstance(screen, BadgesScreen)
    return screen


def _wait_for_checks(screen: BadgesScreen) -> None:
    """Every badge has been looked at, and what was found is shown."""
    browser = screen.browser
    backstage.until(lambda: browser.checks.done == len(browser.overview.people))
    browser._show_groups()


def other_letters(screen: BadgesScreen) -> None:
    screen.browser.people.choose(3)
    screen.browser.people.step(2)


def second_template(screen: BadgesScreen) -> None:
    screen.browser.list.choose(screen.browser.overview.own[1].id)


def pdf() -> QWidget:
    screen = _screen(odd_names)
    dialog = BadgesPdfDialog(screen.browser.overview, screen.browser.people.person, screen)
    dialog.whose.setCurrentIndex(SOME)
    for box in dialog.categories[:2]:
        box.setChecked(True)
    dialog.paper.setCurrentIndex(1)
    dialog.sheet._move(1)
    return dialog
