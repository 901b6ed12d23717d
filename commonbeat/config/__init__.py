"""Settings, addresses and processes: composition only, no rules."""
