# SPDX-License-Identifier: GPL-3.0-or-later
"""What a desk that is ready has not loaded: whatever is for later is imported when it is first wanted."""

import subprocess
import sys
from importlib.util import find_spec

import pytest

from checkin import paths
from checkin.services.demo_event import make_demo

TO_READY = """
import sys
from pathlib import Path
from checkin.services.event_file import EventFile
from checkin.application import desk_program, qt_application
qt = qt_application.application()
event = EventFile.open(Path(sys.argv[1]))
program = desk_program.DeskProgram(event, event.clock())
program.ready.connect(lambda: print(*sorted(sys.modules), sep="\\n"))
program.ready.connect(qt.quit)
program.start()
qt.exec()
program.stop()
"""

FOREIGN = (
    "PIL",
    "PySide6.QtCharts",
    "PySide6.QtPrintSupport",
    "icalendar",
    "numpy",
    "psycopg",
    "python_calamine",
    "qrcode",
    "sqlite_utils",
    "xlsxwriter",
    "zxingcpp",
)
ROOMS = (
    "core.attendance.stays",
    "core.lists.list_difference",
    "core.lists.listed_person",
    "core.online_attendance",
    "services.attendance",
    "services.exports.code_export",
    "services.exports.exporting",
    "services.lists.list_preview",
    "services.programme.programme_importing",
    "services.printing.printer_opening",
    "services.sync",
    "devices.decoder",
    "devices.printers",
    "documents.platform_folder",
    "documents.spreadsheets",
    "pdf_reports",
)
ROOMS += tuple(f"ui.{room}" for room in ("badges", "badge_editor", "closing", "live", "people", "programme"))
ROOMS += tuple(f"ui.{room}" for room in ("programme_editor", "signing", "sync", "welcome"))
WINDOWS = (
    "desk.missing_fields_form",
    "desk.walk_in_form",
    "import_export.import_flow",
    "import_export.export_flow",
    "help.help_window",
    "help.problem_report_dialog",
    "kiosk.kiosk_window",
    "printing.print_windows",
    "ready.ready_window",
    "settings.setup_wizard",
    "settings.settings_window",
    "supervision.supervisor_settings",
)
LATER = (*FOREIGN, *(f"checkin.{name}" for name in (*ROOMS, *(f"ui.{window}" for window in WINDOWS))))
"""Libraries, and what of this program is for later: where nothing of a room is wanted, the room."""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """By the demonstration's desk in a process of its own, when it is ready."""
    event, _ = make_demo(tmp_path_factory.mktemp("demo"), paths.resources() / "demo", lambda: 0.0)
    event.close()
    script = [sys.executable, "-c", TO_READY, str(event.path)]
    return set(subprocess.run(script, capture_output=True, text=True, check=True).stdout.split())


@pytest.mark.parametrize("name", LATER)
def test_what_is_for_later_is_not_loaded_by_a_desk_that_is_ready(loaded, name):
    assert name not in loaded


def test_what_is_for_later_is_still_called_so():
    assert [name for name in LATER if find_spec(name) is None] == []


def test_the_desk_itself_is_loaded(loaded):
    assert {
        "checkin.ui.desk.desk_window",
        "checkin.application.desk_devices",
        "checkin.services.camera.camera_reader",
    } <= loaded
