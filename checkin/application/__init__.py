# SPDX-License-Identifier: GPL-3.0-or-later
"""The program of an open desk: it builds, connects, starts and stops windows, devices and threads.

`application` may import every package below it: `ui`, `services`, `devices`, `sync`, `storage`, `core`,
`translation`. Only `command_line` and `demonstration` import it. It decides nothing that `services` could decide, and
draws nothing that `ui` could draw.

    startup.start ──▶ WelcomeController (first window) ──▶ EventFile ──▶ desk_program.run
                                                                            │
         run_with_rehearsals (desk_rehearsal): the event, its rehearsals, the event again
                                                                            │
                                                                        DeskProgram
      built: BuiltWindow (window_parts), made anew by each change of language
      shell: Shell with DeskWindow    devices: DeskDevices   sync: DeskSync           trouble: DeskRecovery
      screens: DeskScreens            readiness: DeskReadiness  kiosk: DeskKiosk  file_trouble: DeskFileTrouble

Each part has `mount`, which connects it to a new window: when the language changes the window is built again, while
desk and devices go on. Slow modules are imported when first needed, so that a desk is ready at once.
"""
