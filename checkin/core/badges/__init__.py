# SPDX-License-Identifier: GPL-3.0-or-later
"""Badges as values: templates, their files, how a draft is edited and checked, and the papers badges are cut from.

Pure, in millimetres; nothing here draws (that is `checkin.badges`). It may import the modules that stand directly in
`core` and `core/programme`.

    badge_defaults (a new one) ─────────┐
    pretix_layout, pretix_layout_texts ─┤
    badge_file (TOML, journal) ◀────────┴─▶ template.BadgeTemplate ──┬──▶ badge_edits.BadgeDraft (the editor)
                                            template_problems        └──▶ imposition (pages on a stock or a paper)
"""
