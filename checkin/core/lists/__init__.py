# SPDX-License-Identifier: GPL-3.0-or-later
"""Attendee lists as organisers have them: which column is which, what its words mean, who each row is, what changed.
Pure.

It may import the modules directly in `core`, `core/programme` and `core/sync`; it never opens a file (that is
`documents`).

    rows ──▶ mapping_guess.suggest_mapping ──▶ list_interpretation.interpret_list ──▶ InterpretedList (people, problems)
             (header_row, column_choice,       (rows_without_person, listed_person,    │
              platforms, name_columns)          status_words, session_lookup)          ▼
    journal ──▶ known_people.known_people ──────────────────────────▶ list_difference.compare_list ──▶ ListDifference
                                                                      (list_matching, duplicates, match_decisions)
"""
