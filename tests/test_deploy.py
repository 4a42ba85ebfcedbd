"""The files of deploy/: no Docker is needed to see that they hold together."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect.events.schemas.automations import AutomationCore, EventTrigger

from flows.deployments import POOL
from flows.health.flow import EVENT
from flows.prefect_settings import SERVER

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
TEXT = (DEPLOY / "compose.yaml").read_text("utf-8")


@pytest.fixture
def services() -> dict[str, Any]:
    return dict(yaml.safe_load(TEXT)["services"])


def test_the_server_has_the_settings_that_proved_right(services: dict[str, Any]) -> None:
    said = services["server"]["environment"]
    assert SERVER.items() <= said.items()
    assert said["PREFECT_SERVER_DATABASE_CONNECTION_URL"].startswith("postgresql+asyncpg://")


def test_no_secret_is_written_down(services: dict[str, Any]) -> None:
    for service in services.values():
        for name, value in service["environment"].items():
            if "PASSWORD" in name or re.search(r"://[^/]*@", value):
                assert "${POSTGRES_PASSWORD:?" in value, name
    example = dict(line.split("=", 1) for line in (DEPLOY / ".env.example").read_text().splitlines() if "=" in line)
    assert set(re.findall(r"\$\{(\w+)", TEXT)) <= example.keys()
    assert example["POSTGRES_PASSWORD"] == ""


def test_services_wait_for_services_and_volumes_that_there_are(services: dict[str, Any]) -> None:
    for service in services.values():
        for other, when in service.get("depends_on", {}).items():
            assert other in services
            if when["condition"] == "service_healthy":
                assert "healthcheck" in services[other]
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in yaml.safe_load(TEXT)["volumes"] or (DEPLOY / source).is_file()
    assert all(":127.0.0.1" not in port and port.startswith("127.0.0.1:") for port in services["server"]["ports"])


def test_the_worker_is_of_the_pool_of_the_deployments(services: dict[str, Any]) -> None:
    assert f"--pool {POOL} --type process" in " ".join(services["worker"]["command"])
    assert f"work-pool create {POOL} --type process" in services["setup"]["command"][-1]


def test_the_image_is_built_of_what_there_is(services: dict[str, Any]) -> None:
    lines = re.sub(r"\\\n", "", (DEPLOY / "Dockerfile").read_text("utf-8")).splitlines()
    known = {"FROM", "ENV", "RUN", "WORKDIR", "COPY", "USER", "CMD"}
    assert {line.split()[0] for line in lines if line and not line.startswith("#")} <= known
    copied = [name for line in lines if line.startswith("COPY") for name in line.split()[1:-1]]
    sent = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    for name in copied:
        assert (ROOT / name).exists(), name
        assert f"!{name}" in sent
    build = services["worker"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).is_file()
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert packages <= set(copied)


def test_the_recipe_answers_the_alarms_of_health() -> None:
    recipe = AutomationCore.model_validate(yaml.safe_load((DEPLOY / "alarm.yaml").read_text("utf-8")))
    assert isinstance(recipe.trigger, EventTrigger)
    assert recipe.trigger.expect == {EVENT}
    assert recipe.trigger.match.model_dump() == {"prefect.resource.id": "kliping.outlet.*"}
