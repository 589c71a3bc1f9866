"""Project package: settings, URLs, pages that mix rooms, and the demo."""

from kpu_portal.celery import app as celery_app

__all__ = ["celery_app"]
