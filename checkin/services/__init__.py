# SPDX-License-Identifier: GPL-3.0-or-later
"""The application services of a desk: check people in, import lists, export tables, print, sync; and every thread.

A module here is either a set of operations (each one decision and one transaction, returning after the commit), a set
of queries for one screen ("Reads only"), or a worker thread around one of them. May import `core`, `storage`,
`translation`, `documents`, `devices`, `sync`, `badges` and `pdf_reports`; knows no widget. `ui`, `application` and
`command_line` call it, and write to the event file in no other way.

    ui, application, command_line
      │ scan, check_in, undo …                │ counts, lists            │ wake, stop
      ▼                                       ▼                          ▼
    desk.Desk                              desk_queries, live_queries,  workers (QThread):
      ├─ admission_service (one decision)  people_queries, door_figures   camera_reader, readiness_measuring,
      ├─ registration, photographs         person_lookup …                threads, printing, sync, lists …
      ├─ desk_operations, desk_conflicts                                  each with a connection of its own
      └─ badge_print_requests
           ▼
    event_file.EventFile  (journal, attendees, key; one transaction per operation)

The packages below it are one topic each: `attendance`, `badges`, `computer`, `exports`, `lists`, `mail`, `printing`,
`privacy`, `programme`, `sync` and `ticketing`.
"""
