# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes what is in the frozen program for machines, as CycloneDX: `python -m scripts.package_sbom OUT.json DATE`.

DATE is that of the commit (ISO 8601), so that the same source gives the same file. What is written is valid by the
schema of CycloneDX, or nothing is.
"""

import sys
import uuid
from datetime import datetime
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from checkin import __version__
from scripts.package_parts import Part, parts

SCHEMA = SchemaVersion.V1_6
_LICENCES = LicenseFactory()
_HOME = uuid.uuid5(uuid.NAMESPACE_URL, "checkin")


def bill(found: list[Part], at: datetime) -> str:
    """The bill of materials, as JSON."""
    made = Bom(serial_number=uuid.uuid5(_HOME, f"{__version__} {at.isoformat()}"))
    made.metadata.timestamp = at
    made.metadata.component = Component(
        name="checkin",
        version=__version__,
        type=ComponentType.APPLICATION,
        bom_ref="checkin",
        licenses=[_LICENCES.make_from_string("GPL-3.0-or-later")],
    )
    wheels = {part.name.lower(): _component(part) for part in found if not part.within and part.kind != "text"}
    made.components.update(wheels.values())
    made.register_dependency(made.metadata.component, wheels.values())
    for wheel, component in wheels.items():
        inside = [_component(part) for part in found if part.within.lower() == wheel]
        component.components.update(inside)
        made.register_dependency(component, inside)
    written = make_outputter(made, OutputFormat.JSON, SCHEMA).output_as_string(indent=2)
    if fault := JsonStrictValidator(SCHEMA).validate_str(written):
        raise ValueError(fault)
    return written


def _component(part: Part) -> Component:
    space = "debian" if part.kind == "deb" else None
    url = PackageURL(part.kind, space, part.name.replace(" ", "-"), part.version or None)
    return Component(
        name=part.name,
        version=part.version or None,
        type=ComponentType.LIBRARY,
        bom_ref=url.to_string(),
        purl=url,
        licenses=[_LICENCES.make_from_string(part.licence)],
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(bill(parts(), datetime.fromisoformat(sys.argv[2])) + "\n", encoding="utf-8")
