# SPDX-License-Identifier: GPL-3.0-or-later
"""How a computer prints, chosen by hand."""

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QLabel

from checkin.core.badges.template import BadgeTemplate
from checkin.core.print_jobs import (
    Calibration,
    FoundPrinter,
    JobState,
    Medium,
    PrinterSetup,
    PrintJob,
    PrintPlan,
    PrintPolicy,
)
from checkin.services.badges.badge_building import LoadedTemplate
from checkin.services.badges.badge_documents import PrintJobQueries
from checkin.services.badges.badge_templates import BadgeTemplates
from checkin.ui.printing.printer_choice import FOLDER, KINDS, LABELS, LabelPrinterForm, PrinterCalibration
from checkin.ui.printing.printer_settings import PrinterSettings
from tests.builders import MORNING
from tests.ui.answering import Answering

HALL, OFFICE = "ipp://localhost/printers/hall", "ipp://localhost/printers/laser"
A6, A4 = Medium(105, 148), Medium(210, 297)
FOUND = (FoundPrinter(HALL, "Hall", (Medium(62, 100), A6, A4)), FoundPrinter(OFFICE, "Laser", (A4,)))
BROTHER = "brotherql://192.0.2.7?model=QL-820NWB&label=62x100"


@pytest.fixture
def open_settings(qtbot, event, desk):
    def opened(plan=None):
        board = PrintJobQueries(event, desk.printing)
        dialog = PrinterSettings(plan or PrintPlan(), board, desk.programme.control_points)
        dialog.chosen, dialog.tested = [], []
        dialog.plan_chosen.connect(dialog.chosen.append)
        dialog.test_wanted.connect(dialog.tested.append)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return opened


def pick(choice, address):
    """As a hand does in the list."""
    row = choice.printer.findData(address)
    choice.printer.setCurrentIndex(row)
    choice.printer.activated.emit(row)


def test_a_first_printer_has_the_smallest_paper_a_badge_lies_on_and_changes_nothing_else(open_settings):
    dialog = open_settings()
    assert not dialog.policy.isEnabled()
    dialog.offer(FOUND)
    pick(dialog.first, HALL)
    dialog._accept()
    (plan,) = dialog.chosen
    assert (plan.printer, plan.second, plan.policy) == (HALL, "", PrintPolicy.NEVER)
    assert plan.setup(HALL) == PrinterSetup("Hall", A6)


def test_that_an_arrival_prints_nothing_is_said_where_it_could_and_stays_as_it_was_chosen(open_settings, tmp_path):
    dialog = open_settings()
    assert not dialog.at_arrival.isVisible()
    dialog.first.asks[FOLDER] = lambda parent: (f"pdf:{tmp_path}", "PDF")
    pick(dialog.first, FOLDER)
    assert dialog.at_arrival.isVisible()
    dialog.policy.setCurrentIndex(dialog.policy.findData(PrintPolicy.ONCE))
    assert not dialog.at_arrival.isVisible()
    dialog.policy.setCurrentIndex(dialog.policy.findData(PrintPolicy.NEVER))
    dialog.offer(FOUND)  # the system's printers are found later than somebody chooses
    pick(dialog.second, OFFICE)
    assert dialog.plan.policy is PrintPolicy.NEVER
    assert dialog.at_arrival.isVisible()


def test_everything_is_kept_as_it_was_chosen_and_shown_again(open_settings, event, desk):
    own = BadgeTemplates(event, desk).save(LoadedTemplate(BadgeTemplate("Ours", 90, 55)))
    dialog = open_settings()
    dialog.offer(FOUND)
    pick(dialog.first, OFFICE)
    pick(dialog.second, HALL)
    dialog.template.setCurrentIndex(dialog.template.findData(own.id))
    dialog.policy.setCurrentIndex(dialog.policy.findData(PrintPolicy.ALWAYS))
    dialog.points._actions[1].setChecked(True)
    dialog.second.paper.setEditText("62,5 x 100 mm")
    dialog._accept()
    (plan,) = dialog.chosen
    assert plan == PrintPlan(
        OFFICE,
        HALL,
        own.id,
        PrintPolicy.ALWAYS,
        ("accueil", "atelier-b"),
        {OFFICE: PrinterSetup("Laser", A4), HALL: PrinterSetup("Hall", Medium(62.5, 100))},
    )
    assert open_settings(plan).plan == plan


