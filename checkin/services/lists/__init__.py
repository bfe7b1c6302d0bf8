# SPDX-License-Identifier: GPL-3.0-or-later
"""Attendee lists into the event: read, compared, previewed, imported, undone; and connection logs of video platforms.

May import `core`, `storage`, `documents` and the modules directly in `services`; `services.programme` builds on it.

    list_worker (thread) ──▶ list_preview: read_list ─▶ suggested_mapping ─▶ build_preview ─▶ ListPreview
                                                                                                  │
    connection_log_importing ──▶ journal ◀── list_importing: apply_list (list_facts, joined_facts) ◀──┘
                                    ▲
                                import_undo
"""
