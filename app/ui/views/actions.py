"""What can be done in the window: each action once, for menus, buttons, keys and the list of keys."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence, QUndoStack
from PySide6.QtWidgets import QWidget

from app.ui.look import Look
from app.ui.views.texts import keys_of

_Key = QKeySequence.StandardKey
translate = QCoreApplication.translate
Keys = tuple[str | QKeySequence.StandardKey, ...]


_RECORDS = ("export", "import", "verify")
_CANCELS = ("cancel", "cancel_queued", "cancel_all")


class Actions:
    """Actions by name; menus and the list of keys are made from `GROUPS`."""

    GROUPS = (
        (
            "file",
            ("open", "paste", "demo", "model", None, "export", "import", "verify", None, "settings", "quit"),
        ),
        ("edit", ("undo", "redo", None, "find", "copy_record")),
        (
            "run",
            ("start", "pause", "stop", None, *_CANCELS, None, "retry", "again", None, "replay", "replay_all"),
        ),
        ("judge", ("advance", "reject", "unsure", "withdraw", None, "reason")),
        ("view", ("screen", "history", "playground", "dial", None, "columns", "next", "previous")),
        ("help", ("keys", "limits", "about")),
    )

    def __init__(self, window: QWidget, look: Look, undo: QUndoStack) -> None:
        self._window, self._look = window, look
        self._found: dict[str, QAction] = {}
        # As they are called whatever they would do now; "Undo H-003: advance" is an undo.
        self._titles: dict[str, str] = {}
        self._make_file()
        self._add("undo", undo.createUndoAction(window), (_Key.Undo,), "undo")
        self._add("redo", undo.createRedoAction(window), (_Key.Redo,))
        self._make("find", translate("Actions", "&Find"), (_Key.Find,), "search")
        self._make("copy_record", translate("Actions", "Cop&y record as JSON"), ("Ctrl+Shift+C",), "copy")
        self._make("start", translate("Actions", "&Start"), ("Ctrl+Return", "Ctrl+Enter"), "start")
        self._make("pause", translate("Actions", "&Pause"), ("Ctrl+P",), "pause")
        self._make("stop", translate("Actions", "S&top, to be resumed later"), ("Ctrl+.",), "stop")
        self._make("cancel", translate("Actions", "&Cancel this hypothesis"), ("Del",), "cancel")
        self._make("cancel_queued", translate("Actions", "Cancel what &waits"), (), "cancel")
        self._make("cancel_all", translate("Actions", "Cancel &all that is left"))
        self._make("retry", translate("Actions", "Restart what &failed"), ("Ctrl+R",), "retry")
        self._make("again", translate("Actions", "Screen this list a&gain"), ("Ctrl+Shift+N",), "duplicate")
        self._make("replay", translate("Actions", "Repla&y what is selected…"), ("Ctrl+Shift+R",), "replay")
        self._make("replay_all", translate("Actions", "R&eplay the whole screen…"))
        self._make("advance", translate("Actions", "Your verdict: &advance"), ("A",), "check")
        self._make("reject", translate("Actions", "Your verdict: &reject"), ("R",), "cross")
        self._make("unsure", translate("Actions", "Your verdict: &unsure"), ("U",), "question")
        self._make("withdraw", translate("Actions", "&No verdict of yours"), ("Backspace",))
        self._make("reason", translate("Actions", "Write the rea&son"), ("Ctrl+E",))
        self._make("screen", translate("Actions", "&Screen"), ("Ctrl+1",), "screen")
        self._make("history", translate("Actions", "&History"), ("Ctrl+2",), "history")
        self._make("playground", translate("Actions", "&Playground"), ("Ctrl+3",), "playground")
        self._make("dial", translate("Actions", "&Dial"), ("Ctrl+4",), "dial")
        self._make("columns", translate("Actions", "&Columns…"), ("Ctrl+Shift+L",))
        self._make("next", translate("Actions", "&Next hypothesis"), ("Ctrl+Down", "J"))
        self._make("previous", translate("Actions", "Pre&vious hypothesis"), ("Ctrl+Up", "K"))
        self._make("keys", translate("Actions", "&Keyboard"), ("F1",), "keyboard")
        self._make("limits", translate("Actions", "What the &dial cannot do"), (), "info")
        self._make("about", translate("Actions", "&About Winnow"))

    def __getitem__(self, name: str) -> QAction:
        return self._found[name]

    @staticmethod
    def heading(group: str) -> str:
        """A menu's name."""
        return {
            "file": translate("Actions", "&File"),
            "edit": translate("Actions", "&Edit"),
            "run": translate("Actions", "&Run"),
            "judge": translate("Actions", "Ver&dict"),
            "view": translate("Actions", "&View"),
            "help": translate("Actions", "&Help"),
        }[group]

    def only_within(self, names: tuple[str, ...], *widgets: QWidget) -> None:
        """Let the keys of these actions count only where one of the widgets has the focus."""
        for name in names:
            action = self._found[name]
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self._window.removeAction(action)
            for widget in widgets:
                widget.addAction(action)

    def keys_by_menu(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The actions that have keys, by menu."""
        found = []
        for group, names in self.GROUPS:
            with_keys = [name for name in names if name and self._found[name].shortcuts()]
            lines = [(self._titles[name], keys_of(self._found[name])) for name in with_keys]
            if lines:
                found.append((plain(self.heading(group)), lines))
        return found

    def _make_file(self) -> None:
        self._make("open", translate("Actions", "&Open a list…"), (_Key.Open,), "open")
        self._make("paste", translate("Actions", "&Paste a list"), (_Key.Paste,))
        self._make("demo", translate("Actions", "Open the &sample list"), (), "list")
        self._make("model", translate("Actions", "Choose a &model…"), ("Ctrl+M",), "model")
        self._make("export", translate("Actions", "&Export results…"), ("Ctrl+S",), "export")
        self._make("import", translate("Actions", "&Import a signed record…"))
        self._make("verify", translate("Actions", "Check a re&cord…"), ("Ctrl+Shift+K",), "check")
        self._make("settings", translate("Actions", "Se&ttings…"), ("Ctrl+,",), "settings")
        self._make("quit", translate("Actions", "&Quit"), (_Key.Quit, "Ctrl+Q"))

    def _make(self, name: str, text: str, keys: Keys = (), icon: str = "") -> None:
        self._add(name, QAction(text, self._window), keys, icon)

    def _add(self, name: str, action: QAction, keys: Keys, icon: str = "") -> None:
        sequences = [QKeySequence(key) for key in keys]
        unique = dict.fromkeys(s.toString() for s in sequences if not s.isEmpty())
        action.setShortcuts([QKeySequence(text) for text in unique])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        if icon:
            self._look.dress(action, icon)
        if action.shortcuts():
            action.setToolTip(f"{plain(action.text())} ({keys_of(action)})")
        self._found[name], self._titles[name] = action, plain(action.text())
        self._window.addAction(action)


def plain(text: str) -> str:
    """An action's text without its mnemonic and its dots."""
    return text.replace("&", "").rstrip("…")
