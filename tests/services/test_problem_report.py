# SPDX-License-Identifier: GPL-3.0-or-later
"""A report tells what helps, and of nobody anything: every byte is searched after a day on which all went wrong."""

import ast
import inspect
import logging
import sys
import zipfile
from dataclasses import replace

import pytest

from checkin import error_handler, translation
from checkin.application import desk_program
from checkin.core.desk_settings import Settings
from checkin.core.print_jobs import Calibration, Medium, PrinterSetup, PrintPlan
from checkin.devices.printers import open_printer
from checkin.services.computer import crash_recovery, problem_report
from checkin.services.computer.problem_report import SCHEMES
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.storage import settings_store as kept
from tests.builders import KEY, MORNING, a_programme
from tests.fakes import FakeClock
from tests.privacy import SECRETS, ZEPHYRINE, a_day, codes, traces

OWN = ("Poste de Maryvonne", "mot-de-passe-du-serveur", "Imprimante_de_Wolfgang", "/srv/maryvonne", "Bal de Kermadec")
"""What somebody typed who is no attendee: the desk's name, a password, a printer, a folder, the event's title."""


@pytest.fixture
def own(tmp_path, monkeypatch):
    """Checkin's own folder, with its log open."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    error_handler.start_logging(tmp_path / "own")
    yield tmp_path / "own"
    error_handler.stop_logging()


@pytest.fixture
def worn(qapp, tmp_path, own):
    """An event with people everywhere, at a desk where much went wrong."""
    clock = FakeClock(MORNING)
    event = EventFile.create(tmp_path / f"{ZEPHYRINE.last_name} {ZEPHYRINE.first_name}.checkin", KEY)
    programme = a_programme()
    event.plan(replace(programme, event=replace(programme.event, title=OWN[4])), at=MORNING, desk=OWN[0])
    plan = PrintPlan(
        f"ipp://localhost/printers/{OWN[2]}",
        setups={f"ipp://localhost/printers/{OWN[2]}": PrinterSetup(OWN[2], Medium(62, 100), Calibration(1.5))},
    )
    hub = f"postgresql://desk:{OWN[1]}@hub.exemple.test/checkin"
    kept.save(event.db, Settings(desk=OWN[0], folder=OWN[3], hub=hub, identity="Kermadec", printing=plan))
    a_day(event, Desk(event, clock, OWN[0]), clock)
    _go_wrong(own)
    program = desk_program.DeskProgram(event, clock, "fr")
    program.shell.show()
    program.window.take_code(ZEPHYRINE.ticket_code)
    program.window.stage.search.setText("Quillévéré")
    error_handler.install_error_handler(program.shell.fail, program.shell.show_status)
    yield program
    program.shell.close()
    program.stop()
    translation.install(qapp, "en")


def _go_wrong(own):
    told = []
    error_handler.install_error_handler(told.append, told.append)
    for error in (
        KeyError(ZEPHYRINE.name),
        ValueError(f"{ZEPHYRINE.email} {ZEPHYRINE.note}"),
        OSError(28, *SECRETS[:2]),
    ):
        try:
            try:
                raise RuntimeError(ZEPHYRINE.organisation)
            finally:
                raise error
        except Exception as caught:
            sys.excepthook(type(caught), caught, caught.__traceback__)
    logging.getLogger("PIL").warning("cannot open /home/maryvonne/%s.png", ZEPHYRINE.last_name)
    path = f"/home/{ZEPHYRINE.first_name}/site-packages/checkin/app.py"
    (own / crash_recovery.RAW).write_text(
        f'Fatal Python error: Aborted\n  File "{path}", line 3 in run\n{ZEPHYRINE.name}\n'
    )
    (own / "Zéphyrine.open.json").write_text(f'{{"event": "{path}"}}')


def test_nobody_is_in_a_report(worn, own, tmp_path, clock):
    parts = problem_report.gather(own, worn._event, clock())
    out = tmp_path / "out"
    out.mkdir()
    problem_report.write_report(parts, out / "report.zip", clock())
    with zipfile.ZipFile(out / "report.zip") as packed:
        packed.extractall(out)
    looked_for = (
        *OWN,
        *codes(worn._event),
        worn._event.path.stem,
        worn._event.key.event,
        str(tmp_path),
        "exemple.test",
    )
    assert traces(out, looked_for) == []
    text = "\n".join(part.text for part in parts)
    for told in ("KeyError", "OSError ENOSPC", "while handling RuntimeError", "Aborted", "checkin/app.py:3 run"):
        assert told in text
    assert "phyrine" not in text


def test_it_tells_what_helps(worn, own, clock):
    parts = {part.file: part.text for part in problem_report.gather(own, worn._event, clock())}
    assert list(parts) == [
        "readme.txt", "versions.txt", "devices.txt", "settings.txt", "event.txt", "log.txt", "crashes.txt"
    ]  # fmt: skip
    assert "Rien n’a été envoyé" in parts["readme.txt"]
    assert "SQLite: 3." in parts["versions.txt"]
    assert "Screen 1: " in parts["devices.txt"]
    for line in (
        "  desk: set",
        "  hub: set",
        "  printer: ipp",
        "setup 1: ipp, 62 × 100 mm, 300 dpi, moved 1.5 0 mm, × 1",
    ):
        assert line in parts["settings.txt"]
    for line in ("Integrity: sound", "  attendee_added: ", "  refused: ", "  unknown: ", "  schema: m00"):
        assert line in parts["event.txt"]


def test_an_entry_of_a_newer_version_is_counted_and_not_named(event):
    with event.transaction():
        event.journal.append("zephyrine_quillevere", "", {}, at=MORNING, desk="d")
    text = "\n".join(part.text for part in problem_report.gather(event.path.parent / "none", event, MORNING))
    assert "  others: 1" in text
    assert "quillevere" not in text


def test_a_damaged_file_is_reported_without_what_it_says(event):
    for sql in (
        "CREATE TABLE people (name TEXT)",
        "CREATE INDEX zephyrine ON people (name)",
        "INSERT INTO people VALUES ('Quillévéré')",
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET sql = 'CREATE INDEX zephyrine ON people (upper(name))' WHERE name = 'zephyrine'",
        "PRAGMA writable_schema = RESET",
    ):
        event.db.conn.execute(sql)
    parts = {part.file: part.text for part in problem_report.gather(event.path.parent / "none", event, MORNING)}
    assert "Integrity: sound" not in parts["event.txt"]
    assert "row … missing from index …" in parts["event.txt"]
    assert "zephyrine" not in parts["event.txt"]


def test_without_an_event_the_program_alone_is_told(qapp, tmp_path, clock):
    files = [part.file for part in problem_report.gather(tmp_path / "none", None, clock())]
    assert "event.txt" not in files
    assert "log.txt" in files


def test_a_report_names_every_kind_of_printer():
    patterns = (n.value for n in ast.walk(ast.parse(inspect.getsource(open_printer))) if isinstance(n, ast.MatchValue))
    assert {ast.literal_eval(pattern) for pattern in patterns} == set(SCHEMES)
