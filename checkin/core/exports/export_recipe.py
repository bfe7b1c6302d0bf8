# SPDX-License-Identifier: GPL-3.0-or-later
"""Recipe of an export, as one line printed in it: so that it can be made again, and compared. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime

from checkin.core.entries import parse_moment
from checkin.core.errors import UserError
from checkin.core.exports.export_columns import ExportOptions, find_columns

VERSION = 1
"""The version of what an export holds: another, where the same choice gives other sheets, columns or figures."""

_LINE = re.compile(
    rf"checkin:made:{VERSION}:(\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d):(scans|plain|figures):([a-z_,]{{1,2000}})",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class ExportRecipe:
    """What an export was asked for, and the moment as of which it counts."""

    options: ExportOptions
    now: datetime


def recipe_line(making: ExportRecipe) -> str:
    options = making.options
    way = "figures" if options.is_anonymous else "scans" if options.has_scans else "plain"
    columns = ",".join(column.key for column in options.columns)
    return f"checkin:made:{VERSION}:{making.now.isoformat(timespec='seconds')}:{way}:{columns}"


def read_recipe(text: str) -> ExportRecipe | None:
    """Return the recipe in an export's text; None without one, or if another version made it."""
    match = _LINE.search(text)
    now = parse_moment(match[1]) if match else None
    if match is None or now is None:
        return None
    _, way, columns = match.groups()
    try:
        return ExportRecipe(ExportOptions(find_columns(columns.split(",")), way == "scans", way == "figures"), now)
    except UserError:
        return None
