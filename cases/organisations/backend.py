"""Sign-in of staff: loads the organisation with the user, in one query."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from cases.organisations.models import User


class StaffBackend(ModelBackend):
    """Password sign-in for active staff; gives no permissions of Django's own."""

    def get_user(self, user_id: int) -> User | None:
        """The active user of a session, with the organisation; None when she or he has left."""
        return User.objects.select_related("organisation").filter(pk=user_id, is_active=True).first()

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Never: rights stand in the permissions of each concept."""
        return False
