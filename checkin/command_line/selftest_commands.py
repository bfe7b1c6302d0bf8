# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin --selftest`: check that the packaged program works on this computer. Touches no files of the user.

Prints one line per check as it ends. A failed check does not stop the others; one that kills the process shows by the
missing lines.
"""

import argparse
import json
import sys
import tempfile
import time
import wave
import zoneinfo
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

import cryptography
import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PySide6.QtCore import QEventLoop, QLibraryInfo, QPluginLoader, QTimer, QTranslator, qVersion
from PySide6.QtGui import QFontDatabase
from PySide6.QtMultimedia import QMediaFormat
from PySide6.QtPrintSupport import QPrinterInfo

from checkin.badges import badge_fonts
from checkin.command_line.command import DONE, FOUND_PROBLEMS
from checkin.core.decision import Verdict
from checkin.core.message import ENGLISH, LANGUAGES, Message
from checkin.devices.camera import VideoInputs
from checkin.devices.decoder import decode_image
from checkin.devices.sound import Sound
from checkin.documents.code_images import write_code_images
from checkin.documents.spreadsheets import read_book, read_platforms
from checkin.paths import resources
from checkin.services.attendance.attendance_papers import TickListHeader, write_tick_list
from checkin.services.camera_reader import CameraReader
from checkin.services.demo_event import make_demo
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import export_attendance
from checkin.storage.regular_files import SQLITE_VERSION, wal_is_sound
from checkin.sync.pretix_connection import PretixConnection
from checkin.translation import Translator, translate
from checkin.ui.look import drawing, theme

# Self-test of a day: create an event, check people in from a video, write PDF reports, read a workbook.
# Uses the operations of the desk on an event in a temporary folder. Each check returns what it found, in words that
# need no translation, or raises.

DEMO = resources() / "demo"
ENOUGH = 3
"""People of the video to check in; the whole video takes a minute."""
PATIENCE_MS = 60_000


class WrongDay(Exception):
    """A wrong result, reported to the maker of the package."""


def event(folder: Path) -> str:
    """Check that an event is made from a programme and a text list."""
    with _demo(folder) as made:
        return str(made.attendees.count())


def film(folder: Path) -> str:
    """Check in real codes from a video, read through the plug-in that a camera uses."""
    own = folder / "film"
    own.mkdir()
    opened, now = make_demo(own, DEMO, time.monotonic)
    with closing(opened):
        desk = Desk(opened, now, "Selftest")
        count = _let_in(desk)
        arrived = len(list(opened.attendees.visits()))
    _need(count == arrived == ENOUGH, f"{count} of {ENOUGH} let in, {arrived} arrived")
    return str(arrived)


def _let_in(desk: Desk) -> int:
    """Return how many of the first `ENOUGH` people were admitted. A broken plug-in neither starts nor ends a video."""
    reading, loop = CameraReader(), QEventLoop()
    let_in: list[str] = []

    def scan(text: str) -> None:
        if len(let_in) < ENOUGH and desk.scan(text).verdict is Verdict.ADMIT:
            let_in.append(text)
        if len(let_in) == ENOUGH:
            loop.quit()

    reading.code_seen.connect(scan)
    reading.lost.connect(loop.quit)
    reading.use_video(DEMO / "queue.mp4")
    QTimer.singleShot(PATIENCE_MS, loop, loop.quit)
    loop.exec()
    reading.stop()
    return len(let_in)


def codes(folder: Path) -> str:
    """Check that a code is drawn and read again."""
    write_code_images(folder, [("SELFTEST", "selftest")])
    read = [sighting.text for sighting in decode_image(folder / "selftest.png")]
    _need(read == ["SELFTEST"], f"read {read}")
    return read[0]


def paper(folder: Path) -> str:
    with _demo(folder) as opened:
        desk = Desk(opened, opened.clock(), "Selftest")
        done = write_tick_list(
            opened, folder / "list.pdf", TickListHeader(desk.now(), desk.name, desk.control_point), translate
        )
    content = (folder / "list.pdf").read_bytes()
    _need(content.startswith(b"%PDF") and content.rstrip().endswith(b"%%EOF"), "not a PDF")
    return str(done.pages)


def workbook(folder: Path) -> str:
    """Check that a workbook is written, and read by a subprocess, as every workbook is."""
    with _demo(folder) as opened:
        people = export_attendance(opened, folder / "attendance.xlsx", translate).rows
    book = read_book(folder / "attendance.xlsx")
    rows = max(len(sheet.rows) for sheet in book.sheets)
    _need(rows > people > 0, f"{rows} rows of {people} people")
    return str(rows)


@contextmanager
def _demo(folder: Path) -> Iterator[EventFile]:
    """Yield the demo event, made on the first call."""
    path = folder / "demo.checkin"
    opened = EventFile.open(path) if path.exists() else make_demo(folder, DEMO, time.monotonic)[0]
    try:
        yield opened
    finally:
        opened.close()


def _need(is_right: bool, otherwise: str) -> None:
    if not is_right:
        raise WrongDay(otherwise)


DAY_CHECKS = (
    (Message("selftest", "an event is created from a list"), event),
    (Message("selftest", "people from a video are let in"), film),
    (Message("selftest", "a code is drawn and read"), codes),
    (Message("selftest", "a PDF is written"), paper),
    (Message("selftest", "a workbook is written and read"), workbook),
)
"""The checks: a title, and the function that runs it. The folder is for a check's files. Each check works alone."""


