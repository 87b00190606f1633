"""The one typed configuration: every LINLI_* variable, its meaning and its default.

A wrong value fails at start, naming the variable. `linli check --deploy` refuses what is unsafe
in production.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parents[2]


class Configuration(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="LINLI_", extra="ignore")

    var: Path = Field(PROJECT / "var", description="Folder of data, files, keys and logs.")
    debug: bool = Field(False, description="Development only: verbose errors, no caching.")
    demo: bool = Field(False, description="A demo estate with published passwords.")
    database_url: str = Field("", description="The application's role on an own PostgreSQL ≥ 15.")
    database_owner_url: str = Field("", description="The owner's role, which migrates.")
    secret_key: str = Field("", description="Signs sessions; made and kept in var when empty.")
    field_keys: str = Field("", description='Field encryption keys: "1:base64,2:base64".')
    index_key: str = Field("", description="Key of the blind index, base64 of 32 bytes.")
    field_cipher: Literal["aes-gcm", "sm4-gcm"] = Field(
        "aes-gcm", description="Cipher that new field values are sealed with."
    )
    hosts: list[str] = Field(
        ["127.0.0.1", "localhost"], description="Host names under which Linli answers."
    )
    public_url: str = Field(
        "", description="Address at which residents reach Linli, for links in messages."
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, description="Port of pages and API; streams use the next one.")
    stream_url: str = Field(
        "", description="Origin of the stream process as browsers see it; empty: next port."
    )
    https: bool = Field(False, description="Served over TLS (own certificate or a proxy).")
    tls: bool = Field(False, description="Serve https with a certificate; own or made here.")
    tls_certificate: Path | None = Field(None, description="PEM file for `linli serve --tls`.")
    tls_key: Path | None = Field(None, description="Key of the PEM file.")
    behind_proxy: bool = Field(False, description="Trust X-Forwarded-For and -Proto of one proxy.")
    workers: int = Field(2, description="Web processes.", ge=1)
    sms_sender: str = Field(
        "linli.contact.messages.senders.ShownSender",
        description="Class that sends text messages; the default only shows them on a page.",
    )
    wechat_api_url: str = Field(
        "https://api.weixin.qq.com", description="Address of WeChat's API, or of a stand-in."
    )
    wechat_open_url: str = Field(
        "https://open.weixin.qq.com", description="Where WeChat's browser proves who holds it."
    )
    wechat_pay_url: str = Field(
        "https://api.mch.weixin.qq.com", description="Address of WeChat Pay, or of a stand-in."
    )
    sms_url: str = Field("", description="Address that a text is posted to (gateways/sms).")
    sms_headers: str = Field("{}", description="JSON object of request headers.")
    sms_body: str = Field(
        '{"to": "{address}", "text": "{body}", "key": "{key}"}',
        description="JSON object that is posted; {address} {body} {key} {title} are filled in.",
    )
    sms_encoding: Literal["json", "form"] = Field("json", description="How the body is sent.")
    sms_success: str = Field(
        "status", description='"status" (2xx will do), or "json:PATH=VALUE" of the answer.'
    )
    sms_lookup_url: str = Field(
        "", description="Answers 200 when {key} has reached the provider, 404 when not."
    )
    sms_report_token: str = Field("", description="Secret part of the address for reports.")
    sms_timeout: float = Field(10, description="Seconds to wait for the provider.", gt=0, le=30)
    sms_per_second: int = Field(20, description="Texts a second and process.", ge=1, le=1000)
    sms_key_id: str = Field("", description="Aliyun AccessKey ID.")
    sms_key_secret: str = Field("", description="Aliyun AccessKey secret.")
    sms_sign: str = Field("", description="Aliyun SignName (短信签名).")
    sms_template: str = Field("", description="Aliyun template with the one variable ${content}.")
    sms_code_template: str = Field("", description="Aliyun template of codes, variable ${code}.")
    audit_days: int = Field(400, description="Days the audit trail is kept.", ge=180)
    upload_limit_mb: int = Field(20, description="Largest picture or scan accepted.", ge=1, le=100)
    metrics_token: str = Field(
        "", description="Opens /metrics to who bears it; without it only to this machine."
    )
    log_json: bool = Field(False, description="Log lines as JSON.")

    @field_validator("var", mode="after")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.resolve()


configuration = Configuration()
