# SPDX-License-Identifier: GPL-3.0-or-later
"""The platforms that the program comes with."""

from checkin.documents.spreadsheets import read_platforms
from checkin.resource_folder import resources

FOLDER = resources() / "lists" / "platforms"
PLATFORMS = read_platforms(FOLDER)
