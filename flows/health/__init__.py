"""`kliping health`: each outlet's day held against the days before."""
