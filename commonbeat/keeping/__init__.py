"""How long we keep what we hold: reviews, holds, and the erasing that follows from a review.

It stands above every context that it reviews and reads through their queries. What a hold stops,
the contexts below learn from ``core.holds``.
"""
