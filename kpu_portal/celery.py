"""The Celery application; every task of every room is found by name."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kpu_portal.settings")
os.environ.setdefault("PDPB_DB_ROLE", "worker")

app = Celery("kpu_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
