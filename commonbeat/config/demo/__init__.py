"""The demonstration town: Preston drawn by us, with people and events that we invented.

Written only through the actions that pages call, with moments in the past; the same every time.
"""
