# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings of an open desk: beside the scanning, never in its way."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from checkin.core.decision import Reason
from checkin.core.tokens import TEST_CODE
from checkin.devices.sound import Sound
from checkin.storage import settings_store as kept
from checkin.ui.look.answer_looks import AnswerFamily
from checkin.ui.settings.desk_pages import CAMERA, PRINTER, SCANNER, SOUND, THIS_DESK
from tests.builders import an_attendee

ONE = an_attendee(1).ticket_code


def opened(program, words):
    program.desk_settings.show()
    window = program.desk_settings.window
    window.open_page(next(n for n, page in enumerate(window._pages) if page.words == words))
    return window.page(words)


def test_the_key_of_the_settings_works_while_a_name_is_being_typed(program, qtbot):
    qtbot.keyClick(program.window.stage.search, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    assert program.desk_settings.window.isVisible()


def test_what_is_chosen_there_is_kept_and_counts(program, event):
    page = opened(program, THIS_DESK)
    page.name.setText("Accueil 7")
    page.name.editingFinished.emit()
    assert kept.load(event.db).desk == program.desk.name == "Accueil 7"
    assert program.shell.windowTitle().endswith("Accueil 7")


def test_a_choice_takes_back_nothing_that_was_chosen_elsewhere_since(program, event):
    page = opened(program, THIS_DESK)
    program.window.header.control_point_chosen.emit("atelier-b")
    page.clock.setChecked(False)
    assert (kept.load(event.db).control_point, kept.load(event.db).follows_clock) == ("atelier-b", False)


def test_another_language_keeps_the_settings_open_where_they_were(program):
    page = opened(program, THIS_DESK)
    page.language.setCurrentIndex(page.language.findData("fr"))
    page.language.activated.emit(page.language.currentIndex())
    window = program.desk_settings.window
    assert (window.windowTitle(), window.isVisible(), window.parent()) == ("Réglages", True, program.shell)
    assert opened(program, SOUND).has_sound.text() == "Un son à chaque réponse"


def test_every_page_can_be_opened_and_all_are_gone_with_the_window(program, qtbot):
    program.desk_settings.show()
    window = program.desk_settings.window
    for number in range(len(window._pages)):
        window.open_page(number)
    assert [page.words for page in window._pages if window.page(page.words) is None] == []
    window.close()
    assert program.desk_settings.window is None
    qtbot.wait(0)
    program.choices.choose(is_mirrored=False)  # told to no page that is gone


# The trial code


def test_a_scanner_is_tried_without_a_guest(program, event):
    page = opened(program, SCANNER)
    before = event.journal.count()
    program.devices.wedge.layout = "fr"
    program.devices.wedge.code_typed.emit(TEST_CODE)
    assert "AZERTY" in page.more.text()
    assert event.journal.count() == before


def test_a_camera_is_tried_without_a_guest(program):
    page = opened(program, CAMERA)
    program.devices.reading.code_seen.emit(TEST_CODE)
    assert "ready" in page.state.text()


def test_a_family_is_heard(program):
    class Recorder:
        note_sound, is_available = (), True

        def play(self, sound):
            self.note_sound += (sound,)

    page = opened(program, SOUND)
    speaker = program.devices.sounds = Recorder()
    page.play_wanted.emit(AnswerFamily.REFUSED)
    assert speaker.note_sound == (Sound.REFUSE,)


def test_windows_of_their_own_are_opened_from_their_pages(program):
    asked = []
    program.built.menu.printer_wanted.disconnect()
    program.built.menu.printer_wanted.connect(lambda: asked.append(1))
    opened(program, PRINTER.title).open.click()
    assert asked == [1]


# Setting a desk up


@pytest.mark.parametrize("step", range(6))
def test_a_code_that_is_read_while_a_desk_is_set_up_is_told_there_and_nowhere_else(program, event, step):
    answers, before = [], event.journal.count()
    program.window.answered.connect(answers.append)
    program.desk_settings.set_up(step)
    wizard = program.desk_settings.wizard
    for read in (ONE, "3760123450017"):
        program.devices.wedge.code_typed.emit(read)
        assert "The code was read" in wizard.code_text
        wizard.enter(step)
        assert wizard.code_text == ""
        program.devices.reading.code_seen.emit(read)
        assert "The code was read" in wizard.code_text
    assert (answers, event.journal.count()) == ([], before)
    assert (program.desk_settings.wizard, wizard.step, wizard.isVisible()) == (wizard, step, True)


def test_a_code_is_the_desk_s_again_once_the_steps_are_left(program):
    answers = []
    program.window.answered.connect(answers.append)
    program.desk_settings.set_up()
    program.desk_settings.wizard.later.click()
    program.devices.wedge.code_typed.emit(ONE)
    assert [answer.reason for answer in answers] == [Reason.WELCOME]


def test_what_is_told_of_a_code_stands_where_the_page_and_the_buttons_do(program):
    program.desk_settings.set_up()
    wizard = program.desk_settings.wizard
    assert not wizard._below.isVisible()  # it takes no room of the page
    wizard.show_read()
    QApplication.processEvents()
    assert wizard._read.isVisible()
    assert wizard._read.mapTo(wizard, QPoint(0, 0)).x() == wizard.later.x()
    assert wizard._read.height() >= wizard._read.heightForWidth(wizard._read.width())


def test_who_is_checked_in_at_the_desk_itself_has_room_for_the_answer(program):
    program.desk_settings.set_up()
    wizard = program.desk_settings.wizard
    assert wizard.findChild(QLineEdit).text() == "Accueil 1"
    program.window.take_code(ONE)
    assert program.desk_settings.wizard is None
    assert not wizard.isVisible()


def test_another_language_leaves_the_codes_to_the_steps(program):
    program.desk_settings.set_up(1)
    program.choices.choose(language="fr")
    program.devices.wedge.code_typed.emit(ONE)
    assert program.desk_settings.wizard.code_text.startswith("Le code a été lu")


def test_the_trial_code_leaves_the_steps_where_they_are(program):
    program.desk_settings.set_up(2)
    program.devices.wedge.code_typed.emit(TEST_CODE)
    assert program.desk_settings.wizard.step == 2


def test_left_for_later_it_says_where_it_is_found(program):
    program.desk_settings.set_up()
    program.desk_settings.wizard.later.click()
    assert "Settings" in program.window.footer.accessibleDescription()
