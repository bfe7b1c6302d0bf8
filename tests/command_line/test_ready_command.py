# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin ready` for technicians: sentences or JSON, and an exit code that a script understands."""

import json
from datetime import timedelta

from checkin.command_line.command import FOUND_PROBLEMS
from checkin.command_line.export_commands import look, print_readiness
from checkin.core.desk_settings import Settings
from checkin.core.print_jobs import PrinterSetup, PrintPlan
from checkin.storage import settings_store as kept
from tests.builders import MORNING
from tests.command_line.test_commands import checkin


def test_an_event_whose_day_has_come_is_ready(event, capsys):
    print_readiness(event, as_json=True, now=MORNING)
    grades = {each["topic"]: each["grade"] for each in json.loads(capsys.readouterr().out)["findings"]}
    assert {grades[topic] for topic in ("list", "programme", "clock", "disk", "unsettled")} == {"well"}
    assert grades["printer"] == "aside"


def test_what_is_wrong_stands_first_with_what_to_do(event, capsys):
    assert not print_readiness(event, as_json=True, now=MORNING + timedelta(days=400))
    first = json.loads(capsys.readouterr().out)["findings"][0]
    assert (first["topic"], first["grade"]) == ("programme", "stop")
    assert first["remedy"]


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
