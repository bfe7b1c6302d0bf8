# SPDX-License-Identifier: GPL-3.0-or-later
"""Between the moments of a programme and the time on the clock of the hall. Pure."""

from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from checkin.core.entries import EARLIEST, LATEST

YEARS = range(EARLIEST.year, LATEST.year)
"""Outside of these a date is a slip of the hand, and ids and time zones cannot represent it."""


def find_zone(name: str) -> ZoneInfo | None:
    """None for what is no IANA name, a path, or a folder of zones."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def attach_zone(local: datetime, zone: tzinfo) -> datetime:
    """With a fixed offset, so that it equals what its entry gives back even as clocks go back."""
    offset = local.replace(tzinfo=zone).utcoffset()
    return local.replace(tzinfo=timezone(offset or timedelta()))


def wall_time(at: datetime, zone: tzinfo) -> datetime:
    """The local time, naive, of which `moment` makes `at` again (of an hour that comes twice: the first)."""
    as_written = at.replace(tzinfo=None)
    if attach_zone(as_written, zone) == at:  # also one that the clocks skip, as they go forward
        return as_written
    return at.astimezone(zone).replace(tzinfo=None)


def convert_to_zone(at: datetime, zone: tzinfo) -> datetime:
    """`at`, the same moment, with the fixed offset that `zone` has then."""
    local = at.astimezone(zone)
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta()), fold=0)
