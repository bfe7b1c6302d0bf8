# SPDX-License-Identifier: GPL-3.0-or-later
"""The log: what goes wrong is in it, and nobody's name."""

import ast
import logging
import sys

import pytest
from PySide6.QtCore import qInstallMessageHandler, qWarning

from checkin import error_handler, paths
from checkin.core.message import Message, UserError
from checkin.services.threads import BackgroundTask
from tests.patience import PATIENCE_MS

SAID = {
    ("error_handler.py", '_log.warning("%s: %s", kind.__name__, told.words.text)'),
    ("error_handler.py", '_log.error("fault", exc_info=(kind, error, trace))'),
    (
        "error_handler.py",
        '_log.error("fault", exc_info=(unraisable.exc_type, unraisable.exc_value, unraisable.exc_traceback))',
    ),
    ("error_handler.py", '_log.error("fault", exc_info=fault)'),
    (
        "error_handler.py",
        'logging.getLogger(context.category or "qt").log(levels.get(kind, logging.INFO), "%s", message)',
    ),
    ("database.py", '_log.warning("made again in the event file: %s", ", ".join(db.put_back))'),  # names of ours
    ("rescue.py", '_log.warning("what is damaged is passed over: %s", type(error.__cause__ or error).__name__)'),
    ("computer.py", '_log.info("the screen is not kept awake: no D-Bus")'),
    ("computer.py", '_log.info("the screen is not kept awake: no session bus")'),
    ("computer.py", '_log.info("the screen is not kept awake: %s", answered.error().name())'),
    ("sound.py", '_log.error("sound %s is missing", path.name)'),
}
"""All that is written into the log, each looked at: types, sentences without what fills them, our own files."""


@pytest.fixture
def log(tmp_path, monkeypatch):
    """What is in the log file."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    root = logging.getLogger()
    before = list(root.handlers)
    error_handler.start_logging(tmp_path)
    kept = next(handler for handler in root.handlers if handler not in before)
    yield lambda: (tmp_path / error_handler.LOG).read_text("utf-8")
    root.removeHandler(kept)
    kept.close()


def test_every_line_that_is_logged_was_looked_at():
    found = set()
    for path in sorted((paths.resources().parent / "checkin").rglob("*.py")):
        for node in ast.walk(ast.parse(text := path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                is_log = node.func.attr in ("debug", "info", "warning", "error", "exception", "critical", "log", "warn")
                if is_log and "log" in ast.unparse(node.func.value).lower():
                    found.add((path.name, ast.get_source_segment(text, node)))
    assert found == SAID


def test_a_fault_is_admitted_and_its_place_is_logged_without_what_it_carried(log):
    told = []
    error_handler.install_error_handler(told.append, told.append)
    try:
        {}["Zéphyrine Quillévéré"]
    except KeyError as error:
        sys.excepthook(KeyError, error, error.__traceback__)
    assert "Checkin has made a mistake" in told[0]
    assert "KeyError" in log()
    assert "phyrine" not in log()
    assert "test_a_fault_is_admitted" in log()


def test_a_lack_of_memory_is_told_and_is_no_mistake_of_the_program(log, qtbot):
    told = []
    error_handler.install_error_handler(told.append, told.append)
    task = BackgroundTask(lambda _report: bytearray(sys.maxsize))
    with qtbot.waitSignal(task.failed, timeout=PATIENCE_MS) as failed:
        task.start()
    task.wait()
    sys.excepthook(MemoryError, failed.args[0], None)
    assert "too little free memory" in str(told[0])
    assert "MemoryError" in log()


def test_what_a_person_was_told_is_logged_without_what_fills_it(log):
    told = []
    error_handler.install_error_handler(told.append, told.append)
    error = UserError(Message("event file", "“{name}” cannot be found. Check the name."), name="Martin_Dupont.xlsx")
    sys.excepthook(UserError, error, None)
    assert told == [error]
    assert "UserError: “{name}” cannot be found" in log()
    assert "Dupont" not in log()


def test_other_programs_and_qt_are_logged_in_plain_words(log, qapp):
    logging.getLogger("PIL.Image").warning("failed to open %s", "/home/dupont/Martin Dupont.png", stack_info=True)
    before = qInstallMessageHandler(None)
    error_handler.log_qt_messages()
    qWarning("could not open file Dupont.xlsx")
    qInstallMessageHandler(before)
    logging.getLogger().setLevel(logging.WARNING)
    assert "failed to open …" in log()
    assert "upont" not in log()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_what_nobody_could_be_told_is_logged_too(log):
    error_handler.install_error_handler(print, print)

    class Careless:
        def __del__(self):
            raise ValueError("Zéphyrine")

    Careless()
    assert "ValueError" in log()
    assert "phyrine" not in log()


def test_a_folder_that_cannot_be_made_is_no_trouble(tmp_path):
    (tmp_path / "file").write_text("")
    before = list(logging.getLogger().handlers)
    error_handler.start_logging(tmp_path / "file" / "below")
    assert logging.getLogger().handlers == before


def test_a_log_that_a_second_program_has_open_too_misses_nothing(log, tmp_path, capsys):
    with (tmp_path / error_handler.LOG).open("a"):
        for sentence in ("+" * error_handler.LARGEST, "nobody can rename it", "still written"):
            logging.getLogger("checkin").warning(sentence)
        assert log().endswith("still written\n")
    for sentence in ("-" * error_handler.LARGEST, "begun anew"):
        logging.getLogger("checkin").warning(sentence)
    assert log().endswith("begun anew\n")
    assert len(log()) < error_handler.LARGEST
    assert capsys.readouterr().err == ""


def test_what_cannot_be_written_into_the_log_is_printed_nowhere(log, capsys):
    (file,) = (h for h in logging.getLogger().handlers if isinstance(h.formatter, error_handler.RedactingFormatter))
    file.handle(logging.makeLogRecord({"name": "checkin", "msg": "Zéphyrine \udcff"}))  # no UTF-8
    assert log() == ""
    assert capsys.readouterr().err == ""
