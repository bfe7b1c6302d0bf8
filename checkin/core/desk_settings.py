# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings that a computer remembers of its desk for one event, their defaults, and the desk's name. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from checkin.core.print_jobs import NO_PLAN, PrintPlan

COMMAND_LINE_DESK = "CLI"
"""The desk named in entries written by commands, on the file of a desk."""


class TiedCodes(StrEnum):
    """What becomes of a person's other codes when one is tied to them at the desk. ASK: as at the newest one tied, and
    the strip asks.
    """

    ASK = ""
    KEEP = "keep"
    REPLACE = "replace"

    @classmethod
    def of(cls, settings: "Settings") -> "TiedCodes":
        """Return what was chosen; ASK for a word of another version."""
        return cls(settings.tied_codes) if settings.tied_codes in set(cls) else cls.ASK


@dataclass(frozen=True, slots=True)
class Settings:
    """A desk's settings. `camera` is a device id, "" for the system's first; "" as `language` and `theme` follows the
    system.

    `has_signatures`: attendees sign on this computer's screen. `follows_clock`: where a control point has closed and
    one other is open, the desk switches to it by itself. `text_size` is in percent of the design. `is_still`: no
    animations. `folder` and `hub` (a `postgresql://` URL) are where this desk meets others, "" for none; `identity`
    tells it apart there. `tied_codes` is a value of `TiedCodes`.
    """

    desk: str = "Accueil 1"
    control_point: str = ""
    camera: str = ""
    language: str = ""
    theme: str = ""
    is_mirrored: bool = True
    has_sound: bool = True
    follows_clock: bool = True
    has_signatures: bool = False
    text_size: int = 100
    is_still: bool = False
    folder: str = ""
    hub: str = ""
    identity: str = ""
    printing: PrintPlan = NO_PLAN
    tied_codes: str = ""


COMPUTERS = ("camera", "language", "theme", "is_mirrored", "has_sound", "text_size", "is_still")
"""The settings that belong to a computer whatever the event. Its printers belong to it too; when and on which badge
they print does not.
"""


def computer_settings(settings: Settings, others: Settings | None = None) -> Settings:
    """Return `others` (the default settings) with the computer's own settings taken from `settings`."""
    others = others or Settings()
    plan = settings.printing
    printers = replace(others.printing, printer=plan.printer, second=plan.second, setups=plan.setups)
    return replace(others, printing=printers, **{name: getattr(settings, name) for name in COMPUTERS})


# Names of desks: whether two look the same, and the next free one.

_NUMBERED = re.compile(r"(.*?)(\s*)([0-9]{1,6})", re.DOTALL)


def normalise_name(name: str) -> str:
    """Return a text that is equal for names that look the same."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def is_taken(name: str, taken: Iterable[str]) -> bool:
    return normalise_name(name) in map(normalise_name, taken)


def next_free(name: str, taken: Iterable[str]) -> str:
    """Return `name`, or the same with the next number that no other desk has."""
    known = set(map(normalise_name, taken))
    free = " ".join(name.split())
    found = _NUMBERED.fullmatch(free)
    stem, number = (found[1] + found[2], int(found[3])) if found else (f"{free} ", 1)
    while normalise_name(free) in known:
        number += 1
        free = f"{stem}{number}"
    return free
