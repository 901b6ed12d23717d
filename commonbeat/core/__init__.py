"""What every context stands on: ids, clock, sealing, state tables, live updates, realms.

Knows no police words and imports no other context.
"""
