"""What a password must be like, said in Dutch."""

from __future__ import annotations

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)


class LongEnough(MinimumLengthValidator):
    """Length is what makes a password strong (NIST SP 800-63B)."""

    def get_error_message(self) -> str:
        """How long it has to be."""
        return f"Dit wachtwoord is te kort: gebruik ten minste {self.min_length} tekens."


class NotCommon(CommonPasswordValidator):
    """Not one of those that are tried first."""

    def get_error_message(self) -> str:
        """That it is tried first."""
        return "Dit wachtwoord komt veel voor en wordt als eerste geprobeerd. Kies een ander."


class NotOneself(UserAttributeSimilarityValidator):
    """Not the own name or address."""

    def get_error_message(self) -> str:
        """That others can guess it."""
        return "Dit wachtwoord lijkt op uw naam, gebruikersnaam of e-mailadres. Kies een ander."
