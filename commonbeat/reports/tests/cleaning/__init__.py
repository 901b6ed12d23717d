"""Files of strangers, and what is left of them."""
