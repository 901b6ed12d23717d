"""The outbox of messages to addresses, and one folder a channel that carries them.

Knows addresses, not people; refuses real addresses outside the live realm.
"""
