# SPDX-License-Identifier: GPL-3.0-or-later
"""The windows of printing: the queue of print jobs, and the printer settings.

Imports `look`, `widgets` and the badge actions of `desk`. Jobs are made and moved by `services.badge_print_requests`;
the thread that prints is `services.printing`.

    PrintWindows ──┬─▶ PrintQueueWindow ──▶ PrintQueuePrinters, PrintQueueRow
                   └─▶ PrinterSettings ──▶ PrinterChoice ──▶ PaperSizeBox, LabelPrinterForm; PrinterCalibration
"""
