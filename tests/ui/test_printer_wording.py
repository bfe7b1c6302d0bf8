# SPDX-License-Identifier: GPL-3.0-or-later
import pytest

from checkin import translation
from checkin.core.print_jobs import JobState, PrinterState, PrinterTrouble, PrintJob
from checkin.ui.widgets.exchange_wording import ADVICE, NAMES, job_sentence, printer_sentence
from tests.builders import MORNING


@pytest.fixture
def french(qapp):
    translation.install(qapp, "fr")
    yield
    translation.install(qapp, "en")


def a_job(state, trouble=PrinterTrouble.NONE, detail="", printer="ipp://here"):
    return PrintJob(1, "A", "a6", printer, 1, "", True, state, MORNING, trouble=trouble, detail=detail)


def test_every_trouble_has_a_name_and_every_one_something_to_do():
    assert set(NAMES) == set(PrinterTrouble)
    assert set(ADVICE) == set(PrinterTrouble) - {PrinterTrouble.NONE}


def test_a_printer_is_told_with_what_to_do_and_what_it_says_itself(french):
    assert printer_sentence(PrinterState()) == "Prête"
    assert printer_sentence(PrinterState(PrinterTrouble.OUT_OF_PAPER, "Load A6 in tray 1")) == (
        "Plus de papier. Remettez du papier\u00a0: les badges en attente s’impriment ensuite d’eux-mêmes. "
        "L’imprimante dit\u00a0: «\u00a0Load A6 in tray 1\u00a0»"
    )


@pytest.mark.parametrize("trouble", PrinterTrouble)
@pytest.mark.parametrize("state", JobState)
def test_every_state_of_a_badge_has_a_sentence_in_both_languages(qapp, state, trouble):
    said = []
    for tongue in ("fr", "en"):
        translation.install(qapp, tongue)
        said.append(job_sentence(a_job(state, trouble, "Bac 2")))
    assert said[0] != said[1]
    assert all(text[-1] in ".»”" for text in said)


def test_of_a_folder_nothing_comes_out_and_one_looks_there(french):
    told = job_sentence(a_job(JobState.PRINTED, printer="pdf:/badges"), reports_paper=False)
    assert told == "Le badge est enregistré en PDF. Regardez dans le dossier."


def test_a_badge_in_trouble_says_what_to_do_and_one_that_is_uncertain_where_to_look(qapp):
    assert job_sentence(a_job(JobState.PRINTING, PrinterTrouble.JAM)).startswith(
        "The badge is at the printer. Paper jam. Open the printer"
    )
    assert "Look at the printer before" in job_sentence(a_job(JobState.UNCERTAIN))


def test_what_was_only_handed_over_is_not_called_printed(qapp):
    assert "sent to the printer" in job_sentence(a_job(JobState.PRINTED), reports_paper=False)
    assert job_sentence(a_job(JobState.PRINTED)) == "The badge is printed."
