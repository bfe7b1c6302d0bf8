# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever the day was: the account of it is the same after a purge, and nobody is in it."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from checkin.core.entries import EntryKind, next_id
from checkin.core.purge import _KEPT, IMPERSONAL_KINDS, anonymise_entry, is_anonymous
from checkin.core.sync.conflicts import ConflictKind, are_divergent, resolutions_by_conflict, undone_ids
from checkin.core.sync.sealed_entry import SealedEntry, read_sealed
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.file_check import check_file
from checkin.storage import journal_purge
from checkin.storage.connection import transaction
from tests.builders import KEY, MORNING, a_programme
from tests.fakes import FakeClock
from tests.privacy import SECRETS, a_day, journal, traces
from tests.sync.desks import SyncDesk, ticking

PEOPLE = st.sampled_from("ABCD")
POINTS = st.sampled_from(["accueil", "atelier-b"])
TEXT = st.sampled_from(["Zéphyrine", "Wolfgang"])

ACTS = st.one_of(
    st.tuples(
        st.just(EntryKind.ATTENDEE_ADDED),
        PEOPLE,
        st.fixed_dictionaries(
            {"first_name": TEXT, "last_name": TEXT, "email": TEXT},
            optional={
                "category": st.sampled_from(["presse", "officiel"]),
                "status": st.sampled_from(["pending", "cancelled"]),
                "places": st.integers(2, 4),
                "sessions": st.just(["atelier-b"]),
                "custom": st.dictionaries(TEXT, TEXT, max_size=1),
            },
        ),
    ),
    st.tuples(
        st.sampled_from([EntryKind.CHECKED_IN, EntryKind.CHECKED_OUT, EntryKind.REFUSED]),
        PEOPLE,
        st.fixed_dictionaries(
            {"control_point": POINTS, "ticket": TEXT}, optional={"people": st.integers(1, 3), "why": TEXT}
        ),
    ),
    st.tuples(
        st.just(EntryKind.ATTENDEE_CORRECTED),
        PEOPLE,
        st.fixed_dictionaries(
            {
                "changes": st.sampled_from(
                    [{"category": ["", "presse"]}, {"note": ["", "Wolfgang"]}, {"places": ["", 5]}]
                )
            },
            optional={"understood": st.just(True)},
        ),
    ),
    st.tuples(st.just(EntryKind.TICKET_SENT), PEOPLE, st.fixed_dictionaries({"address": TEXT, "message": TEXT})),
    st.tuples(st.just(EntryKind.WAITING_JOINED), PEOPLE, st.just({"session": "atelier-b"})),
    st.tuples(st.just(EntryKind.ATTENDEE_MERGED), PEOPLE, st.fixed_dictionaries({"into": PEOPLE})),
    st.tuples(st.just("of_a_newer_version"), PEOPLE, st.fixed_dictionaries({"signature": TEXT})),
    st.tuples(st.just(EntryKind.UNDONE), PEOPLE, st.integers(0, 30)),
)


def lived(acts):
    desk = SyncDesk("Accueil 1", ticking(), random.Random(7).randbytes, has_tables=True)
    for kind, subject, body in acts:
        if kind is EntryKind.UNDONE:  # written about whom its target is about, as the desk does
            entries = desk.entries() or [(bytes(16), "", subject)]
            target = entries[body % len(entries)]
            subject, body = target[2], {"targets": [target[0].hex()]}
        desk.append(kind, subject, **body)
    return desk


def account(desk):
    """Of everybody what the figures are made of, whoever they are."""
    return Counter(told(history) for _, history in desk.journal.histories(desk.journal.people()))


def told(history):
    person = history.attendee
    known = person and (person.category, person.status, person.presence, person.sessions, person.places)
    visits = [(p, v.arrived and v.arrived.at, v.left and v.left.at, v.people) for p, v in history.visits.items()]
    return known, tuple(sorted(visits, key=str)), tuple(history.waiting), len(history.corrections)


def purged(desk):
    with transaction(desk.db):
        desk.journal.append(EntryKind.EVENT_PURGED, "", {}, at=desk.clock(), desk=desk.name)
        desk.journal.empty()


BODY_ERASED = {
    EntryKind.ATTENDEE_MERGED,
    EntryKind.CONFLICT_SETTLED,
    EntryKind.HELP_ASKED,
    EntryKind.NOTE_LEFT,
    EntryKind.PHOTOGRAPH_KEPT,
    EntryKind.PHOTOGRAPH_SET,
    EntryKind.SIGNED,
    EntryKind.SPEAKER_PLANNED,
    EntryKind.TICKET_SENT,
    EntryKind.TICKETS_REVOKED,
    EntryKind.SUPERVISOR_NAMED,
    EntryKind.SUPERVISOR_REMOVED,
    EntryKind.SUPERVISOR_REFUSED,
    EntryKind.SUPERVISOR_RECOGNISED,
}
"""Kinds whose body keeps nothing of its own (what resolves a conflict stays, whatever its kind)."""


