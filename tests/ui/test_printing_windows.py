# SPDX-License-Identifier: GPL-3.0-or-later
"""How a computer prints, chosen by hand; what waits, and what a person does about it. Nothing is printed here."""

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QInputDialog, QLabel

from checkin import translation
from checkin.core.badges.template import BadgeTemplate
from checkin.core.entries import EntryKind
from checkin.core.print_jobs import (
    Calibration,
    FoundPrinter,
    JobProgress,
    JobState,
    Medium,
    PrinterSetup,
    PrinterState,
    PrinterTrouble,
    PrintJob,
    PrintPlan,
    PrintPolicy,
)
from checkin.services.badges.badge_building import LoadedTemplate
from checkin.services.badges.badge_documents import PrintJobQueries
from checkin.services.badges.badge_templates import BadgeTemplates
from checkin.services.desk_queries import DeskQueries
from checkin.services.printing.print_threads import PrintService
from checkin.storage.print_queue import PrintQueue
from checkin.ui.printing.print_queue_window import PrintJobAction, PrintQueueWindow
from checkin.ui.printing.printer_settings import (
    FOLDER,
    KINDS,
    LABELS,
    LabelPrinterForm,
    PrinterCalibration,
    PrinterSettings,
)
from checkin.ui.widgets.exchange_wording import ADVICE, NAMES, job_sentence, printer_light, printer_sentence
from tests.builders import MORNING, an_attendee
from tests.ui.answering import Answering

# The settings

HALL, OFFICE = "ipp://localhost/printers/hall", "ipp://localhost/printers/laser"
A6, A4 = Medium(105, 148), Medium(210, 297)
FOUND = (FoundPrinter(HALL, "Hall", (Medium(62, 100), A6, A4)), FoundPrinter(OFFICE, "Laser", (A4,)))
BROTHER = "brotherql://192.0.2.7?model=QL-820NWB&label=62x100"
ZEBRA = "zpl://192.0.2.8"


@pytest.fixture
def open_settings(qtbot, event, desk):
    def opened(plan=None, found=FOUND):
        board = PrintJobQueries(event, desk.printing)
        dialog = PrinterSettings(plan or PrintPlan(), board, desk.programme.control_points)
        dialog.chosen, dialog.tested = [], []
        dialog.plan_chosen.connect(dialog.chosen.append)
        dialog.test_wanted.connect(dialog.tested.append)
        qtbot.addWidget(dialog)
        dialog.show()
        if found is not None:
            dialog.offer(found)
        return dialog

    return opened


def pick(choice, address, asked=None):
    """As a hand does in the list; what is asked for then is given."""
    if asked:
        choice.asks[address] = lambda parent: asked
    row = choice.printer.findData(address)
    choice.printer.setCurrentIndex(row)
    choice.printer.activated.emit(row)


def choose_policy(dialog, policy):
    dialog.policy.setCurrentIndex(dialog.policy.findData(policy))


def test_a_first_printer_has_the_smallest_paper_a_badge_lies_on_and_changes_nothing_else(open_settings):
    dialog = open_settings(found=None)
    parts = (dialog.policy, dialog.first.test, dialog.first.measure)
    assert [part.isEnabled() for part in parts] == [False] * 3
    dialog.offer(FOUND)
    for choice in (dialog.first, dialog.second):  # the same printer twice is one
        pick(choice, HALL)
    dialog._accept()
    assert dialog.chosen == [PrintPlan(HALL, setups={HALL: PrinterSetup("Hall", A6)})]
    assert dialog.chosen[0].policy is PrintPolicy.NEVER


def test_that_an_arrival_prints_nothing_is_said_where_it_could_and_stays_as_it_was_chosen(open_settings, tmp_path):
    dialog = open_settings(found=None)
    assert not dialog.at_arrival.isVisible()
    pick(dialog.first, FOLDER, (f"pdf:{tmp_path}", "PDF"))
    assert dialog.at_arrival.isVisible()
    for policy in (PrintPolicy.ONCE, PrintPolicy.NEVER):
        choose_policy(dialog, policy)
        assert dialog.at_arrival.isVisible() is (policy is PrintPolicy.NEVER)
    dialog.offer(FOUND)  # the system's printers are found later than somebody chooses
    pick(dialog.second, OFFICE)
    assert (dialog.plan.policy, dialog.at_arrival.isVisible()) == (PrintPolicy.NEVER, True)


