# SPDX-License-Identifier: GPL-3.0-or-later
"""Self-test of the parts loaded on demand: plug-ins, fonts, catalogues, sounds, libraries.

A part missing from a package goes unnoticed until the day of the event: Qt silently does without a plug-in. Each check
returns what it found, in words that need no translation, or raises.
"""

import sys
import wave
import zoneinfo
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

import cryptography
import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PySide6.QtCore import QLibraryInfo, QPluginLoader, QTranslator, qVersion
from PySide6.QtGui import QFontDatabase
from PySide6.QtMultimedia import QMediaFormat
from PySide6.QtPrintSupport import QPrinterInfo

from checkin.badges import badge_fonts
from checkin.core.languages import ENGLISH, LANGUAGES
from checkin.core.message import Message
from checkin.devices.sound import Sound
from checkin.devices.video_inputs import VideoInputs
from checkin.documents.platform_folder import read_platforms
from checkin.paths import resources
from checkin.storage.wal_mode import SQLITE_VERSION, wal_is_sound
from checkin.sync.pretix_connection import PretixConnection
from checkin.translation import Translator
from checkin.ui.look import icons, theme

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
    _need(not faults, "; ".join(faults))
    return f"Qt {qVersion()}: {len(loaders)}"


def plugins_of(system: str) -> tuple[str, ...]:
    """Return the plug-ins that are needed on a system, named as `sys.platform` names it."""
    return ("platforms/qoffscreen", "iconengines/qsvgicon", *_PICTURES, *_PLUGINS.get(system, ()))


def camera(_folder: Path) -> str:
    devices = VideoInputs().devices()
    codecs = QMediaFormat().supportedVideoCodecs(QMediaFormat.ConversionMode.Decode)
    _need(bool(codecs), "no plug-in of QtMultimedia: no film and no camera will ever give a picture")
    return str(len(devices))


def printers(_folder: Path) -> str:
    return str(len(QPrinterInfo.availablePrinterNames()))


def database(_folder: Path) -> str:
    """Check the SQLite version. The packaged program has its own; from source the system's may do, in safe mode."""
    version = "SQLite " + ".".join(map(str, SQLITE_VERSION))
    _need(wal_is_sound(SQLITE_VERSION) or not hasattr(sys, "_MEIPASS"), f"{version} is not that of the package")
    return version


def fonts(_folder: Path) -> str:
    theme.load_fonts()
    known = {*badge_fonts.load(), *QFontDatabase.families()}
    wanted = (theme.FAMILY, *(name for name in badge_fonts.FAMILIES if "CJK" not in name))
    _need(not (missing := [name for name in wanted if name not in known]), ", ".join(missing))
    return ", ".join(wanted)


def drawings(_folder: Path) -> str:
    drawn = icons.app_icon().pixmap(64)
    _need(not drawn.isNull(), "checkin.svg")
    return f"{drawn.width()} × {drawn.height()}"


def translations(_folder: Path) -> str:
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    translated = [code for code in LANGUAGES if code != ENGLISH]
    for code in translated:
        _need(Translator(code).translate(TRANSLATIONS) != TRANSLATIONS.text, f"checkin_{code}.qm")
        _need(QTranslator().load(f"qtbase_{code}", folder), f"qtbase_{code}.qm")
    return ", ".join(f"checkin_{code}, qtbase_{code}" for code in translated)


def sounds(_folder: Path) -> str:
    for sound in Sound:
        with wave.open(str(resources() / "sounds" / f"{sound}.wav")) as file:
            _need(file.getnframes() > 0, f"{sound}.wav")
    return ", ".join(Sound)


def platforms(_folder: Path) -> str:
    known = read_platforms(resources() / "lists" / "platforms")
    _need(bool(known), "resources/lists/platforms")
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
    _need(psycopg.pq.__impl__ == "binary", f"psycopg is {psycopg.pq.__impl__}, not that of the package")
    return f"psycopg {psycopg.__version__}, libpq {psycopg.pq.version()}"


def passwords(_folder: Path) -> str:
    """Check that the keyring of this system is in the package: its module is found by name, when a password is kept."""
    names = {each.name for each in entry_points(group="keyring.backends")}
    backend = _KEYRINGS.get(sys.platform, "SecretService")
    _need(backend in names, f"keyring does not know {backend}")
    import_module(f"keyring.backends.{backend}")
    return backend


def ticketing(_folder: Path) -> str:
    """Check what a ticketing needs: a connection and its certificates, signatures, the background of a badge."""
    PretixConnection("https://localhost").close()
    key = Ed25519PrivateKey.generate()
    key.public_key().verify(key.sign(b"ticket"), b"ticket")
    return f"cryptography {cryptography.__version__}, pypdfium2 {import_module('pypdfium2').PYPDFIUM_INFO.version}"


_KEYRINGS = {"win32": "Windows", "darwin": "macOS"}


def _need(is_there: bool, otherwise: str) -> None:
    if not is_there:
        raise MissingPart(otherwise)


TRANSLATIONS = Message("selftest", "the French catalogues")
CHECKS = (
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
