"""Pure decisions of places: geometry, files as they are read, counts as they are shown."""
