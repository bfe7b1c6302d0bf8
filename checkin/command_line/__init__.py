# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line `checkin`: a module for each subject, with the arguments of each command and a few lines over
`services`.

`checkin live` is `live_arguments(parser)` and `run_live(chosen)`, which returns an exit code, and so for every command.
A module is imported only when one of its commands is given. May import everything but `__main__`. Results go to
standard output as text or JSON lines, problems to standard error.

    main ── COMMANDS          ──▶ the module of the command ── run_NAME ──▶ services (operations, queries)
      │                               └─ command: opens the event, finds the desk, exit codes
      └─ language, and the Qt application where the command needs it
    desk_commands: start, open, demo ──▶ application (windows)
"""
