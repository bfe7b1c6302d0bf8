# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of people: told to them, registered, forgotten."""
