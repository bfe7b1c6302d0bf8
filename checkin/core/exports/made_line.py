# SPDX-License-Identifier: GPL-3.0-or-later
"""How an export was made, as one line that is printed in it: so that it can be made again, and compared. Pure."""

import re

from checkin.core.errors import UserError
from checkin.core.exports.columns import Wish, chosen

_LINE = re.compile(r"checkin:made:1:(scans|plain|figures):([a-z_,]{1,2000})", re.ASCII)
"""1 is the version of what an export holds: another, where the same choice gives other sheets or columns."""


def made_line(wish: Wish) -> str:
    way = "figures" if wish.is_anonymous else "scans" if wish.has_scans else "plain"
    return f"checkin:made:1:{way}:{','.join(column.key for column in wish.columns)}"


def wish_in(text: str) -> Wish | None:
    """What an export says of itself; None of one that does not, or that another version made."""
    match = _LINE.search(text)
    try:
        return Wish(chosen(match[2].split(",")), match[1] == "scans", match[1] == "figures") if match else None
    except UserError:
        return None
