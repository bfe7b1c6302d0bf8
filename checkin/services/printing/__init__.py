# SPDX-License-Identifier: GPL-3.0-or-later
"""The print service: a thread for each printer of this computer, working through the print queue of the event file.

May import `core`, `storage`, `devices`, `badges`, `services.badges` and the modules directly in `services`. Requests
come from `services.badge_print_requests` as rows of the queue; a wake-up is only a hint.

    print_threads: PrintService (UI thread)
                     └─ PrinterSlot, one for each printer of the plan
    spooler:              └─ PrintWorker (thread, its own EventFile)
                               └─ PrintSpooler: one job at a time ── queue rows, entries
                                    ├─ services.badges.badge_documents: job → document
                                    └─ devices.printer: document → paper

`open_spooler` builds spooler and printer from the plan; `PrintJobQueries` (`print_threads`) reads for the windows.
"""
