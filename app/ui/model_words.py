"""The window's words for models: sizes, whether one fits, and what a task does."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject

from app.service.fit import Fit, Machine
from app.service.model_tasks import ListedModel, Progress, Stage
from app.service.models import Hashed
from app.ui import words

translate = QCoreApplication.translate


class _Counted(QObject):
    """Texts with a plural: Qt's tools find them only in the `tr` of a class."""

    def at_a_time(self, sequences: int, tokens: str) -> str:
        return self.tr("%Ln sequence(s) at a time, each of {0} tokens", "", sequences).format(tokens)

    def on_gpu(self, layers: int, of: str) -> str:
        return self.tr("%Ln of {0} layer(s) on the GPU", "", layers).format(of)


def size(count: int) -> str:
    """Bytes as "19.9 GB", or below a tenth of one as "1.9 MB"."""
    if count >= 10**8:
        return translate("models", "{0} GB").format(words.number(count / 10**9, 1))
    return translate("models", "{0} MB").format(words.number(count / 10**6, 1))


def fits(entry: ListedModel) -> str:
    """Whether a model fits, in a word or two."""
    if entry.blocked:
        return ""
    if entry.fits is None:
        return translate("models", "not known yet")
    if not entry.fits:
        return translate("models", "no")
    if entry.fit and not entry.fit.fits:
        return translate("models", "with less")
    return translate("models", "yes")


def thinking(entry: ListedModel) -> str:
    """The thinking format of a model, in a word or two."""
    found = entry.kind
    if entry.path and not found.usable:
        return "" if entry.problem else translate("models", "none")
    name = words.visible(found.thinking_format or "")
    return translate("models", "{0}, a guess").format(name) if found.guessed else name


def kind(entry: ListedModel) -> str:
    """What a model's file is, and whether a budget can be enforced with it; nothing of one not here."""
    found = entry.kind
    if entry.path is None:
        return ""
    if found.why_not is not None:
        return words.sentence(found.why_not)
    text = translate("models", "Architecture: {0}. Thinking format: {1}; a budget can be enforced.")
    if found.guessed:
        text = translate("models", "Architecture: {0}. Thinking format: {1}, which is a guess.")
    return text.format(words.visible(found.architecture or ""), words.visible(found.thinking_format or ""))


def free(machine: Machine) -> str:
    """What of this machine's memory is free."""
    if machine.gpu:
        text = translate("models", "{0} of memory are free, and {1} of the GPU's.")
        return text.format(size(machine.host), size(machine.gpu))
    return translate("models", "{0} of memory are free; there is no GPU that llama.cpp can use.").format(
        size(machine.host)
    )


def proposal(entry: ListedModel) -> str:
    """What a model needs, and the best setting that fits."""
    found = entry.fit
    if found is None:
        if entry.fits is False:
            return translate("models", "Its weights alone need more memory than is free.")
        return translate(
            "models", "Its dimensions are known once it is here; then it is said whether it fits."
        )
    asked, host = _setting(found, asked=True), size(found.need.host.total)
    if gpu := found.need.gpu.total:
        text = translate("models", "It takes {0} of memory and {1} of the GPU's, for {2}.")
        need = text.format(host, size(gpu), asked)
    else:
        need = translate("models", "It takes {0} of memory for {1}.").format(host, asked)
    if found.best is None:
        return need + " " + translate("models", "No setting of it fits this machine's free memory.")
    if not found.fits:
        text = translate("models", "That is more than is free; this fits: {0}.")
        need += " " + text.format(_setting(found, asked=False))
    return need


def _setting(found: Fit, *, asked: bool) -> str:
    setting = found.asked if asked or found.best is None else found.best
    told = _Counted().at_a_time(setting.parallel, words.number(setting.context))
    if not asked:
        told += less(found)
    if setting.gpu_layers:
        told += ", " + _Counted().on_gpu(setting.gpu_layers, words.number(found.layers))
    return told


def less(found: Fit) -> str:
    """What the best setting has otherwise than what was asked, but for its width and length."""
    if found.best is None or found.best.kv_type == found.asked.kv_type:
        return ""
    return translate("models", ", with a {0} cache").format(found.best.kv_type)


def good_for(entry: ListedModel) -> str:
    """What a model is good for: in the window's language where it ships, else as the user says it."""
    return translate("catalogue", entry.good_for)


def progress(found: Progress | Hashed) -> str:
    """How far a task is: "Downloading: 3.2 of 19.9 GB, 12.3 MB/s, 22 min 05 s left"."""
    done, whole = size(found.done), size(found.size)
    if isinstance(found, Hashed):
        return translate("models", "Reading: {0} of {1}").format(done, whole)
    if found.stage is Stage.CHECKING:
        return translate("models", "Checking what is here: {0} of {1}").format(done, whole)
    if found.stage is Stage.WAITING:
        return translate("models", "Waiting as the server asks: {0} left").format(
            words.duration(found.left or 0)
        )
    told = translate("models", "Downloading: {0} of {1}").format(done, whole)
    if found.speed is not None:
        told += translate("models", ", {0} MB/s").format(words.number(found.speed / 10**6, 1))
    if found.left is not None:
        told += translate("models", ", {0} left").format(words.duration(found.left))
    return told
