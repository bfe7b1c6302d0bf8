# SPDX-License-Identifier: GPL-3.0-or-later
"""What a desk that is ready has not loaded: whatever is for later is imported when it is first wanted."""

import subprocess
import sys
from importlib.util import find_spec

import pytest

from checkin import paths
from checkin.services.demo_event import make_demo

START = """
import sys
from pathlib import Path
from checkin.command_line import desk_commands  # as `checkin EVENT` does
from checkin.services.event_file import EventFile
from checkin.application import desk_program, qt_application
qt = qt_application.application()
event = EventFile.open(Path(sys.argv[1]))
program = desk_program.DeskProgram(event, event.clock())
begin_checks = program.readiness.start
def tell():
    print(*sorted(sys.modules), sep="\\n")
    qt.quit()
def begin(devices):
    begin_checks(devices)  # the last that a start does
    THEN
program.readiness.start = begin
program.start()
PAINTED
qt.exec()
program.stop()
"""

PAINTED = """
program.window.grab()
tell()
sys.exit()
"""
READY = "tell()"
A_WHILE_LATER = """
    spare = program.built.screens._spare_time
    spare.setInterval(0)
    spare.timeout.connect(lambda: spare.isActive() or tell())
"""

EXAMINED = """
import sys
from checkin.command_line.main import main
sys.argv[1:] = ["open", "--help"]
try:
    main()
finally:
    from shibokensupport import feature
    print(*sorted(feature.pyside_feature_dict), sep="\\n")
"""

FOREIGN = (
    "PIL",
    "PySide6.QtCharts",
    "PySide6.QtPrintSupport",
    "certifi",
    "cryptography",
    "http.client",
    "icalendar",
    "numpy",
    "psycopg",
    "pypdfium2",
    "python_calamine",
    "qrcode",
    "sqlite_utils",
    "xlsxwriter",
    "zxingcpp",
)
ROOMS = (
    "badges.pictures",
    "core.attendance.stays",
    "core.badges.badge_file",
    "core.lists.list_difference",
    "core.lists.mapping_guess",
    "core.lists.listed_person",
    "core.attendance.connection_log",
    "core.ticket_admission",
    "core.ticketing.position",
    "core.ticketing.pulled",
    "core.ticketing.pulled_event",
    "core.ticketing.ticket_rules",
    "core.ticketing.ticketing",
    "services.attendance",
    "services.exports.exporting",
    "services.lists.list_preview",
    "services.programme.programme_importing",
    "services.printing.spooler",
    "services.sync",
    "services.ticketing",
    "devices.decoder",
    "devices.frame_luminance",
    "devices.printers",
    "documents.spreadsheets",
    "documents.subprocess_reader",
    "pdf_reports",
    "sync.pretix_client",
)
ROOMS += tuple(f"ui.{room}" for room in ("badges", "badge_editor", "closing", "live", "people", "programme"))
ROOMS += tuple(f"ui.{room}" for room in ("programme_editor", "signing", "sync", "welcome"))
WINDOWS = (
    "desk.walk_in_fields",
    "desk.walk_in_form",
    "import_export.import_flow",
    "import_export.export_flow",
    "help.help_window",
    "help.problem_report_dialog",
    "kiosk.kiosk_window",
    "printing.print_queue_window",
    "ready.ready_window",
    "settings.settings_window",
    "supervision.supervisor_settings",
)
LATER = (*FOREIGN, *(f"checkin.{name}" for name in (*ROOMS, *(f"ui.{window}" for window in WINDOWS))))
"""Libraries, and what of this program is for later: where nothing of a room is wanted, the room."""


NOT_BEFORE_THE_PAINT = ("PySide6.QtMultimedia", "email", "importlib.metadata", "ssl", "subprocess")
"""Slow libraries that the devices or spare time bring in, once the desk can be seen."""


def modules_of_a_desk(folder, then="", painted=""):
    """Those of the demonstration's desk in a process of its own, `then` or once it is `painted`."""
    event, _ = make_demo(folder, paths.resources() / "demo", lambda: 0.0)
    event.close()
    script = [sys.executable, "-c", START.replace("THEN", then).replace("PAINTED", painted), str(event.path)]
    return set(subprocess.run(script, capture_output=True, text=True, check=True).stdout.split())


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    return modules_of_a_desk(tmp_path_factory.mktemp("demo"), READY)


@pytest.mark.parametrize("name", LATER)
def test_what_is_for_later_is_not_loaded_by_a_desk_that_is_ready(loaded, name):
    assert name not in loaded


def test_slow_libraries_are_not_loaded_before_the_desk_is_painted(tmp_path):
    loaded = modules_of_a_desk(tmp_path, painted=PAINTED)
    assert "checkin.ui.desk.desk_window" in loaded
    assert [name for name in (*NOT_BEFORE_THE_PAINT, *LATER) if name in loaded] == []


def test_what_is_for_later_is_still_called_so():
    assert [name for name in LATER if find_spec(name) is None] == []


def test_the_desk_itself_is_loaded(loaded):
    assert {
        "checkin.ui.desk.desk_window",
        "checkin.application.desk_devices",
        "checkin.services.camera_reader",
    } <= loaded


def test_a_desk_that_waits_for_its_first_guest_loads_every_screen(tmp_path):
    screens = {
        "people.people_screen",
        "programme.programme_screen",
        "editor_screens",
        "live.live_screen",
        "closing.closing_screen",
    }
    assert {f"checkin.ui.{screen}" for screen in screens} <= modules_of_a_desk(tmp_path, A_WHILE_LATER)


def test_pyside_reads_the_source_of_no_module_of_ours():
    done = subprocess.run([sys.executable, "-c", EXAMINED], capture_output=True, text=True, check=True)
    assert "--video FILE" in done.stdout  # the command's module was imported
    assert [name for name in done.stdout.split() if name.startswith("checkin.")] == []
