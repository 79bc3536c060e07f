"""Where the functional administrator sets at what time the organisation gets its mail of the night."""

from __future__ import annotations

from datetime import time

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cases.terms.mail_time import administers, check_can_set_mail_time, mail_time_of, set_mail_time
from cases.web.components import PageHeader
from cases.web.forms import BaseForm, TimeField
from cases.web.policy import signed_in
from cases.web.requests import ActorRequest
from cases.web.site import SiteEntry, register_site_entry


class MailTimeForm(BaseForm):
    """A time of the day."""

    mail_at = TimeField(label="Tijd van de overzichtsmail", help_text="Nederlandse tijd, bijvoorbeeld 06:00.")


@signed_in(may=check_can_set_mail_time)
def mail_time(request: ActorRequest) -> HttpResponse:
    """Look at the time and set another one; the access log says from what to what."""
    now = mail_time_of(request.actor)
    form = MailTimeForm(request.POST if request.method == "POST" else None, initial={"mail_at": now})
    if request.method == "POST" and form.is_valid():
        wanted: time = form.cleaned_data["mail_at"]
        set_mail_time(mail_at=wanted, actor=request.actor)
        request.trail.purpose = f"overzichtsmail van {now:%H:%M} naar {wanted:%H:%M}"
        messages.success(request, f"De overzichtsmail komt elke dag om {wanted:%H:%M}.")
        return redirect("cases:digest-settings")
    context = {
        "header": PageHeader(title="Overzichtsmail", lead=request.actor.organisation_name),
        "form": form,
    }
    return render(request, "cases/digest_settings/page.html", context, status=400 if form.errors else 200)


def register_digest_settings() -> None:
    """The page stands in the bar of administrators; called in `AppConfig.ready()`."""
    register_site_entry(
        SiteEntry(
            label="Overzichtsmail",
            url_name="cases:digest-settings",
            icon="mail",
            order=60,
            may_see=administers,
            words="instellingen e-mail nacht tijd beheer",
        )
    )
