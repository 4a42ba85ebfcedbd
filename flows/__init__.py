"""The command line, and the job as plain functions and as a Prefect flow."""

DEFAULT_DB = "sqlite:///kliping.db"  # where neither --db nor DATABASE_URL names another
