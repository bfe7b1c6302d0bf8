# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin ready`, `live` and `speakers`: sentences or JSON, and an exit code that a script understands."""

import json
from datetime import UTC, datetime, timedelta

from checkin.command_line.command import FOUND_PROBLEMS
from checkin.command_line.export_commands import look, print_readiness
from checkin.core.desk_settings import Settings
from checkin.core.print_jobs import PrinterSetup, PrintPlan
from checkin.core.programme.programme import Event, Programme, Session, Speaker
from checkin.services.event_file import EventFile
from checkin.storage import settings_store as kept
from tests.builders import KEY, MORNING, an_attendee
from tests.command_line.running import checkin, lines
from tests.conftest import add_people


def test_an_event_whose_day_has_come_is_ready(event, capsys):
    print_readiness(event, as_json=True, now=MORNING)
    grades = {each["topic"]: each["grade"] for each in json.loads(capsys.readouterr().out)["findings"]}
    assert {grades[topic] for topic in ("list", "programme", "clock", "disk", "unsettled")} == {"well"}
    assert grades["printer"] == "aside"
    assert not print_readiness(event, as_json=True, now=MORNING + timedelta(days=400))
    first = json.loads(capsys.readouterr().out)["findings"][0]  # what is wrong, with what to do
    assert (first["topic"], first["grade"], bool(first["remedy"])) == ("programme", "stop", True)


def test_a_printer_that_is_off_is_asked_and_told(event, tmp_path):
    plan = PrintPlan("zpl://127.0.0.1:9/102x76", setups={"zpl://127.0.0.1:9/102x76": PrinterSetup("Étiquettes")})
    kept.save(event.db, Settings(printing=plan))
    found = {each.topic: each for each in look(event, MORNING)}
    assert found["printer"].fields["name"] == "Étiquettes"
    assert found["printer"].grade.name == "LOOK"


def test_the_command_answers_with_one_word_and_an_exit_code(event):
    event.close()
    done = checkin("ready", event.path, "--language", "fr")
    assert (done.returncode, done.stderr) == (FOUND_PROBLEMS, "")
    assert done.stdout.splitlines()[-1] == "Pas prêt"


def test_one_object_with_all_the_figures_and_no_name(tmp_path):
    path, now = tmp_path / "e.checkin", datetime.now(UTC)
    soon = Session("soon", "Table ronde", now + timedelta(minutes=5), now + timedelta(hours=1), capacity=40)
    event = EventFile.create(path, KEY)
    event.plan(Programme(Event("R", timezone="UTC"), sessions=(soon,)), at=now, desk="d")
    add_people(event, now, *(an_attendee(n, category="presse") for n in range(1, 11)))
    event.close()
    checkin("scan", path, an_attendee(1).ticket_code, "--desk", "Accueil 2")
    done = checkin("live", path)
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert (told["arrived"], told["expected"], told["control_point"]) == (1, 10, "accueil")
    assert told["by_desk"] == [{"name": "Accueil 2", "arrived": 1}]
    assert told["by_category"] == [{"name": "presse", "arrived": 1, "expected": 10, "missing": 9}]
    assert told["missing"]["people"] == 9
    assert told["sessions"] == [{"id": "soon", "inside": None, "registered": None, "capacity": 40}]
    assert told["queue"]["people"] == 0
    assert sum(step["arrived"] for step in told["arrivals"]) == 1
    assert "Le Goff" not in done.stdout


def test_one_line_a_speaker_the_missing_first(tmp_path):
    path, now = tmp_path / "e.checkin", datetime.now(UTC)
    soon = Session("soon", "Table ronde", now + timedelta(minutes=20), now + timedelta(hours=1))
    speakers = (
        Speaker("later/1", "Zoé Ba", "Élue", "Ville", "later", is_confirmed=False),
        Speaker("soon/1", "LE GOFF-1 Éléonore", "", "", "soon", replaces="Max Roy"),
    )
    event = EventFile.create(path, KEY)
    event.plan(Programme(Event("R"), sessions=(soon,), speakers=speakers), at=now, desk="d")
    add_people(event, now, an_attendee(1))
    event.close()
    told = checkin("speakers", path)
    assert (told.returncode, told.stderr) == (1, "")
    first, second = lines(told.stdout)
    assert (first["id"], first["state"], first["minutes"], first["is_alert"]) == ("soon/1", "missing", 20, True)
    assert (first["attendee"], first["replaces"]) == (an_attendee(1).id, "Max Roy")
    assert (second["state"], second["minutes"], second["attendee"]) == ("to_confirm", None, None)
    checkin("scan", path, an_attendee(1).ticket_code)
    told = checkin("speakers", path)
    assert told.returncode == 0
    arrived = lines(told.stdout)[1]
    assert (arrived["state"], arrived["desk"]) == ("arrived", "CLI")
    assert arrived["arrived_at"].startswith(f"{datetime.now():%Y-}")
