# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings as they may be told to whoever helps: what is on or off, how many; of a text only whether there is one.

A setting that is added later is told in the same way: nothing has to be remembered for a secret to stay one.
"""

from collections.abc import Mapping, Sized
from dataclasses import fields

from checkin.core.desk_settings import Settings

SHOWN_VALUES = {"language": ("", "fr", "en"), "theme": ("", "system", "light", "dark", "contrast")}
"""Texts that are one of a few words of ours."""


def redact_settings(settings: Settings, delivered: Settings) -> dict[str, str]:
    """Every one of them; `delivered` is what they are before anybody chose."""
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
