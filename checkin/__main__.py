# SPDX-License-Identifier: GPL-3.0-or-later
"""The entry point: `python -m checkin`, and `checkin` where it is installed."""

import multiprocessing
import sys

from checkin.command_line.main import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
