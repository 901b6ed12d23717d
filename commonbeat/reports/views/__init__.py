"""Pages for reporters: the report flow, the receipt, the thread, photographs, live updates."""
