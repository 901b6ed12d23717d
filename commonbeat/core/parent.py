"""Ending with the process that started this one, however that one ended."""

import os
import signal
import threading

STANDARD_INPUT = 0


def stop_with_parent() -> None:
    """Stop this process when the one that started it is gone: its end of our input closes.

    Reads without a buffer: one that a thread still holds cannot be let go of at the end.
    """

    def watch() -> None:
        while os.read(STANDARD_INPUT, 64):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent", daemon=True).start()
