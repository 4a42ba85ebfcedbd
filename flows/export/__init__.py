"""`kliping export`: the raw pages of the corpus, or its articles, as files."""
