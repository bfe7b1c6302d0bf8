# SPDX-License-Identifier: GPL-3.0-or-later
"""Badges drawn with QPainter: one code path for the screen, PDF, printers and label printers.

`badges` may import `core`, `documents`, `devices` and `paths`; `services`, `ui`, `pdf_reports` and `command_line` use
it. Units are 1/100 mm (`badge_fonts.UNIT`), so the same layout results on every device; no file is opened while
drawing.

    core.badges.template + BadgeRecipient + pictures = Badge
            │
    painter.paint_side ──▶ text_fitting.fit_text (badge_fonts) ──▶ PaintReport
            ▲         └──▶ painter.paint_code (QR)
            │
    badge_output.write_pdf · paint_pages (printer) · to_dots (label printer)
    badge_problems.find_problems (before printing)

`pictures` reads images of users (`svg_rendering` for drawings), `photograph_shrinking` photographs of people.
"""
