"""What imports alone do not show: who may open what, where things lie, how long they are kept."""
