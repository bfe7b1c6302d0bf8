# SPDX-License-Identifier: GPL-3.0-or-later
"""What is left, after a purge, of arrivals from paper and of time online: when, and nobody's name."""

import json

import pytest

from checkin.core.entries import EntryKind, body_text
from checkin.core.purge import anonymise_entry
from checkin.core.sync.sealed_entry import SealedEntry
from tests.builders import MORNING, Steps


def left_of(kind, **body):
    entry = Steps().entry(kind, **body)
    sealed = SealedEntry(entry.id, kind, entry.subject, entry.desk, entry.at.isoformat(), body_text(entry.body))
    return json.loads(anonymise_entry(sealed, lambda _: "anonymous:1").body)


def test_the_time_on_paper_stays():
    body = left_of(
        EntryKind.CHECKED_IN, control_point="accueil", how="paper", written_at=MORNING.isoformat(), ticket="X"
    )
    assert body == {"control_point": "accueil", "how": "paper", "written_at": MORNING.isoformat()}


def test_the_time_online_stays_and_not_as_whom_the_log_named_them():
    when = {"start": MORNING.isoformat(), "end": MORNING.isoformat(), "source": "zoom"}
    assert left_of(EntryKind.REMOTE_SEEN, **when, **{"as": "lea@example.org", "import": "1"}) == when


@pytest.mark.parametrize("said", ["Léa Morvan", "lea@example.org", 9])
def test_a_name_where_a_time_should_be_goes(said):
    assert left_of(EntryKind.CHECKED_IN, control_point="accueil", written_at=said) == {"control_point": "accueil"}
