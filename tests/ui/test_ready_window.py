# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the doors can open, told to everybody: to eyes two metres away, to readers, on paper."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QPushButton

from checkin.core.programme.programme import Session
from checkin.core.ready.checks import ReadinessGrade, ReadinessTopic, readiness
from checkin.core.ready.readiness import Overbooked, check_returns, check_seats
from checkin.core.tokens import TEST_CODE
from checkin.devices.decoder import decode_image
from checkin.translation import translate
from checkin.ui.look.theme import Appearance, Theme
from checkin.ui.ready.ready_band import (
    READINESS,
    ReadyAction,
    ready_light,
    remedy_text,
    result_description,
    result_text,
)
from checkin.ui.ready.ready_window import ReadyPrinting, ReadyWindow, print_rows, write_ready_pdf
from checkin.ui.widgets.form_fields import Paragraph
from scripts.gallery_ready import mornings
from tests.builders import MORNING
from tests.pdf_reports.readers import about, codes, told

SCENES = {name: (found, asked) for name, found, asked in mornings()}


@pytest.fixture
def window(qapp, qtbot):
    Appearance(qapp).use(Theme.LIGHT)
    made = ReadyWindow()
    qtbot.addWidget(made)
    made.wishes = []
    made.wanted.connect(lambda topic, act: made.wishes.append((topic, act)))
    made.show()
    return made


def shown_buttons(row):
    return [button for button in row.findChildren(QPushButton) if not button.isHidden()]


@pytest.mark.parametrize("name", SCENES)
def test_the_one_word_and_every_finding_with_its_remedy_are_there_for_a_reader_too(window, name):
    found, asked = SCENES[name]
    window.show_findings(found, asked, "")
    assert window.band.accessibleName().startswith(translate(READINESS[readiness(found)]))
    shown = [row for row in window.rows.values() if not row.isHidden()]
    assert sorted(row.accessibleName() for row in shown) == sorted(map(result_description, found))


def test_what_is_to_be_done_stands_first_and_its_button_says_what_is_wanted(window, qtbot):
    window.show_findings(*SCENES["worst"], "")
    shown_buttons(window.rows[ReadinessTopic.LIST])[0].click()
    assert window.wishes == [(ReadinessTopic.LIST, ReadyAction.BRING_LIST)]
    rows = [window.rows[finding.topic] for finding in SCENES["worst"][0]]
    qtbot.waitUntil(lambda: [row.y() for row in rows] == sorted(row.y() for row in rows))
    assert SCENES["worst"][0][0].grade is ReadinessGrade.STOP


@pytest.mark.parametrize("size", [(1120, 700), (860, 560)])
@pytest.mark.parametrize("name", SCENES)
def test_no_sentence_is_cut(window, qtbot, name, size):
    window.resize(*size)
    window.show_findings(*SCENES[name], "")

    def is_whole():
        texts = [p for row in window.rows.values() if not row.isHidden() for p in row.findChildren(Paragraph)]
        shown = [p for p in texts if p.isVisible()]
        return all(
            p.height() >= p.heightForWidth(p.width()) and p.geometry().bottom() < p.parent().height() for p in shown
        )

    qtbot.waitUntil(is_whole)


def test_f7_answers_the_first_question_and_f8_denies_it(window, qtbot):
    found, asked = SCENES["morning"]
    window.show_findings(found, asked, "")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_F7)
    qtbot.keyClick(window, Qt.Key.Key_F8)
    assert window.wishes == [(ReadinessTopic.SOUND, ReadyAction.YES), (ReadinessTopic.SOUND, ReadyAction.NO)]
    texts = [button.text() for topic in asked for button in shown_buttons(window.rows[topic])]
    assert sum("F7" in text for text in texts) == 1


@pytest.mark.parametrize("theme", list(Theme))
def test_the_test_code_is_read_from_the_screen(window, qapp, tmp_path, theme):
    Appearance(qapp).use(theme)
    window.show_findings(*SCENES["morning"], "")
    window.grab().save(str(tmp_path / "screen.png"))
    assert [seen.text for seen in decode_image(tmp_path / "screen.png")] == [TEST_CODE]


def test_a_printer_gets_the_same_page(qapp, qtbot, desk, tmp_path):
    window, path = ReadyWindow(), tmp_path / "printed.pdf"
    qtbot.addWidget(window)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    print_rows(printer, *ReadyPrinting(lambda: SCENES["worst"][0], desk, ("", lambda: None), window).content())
    assert codes(path) == [TEST_CODE]
    assert about(path)["Pages"] == "1"


@pytest.mark.parametrize("name", SCENES)
def test_the_page_says_all_of_it_and_carries_the_test_code(qapp, qtbot, desk, tmp_path, name):
    found, _ = SCENES[name]
    window = ReadyWindow()
    qtbot.addWidget(window)
    path = tmp_path / "page.pdf"
    write_ready_pdf(str(path), *ReadyPrinting(lambda: found, desk, (str(tmp_path), lambda: None), window).content())
    text = " ".join(told(path).replace("ﬂ", "fl").replace("ﬁ", "fi").split())  # ligatures of the font
    assert translate(READINESS[readiness(found)]) in text
    for finding in found:
        for sentence in filter(None, (result_text(finding), remedy_text(finding))):
            assert " ".join(sentence.split()[:3]) in text
    assert codes(path) == [TEST_CODE]


def test_the_light_says_what_to_check():
    overbooked = Overbooked(Session("a", "Atelier A", capacity=40), 48)
    assert ready_light((check_seats([overbooked], MORNING),)).what == "To check: seats"


def test_of_many_the_first_are_named_and_the_others_counted():
    overbooked = [Overbooked(Session(name, name, capacity=12), 38 - number) for number, name in enumerate("ABCDE")]
    assert "A 38/12, B 37/12, C 36/12 and 2 more" in result_text(check_seats(overbooked, MORNING))
    assert "“Accueil”, “Dîner”" in result_text(check_returns(["Accueil", "Dîner"]))
