"""Sign-in, sign-out and the way to the first page of the day."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from cases.access.actor import Actor
from cases.access.duty import running_duty
from cases.access.models import AccessLogEntry
from cases.access.wall import WEB_ROLE, set_context
from cases.organisations.models import User
from cases.web.acting import choose_duty
from cases.web.policy import public, signed_in


class SignInForm(AuthenticationForm):
    """Name and password; the message does not tell which of the two is wrong."""

    username = forms.CharField(
        label="Gebruikersnaam",
        max_length=80,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autofocus": True, "class": "utrecht-textbox"}
        ),
    )
    password = forms.CharField(
        label="Wachtwoord",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "utrecht-textbox"}),
    )
    error_messages = {
        "invalid_login": "Gebruikersnaam of wachtwoord klopt niet.",
        "inactive": "Gebruikersnaam of wachtwoord klopt niet.",
    }


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class SignIn(LoginView):
    """The sign-in page; every attempt leaves a row in the access log."""

    template_name = "cases/signin/page.html"
    authentication_form = SignInForm
    redirect_field_name = "volgende"
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign in; the row names who came in."""
        request: Any = self.request
        response = super().form_valid(form)
        request.actor = Actor.of(form.get_user())
        request.trail.action = AccessLogEntry.ACTION_SIGN_IN
        set_context(WEB_ROLE, organisation_id=request.actor.organisation_id, user_id=request.actor.user_id)
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Refuse; the row names the account when there is one. What else was typed may be a password."""
        request: Any = self.request
        request.trail.action = AccessLogEntry.ACTION_SIGN_IN
        request.trail.purpose = "mislukte aanmelding"
        request.trail.refused = True
        typed = str(form.data.get("username", ""))[:80]
        tried = User.objects.select_related("organisation").filter(username__iexact=typed).first()
        request.trail.claimed = Actor.of(tried) if tried else None
        return super().form_invalid(form)


class SignOut(LogoutView):
    """Ends the session; by a button only (POST)."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """End the session and log it."""
        ours: Any = request
        ours.trail.action = AccessLogEntry.ACTION_SIGN_OUT
        return super().post(request, *args, **kwargs)


class SignInAgain(SignIn):
    """The session ended while a page was open: asks for the password in place, and the page goes on.

    GET: 204 while the session lives, 401 when it does not. POST: signs in and answers 204; 400 with the
    message when it fails. Both give the token with which the forms of the page can be sent.
    """

    http_method_names = ["get", "post"]
    redirect_authenticated_user = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say whether the session lives; shows nothing and leaves no row."""
        ours: Any = request
        ours.trail.nothing_shown()
        return self._answer(204 if ours.actor is not None else 401)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Signed in: the page has what it needs to go on, also the duty in which it was opened."""
        super().form_valid(form)
        request: Any = self.request
        if key := request.POST.get("dienst", ""):
            duty = running_duty(form.get_user(), _uuid(key), at=request.at)
            if duty is not None:
                choose_duty(request.session, duty)
        return self._answer(204)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Refused, with the message for in the dialog."""
        super().form_invalid(form)
        messages = [str(text) for texts in form.errors.values() for text in texts]
        return JsonResponse({"melding": " ".join(messages)}, status=400)

    def _answer(self, status: int) -> HttpResponse:
        response = HttpResponse(status=status)
        response.headers["X-CSRF-Token"] = get_token(self.request)
        return response


def _uuid(text: str) -> UUID:
    """A key as typed; what is none is nobody's."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


sign_in = public(SignIn.as_view())
session = public(SignInAgain.as_view())
sign_out = signed_in()(SignOut.as_view())
