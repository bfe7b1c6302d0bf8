# SPDX-License-Identifier: GPL-3.0-or-later
"""Recipe of an export, as one line printed in it: so that it can be made again, and compared. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime

from checkin.core.entries import LATEST, parse_moment
from checkin.core.errors import UserError
from checkin.core.evening.attendance_rules import FIRST_RULES, RULES, SECOND_RULES, AttendanceRules
from checkin.core.exports.export_columns import ExportOptions, find_columns

_LINE = re.compile(
    r"checkin:made:(?:1|([23]):(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d)):(scans|plain|figures):([a-z_,]{1,2000})",
    re.ASCII,
)
"""The number is the version of exports; it changes when the same choice gives other sheets or columns. The first named
no moment and counted as if the event were over. The second counted absences from sessions without observation.
"""


@dataclass(frozen=True, slots=True)
class ExportRecipe:
    """How an export was made: its options, as of which moment, None for the first version. `is_second`: by the rules of
    that version.
    """

    wish: ExportOptions
    now: datetime | None
    is_second: bool = False

    @property
    def is_first(self) -> bool:
        return self.now is None

    @property
    def counted_to(self) -> datetime:
        return self.now or LATEST

    @property
    def rules(self) -> AttendanceRules:
        return FIRST_RULES if self.is_first else SECOND_RULES if self.is_second else RULES


def recipe_line(making: ExportRecipe) -> str:
    wish, now = making.wish, making.now
    number = 2 if making.is_second else 3
    version = f"{number}:{now.isoformat(timespec='seconds')}" if now else "1"
    way = "figures" if wish.is_anonymous else "scans" if wish.has_scans else "plain"
    return f"checkin:made:{version}:{way}:{','.join(column.key for column in wish.columns)}"


def read_recipe(text: str) -> ExportRecipe | None:
    """Return the recipe in an export's text; None without one, or if another version made it."""
    match = _LINE.search(text)
    if match is None:
        return None
    version, said, way, columns = match.groups()
    now = parse_moment(said)
    if said and now is None:
        return None
    try:
        return ExportRecipe(
            ExportOptions(find_columns(columns.split(",")), way == "scans", way == "figures"), now, version == "2"
        )
    except UserError:
        return None
