"""Commonbeat: an open platform for community policing."""

__version__ = "0.1.0"
