# SPDX-License-Identifier: GPL-3.0-or-later
"""The program in its window: built, connected, started and stopped. Decides nothing that `desk` could decide."""
