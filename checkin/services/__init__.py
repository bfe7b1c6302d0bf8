# SPDX-License-Identifier: GPL-3.0-or-later
"""The application services of a desk: check people in, import lists, export tables, print, sync; and every thread.

A module here is either a set of operations (each one decision and one transaction, returning after the commit), a set
of queries for one screen ("Reads only"), or a worker thread around one of them. May import `core`, `storage`,
`translation`, `documents`, `devices`, `sync`, `badges` and `pdf_reports`; knows no widget. `ui`, `application` and
`command_line` call it, and write to the event file in no other way.

    ui, application, command_line
      │ scan, check_in, undo …                │ counts, lists            │ wake, stop
      ▼                                       ▼                          ▼
    services.Desk                           desk_queries, live_queries, workers (QThread):
      ├─ admission_service (one decision)   people_queries …            frame_worker, ready_worker,
      │    ├─ session_seats                                             printing, sync, lists …
      │    ├─ refusal_alternatives                                      each with a connection of its own
      │    └─ badge_print_requests
      ├─ registration ── merge_entries
      ├─ workshops, handwritten_signatures, photographs, desk_handover, help_calls
      └─ desk_conflicts
           ▼
    event_file.EventFile  (journal, attendees, key; one transaction per operation)

The packages below it are one topic each: `badges`, `computer`, `attendance`, `exports`, `lists`, `printing`, `privacy`,
`programme` and `sync`.
"""
