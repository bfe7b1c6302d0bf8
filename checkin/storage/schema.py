# SPDX-License-Identifier: GPL-3.0-or-later
"""Migrations of the event file, in order, written with sqlite-utils; the first makes all of it. A released migration is
never edited: add another, and its name to `migrations.NAMES`. A later one may drop no index or trigger unless
`connection` learns its name: it refuses a file with one that it does not know.

Loaded only to create a file or to bring one up to date (`migrations`): a start need not wait for sqlite-utils.
"""

from sqlite_utils import Database, Migrations

from checkin.storage import sqlite_library

schema = Migrations("checkin")


@schema()
def m0001_event_file(db: Database) -> None:
    """Create all tables, indexes and triggers."""
    db.conn.execute(f"PRAGMA application_id = {sqlite_library.APPLICATION_ID}")
    for statement in (*_EVENT, *_PEOPLE, *_SEARCH, *_COUNTS, *_SYNC, *_OF_THIS_COMPUTER):
        db.conn.execute(statement)


_EVENT = (
    "CREATE TABLE event (id TEXT NOT NULL, secret BLOB NOT NULL CHECK (length(secret) = 32)) STRICT",
    """CREATE TABLE journal (
         id BLOB PRIMARY KEY CHECK (length(id) = 16), kind TEXT NOT NULL, subject TEXT NOT NULL,
         desk TEXT NOT NULL, at TEXT NOT NULL, body TEXT NOT NULL CHECK (json_valid(body)), position INTEGER
       ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX journal_subject ON journal (subject, id)",
    "CREATE INDEX journal_outbox ON journal (id) WHERE position IS NULL",
    "CREATE INDEX journal_passages ON journal (id) WHERE kind IN ('checked_in', 'checked_out', 'refused')",
    f"CREATE INDEX journal_walk_ins ON journal (subject) WHERE {sqlite_library.WALK_IN}",
    "CREATE INDEX journal_merges ON journal (id) WHERE kind = 'attendee_merged'",
    "CREATE INDEX journal_settled ON journal (id) WHERE kind = 'conflict_settled'",
    "CREATE INDEX journal_purges ON journal (id) WHERE kind = 'event_purged'",
    f"CREATE INDEX journal_photographs ON journal ({sqlite_library.PICTURE}) WHERE {sqlite_library.IS_PHOTOGRAPH}",
    f"CREATE INDEX journal_things ON journal ({sqlite_library.THING}) WHERE {sqlite_library.IS_LENT}",
    f"CREATE INDEX journal_ties ON journal (id) WHERE {sqlite_library.TIE}",
    f"CREATE INDEX journal_rare ON journal (kind) WHERE {sqlite_library.OF_RARE_KIND}",
    """CREATE TRIGGER journal_is_append_only BEFORE UPDATE OF id, kind, subject, desk, at, body ON journal
       BEGIN SELECT raise(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER journal_keeps_everything BEFORE DELETE ON journal
       BEGIN SELECT raise(ABORT, 'the journal is append-only'); END""",
)
"""The event's public id and the secret that signs its codes, in one row, and the journal. `journal.position` is the
place in a hub's shared journal, NULL until seen there: the only column that may change. Every received entry is
compared with the purges, of which there are few.
"""

_PEOPLE = (
    """CREATE TABLE attendees (
         id TEXT PRIMARY KEY, sort_key TEXT NOT NULL, category TEXT NOT NULL,
         status TEXT NOT NULL, presence TEXT NOT NULL, body TEXT NOT NULL, corrections TEXT NOT NULL,
         places INTEGER NOT NULL DEFAULT 1, organisation_key TEXT NOT NULL DEFAULT ''
       ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX attendees_expected ON attendees (category, status, presence, places) "
    f"WHERE {sqlite_library.EXPECTED}",
    "CREATE INDEX attendees_by_name ON attendees (sort_key)",
    "CREATE INDEX attendees_by_organisation ON attendees (organisation_key, sort_key)",
    "CREATE INDEX attendees_by_category ON attendees (category, sort_key)",
    f"CREATE INDEX attendees_of_order ON attendees ({sqlite_library.ORDER}) WHERE {sqlite_library.ORDER} IS NOT NULL",
    f"CREATE INDEX attendees_beside ON attendees ({sqlite_library.COMPANION}) "
    f"WHERE {sqlite_library.COMPANION} IS NOT NULL",
    "CREATE TABLE tickets (code TEXT NOT NULL, attendee TEXT NOT NULL, PRIMARY KEY (code, attendee)) "
    "STRICT, WITHOUT ROWID",
    "CREATE INDEX tickets_attendee ON tickets (attendee)",
    """CREATE TABLE visits (
         control_point TEXT NOT NULL, attendee TEXT NOT NULL, arrived_at TEXT NOT NULL, arrived_ms INTEGER NOT NULL,
         desk TEXT NOT NULL, how TEXT NOT NULL, over TEXT NOT NULL, is_inside INTEGER NOT NULL, left_at TEXT,
         people INTEGER NOT NULL DEFAULT 1,
         PRIMARY KEY (control_point, attendee)
       ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX visits_attendee ON visits (attendee)",
    "CREATE INDEX visits_latest ON visits (control_point, arrived_ms)",
    "CREATE TABLE merged (record TEXT PRIMARY KEY, person TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE INDEX merged_person ON merged (person)",
    """CREATE TABLE waiting (
         session TEXT NOT NULL, attendee TEXT NOT NULL, since BLOB NOT NULL, PRIMARY KEY (session, attendee)
       ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX waiting_attendee ON waiting (attendee)",
    """CREATE TABLE conflicts (
         key TEXT PRIMARY KEY, attendee TEXT NOT NULL, kind TEXT NOT NULL, first BLOB NOT NULL,
         second BLOB NOT NULL, field TEXT NOT NULL
       ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX conflicts_attendee ON conflicts (attendee)",
)
"""What is computed from the journal: people, all codes that they ever had (several people may have one code), their
visits, records that belong to another person, who waits for a seat since which entry, and the conflicts between desks
that are not resolved yet.
"""

_SPELLED = ("last_name", "first_name", "name_parts", "organisation", "email", "codes", "codes_backwards")

_SEARCH = (
    f"""CREATE TABLE spellings (
         place INTEGER PRIMARY KEY, attendee TEXT NOT NULL UNIQUE, {", ".join(f"{t} TEXT NOT NULL" for t in _SPELLED)},
         columns TEXT NOT NULL DEFAULT ''
       ) STRICT""",
    f"""CREATE VIRTUAL TABLE search USING fts5 (
         {", ".join(_SPELLED)}, content = 'spellings', content_rowid = 'place', tokenize = 'ascii',
         prefix = '1 2 3 4 5', detail = 'column', columnsize = 0
       )""",
    """CREATE VIRTUAL TABLE column_search USING fts5 (
         columns, content = 'spellings', content_rowid = 'place', tokenize = 'ascii', prefix = '3 4 5',
         detail = 'none', columnsize = 0
       )""",
    "CREATE TABLE vocabulary (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    "CREATE TABLE endings (ending TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (ending, word)) STRICT, WITHOUT ROWID",
    "CREATE TABLE sounds (sound TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (sound, word)) STRICT, WITHOUT ROWID",
)
"""The search (docs/adr/0009). Texts are split into words already: the tokenizer only has to split at spaces. The words
of the list's other columns are apart from names, because most people share them. `sounds` is how each known word sounds
in French: a change of its rules (`core/search_terms`) needs a migration that fills it again.
"""

_COUNTS = (
    """CREATE TABLE expected_counts (
         session TEXT NOT NULL, category TEXT NOT NULL, places INTEGER NOT NULL, PRIMARY KEY (session, category)
       ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE visit_counts (
         control_point TEXT NOT NULL, session TEXT NOT NULL, category TEXT NOT NULL,
         people INTEGER NOT NULL, inside INTEGER NOT NULL, expected INTEGER NOT NULL, places INTEGER NOT NULL,
         PRIMARY KEY (control_point, session, category)
       ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE arrival_counts (
         control_point TEXT NOT NULL, minute INTEGER NOT NULL, desk TEXT NOT NULL, people INTEGER NOT NULL,
         PRIMARY KEY (control_point, minute, desk)
       ) STRICT, WITHOUT ROWID""",
)
"""The sums of people and visits (`count_tables`)."""

_SYNC = (
    "CREATE TABLE peers (name TEXT PRIMARY KEY, position INTEGER NOT NULL, chain BLOB NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE journal_order (place INTEGER PRIMARY KEY, id BLOB NOT NULL) STRICT",
    """CREATE TRIGGER journal_is_ordered AFTER INSERT ON journal
       BEGIN INSERT INTO journal_order (id) VALUES (new.id); END""",
    "CREATE TABLE refused (id BLOB PRIMARY KEY, why TEXT NOT NULL, at TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE told (id BLOB PRIMARY KEY) STRICT, WITHOUT ROWID",
    "CREATE TABLE ticketing_orders (code TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE ticketing_refused (id BLOB PRIMARY KEY, why TEXT NOT NULL, at TEXT NOT NULL) STRICT, WITHOUT ROWID",
)
"""Sync: the cursor of a peer's shared journal, the order in which entries were inserted, the entries that a peer
refused, and those of other desks that decide nothing here (`EntryRule.decides_at_its_desk`). Of a ticketing's server:
orders received and not yet applied, and entries that it refused.
"""

_OF_THIS_COMPUTER = (
    "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    """CREATE TABLE rolls (
         printer TEXT PRIMARY KEY, labels INTEGER NOT NULL, printed_before INTEGER NOT NULL
       ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE print_jobs (
         id INTEGER PRIMARY KEY, attendee TEXT NOT NULL, template TEXT NOT NULL, printer TEXT NOT NULL,
         copy INTEGER NOT NULL, why TEXT NOT NULL, is_urgent INTEGER NOT NULL, state TEXT NOT NULL,
         created_at TEXT NOT NULL, sent_at TEXT, done_at TEXT, reference TEXT NOT NULL DEFAULT '',
         trouble TEXT NOT NULL DEFAULT '', detail TEXT NOT NULL DEFAULT ''
       ) STRICT""",
    "CREATE INDEX print_jobs_attendee ON print_jobs (attendee)",
    "CREATE INDEX print_jobs_open ON print_jobs (state, is_urgent, id) WHERE state IN ('waiting', 'printing')",
    """CREATE TABLE mail_jobs (
         id INTEGER PRIMARY KEY, address TEXT NOT NULL, fingerprints TEXT NOT NULL, state TEXT NOT NULL,
         message_id TEXT NOT NULL, created_at TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
         next_at TEXT, ended_at TEXT, said TEXT NOT NULL DEFAULT '', run TEXT NOT NULL DEFAULT ''
       ) STRICT""",
    "CREATE INDEX mail_jobs_open ON mail_jobs (state, next_at, id)",
)
"""What is never copied to other desks. `rolls` has for each printer the labels on its roll when put in, and the badges
it had printed by then; `mail_jobs.fingerprints` is a JSON object with the id of each person in the message.
"""
