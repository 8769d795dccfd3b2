"""The text of a graph as triples: bounded in size, nesting, number and time, and without ever asking the network.

rdflib parses. It is imported here only, and told to keep literals as written: `"1e5"^^xsd:decimal` is no decimal and
must not turn into 100000 unseen.
"""

from __future__ import annotations

import logging
import time
import warnings
from typing import TYPE_CHECKING, Final, NoReturn

import rdflib
from rdflib.parser import StringInputSource
from rdflib.plugins.parsers.notation3 import BadSyntax, TurtleParser
from rdflib.plugins.parsers.ntriples import NTGraphSink, W3CNTriplesParser
from rdflib.plugins.shared.jsonld.context import Context

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.graphs.jsonld import load, remote
from reasoner.graphs.namespaces import INPUT, OWL
from reasoner.graphs.triples import Triples
from reasoner.graphs.turtle_depth import MOST_DEPTH, too_deep
from reasoner.intake.loaded_data import at

if TYPE_CHECKING:
    from rdflib.term import Node

# rdflib prints a traceback or a warning for every literal that is not of its datatype; the reader says so itself.
logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
warnings.filterwarnings("ignore", module=r"rdflib\.")

MOST_TRIPLES: Final = 400_000
MOST_SECONDS: Final = 60.0

_SAID: Final = {
    "expected '.' or '}' or ']'": "此处应以「.」结束,或缺「;」「,」",
    "expected directive or statement": "此处应是一条陈述:主语、谓语、宾语,以「.」结束",
    "expected propertylist": "主语后面应是谓语和宾语",
    "objectList expected": "谓语后面应是宾语",
    "EOF found": "文件没有写完",
    "unterminated string literal": "字符串没有结束的引号",
    "newline found in string literal": "字符串里有换行;跨行的文字用三个引号",
    "Prefix": "前缀没有声明",
    "expected ']'": "方括号没有成对",
    "expected ')'": "圆括号没有成对",
    "unterminated URI reference": "IRI 没有结束的「>」",
    "bad escape": "反斜杠后面不是允许的写法",
    "Found '{'": "Turtle 没有花括号",
}


_NTRIPLES: Final = "每行一条陈述:主语、谓语、宾语写全 IRI,以「 .」结束;没有前缀和缩写"
_MOST_LINES: Final = 50
"""Broken lines that are listed; each has its place looked up in the whole text."""


class _Stop(Exception):
    """The graph is larger than it may be, or takes longer."""


class _Sink(rdflib.Graph):
    """Takes triples from a parser and nothing else: no store, no prefixes."""

    def __init__(self, triples: Triples) -> None:
        super().__init__(bind_namespaces="none")
        self._triples, self._count = triples, 0
        self._end = time.monotonic() + MOST_SECONDS

    def add(self, triple: tuple[Node, Node, Node]) -> _Sink:
        """Note one triple; raises `_Stop` beyond the bounds."""
        subject, predicate, value = triple
        if self._triples.add(subject, str(predicate), value):
            self._count += 1
            if self._count > MOST_TRIPLES:
                raise _Stop(f"超过{MOST_TRIPLES}条陈述")
        if not self._count % 256 and time.monotonic() > self._end:
            raise _Stop(f"读了 {MOST_SECONDS:.0f} 秒还没有读完")
        return self

    def bind(self, *_: object, **__: object) -> None:
        """Prefixes are for people; nothing here needs them."""


def _never_fetch(_: Context, source: str, *__: object) -> NoReturn:
    # `jsonld.check` refuses these first; this stands where rdflib would open a file or the network.
    raise Faults([remote("", source)])


Context._fetch_context = _never_fetch  # type: ignore[method-assign,assignment]  # put in its place on purpose


