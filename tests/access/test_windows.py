# SPDX-License-Identifier: GPL-3.0-or-later
"""Every window without a mouse and without seeing it: Tab, names, large enough parts, Escape. Each is made once."""

import gc

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, Qt
from PySide6.QtGui import QAccessible, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPushButton,
    QWidget,
)
from shiboken6 import isValid

from checkin.ui.desk.desk_chrome import Footer
from checkin.ui.desk.desk_window import DeskWindow
from checkin.ui.look.theme import LEAST_TOUCH, TOUCH
from checkin.ui.sync.progress_dialog import WritingDialog
from scripts import backstage, gallery
from tests.access.walk import NAMED, WORKED, is_reached, paints_itself, pressed, walk
from tests.ui.answering import Answering

# Said by Qt's off-screen platform of every window that has a least size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
MOST = 150


def visited(window: QWidget) -> list[QWidget]:
    """By Tab alone, from where the window begins, until it comes round. On a badge Tab goes from part to part first."""
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    seen: list[QWidget] = []
    if QApplication.focusWidget() is None:
        window.focusNextPrevChild(True)
    for _ in range(MOST):
        now = QApplication.focusWidget()
        if now is None or now in seen[:-1]:
            break
        if now not in seen:
            seen.append(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
    return seen


def is_one_of_reached(widget: QWidget, seen: list[QWidget]) -> bool:
    """Of buttons of which one is always chosen Tab reaches that one, and arrows the others."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return widget in seen or (group is not None and any(button in seen for button in group.buttons()))


@pytest.fixture(autouse=True)
def garbage_goes():
    """With each window, not after each test of it: a search takes as long as most of these tests."""
    gc.set_threshold(0)


@pytest.fixture(scope="module")
def seen(window):
    return visited(window)


def test_everything_that_can_be_used_or_read_has_a_name(window):
    nameless = [
        f"{found.path} ({found.role.name})"
        for found in walk(window)
        if not found.name.strip() and (is_reached(found) or found.role in NAMED or paints_itself(found))
    ]
    assert nameless == []


def test_every_row_of_every_list_has_a_text(window):
    """Rows that paint themselves have one for a screen reader."""
    silent = []
    for view in window.findChildren(QAbstractItemView):
        if view.isVisible() and view.model() is not None:
            silent += [f"{type(view).__name__} row {row}" for row in _silent_rows(view.model())]
    assert silent == []


def _silent_rows(model: QAbstractItemModel) -> list[int]:
    """Of the first twenty."""
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    roles = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole)
    return [
        row
        for row in range(min(20, model.rowCount()))
        if not any(
            str(model.index(row, column).data(role) or "").strip() for column in range(columns) for role in roles
        )
    ]


def test_every_key_told_at_the_bottom_is_listened_to(window):
    told = {key for footer in window.findChildren(Footer) if footer.isVisible() for key, _ in footer.keys}
    listening = [shortcut for shortcut in window.findChildren(QShortcut) if shortcut.parent().isVisible()]
    heard = {keys.toString() for shortcut in listening for keys in QShortcut.keys(shortcut)}
    assert {key.replace("→", "Right") for key in told} <= heard


def test_tab_reaches_everything_and_is_trapped_nowhere(window, seen):
    wanted = {
        found.widget
        for found in walk(window)
        if found.widget and is_reached(found) and found.widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    assert [called(widget) for widget in wanted if not is_one_of_reached(widget, seen)] == []


def test_tab_goes_as_one_reads(seen):
    """Among what stands beside each other: from the upper line to the lower, in a line from the left; or one column
    after the other. It may begin anywhere and come round.
    """
    here = [widget for widget in seen if isValid(widget) and widget.isVisible()]  # an editor goes with the focus
    for parent in {widget.parentWidget() for widget in here}:
        beside = [widget for widget in here if widget.parentWidget() is parent]
        ways = [in_lines(beside), in_columns(beside)]
        assert any(beside == way[n:] + way[:n] for way in ways for n in range(len(way))), list(map(called, beside))


def in_lines(widgets: list[QWidget]) -> list[QWidget]:
    """A line is as high as what stands first in it; what is one below the other in it is a column."""
    lines: list[list[QWidget]] = []
    for widget in sorted(widgets, key=lambda w: (w.y(), w.x())):
        if lines and widget.geometry().center().y() <= lines[-1][0].geometry().bottom():
            lines[-1].append(widget)
        else:
            lines.append([widget])
    return [widget for line in lines for widget in sorted(line, key=lambda w: (w.x(), w.y()))]


def in_columns(widgets: list[QWidget]) -> list[QWidget]:
    """A column is as wide as what stands first in it."""
    columns: list[list[QWidget]] = []
    for widget in sorted(widgets, key=lambda w: (w.x(), w.y())):
        if columns and widget.geometry().center().x() <= columns[-1][0].geometry().right():
            columns[-1].append(widget)
        else:
            columns.append([widget])
    return [widget for column in columns for widget in sorted(column, key=lambda w: w.y())]


def called(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.accessibleName()}"


def test_nothing_is_smaller_than_a_fingertip_can_hit(window):
    """WCAG 2.2, 2.5.8. A part of another control is as large as that control."""
    small = [
        f"{type(part).__name__} {part.accessibleName()} {part.width()}x{part.height()}"
        for part in pressed(window)
        if min(part.width(), part.height()) < LEAST_TOUCH and not isinstance(part.parentWidget(), WORKED)
    ]
    assert small == []


@pytest.mark.parametrize("size", [(1366, 768), (1016, 540)])
def test_buttons_at_the_desk_are_made_for_hurried_fingers(window, size):
    for desk in window.findChildren(DeskWindow):
        window.resize(*size)
        QApplication.processEvents()
        buttons = [
            part for part in pressed(desk) if isinstance(part, QAbstractButton) and not isinstance(part, QCheckBox)
        ]
        low = [f"{type(b).__name__} {b.accessibleName()} {b.height()}" for b in buttons if b.height() < TOUCH]
        assert low == []


def test_after_tab_went_round_enter_in_a_field_presses_no_way_out(window, seen):
    """Qt makes a button that had the focus the one that Enter presses, and may leave it so."""
    fields = [each for each in window.findChildren(QLineEdit) if each.isVisible() and each.isEnabled()]
    for field in fields if isinstance(window, QDialog) else ():
        field.setFocus()
        pressed_by_enter = [each for each in window.findChildren(QPushButton) if each.isDefault() and each.isVisible()]
        assert [each.text() for each in pressed_by_enter if is_way_out(each)] == []


def is_way_out(button: QPushButton) -> bool:
    box, rejects = button.parentWidget(), QDialogButtonBox.ButtonRole.RejectRole
    is_rejecting = isinstance(box, QDialogButtonBox) and box.buttonRole(button) is rejects
    return is_rejecting or button.text().replace("&", "") in {"Annuler", "Fermer"}


def test_no_place_of_pages_is_said_before_what_has_the_keyboard(window):
    """Orca says the role of a stacked widget at each return into it. Those of tabs are Qt's own."""
    said = [found.path for found in walk(window) if found.role is QAccessible.Role.LayeredPane]
    assert [path for path in said if "Tab" not in path] == []


def test_escape_leaves_a_dialog(window):
    """Where it asks first whether to keep what was typed, Escape means no. What says that it goes to its end stays. The
    last test: some are destroyed by it.
    """
    if isinstance(window, WritingDialog) and not window.can_be_left:
        QTest.keyClick(window, Qt.Key.Key_Escape)
        assert window.isVisible()
    elif isinstance(window, QDialog):
        answering = Answering()
        QTest.keyClick(window, Qt.Key.Key_Escape)
        QApplication.processEvents()
        answering.stop()
        assert answering.asked or not isValid(window) or not window.isVisible()


def test_a_nameless_button_is_found(qtbot):
    place = QWidget()
    qtbot.addWidget(place)

    QPushButton(place)
    place.show()
    found = [f for f in walk(place) if f.role is QAccessible.Role.Button]
    assert [(f.path, f.name) for f in found] == [("QWidget > QPushButton", "")]


@pytest.mark.parametrize("name", ["idle", "longest-asked"])
def test_at_the_desk_tab_goes_from_the_search_to_the_list_and_on_from_the_left(french, name):
    with backstage.shown(dict(gallery.scenes("desk"))[name]) as window:
        (desk,) = window.findChildren(DeskWindow)
        desk.stage.search.setFocus()
        seen = visited(window)
        around = [*desk.stage.answer.buttons, desk.stage.recent_scans.list, *desk.header.reached]
        expected = [part for part in around if part.isVisible()]
        assert [called(part) for part in seen[: len(expected) + 1]] == [
            called(p) for p in (desk.stage.search, *expected)
        ]
        assert desk.header.reached[0].x() < desk.header._lights.x() < desk.header.reached[-1].x()
        assert {type(part).__name__ for part in seen[len(expected) + 1 :]} == {"_RailButton"}
