# SPDX-License-Identifier: GPL-3.0-or-later
"""The program of an open desk: it builds, connects, starts and stops windows, devices and threads.

`application` may import every package below it; only `command_line` and `demonstration` import it. It decides nothing
that `services` could decide, and draws nothing that `ui` could draw.

    startup.start ──▶ WelcomeController (first window) ──▶ EventFile ──▶ desk_program.run
                                                                            │
         run_with_rehearsals (desk_readiness): the event, its rehearsals, the event again
                                                                            │
                                                                        DeskProgram
      built: BuiltWindow (desk_program), made anew by each change of language
      shell: Shell with DeskWindow    devices: DeskDevices      sync: DeskSync, DeskTicketing (desk_exchanges)
      screens: DeskScreens            readiness: DeskReadiness  kiosk: DeskKiosk (desk_modes)
      trouble: DeskRecovery, file_trouble: DeskFileTrouble (desk_recovery)      printers: DeskPrinting (desk_modes)

Each part has `mount`, which connects it to a new window: when the language changes the window is built again, while
desk and devices go on. `settings_windows`, `settings_pages` and `exchange_windows` are imported when first needed, so
that a desk is ready at once.
"""
