"""The log: a line an event, as text for whoever reads it, or as JSON for what collects it."""

import logging
from typing import Literal

from pythonjsonlogger.orjson import OrjsonFormatter

Format = Literal["text", "json"]
TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
# `event` is the sentence without its values, by which events of a kind are counted.
FIELDS = {"asctime": "at", "levelname": "level", "name": "part", "msg": "event", "exc_info": "traceback"}
ISO = "%Y-%m-%dT%H:%M:%S%z"
JSON = "%(asctime)s %(levelname)s %(name)s %(msg)s %(message)s"
QUIET = ("alembic", "apscheduler", "fontTools", "httpx")


def set_up(written: Format = "text") -> None:
    """Logs to stderr from now on."""
    handler = logging.StreamHandler()
    as_json = OrjsonFormatter(JSON, ISO, rename_fields=FIELDS)
    handler.setFormatter(as_json if written == "json" else logging.Formatter(TEXT))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    quieten()


def quieten() -> None:
    """Keeps out of the log what libraries tell of each step; their warnings stay."""
    for library in QUIET:
        logging.getLogger(library).setLevel(logging.WARNING)
