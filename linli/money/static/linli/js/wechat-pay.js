/* Pays by WeChat's own dialog where the page is open in WeChat's browser. The page itself finds out from us whether it was paid. */
function pay(button) {
  const fields = JSON.parse(button.dataset.wechatPay);
  const ask = () => window.WeixinJSBridge.invoke("getBrandWCPayRequest", fields, () => { button.disabled = false; });
  button.disabled = true;
  if (window.WeixinJSBridge) ask();
  else document.addEventListener("WeixinJSBridgeReady", ask, { once: true });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-wechat-pay]");
  if (button) pay(button);
});