def test_of_every_kind_it_is_said_what_a_purge_leaves():
    assert Counter([*IMPERSONAL_KINDS, *_KEPT, *BODY_ERASED]) == Counter(EntryKind)


@example([(EntryKind.ATTENDEE_MERGED, "B", {"into": "A"}), (EntryKind.ATTENDEE_MERGED, "C", {"into": "A"})])
@settings(max_examples=100)
@given(st.lists(ACTS, max_size=30))
def test_the_account_of_any_day_is_the_same_after_a_purge(acts):
    desk = lived(acts)
    before, ids = account(desk), desk.ids()
    purged(desk)
    assert account(desk) == before
    assert desk.ids()[:-1] == ids
    assert not any(secret in str(desk.entries()) for secret in ("Zéphyrine", "Wolfgang"))
    entries = desk.entries()
    purged(desk)
    assert desk.entries()[:-1] == entries  # what is anonymous stays as it is


CORRECTED = ("category", "status", "note", "first_name", "custom:Zéphyrine", "custom:Wolfgang")
CONFLICTS = [*(f"{ConflictKind.CORRECTED_TWICE}:{{}}:{{}}:{field}" for field in CORRECTED)]
CONFLICTS += [f"{ConflictKind.DOUBLE_ADMISSION}:{{2}}:{{3}}", f"{ConflictKind.SAME_WALK_IN}:A:B"]
WORDS_ON_IT = st.tuples(
    st.sampled_from(CONFLICTS),
    st.sampled_from(["keep_first", "keep_second"]),
    st.sampled_from(["told", "carried", "over"]),
)


def settled_apart(orders, words):
    """Two corrected the same fields, each in an order of its own, and let the same person in; then what desks said of
    that: a word, an entry that carries it out, a word in the place of all before."""
    desk = lived([(EntryKind.ATTENDEE_ADDED, who, {"last_name": "Zéphyrine", "how": "walk_in"}) for who in "AB"])
    said = [{field: ["", f"{field[:4]}_{way}"] for field in order} for way, order in zip("ab", orders, strict=True)]
    entries = [desk.append(EntryKind.ATTENDEE_CORRECTED, "A", changes=changes) for changes in said]
    entries += [desk.check_in("A") for _ in range(2)]
    told = defaultdict(list)
    for conflict, how, what in words:
        key = conflict.format(*(entry.id.hex() for entry in entries))
        body = {"conflict": key, "how": how}
        if what == "carried":
            carried_out(desk, key, body, said, entries)
        else:
            over = {"over": list(told[key])} if what == "over" else {}
            told[key].append(desk.append(EntryKind.CONFLICT_SETTLED, "A", **body, **over).id.hex())
    return desk


def carried_out(desk, key, body, said, entries):
    kind, *_, field = key.split(":", 3)
    match kind:
        case ConflictKind.CORRECTED_TWICE:
            changes = {field: [said[1][field][1], said[0][field][1]]}
            desk.append(EntryKind.ATTENDEE_CORRECTED, "A", changes=changes, **body)
        case ConflictKind.DOUBLE_ADMISSION:
            wrong = entries[2 if body["how"] == "keep_second" else 3]
            desk.append(EntryKind.UNDONE, "A", targets=[wrong.id.hex()], **body)
        case _:
            desk.append(EntryKind.ATTENDEE_MERGED, "B", into="A", **body)


def judged(desk):
    """What is void, of how many conflicts desks think differently, and which of those of the account are open."""
    entries = desk.journal.entries_of_kinds(list(EntryKind))
    apart = [[head.id for head in heads] for heads in resolutions_by_conflict(entries).values() if are_divergent(heads)]
    people = [history for _, history in desk.journal.histories(desk.journal.people())]
    still = [c.key for h in people for c in h.open_conflicts if c.field in ("", "category", "status")]
    return undone_ids(entries), sorted(apart), sorted(still)


@settings(max_examples=60)
@given(st.tuples(st.permutations(CORRECTED), st.permutations(CORRECTED)), st.lists(WORDS_ON_IT, max_size=8))
def test_of_settlements_made_apart_a_purge_leaves_the_same_ones_standing(orders, words):
    desk = settled_apart(orders, words)
    before = account(desk), judged(desk)
    for _ in range(2):
        purged(desk)
        assert (account(desk), judged(desk)) == before
        assert not any(secret in str(desk.entries()) for secret in ("Zéphyrine", "Wolfgang"))


