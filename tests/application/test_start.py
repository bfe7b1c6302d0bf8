# SPDX-License-Identifier: GPL-3.0-or-later
"""What a desk that is ready has not loaded: whatever is for later is imported when it is first wanted."""

import subprocess
import sys
from importlib.util import find_spec

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

# fmt: off
FOREIGN = (
    "PIL", "PySide6.QtCharts", "PySide6.QtPrintSupport", "certifi", "cryptography", "http.client", "icalendar", "numpy",
    "psycopg", "pypdfium2", "python_calamine", "qrcode", "sqlite_utils", "xlsxwriter", "zxingcpp",
)
PARTS = {
    "": ("badges.pictures", "pdf_reports", "sync.pretix_client"),
    "core.": (
        "attendance.connection_log", "attendance.stays", "badges.badge_file", "lists.list_difference",
        "lists.listed_person", "lists.mapping_guess", "ticket_admission", "ticketing.position", "ticketing.pulled",
        "ticketing.pulled_event", "ticketing.ticket_rules", "ticketing.ticketing",
    ),
    "services.": (
        "attendance", "exports.exporting", "lists.list_preview", "printing.spooler", "programme.programme_importing",
        "sync", "ticketing",
    ),
    "devices.": ("decoder", "frame_luminance", "printers"),
    "documents.": ("spreadsheets", "subprocess_reader"),
    "ui.": (
        "badge_editor", "badges", "closing", "desk.walk_in_form", "help.help_window",
        "help.problem_report_dialog", "import_export.export_flow", "import_export.import_flow", "kiosk.kiosk_window",
        "live", "people", "printing.print_queue_window", "programme", "programme_editor", "ready.ready_window",
        "settings.settings_window", "signing", "supervision.supervisor_settings", "sync", "welcome",
    ),
}
# fmt: on
LATER = (*FOREIGN, *(f"checkin.{package}{name}" for package, names in PARTS.items() for name in names))
"""Libraries, and what of this program is for later: where nothing of a room is wanted, the room."""


NOT_BEFORE_THE_PAINT = ("PySide6.QtMultimedia", "email", "importlib.metadata", "ssl", "subprocess")
"""Slow libraries that the devices or spare time bring in, once the desk can be seen."""


def modules_of_a_desk(folder, then="", painted=""):
    """Those of the demonstration's desk in a process of its own, `then` or once it is `painted`."""
    event, _ = make_demo(folder, paths.resources() / "demo", lambda: 0.0)
    event.close()
    script = [sys.executable, "-c", START.replace("THEN", then).replace("PAINTED", painted), str(event.path)]
    return set(subprocess.run(script, capture_output=True, text=True, check=True).stdout.split())


def test_what_is_for_later_is_not_loaded_by_a_desk_that_is_ready(tmp_path):
    loaded = modules_of_a_desk(tmp_path, READY)
    desk = {"ui.desk.desk_window", "application.desk_devices", "services.camera_reader"}
    assert {f"checkin.{name}" for name in desk} <= loaded
    assert [name for name in LATER if name in loaded] == []


def test_slow_libraries_are_not_loaded_before_the_desk_is_painted(tmp_path):
    loaded = modules_of_a_desk(tmp_path, painted=PAINTED)
    assert "checkin.ui.desk.desk_window" in loaded
    assert [name for name in (*NOT_BEFORE_THE_PAINT, *LATER) if name in loaded] == []


def test_what_is_for_later_is_still_called_so():
    assert [name for name in LATER if find_spec(name) is None] == []


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
