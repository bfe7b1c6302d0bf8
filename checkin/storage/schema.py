# SPDX-License-Identifier: GPL-3.0-or-later
"""Migrations of the event file, in order, written with sqlite-utils. A released migration is never edited: add another,
and its name to `migrations.NAMES`.

Loaded only to create a file or to bring one up to date (`migrations`): a start need not wait for sqlite-utils.
"""

from sqlite_utils import Database, Migrations

from checkin.core.search.french_sounds import sounds_of
from checkin.core.search.search_terms import build_search_terms
from checkin.storage.row_decoding import stored_attendee
from checkin.storage.sql_terms import (
    APPLICATION_ID,
    COMPANION,
    EXPECTED,
    IS_LENT,
    IS_PHOTOGRAPH,
    OF_RARE_KIND,
    ORDER,
    PICTURE,
    THING,
    TIE,
    organisation_key,
)

schema = Migrations("checkin")


@schema()
def m0001_event(db: Database) -> None:
    """Create `event`: one row with the event's public id and the secret that signs its codes."""
    db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute("CREATE TABLE event (id TEXT NOT NULL, secret BLOB NOT NULL CHECK (length(secret) = 32)) STRICT")


@schema()
def m0002_journal(db: Database) -> None:
    """Create `journal`. `position` is the place in a hub's shared journal, NULL until seen there: the only column that
    may change.
    """
    db.execute(
        """CREATE TABLE journal (
             id BLOB PRIMARY KEY CHECK (length(id) = 16), kind TEXT NOT NULL, subject TEXT NOT NULL,
             desk TEXT NOT NULL, at TEXT NOT NULL, body TEXT NOT NULL CHECK (json_valid(body)), position INTEGER
           ) STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX journal_subject ON journal (subject, id)")
    db.execute("CREATE INDEX journal_outbox ON journal (id) WHERE position IS NULL")
    db.execute("CREATE INDEX journal_passages ON journal (id) WHERE kind IN ('checked_in', 'checked_out', 'refused')")
    db.execute(
        """CREATE TRIGGER journal_is_append_only BEFORE UPDATE OF id, kind, subject, desk, at, body ON journal
           BEGIN SELECT raise(ABORT, 'the journal is append-only'); END"""
    )
    db.execute(
        """CREATE TRIGGER journal_keeps_everything BEFORE DELETE ON journal
           BEGIN SELECT raise(ABORT, 'the journal is append-only'); END"""
    )


@schema()
def m0003_attendees(db: Database) -> None:
    """Create the tables read from the journal: people, all codes they ever had, their visits."""
    db.execute(
        """CREATE TABLE attendees (
             id TEXT PRIMARY KEY, sort_key TEXT NOT NULL, folded TEXT NOT NULL, category TEXT NOT NULL,
             status TEXT NOT NULL, presence TEXT NOT NULL, body TEXT NOT NULL, corrections TEXT NOT NULL
           ) STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE TABLE tickets (code TEXT PRIMARY KEY, attendee TEXT NOT NULL) STRICT, WITHOUT ROWID")
    db.execute("CREATE INDEX tickets_attendee ON tickets (attendee)")
    db.execute(
        """CREATE TABLE visits (
             control_point TEXT NOT NULL, attendee TEXT NOT NULL, arrived_at TEXT NOT NULL, arrived_ms INTEGER NOT NULL,
             desk TEXT NOT NULL, how TEXT NOT NULL, over TEXT NOT NULL, is_inside INTEGER NOT NULL, left_at TEXT,
             PRIMARY KEY (control_point, attendee)
           ) STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX visits_attendee ON visits (attendee)")
    # The counters on the screen are read after every answer; these indexes make them ten times as fast.
    db.execute(f"CREATE INDEX attendees_expected ON attendees (category, status, presence) WHERE {EXPECTED}")
    db.execute("CREATE INDEX visits_inside ON visits (control_point) WHERE is_inside = 1")
    db.execute("CREATE INDEX visits_pace ON visits (control_point, arrived_ms)")


@schema()
def m0004_settings(db: Database) -> None:
    """Create `settings` of this computer. Never copied to other desks."""
    db.execute("CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID")


@schema()
def m0005_search(db: Database) -> None:
    """Create the search tables (docs/adr/0009). `SearchIndex.complete` fills them when the file is opened."""
    db.execute("ALTER TABLE attendees DROP COLUMN folded")
    texts = ("last_name", "first_name", "name_parts", "organisation", "email", "codes", "codes_backwards")
    columns = ", ".join(texts)
    db.execute(
        f"""CREATE TABLE spellings (
             place INTEGER PRIMARY KEY, attendee TEXT NOT NULL UNIQUE, {", ".join(f"{t} TEXT NOT NULL" for t in texts)}
           ) STRICT"""
    )
    # Texts are split into words already: the tokenizer only has to split at spaces.
    db.execute(
        f"""CREATE VIRTUAL TABLE search USING fts5 (
             {columns}, content = 'spellings', content_rowid = 'place', tokenize = 'ascii', prefix = '1 2 3 4 5',
             detail = 'column', columnsize = 0
           )"""
    )
    db.execute("CREATE TABLE vocabulary (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID")
    db.execute(
        "CREATE TABLE endings (ending TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (ending, word)) "
        "STRICT, WITHOUT ROWID"
    )


@schema()
def m0006_groups(db: Database) -> None:
    """Add groups: several people on one code, with the numbers expected and arrived."""
    db.execute("ALTER TABLE attendees ADD COLUMN places INTEGER NOT NULL DEFAULT 1")
    db.execute("ALTER TABLE visits ADD COLUMN people INTEGER NOT NULL DEFAULT 1")
    db.execute("DROP INDEX attendees_expected")
    db.execute("DROP INDEX visits_inside")
    db.execute(f"CREATE INDEX attendees_expected ON attendees (category, status, presence, places) WHERE {EXPECTED}")
    db.execute("CREATE INDEX visits_inside ON visits (control_point, people) WHERE is_inside = 1")
    db.execute("CREATE INDEX visits_people ON visits (control_point, people)")


@schema()
def m0007_people_list(db: Database) -> None:
    """Add the columns and indexes that sort and filter the list of people without reading all of them."""
    db.execute("ALTER TABLE attendees ADD COLUMN organisation_key TEXT NOT NULL DEFAULT ''")
    found = db.conn.execute("SELECT id, body ->> '$.organisation' FROM attendees").fetchall()
    db.conn.executemany(
        "UPDATE attendees SET organisation_key = ? WHERE id = ?", [(organisation_key(o or ""), id_) for id_, o in found]
    )
    db.execute("CREATE INDEX attendees_by_name ON attendees (sort_key)")
    db.execute("CREATE INDEX attendees_by_organisation ON attendees (organisation_key, sort_key)")
    db.execute("CREATE INDEX attendees_by_category ON attendees (category, sort_key)")
    db.execute(
        "CREATE INDEX journal_walk_ins ON journal (subject) "
        "WHERE kind = 'attendee_added' AND body ->> '$.how' = 'walk_in'"
    )


@schema()
def m0008_merged(db: Database) -> None:
    """Create `merged`: records that belong to another person."""
    db.execute("CREATE TABLE merged (record TEXT PRIMARY KEY, person TEXT NOT NULL) STRICT, WITHOUT ROWID")
    db.execute("CREATE INDEX merged_person ON merged (person)")
    db.execute("CREATE INDEX journal_merges ON journal (id) WHERE kind = 'attendee_merged'")


@schema()
def m0009_waiting(db: Database) -> None:
    """Create `waiting`: people who wait for a seat in a session, and since which entry."""
    db.execute(
        """CREATE TABLE waiting (
             session TEXT NOT NULL, attendee TEXT NOT NULL, since BLOB NOT NULL, PRIMARY KEY (session, attendee)
           ) STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX waiting_attendee ON waiting (attendee)")


@schema()
def m0010_rolls(db: Database) -> None:
    """Create `rolls`: for each printer of this computer the labels on its roll when put in, and the badges it had
    printed by then. Never copied to other desks.
    """
    db.execute(
        """CREATE TABLE rolls (
             printer TEXT PRIMARY KEY, labels INTEGER NOT NULL, printed_before INTEGER NOT NULL
           ) STRICT, WITHOUT ROWID"""
    )


@schema()
def m0012_peers(db: Database) -> None:
    """Create the tables of sync: cursor of a peer's shared journal, insertion order of entries, entries that a peer
    refused.
    """
    db.execute(
        """CREATE TABLE peers (
             name TEXT PRIMARY KEY, position INTEGER NOT NULL, chain BLOB NOT NULL
           ) STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE TABLE journal_order (place INTEGER PRIMARY KEY, id BLOB NOT NULL) STRICT")
    db.execute("INSERT INTO journal_order (id) SELECT id FROM journal ORDER BY id")
    db.execute(
        """CREATE TRIGGER journal_is_ordered AFTER INSERT ON journal
           BEGIN INSERT INTO journal_order (id) VALUES (new.id); END"""
    )
    db.execute("CREATE TABLE refused (id BLOB PRIMARY KEY, why TEXT NOT NULL, at TEXT NOT NULL) STRICT, WITHOUT ROWID")


@schema()
def m0013_conflicts(db: Database) -> None:
    """Create `conflicts`: contradictory actions of desks about one person that are not resolved yet."""
    db.execute(
        """CREATE TABLE conflicts (
             key TEXT PRIMARY KEY, attendee TEXT NOT NULL, kind TEXT NOT NULL, first BLOB NOT NULL,
             second BLOB NOT NULL, field TEXT NOT NULL
           ) STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX conflicts_attendee ON conflicts (attendee)")
    db.execute("CREATE INDEX journal_settled ON journal (id) WHERE kind = 'conflict_settled'")


@schema()
def m0014_purges(db: Database) -> None:
    """Index the purges, with which every received entry is compared. There are few, mostly none."""
    db.execute("CREATE INDEX journal_purges ON journal (id) WHERE kind = 'event_purged'")


@schema()
def m0020_print_jobs(db: Database) -> None:
    """Create `print_jobs` of this computer. Never copied to other desks."""
    db.execute(
        """CREATE TABLE print_jobs (
             id INTEGER PRIMARY KEY, attendee TEXT NOT NULL, template TEXT NOT NULL, printer TEXT NOT NULL,
             copy INTEGER NOT NULL, why TEXT NOT NULL, is_urgent INTEGER NOT NULL, state TEXT NOT NULL,
             created_at TEXT NOT NULL, sent_at TEXT, done_at TEXT, reference TEXT NOT NULL DEFAULT '',
             trouble TEXT NOT NULL DEFAULT '', detail TEXT NOT NULL DEFAULT ''
           ) STRICT"""
    )
    db.execute("CREATE INDEX print_jobs_attendee ON print_jobs (attendee)")
    db.execute(
        "CREATE INDEX print_jobs_open ON print_jobs (state, is_urgent, id) WHERE state IN ('waiting', 'printing')"
    )


@schema()
def m0021_sounds(db: Database) -> None:
    """Create `sounds`: how each known word sounds in French, used if nothing else matches. A change of the rules
    (`core.french_sounds`) needs a migration that fills it again.
    """
    db.execute(
        "CREATE TABLE sounds (sound TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (sound, word)) STRICT, WITHOUT ROWID"
    )
    _hear_all(db)


@schema()
def m0022_breton_sounds(db: Database) -> None:
    """Fill `sounds` again: new rules for Breton names and for names of two words pronounced as one."""
    db.execute("DELETE FROM sounds")
    _hear_all(db)


@schema()
def m0023_orders(db: Database) -> None:
    """Index who belongs to one order and who accompanies whom."""
    db.execute(f"CREATE INDEX attendees_of_order ON attendees ({ORDER}) WHERE {ORDER} IS NOT NULL")
    db.execute(f"CREATE INDEX attendees_beside ON attendees ({COMPANION}) WHERE {COMPANION} IS NOT NULL")


@schema()
def m0024_rare_kinds(db: Database) -> None:
    """Index the entries of all kinds that are not about a person's arrival or data: a start reads several of them."""
    db.execute(f"CREATE INDEX journal_rare ON journal (kind) WHERE {OF_RARE_KIND}")


@schema()
def m0025_arrivals_by_desk(db: Database) -> None:
    """Count the arrivals by desk and minute from an index alone."""
    db.execute("DROP INDEX visits_pace")
    db.execute("CREATE INDEX visits_pace ON visits (control_point, arrived_ms, desk, people)")


@schema()
def m0026_mail_jobs(db: Database) -> None:
    """Create `mail_jobs` of this computer: messages with tickets. Never copied to other desks. `fingerprints` is a JSON
    object with the id of each person in the message.
    """
    db.execute(
        """CREATE TABLE mail_jobs (
             id INTEGER PRIMARY KEY, address TEXT NOT NULL, fingerprints TEXT NOT NULL, state TEXT NOT NULL,
             message_id TEXT NOT NULL, created_at TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
             next_at TEXT, ended_at TEXT, said TEXT NOT NULL DEFAULT '', run TEXT NOT NULL DEFAULT ''
           ) STRICT"""
    )
    db.execute("CREATE INDEX mail_jobs_open ON mail_jobs (state, next_at, id)")


@schema()
def m0027_counts(db: Database) -> None:
    """Create the tables of counts (`count_tables`), filled from people and visits, in place of indexes that counted."""
    sums = ("people", "inside", "expected", "places")
    db.execute(
        """CREATE TABLE expected_counts (
             session TEXT NOT NULL, category TEXT NOT NULL, places INTEGER NOT NULL, PRIMARY KEY (session, category)
           ) STRICT, WITHOUT ROWID"""
    )
    db.execute(
        f"""CREATE TABLE visit_counts (
             control_point TEXT NOT NULL, session TEXT NOT NULL, category TEXT NOT NULL,
             {", ".join(f"{name} INTEGER NOT NULL" for name in sums)}, PRIMARY KEY (control_point, session, category)
           ) STRICT, WITHOUT ROWID"""
    )
    db.execute(
        """CREATE TABLE arrival_counts (
             control_point TEXT NOT NULL, minute INTEGER NOT NULL, desk TEXT NOT NULL, people INTEGER NOT NULL,
             PRIMARY KEY (control_point, minute, desk)
           ) STRICT, WITHOUT ROWID"""
    )
    places = f"CASE WHEN {EXPECTED} THEN places ELSE 0 END"
    sound = "CASE WHEN json_valid(body) THEN body ELSE '{}' END"
    booked = (
        f"SELECT attendees.id AS id, value AS session FROM attendees, json_each({sound}, '$.sessions') "
        "WHERE json_each.type = 'text'"
    )
    person = (
        f"SELECT id, session, category, {places} AS places FROM attendees "
        f"JOIN (SELECT id, '' AS session FROM attendees UNION {booked}) USING (id)"
    )
    db.execute(f"INSERT INTO expected_counts SELECT session, category, sum(places) FROM ({person}) GROUP BY 1, 2")
    db.execute("DELETE FROM expected_counts WHERE places = 0")
    db.execute(
        "INSERT INTO visit_counts SELECT control_point, coalesce(session, ''), coalesce(category, ''), sum(people), "
        "sum(people * is_inside), sum(min(people, coalesce(places, 0))), sum(coalesce(places, 0)) "
        f"FROM visits LEFT JOIN ({person}) ON id = attendee GROUP BY 1, 2, 3"
    )
    db.execute(
        "INSERT INTO arrival_counts SELECT control_point, arrived_ms / 60000, desk, sum(people) FROM visits "
        "GROUP BY 1, 2, 3"
    )
    for index in ("visits_inside", "visits_people", "visits_pace"):
        db.execute(f"DROP INDEX {index}")
    db.execute("CREATE INDEX visits_latest ON visits (control_point, arrived_ms)")


@schema()
def m0028_columns(db: Database) -> None:
    """Create the search in the list's other columns, filled from the people. Its words are apart from names, because
    most people share them.
    """
    db.execute("ALTER TABLE spellings ADD COLUMN columns TEXT NOT NULL DEFAULT ''")
    db.execute(
        """CREATE VIRTUAL TABLE column_search USING fts5 (
             columns, content = 'spellings', content_rowid = 'place', tokenize = 'ascii', prefix = '3 4 5',
             detail = 'none', columnsize = 0
           )"""
    )
    known = "SELECT id, body FROM attendees JOIN spellings ON attendee = id WHERE json_valid(body)"
    people = (stored_attendee(*row) for row in db.conn.execute(known).fetchall())
    terms = [(build_search_terms(person, ()).columns, person.id) for person in people]
    db.conn.executemany("UPDATE spellings SET columns = ? WHERE attendee = ?", [each for each in terms if each[0]])
    db.execute(
        "INSERT INTO column_search (rowid, columns) SELECT place, columns FROM spellings WHERE columns <> '' "
        "ORDER BY place"
    )


@schema()
def m0029_photographs(db: Database) -> None:
    """Index the parts of photographs by the picture that they belong to: a look-up reads the parts of one."""
    db.execute(f"CREATE INDEX journal_photographs ON journal ({PICTURE}) WHERE {IS_PHOTOGRAPH}")


@schema()
def m0030_things(db: Database) -> None:
    """Index what was lent by its number: a scan of a thing looks for whoever has it."""
    db.execute(f"CREATE INDEX journal_things ON journal ({THING}) WHERE {IS_LENT}")


@schema()
def m0031_codes_of_several(db: Database) -> None:
    """Let several people have one code: which of them a scan means follows from their entries, not from who was stored
    first. Find the entries that tied codes.
    """
    db.execute("ALTER TABLE tickets RENAME TO tickets_before")
    db.execute(
        "CREATE TABLE tickets (code TEXT NOT NULL, attendee TEXT NOT NULL, PRIMARY KEY (code, attendee)) "
        "STRICT, WITHOUT ROWID"
    )
    db.execute("INSERT INTO tickets SELECT code, attendee FROM tickets_before")
    db.execute("DROP TABLE tickets_before")
    db.execute("CREATE INDEX tickets_attendee ON tickets (attendee)")
    db.execute(f"CREATE INDEX journal_ties ON journal (id) WHERE {TIE}")


@schema()
def m0032_ticketing(db: Database) -> None:
    """Create the tables of a ticketing's server, of this computer alone: orders received and not yet applied, entries
    that it refused.
    """
    db.execute("CREATE TABLE ticketing_orders (code TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID")
    refused = "id BLOB PRIMARY KEY, why TEXT NOT NULL, at TEXT NOT NULL"
    db.execute(f"CREATE TABLE ticketing_refused ({refused}) STRICT, WITHOUT ROWID")


@schema()
def m0033_told(db: Database) -> None:
    """Create `told`: the entries of other desks that decide nothing here (`EntryRule.decides_at_its_desk`)."""
    db.execute("CREATE TABLE told (id BLOB PRIMARY KEY) STRICT, WITHOUT ROWID")


def _hear_all(db: Database) -> None:
    known = (row[0] for row in db.conn.execute("SELECT word FROM vocabulary").fetchall())
    pairs = sorted((sound, word) for word in known for sound in sounds_of(word))
    db.conn.executemany("INSERT INTO sounds VALUES (?, ?)", pairs)
