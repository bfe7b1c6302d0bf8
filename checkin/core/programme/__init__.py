# SPDX-License-Identifier: GPL-3.0-or-later
"""The event's programme: sessions, speakers, categories and control points, and how they are read, written, compared,
edited and merged.

Pure. It may import the modules directly in `core` that know no person (`entries`, `errors`, `local_time`, `message`,
`text_folding`, `toml_text`).

    programme_file (TOML) ──▶ programme.Programme ──▶ programme_toml (TOML)
    programme_entries.fold_programme ──▶ │ ──▶ programme_entries.change_entries (journal)
                                         ├──▶ programme_draft + programme_edits ──▶ id_assignment, programme_mistakes
                                         ├──▶ programme_difference (shown before a change)
                                         └──▶ programme_merge (two editors at one time)
"""
