"""The interface answers as it is described, whatever is asked of it."""

from typing import Any

import schemathesis
from hypothesis import HealthCheck, given, settings

from tests.budget import examples
from tests.pages.reader import Reader
from tests.published import published
from tests.week import Week


def test_whatever_is_asked_the_answer_is_as_it_is_described(week: Week, reader: Reader) -> None:
    published(week, title_en="One stop", description="Tout sur lui.", accessibility=["step_free"])
    published(week, title="Un webinaire", attendance="online")
    schema = schemathesis.openapi.from_url(f"{reader.base}/api/openapi.json")
    for path in ("/api/events", "/api/events/{id}"):
        asked = schema[path]["GET"]

        @settings(max_examples=examples(20), suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
        @given(case=asked.as_strategy())
        def ask(case: Any) -> None:
            case.call_and_validate()

        ask()
