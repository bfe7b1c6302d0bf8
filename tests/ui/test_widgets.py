# SPDX-License-Identifier: GPL-3.0-or-later
"""What all windows are made of: buttons, layouts, keys, codes that wait, the preview of the camera, files let fall."""

import pytest
from PySide6.QtCore import QObject, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QLineEdit, QPushButton, QVBoxLayout, QWidget

from checkin.core.desk_settings import Settings
from checkin.ui.import_export.file_choosing import FileDrop
from checkin.ui.look.drawing import UnknownIcon
from checkin.ui.look.theme import AMBER, GREEN, LIGHT, VIEWFINDER, Appearance, Theme
from checkin.ui.widgets.buttons import DANGER, EmptyState, IconButton, WordButton, ask_confirmation
from checkin.ui.widgets.camera_preview import CameraPreview
from checkin.ui.widgets.dialogs import Dialog
from checkin.ui.widgets.keyboard import BREATH_MS, LEAST_BREATH_MS, QUESTION_MS, CodeQueue, EnterPresses, InitialFocus
from checkin.ui.widgets.layouts import FLOW_GAP, FlowLayout
from tests.devices.test_keyboard_wedge import CODE, codes, person, wedge
from tests.ui.answering import Answering
from tests.ui.dropping import drop
from tests.ui.test_supervision_flow import press

