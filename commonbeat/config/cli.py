"""The ``commonbeat`` command: our own commands and every management command, in one place."""

import os
import secrets
import sys
from collections.abc import Sequence

# Commands of the demonstration need no keys, and can open nothing that has real ones.
DEMONSTRATION = {"demo", "demo-link"}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; hyphens in its name stand for the underscores of its file."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    if arguments[:1] == ["new-key"]:
        print(new_key())
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonbeat.config.settings")
    prepare_environment(arguments)

    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    if arguments and not arguments[0].startswith("-"):
        arguments[0] = arguments[0].replace("-", "_")
    try:
        execute_from_command_line(["commonbeat", *arguments])
    except ImproperlyConfigured as error:
        sys.exit(f"commonbeat cannot start: {error}")


def new_key() -> str:
    """Return a key for ``COMMONBEAT_SECRET_KEY`` or ``COMMONBEAT_FIELD_KEYS``: 384 random bits."""
    return secrets.token_urlsafe(48)


def prepare_environment(arguments: Sequence[str]) -> None:
    """Set what must be known before the settings are read."""
    if not arguments:
        return
    if arguments[0] in DEMONSTRATION:
        if os.environ.get("COMMONBEAT_SECRET_KEY"):
            sys.exit(
                f"commonbeat {arguments[0]}: COMMONBEAT_SECRET_KEY is set, so this is a real site. "
                "A demonstration runs without one."
            )
        os.environ["COMMONBEAT_DEMO"] = "1"
    if arguments[0] in {"demo", "serve"}:
        port = _option(arguments, "--port")
        if port:
            os.environ.setdefault("COMMONBEAT_BASE_URL", f"http://localhost:{port}")


def _option(arguments: Sequence[str], name: str) -> str:
    for position, argument in enumerate(arguments):
        if argument.startswith(f"{name}="):
            return argument.partition("=")[2]
        if argument == name and position + 1 < len(arguments):
            return arguments[position + 1]
    return ""


if __name__ == "__main__":
    main()
