"""What the police do with what people tell them: triage, decisions and answers.

Never writes a report's tables itself.
"""
