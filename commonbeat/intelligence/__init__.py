"""What the police know from information: graded items, sources kept apart, sanitised copies.

Copies what it needs from a report, and a report never knows; never shows an original to others.
"""
