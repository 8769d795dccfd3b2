"""`pytest tests/language --update-examples` writes the expected parts of the examples anew, to be read before they are kept."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-examples", action="store_true", help="write the expected parts of the examples anew")
