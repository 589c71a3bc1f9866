"""The tags and filters of the look: figures, masks, query strings, components."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from kpu_portal.ui import badges, filters, formats, jobs
from voters.filters import ProposalFilter
from voters.forms import EvidenceForm
from voters.models import ChangeProposal

NOON = dt.datetime(2026, 11, 24, 3, 42, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _indonesian():
    with translation.override("id"):
        yield


def draw(source: str, path: str = "/", **context: object) -> str:
    request = RequestFactory().get(path)
    template = Template("{% load pd %}" + source)
    return template.render(Context({"request": request, **context}))


class Filters(forms.Form):
    jenis = forms.MultipleChoiceField(
        label="Jenis", choices=[("TMS", "TMS"), ("UBAH", "Ubah")], required=False
    )
    kelurahan = forms.ChoiceField(
        label="Kelurahan",
        choices=[("", "Semua"), ("Cikole", [("3272031001", "Selabatu")])],
        required=False,
    )
    q = forms.CharField(label="Nama", required=False)
    sort = forms.CharField(widget=forms.HiddenInput, required=False)


class Evidence(forms.Form):
    number = forms.CharField(label="Nomor akta", help_text="Seperti tertulis")
    reason = forms.ChoiceField(
        label="Alasan", widget=forms.RadioSelect, choices=[("1", "Bukan orangnya")]
    )
    file = forms.FileField(label="Pindaian", required=False)
    sure = forms.BooleanField(label="Sudah diperiksa")
    kind = forms.ChoiceField(label="Jenis", choices=[("a", "Akta")])
    note = forms.CharField(label="Catatan", required=False)

    def clean(self):
        raise forms.ValidationError("Bukti tidak lengkap")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1269611, "1.269.611"),
        (0, "0"),
        (-5, "−5"),
        (None, ""),
        ("", ""),
        (1234.5, "1.234,5"),
        ("tidak ada", "tidak ada"),
        (float("nan"), "nan"),
    ],
)
def test_figures(value, expected):
    assert formats.figure(value) == expected
    assert draw("{{ v|angka }}", v=value) == expected


def test_signed_and_rounded_figures():
    assert draw("{{ v|tanda }}", v=2117) == "+2.117"
    assert draw("{{ v|tanda }}", v=-12) == "−12"
    assert draw("{{ v|tanda }}", v=0) == "0"
    assert draw("{{ v|angka:1 }}", v=2.25) == "2,3"


def test_percentages():
    assert draw("{{ 84.13|persen }}") == "84,1%"
    assert draw("{{ v|persen }}", v=None) == ""
    assert draw("{% bagian 2215 262906 2 %}") == "0,84%"
    assert draw("{% bagian 1 0 %}") == ""
    assert formats.share(None, 5) == ""


def test_a_nik_shows_its_region_only():
    assert draw("{{ v|nik }}", v="3272031212910001") == "327203" + "•" * 10
    assert draw("{{ v|nik }}", v="3,27203E+15") == "3,2720" + "•" * 10
    assert draw("{{ v|nik }}", v=None) == ""


def test_a_birth_date_shows_its_year_only():
    assert draw("{{ v|lahir_samar }}", v=dt.date(1991, 12, 12)) == "••-••-1991"
    assert draw("{{ v|lahir_samar }}", v="1991-12-12") == "••-••-1991"
    assert draw("{{ v|lahir_samar }}", v=None) == ""


def test_dates_and_hours(settings):
    settings.TIME_ZONE = "Asia/Jakarta"
    assert draw("{{ v|tgl }}", v=dt.date(2026, 11, 24)) == "24 Nov 2026"
    assert draw('{{ v|tgl:"EEE d MMM" }}', v=NOON) == "Sel 24 Nov"
    assert draw("{{ v|waktu }}", v=NOON) == "24 Nov 2026, 10.42 WIB"
    assert draw("{{ v|waktu }}", v=dt.date(2026, 11, 24)) == "24 Nov 2026"
    assert draw("{{ v|jam }}", v=NOON) == "10.42 WIB"
    assert draw("{{ v|jam }}{{ v|tgl }}", v=None) == ""
    assert formats.hour(dt.datetime(2026, 1, 2, 9, 5)) == "09.05"  # noqa: DTZ001


def test_dates_follow_the_language():
    with translation.override("en"):
        assert draw("{{ v|tgl:'EEEE' }}", v=NOON) == "Tuesday"


def test_initials_and_sizes():
    assert draw("{{ 'Rina Sari Marlina'|inisial }}") == "RM"
    assert draw("{{ 'Rina'|inisial }}{{ ''|inisial }}") == "R"
    assert draw("{{ 41800000|ukuran }}") == "41,8 MB"
    assert draw("{{ 512|ukuran }}") == "512 B"


def test_icon_is_silent_unless_labelled():
    assert 'aria-hidden="true"' in draw('{% icon "check" %}')
    assert "pd-i--s" in draw('{% icon "check" "s" %}')
    spoken = draw('{% icon "lock" label="Terkunci" %}')
    assert 'role="img" aria-label="Terkunci"' in spoken
    assert "#lock" in spoken


def test_badge_has_icon_and_word():
    drawn = draw('{% badge "TMS" %}')
    assert "k-tms" in drawn
    assert "#user-minus" in drawn
    assert drawn.count("TMS") == 1
    assert "Terbuka" in draw('{% badge "OPEN" group="period" %}')
    assert "Menunggu" in draw('{% badge "OPEN" %}')
    assert "k-tms" in draw('{% badge_tone "TMS" %}')
    assert draw('{% badge_icon "BARU" %}') == "user-plus"


def test_an_undrawn_kind_is_grey_and_named():
    assert badges.look_of("ENTAH_APA") == ("minus", "Entah apa", "mute")
    own = draw('{% badge "X" "Di atas" icon_name="lock" tone="ask" %}')
    assert "k-ask" in own
    assert "#lock" in own
    assert "Di atas" in own


@pytest.mark.parametrize("key", sorted(badges.BADGES))
def test_every_badge_has_an_icon_in_the_sprite(key):
    with open("static/img/icons.svg", encoding="utf-8") as sprite:
        assert f'id="{badges.BADGES[key].icon}"' in sprite.read()


def test_query_set_starts_the_list_anew():
    path = "/?jenis=TMS&jenis=UBAH&sesudah=abc"
    drawn = draw('{% query_set sort="nama" as q %}{{ q|safe }}', path)
    assert drawn == "?jenis=TMS&jenis=UBAH&sort=nama"
    assert draw("{% query_set jenis=None as q %}{{ q|safe }}", path) == "?"
    assert draw('{% query_set sebelum="x" as q %}{{ q|safe }}', path).endswith(
        "jenis=UBAH&sebelum=x"
    )


def test_query_set_takes_lists():
    query = RequestFactory().get("/?a=1").GET
    assert filters.with_values(query, {"a": ["2", "3"]}) == "?a=2&a=3"


def test_query_drop_takes_one_value_or_the_key():
    path = "/?jenis=TMS&jenis=UBAH&q=a&page=2"
    one = draw('{% query_drop "jenis" value="TMS" as q %}{{ q|safe }}', path)
    assert one == "?jenis=UBAH&q=a"
    assert draw('{% query_drop "jenis" as q %}{{ q|safe }}', path) == "?q=a"
    assert draw('{% query_only "q" as q %}{{ q|safe }}', path) == "?q=a"


def test_query_tags_work_without_a_request():
    drawn = Template('{% load pd %}{% query_set a="1" %}').render(Context())
    assert drawn == "?a=1"


def test_filter_chips_name_each_filter_and_remove_it():
    path = "/?jenis=TMS&jenis=UBAH&kelurahan=3272031001&q=&sort=nama"
    request = RequestFactory().get(path)
    chips = filters.chips_of(Filters(request.GET), request.GET)
    assert [(chip.label, chip.text) for chip in chips] == [
        ("Jenis", "TMS"),
        ("Jenis", "Ubah"),
        ("Kelurahan", "Selabatu"),
    ]
    assert chips[0].without == "?jenis=UBAH&kelurahan=3272031001&q=&sort=nama"
    drawn = draw(
        "{% filter_chips form found=12 total=1312 %}", path, form=Filters(request.GET)
    )
    assert "12 dari 1.312" in drawn
    assert "Hapus semua" in drawn
    hidden = filters.chips_of(Filters(request.GET), request.GET, ["jenis"])
    assert len(hidden) == 1


def test_an_unknown_choice_is_shown_as_it_came():
    request = RequestFactory().get("/?jenis=LAIN")
    chips = filters.chips_of(Filters(request.GET), request.GET)
    assert chips[0].text == "LAIN"


def test_no_result_offers_to_remove_each_filter():
    request = RequestFactory().get("/?q=budi")
    drawn = draw("{% no_result f total=1312 %}", "/?q=budi", f=Filters(request.GET))
    assert "0 dari 1.312" in drawn
    assert "Hapus Nama: budi" in drawn
    drawn = draw("{% no_result f %}", "/?q=budi", f=Filters(request.GET))
    assert "Tidak ada yang cocok dengan 1 saringan" in drawn, "nobody counted all"
    assert "Tidak ada hasil" in draw("{% no_result f %}", f=Filters())


def test_pager_moves_by_cursor_and_keeps_the_filter():
    drawn = draw('{% keyset_pager before="b" after="c" last="akhir" %}', "/?q=a")
    assert "?q=a&amp;sesudah=c" in drawn
    assert "?q=a&amp;sebelum=b" in drawn
    assert "sebelum=akhir" in drawn
    ends = draw("{% keyset_pager %}")
    assert ends.count('aria-disabled="true"') == 2


def test_export_menu_keeps_the_filter():
    items = [
        {"label": "CSV", "url": "/x"},
        {"label": "B", "url": "/y", "method": "post"},
    ]
    drawn = draw("{% export_menu items count=5 %}", "/?q=a&sesudah=z", items=items)
    assert 'href="/x?q=a"' in drawn
    assert 'action="/y?q=a"' in drawn
    assert "5 baris" in drawn


def test_column_chooser_offers_columns_that_may_go():
    def column(name, fixed=False, visible=True):
        attrs = {"th": {"data-fixed": True}} if fixed else {"th": {}}
        return SimpleNamespace(
            name=name, header=name.upper(), attrs=attrs, visible=visible
        )

    listed = [column("nik", fixed=True), column("nama"), column("rt", visible=False)]
    table = SimpleNamespace(columns=SimpleNamespace(iterall=lambda: listed))
    drawn = draw("{% column_chooser table %}", "/?q=a", table=table)
    assert 'value="nik"' not in drawn
    assert 'value="nama" checked' in drawn
    assert 'value="rt">' in drawn
    assert '<input type="hidden" name="q" value="a">' in drawn
    chosen = draw("{% column_chooser table %}", "/?kolom=rt", table=table)
    assert 'value="rt" checked' in chosen


def test_proof_says_whether_it_holds():
    terms = [
        {"label": "Oktober", "value": 255911},
        {"sign": "+", "label": "Baru", "value": 3402, "url": "/baru"},
    ]
    good = draw("{% proof terms %}", terms=terms)
    assert "255.911" in good
    assert "Jumlah cocok" in good
    assert 'href="/baru"' in good
    assert "is-off" not in good
    bad = draw(
        '{% proof terms ok=False difference=-2 detail="Baros" url="/b" dense=True %}',
        terms=terms,
    )
    assert "is-off" in bad
    assert "Selisih −2" in bad
    assert '<a href="/b">Baros</a>' in bad


def test_steps_follow_the_present_one():
    items = [{"note": "2 Nov", "url": "/1"}, {"note": "kini", "url": "/2"}, {}]
    drawn = draw("{% steps items now=2 %}", items=items)
    assert drawn.count("is-done") == 1
    assert drawn.count('aria-current="step"') == 1
    assert "Buka" in drawn
    assert "(sedang berjalan)" in drawn
    nine = draw("{% steps items now=2 %}", items=[{}] * 8 + [{"name": "Arsip"}])
    assert "Arsip" in nine


def test_empty_state_says_what_to_do():
    drawn = draw('{% empty_state "Belum ada" "Sebab." url="/u" label="Unggah" %}')
    assert 'href="/u"' in drawn
    assert "btn-primary" not in draw('{% empty_state "Belum ada" %}')


def test_note_and_confirm_wrap_their_bodies():
    bad = draw('{% note "bad" "Ditolak." %}<i>x</i>{% endnote %}')
    assert 'role="alert"' in bad
    assert "<b>Ditolak.</b> <i>x</i>" in bad
    assert "role=" not in draw('{% note "new" %}x{% endnote %}')
    own = draw('{% confirm "c" "Yakin?" "/p" "Ya" %}<p>b</p>{% endconfirm %}')
    assert 'action="/p"' in own
    assert "<p>b</p>" in own
    other = draw(
        '{% confirm "c" "Yakin?" "/p" "Ya" True form_id="f" %}{% endconfirm %}'
    )
    assert 'form="f" formaction="/p"' in other
    assert "btn-danger" in other


def test_fields_carry_label_help_and_error():
    form = Evidence({"reason": "9"})
    drawn = draw("{% for b in f %}{% field b %}{% endfor %}", f=form)
    assert 'aria-describedby="id_number_help id_number_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert drawn.count("<fieldset") == 1
    assert "data-drop" in drawn
    assert "form-select" in drawn
    assert "(boleh kosong)" in drawn
    assert "pd-invalid" not in draw("{% field f.number %}", f=Evidence())


def test_error_summary_repeats_the_words_of_the_fields():
    form = Evidence({"reason": "9"})
    drawn = draw("{% error_summary f g %}", f=form, g=None)
    assert 'href="#id_number"' in drawn
    assert "Bukti tidak lengkap" in drawn
    assert "data-focus" in drawn
    assert form.errors["number"][0] in drawn
    assert draw("{% error_summary f %}", f=Evidence()).strip() == ""


def test_chart_has_its_table_twin():
    data = {
        "type": "waterfall",
        "steps": [
            {"label": "Oktober", "value": 255911, "kind": "total"},
            {"label": "TMS", "value": -1299},
        ],
    }
    drawn = draw('{% chart "air" data "Judul" note="Sumbu." %}', data=data)
    assert "−1.299" in drawn
    assert "255.911" in drawn
    assert 'data-chart="air"' in drawn
    line = {"type": "line", "labels": ["Okt"], "values": [5000]}
    assert formats.twin_rows(line) == [("Okt", "5.000")]


@pytest.mark.parametrize(
    ("level", "tone"),
    [("error", "bad"), ("warning", "ask"), ("success", "new"), ("debug", "mute")],
)
def test_messages_have_a_tone(level, tone):
    message = SimpleNamespace(level_tag=level, extra_tags=None)
    assert draw("{{ m|message_tone }}", m=message) == tone
    assert draw("{{ m|message_icon }}", m=message)


def test_a_message_may_carry_its_undo():
    message = SimpleNamespace(level_tag="success", extra_tags="a urungkan:/u/1/")
    assert draw("{{ m|undo_url }}", m=message) == "/u/1/"
    plain = SimpleNamespace(level_tag="success", extra_tags="")
    assert draw("{{ m|undo_url }}", m=plain) == ""


def job(**changes: object) -> SimpleNamespace:
    base = {
        "kind": "reconcile",
        "state": "RUNNING",
        "is_open": True,
        "stage": "Membandingkan",
        "done": 50,
        "total": 200,
        "unit": "baris",
        "started_at": NOON,
        "stage_started_at": NOON,
        "get_state_display": lambda: "Berjalan",
    }
    return SimpleNamespace(**{**base, **changes})


def test_a_job_has_a_title():
    assert jobs.title_of(job()) == "Rekonsiliasi kiriman"
    assert jobs.title_of(job(kind="reconciliation.reconcile")) == "Rekonsiliasi kiriman"
    assert jobs.title_of(job(kind="hal_baru")) == "Hal baru"
    assert jobs.title_of(job(title="Daftar per TPS")) == "Daftar per TPS"


@pytest.mark.parametrize(
    ("spent", "changes", "expected"),
    [
        (10, {}, "sisa ±30 detik"),
        (60, {}, "sisa ±3 menit"),
        (10, {"stage_place": (2, 4)}, "sisa ±30 detik untuk tahap ini"),
        (1, {}, ""),
        (1, {"done": 0}, ""),
        (10, {"done": 0}, "berjalan 10 detik"),
        (130, {"done": 0}, "berjalan 2 menit 10 detik"),
        (10, {"total": 0, "done": 0}, "berjalan 10 detik"),
        (10, {"done": 200}, ""),
        (10, {"started_at": None, "stage_started_at": None}, ""),
    ],
)
def test_time_left(spent, changes, expected):
    now = NOON + dt.timedelta(seconds=spent)
    assert jobs.time_left(job(**changes), now) == expected


def test_the_bar_of_a_job_never_falls_when_a_stage_begins():
    moments = [
        job(stage_place=(1, 4), done=0, total=0),
        job(stage_place=(1, 4), done=150),
        job(stage_place=(1, 4), done=200),
        job(stage_place=(2, 4), done=0),
        job(stage_place=(4, 4), done=3, total=3),
    ]
    shares = [value / most for value, most in map(jobs.bar_of, moments)]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
    assert jobs.bar_of(job(done=50, total=200)) == (50, 200)
    assert jobs.bar_of(job(done=300, total=200)) == (200, 200)


def test_a_stage_says_which_of_how_many_it_is():
    assert jobs.stage_of(job()) == "Membandingkan"
    several = job(stage_place=(2, 4))
    assert jobs.stage_of(several) == "Tahap 2 dari 4, Membandingkan"


def test_time_left_asks_the_clock():
    assert jobs.time_left(job(stage_started_at=dt.datetime.now(dt.UTC))) == ""


def test_a_reader_hears_the_stage_and_each_quarter():
    assert jobs.spoken(job()) == "Rekonsiliasi kiriman, Membandingkan, 25%"
    assert jobs.spoken(job(total=0)) == "Rekonsiliasi kiriman, Membandingkan"
    ended = job(is_open=False, get_state_display=lambda: "Selesai")
    assert jobs.spoken(ended) == "Rekonsiliasi kiriman: Selesai"


def test_blank_fields_are_the_fields_of_each_language(portal: str) -> None:
    one_by_one = "{% for one in form %}{% field one %}{% endfor %}"
    drawn = []
    for language in ("id", "en", "id"):
        with translation.override(language):
            plain = draw(one_by_one, form=EvidenceForm())
            assert draw("{% blank_fields form %}", form=EvidenceForm()) == plain
        drawn.append(plain)
    assert drawn[0] == drawn[2] != drawn[1]


def _queue_filter(address: str, villages: dict[str, str]) -> ProposalFilter:
    return ProposalFilter(
        QueryDict(address),
        queryset=ChangeProposal.objects.none(),
        regency="3272",
        districts={"327201": "GUNUNGPUYUH"},
        villages=villages,
    )


def test_filter_fields_are_the_fields_of_each_place_language_and_choice(
    portal: str,
) -> None:
    each = (
        "{% for one in f.form.visible_fields %}{% field one %}{% endfor %}"
        "{% for one in f.form.hidden_fields %}{{ one }}{% endfor %}"
    )
    here, there = {"3272011001": "SRIWIDARI"}, {"3272011002": "KARANGTENGAH"}
    for villages in (here, there):
        for language in ("id", "en"):
            for address in ("", "kolom=source", "jenis=TMS&jenis=UBAH", "kategori=x"):
                with translation.override(language):
                    cut = _queue_filter(address, villages)
                    plain = draw(each, f=cut)
                    assert next(iter(villages.values())) in plain
                    for _again in range(2):
                        assert draw("{% filter_fields f %}", f=cut) == plain
