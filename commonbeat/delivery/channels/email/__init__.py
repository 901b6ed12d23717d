"""E-mail over SMTP: never lost; a repeat carries the same Message-ID."""
