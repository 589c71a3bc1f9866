"""Texts to copy that make a post known; Indonesian, whoever copies them."""

from dataclasses import dataclass

from django.utils import translation

from posts.models import Post
from posts.models.reach import Channel
from posts.presenters import hours_words

BRING = "KTP-el atau Kartu Keluarga (KK)"
"""What a post asks for that says nothing itself (PKPU on PDPB asks for either)."""
CALL = "Sudah terdaftar sebagai pemilih?"
WHY = (
    "Periksa, laporkan bila pindah, ada data yang salah, atau ada keluarga yang "
    "meninggal. Gratis."
)


@dataclass(frozen=True)
class Facts:
    """What every paper and text says of a kecamatan's post."""

    kecamatan: str
    post: str
    place: str
    hours: list[tuple[str, str]]
    bring: str
    contact: str


def facts_of(post: Post, kecamatan: str) -> Facts:
    """The facts of an open post, in Indonesian."""
    with translation.override("id"):
        hours = hours_words(post)
    bring = " ".join(post.bring.split()) or BRING
    return Facts(kecamatan, post.name, post.place, hours, bring, post.contact)


def text_of(channel: str, facts: Facts, url: str) -> str:
    """The text of a channel, ready to be pasted, with the channel's own link."""
    hours = "; ".join(f"{days} {times}" for days, times in facts.hours)
    lines = [
        f"{facts.post}, {facts.place}",
        *([f"Buka: {hours}"] if hours else []),
        f"Bawa: {facts.bring}",
        *([f"Hubungi: {facts.contact}"] if facts.contact else []),
    ]
    body = "\n".join(lines)
    if channel == Channel.WHATSAPP:
        return f"*{CALL}*\n{WHY}\n\n{body}\n\n{url}"
    if channel == Channel.INSTAGRAM:
        tag = "".join(word.capitalize() for word in facts.kecamatan.split())
        return f"{CALL}\n{WHY}\n\n{body}\n\nTautan: {url}\n\n#DaftarPemilih #{tag}"
    if channel in (Channel.POSTER, Channel.LEAFLET, Channel.BANNER):
        return f"{CALL}\n{facts.post}\n{url}"
    return f"{CALL}\n{WHY}\n\n{body}\n\n{url}"
