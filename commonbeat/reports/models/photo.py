"""Photographs: the row says where the sealed file is and what opens it."""

from pathlib import Path

from django.conf import settings
from django.db import models

from commonbeat.core.fields import SealedTextField
from commonbeat.core.ids import new_key
from commonbeat.core.models import InRealm
from commonbeat.reports.models.report import Report


def photo_folder() -> Path:
    """Return where sealed photographs are."""
    return Path(settings.MEDIA_ROOT) / "photos"


class KeptFile(models.Model):
    """A file sealed with a data key of its own; its name is ours, and its time is the hour."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    data_key = SealedTextField()
    # Of the picture after hidden data was removed: what everybody who opens it gets.
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=32)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    kept_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.key

    @property
    def path(self) -> Path:
        """Where the sealed file is."""
        return photo_folder() / self.key[:2] / self.key


class Photo(KeptFile):
    """A photograph that belongs to a report."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="photos")


class PendingPhoto(KeptFile, InRealm):
    """A photograph of a report that was not sent yet; gone after a day."""

    receipt_digest = models.BinaryField(max_length=32)

    class Meta:
        indexes = [
            models.Index(fields=["receipt_digest"], name="reports_pending_receipt"),
            models.Index(fields=["kept_at"], name="reports_pending_kept"),
        ]
