"""What the police share with partners: agreements, shares, and the partner's workspace.

A share is a sanitised copy of chosen fields, made once under a live agreement. The original of a
report is never read through it, and nothing of one organisation is seen by another.
"""
