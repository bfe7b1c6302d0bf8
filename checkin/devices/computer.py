# SPDX-License-Identifier: GPL-3.0-or-later
"""The computer: its disks, drives and power, its screen, and the mark of a running program for an installer."""

import ctypes
import logging
import multiprocessing
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStorageInfo
from PySide6.QtGui import QGuiApplication

from checkin.core.ready.checks import DiskState, PowerState
from checkin.core.sync.invitation import Volume, find_usb_drives

if TYPE_CHECKING:
    import subprocess

    from PySide6.QtDBus import QDBusPendingCallWatcher

_log = logging.getLogger(__name__)

RECORD = 4096
"""Bytes written: a page of the event file."""


def measure_disk(folder: Path, seconds: Callable[[], float]) -> DiskState:
    """Write and sync a temporary file beside the event, as each arrival does; return the measurements."""
    return DiskState(_free(folder), _time_to_write(folder, seconds))


def _free(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0


def _time_to_write(folder: Path, seconds: Callable[[], float]) -> float | None:
    began = seconds()
    try:
        with tempfile.TemporaryFile(dir=folder, prefix=".checkin-", buffering=0) as file:
            is_written = file.write(bytes(RECORD)) == RECORD
            os.fsync(file.fileno())
    except OSError:
        return None
    return seconds() - began if is_written else None


def list_usb_drives() -> tuple[Volume, ...]:
    """Return the mounted USB drives. An unreachable network share may delay the answer: call in a thread."""
    return find_usb_drives(map(_volume, QStorageInfo.mountedVolumes()), sys.platform, QStorageInfo.root().rootPath())


def network_addresses() -> list[tuple[str, str]]:
    """Return the IPv4 addresses at which others on the same network reach this computer, each with the name of its
    card: Wi-Fi and cable first, then cards of virtual machines and tunnels.
    """
    from PySide6.QtNetwork import QAbstractSocket, QNetworkInterface  # not loaded at the start

    flag, kind = QNetworkInterface.InterfaceFlag, QNetworkInterface.InterfaceType
    found = []
    for card in QNetworkInterface.allInterfaces():
        if not card.flags() & flag.IsUp or not card.flags() & flag.IsRunning or card.flags() & flag.IsLoopBack:
            continue
        is_real = card.type() in (kind.Wifi, kind.Ethernet) and not _VIRTUAL.match(card.humanReadableName())
        for entry in card.addressEntries():
            address = entry.ip()
            if address.protocol() is QAbstractSocket.NetworkLayerProtocol.IPv4Protocol and not address.isLinkLocal():
                found.append((not is_real, address.toString(), card.humanReadableName()))
    return [(address, card) for _, address, card in sorted(found)]


_VIRTUAL = re.compile(r"vEthernet|VirtualBox|VMware|docker|br-|veth|virbr|tun|tap|wg|utun", re.IGNORECASE)


def _volume(info: QStorageInfo) -> Volume:
    kind = bytes(info.fileSystemType().data()).decode("utf-8", "replace")
    is_writable = info.isValid() and info.isReady() and not info.isReadOnly()
    return Volume(info.rootPath(), info.name(), info.bytesAvailable(), kind, is_writable)


# Power supply and battery level of this computer, as far as its system reports them without a library.

LINUX = Path("/sys/class/power_supply")
PATIENCE_S = 5
_UNKNOWN = 255
"""The value by which Windows says that it does not know."""


def read_power() -> PowerState:
    """Return the state of the power supply; unknown values are None. Never raises."""
    try:
        if sys.platform == "win32":
            return _on_windows()
        if sys.platform == "darwin":
            return _on_mac()
        return read_linux_power(LINUX)
    except OSError:
        return PowerState()


def _on_mac() -> PowerState:
    import subprocess  # each start would load it, for two systems that do without

    try:
        asked = subprocess.run(["pmset", "-g", "batt"], capture_output=True, text=True, timeout=PATIENCE_S, check=True)
    except subprocess.SubprocessError:
        return PowerState()
    return parse_pmset(asked.stdout)


def read_linux_power(folder: Path) -> PowerState:
    """Return the state on Linux, with one folder per supply. Batteries of mice and headsets are ignored."""
    supplies = [each for each in sorted(folder.iterdir()) if _word(each, "scope") != "Device"]
    batteries = [each for each in supplies if _word(each, "type") == "Battery"]
    online = [_word(each, "online") for each in supplies if each not in batteries]
    states = {_word(each, "status") for each in batteries}
    levels = [int(level) for each in batteries if (level := _word(each, "capacity")).isdecimal()]
    return PowerState(_is_on_mains(online, states), round(sum(levels) / len(levels)) if levels else None)


def _is_on_mains(online: list[str], states: set[str]) -> bool | None:
    """Whether a charger reports power; if none is listed, whether a battery is not discharging. None if unknown."""
    if "1" in online:
        return True
    if "Discharging" in states or "0" in online:
        return False
    return True if states & {"Charging", "Full", "Not charging"} else None


def _word(supply: Path, name: str) -> str:
    try:
        return (supply / name).read_text("utf-8", "replace").strip()
    except OSError:
        return ""


def parse_pmset(sentence: str) -> PowerState:
    """Return the state on macOS, from the output of `pmset -g batt`."""
    source = re.search(r"drawing from '(AC|Battery|UPS) Power'", sentence)
    level = re.search(r"InternalBattery.*?(\d{1,3})%", sentence)
    return PowerState(source[1] == "AC" if source else None, int(level[1]) if level else None)


class _Status(ctypes.Structure):
    """SYSTEM_POWER_STATUS of the Windows API."""

    _fields_ = (
        ("line", ctypes.c_ubyte),
        ("flag", ctypes.c_ubyte),
        ("percent", ctypes.c_ubyte),
        ("saver", ctypes.c_ubyte),
        ("left", ctypes.c_uint32),
        ("full", ctypes.c_uint32),
    )


def parse_windows_power(line: int, percent: int) -> PowerState:
    return PowerState(None if line == _UNKNOWN else line == 1, None if percent == _UNKNOWN else percent)


def _on_windows() -> PowerState:
    status = _Status()
    ctypes.windll.kernel32.GetSystemPowerStatus(ctypes.byref(status))  # type: ignore[attr-defined,unused-ignore]
    return parse_windows_power(status.line, status.percent)


# Detecting whether windows can be shown. Never opens one.

SECONDS = 20.0
"""Seconds that a display server has to answer."""

_UNSEEN = ("offscreen", "minimal")


def has_screen() -> bool:
    """Whether a window would be visible. On X11 and Wayland a server has to answer; its name alone is not enough."""
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running.platformName() not in _UNSEEN
    if platform := os.environ.get("QT_QPA_PLATFORM"):
        return platform not in _UNSEEN
    if sys.platform in ("win32", "darwin"):
        return True
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    return _answers()


def _answers() -> bool:
    """Whether the display server answers.

    Qt ends the process if it does not (a stale DISPLAY over ssh), so another process asks. Forked: no thread runs and
    nothing of Qt's windows exists yet, and to start Python once more took a third of the program's start.
    """
    asking = multiprocessing.get_context("fork").Process(target=_ask, daemon=True)
    asking.start()
    asking.join(SECONDS)
    has_answer = asking.exitcode == 0
    asking.kill()
    asking.join()
    asking.close()
    return has_answer


def _ask() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())  # Qt's error messages help no user
    QGuiApplication([])


