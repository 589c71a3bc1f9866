"""Settings of the office's web: the portal's, and one empty page beside its own."""

from kpu_portal.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
