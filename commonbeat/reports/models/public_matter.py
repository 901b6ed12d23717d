"""What the police made public and people may add to; contexts above open and close it."""

from django.db import models
from django.utils.translation import get_language

from commonbeat.core.models import InRealm


class PublicMatter(InRealm):
    """Something public, like a warning with all its updates, that reports may be about."""

    # The name that its publisher gave it; it stands on public pages, so it keeps no secret.
    key = models.CharField(max_length=20)
    # {language: title}, as the public reads it today.
    titles = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["realm", "key"], name="reports_publicmatter_once")
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def title(self) -> str:
        """Its title in the language of the page, or in the first one that it was written in."""
        titles = self.titles
        return titles.get(get_language() or "") or next(iter(titles.values()), "")