# A mark of the running program for the installer of Windows, which otherwise would take its files from under it.

MUTEXES = ("Checkin-is-running", "Global\\Checkin-is-running")
"""Named in packaging/windows/checkin.iss: the second is seen from the sessions of other users too."""
_FOR_ALL_USERS = "D:(A;;GA;;;WD)"
"""Security descriptor: the installer runs as an administrator, or as another user."""
_REVISION = 1


def mark_as_running() -> None:
    """Have installer and uninstaller refuse to go on until this process has ended, however it ends."""
    if sys.platform == "win32":
        attributes = _Attributes(ctypes.sizeof(_Attributes), None, False)
        ctypes.windll.advapi32.ConvertStringSecurityDescriptorToSecurityDescriptorW(
            _FOR_ALL_USERS, _REVISION, ctypes.byref(attributes, _Attributes.descriptor.offset), None
        )
        for name in MUTEXES:
            ctypes.windll.kernel32.CreateMutexW(ctypes.byref(attributes), False, name)  # kept until the process ends


class _Attributes(ctypes.Structure):
    """SECURITY_ATTRIBUTES of the Windows API."""

    _fields_ = (("size", ctypes.c_uint32), ("descriptor", ctypes.c_void_p), ("is_inherited", ctypes.c_int))


# A wake lock for the screen while a kiosk serves guests.
# Linux: the desktop's `org.freedesktop.ScreenSaver` over D-Bus. Windows: the execution state of this thread. macOS:
# `caffeinate`, which ends with this program. On systems without these nothing happens and nothing fails (docs/kiosk.md
# says what to set there). Never waits for the desktop's answer.

