from linli.web.operations.health import WORKER_STILL, heartbeat_age

__all__ = ["WORKER_STILL", "heartbeat_age"]
