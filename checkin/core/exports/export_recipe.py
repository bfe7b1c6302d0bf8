# SPDX-License-Identifier: GPL-3.0-or-later
"""Recipe of an export, as one line printed in it: so that it can be made again, and compared. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime

from checkin.core.attendance.attendance_rules import (
    FIFTH_RULES,
    FIRST_RULES,
    FOURTH_RULES,
    RULES,
    SECOND_RULES,
    SEVENTH_RULES,
    SIXTH_RULES,
    THIRD_RULES,
    AttendanceRules,
)
from checkin.core.entries import LATEST, parse_moment
from checkin.core.errors import UserError
from checkin.core.exports.export_columns import ExportOptions, find_columns

_LINE = re.compile(
    r"checkin:made:(?:1|([2345678]):(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d)):(scans|plain|figures):([a-z_,]{1,2000})",
    re.ASCII,
)
"""The number is the version of what an export holds: another, where the same choice gives other sheets or columns. The
first named no moment: it counted as if the event were over. The second told absences that nobody had observed, the
third called everybody absent who had not come yet, and its total was not the sum of the minutes beside it, the
fourth called a list that came again a correction, a session in the break provisional for ever,
and let an exit after any door prove a booked session that was missed. The fifth called people still to come at the
control point of a day that was over, told counted columns of all days together only, and no numbers of what is lent.
The sixth called people absent on days whose entrances were not for them and from half-days at which nobody was seen,
and still to come on a day that was over until the night. The seventh expected online attendees at the door, nobody at
a session without registration, and had no figures of control points.
"""

NEWEST = 8
_RULES_OF = {
    1: FIRST_RULES,
    2: SECOND_RULES,
    3: THIRD_RULES,
    4: FOURTH_RULES,
    5: FIFTH_RULES,
    6: SIXTH_RULES,
    7: SEVENTH_RULES,
    NEWEST: RULES,
}


@dataclass(frozen=True, slots=True)
class ExportRecipe:
    """An export: what was wished, as of which moment, None of the first version, whose rules and sheets it has.
    `version` says by whose rules.
    """

    options: ExportOptions
    now: datetime | None
    version: int = NEWEST

    @property
    def is_first(self) -> bool:
        return self.now is None

    @property
    def counted_to(self) -> datetime:
        return self.now or LATEST

    @property
    def rules(self) -> AttendanceRules:
        return _RULES_OF[1 if self.is_first else self.version]


def recipe_line(making: ExportRecipe) -> str:
    options, now = making.options, making.now
    version = f"{making.version}:{now.isoformat(timespec='seconds')}" if now else "1"
    way = "figures" if options.is_anonymous else "scans" if options.has_scans else "plain"
    return f"checkin:made:{version}:{way}:{','.join(column.key for column in options.columns)}"


def read_recipe(text: str) -> ExportRecipe | None:
    """Return the recipe in an export's text; None without one, or if another version made it."""
    match = _LINE.search(text)
    if match is None:
        return None
    version, parts, way, columns = match.groups()
    now = parse_moment(parts)
    if parts and now is None:
        return None
    try:
        return ExportRecipe(
            ExportOptions(find_columns(columns.split(",")), way == "scans", way == "figures"), now, int(version or 1)
        )
    except UserError:
        return None
