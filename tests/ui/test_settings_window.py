# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings page by page, and the steps of setting a desk up."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QScrollArea, QStyle, QStyleOptionComboBox, QVBoxLayout
from shiboken6 import delete, isValid

from checkin import translation
from checkin.core.desk_settings import Settings
from checkin.core.message import Message
from checkin.ui.look.answer_looks import AnswerFamily
from checkin.ui.look.theme import Appearance, Theme
from checkin.ui.settings.desk_pages import (
    CAMERA,
    PICTURE,
    PRINTER,
    THIS_DESK,
    CameraPage,
    DeskPage,
    DeskPlanPage,
    Expected,
    LinkPage,
    ScannerPage,
    SoundPage,
)
from checkin.ui.settings.settings_page import CurrentSettings, SettingsPage
from checkin.ui.settings.settings_window import SettingsWindow, SetupWizard
from checkin.ui.widgets.form_fields import ComboBox


def test_a_page_that_a_code_closed_while_its_window_was_open_is_left_in_peace(qapp):
    page = LinkPage(PRINTER, lambda: "")
    page.wanted.connect(lambda: delete(page))
    page._open()
    assert not isValid(page)


@pytest.fixture
def choices(qapp):
    return CurrentSettings(Settings(camera="b"))


def shown(widget, qtbot):
    qtbot.addWidget(widget)
    widget.show()
    return widget


# This desk


def test_a_name_counts_when_it_is_left_an_empty_one_is_none_and_one_of_another_desk_is_told(choices, qtbot):
    page = shown(DeskPage(choices, lambda: ("Accueil 2", "Accueil 3")), qtbot)
    for typed, kept, is_told in (
        ("  Accueil 5 ", "Accueil 5", False),
        ("   ", "Accueil 5", False),
        ("accueil  2", "Accueil 5", True),
        ("Accueil 4", "Accueil 4", False),
    ):
        page.name.setText(typed)
        page.name.editingFinished.emit()
        assert (choices.settings.desk, page.name.text().strip(), page.notice.isVisible()) == (kept, kept, is_told)
        assert not is_told or "“accueil 4”" in page.notice.text().lower()


@pytest.mark.parametrize("percent", [100, 200])
def test_every_choice_is_read_whole_in_french(choices, qtbot, qapp, percent):
    Appearance(qapp).apply(Settings(text_size=percent))
    translation.install(qapp, "fr")
    window = shown(SettingsWindow([SettingsPage(THIS_DESK, "monitor", lambda: DeskPage(choices))]), qtbot)
    assert window.page(THIS_DESK).name.focusPolicy() & Qt.FocusPolicy.TabFocus
    cut = [
        choice.itemText(row)
        for choice in window.findChildren(ComboBox)
        for row in range(choice.count())
        if choice.fontMetrics().horizontalAdvance(choice.itemText(row)) > room_in(choice)
    ]
    assert cut == []


def room_in(choice):
    option = QStyleOptionComboBox()
    choice.initStyleOption(option)
    control, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
    return choice.style().subControlRect(control, option, part, choice).width() - 2


def test_each_choice_counts_at_once_and_is_told_once(choices, qtbot):
    told = []
    choices.changed.connect(lambda before, now: told.append((before, now)))
    page = shown(DeskPage(choices), qtbot)
    page.clock.setChecked(False)
    page.theme.setCurrentIndex(page.theme.findData("contrast"))
    for _ in range(2):
        page.theme.activated.emit(page.theme.currentIndex())
    assert (choices.settings.follows_clock, choices.settings.theme) == (False, "contrast")
    assert [before.theme for before, _ in told] == ["", ""]


# Camera


def test_the_cameras_that_are_there_are_offered_and_the_chosen_one_is_marked(choices, qtbot):
    page = shown(CameraPage(choices), qtbot)
    assert not page.camera.isEnabled()
    page.offer((("a", "Webcam"), ("b", "Logitech")))
    assert page.camera.currentText() == "Logitech"
    page.camera.setCurrentIndex(0)
    page.camera.activated.emit(0)
    page.mirror.setChecked(False)
    assert (choices.settings.camera, choices.settings.is_mirrored) == ("a", False)


def test_the_camera_leaves_room_for_its_choice_in_the_steps(choices, qtbot):
    wizard = shown(SetupWizard([SettingsPage(CAMERA, "camera", lambda: CameraPage(choices))]), qtbot)
    page = wizard.findChild(CameraPage)
    page.show_state("Aucune caméra n’est branchée. Branchez-en une ; en attendant, tapez un nom. " * 2, False, False)
    qtbot.wait(1)
    assert wizard.findChild(QScrollArea).verticalScrollBar().maximum() == 0
    assert page.picture.height() >= PICTURE // 2


