"""Files on their way in: kept by content, to be handed in with a command afterwards."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, File, UploadFile

from api.security.access import Subject
from api.security.limits import RequestLimits
from api.web.given import Now, Served, may
from api.web.lists import Model
from workflow import uploads
from workflow.ports import UnitOfWork

router = APIRouter(tags=["files"])
_LIMITS = RequestLimits()


class Stored(Model):
    """A file that was kept. Commands name it by `sha256`."""

    sha256: str
    name: str
    media_type: str
    size_bytes: int


@router.post("/files", status_code=201, max_body_size=_LIMITS.upload_bytes)
def keep_file(
    served: Served,
    at: Now,
    subject: Annotated[Subject, Depends(may("file.keep"))],
    file: Annotated[UploadFile, File(description="At most 10 MiB; a document, a scan or a text.")],
) -> Stored:
    """Keep a file. What it is follows from its content, not from its name."""
    upload = uploads.take_from(file.filename or "file", file.file)

    def work(unit: UnitOfWork) -> None:
        unit.files.put(upload.content, at)
        unit.commit()

    served.store.run(work)
    return Stored(
        sha256=upload.sha256,
        name=upload.name,
        media_type=upload.media_type,
        size_bytes=upload.size_bytes,
    )
