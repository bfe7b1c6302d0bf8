# SPDX-License-Identifier: GPL-3.0-or-later
"""The event file: the only package that knows SQL.

`storage` opens, reads and writes `NAME.checkin`, an SQLite file. It may import `core` only; `services`, `sync`,
`application` and `command_line` use it. A connection belongs to the thread that opened it, and every SQLite error
leaves as `StorageError`.

    database.open_event ──▶ EventDatabase (connection)  ◀── FileGuard (file_guard): is it still our file?
                                  │ transaction
    Journal.append ──────▶ table journal ──▶ Attendees.refresh ──▶ attendees, tickets, visits, waiting, conflicts
    Outbox.absorb  ──────▶       │                    └──────────▶ SearchIndex (people found by name)
      (sync)                     └──▶ MergedTable (which record belongs to which person)
    Journal.prepare (a list, no lock yet) ──▶ PreparedEntries ──▶ Journal.insert_prepared ──▶ the same tables

The journal alone is the truth; every other table is read from it and can be rebuilt. A few tables concern this computer
alone and are never copied to other desks: `settings`, `print_jobs`, `mail_jobs`, `rolls`, `peers`, `refused`,
`ticketing_orders`, `ticketing_refused`.

    file changed by another program ─▶ open_file_record, file_guard, rescue, rescue_copies, leftover_wal, wal_entries
    copied while it was open ────────▶ open_copy
    people purged ───────────────────▶ journal_purge, secure_erase
    a row of `settings` ─────────────▶ settings_table.Setting, the one way to read and write it
"""
