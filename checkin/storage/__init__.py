# SPDX-License-Identifier: GPL-3.0-or-later
"""The event file: the only package that knows SQL.

`storage` opens, reads and writes `NAME.checkin`, an SQLite file. It may import `core` only; all packages above it use
it, but for `ui`. A connection belongs to the thread that opened it, and every SQLite error leaves as `StorageError`.

    database.open_event ──▶ EventDatabase (connection)  ◀── FileGuard (file_guard): is it still our file?
                                  │ transaction
    Journal.append ──────▶ table journal ──▶ Attendees.refresh ──▶ attendees, tickets, visits, waiting, conflicts
    Outbox.absorb  ──────▶       │                    └──────────▶ SearchIndex (people found by name)
      (sync)                     └──▶ MergedTable (which record belongs to which person)
    Journal.prepare (a list, no lock yet) ──▶ PreparedEntries ──▶ Journal.insert_prepared ──▶ the same tables

The journal alone is the truth; every other table is read from it and can be rebuilt. A few tables concern this computer
alone and are never copied to other desks: `settings`, `print_jobs`, `mail_jobs`, `rolls`, `peers`, `refused`,
`ticketing_orders`, `ticketing_refused`.

    read ────────────────────────────▶ journal_queries, people_search, counts, copies (a snapshot)
    queues of this computer ─────────▶ queues (badges, messages), settings_store
    file changed by another program ─▶ file_guard, rescue, leftover_wal (also: copied while it was open)
    people purged ───────────────────▶ journal_purge
"""
