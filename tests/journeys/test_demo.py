# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job, end to end, as the README's first command runs it where there is no screen."""

import json
import os
import subprocess
import sys

import openpyxl
import pytest
from PySide6.QtGui import QImage

from checkin.paths import resources
from checkin.services.event_file import EventFile
from checkin.services.file_check import check_file


@pytest.fixture(scope="module")
def left(tmp_path_factory):
    """What `checkin demo` leaves behind."""
    folder = tmp_path_factory.mktemp("demo")
    (folder / "thesis.txt").write_text("mine")
    (folder / "demo.checkin").write_text("of an earlier run")
    done = subprocess.run(
        [sys.executable, "-m", "checkin", "demo", "--into", str(folder), "--language", "fr"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert str(folder) in done.stdout
    return folder


def arrivals(folder):
    return [json.loads(line) for line in (folder / "arrivals.jsonl").read_text(encoding="utf-8").splitlines()]


def test_every_code_of_the_film_gets_the_answer_it_should(left):
    shown = json.loads((resources() / "demo" / "queue.json").read_text(encoding="utf-8"))
    expected = {(s["code"], s["case"]) for s in shown}
    answered = {(a["ticket"], a["reason"]) for a in arrivals(left)}
    assert answered == expected
    assert len({a["ticket"] for a in arrivals(left) if a["verdict"] == "admit"}) >= 30


def test_the_file_is_sound_agrees_with_what_was_shown_and_leaves_others_alone(left):
    event = EventFile.open(left / "demo.checkin")
    report = check_file(event)
    event.close()
    assert report.problems == ()
    assert (left / "thesis.txt").read_text() == "mine"
    assert report.day_report.total.present == sum(a["verdict"] == "admit" for a in arrivals(left))
    assert report.day_report.total.registered == 348


def test_the_attendance_has_everyone_with_typed_times(left):
    rows = list(openpyxl.load_workbook(left / "attendance.xlsx").active.values)
    arrival = [str(title) for title in rows[0]].index("Première arrivée")
    arrived = [row for row in rows[1:] if row[arrival] is not None]
    assert len(arrived) == sum(a["verdict"] == "admit" for a in arrivals(left))
    assert all(row[arrival].date().isoformat() == "2023-07-04" for row in arrived)
    assert len((left / "attendance.csv").read_text(encoding="utf-8-sig").splitlines()) == len(rows)


def test_pictures_of_the_desk_are_there(left):
    for name in ("desk", "already-arrived", "unknown-code", "idle"):
        picture = QImage(str(left / f"{name}.png"))
        assert (picture.width(), picture.height()) == (1366, 768), name
