from linli.base.live.actions import CHANNEL, notify

__all__ = ["CHANNEL", "notify"]
