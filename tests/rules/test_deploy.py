"""What is deployed is what there is: its settings, its files, its ports."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import Settings
from bot.webhook import PORT

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"


@pytest.fixture
def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    return read


def test_every_setting_of_the_containers_is_one(compose: dict[str, Any]) -> None:
    for name in ("worker1", "worker2"):
        settings = compose["services"][name]["environment"]
        assert {key.lower() for key in settings} <= {*Settings.model_fields}
        values: dict[str, Any] = {
            key.lower(): re.sub(r"\$\{\w+(?::[^}]*)?\}", "7", value) for key, value in settings.items()
        }
        made = Settings(_env_file=None, **values)
        assert made.database_url.startswith("postgresql://") and made.public_url and made.webhook_secret


def test_the_proxy_leads_to_the_ports_of_the_workers(compose: dict[str, Any]) -> None:
    led = set(re.findall(r"(worker\d):(\d+)", (DEPLOY / "Caddyfile").read_text()))
    pages = compose["services"]["worker1"]["environment"]["PAGES_PORT"]
    assert led == {(worker, port) for worker in ("worker1", "worker2") for port in (str(PORT), pages)}
    operations = compose["services"]["worker1"]["environment"]["OPERATIONS_PORT"]
    assert f"127.0.0.1:{operations}/healthz" in (DEPLOY / "Containerfile").read_text()


def test_whatever_is_copied_into_the_container_is_there() -> None:
    copied = re.findall(r"^COPY (?!--from)(\S+) ", (DEPLOY / "Containerfile").read_text(), re.MULTILINE)
    assert copied and all((ROOT / each).exists() for each in copied)


def test_each_part_is_hardened(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        assert service["read_only"] and service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
    unit = (DEPLOY / "innovation-week-bot.service").read_text()
    for line in ("DynamicUser=yes", "ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet="):
        assert f"\n{line}\n" in unit