@settings(max_examples=60)
@given(
    st.sampled_from(sorted(set(EntryKind) - IMPERSONAL_KINDS)),
    st.dictionaries(
        st.sampled_from(
            [
                "name",
                "why",
                "text",
                "control_point",
                "how",
                "changes",
                "category",
                "places",
                "people",
                "targets",
                "into",
                "read",
            ]
        ),
        st.one_of(
            st.just("Wolfgang Œuvrard"), st.just(["Wolfgang"]), st.just({"Wolfgang": ["Wolfgang", 1]}), st.booleans()
        ),
    ),
)
def test_whatever_a_body_says_the_remainder_is_an_entry_without_the_person(kind, body):
    """Ids of the programme stay, and nobody's name is one."""
    for name in ("control_point", "category"):
        body.pop(name, None)
    made = next_id(None, int(MORNING.timestamp()) * 10**9, bytes(8))
    entry = SealedEntry(made, kind, "A", "d", MORNING.isoformat(), json.dumps(body))
    kept = anonymise_entry(entry, lambda _: "anonymous:" + "0" * 32)
    assert read_sealed(kept.fields()) == kept
    assert "Wolfgang" not in "".join(kept.fields())
    assert anonymise_entry(kept, lambda _: "") == kept


@pytest.mark.parametrize(
    ("kind", "body", "left"),
    [
        (
            EntryKind.UNDONE,
            {"targets": ["0" * 32, "Wolfgang"], "instead": "1" * 32},
            {"targets": ["0" * 32], "instead": "1" * 32},
        ),
        (EntryKind.UNDONE, {"targets": [], "instead": "Wolfgang", "hour": None}, {"targets": []}),
        (
            EntryKind.EXIT_CONFIRMED,
            {"half_day": "2023-07-04/morning", "hour": None},
            {"half_day": "2023-07-04/morning", "hour": None},
        ),
        (EntryKind.EXIT_CONFIRMED, {"half_day": "2023-07-04/morning"}, {"half_day": "2023-07-04/morning"}),
        (EntryKind.CHECKED_IN, {"control_point": ["Wolfgang"], "people": 2}, {"people": 2}),
        (EntryKind.CHECKED_IN, {"control_point": "W" * 81, "reason": "welcome"}, {"reason": "welcome"}),
        (EntryKind.CHECKED_IN, {"control_point": 5, "why": "Wolfgang"}, {}),
    ],
)
def test_of_a_body_a_purge_leaves_ids_numbers_and_our_own_words(kind, body, left):
    made = next_id(None, int(MORNING.timestamp()) * 10**9, bytes(8))
    entry = SealedEntry(made, kind, "A", "d", MORNING.isoformat(), json.dumps(body))
    assert json.loads(anonymise_entry(entry, lambda _: "anonymous:" + "0" * 32).body) == left


def test_every_kind_is_of_nobody_or_loses_what_it_says_of_people():
    """A kind that is new in this version loses everything, until somebody says here what may stay."""
    assert {k for k in IMPERSONAL_KINDS if "attendee" in k or "supervisor" in k or "speaker" in k} == set()


KILLED = """
import os, sys
from pathlib import Path
from checkin.core.supervisor import Authority
from checkin.services.privacy import event_purge
from checkin.services.event_file import EventFile
from tests.builders import MORNING

event = EventFile.open(Path(sys.argv[1]))
sys.stdin.readline()
print("now", flush=True)
event_purge.purge(event, Authority("d", "w"), at=MORNING, desk="d")
print("done", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")
def test_killed_in_the_middle_it_was_done_or_not_and_never_half(tmp_path):
    dice, seen = random.Random(31), Counter()
    for run in range(int(os.environ.get("CHECKIN_KILLS", "12"))):
        folder = tmp_path / str(run)
        folder.mkdir()
        seen[outcome(folder, dice.random() * 0.06)] += 1
    print(dict(seen))


def outcome(folder, wait):
    path, clock = folder / "day.checkin", FakeClock(MORNING)
    event = EventFile.create(path, KEY)
    event.plan(a_programme(), at=MORNING, desk="d")
    a_day(event, Desk(event, clock, "d"), clock)
    before = check_file(event).day_report
    rows = journal(event)
    event.close()
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    child.stdin.write("\n")
    child.stdin.flush()
    child.stdout.readline()
    time.sleep(wait)
    child.send_signal(signal.SIGKILL)
    said = child.communicate()[0]
    event = EventFile.open(path)
    report, found = check_file(event), journal_purge.newest_purge(event.db)
    kept = "".join(map(str, event.db.conn.execute("SELECT subject, body FROM journal")))
    assert report.problems == ()
    assert replace(report.day_report, merges=()) == replace(before, merges=())
    assert journal(event)[: len(rows)] == rows
    named = [secret for secret in SECRETS if secret in kept]
    event.close()
    assert bool(found) != bool(named)
    assert found or "done" not in said
    assert not found or traces(folder) == []
    return "after" if found else "before"


def test_an_anonymous_subject_is_told_from_a_persons():
    desk = lived([(EntryKind.CHECKED_IN, "A", {"control_point": "accueil"})])
    purged(desk)
    assert all(is_anonymous(row[2]) for row in desk.entries() if row[1] == EntryKind.CHECKED_IN)
