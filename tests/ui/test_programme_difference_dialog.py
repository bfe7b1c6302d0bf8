# SPDX-License-Identifier: GPL-3.0-or-later
"""What a programme file changes is looked at before it is written; no means that nothing was."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from checkin import translation
from checkin.core.programme.programme import Programme
from checkin.core.programme.programme_difference import compare_programmes
from checkin.paths import resources
from checkin.services.programme.programme_importing import ProgrammePreview, load_programme, preview_programme
from checkin.ui.import_export.import_flow import ImportFlow
from checkin.ui.import_export.programme_difference_dialog import ProgrammeDifferenceDialog, build_programme_tables
from tests.builders import a_programme
from tests.ui.answering import Answering

DATA = Path(__file__).parents[1] / "data" / "programmes"
AGENDA, SCHEDULE = DATA / "agenda.ics", DATA / "frab_schedule.json"
CALENDAR = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:atelier-b
SUMMARY:Atelier B – Lire
DTSTART:20230704T064000Z
DTEND:20230704T104000Z
LOCATION:Salle 2
END:VEVENT
BEGIN:VEVENT
UID:b
SUMMARY:Clôture
DTSTART:20230705T100000Z
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def calendar(tmp_path):
    path = tmp_path / "agenda.ics"
    path.write_text(CALENDAR, "utf-8")
    return path


def opened(qtbot, seen, registered=None):
    dialog = ProgrammeDifferenceDialog(seen, registered or {})
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_changes_are_told_field_by_field_in_the_words_of_people(event, calendar):
    new, changed, gone = build_programme_tables(preview_programme(event, calendar), {})
    assert new.rows == (("Session", "Clôture", "Wed 5, 12:00"),)
    assert changed.rows == (
        ("Session", "Atelier B – Lire", "Title", "Atelier B", "Atelier B – Lire"),
        ("Session", "Atelier B – Lire", "Ends", "08:40", "Tue 4, 12:40"),
    )
    assert gone.rows == (("Speaker", "Sylvain REYMOND", "–"),)


def test_every_kind_of_field_has_its_words(event):
    seed = load_programme(resources() / "demo" / "programme.toml")
    before, bare = a_programme(), Programme(a_programme().event)
    for one, other in ((before, seed), (bare, before), (before, bare)):
        seen = ProgrammePreview(one, other, None, compare_programmes(one, other))
        assert all(all(row) for table in build_programme_tables(seen, {}) for row in table.rows)
    seen = ProgrammePreview(bare, before, None, compare_programmes(bare, before))
    told = [row for row in build_programme_tables(seen, {})[0].rows if row[0] != "Category"]
    assert told[0] == ("Session", "Atelier B", "06:40 – 08:40 · Salle 2 · Registration required")
    assert ("Control point", "Atelier B", "Atelier B") in told


def test_a_session_that_goes_says_how_many_are_registered(event):
    seen = preview_programme(event, SCHEDULE)
    gone = build_programme_tables(seen, {"atelier-b": 38})[2]
    assert (
        "Session",
        "Atelier B",
        "06:40 – 08:40 · Salle 2 · Registration required · people registered: 38",
    ) in gone.rows


def test_what_was_left_out_is_told_above(event, qtbot):
    dialog = opened(qtbot, preview_programme(event, AGENDA))
    assert "Cancelled, and left out: Visite du quartier." in dialog.summary.text()
    assert (dialog.width() <= 1100, dialog.height() <= 640) == (True, True)


def test_enter_applies_and_escape_does_not_and_nothing_is_removed_by_itself(event, qtbot):
    dialog = opened(qtbot, preview_programme(event, SCHEDULE))
    assert (dialog.gone.isVisible(), dialog.removes_gone) == (True, False)
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.show()
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.tabs.currentWidget(), Qt.Key.Key_Return)


def test_our_own_file_says_that_it_is_the_whole_programme(event, qtbot):
    dialog = opened(qtbot, preview_programme(event, resources() / "demo" / "programme.toml"))
    assert "This file is the whole programme" in dialog.summary.text()
    assert not dialog.gone.isVisible()


def test_the_words_are_french_when_the_desk_speaks_french(qapp, event, calendar, qtbot):
    translation.install(qapp, "fr")
    titles = [table.title for table in build_programme_tables(preview_programme(event, calendar), {})]
    rows = build_programme_tables(preview_programme(event, calendar), {})[1].rows
    translation.install(qapp, "en")
    assert titles == ["Nouveaux (1)", "Modifiés (1)", "Absents du fichier (1)"]
    assert rows[1][2] == "Fin"


# From the menu


@pytest.fixture
def files(event, desk, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    made = ImportFlow(event, desk, window)
    made.heard = []
    made.reported.connect(made.heard.append)
    yield made
    window.close()


def test_a_programme_is_written_only_after_yes_and_the_desk_has_it(files, event, desk, calendar, qtbot):
    before = event.journal.count()
    hands = Answering(lambda dialog: dialog.reject(), lambda dialog: dialog.accept())
    files.import_programme(calendar)
    assert (event.journal.count(), files.heard) == (before, ["Nothing was imported."])
    with qtbot.waitSignal(files.changed):
        files.import_programme(calendar)
    assert [type(window) for window in hands.asked] == [ProgrammeDifferenceDialog] * 2
    assert desk.programme.session("atelier-b").title == "Atelier B – Lire"
    assert files.heard[-1] == "Programme of “9ᵉ Rencontre”: 2 sessions, 4 control points."


def test_sessions_that_the_file_does_not_name_go_if_that_is_ticked(files, event):
    def tick(dialog):
        dialog.gone.setChecked(True)
        dialog.accept()

    hands = Answering(tick)
    files.import_programme(SCHEDULE)
    assert len(hands.asked) == 1
    assert event.programme().session("atelier-b") is None
    assert event.programme().control_point("atelier-b") is None


def test_the_same_file_again_asks_nothing(files, event, calendar):
    hands = Answering(lambda dialog: dialog.accept())
    files.import_programme(calendar)
    files.import_programme(calendar)
    assert len(hands.asked) == 1
