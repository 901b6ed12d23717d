"""The hash-chained log of who did or saw what, and the registry of what is kept for how long.

Never decides whether something may be done.
"""
