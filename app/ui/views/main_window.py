"""The main window: pages, menus, messages, what is dropped on it, and how it closes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.core.plan import Verdict
from app.core.provenance import in_groups
from app.service.summaries import ScreenSummary
from app.ui import icons, words
from app.ui.attention import Attention
from app.ui.awake import Awake
from app.ui.look import Look
from app.ui.models.desk import Desk, is_bundle, is_model
from app.ui.models.judgements import Opinion
from app.ui.models.problems import Problem
from app.ui.models.run_state import RunState
from app.ui.models.screen_model import ScreenModel
from app.ui.views.actions import Actions
from app.ui.views.banner import Banner, Banners
from app.ui.views.dialogs import Dialogs
from app.ui.views.drops import FilesPassBy
from app.ui.views.enabling import enable
from app.ui.views.history_page import HistoryActions, HistoryPage
from app.ui.views.playground_page import PlaygroundPage
from app.ui.views.screen_page import ScreenPage
from app.ui.views.sidebar import Sidebar
from app.ui.views.status_line import StatusLine, share_done

if TYPE_CHECKING:
    from app.service.bundles import BundleVerification
    from app.ui.views.dial_page import DialPage
    from app.ui.views.models_page import ModelsPage

P = TypeVar("P", bound=QWidget)

_TICK_MS = 500
_LONG_RUN_SECONDS = 30
_PAGES = ("screen", "history", "playground", "dial", "models")


class MainWindow(QMainWindow):
    """Binds the pages to a Desk."""

    def __init__(self, desk: Desk, look: Look, *, kv_types: tuple[str, ...], version: str) -> None:
        super().__init__()
        self._desk, self._look = desk, look
        self._bound: list[ScreenModel] = []
        self._offered = self._closing = False
        self._reading: Banner | None = None
        self.dialogs = Dialogs(desk, look, self, kv_types, version)
        self.awake = Awake(self)
        self._attention = Attention(self)
        self.acts = Actions(self, look, desk.judgements.stack)
        self.screen_page = ScreenPage(
            look, desk.plan, desk.selection, self.acts, desk.judge, self.dialogs.plan
        )
        self.pages = QStackedWidget()
        self.pages.addWidget(self.screen_page)
        self.banners = Banners()
        self.sidebar = Sidebar(look, self.acts, _PAGES)
        self.status = StatusLine(look, self.awake)
        self._lay_out()
        self._make_menus()
        self._connect()
        self._ticking = QTimer(self, interval=_TICK_MS)
        self._ticking.timeout.connect(self._tick)
        self._ticking.start()
        self._show_model()
        self.go("screen")
        self._rebind()
        desk.history.refresh()

    # The other pages are made when they are first shown: at the start the window is there sooner.

    @cached_property
    def history_page(self) -> HistoryPage:
        """The screens of the store."""
        desk = self._desk
        return self._added(HistoryPage(self._look, desk.history, desk.search, self._history_actions()))

    @cached_property
    def playground_page(self) -> PlaygroundPage:
        """The dial by hand."""
        return self._added(PlaygroundPage(self._look, self._desk))

    @cached_property
    def dial_page(self) -> DialPage:
        """The dial, measured."""
        # What draws its curves takes a good part of a second to load.
        from app.ui.views.dial_page import DialPage

        return self._added(DialPage(self._look, self._desk))

    @cached_property
    def models_page(self) -> ModelsPage:
        """The models there are."""
        from app.ui.views.models_page import ModelsPage

        return self._added(ModelsPage(self._look, self._desk))

    def _added(self, page: P) -> P:
        self.pages.addWidget(page)
        FilesPassBy(page)
        return page

    def go(self, page: str) -> None:
        """Show a page."""
        self.pages.setCurrentWidget(getattr(self, f"{page}_page"))
        self.sidebar.show_page(page)
        if page == "history":
            self._desk.history.refresh()
        elif page == "models":
            self._desk.models.refresh()

    def say(self, kind: str, text: str, actions: tuple[tuple[str, Callable[[], object]], ...] = ()) -> None:
        """Show a message above the page; `kind` is "info", "warning" or "error"."""
        self.banners.show_banner(Banner(self._look, kind, text, actions))

    def take_file(self, path: Path) -> None:
        """Take a list, a model or a bundle."""
        if is_model(path) and not self.acts["model"].isEnabled():
            self.say("warning", self.tr("Something runs with the model that it has; stop it first."))
        elif is_model(path):
            self.dialogs.use_model(path)
        elif is_bundle(path):
            self._take_bundle(path)
        else:
            self._desk.read(path)

    # How it is built

    def _lay_out(self) -> None:
        self.setWindowIcon(icons.application_icon())
        self.setAcceptDrops(True)
        self.setMinimumSize(900, 600)
        self.resize(1440, 900)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        messages = QVBoxLayout()
        messages.setContentsMargins(16, 8, 16, 0)
        messages.setSpacing(4)
        demo = self.tr("The demo model's verdicts mean nothing outside its own made-up world.")
        self.demo_warning = Banner(self._look, "warning", demo, closable=False)
        messages.addWidget(self.demo_warning)
        messages.addWidget(self.banners)
        right.addLayout(messages)
        right.addWidget(self.pages, 1)
        right.addWidget(self.status)
        whole = QWidget()
        layout = QHBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.sidebar)
        layout.addLayout(right, 1)
        self.setCentralWidget(whole)
        FilesPassBy(self.screen_page)
        self.screen_page.empty.button.setFocus()
        self.restoreGeometry(self._desk.preferences.layout("window"))
        self.screen_page.restore_layout(self._desk.preferences)

    def _make_menus(self) -> None:
        for group, names in Actions.GROUPS:
            menu = self.menuBar().addMenu(Actions.heading(group))
            for name in names:
                if name is None:
                    menu.addSeparator()
                else:
                    menu.addAction(self.acts[name])

    def _history_actions(self) -> HistoryActions:
        return HistoryActions(
            open=self._open_summary,
            compare=self._compare,
            use_plan=self._use_plan,
            export=lambda summary: self._export(summary.id, summary.list_name),
            begin=lambda: self.go("screen"),
            open_hit=self._open_hit,
        )

    def _connect(self) -> None:
        desk, page, runs = self._desk, self.screen_page, self._desk.runs
        handlers: dict[str, Callable[[], object]] = {
            "open": lambda: self.dialogs.choose_list(desk.read),
            "paste": lambda: self._take_mime(QGuiApplication.clipboard().mimeData()),
            "demo": desk.begin_demo,
            "model": lambda: self.dialogs.choose_model(self.dialogs.use_model),
            "export": self._export_shown,
            "import": lambda: self.dialogs.choose_bundle(self._take_bundle),
            "verify": self.dialogs.check,
            "settings": self.dialogs.settings,
            "quit": self.close,
            "find": self._find,
            "copy_record": page.detail.copy_record,
            "start": desk.start,
            "pause": runs.pause,
            "stop": runs.stop,
            "cancel": self._cancel_selected,
            "cancel_queued": runs.cancel_queued,
            "cancel_all": runs.cancel_all,
            "retry": self._retry,
            "again": desk.list_again,
            "replay": lambda: self._replay(self.screen_page.table.selection()),
            "replay_all": lambda: self._replay(None),
            "advance": lambda: self._judge(Verdict.ADVANCE),
            "reject": lambda: self._judge(Verdict.REJECT),
            "unsure": lambda: self._judge(Verdict.UNSURE),
            "withdraw": lambda: self._judge(None),
            "reason": page.detail.focus_reason,
            "columns": page.table.table.open_column_menu,
            "next": lambda: page.move_selection(1),
            "previous": lambda: page.move_selection(-1),
            "keys": lambda: self.dialogs.keys(self.acts),
            "limits": self.dialogs.limits,
            "about": self.dialogs.about,
        }
        for name in _PAGES:
            handlers[name] = lambda name=name: self.go(name)  # type: ignore[misc]
        for name, act in handlers.items():
            self.acts[name].triggered.connect(lambda _checked, act=act: act())
        self.sidebar.chosen.connect(self.go)
        desk.shown_changed.connect(self._rebind)
        desk.imports.ready.connect(self.dialogs.preview)
        desk.problems.raised.connect(self._problem)
        desk.problems.advised.connect(self._advise)
        desk.history.refreshed.connect(self._offer_resumption)
        desk.selection.changed.connect(self._enable)
        desk.selection.row_changed.connect(self._enable)
        for by_hand in (desk.playground, desk.replays, desk.dial):
            by_hand.state_changed.connect(self._enable)
            by_hand.state_changed.connect(self._close_at_last)
        desk.imports.state_changed.connect(self._tell_reading)
        runs.running_changed.connect(self._rebind)
        runs.ended.connect(self._run_ended)
        desk.used.changed.connect(self._show_model)
        self.status.show_running.clicked.connect(lambda: desk.show(runs.running))

    # What it shows

    def _rebind(self) -> None:
        """Listen to the list that is shown and to the one that runs."""
        desk = self._desk
        for screen in self._bound:
            screen.state_changed.disconnect(self._state_changed)
            screen.progress_changed.disconnect(self._progress_changed)
        self._bound = list({id(s): s for s in (desk.shown, desk.runs.running) if s is not None}.values())
        for screen in self._bound:
            screen.state_changed.connect(self._state_changed)
            screen.progress_changed.connect(self._progress_changed)
        if desk.shown is not self.screen_page.shown:
            self.screen_page.show_screen(desk.shown)
            self.go("screen")
        self._state_changed()

    def _state_changed(self) -> None:
        running = self._desk.runs.running
        self.awake.hold(running is not None and running.state is not RunState.PAUSED)
        self._enable()
        self._progress_changed()

    def _progress_changed(self) -> None:
        running, shown = self._desk.runs.running, self._desk.shown
        self.status.show_state(running, shown)
        if running is not None and running is shown and running.progress:
            self.screen_page.plan_panel.show_progress(running.progress)
        share = share_done(running) if running else None
        self._attention.progress(share)
        title = f"{words.isolated(shown.name)} \N{EN DASH} Winnow" if shown else "Winnow"
        self.setWindowTitle(f"{words.percent(share)} \N{MIDDLE DOT} {title}" if share is not None else title)

    def _enable(self) -> None:
        enable(self.acts, self._desk)

    def _show_model(self) -> None:
        used = self._desk.used
        self.screen_page.set_model(used.path.name if used.path else self.tr("no model"))
        self.demo_warning.setVisible(used.is_demo)

    def _tick(self) -> None:
        shown = self.pages.currentWidget()
        if isinstance(shown, ScreenPage | PlaygroundPage):
            shown.tick()

    def _problem(self, problem: Problem) -> None:
        self.banners.show_banner(Banner.of(self._look, problem))

    def _advise(self, told: str) -> None:
        if all(banner.message.text() != told for banner in self.banners.banners):
            self.say("warning", told, ((self.tr("Show the models"), lambda: self.go("models")),))

    # What it does

    def _find(self) -> None:
        self.go("screen")
        self.screen_page.table.search.setFocus()
        self.screen_page.table.search.selectAll()

    def _judge(self, verdict: Verdict | None) -> None:
        reason = self.screen_page.detail.reason_text if verdict else ""
        self._desk.judge(Opinion(verdict, reason))

    def _replay(self, hypotheses: list[str] | None) -> None:
        if shown := self._desk.shown:
            self.dialogs.replay(shown.id, hypotheses)

    def _cancel_selected(self) -> None:
        if row := self._desk.selection.row:
            self._desk.runs.cancel(row.hypothesis.id)

    def _retry(self) -> None:
        if self._desk.shown:
            self._desk.runs.retry(self._desk.shown)

    def _open_summary(self, summary: ScreenSummary) -> None:
        self._desk.open(summary.id)
        self.go("screen")

    def _open_hit(self, screen_id: str, hypothesis_id: str) -> None:
        def select(_screen: ScreenModel) -> None:
            self.go("screen")
            self.screen_page.table.select(hypothesis_id)

        self._desk.open(screen_id, select)

    def _compare(self, first: ScreenSummary, second: ScreenSummary) -> None:
        self._desk.compare(first.id, second.id, lambda found: self.dialogs.compare(first, second, found))

    def _use_plan(self, summary: ScreenSummary) -> None:
        def told() -> None:
            self.say(
                "info",
                self.tr("The dials are set as in the screen of {0}.").format(
                    words.isolated(summary.list_name)
                ),
            )

        self._desk.use_plan_of(summary.id, told)

    def _export_shown(self) -> None:
        if shown := self._desk.shown:
            self._export(shown.id, shown.name)

    def _export(self, screen_id: str, list_name: str) -> None:
        def write(path: Path) -> None:
            def told() -> None:
                self.say("info", self.tr("Exported to {0}.").format(words.isolated(str(path))))

            self._desk.export(screen_id, path, told)

        self.dialogs.choose_export(list_name, write)

    def _take_bundle(self, path: Path) -> None:
        def told(found: BundleVerification) -> None:
            text = self.tr(
                "The record in {0} holds and is imported. It is signed by the key {1}; ask the signer "
                "whether that is theirs."
            )
            self.say("info", text.format(words.isolated(path.name), in_groups(found.fingerprint or "")))

        self._desk.import_bundle(path, told)

    def _offer_resumption(self) -> None:
        """Once, after the start: the newest screen may be unfinished."""
        if self._offered:
            return
        self._offered = True
        summary = self._desk.history.unfinished
        if summary is None or self._desk.shown:
            return
        done = self.tr("{0} of {1} are triaged").format(summary.counts["triaged"], summary.hypotheses)
        self.say(
            "info",
            self.tr("The screen of {0} is unfinished: {1}.").format(words.isolated(summary.list_name), done),
            (
                (self.tr("Resume it"), lambda: self._desk.resume(summary.id)),
                (self.tr("Look at it"), lambda: self._desk.open(summary.id)),
            ),
        )

    def _run_ended(self, screen: ScreenModel) -> None:
        progress, wanted = screen.progress, self._desk.preferences.value.notify
        long = progress is not None and progress.seconds >= _LONG_RUN_SECONDS
        if wanted and long and progress and screen.state is RunState.COMPLETE:
            told = self.tr("{0}: {1} of {2} survived triage, %Ln error(s)", "", screen.failures).format(
                words.isolated(screen.name), progress.survivors, progress.triage_total
            )
            self._attention.notify(self.tr("The screen is complete"), told)
        self._close_at_last()

    def _close_at_last(self) -> None:
        """Close once what was to be stopped has stopped."""
        if self._closing and not (self._desk.runs.running or self._desk.by_hand):
            self.close()

    def _tell_reading(self) -> None:
        """Say which list is being read, with a way out, for as long as it is."""
        if self._reading:
            self._reading.close_banner()
            self._reading = None
        if name := self._desk.imports.reading:
            text = self.tr("Reading {0}…").format(words.isolated(name))
            actions = ((self.tr("Cancel"), self._desk.imports.cancel),)
            self._reading = Banner(self._look, "info", text, actions, closable=False)
            self.banners.show_banner(self._reading)

    # What is dropped, and the end

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        event.acceptProposedAction()
        self._take_mime(event.mimeData())

    def _take_mime(self, data: QMimeData) -> None:
        local = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if len(local) > 1:
            self.say("warning", self.tr("One list at a time; the first one was taken."))
        if local:
            self.take_file(local[0])
        elif data.hasText() and data.text().strip():
            self._desk.imports.read_text(data.text(), self.tr("pasted text"))
        else:
            self.say("info", self.tr("There is no list on the clipboard; copy its lines or its file first."))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        if self._desk.runs.running or self._desk.by_hand:
            event.ignore()
            if not self._closing:
                self.dialogs.ask_to_close(self.stop_and_close)
            return
        preferences = self._desk.preferences
        preferences.keep_layout("window", self.saveGeometry())
        self.screen_page.save_layout(preferences)
        preferences.flush()
        self.awake.hold(False)
        self._ticking.stop()
        event.accept()

    def stop_and_close(self) -> None:
        """Close without a question; what was completed is kept."""
        self._closing = True
        desk = self._desk
        if not (desk.runs.running or desk.by_hand):
            self.close()
            return
        desk.runs.stop()
        desk.playground.stop()
        desk.replays.stop()
        desk.dial.stop()
