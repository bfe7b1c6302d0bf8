# SPDX-License-Identifier: GPL-3.0-or-later
"""Self-service: the screen in front of guests who are alone."""
