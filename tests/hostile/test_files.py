# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever file somebody brings, it is understood or refused in a sentence, soon."""

import json
import os
import signal
import time
import tomllib
from contextlib import closing, contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from checkin.core.badges.badge_file import read_badge
from checkin.core.message import UserError
from checkin.core.programme.programme import Event, Programme
from checkin.core.programme.programme_file import read_programme
from checkin.core.schedules.foreign_schedules import read_frab
from checkin.core.schedules.programme_update import CurrentProgramme
from checkin.core.sync.invitation import invitation_in
from checkin.documents.cell_extraction import extract_cells, extract_text
from checkin.documents.programme_source import LARGE, SECONDS
from checkin.documents.spreadsheets import read_book
from checkin.paths import resources
from checkin.services import photograph_importing
from checkin.services.attendance.attendance_papers import read_logo
from checkin.services.badges.badge_building import read_template
from checkin.services.badges.badge_templates import picture_file
from checkin.services.event_file import EventFile
from checkin.services.lists.connection_log_importing import ConnectionLogOptions, preview_connection_log, read_rows
from checkin.services.lists.list_preview import preview_list
from checkin.services.photograph_importing import PhotographFolder, read_photograph_file
from checkin.services.programme.programme_importing import load_programme, preview_programme
from checkin.ui.import_export.import_flow import ImportFlow
from checkin.ui.widgets.form_fields import Paragraph
from tests.hostile.shapes import anything, mutated, mutated_text
from tests.hostile.small_memory import run_small
from tests.patience import PATIENCE_S

DATA = Path(__file__).parents[1] / "data"
FRAB = json.loads((DATA / "programmes" / "frab_schedule.json").read_text())
PRETALX = json.loads((DATA / "programmes" / "pretalx_schedule.json").read_text())
AGENDA = (DATA / "programmes" / "agenda.ics").read_text()
BADGE = (resources() / "badges" / "a6.toml").read_text()
A_FEW = settings(max_examples=60, suppress_health_check=list(HealthCheck))
NOTHING = CurrentProgramme(Programme(Event("")), False)


def refused(work, *arguments):
    """Return the sentence, "" if there was none to say."""
    try:
        work(*arguments)
    except UserError as error:
        return str(error)
    return ""


def test_a_schedule_whose_events_are_a_number():
    document = {"schedule": {"conference": {"days": [{"date": "2023-07-04", "rooms": {"Salle": 5}}]}}}
    assert read_frab(document, NOTHING).items == ()


@A_FEW
@given(mutated(FRAB) | mutated(PRETALX) | anything)
def test_a_schedule_of_any_shape(document):
    refused(read_frab, document, NOTHING)


@A_FEW
@given(mutated(FRAB) | mutated(PRETALX))
def test_a_schedule_of_any_shape_becomes_a_programme_or_a_sentence(tmp_path_factory, document):
    path = tmp_path_factory.mktemp("schedule") / "schedule.json"
    path.write_text(json.dumps(document), "utf-8")
    refused(load_programme, path)


