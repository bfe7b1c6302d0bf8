# SPDX-License-Identifier: GPL-3.0-or-later
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from checkin.core import purge
from checkin.core.entries import EntryKind, body_text
from checkin.core.programme.programme import Event, Session
from checkin.core.supervisor import Authority
from checkin.core.sync.sealed_entry import SealedEntry
from tests.builders import MORNING, Steps, a_programme

NOW = datetime(2023, 7, 20, 9, tzinfo=UTC)
LAST = Session("z", "Clôture", MORNING + timedelta(days=1), MORNING + timedelta(days=1, hours=3))


def test_two_weeks_after_the_last_day_unless_somebody_chose_another():
    programme = a_programme(sessions=(LAST,))
    assert purge.last_day(programme) == date(2023, 7, 5)
    assert purge.last_day(a_programme(sessions=(replace(LAST, ends=None),))) == date(2023, 7, 5)
    assert purge.kept_until(purge.PrivacyRecord(), programme) == date(2023, 7, 19)
    assert purge.kept_until(purge.PrivacyRecord(until=date(2023, 8, 1)), programme) == date(2023, 8, 1)
    assert purge.kept_until(purge.PrivacyRecord(), a_programme(event=Event("x"), sessions=())) is None


@pytest.mark.parametrize(
    ("sessions", "after", "over"),
    [
        ((LAST,), timedelta(days=1, hours=2), False),
        ((LAST,), timedelta(days=1, hours=3), True),
        ((), timedelta(hours=12), False),
        ((), timedelta(days=1), True),
    ],
)
def test_it_is_over_after_the_last_session_or_the_day(sessions, after, over):
    assert purge.is_event_over(a_programme(sessions=sessions), MORNING + after) is over


@pytest.mark.parametrize(
    ("newest", "ahead", "believed"),
    [
        (None, 0.0, True),
        (NOW, 0.0, True),
        (NOW + timedelta(minutes=4), 0.0, True),
        (NOW + timedelta(minutes=6), 0.0, False),
        (NOW - timedelta(days=9), 400.0, False),
        (NOW - timedelta(days=9), -400.0, False),
    ],
)
def test_a_clock_is_believed_unless_something_contradicts_it(newest, ahead, believed):
    assert purge.is_clock_credible(NOW, newest, ahead) is believed


def test_who_decided_is_kept_until_a_purge_and_what_is_damaged_decides_nothing():
    journal, record = Steps(), purge.PrivacyRecord(until=date(2023, 7, 9), by_itself=Authority("A", "w"))
    described = journal.entry(EntryKind.PRIVACY_DESCRIBED, "", **purge.record_body(record))
    own = {described.id}
    assert purge.fold_privacy_record([described], own) == record
    assert purge.fold_privacy_record([described], ()).by_itself is None  # decided at another desk
    assert purge.fold_privacy_record([described, journal.entry(EntryKind.EVENT_PURGED, "")], own).by_itself is None
    for damaged in (True, {}, {"allowed_by": 3, "why": ""}, "A"):
        odd = journal.entry(EntryKind.PRIVACY_DESCRIBED, "", by_itself=damaged)
        assert purge.fold_privacy_record([odd], {odd.id}).by_itself is None


def left_of(kind, **body):
    entry = Steps().entry(kind, **body)
    sealed = SealedEntry(entry.id, kind, entry.subject, entry.desk, entry.at.isoformat(), body_text(entry.body))
    return json.loads(purge.anonymise_entry(sealed, lambda _: "anonymous:1").body)


def test_times_stay_and_not_as_whom_a_log_named_them():
    arrival = {"control_point": "accueil", "how": "paper", "written_at": MORNING.isoformat()}
    assert left_of(EntryKind.CHECKED_IN, **arrival, ticket="X") == arrival
    when = {"start": MORNING.isoformat(), "end": MORNING.isoformat(), "source": "zoom"}
    assert left_of(EntryKind.REMOTE_SEEN, **when, **{"as": "lea@example.org", "import": "1"}) == when


@pytest.mark.parametrize("said", ["Léa Morvan", "lea@example.org", 9])
def test_a_name_where_a_time_should_be_goes(said):
    assert left_of(EntryKind.CHECKED_IN, control_point="accueil", written_at=said) == {"control_point": "accueil"}
