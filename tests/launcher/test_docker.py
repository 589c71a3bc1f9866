"""The container files, read as text: no engine is needed to find most mistakes."""

from __future__ import annotations

import copy
import json
import re
from importlib import resources
from pathlib import Path

import pytest
import yaml
from jsonschema.validators import validator_for

from launcher.postgres import SETTINGS

ROOT = Path(__file__).resolve().parents[2]
DOCKER = ROOT / "docker"
LASTING = ["postgres", "valkey", "web", "worker", "beat"]
# Their values come from the environment in the demo, from the container here.
EMBEDDED_ONLY = {
    *("listen_addresses", "unix_socket_directories", "max_connections"),
    *("shared_buffers", "checkpoint_timeout"),
}


@pytest.fixture(scope="module")
def instructions() -> list[tuple[str, str]]:
    text = (DOCKER / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in lines)]


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load((DOCKER / "compose.yaml").read_text())


def test_two_stages_with_pinned_images(instructions: list[tuple[str, str]]) -> None:
    stages = [rest for name, rest in instructions if name == "FROM"]
    assert len(stages) == 2
    for stage in stages:
        image, _, tag = stage.split()[0].partition(":")
        assert tag and tag != "latest"
        assert "/" not in image


def test_the_last_stage_runs_as_nobody_special(
    instructions: list[tuple[str, str]],
) -> None:
    names = [name for name, _ in instructions]
    last = len(names) - 1 - names[::-1].index("FROM")
    users = [rest for name, rest in instructions[last:] if name == "USER"]
    assert users == ["pdpb"]
    assert "ADD" not in names


def test_copied_files_stand_in_the_repository(
    instructions: list[tuple[str, str]],
) -> None:
    for name, rest in instructions:
        if name == "COPY" and not rest.startswith("--from"):
            for source in rest.split()[:-1]:
                assert (ROOT / source).exists(), source


def test_no_test_tools_and_no_embedded_server_in_production(
    instructions: list[tuple[str, str]],
) -> None:
    runs = " ".join(rest for name, rest in instructions if name == "RUN")
    assert "setup --production" in runs
    assert "dev.txt" not in runs
    assert "embedded.txt" not in runs
    ignored = (DOCKER / "Dockerfile.dockerignore").read_text().split()
    assert {"tests", "var", ".git", "docker/.env", ".venv"} <= set(ignored)


def test_no_secret_is_written_down(instructions: list[tuple[str, str]]) -> None:
    for name, rest in instructions:
        if name in {"ENV", "ARG"}:
            assert not re.search("PASSWORD|SECRET|_URL", rest)
    for line in (DOCKER / ".env.example").read_text().splitlines():
        if re.match(r"\w*(PASSWORD|SECRET)\w*=", line):
            assert line.endswith("=")


def test_what_lasts_has_a_health_check(compose: dict) -> None:
    services = compose["services"]
    assert set(services) == {*LASTING, "prepare"}
    for name in LASTING:
        assert services[name]["healthcheck"]["test"], name
        assert services[name]["restart"] == "unless-stopped"


def test_the_servers_are_those_of_the_stack(compose: dict) -> None:
    """PostgreSQL 17, as the embedded one, and Valkey."""
    images = {
        name: service["image"].split(":")
        for name, service in compose["services"].items()
        if "build" not in service
    }
    assert images.keys() == {"postgres", "valkey"}
    name, tag = images["postgres"]
    assert (name, re.split(r"[.-]", tag)[0]) == ("postgres", "17")
    name, tag = images["valkey"]
    assert name == "valkey/valkey" and re.match(r"\d", tag)


CHECKS = {
    "postgres": "pg_isready",
    "valkey": "valkey-cli ping",
    "web": "/masuk/",
    "worker": "inspect ping",
    "beat": "beat.pid",
}
"""What each health check asks: the program itself, and not only its container."""