# Self-test of the parts loaded on demand: plug-ins, fonts, catalogues, sounds, libraries.
# A part missing from a package goes unnoticed until the day of the event: Qt silently does without a plug-in. Each
# check returns what it found, in words that need no translation, or raises.

_PICTURES = tuple(f"imageformats/q{kind}" for kind in ("svg", "jpeg", "gif", "webp"))
_PLUGINS = {
    "linux": (
        "platforms/qxcb",
        "platforms/qwayland",
        "printsupport/cupsprintersupport",
        "multimedia/ffmpegmediaplugin",
    ),
    "win32": ("platforms/qwindows", "multimedia/ffmpegmediaplugin"),
    "darwin": ("platforms/qcocoa", "multimedia/ffmpegmediaplugin"),
}
"""Plug-ins relative to Qt's plug-in folder, without the system's prefix and suffix.

Only on Linux is printing one of them; elsewhere it is inside of Qt6PrintSupport.
"""


class MissingPart(Exception):
    """A missing part, reported to the maker of the package."""


def qt_plugins(_folder: Path) -> str:
    root = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    loaders = {name: QPluginLoader((root / name).as_posix()) for name in plugins_of(sys.platform)}
    faults = [f"{name}: {loader.errorString()}" for name, loader in loaders.items() if not loader.load()]
    _need_part(not faults, "; ".join(faults))
    return f"Qt {qVersion()}: {len(loaders)}"


def plugins_of(system: str) -> tuple[str, ...]:
    """Return the plug-ins that are needed on a system, named as `sys.platform` names it."""
    return ("platforms/qoffscreen", "iconengines/qsvgicon", *_PICTURES, *_PLUGINS.get(system, ()))


def camera(_folder: Path) -> str:
    devices = VideoInputs().devices()
    codecs = QMediaFormat().supportedVideoCodecs(QMediaFormat.ConversionMode.Decode)
    _need_part(bool(codecs), "no plug-in of QtMultimedia: no film and no camera will ever give a picture")
    return str(len(devices))


def printers(_folder: Path) -> str:
    return str(len(QPrinterInfo.availablePrinterNames()))


def database(_folder: Path) -> str:
    """Check the SQLite version. The packaged program has its own; from source the system's may do, in safe mode."""
    version = "SQLite " + ".".join(map(str, SQLITE_VERSION))
    _need_part(wal_is_sound(SQLITE_VERSION) or not hasattr(sys, "_MEIPASS"), f"{version} is not that of the package")
    return version


def fonts(_folder: Path) -> str:
    theme.load_fonts()
    known = {*badge_fonts.load(), *QFontDatabase.families()}
    wanted = (theme.FAMILY, *(name for name in badge_fonts.FAMILIES if "CJK" not in name))
    _need_part(not (missing := [name for name in wanted if name not in known]), ", ".join(missing))
    return ", ".join(wanted)


def drawings(_folder: Path) -> str:
    drawn = drawing.app_icon().pixmap(64)
    _need_part(not drawn.isNull(), "checkin.svg")
    return f"{drawn.width()} × {drawn.height()}"


def translations(_folder: Path) -> str:
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    translated = [code for code in LANGUAGES if code != ENGLISH]
    for code in translated:
        _need_part(Translator(code).translate(TRANSLATIONS) != TRANSLATIONS.text, f"checkin_{code}.qm")
        _need_part(QTranslator().load(f"qtbase_{code}", folder), f"qtbase_{code}.qm")
    return ", ".join(f"checkin_{code}, qtbase_{code}" for code in translated)


