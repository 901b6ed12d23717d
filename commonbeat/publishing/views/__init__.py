"""The pages of publishing: what the public reads, and the room where it is written."""
