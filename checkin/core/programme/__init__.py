# SPDX-License-Identifier: GPL-3.0-or-later
"""The event's programme: sessions, speakers, categories and control points, and how they are read, written, compared,
edited and merged.

Pure. It may import the modules directly in `core` that know no person (`entries`, `local_time`, `message`,
`text_folding`).

    programme_file.read_programme (TOML) ──▶ programme.Programme ──▶ programme_file.programme_text (TOML)
    programme_entries.fold_programme ──────────────▶ │ ──▶ programme_entries.change_entries (journal)
                                                     ├──▶ programme_edits (the editor's draft)
                                                     └──▶ programme_difference: shown before a change, mistakes,
                                                          and the merge of two editors at one time

`programme_schema` declares each field once, for all of them. `announced_days` reads the days on which a person comes.
"""
