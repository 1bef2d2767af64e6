"""All models there are: the catalogue and what is installed beside it, and whether each fits this machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from app.core.errors import ModelError
from app.core.sentence import Sentence
from app.engine.contract import EngineSettings
from app.hub.catalogue import ModelSpec
from app.hub.usable import UnusableError
from app.service import paths
from app.service.fit import GPU_RESERVE, HOST_RESERVE, Fit, Machine, Weighed, fit
from app.service.installed import Installed, InstalledModel, Presence, is_there
from app.service.model_kind import ModelKind, kind_of, read_model

# What is asked of a model in the list: the sequences of a screen, with a long trace each.
PARALLEL, CONTEXT = 16, 4096
_AUTO = "auto"


@dataclass(frozen=True, slots=True)
class ListedModel:
    """One model of the list.

    Attributes:
        spec: of the catalogue, None of a file that is not in it.
        installed: None where it is not; `path` may be there nevertheless, of a file that ships.
        kind: what its file is. Of one that is not here the format is the catalogue's word.
        default: whether it is taken where none is named.
        fit: for 16 sequences of 4,096 tokens; None where its dimensions are not known.
        fits: whether a setting fits this machine; None where that is not known.
        missing: whether a file that should be here is not.
        problem: what is wrong with its file, and what to do; None where nothing is, or it is not to be here.
    """

    id: str
    title: str
    file: str
    size: int | None
    sha256: str | None
    path: str | None
    licence: str
    good_for: str
    quantisation: str
    kind: ModelKind
    context: int | None
    default: bool
    spec: ModelSpec | None
    installed: InstalledModel | None
    fit: Fit | None
    fits: bool | None
    missing: bool
    problem: Sentence | None

    @property
    def blocked(self) -> bool:
        """Whether it should be here, and cannot be run whatever is set."""
        return self.path is not None and not (self.kind.usable or self.kind.nameable)

    def document(self) -> dict[str, Any]:
        """As JSON."""
        keys = (
            *("id", "title", "file", "size", "sha256", "path", "licence", "good_for", "quantisation"),
            *("context", "default", "fits", "missing"),
        )
        found = {key: getattr(self, key) for key in keys} | self.kind.document()
        found["problem"] = self.problem or ""
        found["installed"] = self.path is not None
        found["downloaded"] = bool(self.installed and self.installed.downloaded)
        found["repo"] = self.spec.repo if self.spec else ""
        found["revision"] = self.installed.revision if self.installed else ""
        best = self.fit.best if self.fit else None
        found["best"] = asdict(best) if best else None
        need = self.fit.need if self.fit else None
        found["needs"] = {"host": need.host.total, "gpu": need.gpu.total} if need else None
        return found


def list_models(
    known: Installed, specs: Sequence[ModelSpec], machine: Machine, settings: EngineSettings | None = None
) -> Iterator[ListedModel]:
    """The catalogue in its order, then what is installed beside it.

    Args:
        settings: how they would be loaded; None is as a screen does.
    """
    wanted = settings or EngineSettings(paths.DEMO_MODEL, parallel=PARALLEL)
    default = known.default or next((s.id for s in specs if _is_demo(s)), None)
    listed = {spec.id for spec in specs}
    for spec in specs:
        yield _listed(spec.id, spec, known.find(spec.id), default, machine, wanted)
    for model in known.models:
        if model.id not in listed:
            yield _listed(model.id, None, model, default, machine, wanted)


def _is_demo(spec: ModelSpec) -> bool:
    return spec.path is not None and spec.path.resolve() == paths.DEMO_MODEL.resolve()


def _listed(
    id: str,
    spec: ModelSpec | None,
    model: InstalledModel | None,
    default: str | None,
    machine: Machine,
    settings: EngineSettings,
) -> ListedModel:
    path = model.path if model else spec.path if spec else None
    weighed = Weighed.of(spec) if spec else None
    named = spec.thinking_format if spec else _AUTO
    kind = ModelKind(
        model.architecture if model else None,
        None if named == _AUTO else named,
        why_not=Sentence("It is not here yet; download it with: main.py models download {}", id),
    )
    problem: Sentence | None = None
    size = model.size if model else spec.size if spec else None
    context = spec.context if spec else None
    missing = path is not None and (model.presence is Presence.MISSING if model else not is_there(path))
    if model and missing:
        problem = model.missing.sentence
    elif path is not None:
        try:
            header = read_model(path)
            weighed, size, context = Weighed.of(header), header.size, header.shape.context
            kind = kind_of(header, named)
        except UnusableError as error:
            kind = ModelKind(error.architecture, why_not=error.sentence)
        except ModelError as error:
            problem = error.sentence
    if model and not problem and model.presence is Presence.RESIZED:
        problem = Sentence("{} is not the file that was installed; install it again.", model.path)
    if problem:
        kind = replace(kind, thinking_format=None, guessed=False, why_not=problem)
    found = fit(weighed, settings, machine, CONTEXT) if weighed else None
    fits = found.best is not None if found else None
    if fits is None and size is not None and size + HOST_RESERVE > machine.host + machine.gpu - GPU_RESERVE:
        fits = False  # Not even the weights do.
    return ListedModel(
        id=id,
        title=model.title if model and not spec else spec.title if spec else id,
        file=path.name if path else spec.file if spec else "",
        size=size,
        sha256=model.sha256 if model else None,
        path=str(path) if path else None,
        licence=spec.licence if spec else "",
        good_for=spec.good_for if spec else "",
        quantisation=model.quantisation if model else spec.quantisation if spec else "",
        kind=kind,
        context=context,
        default=id == default,
        spec=spec,
        installed=model,
        fit=found,
        fits=fits,
        missing=missing,
        problem=problem,
    )
