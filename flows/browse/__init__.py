"""`kliping browse`: the corpus in the browser, to be looked at and asked."""
