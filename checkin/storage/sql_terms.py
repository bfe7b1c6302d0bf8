# SPDX-License-Identifier: GPL-3.0-or-later
"""Terms of SQL that migrations and queries share: conditions, computed columns, and the id of the file format."""

import json

from checkin.core.attendee import OFF_STATUSES, Presence
from checkin.core.attendee_body import CUSTOM
from checkin.core.text_folding import fold_text

APPLICATION_ID = 0x43484B49  # "CHKI" in the file's header marks an event file

UNEXPECTED_STATUSES, UNEXPECTED_PRESENCE = tuple(status.value for status in OFF_STATUSES), Presence.REMOTE.value
EXPECTED = f"status NOT IN {UNEXPECTED_STATUSES} AND presence <> '{UNEXPECTED_PRESENCE}'"
"""SQL condition for expected people (`counts.is_expected`), and the words in it."""

ORDER = "CASE WHEN json_valid(body) THEN body ->> '$.order' END"
COMPANION = "CASE WHEN json_valid(body) THEN body ->> '$.companion' END"
"""SQL for the order of a person and for whom they accompany; NULL for most."""

WALK_IN = "kind = 'attendee_added' AND body ->> '$.how' = 'walk_in'"
"""SQL condition for the entries of people who were registered at a desk."""

PICTURE = "body ->> '$.picture'"
IS_PHOTOGRAPH = "kind = 'photograph_kept'"
"""SQL for the digest of the picture that an entry holds a part of, and the condition for those of photographs."""

THING = "body ->> '$.thing'"
IS_LENT = "kind = 'thing_lent'"
"""SQL for the number of a thing, and the condition for the entries that lend one."""

TIE = "kind IN ('attendee_corrected', 'code_replaced') AND CASE WHEN json_valid(body) THEN body ->> '$.tied' END = 1"
"""SQL condition for the entries that tied a code (`core/tied_codes`)."""

LAST_SORT_KEY = "\U0010ffff"
"""Sorts after every organisation."""

FREQUENT_KINDS = ("attendee_added", "attendee_corrected", "checked_in", "checked_out", "refused", "badge_printed")
OF_RARE_KIND = f"kind NOT IN {FREQUENT_KINDS}"
"""Kinds of which a journal may have a million entries, and the SQL condition for all others. A query that repeats it is
answered from the index of the others alone.
"""


def organisation_key(organisation: str) -> str:
    """Return the sort key of an organisation, ignoring case and accents; people without one sort last."""
    return fold_text(organisation) or LAST_SORT_KEY


FIELD = "CASE WHEN json_valid(body) THEN coalesce(body ->> ?, '') ELSE '' END"
"""SQL for the text of a field of a person, "" for none (`attendee_body.text_field`); its argument is a `field_path`."""


def field_path(name: str) -> str:
    """Return the path of a field in the body of a person, by the name a correction gives it."""
    title = name.removeprefix(CUSTOM)
    return f"$.custom.{json.dumps(title, ensure_ascii=False)}" if title != name else f"$.{name}"
