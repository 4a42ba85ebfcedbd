-- Run once, when Postgres makes its data directory: the corpus has its database by then, and Prefect gets its own.
CREATE DATABASE prefect;
