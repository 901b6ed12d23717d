"""Opening what the police made public to those who saw it too, and closing it again."""

from collections.abc import Mapping
from datetime import datetime

from commonbeat.reports.models import PublicMatter


def open_matter(*, key: str, realm_id: int, titles: Mapping[str, str], now: datetime) -> None:
    """Let people add to it from now on, under these titles by language; an update changes them."""
    PublicMatter.objects.update_or_create(
        realm_id=realm_id,
        key=key,
        defaults={"titles": dict(titles), "closed_at": None},
        create_defaults={"titles": dict(titles), "opened_at": now},
    )


def close_matter(*, key: str, realm_id: int, now: datetime) -> None:
    """Invite nobody else; whoever is writing at that moment may still send."""
    PublicMatter.objects.filter(realm_id=realm_id, key=key, closed_at=None).update(closed_at=now)
