# SPDX-License-Identifier: GPL-3.0-or-later
"""The program as it is built: crosses of a list become registrations, in Participants and in the programme."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from checkin.application import desk_program
from checkin.core.programme.programme import Session
from checkin.services.event_file import EventFile
from checkin.ui.widgets.screen_page import PARTICIPANTS, PROGRAMME
from tests.builders import KEY, MORNING, a_programme
from tests.services.lists import a_list
from tests.ui.answering import STAYS, Answering
from tests.ui.dropping import drop

SESSIONS = (
    Session("eau", "A1 – Rivières", MORNING, is_booked=True),
    Session("sols", "A2 – Sols", MORNING, is_booked=True),
)
ROWS = ("Durand;Zoé;x;;x", "Petit;Max;oui;✓;", "Noir;Ada;;1;x", "Roux;Luc;;A3 – Forêts;")
HEADER = "Nom;Prénom;A1 – Rivières;A2 – Sols;Newsletter"


@pytest.fixture
def program(qapp, tmp_path, clock):
    event = EventFile.create(tmp_path / "rencontre.checkin", KEY)
    event.plan(a_programme(sessions=SESSIONS, speakers=()), at=clock(), desk="d")
    event.close()
    made = desk_program.DeskProgram(EventFile.open(tmp_path / "rencontre.checkin"), clock, "en")
    made.shell.show()
    yield made
    made.shell.close()
    made.stop()


def test_crosses_are_told_before_the_import_and_are_a_filter_and_a_list_after_it(program, tmp_path, qtbot):
    told = []

    def read_and_agree(dialog):
        def go_on():
            if (said := dialog.form.strip.text()) and not told:
                told.append(said)
                dialog.go_on.click()

        again = QTimer(dialog, interval=10)
        again.timeout.connect(go_on)
        again.start()
        return STAYS

    hands = Answering(read_and_agree, lambda report: report.accept())
    assert drop(program.shell, a_list(tmp_path, *ROWS, header=HEADER))
    qtbot.waitUntil(lambda: len(hands.asked) == 2 and QApplication.activeModalWidget() is None)
    assert told[:1] == [
        "Sessions: A1 – Rivières (2 registered), A2 – Sols (2 registered). Not in the programme: “A3 – Forêts” (1 row)."
    ]
    people = program.shell.enter_by_name(PARTICIPANTS)
    chosen = people.list.bar.session
    chosen.setCurrentIndex(chosen.findData("sols"))
    chosen.activated.emit(chosen.currentIndex())
    model = people.list.model
    qtbot.waitUntil(lambda: model.rowCount() == 2)
    assert [model.standing(row).attendee.last_name for row in range(2)] == ["Noir", "Petit"]
    board = program.shell.enter_by_name(PROGRAMME)
    board.speakers.pages.setCurrentIndex(1)
    rows = board.speakers.registrants.content
    assert [rows.index(n).data().split(" · ")[0] for n in range(rows.rowCount())] == ["Zoé Durand", "Max Petit"]
