"""What the police tell people: the home page, warnings and what is near me.

Never sees a report.
"""
