# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line `checkin`: one module per command, with its arguments and a few lines over `services`.

The module of `checkin live` is `live_command`, and so for every command. It has `arguments(parser)` and `run(chosen)`,
which returns an exit code of `exit_codes`; it is imported only when its command is given. May import everything but
`__main__`. Results go to standard output as text or JSON lines, problems to standard error.

    main ── commands.COMMANDS ──▶ the command's module ── run ──▶ desk (operations, queries)
      └─ language, Qt application as the command needs it   └─ event_argument, hub_argument
    start, open, demo ──▶ application (windows)
"""
