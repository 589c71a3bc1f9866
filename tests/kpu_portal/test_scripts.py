"""Scripts of every page, in a Chromium: what is lost is said, and a picture that cannot
be drawn leaves its table."""

from __future__ import annotations

from typing import Any

import pytest

from tests.glance import Desk, look

pytestmark = [pytest.mark.usefixtures("shared_stocked"), pytest.mark.browser]
HOME, PICTURES = "/kab/3272/", "/kab/3272/gambaran/"


def test_a_lost_line_is_said_until_a_part_comes_again(cast: Any, sign_in: Any) -> None:
    told = look(
        Desk(sign_in(cast.operator_a)),
        HOME,
        """
        const note = document.getElementById("pd-lost");
        const seen = () => note.checkVisibility() ? note.innerText.trim() : "";
        const happen = (name, detail) => document.body.dispatchEvent(
          new CustomEvent(name, { bubbles: true, detail }));
        const said = [seen()];
        happen("htmx:sendError", {}); said.push(seen());
        happen("htmx:afterRequest", { successful: true }); said.push(seen());
        happen("htmx:responseError", { xhr: { status: 503 } }); said.push(seen());
        happen("htmx:responseError", { xhr: { status: 404 } }); said.push(seen());
        return said;
        """,
    )
    lost = [one.split(".")[0] for one in told]
    line, part = (
        "Sambungan ke portal terputus",
        "Sebagian halaman ini tidak dapat dimuat",
    )
    assert lost == ["", line, "", line, part]


def test_every_picture_is_drawn_or_says_that_it_is_not(cast: Any, sign_in: Any) -> None:
    client = sign_in(cast.operator_a)
    boxes = """
        const boxes = [...document.querySelectorAll("[data-chart]")];
        const twin = (box) => box.closest("section").querySelector(".pd-twin");
        await until(() => boxes.every((box) => box.querySelector("canvas")
          || box.classList.contains("is-lost")));
        return boxes.map((box) => [Boolean(box.querySelector("canvas")),
          twin(box).open, twin(box).querySelectorAll("tbody tr").length > 0,
          box.classList.contains("is-lost") ? box.textContent : ""]);
        """
    lost = "Gambar tidak dapat dimuat; angkanya ada pada tabel di bawah."
    assert look(Desk(client), PICTURES, boxes) == [[True, False, True, ""]] * 2
    without = look(Desk(client, missing=("echarts",)), HOME, boxes)
    assert without == [[False, True, True, lost]]


def test_a_file_on_its_way_is_said(cast: Any, sign_in: Any) -> None:
    told = look(
        Desk(sign_in(cast.operator_a)),
        "/kab/3272/kiriman/unggah/",
        """
        const form = document.querySelector("form[enctype]");
        const before = document.querySelectorAll(".pd-sending").length;
        document.addEventListener("submit", (event) => event.preventDefault());
        const files = new DataTransfer();
        files.items.add(new File(["x"], "kiriman.csv"));
        form.querySelector("input[type=file]").files = files.files;
        form.requestSubmit(form.querySelector("[type=submit]"));
        const lines = [...document.querySelectorAll(".pd-sending")];
        return [before, ...lines.map((line) => line.innerText)];
        """,
    )
    assert told == [0, "Berkas sedang dikirim; jangan tutup halaman ini."]
