# SPDX-License-Identifier: GPL-3.0-or-later
"""What the day comes to: stays, attendance, the account, sign-in sheets, certificates."""
