"""Signed calls to another organisation's system: never lost, and taken twice at worst under one id.

An address is resolved once, checked, and the connection goes to what was checked. Nothing follows
a redirect, nothing waits longer than five seconds, and no answer is read beyond a megabyte.
"""
