"""``commonbeat live``: live streams alone, for a scaled site."""

from commonbeat.config import server
from commonbeat.config.management.commands import web


class Command(web.Command):
    """Serves live streams."""

    help = "Serve live streams (a scaled site runs pages with `commonbeat web`)."
    face: server.Face = "streams"
    default_port = 8002
