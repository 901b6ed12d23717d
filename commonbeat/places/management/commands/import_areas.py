"""``commonbeat import-areas FILE``: neighbourhoods from GeoJSON."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commonbeat.core import clock
from commonbeat.places.actions import AreaFileError, import_areas, read_areas


class Command(BaseCommand):
    help = (
        "Take in neighbourhoods from a GeoJSON file. The same code again is the same area, "
        "so a file can be taken in twice, and a corrected file changes what it corrects."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a GeoJSON FeatureCollection of polygons")
        parser.add_argument("--name", default="", help="the property that holds an area's name")
        parser.add_argument("--code", default="", help="the property that holds an area's code")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="retire the areas that the file lacks; reports that point at them stay",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            areas = read_areas(
                path.read_bytes(), name_key=options["name"], code_key=options["code"]
            )
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}. Nothing was imported.") from error
        except AreaFileError as error:
            raise CommandError(f"{path}, {error}. Nothing was imported.") from error
        done = import_areas(sources=areas, now=clock.now(), replace=options["replace"])
        self.stdout.write(
            f"{path}: {len(areas)} areas: {done.added} new, {done.changed} changed, "
            f"{done.unchanged} as they were, {done.retired} retired."
        )
