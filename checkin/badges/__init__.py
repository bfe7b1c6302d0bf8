# SPDX-License-Identifier: GPL-3.0-or-later
"""Badges drawn with QPainter: one code path for the screen, PDF, printers and label printers.

`badges` may import `core`, `documents`, `devices` and `paths`; `services`, `ui`, `pdf_reports` and `command_line` use
it. Units are 1/100 mm (`badge_fonts.UNIT`), so the same layout results on every device; no file is opened while
drawing.

    core.badges.template + BadgeRecipient + pictures = Badge
            │
    painter: paint_side ──▶ fit_text (with badge_fonts), paint_code (QR) ──▶ PaintReport
            ▲
    badge_problems: write_pdf · paint_pages (printer) · to_dots (label printer)
                    find_problems (before printing)

`pictures` reads images and drawings of users, and makes photographs of people small.
"""
