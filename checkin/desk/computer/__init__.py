# SPDX-License-Identifier: GPL-3.0-or-later
"""What Checkin keeps on a computer, and what it tells when something goes wrong."""
