"""The one law of time: what stands beside each other belongs together, in every order and with every joint."""

import pytest

from tests.understanding.labelled import wrong
from tests.understanding.law import sentences


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("command", ["understand", "dates", "reminder"])
def test_what_is_said_in_any_order_means_the_same(command: str, seed: int) -> None:
    missed = {each["text"]: found for each in sentences(command, 60, seed) if (found := wrong(command, each))}
    assert not missed
