"""Print the demo logins, and where the credentials of the partner systems are."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.organisations.models import User
from cases.organisations.rules import ROLE_LABELS, Role
from veiligheid.demo.cast import DEMO_PASSWORD
from veiligheid.demo.partners import write_partner_keys


class Command(BaseCommand):
    """Shows who can sign in to the demo, per organisation."""

    help = "Toont de inlognamen van de demo."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print name, roles and organisation of every demo user who can sign in with the password."""
        if not settings.DEMO:
            raise CommandError("Demo-inlognamen bestaan alleen in de demo-instellingen.")
        self.stdout.write(f"Wachtwoord voor iedereen: {DEMO_PASSWORD}")
        staff = User.objects.filter(is_active=True).exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
        for user in staff.select_related("organisation").order_by("organisation__region", "pk"):
            roles = ", ".join(ROLE_LABELS[Role(role)] for role in user.roles)
            self.stdout.write(f"  {user.username:<18} {user.organisation.name} ({roles})")
        keys = settings.STATE_DIR / "partnersleutels.json"
        write_partner_keys(keys, timezone.now(), settings.SITE_URL)
        self.stdout.write("Het hele verhaal via REST, met de sleutels van de demo:")
        self.stdout.write(f"  python3 docs/api/voorbeeld.py {keys}")
