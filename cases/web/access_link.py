"""Choosing a password with the link from the mail; the link works once and not for long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from cases.access.actor import Actor
from cases.access.rules.actions import LogAction
from cases.organisations.models import User
from cases.web.policy import public

if TYPE_CHECKING:
    StaffPasswordForm = SetPasswordForm[User]
else:
    StaffPasswordForm = SetPasswordForm


class PasswordForm(StaffPasswordForm):
    """The password twice; what is wrong with it is said in Dutch by the validators."""

    error_messages = {"password_mismatch": "De twee wachtwoorden zijn niet gelijk."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("new_password1", "Nieuw wachtwoord"), ("new_password2", "Nog eens")):
            field = self.fields[name]
            field.label, field.help_text = label, ""
            field.widget = forms.PasswordInput(
                attrs={"autocomplete": "new-password", "class": "utrecht-textbox"}
            )
        self.fields[
            "new_password1"
        ].help_text = "Ten minste 12 tekens. Een zin van vier woorden is sterk en goed te onthouden."

    def save(self, commit: bool = True) -> User:
        """Keep the password; nothing else of an account may be written here."""
        self.user.set_password(self.cleaned_data["new_password1"])
        if commit:
            self.user.save(update_fields=["password"])
        return self.user


@method_decorator(sensitive_post_parameters(), name="dispatch")
class AccessLink(PasswordResetConfirmView):
    """A link that does not work any more looks the same for every account, and for none."""

    template_name = "cases/signin/access.html"
    form_class = PasswordForm
    success_url = reverse_lazy("cases:sign-in")
    post_reset_login = False

    def get_user(self, uidb64: str) -> User | None:
        """The active user with this key; the key of nobody is no fault."""
        try:
            return User.objects.select_related("organisation").get(public_id=uidb64, is_active=True)
        except (User.DoesNotExist, ValueError, forms.ValidationError):
            return None

    def form_invalid(self, form: StaffPasswordForm) -> HttpResponse:
        """What is wrong stands at the field."""
        return self.render_to_response(self.get_context_data(form=form), status=400)

    def form_valid(self, form: StaffPasswordForm) -> HttpResponse:
        """The password is kept, and the log says that it was chosen."""
        response = super().form_valid(form)
        request: Any = self.request
        request.trail.action = LogAction.RIGHTS.value
        request.trail.purpose = "wachtwoord gekozen met toegangslink"
        request.trail.claimed = Actor.of(form.user)
        messages.success(request, "Uw wachtwoord is gekozen. Meld u nu aan.")
        return response


access = public(AccessLink.as_view())
