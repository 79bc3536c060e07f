"""Taking in a file: in memory only, no further than its limit, and without the name that it had."""

from __future__ import annotations

import io
from typing import Any, Final

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from cases.attachments.rules.files import LARGEST

# A name can say who somebody is; nothing behind this handler ever has it.
NAMELESS: Final = "bestand"
CONTENT_TYPE: Final = "application/octet-stream"


class BoundedUpload(FileUploadHandler):
    """Keeps a file in memory, never on disk; of one that is too large only how large it is."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        self._kept = io.BytesIO()
        self._size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a part of it, as long as the whole is not too large."""
        self._size += len(raw_data)
        if self._size > LARGEST:
            self._kept = io.BytesIO()
        else:
            self._kept.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[bytes]:
        """The file, or for one that is too large an empty one with its size."""
        self._kept.seek(0)
        return InMemoryUploadedFile(
            self._kept, self.field_name, NAMELESS, CONTENT_TYPE, self._size, self.charset
        )
