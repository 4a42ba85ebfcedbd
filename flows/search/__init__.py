"""`kliping search`: stored articles by their words."""
