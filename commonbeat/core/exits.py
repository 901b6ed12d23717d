"""Where a person goes who must leave the page at once."""

# Neutral, quick, and on every phone's screen at some time: the site that GOV.UK services use too.
# Opened only when somebody leaves, never fetched before, and told nothing (no referrer).
AWAY = "https://www.bbc.co.uk/weather"
