"""What a channel was asked to collect."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from linli.base.crypto.api import EncryptedTextField
from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.money.payments.data import Confirmation, OrderState
from linli.money.payments.models.columns import HOME, USER


class PaymentOrder(ScopedModel):
    """A sum that a channel was asked to collect for a home. The amount came from our bills.

    `payer` asked for it; `helper` did it for somebody, whose consent is kept beside it.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "home": Grade.PERSONAL,
        "for_person": Grade.PERSONAL,
        "code": Grade.SENSITIVE,
    }

    trade_no = models.CharField(max_length=32, unique=True)
    home = models.ForeignKey(**HOME)
    bill_ids = ArrayField(models.BigIntegerField(), default=list)
    amount = models.BigIntegerField()
    state = models.CharField(max_length=8, default=OrderState.OPEN.value)
    payer = models.ForeignKey(null=True, **USER)
    key = models.CharField(max_length=80)
    ticket = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    transaction_id = models.CharField(max_length=40, null=True)
    helper = models.ForeignKey(null=True, **USER)
    for_person = models.ForeignKey("estate.Person", models.RESTRICT, null=True, related_name="+")
    confirmed = models.CharField(max_length=6, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    witness = models.ForeignKey(null=True, **USER)
    code = EncryptedTextField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "payment_order"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_order_positive"),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in OrderState]),
                name="payment_order_state_known",
            ),
            models.UniqueConstraint(
                fields=["estate", "payer", "key"], name="payment_order_key_once"
            ),
            # one payment at the channel is one order of ours
            models.UniqueConstraint(
                fields=["transaction_id"], name="payment_order_transaction_once"
            ),
            models.CheckConstraint(
                condition=Q(confirmed__in=["", *(c.value for c in Confirmation)]),
                name="payment_order_confirmed_known",
            ),
            # nobody pays for somebody who did not say so
            models.CheckConstraint(
                condition=Q(helper__isnull=True)
                | Q(ticket={})
                | Q(confirmed__in=["code", "word"], confirmed_at__isnull=False),
                name="payment_order_help_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(confirmed="word")
                | (Q(witness__isnull=False) & ~Q(witness=F("helper"))),
                name="payment_order_word_has_witness",
            ),
        ]
        indexes = [
            models.Index(fields=["home", "-id"], name="payment_order_of_home"),
            models.Index(
                fields=["created_at"], condition=Q(state="open"), name="payment_order_open"
            ),
        ]

    def __str__(self) -> str:
        return self.trade_no
