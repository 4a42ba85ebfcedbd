"""Prefect's settings, in one place: as environment variables, since Prefect reads them when it is imported."""

from pathlib import Path

HOME = Path(__file__).parent.parent / ".prefect"  # of a server of one's own: another on the machine is left alone

# Of any process that imports Prefect. Nothing leaves the machine but what goes to the server that was named.
CLIENT = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",  # a server that starts by itself loses records under load
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
    "PREFECT_CLIENT_MAX_RETRIES": "3",  # a server that is gone for good stops a run in seconds, not in minutes
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",  # the terminal has its own words; the server gets all lines
    "PREFECT_INTERNAL_LOGGING_LEVEL": "CRITICAL",
}

# Of scheduled runs, beside those: nobody stands by to start one again. A run that is begun again goes on where it was.
RUNS = {
    "PREFECT_FLOWS_DEFAULT_RETRIES": "2",
    "PREFECT_FLOWS_DEFAULT_RETRY_DELAY_SECONDS": "60",
}

SERVER = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_UI_V2_ENABLED": "false",  # the pages of the newer one ask an analytics host even so
    # Larger batches and steadier reads: untuned, the UI lags behind a run of many tasks.
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_BATCH_SIZE": "200",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TRIGGERS_READ_BATCH_SIZE": "100",
    # What a task leaves behind (16-20 kB) goes after two weeks, and events after one.
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": "1209600",  # seconds
    "PREFECT_EVENTS_RETENTION_PERIOD": "P7D",  # ISO 8601: bare seconds stop the server
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
}


def server_environment(home: Path, port: int) -> dict[str, str]:
    """The settings of a local server that keeps its SQLite database in `home`."""
    return {
        **SERVER,
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_API_HOST": "127.0.0.1",
        "PREFECT_SERVER_API_PORT": str(port),
    }
