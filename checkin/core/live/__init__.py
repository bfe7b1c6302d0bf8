# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of the day: arrivals by the minute, forecast, queue, and how many desks are needed."""
