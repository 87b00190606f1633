"""Somebody of the desk, or the captain, pays with a person who cannot do it alone.

The helper sees the plate and the sum and nothing else. Before the code to scan appears the person
has said so: with a code that went to the own phone, or aloud before a witness.
"""

from __future__ import annotations

import hmac
import secrets

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor, User
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.base.errors import NotAllowed, NotFound
from linli.contact.messages.api import send_text
from linli.estate.organisations.api import is_staff, load_actor
from linli.estate.people.api import Person
from linli.estate.places.api import Home, find_place_by_plate
from linli.money.fees.api import open_bills_of
from linli.money.payments.actions import new_number, open_ticket
from linli.money.payments.data import Confirmation, OrderState
from linli.money.payments.errors import (
    CodeWrong,
    KeyTaken,
    NotConfirmed,
    NothingToPay,
    NotNow,
    PlateUnknown,
    WitnessWrong,
)
from linli.money.payments.models import PaymentOrder
from linli.money.payments.queries import may_help, order_for
from linli.money.payments.rules import CODE_LIFE, CODE_TRIES, ORDER_LIFE, check_amount


def home_to_help(actor: Actor, plate: str) -> Home:
    """The home behind a plate, where the actor may help. Raises PlateUnknown: there is no such
    home, or it is not the helper's, which is not told apart."""
    place = find_place_by_plate(plate)
    if place is None or place.kind != "home" or not may_help(actor, place.building_id):
        raise PlateUnknown(field="plate", text=plate.strip()[:20])
    home: Home = Home.objects.select_related("place").get(pk=place.pk)
    return home


@transaction.atomic
def begin_help(plate: str, person_id: int | None, *, key: str, actor: Actor) -> PaymentOrder:
    """An order over all that is open for a home, without a code to scan yet.

    `person_id`: who lives there and wants it; their own phone gets a code, where there is one.
    Raises PlateUnknown, NothingToPay.
    """
    if actor.user_id is None:
        raise NotAllowed
    home = home_to_help(actor, plate)
    known = PaymentOrder.objects.filter(payer=actor.user_id, key=key).first()
    if known is not None:
        if known.home_id != home.pk:
            raise KeyTaken
        return known
    bills = [bill for bill in open_bills_of([home.pk]) if bill.payer_organisation_id is None]
    if not bills:
        raise NothingToPay(field="plate")
    person = people_of(home).filter(pk=person_id).first() if person_id else people_of(home).first()
    code = f"{secrets.randbelow(10**6):06}" if person is not None and person.phone else ""
    order: PaymentOrder = PaymentOrder.objects.create(
        trade_no=new_number("H"), home=home, bill_ids=[bill.pk for bill in bills],
        amount=check_amount(sum(bill.open_fen for bill in bills)), payer_id=actor.user_id,
        helper_id=actor.user_id, for_person=person, key=key[:80], created_at=now(),
        expires_at=now() + ORDER_LIFE, code=code or None,
    )  # fmt: skip
    if code and person is not None:
        send_text(
            person.phone,
            _("%(code)s 是代缴验证码。%(name)s 要帮您交 %(plate)s 的物业费 %(sum)s 元，同意就把号码"
              "说给对方。不是您要办的就不要说。")
            % {"code": code, "name": actor.name, "plate": home.place.plate,
               "sum": f"{order.amount / 100:.2f}"},
            purpose="payment_help", key=f"payment_help:{order.trade_no}", estate_id=order.estate_id,
        )  # fmt: skip
    record(
        "payment_help.begun", "payment_order", order.pk, actor=actor, home=home.pk,
        person=order.for_person_id,
    )  # fmt: skip
    return order


def people_of(home: Home) -> QuerySet[Person]:
    """Who lives in a home, the head of the household first."""
    rows: QuerySet[Person] = Person.objects.filter(
        memberships__household__home=home, memberships__until__isnull=True,
        memberships__household__until__isnull=True,
    )  # fmt: skip
    return rows.order_by("memberships__pk")


@transaction.atomic
def confirm_help(trade_no: str, *, actor: Actor, code: str = "", witness: str = "") -> PaymentOrder:
    """The person agrees: by the code of the own phone, or aloud before a witness (a colleague's
    or captain's account name). Then the code to scan appears.

    Raises CodeWrong, WitnessWrong, NotConfirmed, NotNow, and what the channel raises.
    """
    order = order_for(actor, trade_no)
    rows = PaymentOrder.objects.select_for_update(of=("self",)).select_related("home__place")
    order = rows.get(pk=order.pk)
    if order.helper_id is None:
        raise NotFound
    if order.state != OrderState.OPEN or order.expires_at < now():
        raise NotNow
    if not order.confirmed:
        _confirm(order, actor, code.strip(), witness.strip())
    return open_ticket(order)


def _confirm(order: PaymentOrder, actor: Actor, code: str, witness: str) -> None:
    if code:
        _check_code(order, code)
        order.confirmed, order.code = Confirmation.CODE.value, None
    elif witness:
        order.witness = _find_witness(actor, witness)
        order.confirmed = Confirmation.WORD.value
    else:
        raise NotConfirmed(field="code")
    order.confirmed_at = now()
    order.save(update_fields=["confirmed", "confirmed_at", "witness", "code"])
    record(
        "payment_help.confirmed", "payment_order", order.pk, actor=actor, how=order.confirmed,
        person=order.for_person_id, witness=order.witness_id,
    )  # fmt: skip


def _check_code(order: PaymentOrder, code: str) -> None:
    late = order.created_at + CODE_LIFE < now()
    if not order.code or late or order.code_tries >= CODE_TRIES:
        raise CodeWrong(field="code")
    if not hmac.compare_digest(order.code.encode(), code.encode()):
        raise CodeWrong(field="code")


def count_try(trade_no: str, *, actor: Actor) -> None:
    """A wrong code counts although what it asked for was undone."""
    with transaction.atomic():
        order = order_for(actor, trade_no)
        order.code_tries = min(order.code_tries + 1, CODE_TRIES)
        order.save(update_fields=["code_tries"])


def _find_witness(actor: Actor, name: str) -> User:
    """Somebody else of the staff or a captain. Raises WitnessWrong."""
    found = User.objects.filter(estate_id=actor.estate_id, name=name, is_active=True)[:2]
    if len(found) != 1 or found[0].pk == actor.user_id or not is_staff(load_actor(found[0])):
        raise WitnessWrong(field="witness")
    witness: User = found[0]
    return witness
