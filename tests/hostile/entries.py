# SPDX-License-Identifier: GPL-3.0-or-later
"""Entries that no desk of ours writes: of each kind, with the fields that readers look for, and values of any type."""

import json

from hypothesis import strategies as st

from checkin.core.entries import EntryKind, next_id
from checkin.core.sync.sealed_entry import SealedEntry
from tests.builders import an_attendee

ONE = an_attendee(1)
SOON = next_id(None, 4_000_000_000 * 10**9, bytes(8))

FIELDS = [
    "control_point",
    "people",
    "offset",
    "how",
    "over",
    "reason",
    "why",
    "written_at",
    "targets",
    "together",
    "instead",
    "title",
    "name",
    "starts",
    "ends",
    "opens",
    "closes",
    "day",
    "timezone",
    "capacity",
    "waiting",
    "session",
    "categories",
    "mode",
    "requires",
    "asks_for",
    "reentry",
    "is_booked",
    "role",
    "organisation",
    "first_name",
    "last_name",
    "sessions",
    "custom",
    "places",
    "status",
    "presence",
    "email",
    "ticket_code",
    "changes",
    "new",
    "into",
    "merged",
    "conflict",
    "settled",
    "settlement",
    "start",
    "end",
    "source",
    "as",
    "key",
    "id",
    "text",
    "by",
    "import",
    "gone",
    "listed",
    "copy",
    "template",
    "badge",
    "pictures",
    "picture",
    "part",
    "of",
    "data",
    "values",
    "moved_to",
    "beside",
    "replaces",
    "strokes",
    "occasion",
    "supervisor",
    "pin",
    "salt",
    "hash",
    "n",
    "r",
    "p",
    "verdict",
    "read",
    "code",
    "until",
    "controller",
    "by_itself",
    "added",
    "changed",
]
WILD = [
    "null",
    "true",
    "-1",
    "0",
    "1.5",
    "9223372036854775807",
    "1" + "0" * 30,
    "1" + "0" * 400,
    "1e308",
    "-1e999",
    '""',
    '"x"',
    '"accueil"',
    '"' + "x" * 6_000 + '"',
    '"\\u0000"',
    '"\\ud800"',
    '"\\u202e"',
    '"0001-01-01T00:00:00+14:00"',
    '"9999-12-31T23:59:59-14:00"',
    '"9999-12-31"',
    "[]",
    "{}",
    "[" * 300 + "]" * 300,
    '{"a":' * 300 + "1" + "}" * 300,
    '[null,5,"x",{}]',
    '[["a"],["b","c"],[]]',
    '{"":{"":""},"last_name":["",{}],"status":[1,2],"custom:x":[[],"y"],"ticket_code":[null,null]}',
    f'"{ONE.id}"',
    f'["{"0a" * 16}"]',
    f'"{"0a" * 32}"',
    "1",
    "131072",
]
_members = st.lists(
    st.tuples(st.sampled_from(FIELDS), st.sampled_from(WILD)), min_size=1, max_size=6, unique_by=lambda m: m[0]
)
_bodies = st.one_of(
    _members.map(lambda said: "{" + ",".join(f'"{name}":{value}' for name, value in said) + "}"),
    st.sampled_from([value for value in WILD if value[0] in "[{"]),
)

AT, FIRST_YEAR, LAST_YEAR = "2023-07-04T08:30:00+02:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"
TIMES = (AT, FIRST_YEAR, LAST_YEAR, "1970-01-01T00:00:00+00:00", "2199-12-31T09:00:00-14:00")
DAYS = ("0001-01-01", "9999-12-31", "2199-12-31", "2023-07-04T08:30:00")
TEXTS = ("", "accueil", "atelier-b", ONE.id, "x", *DAYS, *TIMES)
_values = st.recursive(
    st.sampled_from([None, True, -1, 0, 1, 98, 10**30, 1e308, -1e308, *TEXTS]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(TEXTS), inner, max_size=2),
    max_leaves=4,
)
_AT_A_DOOR = ("control_point", "people", "offset", "how", "over", "reason", "why", "written_at", "targets", "together")
_PLANNED = ("title", "name", "starts", "ends", "opens", "closes", "day", "timezone", "capacity", "waiting", "session")
_PLANNED_MORE = ("categories", "mode", "requires", "asks_for", "reentry", "is_booked", "role", "organisation")
_OF_A_PERSON = ("first_name", "last_name", "sessions", "custom", "places", "status", "presence", "email", "ticket_code")
_OTHERS = (
    "changes",
    "new",
    "into",
    "merged",
    "conflict",
    "settled",
    "start",
    "end",
    "source",
    "as",
    "key",
    "id",
    "text",
)
_OF_A_LIST = ("by", "import", "gone", "listed", "copy", "template", "values", "moved_to")


def _said(*names):
    return st.dictionaries(st.sampled_from(names), _values, max_size=5)


_changes = st.dictionaries(
    st.sampled_from([*_OF_A_PERSON, "custom:x", "organisation"]), st.lists(_values, min_size=2, max_size=2), max_size=3
)
_OF_THE_EVENT = [kind for kind in EntryKind if kind.endswith("_planned") or kind == EntryKind.EVENT_DESCRIBED]
_OF_PEOPLE = sorted(set(EntryKind) - {*_OF_THE_EVENT, EntryKind.EVENT_PURGED, EntryKind.REHEARSAL_BEGUN})
_facts = st.one_of(
    st.tuples(st.sampled_from(_OF_PEOPLE), _said(*_AT_A_DOOR)),
    st.tuples(st.sampled_from(_OF_PEOPLE), _said(*_OF_A_PERSON, *_OTHERS, *_OF_A_LIST)),
    st.tuples(
        st.sampled_from(_OF_THE_EVENT),
        _said(*_PLANNED, *_PLANNED_MORE).map(lambda body: {"id": "x", "title": "x", "name": "x", **body}),
    ),
    st.tuples(st.just(EntryKind.ATTENDEE_CORRECTED), st.builds(dict, changes=_changes)),
)
_ids = st.one_of(
    st.integers(0, 10**9).map(lambda n: next_id(None, 2**62 + n, bytes(8))),
    st.builds(next_id, st.none(), st.integers(0, 2**62), st.binary(min_size=8, max_size=8)),
    st.sampled_from([b"\xff" * 6 + b"\x7f\xff\xbf" + b"\xff" * 7, bytes.fromhex("069fb9a0cfff7fffbfffffffffffffff")]),
)
KINDS = sorted(set(EntryKind) - {EntryKind.EVENT_PURGED, EntryKind.REHEARSAL_BEGUN})
"""A purge and a rehearsal are meant to end the desk's work as it was."""
_entries = st.builds(
    lambda entry_id, fact, subject, desk, at: SealedEntry(entry_id, str(fact[0]), subject, desk, at, fact[1]),
    _ids,
    st.one_of(st.tuples(st.sampled_from(KINDS), _bodies), _facts.map(lambda fact: (fact[0], json.dumps(fact[1])))),
    st.sampled_from([ONE.id, "", "atelier-b", "accueil", "x" * 256, "anonymous:x"]),
    st.sampled_from(["Ailleurs", "", "\u202e", "d" * 256]),
    st.sampled_from([AT, *TIMES]),
)
entries = st.lists(_entries, min_size=1, max_size=8)
