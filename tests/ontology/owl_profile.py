"""The OWL API (Java) in a process of its own: whether an ontology is in OWL 2 DL.

`python owl_profile.py` reads Turtle on standard input and writes, as JSON, how many axioms there are and the violations of the
profile, a text each. The library is Debian's (libowlapi-java), the Java that of the machine.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

JARS: Final = Path("/usr/share/java")
LIBRARY: Final = JARS / "owlapi-distribution.jar"
_BESIDE: Final = (
    "atinject-jsr330-api", "caffeine", "commons-codec", "commons-io", "commons-logging", "commons-rdf-api", "guava",
    "failureaccess", "hppcrt", "httpclient", "httpcore", "jackson-annotations", "jackson-core", "jackson-databind", "jsr305",
    "owlapi-api", "owlapi-apibinding", "owlapi-impl", "owlapi-parsers", "slf4j-api", "slf4j-nop", "xz",
)  # fmt: skip


def main() -> None:
    """One run over one ontology."""
    import jpype

    text = sys.stdin.read()
    jars = [str(JARS / f"{name}.jar") for name in _BESIDE if (JARS / f"{name}.jar").is_file()]
    jpype.startJVM("-Xmx512m", classpath=[*jars, *map(str, JARS.glob("rdf4j-*.jar"))])
    from jpype import JClass

    manager = JClass("org.semanticweb.owlapi.apibinding.OWLManager").createOWLOntologyManager()
    source = JClass("org.semanticweb.owlapi.io.StringDocumentSource")(text)
    ontology = manager.loadOntologyFromOntologyDocument(source)
    report = JClass("org.semanticweb.owlapi.profiles.OWL2DLProfile")().checkOntology(ontology)
    violations = sorted(str(violation) for violation in report.getViolations())
    json.dump({"axioms": int(ontology.getAxiomCount()), "violations": violations}, sys.stdout)


if __name__ == "__main__":
    main()
