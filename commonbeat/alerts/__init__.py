"""Who wants to hear what, where: follows, audiences and fan-out.

Never knows what an appeal or a warning is, and never where anybody lives.
"""
