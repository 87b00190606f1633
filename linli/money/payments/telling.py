"""Who paid hears that the money is here, or that it went back: once, in the own language."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from linli.contact.messages.api import site_address, tell_person
from linli.estate.people.api import Membership, Person
from linli.estate.places.api import Ownership
from linli.money.fees.api import SettlementPart, say_yuan
from linli.money.payments.models import Payment, PaymentRefund, PrepaidReturn

_LANGUAGES = ("zh-hans", "en")


def tell_of_payment(payment_id: int) -> int:
    """Say that money was booked, with the receipt's number; how many people are told."""
    payment = Payment.objects.select_related("home__place", "receipt", "order").get(pk=payment_id)

    def words() -> tuple[str, str]:
        facts = {
            "plate": payment.home.place.plate, "yuan": say_yuan(payment.amount),
            "receipt": payment.receipt.words, "link": _link(),
        }  # fmt: skip
        return _("交费收到了"), _(
            "%(plate)s 交的 %(yuan)s 元收到了，收据号 %(receipt)s。看收据：%(link)s"
        ) % facts

    people = listeners_of(payment)
    return _tell(people, payment.estate_id, f"payment:{payment.pk}", words)


def tell_of_refund(refund_id: int) -> int:
    """Say that money went back, or that a receipt was a mistake; how many people are told."""
    rows = PaymentRefund.objects.select_related(
        "payment__home__place", "payment__receipt", "payment__order"
    )
    refund = rows.get(pk=refund_id)
    payment = refund.payment

    def words() -> tuple[str, str]:
        facts = {
            "plate": payment.home.place.plate, "yuan": say_yuan(refund.amount),
            "receipt": payment.receipt.words, "link": _link(),
        }  # fmt: skip
        if refund.is_void:
            return _("收据作废了"), _(
                "%(plate)s 的收据 %(receipt)s（%(yuan)s 元）记错了，已经作废。详情：%(link)s"
            ) % facts
        return _("退款办好了"), _(
            "%(plate)s 收据 %(receipt)s 的 %(yuan)s 元退了。有问题请问服务台。详情：%(link)s"
        ) % facts

    people = listeners_of(payment)
    return _tell(people, payment.estate_id, f"payment_refund:{refund.pk}", words)


def tell_of_return(return_id: int) -> int:
    """Say that what waited for a home went back, to the first of who lives there."""
    found = PrepaidReturn.objects.select_related("home__place").get(pk=return_id)

    def words() -> tuple[str, str]:
        facts = {
            "plate": found.home.place.plate, "yuan": say_yuan(found.amount),
            "number": found.number,
        }  # fmt: skip
        return _("退款办好了"), _(
            "%(plate)s 的预存退了 %(yuan)s 元，退款单号 %(number)s。有问题请问服务台。"
        ) % facts

    people = first_of_household(found.home_id)
    return _tell(people, found.estate_id, f"prepaid_return:{found.pk}", words)


def _link() -> str:
    return site_address() + reverse("payments:own")


def _tell(people: set[int], estate_id: int, key: str, words: Callable[[], tuple[str, str]]) -> int:
    said = {}
    for code in _LANGUAGES:
        with translation.override(code):
            said[code] = words()
    bodies = {code: body for code, (_title, body) in said.items()}
    told = [
        tell_person(
            person_id, key=f"{key}:{person_id}", purpose="payment", title=said["zh-hans"][0],
            bodies=bodies, link=_link(), estate_id=estate_id,
        )
        for person_id in sorted(people)
    ]  # fmt: skip
    return sum(message is not None for message in told)


def listeners_of(payment: Payment) -> set[int]:
    """Who made the payment and whose bills it settled; where bills name nobody, the owner; where
    there is no bill, the first of the household. Nobody else learns of it."""
    found = _payer(payment)
    parts = SettlementPart.objects.filter(settlement=payment.settlement_id)
    rows = list(
        parts.values_list("bill__payer_person", "bill__payer_organisation", "bill__ends_on")
    )
    found |= {person for person, _organisation, _end in rows if person is not None}
    if found or any(organisation for _person, organisation, _end in rows):
        return found
    if rows:
        owners = Ownership.objects.filter(home=payment.home_id, until__isnull=True)
        owners = owners.exclude(since__gt=max(row[2] for row in rows))  # the buyer of later days
        return set(owners.filter(person__isnull=False).values_list("person", flat=True))
    return first_of_household(payment.home_id)


def first_of_household(home_id: int) -> set[int]:
    living = Membership.objects.filter(
        household__home=home_id, household__until__isnull=True, until__isnull=True
    )
    return set(living.order_by("pk").values_list("person", flat=True)[:1])


def _payer(payment: Payment) -> set[int]:
    order = payment.order
    if order is None:
        return set()
    if order.helper_id is not None:
        return {order.for_person_id} if order.for_person_id else set()
    return set(Person.objects.filter(account=order.payer_id).values_list("pk", flat=True))
