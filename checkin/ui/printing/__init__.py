# SPDX-License-Identifier: GPL-3.0-or-later
"""The windows of printers and of what waits for them."""