def test_everything_is_kept_as_it_was_chosen_and_shown_again(open_settings, event, desk):
    own = BadgeTemplates(event, desk).save(LoadedTemplate(BadgeTemplate("Ours", 90, 55)))
    dialog = open_settings()
    pick(dialog.first, OFFICE)
    pick(dialog.second, HALL)
    dialog.template.setCurrentIndex(dialog.template.findData(own.id))
    choose_policy(dialog, PrintPolicy.ALWAYS)
    dialog.points._actions[1].setChecked(True)
    dialog.second.paper.setEditText("62,5 x 100 mm")
    dialog._accept()
    (plan,) = dialog.chosen
    setups = {OFFICE: PrinterSetup("Laser", A4), HALL: PrinterSetup("Hall", Medium(62.5, 100))}
    assert plan == PrintPlan(OFFICE, HALL, own.id, PrintPolicy.ALWAYS, ("accueil", "atelier-b"), setups)
    assert open_settings(plan, found=None).plan == plan


def test_a_printer_that_is_away_stays_chosen_and_that_there_is_none_is_told(open_settings):
    plan = PrintPlan(HALL, policy=PrintPolicy.ONCE, setups={HALL: PrinterSetup("Hall", A6)})
    dialog = open_settings(plan, found=(FOUND[1],))
    assert dialog.plan == plan
    dialog.offer(())
    assert "has no printer" in dialog.message.text()


@pytest.mark.parametrize("is_chosen_before", [False, True])
def test_that_the_system_has_none_is_no_news_once_another_is_chosen(open_settings, tmp_path, is_chosen_before):
    dialog = open_settings(found=None if is_chosen_before else ())
    pick(dialog.first, FOLDER, (f"pdf:{tmp_path}", "Badges"))
    dialog.offer(())
    assert (dialog.message.text(), dialog.plan.printer) == ("", f"pdf:{tmp_path}")
    pick(dialog.first, FOLDER, ("", ""))
    assert dialog.plan.printer == ""


@pytest.mark.parametrize("text", ["wide", "62", "3 x 4", "62 × 9000"])
def test_paper_that_is_no_size_is_asked_for_again(open_settings, text):
    dialog = open_settings()
    pick(dialog.first, HALL)
    dialog.first.paper.setEditText(text)
    dialog._accept()
    assert (dialog.chosen, "62 × 100" in dialog.notice.text()) == ([], True)
    dialog.first.paper.setCurrentIndex(0)  # as large as the badge
    dialog._accept()
    assert dialog.chosen[0].setup(HALL).medium is None


def test_a_label_printer_brings_its_roll_or_is_asked_for_its_dots(open_settings):
    dialog = open_settings(found=None)
    pick(dialog.first, LABELS, (BROTHER, "Brother"))
    assert dialog.plan.setup(BROTHER) == PrinterSetup("Brother", Medium(62, 100, 300))
    assert not dialog.first.paper.isEnabled()
    second = dialog.second
    pick(second, LABELS, (ZEBRA, "Zebra"))
    assert second.dpi.isVisible()
    assert second.rect().contains(second.dpi.geometry())  # beside the paper, not past the edge
    assert dialog.plan.setup(ZEBRA).medium == Medium(105, 148, 203)
    second.paper.setCurrentIndex(0)
    second.dpi.setCurrentIndex(1)
    assert dialog.plan.setup(ZEBRA).medium == Medium(105, 148, 300)


def test_a_test_page_is_printed_as_everything_is_from_then_on(open_settings):
    dialog = open_settings()
    pick(dialog.first, HALL)
    dialog.first.test.click()
    assert ([plan.printer for plan in dialog.chosen], dialog.tested) == ([HALL], [HALL])
    assert dialog.isVisible()
    dialog.show_job(a_job(JobState.PRINTED))
    assert "printed" in dialog.message.text()


