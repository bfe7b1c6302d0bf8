# SPDX-License-Identifier: GPL-3.0-or-later
"""Attendee lists as organisers have them: which column is which, what its words mean, who each row is, what changed.
Pure.

It may import the modules directly in `core`, `core/programme` and `core/sync`; it never opens a file (that is
`documents`).

    rows ──▶ column_mapping.suggest_mapping ──▶ roster.read_roster ──▶ Roster (people, problems)
             (column_guessing, platforms,       (listed_person, status_words,    │
              status_column)                     session_names, vocabulary)      ▼
    journal ──▶ known_people.known_people ──────────────────────▶ list_difference.compare_list ──▶ ListDifference
                                                                  (list_matching, duplicates, match_decisions)
"""
