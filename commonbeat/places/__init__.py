"""Neighbourhoods, H3 cells, named places and recorded crime.

Never stores where a person is or lives.
"""
