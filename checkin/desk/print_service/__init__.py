# SPDX-License-Identifier: GPL-3.0-or-later
"""The printers of this computer at work."""
