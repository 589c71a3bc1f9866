"""manage.py rotate_factor_keys: seal every second factor with the first key again.

After it the older keys of PDPB_MFA_KEYS (or SECRET_KEY_FALLBACKS) may go.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.scope import GATE
from accounts.vault import reseal

SEALED = ("secret", "seed")


class Command(BaseCommand):
    help = "Segel ulang semua langkah kedua dengan kunci pertama."

    @transaction.atomic(using=GATE)
    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for factor in Authenticator.objects.select_for_update():
            for name in SEALED:
                if name in factor.data:
                    factor.data[name] = reseal(factor.data[name])
                    count += 1
            factor.save(update_fields=["data"])
        self.stdout.write(f"{count} rahasia disegel ulang.")
