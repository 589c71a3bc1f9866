"""WSGI entry point; the web process connects as pdpb_web."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kpu_portal.settings")
os.environ.setdefault("PDPB_DB_ROLE", "web")

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()

from kpu_portal.warm import warm_up  # noqa: E402 - needs the applications

warm_up()
