"""One file a row; each has ``measure(scale)``, which yields results."""
