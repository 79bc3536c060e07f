"""What never stands in a log line: the secret in the path of a calendar address or access link (A7)."""

from __future__ import annotations

import logging
import re
from typing import Final

SECRET_IN_PATH: Final = re.compile(r"(/(?:agenda|toegang)/)[^\s\"'?]+")


class HideSecrets(logging.Filter):
    """Takes the secret out of the message of every record that passes."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let everything pass, without its secret."""
        text = record.getMessage()
        if "/agenda/" in text or "/toegang/" in text:
            record.msg, record.args = SECRET_IN_PATH.sub(r"\1…", text), ()
        return True
