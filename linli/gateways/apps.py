from django.apps import AppConfig


class GatewaysConfig(AppConfig):
    name = "linli.gateways"
    label = "gateways"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to the news of the queue; bring the ways out."""
        from linli.contact.messages.api import register_channel
        from linli.gateways.sms import checks  # noqa: F401
        from linli.gateways.wechat import handlers as wechat_handlers  # noqa: F401
        from linli.gateways.wechat.api import WechatSender, addresses_of
        from linli.gateways.wechatpay.api import make_channel
        from linli.money.payments.api import register_channel as register_payment_channel

        register_channel("wechat", WechatSender, addresses_of)
        register_payment_channel("wechat", make_channel)
