"""Days on which the police keep no office hours."""

from django.db import models


class BankHoliday(models.Model):
    """A bank holiday of England and Wales, as imported or as a force wrote it.

    One that a force takes back stays, switched off, so that no import brings it again.
    """

    day = models.DateField(unique=True)
    name = models.CharField(max_length=120)
    is_off = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