def test_a_camera_that_is_lost_leaves_no_picture(choices, qtbot):
    page = shown(CameraPage(choices), qtbot)
    page.show_state("A camera", True, False)
    page.show_image(QImage(16, 9, QImage.Format.Format_RGB32))
    assert page.picture.has_image
    page.show_state("The camera is gone.", False, False)
    assert not page.picture.has_image
    assert page.state.text() == "The camera is gone."


# Scanner


def test_a_scanner_says_whether_its_keys_were_repaired(qtbot):
    page = shown(ScannerPage(), qtbot)
    page.show_read("")
    assert "Every character arrived correctly" in page.more.text()
    page.show_read("fr")
    assert "(AZERTY)" in page.more.text()


# Sound


def test_the_three_families_are_played_whether_answers_sound_or_not(choices, qtbot):
    page = shown(SoundPage(choices), qtbot)
    played = []
    page.play_wanted.connect(played.append)
    page.has_sound.setChecked(False)
    for button in page.findChildren(QPushButton):
        button.click()
    assert played == [AnswerFamily.WELCOME, AnswerFamily.PERSON, AnswerFamily.REFUSED]
    assert not choices.settings.has_sound


# How many desks


def test_the_calculator_takes_the_people_of_the_list_and_what_was_measured_before_half_an_hour(qtbot):
    page = shown(DeskPlanPage(Expected(350)), qtbot)
    assert page.advice.text() == "350 people, 30 minutes: 4 desks"
    waits = [line.text().split(": ") for line in page.waits]
    assert [desks for desks, _ in waits] == ["3 desks", "4 desks", "5 desks"]
    assert ["2 min" in wait for _, wait in waits] == [True, False, False]
    page.people.setValue(3)
    assert (page.advice.text(), page.waits[-1].text()) == ("3 people, 30 minutes: 1 desk", "")
    measured = shown(DeskPlanPage(Expected(350, seconds=21.0)), qtbot)
    assert "21 s" in measured.service.currentText()
    assert measured.advice.text() == "350 people, 30 minutes: 8 desks"
    assert page.service.count() == measured.service.count() - 1


# The windows


def pages(made):
    def make(name):
        def page():
            made.append(name)
            return QLineEdit(name)

        return page

    return [SettingsPage(Message("settings", name), "camera", make(name)) for name in ("This desk", "Scanner", "Done")]


def test_a_page_is_made_when_it_is_first_opened(qtbot):
    made = []
    window = shown(SettingsWindow(pages(made)), qtbot)
    window.open_page(2)
    window.open_page(0)
    window.open_page(2)
    assert made == ["This desk", "Done"]
    assert window.page(Message("settings", "Done")).isVisible()
    assert window.page(Message("settings", "Scanner")) is None


def test_the_steps_go_on_with_enter_and_back_and_end_or_are_left_for_later(qtbot):
    made = []
    wizard = shown(SetupWizard(pages(made)), qtbot)
    assert not wizard.back.isVisible()
    for _ in range(2):
        qtbot.keyClick(wizard, Qt.Key.Key_Return)
    assert (wizard.step, wizard.go_on.text(), wizard.later.isVisible()) == (2, "Done", False)
    wizard.back.click()
    assert (wizard.step, made) == (1, ["This desk", "Scanner", "Done"])
    for _ in range(2):
        qtbot.keyClick(wizard, Qt.Key.Key_Return)
    assert not wizard.isVisible()
    later = shown(SetupWizard(pages([])), qtbot)
    qtbot.keyClick(later, Qt.Key.Key_Escape)
    assert not later.isVisible()


def test_the_list_of_pages_takes_the_ink_of_another_theme(qtbot, qapp):
    Appearance(qapp).use(Theme.LIGHT)
    window = shown(SettingsWindow(pages([])), qtbot)
    before = window.list.item(0).icon().pixmap(20, 20).toImage()
    Appearance(qapp).use(Theme.DARK)
    assert window.list.item(0).icon().pixmap(20, 20).toImage() != before


def test_a_page_says_what_was_changed_elsewhere_when_one_comes_back_to_it(qtbot):
    found = ["None yet"]
    page, other = shown(LinkPage(PRINTER, lambda: found[0]), qtbot), shown(QLineEdit(), qtbot)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    found[0] = "1 supervisor"
    page.activateWindow()
    qtbot.waitUntil(lambda: page.message.text() == "1 supervisor")


def test_the_keys_come_back_when_what_a_page_opened_closes(qtbot):
    desk, window = shown(QLineEdit(), qtbot), QDialog()
    page = LinkPage(PRINTER, str)
    QVBoxLayout(window).addWidget(page)
    page.wanted.connect(desk.activateWindow)  # as a window manager does when a dialog of the desk closes
    shown(window, qtbot)
    page.open.click()
    qtbot.waitUntil(window.isActiveWindow)
