from __future__ import annotations
import pytest
from accounts.models import User
from kpu_portal.digest.stopping import token_of
from tests.browser.conftest import Portal, assert_fits, axe
from tests.posts.conftest import KECAMATAN, make_post
from tests.roles import admin_sql

def test_look(live: Portal) -> None:
    make_post("Pos Gunungpuyuh", bring="KTP-el atau KK")
    operator = live.open("operator.sukabumi")
    page = operator.page
    operator.go("/akun/")
    operator.look("akun")
    operator.go("/akun/surel/")
    operator.look("surel")
    operator.go("/kab/3272/sebaran/")
    operator.look("sebaran")
    page.get_by_role("button", name="Buat tautan dan poster").first.click()
    page.wait_for_load_state("networkidle")
    operator.look("kecamatan")
    visitor = live.open(viewport={"width": 360, "height": 740})
    visitor.go(f"/q/{KECAMATAN}p/pos/")
    assert "/pos/pos-gunungpuyuh/" in visitor.page.url
    admin_sql("INSERT INTO posts_reachday (regency_code, kecamatan, channel, day, hits) SELECT '3272','327201', c, current_date - n*30, 10+n*7 FROM unnest(ARRAY['POSTER','WHATSAPP']) c, generate_series(1,8) n")
    operator.go("/kab/3272/sebaran/jangkauan/")
    page.wait_for_timeout(1000)
    operator.look("jangkauan")
    operator.go("/kab/3272/sebaran/")
    operator.look("sebaran2")
    officer = live.open("pos.gunungpuyuh")
    officer.go(f"/kab/3272/sebaran/{KECAMATAN}/")
    officer.page.wait_for_load_state("networkidle")
    officer.look("petugas")
    visitor.go(f"/surel/berhenti/{token_of(User.objects.get(username='operator.sukabumi'))}/")
    assert_fits(visitor.page)
    visitor.look("berhenti")
    visitor.page.get_by_role("button", name="Hentikan surel").click()
    visitor.look("dihentikan")
    phone = live.open("pos.gunungpuyuh", viewport={"width": 360, "height": 740})
    phone.go(f"/kab/3272/sebaran/{KECAMATAN}/")
    assert_fits(phone.page)
