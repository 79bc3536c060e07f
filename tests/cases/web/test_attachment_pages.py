"""Attachments on the pages: given with a form, refused at the field, handed out and logged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.access.models import AccessLogEntry
from cases.attachments.models import Attachment
from cases.attachments.rules.files import LARGEST
from tests.cases.attachments.giving import AT, give, hide
from tests.cases.documents.reading import words_of
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.factories.family import make_family
from tests.factories.files import locked_pdf, pdf
from tests.zsm.decision.making import past_the_wall

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], WallClient]
NAME = "Sofie Winter aangifte.pdf"


def sent(client: WallClient, url: str, contents: bytes, title: str = "Aangifte") -> Any:
    file = SimpleUploadedFile(NAME, contents, content_type="application/pdf")
    return client.post(url, {"title": title, "category": "incidents", "contents": file})


def test_from_giving_to_downloading(cast: Cast, sign_in: SignIn) -> None:
    family = make_family(cast)
    tab = f"/zaken/{family.case.public_id}/documenten"
    with time_machine.travel(AT, tick=False):
        police, om = sign_in("politie"), sign_in("om")
        refusals = {
            b"Zaak": "geen PDF, JPEG of PNG",
            locked_pdf(): "met een wachtwoord beveiligd",
            b"": "is leeg",
            b"%PDF-" + b"x" * LARGEST: "groter dan 10 MB",
        }
        for contents, said in refusals.items():
            refused = sent(police, f"{tab}/bijlagen/nieuw", contents)
            page = refused.content.decode()
            assert refused.status_code == 400, said
            assert said in page
            assert 'value="Aangifte"' in page, "what was typed stays"
            assert NAME not in page
        assert (
            "Kies het bestand opnieuw" in sent(police, f"{tab}/bijlagen/nieuw", pdf("x"), "").content.decode()
        )
        assert sent(police, f"{tab}/bijlagen/nieuw", pdf("Zij belde om twaalf uur.")).status_code == 302
        with past_the_wall():
            row = Attachment.objects.get(case=family.case)
        assert "Aangifte" in om.get(tab).content.decode()
        assert "1 bijlage niet voor uw organisatie" in sign_in("shn").get(tab).content.decode()
        file = om.get(f"{tab}/bijlagen/{row.public_id}")
        assert (file.status_code, file["Content-Type"]) == (200, "application/pdf")
        name = f"bijlage-{row.public_id.hex[:8]}.pdf"
        assert file["Content-Disposition"] == f'attachment; filename="{name}"'
        assert file["X-Content-Type-Options"] == "nosniff"
        assert file["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert file["Cache-Control"] == "no-store"
        assert "om twaalf uur" in words_of(file.content)
        with past_the_wall():
            look = AccessLogEntry.objects.filter(route="cases:attachment-file").get()
        assert (look.action, look.outcome, look.case_ids) == ("export", "shown", [family.case.pk])
        assert set(look.categories) == {"that", "incidents"}
        assert len(look.person_ids) == 5
        hide(cast, family.case, family.victim)
        held = give(cast, family.case, pdf("Rietkraag 417"), title="Tweede")
        assert "Tweede" not in om.get(tab).content.decode()
        assert "Een adres in: bladzijde 1" in sign_in("politie.lead").get(tab).content.decode()
        assert om.get(f"{tab}/bijlagen/{held.public_id}").status_code == 404
        assert sign_in("shn").get(f"{tab}/bijlagen/{row.public_id}").status_code == 403
        assert sign_in("politie-rk").get(f"{tab}/bijlagen/{row.public_id}").status_code == 404


def test_a_file_that_is_held_back_at_the_download_says_so_and_stays_held(cast: Cast, sign_in: SignIn) -> None:
    family = make_family(cast)
    row = give(cast, family.case, pdf("Zij verblijft op Rietkraag 417."))
    hide(cast, family.case, family.victim)
    file = f"/zaken/{family.case.public_id}/documenten/bijlagen/{row.public_id}"
    with time_machine.travel(AT, tick=False):
        answer = sign_in("om").get(file)
        assert answer.status_code == 409
        assert "wordt opnieuw nagekeken" in answer.content.decode()
        assert "Rietkraag" not in answer.content.decode()
        assert sign_in("om").get(file).status_code == 404
    with past_the_wall():
        assert (
            AccessLogEntry.objects.filter(route="cases:attachment-file").order_by("pk")[0].outcome
            == "refused"
        )
