# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of synchronisation: what desks send each other, conflicts between them and their resolution, clocks,
invitations.

Pure; the transport is in `checkin.sync`. It may import the modules directly in `core` and values of `core/programme`.
`core/history` imports it, not the other way round.

    sealed_entry:  SealedEntry ──▶ read_sealed, is_shareable, Intake ──▶ Entry
                   (as received)   (what may travel, what is taken)        │
    conflicts:     Conflict ──▶ OpenConflict (user's decision) ──▶ CONFLICT_SETTLED entries ──▶ undone_ids
    sync_status:   which desks were heard when, and whose clock is off
    invitation:    the text by which another desk joins; events on USB drives
"""
