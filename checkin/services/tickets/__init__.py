# SPDX-License-Identifier: GPL-3.0-or-later
"""The tickets of an event: their settings and templates kept, tickets made for people, written to files.

A ticket is drawn by the same engine as a badge. May import `core`, `badges`, `documents`, `translation`, the modules
directly in `services`, and `services/badges` for templates and pictures.

    ticket_settings_store (read, save)      ticket_templates (the shipped ones, the event's own)
                     └───────────────┬───────────────────┘
                                     ▼
                              ticket_making (person → PDF, calendar entry, fingerprint)
                                     ▼
                              ticket_files (one PDF, or a file for each person)
"""