def test_what_was_measured_is_kept_for_that_printer(open_settings):
    plan = PrintPlan(HALL, OFFICE, setups={HALL: PrinterSetup("Hall", A6, Calibration(1, 1))})
    dialog = open_settings(plan, found=None)

    def measure(window):
        window.left.setValue(12)
        window._take()

    Answering(measure)
    dialog.first.measure.click()
    assert [dialog.plan.setup(at).calibration for at in (HALL, OFFICE)] == [Calibration(-1, 1), Calibration()]


@pytest.mark.parametrize(("key", "saved"), [(Qt.Key.Key_Return, 1), (Qt.Key.Key_Escape, 0)])
def test_enter_saves_and_escape_leaves_everything(open_settings, qtbot, key, saved):
    dialog = open_settings()
    qtbot.waitExposed(dialog)
    pick(dialog.first, HALL)
    qtbot.keyClick(dialog, key)
    assert (len(dialog.chosen), dialog.isVisible()) == (saved, False)


def test_three_lengths_make_a_correction_shown_in_the_language_of_the_desk_and_those_of_no_printer_none(qtbot, qapp):
    QLocale.setDefault(QLocale(QLocale.Language.French, QLocale.Country.France))
    dialog = PrinterCalibration("Hall", A6, Calibration())
    qtbot.addWidget(dialog)
    for field, length in ((dialog.left, 12.0), (dialog.top, 8.5), (dialog.length, 88.2)):
        field.setValue(length)
    dialog._take()
    assert dialog.calibration.scale == pytest.approx(90 / 88.2, abs=0.0001)
    assert dialog.calibration.x == pytest.approx(10 - 12 * 90 / 88.2, abs=0.01)
    again = PrinterCalibration("Hall", A6, Calibration(1.5, -0.5))
    qtbot.addWidget(again)
    texts = [each.text() for each in again.findChildren(QLabel)]
    QLocale.setDefault(QLocale.c())
    assert any("1,5 mm" in text and "\u22120,5 mm" in text for text in texts)  # a sign and not a hyphen
    again.length.setValue(9)
    again._take()
    assert "cannot be the measurements" in again.notice.text()
    assert again.calibration == Calibration(1.5, -0.5)
    again._reset()
    assert again.calibration == Calibration()


@pytest.mark.parametrize(
    ("kind", "place", "address"),
    [
        ("zpl", "192.0.2.7", "zpl://192.0.2.7"),
        ("zpl+usb", "", "zpl+usb:/dev/usb/lp0"),
        ("brotherql", "192.0.2.7", BROTHER),
        ("brotherql+usb", "/dev/usb/lp1", "brotherql+usb:/dev/usb/lp1?model=QL-820NWB&label=62x100"),
    ],
)
def test_the_address_of_a_label_printer_is_made_of_what_people_know(qtbot, kind, place, address):
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
    assert (form.roll.findText("102") >= 0, form.roll.currentText()) == (True, "62x100")


# The words


def a_job(state, trouble=PrinterTrouble.NONE, detail="", printer="ipp://here"):
    return PrintJob(1, "A", "a6", printer, 1, "", True, state, MORNING, trouble=trouble, detail=detail)


def test_every_trouble_has_a_name_and_every_one_something_to_do():
    assert set(NAMES) == set(PrinterTrouble)
    assert set(ADVICE) == set(PrinterTrouble) - {PrinterTrouble.NONE}


@pytest.mark.parametrize("trouble", PrinterTrouble)
@pytest.mark.parametrize("state", JobState)
def test_every_state_of_a_badge_has_a_sentence_in_both_languages(qapp, state, trouble):
    said = []
    for tongue in ("fr", "en"):
        translation.install(qapp, tongue)
        said.append(job_sentence(a_job(state, trouble, "Bac 2")))
    assert said[0] != said[1]
    assert all(text[-1] in ".»”" for text in said)