def test_a_printer_that_is_away_stays_chosen(open_settings):
    plan = PrintPlan(HALL, policy=PrintPolicy.ONCE, setups={HALL: PrinterSetup("Hall", A6)})
    dialog = open_settings(plan)
    dialog.offer((FOUND[1],))
    assert dialog.plan == plan
    dialog.offer(())
    assert "has no printer" in dialog.message.text()


def test_that_the_system_has_none_is_no_news_once_another_is_chosen(open_settings, tmp_path):
    dialog = open_settings()
    dialog.offer(())
    assert "has no printer" in dialog.message.text()
    dialog.first.asks[FOLDER] = lambda _: (str(tmp_path), "Badges")
    pick(dialog.first, FOLDER)
    assert dialog.message.text() == ""


def test_that_the_system_has_none_is_no_news_where_a_folder_was_chosen_before(open_settings, tmp_path):
    dialog = open_settings()
    dialog.first.asks[FOLDER] = lambda _: (f"pdf:{tmp_path}", "Badges")
    pick(dialog.first, FOLDER)
    dialog.offer(())
    assert dialog.message.text() == ""


@pytest.mark.parametrize("text", ["wide", "62", "3 x 4", "62 × 9000"])
def test_paper_that_is_no_size_is_asked_for_again(open_settings, text):
    dialog = open_settings()
    dialog.offer(FOUND)
    pick(dialog.first, HALL)
    dialog.first.paper.setEditText(text)
    dialog._accept()
    assert dialog.chosen == []
    assert "62 × 100" in dialog.notice.text()
    dialog.first.paper.setCurrentIndex(0)  # as large as the badge
    dialog._accept()
    assert dialog.chosen[0].setup(HALL).medium is None


def test_the_same_printer_twice_is_one(open_settings):
    dialog = open_settings()
    dialog.offer(FOUND)
    pick(dialog.first, HALL)
    pick(dialog.second, HALL)
    assert dialog.plan.printers == (HALL,)


def test_a_folder_takes_the_place_of_a_printer(open_settings, tmp_path):
    dialog = open_settings()
    dialog.first.asks[FOLDER] = lambda parent: (f"pdf:{tmp_path}", "PDF")
    pick(dialog.first, FOLDER)
    assert dialog.plan.printer == f"pdf:{tmp_path}"
    dialog.first.asks[FOLDER] = lambda parent: ("", "")
    pick(dialog.first, FOLDER)
    assert dialog.plan.printer == ""


def test_a_label_printer_brings_its_roll_or_is_asked_for_its_dots(open_settings):
    dialog = open_settings()
    dialog.first.asks[LABELS] = lambda parent: (BROTHER, "Brother")
    pick(dialog.first, LABELS)
    assert dialog.plan.setup(BROTHER) == PrinterSetup("Brother", Medium(62, 100, 300))
    assert not dialog.first.paper.isEnabled()
    dialog.second.asks[LABELS] = lambda parent: ("zpl://192.0.2.8", "Zebra")
    pick(dialog.second, LABELS)
    assert dialog.second.dpi.isVisible()
    assert dialog.second.rect().contains(dialog.second.dpi.geometry())  # beside the paper, not past the edge
    assert dialog.plan.setup("zpl://192.0.2.8").medium == Medium(105, 148, 203)
    dialog.second.paper.setCurrentIndex(0)
    dialog.second.dpi.setCurrentIndex(1)
    assert dialog.plan.setup("zpl://192.0.2.8").medium == Medium(105, 148, 300)


def test_a_test_page_is_printed_as_everything_is_from_then_on(open_settings):
    dialog = open_settings()
    dialog.offer(FOUND)
    pick(dialog.first, HALL)
    dialog.first.test.click()
    assert [plan.printer for plan in dialog.chosen] == [HALL]
    assert dialog.tested == [HALL]
    assert dialog.isVisible()
    dialog.show_job(PrintJob(1, "", "", HALL, 1, "", True, JobState.PRINTED, MORNING))
    assert "printed" in dialog.message.text()


