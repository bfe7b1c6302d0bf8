# SPDX-License-Identifier: GPL-3.0-or-later
"""The editor under a mouse and keys: what is pulled goes where it is pulled, and what is drawn is kept."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent
from PySide6.QtTest import QTest

from checkin.core.badges.template import (
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
from tests.builders import an_attendee
from tests.conftest import add_people
from tests.ui.badge_files import ChosenFiles

NAME = TextElement(Box(10, 10, 60, 10), "{last_name}", 6)
CODE = CodeElement(Box(70, 30, 20, 20))
BAND = ShapeElement(Box(0, 50, 100, 10), Shape.BOX)
TEMPLATE = BadgeTemplate("Test", 100, 60, (BAND, NAME, CODE))
LEFT = Qt.MouseButton.LeftButton
SHIFT, CONTROL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


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


def pull(editor, start, end, keys=Qt.KeyboardModifier.NoModifier):
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


# Mouse


def test_what_is_clicked_is_in_hand_and_the_ground_empties_it(editor):
    QTest.mouseClick(editor.canvas.viewport(), LEFT, pos=at(editor, 30, 15))
    assert editor.editing.draft.only == 1
    QTest.mouseClick(editor.canvas.viewport(), LEFT, SHIFT, at(editor, 80, 40))
    assert editor.editing.draft.selected == {1, 2}
    QTest.mouseClick(editor.canvas.viewport(), LEFT, pos=at(editor, 30, 40))
    assert editor.editing.draft.selected == frozenset()


def test_what_is_pulled_goes_to_the_nearest_millimetre_and_is_undone_at_once(editor, qtbot):
    pull(editor, (30, 15), (37.3, 19.2))
    assert boxes(editor)[1] == Box(17, 14, 60, 10)
    qtbot.keyClick(editor.canvas, Qt.Key.Key_Z, CONTROL)
    assert boxes(editor)[1] == NAME.box


def test_with_alt_it_goes_exactly_where_it_is_pulled(editor):
    pull(editor, (30, 15), (37.3, 27.2), ALT)
    box = boxes(editor)[1]
    assert (box.x, box.y) == (pytest.approx(17.3, abs=0.2), pytest.approx(22.2, abs=0.2))


def test_it_stands_on_the_lines_of_others_which_are_shown(editor):
    table = editor.canvas.viewport()
    QTest.mousePress(table, LEFT, pos=at(editor, 30, 15))
    move_mouse(table, at(editor, 30, 35.4), Qt.KeyboardModifier.NoModifier)
    assert boxes(editor)[1].y == 30
    assert 30 in [guide.at for guide in editor.canvas._hand.guides if guide.is_lying]
    QTest.mouseRelease(table, LEFT, pos=at(editor, 30, 35.4))
    assert editor.canvas._hand.guides == ()


def test_nothing_is_pulled_off_the_badge(editor):
    pull(editor, (80, 40), (200, 200))
    assert boxes(editor)[2] == Box(80, 40, 20, 20)


def test_a_handle_sizes_it(editor):
    QTest.mouseClick(editor.canvas.viewport(), LEFT, pos=at(editor, 30, 15))
    pull(editor, (70, 20), (62, 26))
    assert boxes(editor)[1] == Box(10, 10, 52, 16)
    pull(editor, (10, 18), (16, 18))
    assert boxes(editor)[1] == Box(16, 10, 46, 16)


def test_a_frame_takes_what_is_wholly_inside_it(editor):
    pull(editor, (5, 5), (95, 52))
    assert editor.editing.draft.selected == {1, 2}


def test_a_trembling_hand_moves_nothing(editor):
    pull(editor, (30, 15), (30.1, 15.1))
    assert boxes(editor) == [BAND.box, NAME.box, CODE.box]
    assert not editor.editing.can_undo


# Keys


def press(editor, key, keys=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(editor.canvas, key, keys)


def test_tab_goes_through_the_elements_and_tells_each_then_leaves_the_table(editor, qtbot):
    editor.canvas.setFocus()
    told = []
    for _ in range(3):
        press(editor, Qt.Key.Key_Tab)
        told.append((editor.editing.draft.only, editor.canvas.accessibleName().split(",")[0]))
    assert told == [(0, "Strip"), (1, "Text"), (2, "Code")]
    press(editor, Qt.Key.Key_Tab)
    assert not editor.canvas.hasFocus()


def test_arrows_move_and_with_alt_size_what_is_in_hand(editor):
    editor.editing.look(editor.editing.draft.select([1]))
    press(editor, Qt.Key.Key_Right)
    press(editor, Qt.Key.Key_Down, SHIFT)
    assert boxes(editor)[1] == Box(10.5, 15, 60, 10)
    press(editor, Qt.Key.Key_Right, ALT)
    assert boxes(editor)[1] == Box(10.5, 15, 60.5, 10)
    press(editor, Qt.Key.Key_Z, CONTROL)
    press(editor, Qt.Key.Key_Z, CONTROL)
    assert boxes(editor)[1] == NAME.box


def test_copies_and_taking_away(editor):
    editor.editing.look(editor.editing.draft.select([1]))
    press(editor, Qt.Key.Key_D, CONTROL)
    assert boxes(editor)[3] == Box(13, 13, 60, 10)
    press(editor, Qt.Key.Key_C, CONTROL)
    press(editor, Qt.Key.Key_V, CONTROL)
    assert boxes(editor)[4] == Box(16, 16, 60, 10)
    press(editor, Qt.Key.Key_A, CONTROL)
    press(editor, Qt.Key.Key_Delete)
    assert boxes(editor) == []
    press(editor, Qt.Key.Key_Z, CONTROL)
    assert len(boxes(editor)) == 5
    press(editor, Qt.Key.Key_Y, CONTROL)
    assert boxes(editor) == []


def test_delete_in_a_field_takes_a_letter_not_the_element(editor, qtbot):
    editor.editing.look(editor.editing.draft.select([1]))
    press(editor, Qt.Key.Key_F2)
    words = editor.panel.text.words
    assert words.hasFocus()
    qtbot.keyClicks(words, "Ada")
    qtbot.keyClick(words, Qt.Key.Key_Backspace)
    assert editor.editing.template.elements[1].text == "Ad"
    assert len(boxes(editor)) == 3


def test_one_goes_above_the_other_and_the_second_side_is_apart(editor):
    editor.editing.look(editor.editing.draft.select([0]))
    press(editor, Qt.Key.Key_PageUp, CONTROL)
    assert [type(e) for e in editor.editing.template.elements] == [TextElement, ShapeElement, CodeElement]
    editor.heading.sides.button(2).click()
    editor.put(Tool.TEXT)
    assert editor.editing.template.elements[-1].side == 2
    assert [item.place for item in editor.canvas.items_shown] == [3]


# The panel


def in_hand(editor, *places):
    editor.editing.look(editor.editing.draft.select(places))
    return editor.panel


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
    panel.colour.colour.setCurrentIndex(panel.colour.colour.findData("#3A4252"))
    panel.colour.colour.activated.emit(panel.colour.colour.currentIndex())
    condition = panel.condition
    condition.field.setCurrentIndex(condition.field.findData("category"))
    condition.field.activated.emit(condition.field.currentIndex())
    QTest.keyClicks(condition.words, "presse, elu")
    assert [e.colour for e in editor.editing.draft.chosen] == ["#3A4252"] * 2
    assert [e.when for e in editor.editing.draft.chosen] == [Condition("category", ("presse", "elu"))] * 2


def test_the_badge_itself_has_a_name_a_size_and_categories(editor):
    whole = in_hand(editor).whole
    QTest.keyClicks(whole.name, " 2")
    whole.across.setValue(90)
    whole.categories["presse"].click()
    template = editor.editing.template
    assert (template.name, template.width, template.categories) == ("Test 2", 90, ("presse",))
    whole.usual.setCurrentIndex(0)
    whole.usual.activated.emit(0)
    assert (editor.editing.template.width, editor.editing.template.height) == (105, 148)


def test_categories_that_only_the_list_knows_can_have_a_badge_of_their_own(editor):
    board = editor.editing.overview
    editor.editing.overview = replace(board, by_category={"": board.people, "Bénévole": board.people})
    in_hand(editor, 1)
    whole = in_hand(editor).whole
    assert list(whole.categories)[-1] == "Bénévole"
    whole.categories["Bénévole"].click()
    assert editor.editing.template.categories == ("Bénévole",)


def test_what_is_lined_up(editor):
    panel = in_hand(editor, 1)
    buttons = [b for b in panel.arrange.findChildren(type(panel.arrange._spread[0])) if "centre" in b.accessibleName()]
    buttons[0].click()
    assert boxes(editor)[1].x == 20


def test_another_size_takes_all_along_and_is_undone_at_once(editor):
    whole = in_hand(editor).whole
    type_in(whole.across, "80")
    type_in(whole.down, "48")
    assert boxes(editor) == [Box(0, 40, 80, 8), Box(8, 8, 48, 8), Box(56, 24, 16, 16)]
    assert editor.remarks.texts() == ["Nothing sticks out, everything can be read."]
    press(editor, Qt.Key.Key_Z, CONTROL)
    assert editor.editing.template == TEMPLATE
    assert not editor.editing.can_undo


def test_a_paper_people_buy_is_a_size_and_the_one_that_was_chosen_stays_chosen(editor):
    usual = in_hand(editor).whole.usual
    herma = next(n for n in range(usual.count()) if usual.itemText(n).startswith("Herma 4412"))
    usual.setCurrentIndex(herma)
    usual.activated.emit(herma)
    template = editor.editing.template
    assert (template.width, template.height, usual.currentText()) == (80, 50, "Herma 4412 – 80 × 50 mm, 10 per sheet")
    assert all(box.right <= 80 and box.bottom <= 50 for box in boxes(editor))


def type_in(field, mm):
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, mm)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_a_warning_moves_nothing_one_points_at_or_types_in(editor):
    whole = in_hand(editor).whole
    watched = (whole.name, whole.across, editor.canvas, editor.people)
    before = [each.mapTo(editor, QPoint(0, 0)) for each in watched]
    editor.editing.apply(
        lambda d: replace(d, template=replace(d.template, elements=(replace(CODE, box=Box(90, 50, 20, 20)),)))
    )
    QCoreApplication.processEvents()
    assert "over the edge" in editor.remarks.texts()[0]
    assert [each.mapTo(editor, QPoint(0, 0)) for each in watched] == before


def test_four_warnings_are_in_view_and_of_more_the_keys_reach_the_last(editor, qtbot):
    def many(count):
        told = [(Message("badge", "“{name}” cannot be read"), {"name": number}) for number in range(count)]
        editor.remarks.show_problems(told)
        QCoreApplication.processEvents()

    many(4)
    view, rows = editor.remarks.viewport(), editor.remarks._rows
    assert len(rows) == 4
    assert all(row.mapTo(view, QPoint(0, row.height())).y() <= view.height() for row in rows)
    many(6)
    qtbot.waitUntil(lambda: editor.remarks.focusPolicy() is Qt.FocusPolicy.TabFocus)
    editor.remarks.setFocus()
    for _ in range(20):
        press_in(editor.remarks, Qt.Key.Key_Down)
    last = editor.remarks._rows[-1]
    assert last.mapTo(view, QPoint(0, last.height())).y() <= view.height()


def press_in(widget, key):
    QTest.keyClick(widget, key)


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
    wide = replace(NAME, box=Box(10, 30, 64, 10))
    editor.editing.apply(lambda d: replace(d, template=replace(d.template, elements=(BAND, wide, CODE))))
    assert "white space around the code hides" in editor.remarks.texts()[0]
    after = editor.canvas.viewport().grab().toImage()
    amber = after.pixelColor(at(editor, 72, 31))
    assert before.pixelColor(at(editor, 72, 31)) == QColor("white")
    assert amber.blue() < 220 < amber.red()


# On people


def test_a_name_that_does_not_fit_is_told_while_it_is_drawn(editor, event, clock, qtbot):
    add_people(event, clock(), an_attendee(4, last_name="W" * 200))
    editor.show_overview(read_badge_overview(event))
    editor.people.choose(1)
    assert "WWW" in editor.editing.person.last_name
    assert "does not fit" in " ".join(editor.remarks.texts())
    qtbot.waitUntil(lambda: editor.canvas.items_shown[1].report.cut != [])


def test_what_is_not_on_this_person_s_badge_can_still_be_taken_in_hand(editor):
    in_hand(editor, 1)
    editor.panel.condition.apply(lambda d: replace(d, template=replace(d.template, elements=(BAND, ribbon(), CODE))))
    assert not editor.canvas.items_shown[1].is_seen
    QTest.mouseClick(editor.canvas.viewport(), LEFT, pos=at(editor, 30, 15))
    assert editor.editing.draft.only == 1


def ribbon():
    return ShapeElement(Box(10, 10, 60, 10), when=Condition("speaks"))


# Keeping it


def saves(event):
    return len(event.journal.entries_of_kinds([EntryKind.BADGE_TEMPLATE_SAVED]))


def test_a_sitting_is_one_entry_however_the_editor_is_left(editor, event):
    for _ in range(3):
        in_hand(editor, 1)
        press(editor, Qt.Key.Key_Right)
    editor.hide()
    assert saves(event) == 2
    assert own_templates(event)[0].template == editor.editing.template
    editor.show()
    editor.hide()
    assert saves(event) == 2


def test_what_was_not_changed_is_not_kept_again(editor, event):
    left = []
    editor.left.connect(left.append)
    editor.finish()
    assert (saves(event), left[0].template) == (1, TEMPLATE)


def test_starting_again_gives_back_what_was_there_and_can_be_undone(editor):
    in_hand(editor, 1)
    press(editor, Qt.Key.Key_Delete)
    editor.heading.give_up.click()
    assert editor.editing.template == TEMPLATE
    press(editor, Qt.Key.Key_Z, CONTROL)
    assert len(boxes(editor)) == 2


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


def test_a_new_badge_with_nothing_on_it_leaves_nothing_behind(editor, event):
    editor.edit(LoadedTemplate(BadgeTemplate("New", 90, 55)), read_badge_overview(event))
    left = []
    editor.left.connect(left.append)
    editor.finish()
    assert (left, len(own_templates(event))) == ([None], 1)