@pytest.mark.parametrize("name", LASTING)
def test_a_health_check_asks_the_program_and_others_wait_for_it(
    compose: dict, name: str
) -> None:
    service = compose["services"][name]
    check = service["healthcheck"]
    assert check["test"][0] in {"CMD", "CMD-SHELL"}
    assert CHECKS[name] in " ".join(check["test"])
    assert not check.get("disable")
    assert re.fullmatch(r"\d+s", check["interval"]) and check["retries"] >= 1
    waits = service.get("depends_on", {})
    for other in {"postgres", "valkey"} if name in LASTING[2:] else set():
        assert waits[other] == {"condition": "service_healthy"}


def unlawful(compose: dict) -> list[str]:
    """Where a compose file is not what the Compose specification allows."""
    place = resources.files("check_jsonschema") / "builtin_schemas" / "vendor"
    schema = json.loads((place / "compose-spec.json").read_text(encoding="utf-8"))
    assert "healthcheck" in schema["$defs"]
    reader = validator_for(schema)(schema)
    return ["/".join(map(str, e.absolute_path)) for e in reader.iter_errors(compose)]


def test_the_compose_file_is_lawful(compose: dict) -> None:
    assert unlawful(compose) == []


@pytest.mark.parametrize(
    ("where", "key", "value"),
    [
        ("services/web", "helthcheck", {}),
        ("services/web/healthcheck", "intervall", "5s"),
        ("services/web/depends_on/valkey", "condition", "healthy"),
        ("services/worker", "volumes", "data:/data"),
    ],
)
def test_a_slip_in_it_would_be_found(
    compose: dict, where: str, key: str, value: object
) -> None:
    spoilt = copy.deepcopy(compose)
    part = spoilt
    for name in where.split("/"):
        part = part[name]
    part[key] = value
    assert any(found.startswith("services/") for found in unlawful(spoilt))


def test_only_the_preparing_container_knows_the_administrator(compose: dict) -> None:
    for name, service in compose["services"].items():
        knows = "DATABASE_URL" in service.get("environment", {})
        assert knows == (name == "prepare")


def test_each_process_has_its_database_role(compose: dict) -> None:
    services = compose["services"]
    roles = {n: services[n]["environment"]["PDPB_DB_ROLE"] for n in LASTING[2:]}
    assert roles == {"web": "web", "worker": "worker", "beat": "worker"}
    for name in LASTING[2:]:
        before = services[name]["depends_on"]
        assert before["prepare"]["condition"] == "service_completed_successfully"


def test_only_the_web_is_reachable_and_only_from_this_machine(compose: dict) -> None:
    for name, service in compose["services"].items():
        assert bool(service.get("ports")) == (name == "web")
    assert compose["services"]["web"]["ports"][0].startswith("127.0.0.1:")


def test_only_the_worker_reads_the_inbox_folder(
    compose: dict, instructions: list[tuple[str, str]]
) -> None:
    for name in LASTING[2:]:
        service = compose["services"][name]
        # The folder inside the container, and only when one of the host is named.
        assert service["environment"]["PDPB_INBOX"] == "${PDPB_INBOX:+/inbox}"
        mounted = "${PDPB_INBOX:-inbox}:/inbox" in service["volumes"]
        assert mounted == (name == "worker")
    assert "inbox" in compose["volumes"]
    assert any("-o pdpb" in rest and " /inbox" in rest for _name, rest in instructions)


def test_every_variable_is_explained(compose: dict) -> None:
    text = (DOCKER / "compose.yaml").read_text()
    used = set(re.findall(r"(?<!\$)\$\{(\w+)", text))
    example = (DOCKER / ".env.example").read_text()
    assert used == set(re.findall(r"^(\w+)=", example, re.M))


def test_the_server_is_set_as_the_embedded_one(compose: dict) -> None:
    command = compose["services"]["postgres"]["command"]
    given = dict(part[2:].split("=", 1) for part in command if part.startswith("-c"))
    for name in SETTINGS.keys() - EMBEDDED_ONLY:
        assert given[name] == SETTINGS[name], name
