"""The pages of paying, the desk, the till, transfers and reconciliation, over HTTP."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from linli.base.calendars.api import today
from linli.contact.messages.api import Message
from linli.estate.testing import addresses_of
from linli.money.banking.testing import Move, bring_lines
from linli.money.fees.api import Bill
from linli.money.payments.api import Payment, PaymentOrder, PaymentRefund, book_paid_order
from linli.money.payments.testing import bills_of, home_of, make_cash, owed

OWN = "1-1-101"
WECHAT = {"HTTP_USER_AGENT": "Mozilla/5.0 MicroMessenger/8.0.50"}


def key_of(page):
    return re.search(r'name="form_key" value="([^"]+)"', page.content.decode())[1]


def form_of(page):
    return {"form_key": key_of(page), "home": home_of(OWN), "bills": [b.pk for b in bills_of(OWN)]}


def test_a_resident_pays(town, channel, sign_in):
    client = sign_in(town.resident)
    page = client.get(reverse("payments:pay"))
    assert "不影响开门" in page.content.decode()
    form = form_of(page)
    answer = client.post(reverse("payments:pay"), form)
    assert client.post(reverse("payments:pay"), form)["Location"] == answer["Location"]
    order = PaymentOrder.objects.get()
    page = client.get(answer["Location"])
    assert reverse("payments:code", args=[order.trade_no]) in page.content.decode()
    code = client.get(reverse("payments:code", args=[order.trade_no]))
    assert code["Content-Type"] == "image/svg+xml"
    channel.pay(order.trade_no)
    page = client.get(answer["Location"] + "?ask=1").content.decode()
    assert "付好了" in page
    payment = Payment.objects.get()
    receipt = client.get(reverse("payments:receipt", args=[payment.pk]))
    assert receipt.content.startswith(b"%PDF")
    assert payment.receipt.words in client.get(reverse("payments:own")).content.decode()


def test_the_sum_in_the_form_is_nobodys(town, channel, sign_in):
    client = sign_in(town.resident)
    form = form_of(client.get(reverse("payments:pay"))) | {"amount": "1", "total": "1"}
    client.post(reverse("payments:pay"), form)
    assert PaymentOrder.objects.get().amount == owed(OWN)


def test_in_wechat_the_page_pays_by_itself(town, channel, sign_in):
    client = sign_in(town.resident)
    channel.payers[town.resident.pk] = "oPayer"
    form = form_of(client.get(reverse("payments:pay"), **WECHAT))
    answer = client.post(reverse("payments:pay"), form, **WECHAT)
    assert "data-wechat-pay" in client.get(answer["Location"], **WECHAT).content.decode()


@pytest.mark.parametrize(
    "over",
    [{"bills": []}, {"home": "9" * 12}, {"bills": ["999999"]}, {"form_key": "'"}, {"home": "x"}],
)
def test_forms_that_were_changed(town, channel, sign_in, over):
    client = sign_in(town.resident)
    form = form_of(client.get(reverse("payments:pay"))) | over
    assert client.post(reverse("payments:pay"), form).status_code in (404, 422)
    assert not PaymentOrder.objects.exists()


def test_without_wechat_the_other_ways_are_told(town, sign_in):
    page = sign_in(town.resident).get(reverse("payments:pay")).content.decode()
    assert "用微信付" not in page and "到服务台交现金" in page


def test_a_captain_helps(town, channel, sign_in):
    client = sign_in(town.captain)
    page = client.get(reverse("payments:help"))
    form = {"form_key": key_of(page), "plate": "1号楼1单元101"}
    answer = client.post(reverse("payments:help"), form)
    page = client.get(answer["Location"]).content.decode()
    assert OWN in page and "张秀兰" not in page
    assert client.post(answer["Location"], {}).status_code == 422
    code = Message.objects.get(purpose="payment_help").body[:6]
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(2):
        assert client.post(answer["Location"], {"code": wrong}).status_code == 422
    assert PaymentOrder.objects.get().code_tries == 2
    done = client.post(answer["Location"], {"code": code})
    assert "扫一扫" in client.get(done["Location"]).content.decode()
    bad = client.post(reverse("payments:help"), {"form_key": "a" * 12, "plate": "2-1-101"})
    assert bad.status_code == 422


def test_five_wrong_codes_are_enough(town, channel, sign_in):
    client = sign_in(town.captain)
    form = {"form_key": key_of(client.get(reverse("payments:help"))), "plate": OWN}
    address = client.post(reverse("payments:help"), form)["Location"]
    code = Message.objects.get(purpose="payment_help").body[:6]
    for _ in range(5):
        client.post(address, {"code": "000000" if code != "000000" else "111111"})
    assert client.post(address, {"code": code}).status_code == 422


def test_the_desk_takes_cash(town, sign_in):
    client = sign_in(town.agent)
    answer = client.post(reverse("payments:index"), {"plate": "1号楼1单元101"})
    page = client.get(answer["Location"])
    due = owed(OWN)
    form = {"form_key": key_of(page), "amount": f"{due / 100:.2f}"}
    for amount in ("-1", "0", "1.005", "abc", "99999999999"):
        assert client.post(answer["Location"], form | {"amount": amount}).status_code == 422
    done = client.post(answer["Location"], form)
    assert client.post(answer["Location"], form)["Location"] == done["Location"]
    assert (owed(OWN), Payment.objects.count()) == (0, 1)
    assert "打印收据" in client.get(done["Location"]).content.decode()
    assert "2026-" in client.get(reverse("payments:index") + f"?plate={OWN}").content.decode()


def test_refund_by_two(town, sign_in):
    payment = make_cash(town)
    address = reverse("payments:payment", args=[payment.pk])
    agent, accountant = sign_in(town.agent), sign_in(town.accountant)
    form = {"form_key": key_of(agent.get(address)), "amount": "1.00", "reason": "多收了"}
    assert agent.post(address, form | {"amount": "99999"}).status_code == 422
    agent.post(address, form)
    refund = PaymentRefund.objects.get()
    act = reverse("payments:refund", args=[refund.pk])
    assert agent.post(act, {"action": "approve"}).status_code == 403
    assert "批准退款" in accountant.get(address).content.decode()
    accountant.post(act, {"action": "approve"})
    assert owed(OWN) == 100
    assert accountant.post(act, {"action": "nonsense"}).status_code == 422


def test_the_till(town, sign_in):
    payment = make_cash(town)
    client = sign_in(town.agent)
    address = reverse("payments:till")
    page = client.get(address)
    short = {"what": "count", "counted": f"{(payment.amount - 1) / 100:.2f}"}
    assert client.post(address, short).status_code == 422
    client.post(address, short | {"note": "少一分"})
    form = {"what": "deposit", "form_key": key_of(page), "amount": f"{payment.amount / 100:.2f}"}
    client.post(address, form)
    assert client.post(address, form).status_code == 302
    page = client.get(address).content.decode()
    assert "等银行对账单" in page and "少一分" in page


def test_transfers_and_reconciliation(town, sign_in):
    lines = bring_lines(
        town, town.bank_account,
        [Move(today(), owed(OWN), "张秀兰", OWN), Move(today(), 300, "路人", "谢谢"),
         Move(today(), 400, "代缴", "两户"), Move(today(), -20, "银行", "手续费")],
    )  # fmt: skip
    client = sign_in(town.accountant)
    address = reverse("payments:transfers")
    page = client.get(address).content.decode()
    assert "拿得准的 1 笔" in page and "要您看的 2 笔" in page
    client.post(address, {"sure": [f"{lines[0].pk}:{home_of(OWN)}"]})
    assert client.post(address, {"sure": ["x"]}).status_code == 422
    assert owed(OWN) == 0
    by = {x.amount: reverse("payments:line", args=[x.pk]) for x in lines}
    assert client.get(by[300]).status_code == 200
    client.post(by[300], {"use": "suspense"})
    assert "找到主人了" in client.get(address).content.decode()
    for shares in ("9-9-999 4", "1-1-201 1\n2-1-201 2", "1-1-201 x", "1-1-201 3 4"):
        assert client.post(by[400], {"shares": shares}).status_code == 422
    client.post(by[400], {"shares": "1-1-201 1.00\n2-1-201 3.00"})
    client.post(by[20], {"use": "bank_fee"})
    assert client.post(by[20], {"use": "nonsense"}).status_code in (302, 422)
    page = client.get(reverse("payments:reconcile")).content.decode()
    assert "每一笔都对得上" in page
    assert client.get(reverse("payments:reconcile") + "?start=x").status_code == 422


def test_reconciliation_says_where(town, sign_in):
    bring_lines(town, town.bank_account, [Move(today(), 12_301, "路人", "少了一分的")])
    page = sign_in(town.secretary).get(reverse("payments:reconcile")).content.decode()
    assert "少了一分的" in page and "只在银行" in page


def test_strangers_get_nothing(town, channel, sign_in):
    payment = make_cash(town)
    order = PaymentOrder.objects.create(
        trade_no="LX", home_id=payment.home_id, amount=1, key="x", payer=town.resident,
        created_at=payment.booked_at, expires_at=payment.booked_at,
        ticket={"code_url": "weixin://x"},
    )  # fmt: skip
    line = bring_lines(town, town.bank_account, [Move(today(), 5, "路人")])[0]
    ids = {"payment_id": payment.pk, "trade_no": order.trade_no, "home_id": payment.home_id,
           "refund_id": 1, "return_id": 1, "line_id": line.pk, "bill_id": Bill.objects.latest("pk").pk}  # fmt: skip
    open_to_all = {reverse("payments:pay"), reverse("payments:own")}
    for who in ("outsider", "tenant", "elder", "worker"):
        client = sign_in(town.accounts[who])
        for address in addresses_of("payments", **ids):
            if address not in open_to_all:
                assert client.get(address).status_code in (403, 404, 405), (who, address)
        assert payment.receipt.words not in client.get(reverse("payments:own")).content.decode()


def test_a_paid_order_has_no_code_any_more(town, channel, sign_in):
    client = sign_in(town.resident)
    client.post(reverse("payments:pay"), form_of(client.get(reverse("payments:pay"))))
    order = PaymentOrder.objects.get()
    book_paid_order(channel.pay(order.trade_no))
    assert client.get(reverse("payments:code", args=[order.trade_no])).status_code == 404
