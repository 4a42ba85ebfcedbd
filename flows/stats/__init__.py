"""`kliping stats`: the corpus at a glance."""
