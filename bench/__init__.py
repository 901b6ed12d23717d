"""Repeatable measurements: each beside its floor, the same work done bare, in the same run.

``python -m bench`` runs all of them, ``python -m bench queue outbox`` some. A figure that counts is
the ratio; seconds drift from machine to machine.
"""
