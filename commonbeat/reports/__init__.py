"""What people tell the police: intake, evidence, receipt and two-way thread.

Never learns who an anonymous reporter is.
"""
