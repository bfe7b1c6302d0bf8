# SPDX-License-Identifier: GPL-3.0-or-later
"""What all people together say: which organisations they come from, who has booked what. Each reads everyone once."""

import json
from collections.abc import Mapping

from sqlite_utils import Database

from checkin.storage.connection import rows
from checkin.storage.schema import EXPECTED


def organisations(db: Database) -> list[str]:
    """As written on the list, those of most people first."""
    sql = (
        "SELECT body ->> '$.organisation' AS organisation FROM attendees WHERE organisation <> '' "
        "GROUP BY organisation ORDER BY count(*) DESC, organisation"
    )
    return [str(row[0]) for row in rows(db, sql)]


def awaited(db: Database, points: Mapping[str, str]) -> dict[str, int]:
    """Session → people registered for it who were not yet at its control point. `points`: session → control point."""
    came = (
        "SELECT 1 FROM json_each(?) AS point JOIN visits ON control_point = point.value "
        "WHERE point.key = booked.value AND visits.attendee = attendees.id"
    )
    sql = (
        "SELECT booked.value, total(places) FROM attendees, json_each(body, '$.sessions') AS booked "
        f"WHERE {EXPECTED} AND NOT EXISTS ({came}) GROUP BY booked.value"
    )
    return {str(session): int(people) for session, people in rows(db, sql, [json.dumps(dict(points))])}
