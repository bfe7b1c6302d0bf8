# SPDX-License-Identifier: GPL-3.0-or-later
"""The first window: the first time, with the events of a season, and with something gone wrong."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from checkin.core.message import StorageError
from checkin.services.computer.app_data import GONE, UNREACHABLE, RecentEvent
from checkin.translation import translate
from checkin.ui.welcome.welcome_window import WelcomeWindow
from scripts import backstage

_DOCUMENTS = Path.home() / "Documents" / "Événements"
_EVENTS = (
    RecentEvent(
        _DOCUMENTS / "2026" / "pionniers.checkin",
        "9ᵉ Rencontre des pionniers des alliances en partage – Journée nationale de restitution",
        date(2026, 7, 7),
        348,
    ),
    RecentEvent(
        _DOCUMENTS / "agm.checkin", "Assemblée générale extraordinaire de la fédération", date(2026, 6, 19), 1204
    ),
    RecentEvent(
        _DOCUMENTS / "forum.checkin",
        "Forum régional de l’économie sociale et solidaire d’Auvergne-Rhône-Alpes",
        date(2026, 5, 28),
        612,
    ),
    RecentEvent(
        Path("/media/cle/colloque.checkin"),
        "Colloque international « Territoires, transitions et coopérations »",
        trouble=StorageError(UNREACHABLE),
    ),
    RecentEvent(
        _DOCUMENTS / "voeux.checkin", "Vœux du président aux partenaires institutionnels", date(2026, 1, 15), 1
    ),
    RecentEvent(_DOCUMENTS / "gala-2025.checkin", "gala-2025", trouble=StorageError(GONE)),
)


def scenes() -> Iterator[tuple[str, backstage.Maker]]:
    yield "recent", recent
    yield "today", today
    yield "first", WelcomeWindow
    yield "trouble", trouble
    yield "rescued", rescued
    yield "looking", looking


def recent() -> QWidget:
    return WelcomeWindow(_EVENTS)


def today() -> QWidget:
    """The second of them is, and Enter opens it."""
    window = WelcomeWindow()
    window.show()
    window.activateWindow()
    window.show_recent(_EVENTS, _EVENTS[1].day)
    return window


def looking() -> QWidget:
    """Before anything was read of them."""
    return WelcomeWindow([RecentEvent(one.path, one.path.stem) for one in _EVENTS])


def rescued() -> QWidget:
    """The file of the newest is gone, and a copy of what its desk recorded is there."""
    newest = _EVENTS[0]
    copy = newest.path.with_name("pionniers.rescued-20260707-084703-1.checkin")
    return WelcomeWindow([replace(newest, trouble=StorageError(GONE), rescued=copy), *_EVENTS[1:]])


def trouble() -> QWidget:
    window = WelcomeWindow(_EVENTS[:2])
    window.show_error(translate(GONE))
    return window
