# SPDX-License-Identifier: GPL-3.0-or-later
"""What an open desk opens: its settings, its printer and what waits for it, files that come and go."""

from contextlib import closing
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from checkin.core.decision import Reason
from checkin.core.desk_settings import Settings
from checkin.core.tokens import TEST_CODE
from checkin.devices.sound import Sound
from checkin.services.event_file import EventFile
from checkin.storage import settings_store as kept
from checkin.ui.import_export.export_flow import ExportDialog
from checkin.ui.import_export.file_choosing import FileDrop
from checkin.ui.import_export.programme_difference_dialog import ProgrammeDifferenceDialog
from checkin.ui.look.answer_looks import AnswerFamily
from checkin.ui.printing.printer_settings import PrinterSettings
from checkin.ui.programme_editor.programme_editor import ProgrammeEditor
from checkin.ui.settings.desk_pages import CAMERA, PRINTER, SCANNER, SOUND, THIS_DESK
from checkin.ui.widgets.screen_page import CLOSING
from tests.application.programs import Recorder
from tests.builders import an_attendee
from tests.ui.answering import Answering, Watching

ONE = an_attendee(1).ticket_code


def opened(program, words):
    program.desk_settings.show()
    window = program.desk_settings.window
    window.open_page(next(n for n, page in enumerate(window._pages) if page.words == words))
    return window.page(words)


def test_the_keys_of_the_menu_work_while_a_name_is_being_typed(program, qtbot):
    menu, asked = program.built.menu, []
    for key, signal in ((Qt.Key.Key_Comma, menu.settings_wanted), (Qt.Key.Key_S, menu.export_wanted)):
        signal.disconnect()
        signal.connect(lambda key=key: asked.append(key))
        qtbot.keyClick(program.window.stage.search, key, Qt.KeyboardModifier.ControlModifier)
    assert asked == [Qt.Key.Key_Comma, Qt.Key.Key_S]


def test_what_is_chosen_there_is_kept_and_takes_back_nothing_that_was_chosen_elsewhere(program, event):
    page = opened(program, THIS_DESK)
    program.window.header.control_point_chosen.emit("atelier-b")
    page.name.setText("Accueil 7")
    page.name.editingFinished.emit()
    page.clock.setChecked(False)
    assert kept.load(event.db) == Settings(desk="Accueil 7", control_point="atelier-b", follows_clock=False)
    assert program.desk.name == "Accueil 7"
    assert program.shell.windowTitle().endswith("Accueil 7")


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


def test_scanner_camera_and_sounds_are_tried_without_a_guest_and_the_printer_in_its_own_window(program, event):
    before = event.journal.count()
    scanner, camera, sound = (opened(program, words) for words in (SCANNER, CAMERA, SOUND))
    program.devices.wedge.layout = "fr"
    program.devices.wedge.code_typed.emit(TEST_CODE)
    assert "AZERTY" in scanner.more.text()
    program.devices.reading.code_seen.emit(TEST_CODE)
    assert "ready" in camera.state.text()
    speaker = program.devices.sounds = Recorder()
    sound.play_wanted.emit(AnswerFamily.REFUSED)
    assert speaker.note_sound == [Sound.REFUSE]
    assert event.journal.count() == before
    asked = []
    program.built.menu.printer_wanted.disconnect()
    program.built.menu.printer_wanted.connect(lambda: asked.append(1))
    opened(program, PRINTER.title).open.click()
    assert asked == [1]


def test_a_code_that_is_read_while_a_desk_is_set_up_is_told_there_and_nowhere_else(program, event):
    before = event.journal.count()
    program.desk_settings.set_up(0)
    wizard = program.desk_settings.wizard
    for step in range(6):
        for read, seen in (
            (ONE, program.devices.wedge.code_typed),
            ("3760123450017", program.devices.reading.code_seen),
        ):
            wizard.enter(step)
            assert wizard.code_text == "", step
            seen.emit(read)
            assert "The code was read" in wizard.code_text, step
            assert (wizard.step, wizard.isVisible()) == (step, True)
    assert (program.answers, event.journal.count()) == ([], before)
    assert program.desk_settings.wizard is wizard


def test_a_code_is_the_desk_s_again_once_the_steps_are_left(program):
    program.desk_settings.set_up(2)
    wizard = program.desk_settings.wizard
    program.devices.wedge.code_typed.emit(TEST_CODE)
    assert wizard.step == 2
    wizard.later.click()
    assert "Settings" in program.window.footer.accessibleDescription()
    program.devices.wedge.code_typed.emit(ONE)
    assert [answer.reason for answer in program.answers] == [Reason.WELCOME]


