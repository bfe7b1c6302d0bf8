# SPDX-License-Identifier: GPL-3.0-or-later
"""What a badge is and how it is changed; papers it is cut from."""
