"""Shares as their pages show them."""

from commonbeat.partners.presenters.shares import CopyRow, PartnerLine, copy_rows, partner_line

__all__ = ["CopyRow", "PartnerLine", "copy_rows", "partner_line"]