def sounds(_folder: Path) -> str:
    for sound in Sound:
        with wave.open(str(resources() / "sounds" / f"{sound}.wav")) as file:
            _need_part(file.getnframes() > 0, f"{sound}.wav")
    return ", ".join(Sound)


def platforms(_folder: Path) -> str:
    known = read_platforms(resources() / "lists" / "platforms")
    _need_part(bool(known), "resources/lists/platforms")
    return str(len(known))


def time_zones(_folder: Path) -> str:
    """Check the time zones of the package: Windows has none."""
    zoneinfo.reset_tzpath(to=())
    try:
        zone = zoneinfo.ZoneInfo.no_cache("Europe/Paris")
    finally:
        zoneinfo.reset_tzpath()
    return str(zone)


def hub(_folder: Path) -> str:
    _need_part(psycopg.pq.__impl__ == "binary", f"psycopg is {psycopg.pq.__impl__}, not that of the package")
    return f"psycopg {psycopg.__version__}, libpq {psycopg.pq.version()}"


def passwords(_folder: Path) -> str:
    """Check that the keyring of this system is in the package: its module is found by name, when a password is kept."""
    names = {each.name for each in entry_points(group="keyring.backends")}
    backend = _KEYRINGS.get(sys.platform, "SecretService")
    _need_part(backend in names, f"keyring does not know {backend}")
    import_module(f"keyring.backends.{backend}")
    return backend


def ticketing(_folder: Path) -> str:
    """Check what a ticketing needs: a connection and its certificates, signatures, the background of a badge."""
    PretixConnection("https://localhost").close()
    key = Ed25519PrivateKey.generate()
    key.public_key().verify(key.sign(b"ticket"), b"ticket")
    return f"cryptography {cryptography.__version__}, pypdfium2 {import_module('pypdfium2').PYPDFIUM_INFO.version}"


_KEYRINGS = {"win32": "Windows", "darwin": "macOS"}


def _need_part(is_there: bool, otherwise: str) -> None:
    if not is_there:
        raise MissingPart(otherwise)


TRANSLATIONS = Message("selftest", "the French catalogues")
PART_CHECKS = (
    (Message("selftest", "the plug-ins of Qt"), qt_plugins),
    (Message("selftest", "cameras can be found"), camera),
    (Message("selftest", "printers can be found"), printers),
    (Message("selftest", "the database"), database),
    (Message("selftest", "the fonts"), fonts),
    (Message("selftest", "the icons"), drawings),
    (TRANSLATIONS, translations),
    (Message("selftest", "the sounds"), sounds),
    (Message("selftest", "the exports of other programs"), platforms),
    (Message("selftest", "the time zones"), time_zones),
    (Message("selftest", "the shared server"), hub),
    (Message("selftest", "the keyring for passwords"), passwords),
    (Message("selftest", "the access to a ticketing"), ticketing),
)
"""The checks: a title, and the function that runs it. The folder is for a check's files."""


Check = tuple[Message, Callable[[Path], str]]
CHECKS: tuple[Check, ...] = (*PART_CHECKS, *DAY_CHECKS)


def selftest_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="a line of JSON a check")


def run_selftest(chosen: argparse.Namespace) -> int:
    return DONE if try_all(as_json=chosen.json) else FOUND_PROBLEMS


def try_all(*, as_json: bool, checks: Iterable[Check] = CHECKS) -> bool:
    """Run all checks, printing each; return whether all succeeded."""
    report = _print_json if as_json else _print_line
    with tempfile.TemporaryDirectory(prefix="checkin-selftest-") as folder:
        outcomes = [_try(what, check, Path(folder), report) for what, check in checks]
    return all(outcomes)


def _try(
    what: Message, check: Callable[[Path], str], folder: Path, report: Callable[[Message, bool, str], None]
) -> bool:
    try:
        found, is_well = check(folder), True
    except Exception as fault:  # any exception of a missing part is the check's result
        found, is_well = f"{type(fault).__name__}: {fault}", False
    report(what, is_well, found)
    return is_well


def _print_line(what: Message, is_well: bool, found: str) -> None:
    line = Message("selftest", "ok: {what} ({found})") if is_well else Message("selftest", "failed: {what} ({found})")
    print(translate(line, what=translate(what), found=found), flush=True)


def _print_json(what: Message, is_well: bool, found: str) -> None:
    print(json.dumps({"check": what.text, "is_well": is_well, "found": found}, ensure_ascii=False), flush=True)