def parse(text: str, name: str, form: str) -> Triples:
    """The triples of a text in `turtle`, `ntriples` or `jsonld`.

    Raises Faults: G101 broken, G102 too large or too slow, G103 nested too deep, G104 asks for something outside,
    G105 named graphs; for JSON-LD also what the JSON reader finds (F104, F106, F108).
    """
    triples = Triples(name)
    # Anew each time: pySHACL sets it back.
    rdflib.NORMALIZE_LITERALS = False
    try:
        _FORMS[form](text, name, _Sink(triples))
    except _Stop as stop:
        allowed = f"不超过{MOST_TRIPLES}条陈述、{MOST_SECONDS:.0f} 秒"
        raise Faults([Diagnostic("G102", name, f"图过大:{stop}", allowed, "分成几个文件")]) from None
    except RecursionError:
        raise Faults([_deep(name)]) from None
    imported = triples_of_imports(triples)
    if imported:
        raise Faults([remote(f"{name}: owl:imports", iri) for iri in imported])
    return triples


def triples_of_imports(triples: Triples) -> list[str]:
    """The ontologies that a graph asks to import."""
    imports = (str(v) for p in triples.subjects.values() for v in p.get(OWL + "imports", ()))
    return list(dict.fromkeys(imports))[:20]


def _turtle(text: str, name: str, sink: _Sink) -> None:
    deep = too_deep(text)
    if deep is not None:
        raise Faults([at(name, text, deep, "G103", f"括号嵌套超过{MOST_DEPTH}层", "通常是括号没有成对")])
    try:
        TurtleParser().parse(_source(text), sink)  # type: ignore[no-untyped-call]  # rdflib leaves it unannotated
    except BadSyntax as error:
        why = str(getattr(error, "_why", ""))
        message = next((s for start, s in _SAID.items() if start.lower() in why.lower()), "此处不合 Turtle 语法")
        raise Faults(
            [at(name, text, max(0, int(getattr(error, "_i", 0))), "G101", f"Turtle 写法有误:{message}")]
        ) from None
    except (_Stop, RecursionError, Faults):
        raise
    except Exception as error:  # the parser raises several of Python's own kinds on broken terms
        raise Faults([_broken(name, "Turtle", error)]) from None


def _ntriples(text: str, name: str, sink: _Sink) -> None:
    parser = W3CNTriplesParser(NTGraphSink(sink))
    faults, start = [], 0
    for line in text.split("\n"):
        parser.line = line.rstrip("\r")
        try:
            parser.parseline()
        except (_Stop, RecursionError):
            raise
        except Exception:  # of its own kind, and ValueError for a language tag or an escape
            faults.append(at(name, text, start, "G101", "N-Triples 写法有误", _NTRIPLES))
            if len(faults) == _MOST_LINES:
                break
        start += len(line) + 1
    if faults:
        raise Faults(faults)


def _jsonld(text: str, name: str, sink: _Sink) -> None:
    from rdflib.plugins.parsers.jsonld import to_rdf

    data = load(text, name)
    if not isinstance(data, (dict, list)):
        raise Faults([Diagnostic("G101", name, "JSON-LD 应是对象或列表")])
    try:
        to_rdf(data, sink, base=INPUT)
    except (_Stop, RecursionError, Faults):
        raise
    except Exception as error:
        raise Faults([_broken(name, "JSON-LD", error)]) from None


_FORMS: Final = {"turtle": _turtle, "ntriples": _ntriples, "jsonld": _jsonld}


def _source(text: str) -> StringInputSource:
    source = StringInputSource(text)
    source.setPublicId(INPUT)
    return source


def _deep(name: str) -> Diagnostic:
    return Diagnostic("G103", name, "图的写法嵌套过深", f"不超过{MOST_DEPTH}层", "检查括号是否成对")


def _broken(name: str, form: str, error: Exception) -> Diagnostic:
    if isinstance(error, ValueError) and "integer string conversion" in str(error):
        return Diagnostic("G101", name, f"{form} 写法有误:有一个数字长达几千位", hint="检查数字")
    if "Quote expected" in str(error):
        return Diagnostic("G101", name, f"{form} 写法有误:字符串没有结束的引号", hint="检查引号是否成对")
    return Diagnostic(
        "G101", name, f"{form} 写法有误:有一处的写法读不懂", hint="用写出这个文件的程序重新导出,或者逐段检查"
    )
