"""A whole family by its card in one act, decided as a group, taken back as a group."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.roles import admin_sql
from tests.voters import desk
from voters import services
from voters.models import ChangeProposal, Evidence
from voters.services import errors, families

pytestmark = pytest.mark.usefixtures("shared_stocked")
FIND = reverse("voters:family", args=["3272"])
ACT = reverse("voters:family_propose", args=["3272"])


@pytest.fixture
def client(sign_in, cast):
    return sign_in(cast.operator_a)


def household(cast, at, size=5):
    """A family of five: `at` numbers the card; voters whom no other test has."""
    card = f"32720101012100{at:02d}"
    people = desk.voters(cast.operator_a, 400)[at * 10 : at * 10 + size]
    numbers = ", ".join(str(one.pk) for one in people)
    home = people[0]
    admin_sql(
        f"UPDATE voter SET nkk = '{card}', kelurahan = '{home.kelurahan}', "
        f"tps = '{home.tps}', row_version = row_version + 1 "
        f"WHERE regency_code = '3272' AND id IN ({numbers})"
    )
    return card, [desk.see_voter(cast.operator_a, one.pk) for one in people]


def elsewhere(cast, voter):
    """A kelurahan that is not the voter's."""
    people = desk.voters(cast.operator_a, 400)
    return next(o.kelurahan for o in people if o.kelurahan != voter.kelurahan)


def sent_as(page):
    """What the browser would send of the page as it stands: its own values."""
    form, rows = page.context["form"], page.context["rows"]
    data = {
        name: form.get_initial_for_field(field, name) or ""
        for name, field in form.fields.items()
    }
    data["anggota"] = form.initial["anggota"]
    for bound in [b for row in rows for b in row]:
        data[bound.html_name] = bound.value() or ""
    for bound in rows.management_form:
        data[bound.html_name] = bound.value()
    members = page.context["members"]
    if members:
        data["wakil"] = str(members[0][0].public_id)
    else:
        data["nkk"] = page.context["nkk"]
    return data


def of_group(cast, key):
    with desk.desk(cast.operator_a):
        rows = ChangeProposal.objects.of("3272").filter(group_key=key)
        return list(rows.order_by("id"))


def key_of(answer):
    assert answer.status_code == 302, answer.context["form"].errors
    return parse_qs(urlsplit(answer["Location"]).query)["keluarga"][0]


def test_a_family_of_five_moves_in_at_most_eight_interactions(client, cast):
    card, people = household(cast, 0)
    place = elsewhere(cast, people[0])
    page = client.post(FIND, {"nkk": card})
    interactions = 2  # the number, Enter
    assert [one.pk for one, ticked in page.context["members"] if ticked] == [
        one.pk for one in sorted(people, key=lambda one: (one.birth_date, one.pk))
    ]
    assert people[0].nik not in page.content.decode()
    assert card not in page.content.decode()
    untouched = sent_as(page)
    typed = {"kelurahan": place, "address": "Jl Baru 7", "rt": "2", "rw": "3"}
    typed["evidence_no"] = "SKP-12"
    data = {**untouched, **typed}
    interactions += sum(untouched[name] != value for name, value in data.items())
    answer = client.post(ACT, data)
    interactions += 1
    assert interactions <= 8
    made = of_group(cast, key_of(answer))
    assert {one.kind for one in made} == {"PINDAH_DALAM"} and len(made) == 5
    assert all(one.new["tps"] == "" for one in made if "tps" in one.old)
    queue = client.get(answer["Location"])
    assert "Keluarga 5 orang" in queue.content.decode()
    assert "usulan satu isian" in queue.content.decode()
    bulk = reverse("voters:bulk", args=["3272"]) + f"?keluarga={made[0].group_key}"
    assert "Terima sekeluarga (5)" in queue.content.decode()
    asked = client.get(f"{bulk}&keputusan=accept")
    assert asked.context["count"] == 5
    client.post(f"{bulk}&keputusan=accept", {"keputusan": "accept", "jumlah": 5})
    desk.work("apply", cast.operator_a)
    for one in people:
        now = desk.see_voter(cast.operator_a, one.pk)
        assert (now.kelurahan, now.address) == (place, "JL BARU 7")
        assert (now.rt, now.rw, now.tps) == ("002", "003", "")
    desk.tallies_hold()


def test_a_family_leaves_with_one_document(client, cast):
    card, people = household(cast, 1)
    page = client.get(f"{FIND}?pemilih={people[2].public_id}")
    data = {**sent_as(page), "act": "luar", "evidence_kind": "SURAT_PINDAH"}
    data["anggota"] = [str(one.public_id) for one in people[:4]]
    bare = client.post(ACT, data)
    assert (
        f"{people[0].name}: Perlu bukti" in bare.content.decode().replace("&#x27;", "'")
        or "Perlu bukti" in bare.content.decode()
    )
    ticked = [one.pk for one, on in bare.context["members"] if on]
    assert sorted(ticked) == sorted(one.pk for one in people[:4])
    paper = SimpleUploadedFile("surat.pdf", b"%PDF-1.7 surat")
    made = of_group(cast, key_of(client.post(ACT, {**data, "documents": paper})))
    assert [(one.kind, one.category) for one in made] == [("TMS", "PINDAH")] * 4
    with desk.desk(cast.operator_a):
        rows = Evidence.objects.of("3272").filter(
            proposal_id__in=[one.pk for one in made]
        )
        assert len({one.file for one in rows}) == 1 and len(rows) == 4
        done = services.decide_bulk(
            actor=cast.operator_a,
            regency="3272",
            rows=ChangeProposal.objects.of("3272").filter(group_key=made[0].group_key),
            decision="accept",
        )
    assert (done.decided, done.left_out) == (4, {})


