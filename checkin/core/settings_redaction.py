# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings redaction: settings as they may be shown to a helper, without the texts in them.

Flags and numbers are shown, of a text only whether there is one. A setting added later is treated in the same way, so
that a secret stays one by default.
"""

from collections.abc import Mapping, Sized
from dataclasses import fields

from checkin.core.desk_settings import Settings
from checkin.core.languages import LANGUAGES

SHOWN_VALUES = {"language": ("", *LANGUAGES), "theme": ("", "system", "light", "dark", "contrast")}
"""Settings whose text may be shown, and the words it may be."""


def redact_settings(settings: Settings, delivered: Settings) -> dict[str, str]:
    """Return every setting by name; `delivered` are the defaults."""
    names = [field.name for field in fields(settings)]
    return {name: _told(name, getattr(settings, name), getattr(delivered, name)) for name in names}


def _told(name: str, value: object, default: object) -> str:
    if isinstance(value, bool | int | float):
        return str(value)
    if isinstance(value, str):
        if value in SHOWN_VALUES.get(name, ()):
            return value or "as the system"
        return "as delivered" if value == default else "set" if value else "not set"
    return (
        f"{len(value)} of them" if isinstance(value, Sized | Mapping) else "as delivered" if value == default else "set"
    )