@A_FEW
@given(mutated_text(AGENDA))
def test_a_calendar_of_any_shape(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("calendar") / "a.ics"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    refused(load_programme, path)


OUR_PROGRAMME = {
    "event": {"title": "Rencontre", "day": "2023-07-04", "timezone": "Europe/Paris", "place": "Hall"},
    "categories": [{"id": "presse", "name": "Presse", "colour": "#FF0000"}],
    "sessions": [{"id": "a", "title": "A", "starts": "9:00", "ends": "10:00", "room": "1", "capacity": 20}],
    "control_points": [{"id": "accueil", "name": "Accueil", "opens": "8:00", "categories": ["presse"]}],
}


@A_FEW
@given(mutated(OUR_PROGRAMME) | st.dictionaries(st.text(max_size=8), anything, max_size=4))
def test_a_programme_file_of_any_shape(document):
    refused(read_programme, document)


@A_FEW
@given(mutated(tomllib.loads(BADGE)) | st.dictionaries(st.text(max_size=8), anything, max_size=4))
def test_a_badge_file_of_any_shape(document):
    refused(read_badge, document)


@A_FEW
@given(mutated_text(BADGE))
def test_a_badge_file_of_any_text(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("badge") / "a.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    refused(read_template, str(path))


LIST = "Nom;Prénom;Courriel;Organisation;Statut;Session;Nombre\r\n" + "".join(
    f"Nom{n};Prénom{n};n{n}@x.fr;Ville {n};{('confirmé', 'annulé')[n % 2]};Atelier B;{n}\r\n" for n in range(8)
)


def read_and_compared(path):
    preview_list(None, path)


@A_FEW
@given(mutated_text(LIST))
def test_a_list_of_any_shape(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("list") / "a.csv"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    refused(read_and_compared, path)


LOG = "Nom;Courriel;Heure d’arrivée;Heure de départ\r\n" + "".join(
    f"Nom{n};n{n}@x.fr;04/07/2023 08:{n:02};04/07/2023 09:{n:02}\r\n" for n in range(8)
)


@A_FEW
@given(text=mutated_text(LOG))
def test_a_log_of_a_stream_of_any_shape(event, tmp_path_factory, text):
    path = tmp_path_factory.mktemp("log") / "a.csv"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    refused(lambda: preview_connection_log(event, read_rows(path, ""), ConnectionLogOptions()))


@A_FEW
@given(st.text() | st.binary().map(lambda data: data.decode("latin-1")))
def test_an_invitation_of_any_text(text):
    refused(invitation_in, text)


def nested(count=60_000):
    return "BEGIN:VCALENDAR\r\n" + "BEGIN:VEVENT\r\n" * count + "END:VEVENT\r\n" * count + "END:VCALENDAR\r\n"


def many(count=40_000):
    return "BEGIN:VCALENDAR\r\n" + "BEGIN:VEVENT\r\nUID:a\r\nEND:VEVENT\r\n" * count + "END:VCALENDAR\r\n"


A_LONG_DAY = {
    "date": "2023-07-04",
    "rooms": {"A": [{"title": f"S{n}", "start": "10:00", "duration": "0:01"} for n in range(40_000)]},
}
A_DAY_OF_SPEAKERS = {
    "date": "2023-07-04",
    "rooms": {"A": [{"title": "S", "start": "10:00", "persons": [{"name": f"N{n}"} for n in range(40_000)]}]},
}
EVENT = ['[event]\ntitle="E"\n']
SPEAKERS = [f'[[session.speaker]]\nname="N{n}"\n' for n in range(40_000)]
HARMFUL = {
    "nested.ics": nested,
    "many.ics": many,
    "line.ics": lambda: "BEGIN:VCALENDAR\r\nX;" + "a=b;" * 500_000 + ":\r\nEND:VCALENDAR\r\n",
    "quotes.ics": lambda: "BEGIN:VCALENDAR\r\nX;A=" + '"' * 500_000 + "\r\nEND:VCALENDAR\r\n",
    "folded.ics": lambda: "BEGIN:VCALENDAR\r\nX:a" + "\r\n a" * 500_000 + "\r\nEND:VCALENDAR\r\n",
    "deep.json": lambda: '{"a":' * 100_000,
    "deep_list.json": lambda: '{"schedule":' + "[" * 100_000 + "]" * 100_000 + "}",
    "number.json": lambda: '{"a":' + "9" * 100_000 + "}",
    "deep.toml": lambda: "a = " + "[" * 100_000 + "]" * 100_000,
    "keys.toml": lambda: ".".join("a" * 20_000) + " = 1",
    "tables.toml": lambda: "[" + ".".join("a" * 20_000) + "]",
    "many_sessions.toml": lambda: "".join(EVENT + [f'[[session]]\nid="{n}"\ntitle="S{n}"\n' for n in range(20_000)]),
    "many_categories.toml": lambda: "".join(EVENT + [f'[[category]]\nid="{n}"\nname="S{n}"\n' for n in range(20_000)]),
    "many_speakers.toml": lambda: "".join([*EVENT, '[[session]]\nid="a"\ntitle="A"\n', *SPEAKERS]),
    "many_speakers.json": lambda: json.dumps({"schedule": {"conference": {"days": [A_DAY_OF_SPEAKERS]}}}),
    "many_sessions.json": lambda: json.dumps({"schedule": {"conference": {"days": [A_LONG_DAY]}}}),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_a_file_made_to_do_harm_is_refused_in_a_sentence_and_soon(event, tmp_path, name):
    path = tmp_path / name
    path.write_text(HARMFUL[name](), "utf-8")
    before, began = event.journal.count(), time.monotonic()
    assert refused(preview_programme, event, path)
    assert time.monotonic() - began < SECONDS + PATIENCE_S
    assert event.journal.count() == before


def test_a_large_calendar_is_read_away_from_the_window(event, desk, tmp_path, qtbot):
    """The window goes on meanwhile; what is wrong is told in the window that shows the waiting."""
    path = tmp_path / "a.ics"
    path.write_text(nested(), "utf-8")
    assert path.stat().st_size > LARGE
    window = QWidget()
    qtbot.addWidget(window)
    files, beats, said = ImportFlow(event, desk, window), [], []
    ticking = QTimer(interval=10)
    ticking.timeout.connect(lambda: beats.append(time.monotonic()))
    ticking.timeout.connect(lambda: _close_when_told(said))
    ticking.start()
    files.import_programme(path)
    ticking.stop()
    assert max(b - a for a, b in pairwise(beats)) < (beats[-1] - beats[0]) / 2
    assert "without end" in said[0]


def _close_when_told(said):
    dialog = QApplication.activeModalWidget()
    if dialog and (told := [p.text() for p in dialog.findChildren(Paragraph) if "Nothing was changed" in p.text()]):
        said += told
        dialog.accept()


def test_a_large_schedule_is_still_taken(event, desk, tmp_path):
    """A process of its own gives what it read to this one."""
    times = [f"DTSTART:20230704T{8 + n:02}0000Z\r\nDTEND:20230704T{9 + n:02}0000Z" for n in range(10)]
    entries = (f"BEGIN:VEVENT\r\nUID:{n}\r\nSUMMARY:S{n}\r\n{times[n % 10]}\r\nEND:VEVENT\r\n" for n in range(800))
    rows = "".join(entries)
    path = tmp_path / "a.ics"
    path.write_text(f"BEGIN:VCALENDAR\r\n{rows}END:VCALENDAR\r\n", "utf-8", newline="")
    assert path.stat().st_size > LARGE
    assert len(load_programme(path).sessions) == 800


def a_pipe(path):
    os.mkfifo(path)


def a_device(path):
    path.symlink_to("/dev/zero")


def a_huge_file(path):
    with path.open("wb") as file:
        file.truncate(2 << 30)


def deep_toml(path):
    path.write_text("a = " + "[" * 100_000 + "]" * 100_000)


CHOSEN = {
    "badge": (read_template, ".toml"),
    "programme": (load_programme, ".toml"),
    "list": (read_book, ".csv"),
    "photograph": (read_photograph_file, ".jpg"),
    "picture": (picture_file, ".png"),
    "logo": (read_logo, ".png"),
    "export": (extract_text, ".csv"),
    "cells": (extract_cells, ".json"),
}


@pytest.mark.needs("FIFOs")
@pytest.mark.needs("links")
@pytest.mark.parametrize("odd", [a_pipe, a_device, a_huge_file, Path.mkdir, deep_toml])
@pytest.mark.parametrize("reader", CHOSEN)
def test_what_is_no_such_file_is_refused_without_reading_it(tmp_path, reader, odd):
    if (reader, odd) == ("export", deep_toml):
        return  # a text like any other
    read, suffix = CHOSEN[reader]
    odd(tmp_path / f"a{suffix}")
    with limited_time(), pytest.raises(UserError):
        read(tmp_path / f"a{suffix}")


@contextmanager
def limited_time():
    """An alarm ends what waits for ever in the system, which no other thread could."""
    before = signal.signal(signal.SIGALRM, lambda *_: pytest.fail("it waits"))
    signal.alarm(PATIENCE_S)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def test_a_folder_of_hidden_files_or_of_folders_is_not_looked_through_without_end(event, tmp_path, monkeypatch):
    monkeypatch.setattr(photograph_importing, "MOST_FILES", 20)
    for number in range(15):
        (tmp_path / f".{number}.jpg").write_bytes(b"x")
        (tmp_path / f"{number}").mkdir()
    with pytest.raises(UserError, match="more than 20"):
        PhotographFolder(tmp_path).preview(event)


@pytest.mark.needs("a limit of memory")
def test_a_lack_of_memory_ends_a_command_in_a_sentence_and_changes_nothing(tmp_path):
    path, event = tmp_path / "a.csv", tmp_path / "a.checkin"
    path.write_text("Nom;Prénom\n" + "".join(f"Nom{n};{'x' * 400}\n" for n in range(100_000)), "utf-8")
    EventFile.create(event).close()
    said = run_small(
        """
        import os
        from checkin.command_line import list_commands
        from checkin.command_line.main import main
        taken = int(open("/proc/self/statm").read().split()[0]) * os.sysconf("SC_PAGESIZE")
        resource.setrlimit(resource.RLIMIT_AS, (taken + (90 << 20), taken + (90 << 20)))
        sys.argv[1:] = ["--language", "en", "import", *sys.argv[1:]]
        sys.exit(main())
        """,
        str(event),
        str(path),
    )
    assert "too little free memory" in said
    with closing(EventFile.open(event)) as opened:
        assert opened.journal.count() == 0
