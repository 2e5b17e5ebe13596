"""What programs may ask of the events, as OpenAPI 3.1 describes it."""

from typing import Any, get_args

from storage.sessions import SessionState
from storage.terms import ACCESSIBILITY, ATTENDANCE, AUDIENCES, FORMATS, LANGUAGES, THEMES

Schema = dict[str, Any]
STATES = list(get_args(SessionState))
TEXT: Schema = {"type": "string"}
MAYBE: Schema = {"type": ["string", "null"]}
MOMENT: Schema = {"type": "string", "format": "date-time"}
BOTH: Schema = {
    "type": "object",
    "properties": {"fr": TEXT, "en": TEXT},
    "additionalProperties": False,
    "description": "By language; French is always there.",
}


def _object(properties: Schema, description: str = "") -> Schema:
    said = {"description": description} if description else {}
    return {"type": "object", "properties": properties, "required": list(properties), **said}


def _list_of(codes: tuple[str, ...]) -> Schema:
    return {"type": "array", "items": {"type": "string", "enum": list(codes)}}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


PLACE = _object(
    {
        "venue": MAYBE,
        "address": MAYBE,
        "commune": TEXT,
        "insee": TEXT,
        "departement": TEXT,
        "region": TEXT,
        "latitude": {"type": "number", "minimum": -90, "maximum": 90},
        "longitude": {"type": "number", "minimum": -180, "maximum": 180},
    },
    "WGS 84; the commune's centre where the venue's own position is not known.",
)
SESSION = _object(
    {
        "id": TEXT,
        "start": MOMENT,
        "end": MOMENT,
        "state": {"type": "string", "enum": STATES},
        "seats": {"type": ["integer", "null"]},
    },
    "Its id lasts, whatever becomes of it.",
)
REGISTRATION = _object(
    {
        "by": {"type": "string", "enum": ["open", "link", "email", "phone", "bot"]},
        "at": TEXT,
        "seats": {"type": ["integer", "null"]},
    }
)
EVENT = _object(
    {
        "id": {"type": "string", "description": "The year of the edition and a number; it lasts."},
        "url": TEXT,
        "telegram": TEXT,
        "edition": {"type": "integer"},
        "state": {"type": "string", "enum": STATES},
        "title": BOTH,
        "summary": BOTH,
        "description": MAYBE,
        "organisation": TEXT,
        "format": {"type": ["string", "null"], "enum": [*FORMATS, None]},
        "themes": _list_of(THEMES),
        "audiences": _list_of(AUDIENCES),
        "accessibility": _list_of(ACCESSIBILITY),
        "language": {"type": ["string", "null"], "enum": [*LANGUAGES, None]},
        "attendance": {"type": ["string", "null"], "enum": [*ATTENDANCE, None]},
        "place": _or_null(PLACE),
        "online": MAYBE,
        "timezone": TEXT,
        "sessions": {"type": "array", "items": SESSION},
        "registration": _or_null(REGISTRATION),
        "people": {"type": "array", "items": _object({"name": TEXT, "role": TEXT})},
        "contact": MAYBE,
        "picture": MAYBE,
        "updated": MOMENT,
        "sequence": {"type": "integer"},
    }
)
EVENTS = _object(
    {
        "total": {"type": "integer"},
        "page": {"type": "integer"},
        "pages": {"type": "integer"},
        "previous": MAYBE,
        "next": MAYBE,
        "events": {"type": "array", "items": {"$ref": "#/components/schemas/Event"}},
    }
)


def _asked(name: str, description: str, schema: Schema) -> Schema:
    return {"name": name, "in": "query", "description": description, "schema": schema}


ASKED = [
    _asked(
        "q",
        "A question in words, in French or English: `ateliers à Nantes jeudi`.",
        {"type": "string", "maxLength": 200},
    ),
    _asked("day", "A day.", {"type": "string", "format": "date"}),
    _asked("region", "A région, by its INSEE code.", TEXT),
    _asked("theme", "A theme.", {"type": "string", "enum": list(THEMES)}),
    _asked("format", "A format.", {"type": "string", "enum": list(FORMATS)}),
    _asked("audience", "An audience.", {"type": "string", "enum": list(AUDIENCES)}),
    _asked("edition", "An edition, by its year; without it what is still to come.", {"type": "integer"}),
    _asked("organiser", "Who organises, as their page's address has it.", TEXT),
    _asked("lat", "With `lon`: near where, WGS 84 degrees.", {"type": "number"}),
    _asked("lon", "Likewise.", {"type": "number"}),
    _asked("language", "In which the question is.", {"type": "string", "enum": ["fr", "en"]}),
    _asked("page", "A page of a hundred events, from 1.", {"type": "integer", "minimum": 1}),
]
REFUSED: Schema = {
    "404": {
        "description": "There is none, or none of that organiser.",
        "content": {"application/json": {"schema": _object({"error": TEXT})}},
    },
    "414": {"description": "The question is too long for an address.", "content": {"text/plain": {"schema": TEXT}}},
}


def _answers(schema: Schema, description: str) -> Schema:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


OPENAPI: Schema = {
    "openapi": "3.1.0",
    "info": {
        "title": "The programme of the Public Innovation Week",
        "version": "1.0",
        "description": "Read only. Fields and identifiers last; new fields may come.",
    },
    "paths": {
        "/api/events": {
            "get": {
                "operationId": "events",
                "summary": "The events of what is asked, in its order.",
                "parameters": ASKED,
                "responses": {"200": _answers(EVENTS, "A page of events."), **REFUSED},
            }
        },
        "/api/events/{id}": {
            "get": {
                "operationId": "event",
                "summary": "One event, also one that was cancelled.",
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": TEXT}],
                "responses": {"200": _answers({"$ref": "#/components/schemas/Event"}, "The event."), **REFUSED},
            }
        },
    },
    "components": {"schemas": {"Event": EVENT}},
}
