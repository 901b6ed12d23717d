"""Areas and their cells, named places, drawn features, and recorded crime."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonbeat.core.ids import new_key


class Geography(models.Model):
    """One row that changes with every import, so that each process knows when to read again."""

    edition = models.CharField(max_length=20, default=new_key)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="places_geography_one_row")
        ]

    def __str__(self) -> str:
        return self.edition


class AreaQuerySet(models.QuerySet["Area"]):
    """Areas; a retired one stays for the rows that point at it."""

    def current(self) -> Self:
        """Keep the areas in use."""
        return self.filter(retired_at=None)


class Area(models.Model):
    """A neighbourhood: a name, a code that never changes, and an outline.

    ``outline`` is a GeoJSON MultiPolygon's coordinates: polygons of rings of (longitude, latitude).
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    outline = models.JSONField()
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = AreaQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class AreaCell(models.Model):
    """A cell whose centre an area covers; a small area has at least one cell of each size."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="cells")
    resolution = models.PositiveSmallIntegerField()
    cell = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "cell"], name="places_areacell_once"),
            models.CheckConstraint(
                condition=models.Q(resolution__in=[7, 8, 9]), name="places_areacell_resolution"
            ),
        ]
        indexes = [models.Index(fields=["cell"], name="places_areacell_cell")]

    def __str__(self) -> str:
        return f"{self.cell:x}"


class Place(models.Model):
    """A name that people look for: a street, a landmark, a station."""

    class Kind(models.TextChoices):
        LANDMARK = "landmark", _("Landmark")
        CAMPUS = "campus", _("Campus")
        STATION = "station", _("Station")
        PARK = "park", _("Park")
        STREET = "street", _("Street")

    class Source(models.TextChoices):
        DRAWN = "drawn", _("Drawn for this site")
        CRIME = "crime", _("Street names in published crime")

    name = models.CharField(max_length=160)
    also = models.CharField(max_length=200, blank=True)  # other names, with commas between
    kind = models.CharField(max_length=10, choices=Kind.choices)
    source = models.CharField(max_length=6, choices=Source.choices, default=Source.DRAWN)
    longitude = models.FloatField()
    latitude = models.FloatField()
    cell9 = models.BigIntegerField()
    rank = models.PositiveSmallIntegerField(default=5)  # 1: everybody knows it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "cell9"], name="places_place_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def at(self) -> tuple[float, float]:
        """Where it is, as (longitude, latitude)."""
        return self.longitude, self.latitude


class MapFeature(models.Model):
    """A line or shape of the drawn map; ``geometry`` is a list of (longitude, latitude)."""

    class Kind(models.TextChoices):
        WATER = "water", _("River")
        LAKE = "lake", _("Lake or dock")
        PARK = "park", _("Park")
        BLOCK = "block", _("Large building")
        RAIL = "rail", _("Railway")
        MAIN = "main", _("Main road")
        ROAD = "road", _("Road")
        STREET = "street", _("Street")

    kind = models.CharField(max_length=6, choices=Kind.choices)
    name = models.CharField(max_length=120, blank=True)
    geometry = models.JSONField()
    width_m = models.PositiveSmallIntegerField(default=0)  # rivers only
    rank = models.PositiveSmallIntegerField(default=5)  # 1: labelled on the widest map

    def __str__(self) -> str:
        return self.name or self.kind


class CrimeCategory(models.TextChoices):
    """The fourteen kinds of crime that data.police.uk publishes."""

    ANTI_SOCIAL_BEHAVIOUR = "anti-social-behaviour", _("Anti-social behaviour")
    BICYCLE_THEFT = "bicycle-theft", _("Bicycle theft")
    BURGLARY = "burglary", _("Burglary")
    CRIMINAL_DAMAGE_ARSON = "criminal-damage-arson", _("Criminal damage and arson")
    DRUGS = "drugs", _("Drugs")
    OTHER_CRIME = "other-crime", _("Other crime")
    OTHER_THEFT = "other-theft", _("Other theft")
    POSSESSION_OF_WEAPONS = "possession-of-weapons", _("Possession of weapons")
    PUBLIC_ORDER = "public-order", _("Public order")
    ROBBERY = "robbery", _("Robbery")
    SHOPLIFTING = "shoplifting", _("Shoplifting")
    THEFT_FROM_THE_PERSON = "theft-from-the-person", _("Theft from the person")
    VEHICLE_CRIME = "vehicle-crime", _("Vehicle crime")
    VIOLENT_CRIME = "violent-crime", _("Violence and sexual offences")


class CrimeImport(models.Model):
    """One published file: one month of one force. Its rows are replaced together or not at all."""

    month = models.DateField()
    force = models.CharField(max_length=120)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)  # SHA-256 of the file
    rows = models.PositiveIntegerField()
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "force"], name="places_crimeimport_once")
        ]

    def __str__(self) -> str:
        return f"{self.force} {self.month:%Y-%m}"


class RecordedCrime(models.Model):
    """One row of a published file. Rows that look alike are separate incidents: never merged.

    The point is the publisher's own, already moved to a street and shared by many incidents.
    """

    class Flag(models.TextChoices):
        NO_PLACE = "no-place", _("No place given")
        OUTSIDE_FORCE = "outside-force", _("Outside the force")

    source = models.ForeignKey(CrimeImport, on_delete=models.CASCADE, related_name="crimes")
    line = models.PositiveIntegerField()
    crime_id = models.CharField(max_length=64, blank=True)
    month = models.DateField()
    category = models.CharField(max_length=24, choices=CrimeCategory.choices)
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    cell7 = models.BigIntegerField(null=True)
    cell8 = models.BigIntegerField(null=True)
    cell9 = models.BigIntegerField(null=True)
    location = models.CharField(max_length=160, blank=True)
    lsoa_code = models.CharField(max_length=12, blank=True)
    lsoa_name = models.CharField(max_length=80, blank=True)
    outcome = models.CharField(max_length=120, blank=True)
    context = models.TextField(blank=True)
    flag = models.CharField(max_length=14, choices=Flag.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "line"], name="places_crime_line_once"),
            models.CheckConstraint(
                condition=models.Q(cell9__isnull=False) | models.Q(flag="no-place"),
                name="places_crime_placed_or_flagged",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.month:%Y-%m}"


class CrimeCount(models.Model):
    """Crimes of one month, cell and category: what maps read. Flagged rows are not counted."""

    month = models.DateField()
    resolution = models.PositiveSmallIntegerField()
    cell = models.BigIntegerField()
    category = models.CharField(max_length=24, choices=CrimeCategory.choices)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "resolution", "cell", "category"], name="places_crimecount_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.cell:x} {self.month:%Y-%m}"