_SCREEN_SAVER, _SCREEN_SAVER_PATH = "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"
_AWAKE_BUS = "checkin-awake"
"""A connection of its own: the desktop drops the lock when the connection that asked for it ends."""
_CONTINUOUS, _SYSTEM, _DISPLAY = 0x80000000, 0x1, 0x2
"""ES_CONTINUOUS, ES_SYSTEM_REQUIRED and ES_DISPLAY_REQUIRED of Windows."""


class ScreenWakeLock(QObject):
    """A lock that keeps the screen on between `keep` and `release`. It ends with the program, even a killed one.
    `reason` is shown by desktops that list such locks.
    """

    def __init__(self, reason: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reason = reason
        self._caffeinate: subprocess.Popen[bytes] | None = None
        self._asked: QDBusPendingCallWatcher | None = None

    def keep(self) -> None:
        if sys.platform == "win32":
            ctypes.windll.kernel32.SetThreadExecutionState(_CONTINUOUS | _SYSTEM | _DISPLAY)
        elif sys.platform == "darwin":
            import subprocess

            self._caffeinate = subprocess.Popen(["/usr/bin/caffeinate", "-d", "-i", "-w", str(os.getpid())])
        else:
            self._inhibit()

    def release(self) -> None:
        if sys.platform == "win32":
            ctypes.windll.kernel32.SetThreadExecutionState(_CONTINUOUS)
        elif self._caffeinate:
            self._caffeinate.terminate()
            self._caffeinate.wait()
            self._caffeinate = None
        elif self._asked:
            from PySide6.QtDBus import QDBusConnection

            self._asked = None
            QDBusConnection.disconnectFromBus(_AWAKE_BUS)

    def _inhibit(self) -> None:
        try:
            from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher
        except ImportError:  # a bundle without D-Bus
            _log.info("the screen is not kept awake: no D-Bus")
            return
        bus = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, _AWAKE_BUS)
        if not bus.isConnected():
            _log.info("the screen is not kept awake: no session bus")
            return
        message = QDBusMessage.createMethodCall(_SCREEN_SAVER, _SCREEN_SAVER_PATH, _SCREEN_SAVER, "Inhibit")
        message.setArguments(["Checkin", self._reason])
        self._asked = QDBusPendingCallWatcher(bus.asyncCall(message), self)
        self._asked.finished.connect(_log_refusal)


def _log_refusal(answered: "QDBusPendingCallWatcher") -> None:
    if answered.isError():
        _log.info("the screen is not kept awake: %s", answered.error().name())