def test_a_badge_says_what_to_do_and_where_to_look_and_a_printer_what_it_says_itself():
    jam = job_sentence(a_job(JobState.PRINTING, PrinterTrouble.JAM))
    assert jam.startswith("The badge is at the printer. Paper jam. Open the printer")
    assert "Look at the printer before" in job_sentence(a_job(JobState.UNCERTAIN))
    handed_over = job_sentence(a_job(JobState.PRINTED), reports_paper=False)
    assert ("printed" in handed_over, job_sentence(a_job(JobState.PRINTED))) == (False, "The badge is printed.")
    folder = job_sentence(a_job(JobState.PRINTED, printer="pdf:/badges"), reports_paper=False)
    assert all(words in folder for words in ("PDF", "/badges"))
    assert printer_sentence(PrinterState()) == "Ready"
    told = printer_sentence(PrinterState(PrinterTrouble.OUT_OF_PAPER, "Load A6 in tray 1"))
    assert told.startswith("No paper. Load paper")
    assert told.endswith("“Load A6 in tray 1”")


# The queue

LABEL = "zpl://192.0.2.7"
ONE, TWO, THREE = (an_attendee(n).id for n in (1, 2, 3))
PLAN = PrintPlan(LABEL, OFFICE, policy=PrintPolicy.ONCE, setups={LABEL: PrinterSetup("Hall")})


class StillRoom(PrintService):
    """Its printers are as they are said to be."""

    def __init__(self, *at):
        super().__init__(*at)
        self.states, self.woken = {LABEL: PrinterState(), OFFICE: PrinterState()}, 0

    def state(self, address):
        return self.states.get(address)

    def wake(self):
        self.woken += 1


@pytest.fixture
def printing(desk):
    desk.printing.use(PLAN)
    return desk.printing


@pytest.fixture
def room(qapp, event, printing, clock):
    return StillRoom(event.path, printing, clock)


@pytest.fixture
def window(qtbot, event, desk, room):
    made = PrintQueueWindow(desk, (DeskQueries(event), PrintJobQueries(event, desk.printing)), room, None)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def end(event, clock):
    def ended(job_id, state, trouble=PrinterTrouble.NONE):
        with event.transaction():
            assert PrintQueue(event.db).note(job_id, JobProgress(state, trouble), clock())
        return job_id

    return ended


def rows(window):
    model = window.list.model()
    return [model.data(model.index(row)) for row in range(model.rowCount())]


def offered(window):
    return [act for act, button in window.buttons.items() if button.isVisible()]


def choose(window, job_id):
    window.refresh()
    window.select(job_id)


def test_jobs_are_told_newest_first_with_person_badge_printer_and_state(window, printing, end):
    window.refresh()
    assert (window._empty.isVisible(), window.list.isVisible()) == (True, False)
    end(printing.ask(ONE), JobState.PRINTED)
    printing.ask(TWO)
    window.refresh()
    newest, oldest = rows(window)
    assert all(words in newest for words in ("Jean-Baptiste de La Fournière", "by category"))
    assert (oldest.endswith("Printed"), "Hall" in oldest) == (True, True)


@pytest.mark.parametrize(
    ("state", "acts"),
    [
        (JobState.PRINTING, []),
        (JobState.PRINTED, [PrintJobAction.REPRINT]),
        (JobState.FAILED, [PrintJobAction.REPRINT]),
        (JobState.UNCERTAIN, [PrintJobAction.CAME_OUT, PrintJobAction.DID_NOT]),
        (JobState.CANCELLED, [PrintJobAction.REPRINT]),
    ],
)
def test_only_what_can_be_done_is_offered(window, printing, end, state, acts):
    choose(window, end(printing.ask(ONE), state))
    assert offered(window) == acts


def test_what_waits_is_cancelled_or_goes_to_the_other_printer_unless_it_is_too_late(window, printing, room, end, qtbot):
    job, other = printing.ask(ONE), printing.ask(TWO)
    choose(window, job)
    assert offered(window) == [PrintJobAction.SECOND, PrintJobAction.CANCEL]
    window.act(PrintJobAction.SECOND)
    assert printing.job(job).printer == OFFICE
    assert window.selected().job.id == job  # the selection stays where it was
    choose(window, other)
    qtbot.keyClick(window.list, Qt.Key.Key_Delete)
    assert (printing.job(other).state, room.woken) == (JobState.CANCELLED, 2)
    too_late = printing.ask(THREE)
    choose(window, too_late)
    end(too_late, JobState.PRINTING)
    window.act(PrintJobAction.CANCEL)
    assert (window.notice.isVisible(), "at the printer" in window.notice.text()) == (True, True)


