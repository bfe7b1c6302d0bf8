# SPDX-License-Identifier: GPL-3.0-or-later
"""The editor under a mouse and keys: what is pulled goes where it is pulled, and what is drawn is kept."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent
from PySide6.QtTest import QTest

from checkin import translation
from checkin.core.badges.template import (
    FIELDS,
    Align,
    BadgeTemplate,
    Box,
    CodeElement,
    Condition,
    ImageElement,
    Shape,
    ShapeElement,
    TextElement,
)
from checkin.core.entries import EntryKind
from checkin.core.message import Message
from checkin.services.badges.badge_building import LARGEST_PICTURE, LoadedTemplate
from checkin.services.badges.badge_templates import BadgeTemplates, own_templates, read_badge_overview
from checkin.ui.badge_editor.badge_editor import BadgeEditor, Tool
from checkin.ui.badge_editor.editing_session import format_merge_fields, parse_merge_fields
from tests.builders import an_attendee
from tests.conftest import add_people
from tests.ui.badge_files import ChosenFiles

NAME = TextElement(Box(10, 10, 60, 10), "{last_name}", 6)
CODE = CodeElement(Box(70, 30, 20, 20))
BAND = ShapeElement(Box(0, 50, 100, 10), Shape.BOX)
TEMPLATE = BadgeTemplate("Test", 100, 60, (BAND, NAME, CODE))
LEFT = Qt.MouseButton.LeftButton
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def files():
    return ChosenFiles()


@pytest.fixture
def editor(qapp, qtbot, event, desk, files):
    templates = BadgeTemplates(event, desk)
    made = BadgeEditor(templates, files)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.edit(templates.save(LoadedTemplate(TEMPLATE)), read_badge_overview(event))
    qtbot.waitExposed(made)
    yield made
    made.editing = None


def at(editor, x, y):
    """The pixel of the table at which these millimetres are."""
    return editor.canvas.on_screen(Box(x, y, 0, 0)).topLeft().toPoint()


def pull(editor, start, end, keys=NONE):
    table = editor.canvas.viewport()
    QTest.mousePress(table, LEFT, keys, at(editor, *start))
    for part in (0.5, 1.0):
        where = QPointF(at(editor, *start)) + part * (QPointF(at(editor, *end)) - QPointF(at(editor, *start)))
        move_mouse(table, where.toPoint(), keys)
    QTest.mouseRelease(table, LEFT, keys, at(editor, *end))


def move_mouse(table, where: QPoint, keys):
    """With the button held."""
    place = QPointF(table.mapToGlobal(where))
    moved = QMouseEvent(QEvent.Type.MouseMove, QPointF(where), place, LEFT, LEFT, keys)
    QCoreApplication.sendEvent(table, moved)


def boxes(editor):
    return [element.box for element in editor.editing.template.elements]


def press(editor, key, keys=NONE):
    QTest.keyClick(editor.canvas, key, keys)


def click(editor, x, y, keys=NONE):
    QTest.mouseClick(editor.canvas.viewport(), LEFT, keys, at(editor, x, y))


def choose(field, at):
    """What is at this place, or has this data."""
    at = at if isinstance(at, int) else field.findData(at)
    field.setCurrentIndex(at)
    field.activated.emit(at)


def in_hand(editor, *places):
    editor.editing.look(editor.editing.draft.select(places))
    return editor.panel


def show_elements(editor, *elements):
    editor.editing.apply(lambda d: replace(d, template=replace(d.template, elements=elements)))


# Mouse


def test_what_is_clicked_is_in_hand_and_a_frame_takes_what_is_wholly_inside_it(editor):
    for where, keys, taken in (((30, 15), NONE, {1}), ((80, 40), SHIFT, {1, 2}), ((30, 40), NONE, set())):
        click(editor, *where, keys)
        assert editor.editing.draft.selected == taken
    pull(editor, (5, 5), (95, 52))
    assert editor.editing.draft.selected == {1, 2}


def test_what_is_pulled_goes_to_the_nearest_millimetre_and_is_undone_at_once(editor):
    pull(editor, (30, 15), (37.3, 19.2))
    assert boxes(editor)[1] == Box(17, 14, 60, 10)
    press(editor, Qt.Key.Key_Z, CONTROL)
    assert boxes(editor)[1] == NAME.box
    pull(editor, (30, 15), (37.3, 27.2), ALT)
    box = boxes(editor)[1]
    assert (box.x, box.y) == (pytest.approx(17.3, abs=0.2), pytest.approx(22.2, abs=0.2))
    pull(editor, (80, 40), (200, 200))
    assert boxes(editor)[2] == Box(80, 40, 20, 20), "nothing is pulled off the badge"


def test_it_stands_on_the_lines_of_others_which_are_shown(editor):
    table = editor.canvas.viewport()
    QTest.mousePress(table, LEFT, pos=at(editor, 30, 15))
    move_mouse(table, at(editor, 30, 35.4), NONE)
    assert boxes(editor)[1].y == 30
    assert 30 in [guide.at for guide in editor.canvas._hand.guides if guide.is_lying]
    QTest.mouseRelease(table, LEFT, pos=at(editor, 30, 35.4))
    assert editor.canvas._hand.guides == ()


def test_a_handle_sizes_it_a_button_lines_it_up_and_a_trembling_hand_moves_nothing(editor):
    pull(editor, (30, 15), (30.1, 15.1))
    assert boxes(editor) == [BAND.box, NAME.box, CODE.box]
    assert not editor.editing.can_undo
    pull(editor, (70, 20), (62, 26))
    assert boxes(editor)[1] == Box(10, 10, 52, 16)
    pull(editor, (10, 18), (16, 18))
    assert boxes(editor)[1] == Box(16, 10, 46, 16)
    arrange = in_hand(editor, 1).arrange
    next(b for b in arrange.findChildren(type(arrange._spread[0])) if "centre" in b.accessibleName()).click()
    assert boxes(editor)[1].x == 27


# Keys


def test_tab_goes_through_the_elements_and_tells_each_then_leaves_the_table(editor):
    editor.canvas.setFocus()
    told = []
    for _ in range(3):
        press(editor, Qt.Key.Key_Tab)
        told.append((editor.editing.draft.only, editor.canvas.accessibleName().split(",")[0]))
    assert told == [(0, "Strip"), (1, "Text"), (2, "Code")]
    press(editor, Qt.Key.Key_Tab)
    assert not editor.canvas.hasFocus()


def test_arrows_move_and_with_alt_size_what_is_in_hand(editor):
    in_hand(editor, 1)
    for key, keys in ((Qt.Key.Key_Right, NONE), (Qt.Key.Key_Down, SHIFT), (Qt.Key.Key_Right, ALT)):
        press(editor, key, keys)
    assert boxes(editor)[1] == Box(10.5, 15, 60.5, 10)
    press(editor, Qt.Key.Key_Z, CONTROL)
    press(editor, Qt.Key.Key_Z, CONTROL)
    assert boxes(editor)[1] == NAME.box


def test_copies_and_taking_away(editor):
    def press_all(*keys):
        for key in keys:
            press(editor, key, NONE if key is Qt.Key.Key_Delete else CONTROL)
        return boxes(editor)

    in_hand(editor, 1)
    assert press_all(Qt.Key.Key_D)[3] == Box(13, 13, 60, 10)
    assert press_all(Qt.Key.Key_C, Qt.Key.Key_V)[4] == Box(16, 16, 60, 10)
    assert press_all(Qt.Key.Key_A, Qt.Key.Key_Delete) == []
    assert len(press_all(Qt.Key.Key_Z)) == 5
    assert press_all(Qt.Key.Key_Y) == []
    editor.heading.give_up.click()
    assert editor.editing.template == TEMPLATE
    assert press_all(Qt.Key.Key_Z) == []


def test_delete_in_a_field_takes_a_letter_not_the_element(editor, qtbot):
    in_hand(editor, 1)
    press(editor, Qt.Key.Key_F2)
    words = editor.panel.text.words
    assert words.hasFocus()
    qtbot.keyClicks(words, "Ada")
    qtbot.keyClick(words, Qt.Key.Key_Backspace)
    assert (editor.editing.template.elements[1].text, len(boxes(editor))) == ("Ad", 3)


def test_one_goes_above_the_other_and_the_second_side_is_apart(editor):
    in_hand(editor, 0)
    press(editor, Qt.Key.Key_PageUp, CONTROL)
    assert [type(e) for e in editor.editing.template.elements] == [TextElement, ShapeElement, CodeElement]
    editor.heading.sides.button(2).click()
    editor.put(Tool.TEXT)
    assert editor.editing.template.elements[-1].side == 2
    assert [item.place for item in editor.canvas.items_shown] == [3]


# The panel


def test_numbers_and_styles_of_a_text_are_set(editor):
    text = in_hand(editor, 1).text
    text.letters.setValue(1.5)
    text.bold.click()
    text.align._group.buttons()[1].click()
    editor.panel.place.fields["y"].setValue(22.5)
    made = editor.editing.template.elements[1]
    assert (made.size, made.least, made.is_bold, made.align, made.box.y) == (1.5, 1.5, True, Align.CENTRE, 22.5)


def test_a_field_is_put_in_by_the_name_people_know_and_kept_by_its_own(editor, event, clock):
    add_people(event, clock(), an_attendee(4, custom={"Régime": "végétarien"}))
    editor.show_overview(read_badge_overview(event))
    text = in_hand(editor, 1).text
    text.menu.aboutToShow.emit()
    actions = {action.text().split("\t")[0]: action for action in text.menu.actions() if action.data()}
    assert {"First and last name", "Organisation", "Event", "Régime"} <= set(actions)
    assert actions["First and last name"].text().split("\t")[1].startswith("Jean-Baptiste de La")
    text.words.selectAll()
    actions["Régime"].trigger()
    text.words.insertPlainText(" - {organisation}")
    assert editor.editing.template.elements[1].text == "{custom:Régime} - {organisation}"
    assert text.words.toPlainText() == "{Régime} - {organisation}"


def test_a_colour_and_a_condition_hold_for_all_in_hand(editor):
    panel = in_hand(editor, 0, 1)
    choose(panel.colour.colour, "#3A4252")
    choose(panel.condition.field, "category")
    QTest.keyClicks(panel.condition.words, "presse, elu")
    assert [e.colour for e in editor.editing.draft.chosen] == ["#3A4252"] * 2
    assert [e.when for e in editor.editing.draft.chosen] == [Condition("category", ("presse", "elu"))] * 2


def type_in(field, mm):
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, mm)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_the_badge_itself_has_a_name_a_size_and_categories_also_those_that_only_the_list_knows(editor):
    board = editor.editing.overview
    editor.editing.overview = replace(board, by_category={"": board.people, "Bénévole": board.people})
    in_hand(editor, 1)
    whole = in_hand(editor).whole
    QTest.keyClicks(whole.name, " 2")
    whole.across.setValue(90)
    assert list(whole.categories)[-1] == "Bénévole"
    for category in ("presse", "Bénévole"):
        whole.categories[category].click()
    template = editor.editing.template
    assert (template.name, template.width, template.categories) == ("Test 2", 90, ("presse", "Bénévole"))
    choose(whole.usual, 0)
    assert (editor.editing.template.width, editor.editing.template.height) == (105, 148)


def test_another_size_takes_all_along_and_is_undone_at_once(editor):
    whole = in_hand(editor).whole
    type_in(whole.across, "80")
    type_in(whole.down, "48")
    assert boxes(editor) == [Box(0, 40, 80, 8), Box(8, 8, 48, 8), Box(56, 24, 16, 16)]
    assert editor.remarks.texts() == ["Nothing sticks out, everything can be read."]
    press(editor, Qt.Key.Key_Z, CONTROL)
    assert editor.editing.template == TEMPLATE
    assert not editor.editing.can_undo
    usual = whole.usual
    choose(usual, next(n for n in range(usual.count()) if usual.itemText(n).startswith("Herma 4412")))
    template = editor.editing.template
    assert (template.width, template.height, usual.currentText()) == (80, 50, "Herma 4412 – 80 × 50 mm, 10 per sheet")
    assert all(box.right <= 80 and box.bottom <= 50 for box in boxes(editor))


# Remarks


def test_a_warning_moves_nothing_one_points_at_or_types_in(editor):
    whole = in_hand(editor).whole
    watched = (whole.name, whole.across, editor.canvas, editor.people)
    before = [each.mapTo(editor, QPoint(0, 0)) for each in watched]
    show_elements(editor, replace(CODE, box=Box(90, 50, 20, 20)))
    QCoreApplication.processEvents()
    assert "over the edge" in editor.remarks.texts()[0]
    assert [each.mapTo(editor, QPoint(0, 0)) for each in watched] == before


def test_four_warnings_are_in_view_and_of_more_the_keys_reach_the_last(editor, qtbot):
    def many(count):
        told = [(Message("badge", "“{name}” cannot be read"), {"name": number}) for number in range(count)]
        editor.remarks.show_problems(told)
        QCoreApplication.processEvents()

    def is_in_view(row):
        return row.mapTo(editor.remarks.viewport(), QPoint(0, row.height())).y() <= editor.remarks.viewport().height()

    many(4)
    assert [is_in_view(row) for row in editor.remarks._rows] == [True] * 4
    many(6)
    qtbot.waitUntil(lambda: editor.remarks.focusPolicy() is Qt.FocusPolicy.TabFocus)
    editor.remarks.setFocus()
    for _ in range(20):
        QTest.keyClick(editor.remarks, Qt.Key.Key_Down)
    assert is_in_view(editor.remarks._rows[-1])


def test_the_menu_of_fields_stays_on_the_screen(editor, event, clock):
    question = "Avez-vous une ou des allergies que nous devrions connaître avant de commander le repas ?"
    custom = {f"{question} {number}": "Rien de particulier, merci beaucoup" for number in range(40)}
    add_people(event, clock(), an_attendee(4, custom=custom))
    editor.show_overview(read_badge_overview(event))
    menu = editor.tools.fields
    menu.aboutToShow.emit()
    assert menu.sizeHint().width() <= 1366
    lefts = {menu.actionGeometry(action).left() for action in menu.actions() if not action.isSeparator()}
    assert len(lefts) == 1  # one column, which is scrolled


def test_a_text_under_the_white_of_the_code_is_told_and_drawn(editor):
    before = editor.canvas.viewport().grab().toImage()
    show_elements(editor, BAND, replace(NAME, box=Box(10, 30, 64, 10)), CODE)
    assert "white space around the code hides" in editor.remarks.texts()[0]
    amber = editor.canvas.viewport().grab().toImage().pixelColor(at(editor, 72, 31))
    assert before.pixelColor(at(editor, 72, 31)) == QColor("white")
    assert amber.blue() < 220 < amber.red()


def test_a_name_that_does_not_fit_is_told_while_it_is_drawn(editor, event, clock, qtbot):
    add_people(event, clock(), an_attendee(4, last_name="W" * 200))
    editor.show_overview(read_badge_overview(event))
    editor.people.choose(1)
    assert "WWW" in editor.editing.person.last_name
    assert "does not fit" in " ".join(editor.remarks.texts())
    qtbot.waitUntil(lambda: editor.canvas.items_shown[1].report.cut != [])


def test_what_is_not_on_this_person_s_badge_can_still_be_taken_in_hand(editor):
    show_elements(editor, BAND, ShapeElement(Box(10, 10, 60, 10), when=Condition("speaks")), CODE)
    assert not editor.canvas.items_shown[1].is_seen
    click(editor, 30, 15)
    assert editor.editing.draft.only == 1


# Keeping it


def saves(event):
    return len(event.journal.entries_of_kinds([EntryKind.BADGE_TEMPLATE_SAVED]))


def test_a_sitting_is_one_entry_and_what_was_not_changed_is_not_kept(editor, event):
    left = []
    editor.left.connect(left.append)
    for _ in range(3):
        in_hand(editor, 1)
        press(editor, Qt.Key.Key_Right)
    editor.hide()
    assert saves(event) == 2
    assert own_templates(event)[0].template == editor.editing.template
    editor.show()
    editor.finish()
    assert (saves(event), left[0]) == (2, own_templates(event)[0])
    editor.edit(LoadedTemplate(BadgeTemplate("New", 90, 55)), read_badge_overview(event))
    editor.finish()
    assert (left[-1], len(own_templates(event))) == (None, 1), "nothing is on it"


def test_a_picture_is_kept_with_the_badge_and_comes_along_to_another(editor, event, files, tmp_path):
    image = QImage(60, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("#c2410c"))
    assert image.save(str(tmp_path / "logo.png"))
    files.paths = [tmp_path / "logo.png"]
    editor.put(Tool.PICTURE)
    press(editor, Qt.Key.Key_C, CONTROL)
    made = editor.editing.draft.chosen[0]
    assert isinstance(made, ImageElement)
    assert made.box.height == pytest.approx(made.box.width / 2, abs=0.1)
    editor.finish()
    editor.edit(LoadedTemplate(BadgeTemplate("Other", 90, 55)), read_badge_overview(event))
    press(editor, Qt.Key.Key_V, CONTROL)
    editor.finish()
    assert [list(each.files) for each in own_templates(event)] == [["logo.png"], ["logo.png"]]


def test_a_picture_that_is_refused_is_said_loudly_and_whole_until_something_is_done(editor, files, tmp_path):
    (tmp_path / "logo.png").write_bytes(bytes(LARGEST_PICTURE + 1))
    files.paths = [tmp_path / "logo.png"]
    editor.put(Tool.PICTURE)
    assert editor.remarks.notice.isVisible()
    assert editor.remarks.texts()[0].startswith("“logo.png” is larger than 20 MB.")
    assert editor.editing.template == TEMPLATE
    in_hand(editor, 1)
    assert not editor.remarks.notice.isVisible()


# Fields as people write them


TITLES = st.text(st.characters(exclude_characters="{}", exclude_categories=["Cs"]), min_size=1, max_size=10)
NAMES = (
    st.sampled_from(FIELDS) | TITLES.map("custom:{}".format) | st.sampled_from(["custom:Organisation", "custom:code"])
)
PIECES = NAMES.map("{{{}}}".format) | st.text(st.characters(exclude_characters="{}"), max_size=8)


@settings(max_examples=100)
@given(st.lists(PIECES, max_size=5).map("".join))
def test_what_is_shown_reads_back_as_what_it_was(text):
    assert parse_merge_fields(format_merge_fields(text)) == text


def test_fields_are_shown_in_the_language_of_the_desk_and_a_column_called_like_one_keeps_its_mark(qapp):
    assert format_merge_fields("{custom:Organisation} {organisation}") == "{custom:Organisation} {Organisation}"
    translation.install(qapp, "fr")
    assert format_merge_fields("{first_name} {last_name}, {custom:Régime}") == "{Prénom} {Nom}, {Régime}"
    assert parse_merge_fields("{prénom} · {first_name} · { Nom }") == "{first_name} · {first_name} · {last_name}"
