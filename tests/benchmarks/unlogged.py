"""The middleware without the access log: what the log costs is measured against it, and nothing else."""

from __future__ import annotations

from django.http import HttpResponse

from cases.access.requests import OpenRequest
from veiligheid.middleware import RequestTransactionMiddleware


class UnloggedMiddleware(RequestTransactionMiddleware):
    """Everything as it is, but no row is written."""

    @staticmethod
    def _log(request: OpenRequest, response: HttpResponse, outcome: str) -> None:
        """Write nothing."""
