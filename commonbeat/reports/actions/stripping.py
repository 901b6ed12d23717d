"""Making a clean copy of a file in the sandbox, which a hostile file may kill."""

from commonbeat.core import sandbox
from commonbeat.core.durable_storage import Spooled
from commonbeat.core.sandbox import End, Failure, SandboxFailed
from commonbeat.reports.rules import cleaning
from commonbeat.reports.rules.cleaning import CLEAN, Cleaned, read_cleaned
from commonbeat.reports.rules.evidence import EvidenceFault, Unfit

_PATIENCE_SECONDS = 30


def strip(source: Spooled, sink: Spooled) -> Cleaned:
    """Write the clean copy of ``source`` into ``sink``; raises ``Unfit``."""
    try:
        return sandbox.run(
            CLEAN,
            source=End(source.raw.fileno(), source.key),
            sink=End(sink.raw.fileno(), sink.key),
            read=read_cleaned,
            patience=_PATIENCE_SECONDS,
        )
    except cleaning.Unfit as refusal:
        raise Unfit(EvidenceFault(refusal.fault.value)) from refusal
    except SandboxFailed as failed:
        busy = failed.failure is Failure.BUSY
        raise Unfit(EvidenceFault.BUSY if busy else EvidenceFault.BROKEN) from failed
