# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of synchronisation: what desks send each other, conflicts between them and their resolution, clocks,
invitations.

Pure; the transport is in `checkin.sync`. It may import the modules directly in `core` and values of `core/programme`.
`core/history` imports it, not the other way round.

    SealedEntry ──▶ read_sealed / is_shareable ───────────▶ Entry ──▶ sync_conflicts ──▶ Conflict
    (as received)     (what may travel)                                                      │
                      conflict_resolution.undone_ids ◀── CONFLICT_SETTLED entries ◀── OpenConflict (user's decision)
"""