def test_a_part_splits_off_and_takes_a_newcomer_in(client, cast):
    card, people = household(cast, 2)
    page = client.post(FIND, {"nkk": card})
    data = {**sent_as(page), "act": "pisah", "evidence_no": "KK"}
    data["anggota"] = [str(one.public_id) for one in people[:2]]
    assert "16 angka" in client.post(ACT, data).content.decode()
    data["nkk_baru"] = card
    assert "sama dengan" in client.post(ACT, data).content.decode()
    data["nkk_baru"] = "3272010101220001"
    data |= {
        "baru-0-nik": "3272015505080001",
        "baru-0-name": "Anak Baru",
        "baru-0-birth_date": "2008-05-15",
        "baru-0-sex": "P",
    }
    made = of_group(cast, key_of(client.post(ACT, data)))
    assert [one.kind for one in made] == ["UBAH", "UBAH", "BARU"]
    assert {one.new["nkk"] for one in made} == {"3272010101220001"}
    assert made[2].new["address"] == people[0].address
    assert made[2].new["kelurahan"] == people[0].kelurahan


def test_a_new_card_takes_people_in(client, cast):
    card = "3272010101230009"
    page = client.post(FIND, {"nkk": card})
    assert "Belum ada pemilih" in page.content.decode()
    place = desk.voters(cast.operator_a, 1)[0].kelurahan
    data = {**sent_as(page), "act": "tambah", "address": "Jl Kartu 1"}
    data |= {"kelurahan": place}
    assert "anggota baru" in client.post(ACT, data).content.decode()
    for at, born in enumerate(("1980-01-02", "1982-03-04")):
        day = date.fromisoformat(born)
        data |= {
            f"baru-{at}-nik": f"327201{day:%d%m%y}0009",
            f"baru-{at}-name": f"Orang {at}",
            f"baru-{at}-birth_date": born,
            f"baru-{at}-sex": "L",
            f"baru-{at}-category": "BELUM_TERDATA",
        }
    made = of_group(cast, key_of(client.post(ACT, data)))
    assert [one.new["nkk"] for one in made] == [card, card]
    assert made[0].new["address"] == "JL KARTU 1"


def test_one_refusal_leaves_nothing_and_names_the_person(client, cast):
    card, people = household(cast, 3)
    last = max(people, key=lambda one: (one.birth_date, one.pk))
    desk.propose(cast.operator_a, "UBAH", last, new={"address": "JL LAIN 1"})
    page = client.post(FIND, {"nkk": card})
    data = {**sent_as(page), "address": "Jl Sama 5", "rt": "9"}
    data |= {"baru-0-name": ""}
    told = client.post(ACT, data)
    text = told.content.decode()
    assert f"{last.name}: Sudah ada usulan" in text
    assert "Jl Sama 5" in text
    with desk.desk(cast.operator_a):
        rows = ChangeProposal.objects.of("3272").filter(
            voter_id__in=[one.pk for one in people]
        )
        assert rows.count() == 1
    data["baru-0-name"] = "Setengah"
    assert "NIK" in client.post(ACT, data).content.decode()


def test_the_whole_act_is_taken_back(client, cast):
    card, _people = household(cast, 4)
    page = client.post(FIND, {"nkk": card})
    key = key_of(client.post(ACT, {**sent_as(page), "address": "Jl Batal 1"}))
    made = of_group(cast, key)
    url = reverse("voters:withdraw", args=["3272", made[0].public_id])
    client.post(url)
    assert [one.state for one in of_group(cast, key)].count("WITHDRAWN") == 1
    other = reverse("voters:withdraw", args=["3272", made[1].public_id])
    told = client.post(other, {"keluarga": "1"}, follow=True).content.decode()
    assert "4 usulan ditarik" in told
    assert {one.state for one in of_group(cast, key)} == {"WITHDRAWN"}


def test_what_is_no_family(client, cast, sign_in):
    card, people = household(cast, 5)
    assert "16 angka" in client.post(FIND, {"nkk": "123"}).content.decode()
    assert client.get(f"{FIND}?pemilih=x").status_code == 404
    assert client.post(ACT, {}).url == FIND
    other = sign_in(cast.operator_b)
    foreign = reverse("voters:family", args=["3101"])
    assert other.post(foreign, {"nkk": card}).context["members"] == []
    alone = {"regency": "3272", "period": desk.period(), "actor": cast.operator_a}
    grounds = services.Grounds()
    for act, words in (
        (services.FamilyAct("x", card), "Pilih apa"),
        (services.FamilyAct("dalam", card), "satu anggota"),
        (services.FamilyAct("dalam", card, people), "alamat"),
        (services.FamilyAct("dalam", card, people * 7), "paling banyak"),
        (
            services.FamilyAct(
                "luar", card, people, [families.Newcomer("1", "KAWIN", {})]
            ),
            "tidak menerima",
        ),
        (
            services.FamilyAct(
                "luar", card, [people[0], desk.voters(cast.operator_a, 400)[-1]]
            ),
            "satu kartu",
        ),
    ):
        with pytest.raises(errors.InvalidProposal) as told, desk.desk(cast.operator_a):
            services.propose_family(**alone, act=act, grounds=grounds)
        assert words in str(told.value)
