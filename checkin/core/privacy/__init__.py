# SPDX-License-Identifier: GPL-3.0-or-later
"""Personal data: what is said of it, and what of it stays after the day it is forgotten."""
