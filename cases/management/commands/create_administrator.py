"""Make the first administrator of an organisation; every other account is kept on the pages."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.tokens import default_token_generator
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from cases.organisations.models import Organisation, User
from cases.organisations.rules import OrganisationKind, Role
from cases.staff.rules import Account, account_problems, normal_username, username_problems


class Command(BaseCommand):
    """Prints the path of the link with which she or he chooses a password: it works once, for 72 hours."""

    help = "Maakt de eerste functioneel beheerder van een organisatie en toont de link om te beginnen."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where, and who."""
        parser.add_argument("organisatie", help="de korte naam, zoals 'VT Duinrand'")
        parser.add_argument("gebruikersnaam")
        parser.add_argument("naam")
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the account; refuse what an administrator could not have made either."""
        organisation = Organisation.objects.filter(short_name=options["organisatie"]).first()
        if organisation is None:
            raise CommandError(f"Er is geen organisatie met de korte naam '{options['organisatie']}'.")
        role = Role.FUNCTIONAL_ADMINISTRATOR
        if User.objects.filter(organisation=organisation, is_active=True, roles__contains=[role.value]):
            raise CommandError("Deze organisatie heeft een functioneel beheerder; die voegt collega's toe.")
        username = normal_username(options["gebruikersnaam"])
        account = Account(display_name=options["naam"], email=options["email"], roles=frozenset({role}))
        problems = account_problems(account, OrganisationKind(organisation.kind))
        if said := username_problems(username):
            problems["username"] = said
        elif User.objects.filter(username__iexact=username).exists():
            problems["username"] = ["Deze gebruikersnaam is al in gebruik. Kies een andere."]
        if problems:
            raise CommandError(" ".join(text for texts in problems.values() for text in texts))
        user = User.objects.create(
            username=username,
            display_name=account.display_name.strip(),
            email=account.email.strip(),
            organisation=organisation,
            roles=[role.value],
            password=make_password(None),
            created_at=timezone.now(),
        )
        token = default_token_generator.make_token(user)
        path = reverse("cases:access", kwargs={"uidb64": user.public_id, "token": token})
        self.stdout.write(f"Geef deze link persoonlijk; hij werkt één keer, binnen 72 uur:\n{path}")
