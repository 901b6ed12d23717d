"""Who helps where the police do not come."""

from django.db import models
from django.utils.translation import gettext


class SignpostService(models.Model):
    """Who helps where the police do not come: a list of the force's own. Nothing is deleted.

    ``name`` of what came with us is translated; ``reach`` is a number or a place.
    """

    name = models.CharField(max_length=120, unique=True)
    reach = models.CharField(max_length=120, blank=True)
    is_offered = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """The service as the reporter reads it, in the language that is switched on."""
        name = gettext(self.name)
        return f"{name}: {self.reach}" if self.reach else name
