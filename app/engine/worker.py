"""The child process that owns a model: takes typed messages, runs the scheduler, sends events in batches."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from time import monotonic, perf_counter

from app.core.errors import EngineError, KnownError, ModelError, OutOfMemoryError
from app.core.parts import check_name, is_file, parts_of
from app.core.request import PromptIds, PromptText
from app.core.sentence import Sentence
from app.core.thinking import ThinkingFormat
from app.engine.chat import ChatTemplate
from app.engine.context import LlamaContext
from app.engine.contract import (
    LEAST_CHUNK,
    EngineSettings,
    Exactness,
    Failed,
    ModelInfo,
    OpenInfo,
    StepShape,
)
from app.engine.findings import Findings
from app.engine.footprint import Footprint, check_memory, footprint
from app.engine.ggml import Ggml
from app.engine.gpus import multiprocessors
from app.engine.held import HeldFiles
from app.engine.llama import LlamaModel
from app.engine.messages import (
    Call,
    Cancel,
    Count,
    Ended,
    Events,
    Load,
    Loading,
    Message,
    Open,
    Overhead,
    Pause,
    Refusal,
    Render,
    Reply,
    SelfTest,
    Submit,
    Tokens,
)
from app.engine.plainer import FEW_SEQUENCES, SHORT_CHUNK, Step
from app.engine.pulse import Pulse
from app.engine.runtime import LlamaLog, build_digest, free_cores, physical_cores, system_info
from app.engine.scheduler import Scheduler
from app.engine.selftest import Found, exact_shape
from app.engine.shapes import FEW_ROWS, TESTED_CONTEXT, WIDEST, shapes_for
from app.engine.tested import deciding, keep, kept
from app.engine.threads import ThreadTuner
from app.engine.vocabulary import Vocabulary

_EVENTS_EVERY = 1 / 30
_SMALL, _TINY = 2_000_000_000, 50_000_000
_LEAST_CONTEXT = 256
# A step where bits may depend on the company.
_ANY = StepShape(1, silent_padding=True)


class Worker:
    """One model in one process: answers calls, and steps the scheduler while there is work."""

    def __init__(self, connection: Connection, settings: EngineSettings, findings: Findings) -> None:
        self._connection = connection
        self._pulse = Pulse(connection)
        self._settings = settings
        self._plainer = frozenset(settings.plainer.steps if settings.plainer else ())
        self._findings = findings
        self._inbox: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._log = LlamaLog()
        self._files: HeldFiles | None = None
        self._model: LlamaModel | None = None
        self._info: ModelInfo | None = None
        self._vocabulary: Vocabulary | None = None
        self._chat: ChatTemplate | None = None
        self._context: LlamaContext | None = None
        self._scheduler: Scheduler | None = None
        self._shapes: dict[int, Found] = {}
        self._taken: Footprint | None = None
        self._paused_at: float | None = None
        self._sent_at = 0.0

    def serve(self) -> None:
        """Work until the connection closes, the model's files are written to, or decoding fails."""
        try:
            self._serve()
        except EngineError as error:
            self._pulse.send(Ended(error))
        finally:
            if self._files:
                self._files.close()

    def _serve(self) -> None:
        threading.Thread(target=self._receive, daemon=True).start()
        while True:
            idle = self._paused_at is not None or self._scheduler is None or not self._scheduler.busy
            if idle:
                self._send_events()
                self._pulse.moved(working=False)
            messages = self._messages(wait=idle)
            self._pulse.moved(working=True)
            for message in messages:
                if message is None:
                    return
                self._handle(message)
            if self._scheduler and self._scheduler.busy and self._paused_at is None:
                if self._scheduler.admit():
                    # A prompt may take long to read; that it is being read is to be seen at once.
                    self._send_events()
                self._scheduler.step()
                if monotonic() - self._sent_at >= _EVENTS_EVERY:
                    self._send_events()

    def _receive(self) -> None:
        """Reader thread: queues messages, and aborts a prefill that a message should not wait for."""
        while True:
            try:
                message = self._connection.recv()
            except (EOFError, OSError):
                message = None
            scheduler = self._scheduler
            if scheduler and (
                message is None
                or isinstance(message, Pause)
                or (isinstance(message, Cancel) and scheduler.prefilling(message.id))
            ):
                # Set before the message can be handled, for it is handling it that takes this back.
                scheduler.abort[0] = b"!"
            self._inbox.put(message)
            if message is None:
                return

    def _messages(self, *, wait: bool) -> list[Message | None]:
        """Those that are there; what arrives while they are handled comes after a step."""
        messages = [self._inbox.get()] if wait else []
        while not self._inbox.empty():
            messages.append(self._inbox.get())
        return messages

    def _handle(self, message: Message) -> None:
        match message:
            case Submit(id, request, first, recorded, smaller):
                if self._scheduler:
                    self._scheduler.submit(id, request, first=first, recorded=recorded, smaller=smaller)
                else:
                    self._pulse.send(Events((Failed(id, Sentence("The engine is not open yet.")),)))
            case Cancel(id):
                if self._scheduler:
                    self._scheduler.abort[0] = b"\0"
                    self._scheduler.cancel(id)
            case Pause(paused):
                if self._scheduler:
                    self._scheduler.abort[0] = b"\0"
                    if self._paused_at is not None:
                        self._scheduler.postpone(self._paused_at, perf_counter())
                self._paused_at = perf_counter() if paused else None
            case _:
                answer = self._answered(message)
                self._check_files()
                self._pulse.send(answer)

    def _answered(self, call: Call) -> Reply | Refusal:
        try:
            match call:
                case Load():
                    return Reply(self._load())
                case Tokens(names):
                    return Reply(self._loaded().known(names))
                case Render(prompts, thinking):
                    return Reply(self._render(prompts, thinking))
                case Overhead(form, thinking, wait_text):
                    return Reply(self._loaded().overhead(form, thinking, wait_text))
                case Open(context, parallel):
                    return Reply(self._open(context, parallel or self._settings.parallel))
                case Count():
                    return Reply(self._opened().counters)
        except KnownError as error:
            return Refusal(error)

    def _load(self) -> ModelInfo:
        settings, path = self._settings, self._settings.model
        check_name(path)
        parts = parts_of(path)
        for part in parts:
            if not is_file(part):
                raise ModelError("There is no model file {}; give the path of a GGUF file.", part)
        sent = 0.0

        def progress(share: float) -> None:
            nonlocal sent
            if monotonic() - sent > _EVENTS_EVERY or share >= 1:
                sent = monotonic()
                self._pulse.send(Loading(share))

        self._files = files = HeldFiles(parts)
        digest = files.sha256(lambda share: progress(share / 2))
        model = LlamaModel(
            parts[0],
            self._log,
            gpu_layers=settings.gpu_layers,
            exact=settings.exact,
            steps=self._plainer,
            progress=lambda share: progress((1 + share) / 2),
        )
        files.check_loaded()
        self._model = model
        fewer = {Step.FEWER_LAYERS, Step.CPU} & self._plainer
        if settings.gpu_layers and not model.offloaded and not fewer:
            raise ModelError(
                "{} layers were asked for on the GPU, and this build of llama.cpp uses none; main.py doctor "
                "says what to do.",
                settings.gpu_layers,
            )
        self._vocabulary = Vocabulary(model)
        self._chat = ChatTemplate(model.chat_template, model.bos, model.eos, add_bos=model.add_bos)
        devices, ggml = self._log.devices, Ggml()
        self._info = ModelInfo(
            path=str(path),
            sha256=digest,
            size=files.size,
            description=model.description,
            parameters=model.parameters,
            vocabulary=model.n_vocab,
            context_trained=model.context_trained,
            chat_template=model.chat_template,
            layers=model.layers,
            offloaded=model.offloaded,
            devices=devices,
            engine="llama.cpp",
            build=build_digest(),
            system=system_info(),
            commit=ggml.commit(),
            hardware=ggml.hardware(devices),
            plainer=settings.plainer,
        )
        return self._info

    def _render(self, prompts: tuple[PromptText, ...], thinking: ThinkingFormat) -> tuple[PromptIds, ...]:
        vocabulary, chat = self._loaded(), self._chat
        assert chat
        return tuple(vocabulary.render(*chat.pieces(prompt, thinking), thinking) for prompt in prompts)

    def _open(self, context: int, parallel: int) -> OpenInfo:
        settings, vocabulary, model, info = self._settings, self._loaded(), self._model, self._info
        assert model
        assert info
        chunk = settings.prefill_chunk
        if Step.FEW_ROWS in self._plainer:
            parallel, chunk = min(parallel, FEW_SEQUENCES), min(chunk, SHORT_CHUNK)
        wanted = settings.context or context
        if wanted > model.context_trained:
            raise ModelError(
                "A sequence would need {0:,} tokens of context, and the model was trained for {1:,}; lower "
                "the budget.",
                wanted,
                model.context_trained,
            )
        threads = settings.threads or physical_cores()
        self._close_context()

        def make(slots: int, size: int) -> LlamaContext:
            return LlamaContext(
                model,
                slots=slots,
                context=size,
                threads=threads,
                kv_type=settings.kv_type,
                chunk=chunk,
                flash=Step.NO_FLASH_ATTENTION not in self._plainer,
            )

        size = min(-(-wanted // 256) * 256, model.context_trained)
        if self._taken is None:
            self._taken = footprint(model, settings.kv_type, lambda: make(1, _LEAST_CONTEXT))
        # Of a model that is partly on a GPU, the layers that are not keep their cells in main memory.
        here = min(1.0, (model.layers - model.offloaded) / max(model.layers - 1, 1))
        in_memory = Footprint(*(round(each * here) for each in self._taken))
        check_memory(in_memory, parallel, size)
        found = (
            self._exact_shape(make, parallel)
            if settings.exact
            else Found(None, "exactness was not asked for")
        )
        shape, why = found.shape, found.why
        used = shape or _ANY
        slots = used.slots(parallel)
        try:
            # Where a fixed shape's padding finds no memory, fewer sequences may still run, but not exactly.
            check_memory(in_memory, slots, size, least=1 if used.fixed else used.slots(1))
            made = make(slots, size)
        except OutOfMemoryError:
            if shape is None or not shape.fixed or slots == parallel:
                raise
            why = f"no memory for {slots} sequences of {size} tokens, as {shape} need"
            shape, used, made = None, _ANY, make(parallel, size)
        self._context = made
        whole = model.offloaded > 0 or model.parameters < _SMALL
        made.try_out(used.slots(1), chunk if whole else LEAST_CHUNK)
        # Where bits may depend on the threads they stay as many as the record says; so they do if asked for.
        tuner = ThreadTuner(threads) if shape and not settings.threads and not model.offloaded else None
        self._scheduler = Scheduler(
            made,
            vocabulary,
            parallel=parallel,
            shape=used,
            exact=shape is not None,
            drafts=found.drafts,
            tuner=tuner,
        )
        return OpenInfo(
            model=info,
            exactness=Exactness.EXACT if shape else Exactness.BEST_EFFORT,
            why=why,
            context=size,
            parallel=parallel,
            shape=used,
            threads=threads,
            kv_type=settings.kv_type,
            prefill_chunk=chunk,
        )

    def _exact_shape(self, make: Callable[[int, int], LlamaContext], parallel: int) -> Found:
        """What the self-test says, or said; what it tries is the same for many numbers of sequences."""
        model, info, settings = self._model, self._info, self._settings
        assert model
        assert info
        gpu = model.offloaded > 0
        few = FEW_ROWS if Step.FEW_ROWS in self._plainer else None
        widest = few or WIDEST
        tried = widest if gpu else max(parallel, widest)
        found = self._shapes.get(tried)
        if found is not None:
            return found
        shapes = shapes_for(gpu, model.kv_heads, multiprocessors() if gpu else None, most=few)
        most = settings.threads or physical_cores()
        key = deciding(info, settings, threads=most, tried=shapes, slots=tried)
        found = kept(self._findings, key)
        if found is None:
            found = exact_shape(
                lambda slots: make(slots, TESTED_CONTEXT),
                shapes,
                tried,
                model.n_vocab,
                long=gpu or model.parameters < _SMALL,
                threads=1 if model.parameters < _TINY else None if gpu else free_cores(most),
                progress=lambda done, total: self._pulse.send(SelfTest(done, total)),
                widest=widest,
            )
            self._check_files()
            keep(self._findings, key, found)
        # Memory that another program has now may be free later.
        if found.complete:
            self._shapes[tried] = found
        return found

    def _close_context(self) -> None:
        """Cancel what runs in an earlier context and free it."""
        if self._scheduler:
            self._scheduler.cancel(None)
            self._send_events()
            self._scheduler = None
        if self._context:
            self._context.close()
            self._context = None

    def _loaded(self) -> Vocabulary:
        if self._vocabulary is None:
            raise EngineError("The model is not loaded yet.")
        return self._vocabulary

    def _opened(self) -> Scheduler:
        if self._scheduler is None:
            raise EngineError("The engine is not open yet.")
        return self._scheduler

    def _send_events(self) -> None:
        self._sent_at = monotonic()
        if self._scheduler and (events := self._scheduler.take_events()):
            self._check_files()
            self._pulse.send(Events(tuple(events)))

    def _check_files(self) -> None:
        """Before anything is told: it was computed from the weights that were hashed."""
        if self._files:
            self._files.check()