__all__ = ["codes", "person", "wedge"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


# Buttons stand in one line while there is room, and then in as many as they take: none is cut, none is lost.


WIDE, HIGH = 100, 30


class Part(QWidget):
    def __init__(self, least):
        super().__init__()
        self._least = least

    def sizeHint(self):
        return QSize(WIDE, HIGH)

    def minimumSizeHint(self):
        return QSize(self._least, HIGH)


@pytest.fixture
def place(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


GAP = FLOW_GAP
FIRST, SECOND, THIRD = (0, 0, WIDE), (WIDE + GAP, 0, WIDE), (2 * (WIDE + GAP), 0, WIDE)


@pytest.mark.parametrize(
    ("width", "more", "boxes"),
    [
        (316, {}, [FIRST, SECOND, THIRD]),
        (315, {}, [FIRST, SECOND, (0, HIGH + GAP, WIDE)]),
        (315, {"is_at_right": True}, [(107, 0, WIDE), (215, 0, WIDE), (215, HIGH + GAP, WIDE)]),
        (315, {"hidden": [1]}, [FIRST, SECOND]),
        (256, {"least": 60}, [(0, 0, 80), (88, 0, 80), (176, 0, 80)]),
        (80, {"least": 60}, [(0, 0, 80), (0, HIGH + GAP, 80), (0, 76, 80)]),
    ],
    ids=(
        "one line",
        "the next line",
        "at the right",
        "hidden takes no room",
        "narrower first",
        "not wider than a line",
    ),
)
def test_buttons_stand_in_as_many_lines_as_they_take(place, width, more, boxes):
    parts = [Part(more.get("least", WIDE)) for _ in range(3)]
    place.setLayout(FlowLayout(*parts, is_at_right=more.get("is_at_right", False)))
    for number in more.get("hidden", ()):
        parts[number].hide()
    place.resize(width, place.layout().heightForWidth(width))
    place.show()
    QApplication.processEvents()
    assert [(part.x(), part.y(), part.width()) for part in parts if part.isVisible()] == boxes
    assert place.height() == boxes[-1][1] + HIGH
    assert place.layout().minimumSize().width() == more.get("least", WIDE)
    place.resize(400, 130)
    QApplication.processEvents()
    assert {part.y() for part in parts if part.isVisible()} == {50}, "in the middle of more height"


# The empty place of all screens: its icon stands above the sentence, and a wrong one is told.


@pytest.mark.parametrize("percent", [100, 200])
def test_the_icon_of_an_empty_place_stands_above_its_sentence(qapp, qtbot, percent):
    Appearance(qapp).apply(Settings(theme="light", text_size=percent))
    place = EmptyState("users", QPushButton("Do"))
    qtbot.addWidget(place)
    place.show_texts("Nobody yet", "")
    place.resize(1000, 800)
    place.show()
    image, ink, above = place.grab().toImage(), QColor(LIGHT.quiet), place.sentence.y()
    inked = [y for y in range(above + 1) if any(image.pixelColor(x, y) == ink for x in range(333, 666))]
    assert inked[0] > above - 64 * percent // 100
    assert 0 < above - inked[-1] < 30 * percent // 100


def test_an_icon_that_is_not_there_is_an_error_with_its_name_and_the_program_goes_on(qtbot):
    place = EmptyState("no-such-icon")
    qtbot.addWidget(place)
    with pytest.raises(UnknownIcon, match="no-such-icon"):
        place.grab()
    place.hide()


# What cannot be taken back is asked for with its name on the button, and never done by Enter alone.


def key(which):
    return lambda box: QTest.keyClick(box, which)


@pytest.mark.parametrize(
    ("answer", "is_wanted"),
    [(press("Forget"), True), (press("Keep"), False), (key(Qt.Key.Key_Return), False), (key(Qt.Key.Key_Escape), False)],
    ids=("the deed", "the way back", "Enter", "Escape"),
)
def test_only_the_button_that_is_called_like_the_deed_does_it(qtbot, qapp, answer, is_wanted):
    Appearance(qapp).use(Theme.LIGHT)
    parent = QDialog()
    qtbot.addWidget(parent)
    seen = []

    def hand(box):
        seen.extend((button.text(), bool(button.property(DANGER))) for button in box.buttons())
        deed = next(button for button in box.buttons() if button.text() == "Forget")
        seen.append(deed.grab().toImage().pixelColor(8, deed.height() // 2).name().upper())
        seen.append(box.textFormat())  # a name is never markup
        answer(box)

    hands = Answering(hand)
    assert ask_confirmation(parent, ("Forget <b>Ana</b>?", ""), "Forget", "Keep") is is_wanted
    hands.stop()
    assert {("Forget", True), ("Keep", False), Qt.TextFormat.PlainText, LIGHT.pill_refused.ground} == set(seen)


def test_the_deed_of_a_dialog_wears_danger_where_there_is_no_way_back(qtbot):
    dialog = Dialog("Do it?")
    qtbot.addWidget(dialog)
    boxes = [dialog.confirm("Do", is_danger=is_danger) for is_danger in (True, False)]
    assert [box.buttons()[0].property(DANGER) for box in boxes] == [True, False]


# The keyboard


def test_a_place_begins_where_it_is_said_and_tab_still_reaches_what_stands_before(qtbot):
    place = QWidget()
    qtbot.addWidget(place)
    column, buttons = QVBoxLayout(place), [QPushButton(text) for text in "abc"]
    for button in buttons:
        column.addWidget(button)
    InitialFocus(place, buttons[1])
    with qtbot.waitActive(place):
        place.show()
        place.activateWindow()
    place.setFocus()
    seen = []
    for _ in buttons:
        seen.append(QApplication.focusWidget())
        QTest.keyClick(seen[-1], Qt.Key.Key_Tab)
    assert seen == [buttons[1], buttons[2], buttons[0]]


UNKNOWN = "NOBODYHASTHISCODE"


@pytest.fixture
def entering(qapp):
    made = EnterPresses(qapp)
    yield
    qapp.removeEventFilter(made)
    made.deleteLater()


class Asking(QDialog):
    """Its default is to close; beside that, buttons that are nobody's default."""

    def __init__(self):
        super().__init__()
        self.pressed, self.tick, self.close_button = [], QCheckBox("Loud"), QPushButton("Close")
        self.close_button.setDefault(True)
        self.words, self.icon, self.plain = WordButton("PDF", "file-down"), IconButton("x", "Undo"), QPushButton("Log")
        self.plain.setAutoDefault(False)
        column = QVBoxLayout(self)
        for part in (self.words, self.icon, self.plain, self.tick, self.close_button):
            column.addWidget(part)
            if part is not self.tick:
                part.clicked.connect(lambda _, part=part: self.pressed.append(part.accessibleName() or part.text()))


@pytest.fixture
def asking(qtbot, entering):
    made = Asking()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    return made


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
@pytest.mark.parametrize(("part", "name"), [("words", "PDF"), ("icon", "Undo"), ("plain", "Log")])
def test_the_button_that_has_the_keyboard_is_pressed_and_no_other(asking, qtbot, part, name, key):
    button = getattr(asking, part)
    button.setFocus()
    qtbot.keyClick(button, key)
    assert asking.pressed == [name]
    button.setEnabled(False)
    qtbot.keyClick(button, key)
    assert asking.pressed == [name]


def test_on_a_box_to_tick_enter_is_the_dialog_s(asking, qtbot):
    asking.tick.setFocus()
    qtbot.keyClick(asking.tick, Qt.Key.Key_Return)
    assert (asking.pressed, asking.tick.isChecked()) == (["Close"], False)


@pytest.mark.parametrize("typed", [CODE, UNKNOWN, ""])
def test_a_scanner_s_enter_presses_nothing_and_a_hand_s_the_button(entering, person, codes, typed):
    person.button.setFocus()
    person.type(f"{typed}\r", **({} if typed else {"gap": 900}))
    assert person.presses == (0 if typed else 1)
    assert codes == ([typed] if typed else [])


# Codes that wait their turn: none is skipped, none is left behind, and the more wait the less time each has.


@pytest.fixture
def owner(qapp):
    return QObject()


@pytest.fixture
def queue(owner):
    return CodeQueue(owner)


@pytest.fixture
def heard(queue):
    codes = []
    queue.due.connect(codes.append)
    return codes


def add(queue, codes):
    for code in codes:
        queue.add(code)


def test_ten_codes_at_once_are_handed_on_in_order_in_three_seconds_and_each_is_seen(queue, heard, qtbot):
    add(queue, "AB")
    assert queue.rest_ms == BREATH_MS
    add(queue, "CDEFGHIJ")
    assert heard == ["A"]
    rests = []
    while queue.is_waiting:
        rests.append(queue.rest_ms)
        queue.step()
    assert heard == list("ABCDEFGHIJ")
    assert all(rest >= LEAST_BREATH_MS for rest in rests[1:])  # the first began with A, before the others came
    assert sum(rests) <= 3_000
    add(queue, "KL")
    qtbot.waitUntil(lambda: heard[-1] == "L")


def test_the_more_wait_the_shorter_the_rest_and_how_many_is_told(queue, heard):
    told, rests = [], []
    queue.waiting_changed.connect(told.append)
    queue.add("A")
    for code in "BCDEFGH":
        queue.add(code)
        rests.append(queue.rest_ms)
    assert rests == sorted(rests, reverse=True)
    assert rests[1] <= BREATH_MS // 2
    assert queue.rest_ms <= LEAST_BREATH_MS
    queue.finish()
    assert told == [*range(8), 0]


def test_what_is_held_is_not_hurried(queue, heard):
    queue.add("A")
    queue.pause_for(QUESTION_MS)
    add(queue, "BCDEFGH")
    assert queue.rest_ms == QUESTION_MS


def test_finishing_hands_on_all_that_waits_even_while_paused(queue, heard):
    queue.pause(True)
    add(queue, "ABC")
    assert heard == []
    queue.finish()
    assert heard == list("ABC")
    assert not queue.is_waiting


def test_after_a_form_that_was_left_what_waited_comes_at_once(queue, heard):
    queue.pause(True)
    add(queue, "AB")
    queue.pause(False)
    assert heard == []  # as after a registration, which is being answered
    queue.resume()
    assert heard == ["A"]


# The preview shows the newest image, cropped to its place, and outlines what was found for a moment.


SQUARE = [[(40, 40), (60, 40), (60, 60), (40, 60)]]


@pytest.fixture
def preview(qtbot):
    made = CameraPreview()
    qtbot.addWidget(made)
    made.resize(400, 200)
    return made


def halves(left="#FF0000", right="#0000FF", size=(100, 100)):
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor(left))
    for x in range(size[0] // 2, size[0]):
        for y in range(size[1]):
            image.setPixelColor(x, y, QColor(right))
    return image


def pixel(preview, x, y):
    return preview.grab().toImage().pixelColor(x, y)


def colours_in(preview):
    image = preview.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(0, 400, 2) for y in range(0, 200, 2)}


def test_the_image_covers_the_whole_place_and_is_mirrored_with_its_outline(preview):
    preview.set_image(halves())
    assert pixel(preview, 30, 100) == QColor("#FF0000")
    assert pixel(preview, 370, 100) == QColor("#0000FF")
    assert preview.to_widget().map(QPointF(50, 50)) == QPointF(200, 100)
    assert preview.to_widget().map(QPointF(0, 25)) == QPointF(0, 0)
    preview.is_mirrored = True
    assert pixel(preview, 30, 100) == QColor("#0000FF")
    assert preview.to_widget().map(QPointF(0, 50)).x() == 400
    for nothing in (None, QImage()):
        preview.set_image(nothing)
        assert colours_in(preview).isdisjoint({"#ff0000", "#0000ff"})


@pytest.mark.parametrize(("ok", "colour"), [(True, GREEN.ground), (False, AMBER.ground)])
def test_a_found_code_is_outlined_and_the_outline_goes_by_itself(preview, qtbot, ok, colour):
    preview.set_image(halves())
    preview.show()
    preview.outline(SQUARE, ok)
    assert QColor(colour).name() in colours_in(preview)
    qtbot.waitUntil(lambda: QColor(colour).name() not in colours_in(preview))


def test_the_guide_frame_gives_way_to_an_outline_and_comes_back(qtbot):
    large = CameraPreview(is_large=True)
    qtbot.addWidget(large)
    large.resize(400, 200)
    large.set_image(halves("#000000", "#000000"))
    large.show()
    guide = QColor(VIEWFINDER.ink).name()
    assert guide in colours_in(large)
    large.outline(SQUARE, ok=True)
    assert guide not in colours_in(large)
    qtbot.waitUntil(lambda: guide in colours_in(large))


# One file at a time can be let fall on a window, wherever in it.


@pytest.fixture
def dropped(place):
    QVBoxLayout(place).addWidget(QLineEdit())
    told = []
    place.drop = FileDrop(place)
    place.drop.dropped.connect(told.append)
    place.show()
    return told


def test_a_file_comes_after_the_hand_has_let_go_and_no_field_takes_it_for_its_name(place, dropped, tmp_path, qtbot):
    assert not place.findChild(QLineEdit).acceptDrops()
    assert drop(place, tmp_path / "liste.csv")
    assert dropped == []
    qtbot.waitUntil(lambda: dropped == [tmp_path / "liste.csv"])


def test_two_at_once_and_what_is_no_file_are_not_taken(place, dropped, tmp_path, qtbot):
    many = [tmp_path / f"{number}.csv" for number in range(10_000)]
    nothing = [[QUrl(text)] for text in ("https://example.org/liste.csv", "liste.csv", "file:")]
    for what in (many[:2], many, *nothing, []):
        assert not drop(place, *what)
    qtbot.wait(1)
    assert dropped == []
