"""The container files, read as text: no engine is needed to find most mistakes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

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