def test_what_was_measured_is_kept_for_that_printer(open_settings):
    dialog = open_settings(PrintPlan(HALL, OFFICE, setups={HALL: PrinterSetup("Hall", A6, Calibration(1, 1))}))

    def measure(window):
        window.left.setValue(12)
        window._take()

    hands = Answering(measure)
    dialog.first.measure.click()
    assert len(hands.asked) == 1
    assert dialog.plan.setup(HALL).calibration == Calibration(-1, 1)
    assert dialog.plan.setup(OFFICE).calibration == Calibration()


def test_enter_saves_and_escape_leaves_everything(open_settings, qtbot):
    for key, saved in ((Qt.Key.Key_Return, 1), (Qt.Key.Key_Escape, 0)):
        dialog = open_settings()
        qtbot.waitExposed(dialog)
        dialog.offer(FOUND)
        pick(dialog.first, HALL)
        qtbot.keyClick(dialog, key)
        assert (len(dialog.chosen), dialog.isVisible()) == (saved, False)


def test_without_a_printer_nothing_can_be_tested_or_measured(open_settings):
    dialog = open_settings()
    assert not dialog.first.test.isEnabled()
    assert not dialog.first.measure.isEnabled()


# Measuring


def test_three_lengths_make_a_correction_shown_in_the_language_of_the_desk(qtbot, qapp):
    QLocale.setDefault(QLocale(QLocale.Language.French, QLocale.Country.France))
    dialog = PrinterCalibration("Hall", A6, Calibration())
    qtbot.addWidget(dialog)
    for field, length in ((dialog.left, 12.0), (dialog.top, 8.5), (dialog.length, 88.2)):
        field.setValue(length)
    dialog._take()
    assert dialog.calibration.scale == pytest.approx(90 / 88.2, abs=0.0001)
    assert dialog.calibration.x == pytest.approx(10 - 12 * 90 / 88.2, abs=0.01)
    again = PrinterCalibration("Hall", A6, Calibration(1.5))
    qtbot.addWidget(again)
    assert any("1,5 mm" in each.text() for each in again.findChildren(QLabel))
    again._reset()
    assert again.calibration == Calibration()
    QLocale.setDefault(QLocale.c())


def test_lengths_of_no_printer_are_refused_in_the_window(qtbot):
    dialog = PrinterCalibration("Hall", A6, Calibration(1))
    qtbot.addWidget(dialog)
    dialog.length.setValue(9)
    dialog._take()
    assert "cannot be the measurements" in dialog.notice.text()
    assert dialog.calibration == Calibration(1)


# Label printers by their address


@pytest.mark.parametrize(
    ("kind", "place", "address"),
    [
        ("zpl", "192.0.2.7", "zpl://192.0.2.7"),
        ("zpl+usb", "", "zpl+usb:/dev/usb/lp0"),
        ("brotherql", "192.0.2.7", BROTHER),
        ("brotherql+usb", "/dev/usb/lp1", "brotherql+usb:/dev/usb/lp1?model=QL-820NWB&label=62x100"),
    ],
)
def test_an_address_is_made_of_what_people_know(qtbot, kind, place, address):
    form = LabelPrinterForm()
    qtbot.addWidget(form)
    form.kind.setCurrentIndex([each.scheme for each in KINDS].index(kind))
    form.place.setText(place)
    assert form.address == address
    assert form.name


def test_a_place_that_is_none_is_told_and_rolls_are_those_of_the_model(qtbot):
    form = LabelPrinterForm()
    qtbot.addWidget(form)
    form.show()
    qtbot.waitExposed(form)
    form._take()
    assert form.notice.text()
    form.place.setText("192.0.2.7")
    qtbot.keyClick(form.place, Qt.Key.Key_Return)
    assert form.result() == LabelPrinterForm.DialogCode.Accepted
    assert form.roll.findText("102") < 0
    form.model.setCurrentText("QL-1110NWB")
    assert form.roll.findText("102") >= 0
    assert form.roll.currentText() == "62x100"


def test_what_is_made_up_for_has_a_sign_and_not_a_hyphen(qtbot):
    dialog = PrinterCalibration("Hall", A6, Calibration(1.2, -0.5))
    qtbot.addWidget(dialog)
    assert any("\u22120.5 mm down" in label.text() for label in dialog.findChildren(QLabel))
