# SPDX-License-Identifier: GPL-3.0-or-later
"""Badges as values: templates, their files, how a draft is edited and checked, and the papers badges are cut from.

Pure, in millimetres; nothing here draws (that is `checkin.badges`). It may import the modules that stand directly in
`core` and `core/programme`, and `core/privacy` for who gets a badge.

    badge_file.read_badge ──▶ template.BadgeTemplate ◀── badge_defaults (a new one)
    badge_toml.badge_text ◀──          │
    badge_entries (journal) ◀─▶        ├──▶ badge_draft.BadgeDraft ◀── badge_edits, resizing, snapping …
                                       ├──▶ template_checks (problems)
                                       └──▶ imposition (pages on a stock or a printer's paper) ◀── stocks
"""
