"""Tasks of the bench that fill the lists and time their first and last pages."""

from __future__ import annotations

import html
import re
import time
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import clear_url_caches, reverse

from accounts.models import User
from accounts.sign_in import open_session
from bench import seeding
from bench.lists import LISTS, NOBODY, OPERATOR, Listed


def fill_lists(regency: str, period: str, times: int) -> dict[str, str]:
    """What a worker may write of long lists; what their addresses name."""
    return seeding.seed(regency, period, times)


def pages(regency: str, rounds: int, known: dict[str, str]) -> dict[str, Any]:
    """Time an empty signed-in page and the first and last page of every list.

    known: what `fill_lists` answered.
    """
    settings.ROOT_URLCONF = "bench.urls"
    clear_url_caches()
    opened = addresses(regency, known)
    taken: dict[str, list[float]] = {name: [] for name in opened}
    for turn in range(rounds + 3):
        for name, (client, address) in opened.items():
            begun = time.perf_counter()
            get(client, address)
            seconds = time.perf_counter() - begun
            if turn >= 3:  # the first turns fill caches and compile templates
                taken[name].append(seconds)
    beside = {
        f"{one.title()}, {which} page": empty(one)
        for one in LISTS
        for which in ("first", "last")
    }
    return {"taken": taken, "empty": beside}


def addresses(regency: str, known: dict[str, str]) -> dict[str, tuple[Client, str]]:
    """Name of a page -> who opens it, and its address."""
    clients = {NOBODY: Client(SERVER_NAME="localhost")}
    found: dict[str, tuple[Client, str]] = {}
    for who in sorted({OPERATOR, *(one.who for one in LISTS)} - {NOBODY}):
        client = clients[who] = Client(SERVER_NAME="localhost")
        open_session(client, User.objects.get(username=f"{who}.bench"))
        found[f"empty {who}"] = (client, reverse("bench-empty", args=[regency]))
    for one in LISTS:
        client, first = clients[one.who], one.address(regency, known)
        found[page_name(one)] = (client, first)
        last = one.last(first, known) or last_page(client, first, one.key)
        found[f"{one.title()}, last page"] = (client, last)
    return found


def page_name(one: Listed) -> str:
    return f"{one.title()}, first page"


def empty(one: Listed) -> str:
    """Name of the empty page that a list is held against: of the same account."""
    return f"empty {one.who or OPERATOR}"


def get(client: Client, address: str) -> str:
    answer = client.get(address)
    if answer.status_code != 200:
        raise AssertionError(f"{address} answers {answer.status_code}")
    text: str = answer.content.decode()
    return text


def last_page(client: Client, first: str, key: str = "sesudah") -> str:
    """Return the address of the last page: by the pager's link, else by its steps."""
    address, text, bare = first, get(client, first), first.partition("?")[0]
    while True:
        direct = re.findall(r'href="(\?[^"]*sebelum=akhir[^"]*)"', text)
        if direct:
            return bare + html.unescape(direct[0])
        onward = re.findall(rf'href="(\?[^"]*\b{key}=[^"]*)"', text)
        if not onward:
            return address
        address = bare + html.unescape(onward[-1])
        text = get(client, address)
