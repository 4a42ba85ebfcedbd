"""Serving: the deployments of `flows.deployments` on their schedules, on a Prefect server."""