def test_another_language_leaves_the_codes_to_the_steps(program):
    program.desk_settings.set_up(1)
    program.choices.choose(language="fr")
    program.devices.wedge.code_typed.emit(ONE)
    assert program.desk_settings.wizard.code_text.startswith("Le code a été lu")


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


def test_a_desk_without_a_printer_is_asked_which_from_the_menu_and_from_the_light(program):
    program.built.printers.windows.search = lambda: ()
    for pressed in (program.built.menu.printer_wanted, program.window.chrome.printer_pressed):
        hands = Answering(lambda dialog: dialog.reject())
        pressed.emit()
        assert [type(window) for window in hands.asked] == [PrinterSettings], pressed


def test_what_waits_is_one_window_beside_the_desk_and_hides_no_answer(program, qtbot):
    program.built.menu.print_queue_wanted.emit()
    queue = program.built.printers.windows.queue
    assert queue.isVisible()
    assert not queue.isModal()
    queue.close()
    program.built.menu.print_queue_wanted.emit()
    assert program.built.printers.windows.queue is queue
    program.window.take_code(TEST_CODE)
    assert queue.isVisible()
    program.window.take_code(an_attendee(1).ticket_code)
    qtbot.waitUntil(lambda: not queue.isVisible())


AGENDA = Path(__file__).parents[1] / "data" / "programmes" / "agenda.ics"


def test_each_file_is_asked_for_by_name(program, file_dialogs):
    hands = Answering()
    asked = {
        "list_wanted": "Import a list",
        "programme_wanted": "Load a programme",
        "connection_log_wanted": "Import online attendance (Zoom, Teams)",
        "save_programme_wanted": "Save the programme as",
        "paper_list_wanted": "List to print",
        "save_copy_wanted": "Save a copy of the event",
        "codes_wanted": "Folder for the images of the codes",
    }
    for wanted in (*asked, *asked):
        getattr(program.built.menu, wanted).emit()
    assert (file_dialogs, hands.asked) == ([*asked.values()] * 2, [])


def test_an_export_is_asked_what_then_where_and_in_another_language_the_new_window_asks(program, file_dialogs):
    hands = Answering(lambda dialog: dialog.accept())
    program.built.menu.export_wanted.emit()
    program.choices.choose(language="fr")
    program.built.menu.list_wanted.emit()
    assert [type(window) for window in hands.asked] == [ExportDialog]
    assert file_dialogs == ["Export the attendance", "Importer une liste"]


def test_a_programme_is_edited_by_hand_and_one_that_is_let_fall_is_shown_then_the_desk_has_it(program):
    hands = Answering(lambda dialog: dialog.reject(), lambda dialog: dialog.accept())
    program.built.menu.edit_programme_wanted.emit()
    program.shell.findChild(FileDrop).dropped.emit(AGENDA)
    assert [type(window) for window in hands.asked] == [ProgrammeEditor, ProgrammeDifferenceDialog]
    assert "Programme of" in program.window.footer.accessibleDescription()


def export_from_closing(program, monkeypatch, folder):
    """Export with Enter into `folder`; return what the dialog of the writing said, if it stood there."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(folder / "out.xlsx"), ""))
    hands, eyes = Answering(lambda dialog: dialog.save.click()), Watching(leave_once_it_ended)
    program.shell.enter_by_name(CLOSING).export.button.click()
    hands.stop()
    eyes.end()
    assert [type(window) for window in hands.asked] == [ExportDialog]
    return [text for _, text in eyes.told]


def leave_once_it_ended(dialog):
    if dialog._is_reported:
        dialog.reject()


def test_an_export_from_the_closing_screen_says_why_not_or_ends_above_it_with_a_way_to_its_folder(
    program, event, monkeypatch, tmp_path
):
    told = export_from_closing(program, monkeypatch, event.path)  # a file, not a folder
    assert "The folder is no longer there" in told[-1]
    assert not program.shell.notice.isVisible()
    opened = []
    program.shell.open_folder = opened.append
    export_from_closing(program, monkeypatch, tmp_path)
    notice = program.shell.notice
    assert notice.isVisible()
    assert "rows written to out.xlsx" in notice.text
    notice.more.click()
    assert opened == [tmp_path]


def test_a_copy_of_the_open_event_is_whole_and_said_to_be_there(program, tmp_path, monkeypatch):
    proposed = []

    def choose(_window, _title, start, _kinds):
        proposed.append(Path(start).name)
        return str(tmp_path / "Copie.checkin"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    program.built.menu.save_copy_wanted.emit()
    assert proposed[0].endswith(".checkin")
    with closing(EventFile.open(tmp_path / "Copie.checkin")) as copy:
        assert copy.journal.everything() == program._event.journal.everything()
