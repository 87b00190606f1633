"""All jobs of this group, for the worker to find."""

from linli.gateways.wechat import media as wechat_media
from linli.gateways.wechat import tasks as wechat

__all__ = ["wechat", "wechat_media"]
