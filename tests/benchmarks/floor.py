"""The floor F of the performance goals: fifty rows from memory, serialised by DRF behind session login."""

from __future__ import annotations

from typing import Any

from django.urls import path
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

ROWS = 50
FLOOR_PATH = "/vloer"
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
IN_MEMORY = [
    {
        "number": f"26-{number:04d}",
        "title": "Achternaam – Achternaam",
        "detail": "belaging (stalking) en 1 meer · vast · 2 kinderen",
        "clock": "2026-03-10T19:00:00+01:00",
        "version": number,
    }
    for number in range(ROWS)
]


class RowSerializer(serializers.Serializer[Any]):
    """A row as a list would show it."""

    number = serializers.CharField()
    title = serializers.CharField()
    detail = serializers.CharField()
    clock = serializers.DateTimeField()
    version = serializers.IntegerField()


class FloorView(APIView):
    """Nothing but sign-in and serialising."""

    authentication_classes = [SessionAuthentication]
    permission_classes = [IsAuthenticated]
    renderer_classes = [JSONRenderer]

    def get(self, request: Request) -> Response:
        """Give the rows."""
        return Response(RowSerializer(IN_MEMORY, many=True).data)


urlpatterns = [path(FLOOR_PATH.lstrip("/"), FloorView.as_view())]
