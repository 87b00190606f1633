from __future__ import annotations

from linli.base.errors import DomainError, translatable


class FileRefused(DomainError):
    """Base of all refusals of an upload; nothing of it was kept."""

    code = "file_refused"
    message = translatable("这个文件不能收。请换一张照片或一份 PDF。")
    status = 422


class FileTooLarge(FileRefused):
    code = "file_too_large"
    message = translatable(
        "文件有 %(size)s MB，最多收 %(limit)s MB。请换小一点的，或者用手机重新拍一张。"
    )
    status = 413


class FileEmpty(FileRefused):
    code = "file_empty"
    message = translatable("这个文件是空的。请重新选一次。")


class TypeRefused(FileRefused):
    code = "file_type"
    message = translatable(
        "这个文件不是照片，也不是 PDF。请发 JPEG、PNG、WebP、HEIC 照片，或者 PDF。"
    )


class PictureBroken(FileRefused):
    code = "picture_broken"
    message = translatable("这张图片打不开，可能没有传完。请重新选一次，或者重新拍一张。")


class PictureAnimated(FileRefused):
    code = "picture_animated"
    message = translatable("动图收不了。请发一张不动的照片。")


class PictureTooBig(FileRefused):
    code = "picture_too_big"
    message = translatable("这张图片的尺寸太大（%(width)s × %(height)s）。请缩小后再发。")


class DocumentBroken(FileRefused):
    code = "document_broken"
    message = translatable("这份 PDF 打不开，可能已损坏。请重新导出，或者拍成照片再发。")


class DocumentLocked(FileRefused):
    code = "document_locked"
    message = translatable("这份 PDF 有密码。请去掉密码再发，或者拍成照片。")


class DocumentTooLong(FileRefused):
    code = "document_too_long"
    message = translatable("这份 PDF 有 %(pages)s 页，最多收 %(limit)s 页。请分开发。")


class FileGone(DomainError):
    """The row stands, the bytes do not: a restore without its files, or a broken disk."""

    code = "file_gone"
    message = translatable("这个文件暂时取不到。请告诉管理员。")
    status = 410
