"""The force's own list of who helps where the police do not come."""

from commonbeat.casework.models import SignpostService


def services() -> list[SignpostService]:
    """Return every service that was ever named, those offered first."""
    return list(SignpostService.objects.order_by("-is_offered", "pk"))


def offered_services() -> list[SignpostService]:
    """Return the services that a report can be closed with."""
    return [service for service in services() if service.is_offered]
