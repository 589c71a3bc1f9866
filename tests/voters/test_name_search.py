"""A search by name says when it stops."""

from __future__ import annotations

import pytest

from tests.roles import admin_sql
from voters import filters

LIST = "/kab/3272/pemilih/"
SAID = "Persempit: tambah kata dari namanya"


@pytest.mark.usefixtures("stocked")
def test_the_first_hits_only_are_told(sign_in, cast, monkeypatch) -> None:
    monkeypatch.setattr(filters, "NAME_HITS", 5)
    monkeypatch.setattr("voters.views.roll.NAME_HITS", 5)
    rows = admin_sql(
        "SELECT split_part(name, ' ', 1), count(*) FROM voter "
        "WHERE regency_code = '3272' GROUP BY 1 ORDER BY 2 DESC LIMIT 1"
    )
    name, n = rows[0]
    assert n > 5
    client = sign_in(cast.operator_a)
    answer = client.get(LIST, {"nama": name})
    text = answer.content.decode()
    assert SAID in text
    assert "5 pertama." in text
    assert answer.context["count"] <= 5
    # A further filter cuts those five, so it must be told there too.
    assert SAID in client.get(LIST, {"nama": name, "jk": "L"}).content.decode()


@pytest.mark.usefixtures("stocked")
def test_a_complete_search_says_nothing(sign_in, cast) -> None:
    client = sign_in(cast.operator_a)
    assert SAID not in client.get(LIST, {"nama": "SITI"}).content.decode()
    assert SAID not in client.get(LIST).content.decode()


@pytest.mark.usefixtures("stocked")
def test_the_function_gives_what_the_page_says(sign_in, cast) -> None:
    admin_sql(
        "INSERT INTO voter (regency_code, nik, name, birth_date, marital_status, sex, "
        "kelurahan, status) SELECT '3272', (3272019901010000 + g)::text, "
        "'BAYANGAN ' || g, '1999-01-01', 'B', 'L', '3272011001', 'ACTIVE' "
        "FROM generate_series(1, 1003) g RETURNING id"
    )
    answer = sign_in(cast.operator_a).get(LIST, {"nama": "bayangan"})
    assert answer.context["count"] == 1000
    assert "1.000 pertama." in answer.content.decode()