def test_a_badge_nobody_knows_of_is_settled_by_who_has_looked(window, printing, end, event):
    came, did_not = printing.ask(ONE), printing.ask(TWO)
    for job, act in ((came, PrintJobAction.CAME_OUT), (did_not, PrintJobAction.DID_NOT)):
        choose(window, end(job, JobState.UNCERTAIN))
        window.buttons[act].click()
    assert [printing.job(job).state for job in (came, did_not)] == [JobState.PRINTED, JobState.FAILED]
    assert [entry.subject for entry in event.journal.entries_of_kinds([EntryKind.BADGE_PRINTED])] == [ONE]


def test_printing_again_asks_whoever_asks_why_but_not_for_a_page_to_measure(window, printing, end):
    asked = []
    window.reprint = lambda person, parent: asked.append((person.id, parent))
    choose(window, end(printing.ask(ONE), JobState.PRINTED))
    window.act(PrintJobAction.REPRINT)
    assert asked == [(ONE, window)]
    choose(window, end(printing.test_page(LABEL), JobState.FAILED))
    assert "Test page" in rows(window)[0]
    window.act(PrintJobAction.REPRINT)
    assert [each.is_test for each in printing.jobs()] == [True, True, False]


def test_the_batch_is_paused_gone_on_with_and_cancelled(window, printing, room):
    bar = window.printers
    assert not bar.pause.isVisible()
    printing.batch([ONE, TWO])
    printing.ask(THREE)
    window.refresh()
    bar.pause.click()
    assert (room.is_paused, "Resume" in bar.pause.text()) == (True, True)
    bar.pause.click()
    assert not room.is_paused
    bar.cancel_batch.click()
    assert [job.state for job in printing.jobs()] == [JobState.WAITING, JobState.CANCELLED, JobState.CANCELLED]


def test_all_that_wait_go_to_the_second_printer(window, printing, room):
    printing.ask(ONE)
    printing.ask(TWO)
    window.refresh()
    window.printers.move_all.click()
    assert {job.printer for job in printing.jobs()} == {OFFICE}
    assert (bool(room.woken), window.printers.move_all.isVisible()) == (True, False)


def test_each_printer_is_told_by_its_name_with_its_trouble_and_its_labels_from_a_new_roll_on(
    window, room, printing, end, monkeypatch
):
    monkeypatch.setattr(QInputDialog, "getInt", lambda *_: (25, True))
    room.states[LABEL] = PrinterState(PrinterTrouble.COVER_OPEN)
    room.changed.emit()
    message = window.printers.message
    for words in ("Hall: Cover open. Close the printer", "laser: Ready"):
        assert words in message.text()
    window.printers.new_roll.click()
    assert "about 25" in message.text()
    for number in range(10):
        end(printing.ask(ONE, why=str(number)), JobState.PRINTED)
    window.refresh()
    assert "About 15 labels" in message.text()


def test_it_is_read_again_when_a_printer_says_something_but_not_while_nobody_looks(window, printing, room):
    printing.ask(ONE)
    room.changed.emit()
    assert len(rows(window)) == 1
    window.hide()
    printing.ask(TWO)
    room.changed.emit()
    assert len(rows(window)) == 1
    window.show()
    assert len(rows(window)) == 2


def test_the_light_is_a_ring_until_something_is_heard_then_says_how_the_first_printer_is(printing, room, end):
    room.states = {}
    assert printer_light(printing, room).is_ok is None
    room.states[LABEL] = PrinterState()
    assert printer_light(printing, room).is_ok is True
    room.states[LABEL] = PrinterState(PrinterTrouble.UNREACHABLE)
    light = printer_light(printing, room)
    assert (light.is_ok, light.what, "switched on" in light.tip) == (False, "Printer off", True)
    room.states[LABEL] = PrinterState()
    end(printing.ask(ONE), JobState.UNCERTAIN)
    printing.ask(TWO)
    light = printer_light(printing, room)
    assert (light.is_ok, light.what) == (False, "Badges to check: 1")
    assert "waiting: 1" in light.tip
