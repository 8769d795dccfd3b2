"""The list of what is in the bundle (SBOM), as CycloneDX 1.6: each distribution with its version, licence, files and digests."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterable
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path
from typing import NamedTuple

from cyclonedx.factory.license import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

OWN = "tiaoli"


class Wheel(NamedTuple):
    """A wheel."""

    name: str
    """Of its distribution, as an index has it."""
    version: str
    path: Path
    sha256: str


def plain(name: str) -> str:
    """The name of a distribution as an index has it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def wheel_at(path: Path) -> Wheel:
    """A wheel file."""
    name, version, *_ = path.name.split("-")
    return Wheel(plain(name), version, path, hashlib.sha256(path.read_bytes()).hexdigest())


def metadata_of(path: Path) -> Message:
    """What a wheel says of itself."""
    with zipfile.ZipFile(path) as file:
        (name,) = [n for n in file.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", n)]
        return HeaderParser().parsestr(file.read(name).decode("utf-8"))


def licences_of(metadata: Message) -> list[str]:
    """The licences that a distribution states: an expression, else its classifiers, else its field; none: it states none."""
    expression = metadata.get("License-Expression")
    if expression:
        return [expression]
    listed = [
        c.rpartition(" :: ")[2]
        for c in metadata.get_all("Classifier", ())
        if c.startswith("License :: ") and c.count("::") > 1
    ]
    field = (metadata.get("License") or "").strip()
    return listed or ([field] if field and "\n" not in field and len(field) < 100 else [])


def requires(metadata: Message) -> set[str]:
    """The distributions on which one rests, of any platform, without its extras."""
    stated = [r for r in metadata.get_all("Requires-Dist", ()) if not re.search(r";.*\bextra\s*==", r)]
    return {plain(m[0]) for r in stated if (m := re.match(r"[A-Za-z0-9._-]+", r))}


def sbom_text(wheels: Iterable[Wheel]) -> str:
    """The list as JSON."""
    factory = LicenseFactory()
    components: dict[str, Component] = {}
    needs: dict[str, set[str]] = {}
    for wheel in sorted(wheels):
        metadata = metadata_of(wheel.path)
        if wheel.name not in components:
            stated = licences_of(metadata)
            made = (
                [factory.make_from_string(s) for s in stated] if len(stated) == 1 else [License(name=s) for s in stated]
            )
            components[wheel.name] = Component(
                name=wheel.name,
                version=wheel.version,
                type=ComponentType.APPLICATION if wheel.name == OWN else ComponentType.LIBRARY,
                bom_ref=f"{wheel.name}=={wheel.version}",
                purl=PackageURL("pypi", name=wheel.name, version=wheel.version),
                description=metadata.get("Summary"),
                licenses=made,
            )
        components[wheel.name].external_references.add(
            ExternalReference(
                type=ExternalReferenceType.DISTRIBUTION,
                url=XsUri(f"wheels/{wheel.path.name}"),
                hashes=[HashType(alg=HashAlgorithm.SHA_256, content=wheel.sha256)],
            )
        )
        needs.setdefault(wheel.name, set()).update(requires(metadata))
    bom = Bom(components=[c for n, c in components.items() if n != OWN])
    bom.metadata.component = components.get(OWN)
    for name, component in components.items():
        bom.register_dependency(component, [components[n] for n in sorted(needs[name]) if n in components])
    return str(JsonV1Dot6(bom).output_as_string(indent=2))
