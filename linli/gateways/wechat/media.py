"""Pictures, voices and videos: fetched from the platform by a job and put into their matter."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from linli.base.accounts.api import system_actor
from linli.base.crypto.api import seal_bytes
from linli.base.errors import DomainError
from linli.base.files.api import FileRefused, keep_upload
from linli.base.scopes.api import all_estates, estate_scope
from linli.gateways.wechat import platform
from linli.gateways.wechat.data import Kind, MediaState
from linli.gateways.wechat.errors import PlatformRefused
from linli.gateways.wechat.models import WechatAccount, WechatContact, WechatMedia
from linli.gateways.wechat.tokens import with_token
from linli.gateways.wechat.voices import voice_for
from linli.matters.handling.api import Matter, reply_to_matter

LAST_ATTEMPT = 6
MOST_SOUND = 4 * 1024 * 1024  # bytes; a minute of AMR is a hundredth of it
SOUND_CONTEXT = "wechat_media.sound"
_SOUNDS = (b"#!AMR", b"#!SILK", b"\x02#!SILK", b"ID3", b"\xff\xfb")


def file_waiting(contact: WechatContact, matter: Matter) -> None:
    """What came before the words belongs to the matter that they opened."""
    for row in WechatMedia.objects.filter(contact=contact.pk, matter__isnull=True):
        file_one(row, matter.pk)


def file_one(row: WechatMedia, matter_id: int) -> None:
    """Tie a picture or voice to its matter and have it fetched."""
    WechatMedia.objects.filter(pk=row.pk).update(matter=matter_id)
    fetch_media.defer(estate_id=row.estate_id, media_id=row.pk)


def drop_waiting(contact: WechatContact) -> None:
    """The words never came, or were withdrawn: nothing is fetched."""
    WechatMedia.objects.filter(contact=contact.pk, matter__isnull=True).delete()


@app.task(
    name="linli.fetch_wechat_media",
    queue="messages",
    pass_context=True,
    retry=RetryStrategy(max_attempts=LAST_ATTEMPT, exponential_wait=4),
)
def fetch_media(context: object, *, estate_id: int, media_id: int) -> None:
    """Fetch one picture or voice; when it is gone for good, the matter says so."""
    with all_estates():
        row = WechatMedia.objects.filter(pk=media_id, state=MediaState.WAITING.value).first()
        account = WechatAccount.objects.filter(estate=estate_id).first()
    if row is not None and account is not None and row.matter_id is not None:
        _fetch(row, account, is_last=_is_last(context))


def _fetch(row: WechatMedia, account: WechatAccount, *, is_last: bool) -> None:
    try:
        data = with_token(account, lambda token: _download(row, token))
    except PlatformRefused as error:
        if error.code not in platform.DEAD_MEDIA and not is_last:
            raise
        _bury(row)
    except platform.Unanswered:
        if not is_last:
            raise
        _bury(row)
    else:
        _keep(row, data)


def _is_last(context: object) -> bool:
    return int(getattr(getattr(context, "job", None), "attempts", 0)) + 1 >= LAST_ATTEMPT


def _download(row: WechatMedia, token: str) -> bytes:
    query = {"access_token": token, "media_id": row.media_id}
    kind, data = platform.fetch("/cgi-bin/media/get", query)
    if "json" in kind or kind == "text/plain":
        answer = platform.read_answer(data)  # raises: a refusal comes as JSON
        if row.kind == Kind.VIDEO.value and answer.get("video_url"):
            return platform.fetch_video(str(answer["video_url"]))
        raise platform.Unanswered("no media")
    return data


def _keep(row: WechatMedia, data: bytes) -> None:
    if row.kind == Kind.IMAGE.value:
        _keep_picture(row, data)
    elif _is_sound(data) if row.kind == Kind.VOICE.value else _is_video(data):
        _keep_sealed(row, data)
    else:
        _bury(row)


def _is_sound(data: bytes) -> bool:
    return len(data) <= MOST_SOUND and data.startswith(_SOUNDS)


def _is_video(data: bytes) -> bool:
    """An MP4 of at most what `platform` reads; nobody's browser plays it before staff ask."""
    return data[4:8] == b"ftyp"


def _keep_picture(row: WechatMedia, data: bytes) -> None:
    try:
        with estate_scope(row.estate_id), transaction.atomic():
            if _take(row):
                actor = system_actor(row.estate_id)
                stored = keep_upload(_upload(data), actor=actor)
                WechatMedia.objects.filter(pk=row.pk).update(
                    state=MediaState.KEPT.value, file=stored
                )
                _say(row, _("（微信发来的照片）"), files=(stored.pk,))
    except FileRefused:
        _bury(row)


def _upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("wechat", data)


def _keep_sealed(row: WechatMedia, data: bytes) -> None:
    with estate_scope(row.estate_id), transaction.atomic():
        if _take(row):
            WechatMedia.objects.filter(pk=row.pk).update(
                state=MediaState.KEPT.value, sound=seal_bytes(data, SOUND_CONTEXT)
            )
            _say(
                row,
                _("（视频已收好，工作人员可以看）")
                if row.kind == Kind.VIDEO.value
                else _("（语音原声已收好，工作人员可以听）"),
            )


def _bury(row: WechatMedia) -> None:
    """The matter says that something was sent and is not to be had."""
    with estate_scope(row.estate_id), transaction.atomic():
        if _take(row):
            WechatMedia.objects.filter(pk=row.pk).update(state=MediaState.DEAD.value)
            _say(row, _lost_words(row.kind))


def _lost_words(kind: str) -> str:
    match kind:
        case Kind.VOICE.value:
            return _("（微信发来一段语音，已经取不到了。请再说一遍。）")
        case Kind.VIDEO.value:
            return _("（微信发来一段视频，已经取不到、打不开或者太大。请再发一段短的，或发照片。）")
        case _:
            return _("（微信发来一张照片，已经取不到或打不开。请再发一张。）")


def _take(row: WechatMedia) -> bool:
    """Lock the row; False when another run of the job has done it."""
    rows = WechatMedia.objects.select_for_update().filter(pk=row.pk)
    return bool(rows.filter(state=MediaState.WAITING.value).exists())


def _say(row: WechatMedia, text: str, files: tuple[int, ...] = ()) -> None:
    matter = Matter.objects.get(pk=row.matter_id)
    try:
        with transaction.atomic():
            reply_to_matter(matter.pk, actor=voice_for(matter), text=text, files=files)
    except DomainError:  # merged away or foreign by now: the file hangs on our row all the same
        pass
