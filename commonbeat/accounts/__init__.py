"""Who people are here: accounts, roles, organisations, sign-in, sessions and preferences.

Never holds what a person reported, and never a home address.
"""
