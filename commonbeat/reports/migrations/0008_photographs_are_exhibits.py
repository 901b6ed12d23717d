"""Photographs kept by earlier releases become exhibits, sealed anew."""

from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import migrations

from commonbeat.core.durable_storage import spooled
from commonbeat.core.ids import new_key


def _opened(photo: Any) -> bytes | None:
    path = settings.MEDIA_ROOT / "photos" / photo.key[:2] / photo.key
    try:
        return Fernet(photo.data_key.encode()).decrypt(path.read_bytes())
    except (OSError, InvalidToken):
        return None


def _move(apps: Any, photo: Any, **owner: Any) -> None:
    """Seal one photograph anew; one that nobody could open any more is written down as refused."""
    data = _opened(photo)
    exhibit = apps.get_model("reports", "Exhibit").objects.create(
        key=photo.key,
        state="refused" if data is None else "received",
        fault="broken" if data is None else "",
        kind="photo",
        description="",
        rung="anonymous",
        sha256=photo.sha256,
        media_type=photo.media_type,
        size=photo.size,
        arrived=photo.size,
        kept_at=photo.kept_at,
        **owner,
    )
    if data is None:
        return
    key = new_key()
    with spooled(at=photo.kept_at) as sealed:
        sealed.writer.write(data)
        sealed.finish()
        sealed.move_in(f"copies/{key[:2]}/{key}")
    apps.get_model("reports", "SealedCopy").objects.create(
        key=key,
        exhibit=exhibit,
        role="clean",
        data_key=sealed.key.hex(),
        sha256=photo.sha256,
        media_type=photo.media_type,
        size=photo.size,
        width=photo.width,
        height=photo.height,
        made_at=photo.kept_at,
    )
    apps.get_model("reports", "CustodyEntry").objects.create(
        exhibit=exhibit,
        event="sealed-after-stripping",
        actor_id="reporter",
        actor_label="Reporter",
        reason="",
        sha256=photo.sha256,
        at=photo.kept_at,
    )


def photographs_become_exhibits(apps: Any, schema_editor: Any) -> None:
    """Move every photograph, of sent reports and of those on their way."""
    for photo in apps.get_model("reports", "Photo").objects.select_related("report"):
        _move(apps, photo, report=photo.report, realm_id=photo.report.realm_id)
    for photo in apps.get_model("reports", "PendingPhoto").objects.all():
        _move(apps, photo, receipt_digest=photo.receipt_digest, realm_id=photo.realm_id)


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_exhibits")]

    operations = [migrations.RunPython(photographs_become_exhibits, migrations.RunPython.noop)]
