# SPDX-License-Identifier: GPL-3.0-or-later
"""Conversion between the moments of a programme and the local time at the venue. Pure."""

from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from checkin.core.entries import EARLIEST, LATEST, fixed_offset

YEARS = range(EARLIEST.year, LATEST.year)
"""The years that a date may have: others are typing errors, and ids and time zones cannot represent them."""


def find_zone(name: str) -> ZoneInfo | None:
    """Return the IANA time zone of this name; None for any other text, a path included."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def attach_zone(local: datetime, zone: tzinfo) -> datetime:
    """Return `local` with the fixed offset of `zone` then, so that it equals what its entry gives back even as clocks
    go back.
    """
    offset = local.replace(tzinfo=zone).utcoffset()
    return local.replace(tzinfo=fixed_offset(offset or timedelta()))


def wall_time(at: datetime, zone: tzinfo) -> datetime:
    """Return the local time, naive, from which `attach_zone` makes `at` again; of an hour that comes twice, the
    first.
    """
    as_written = at.replace(tzinfo=None)
    if attach_zone(as_written, zone) == at:  # also a time that the clocks skip as they go forward
        return as_written
    return at.astimezone(zone).replace(tzinfo=None)


def convert_to_zone(at: datetime, zone: tzinfo) -> datetime:
    """Return the same moment with the fixed offset that `zone` has then."""
    local = at.astimezone(zone)
    return local.replace(tzinfo=fixed_offset(local.utcoffset() or timedelta()), fold=0)
