# SPDX-License-Identifier: GPL-3.0-or-later
"""Attendee lists as organisers have them: which column is which, what its words mean, who each row is, what changed.
Pure.

It may import the modules directly in `core`, `core/programme` and `core/sync`; it never opens a file (that is
`documents`).

    rows ──▶ mapping_guess.suggest_mapping ──▶ list_interpretation.interpret_list ──▶ InterpretedList (people, problems)
             (column_choice, found_columns,     (listed_person, companions,            │
              platforms, column_mapping)         status_words, session_columns)        ▼
    journal ──▶ known_people.known_people ──────────────────────────▶ list_difference.compare_list ──▶ ListDifference
                                                                      (list_matching)

`list_fields` has the values that all of them share, `title_words`, `cell_kinds` and `cell_text` what single texts mean.
"""
