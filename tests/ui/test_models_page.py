"""The Models page: files added, verified and removed; a download from a real Hub, paused and cancelled."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from huggingface_hub.utils import close_session
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from app.engine.findings import SELF_TEST, Findings
from app.service import advice, machine, paths
from app.service.fit import Machine
from app.service.opening import SelfTest
from app.ui.application import engine_settings
from app.ui.models.models_table import ModelColumn
from app.ui.models.run_state import RunState
from app.ui.views.hub_dialog import HubDialog
from app.ui.views.models_page import ModelsPage
from app.ui.views.settings_dialog import SettingsDialog
from tests.support.architectures import write_architecture
from tests.support.hub_server import Fault, HubServer, hub_server, point_at
from tests.support.keyrings import memory_keyring
from tests.support.window import Hand, window

REPO, FILE, CONTENT = "lab/model", "small.Q8_0.gguf", paths.DEMO_MODEL.read_bytes()
CATALOGUE = f"""
[lab]
title = "The lab's <b>own</b>"
repo = "{REPO}"
file = "{FILE}"
quantisation = "Q8_0"
size = 0.0019
good_for = "The tests."
"""


@pytest.fixture
def server(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HubServer]:
    """A Hub with one model, which the user's own catalogue names."""
    (home / "catalogue.toml").write_text(CATALOGUE, encoding="utf-8")
    with hub_server() as hub:
        hub.add(REPO, FILE, CONTENT)
        point_at(hub, monkeypatch)
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.delenv(name, raising=False)
        yield hub
        close_session()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A model file of the user's."""
    path = tmp_path / "My own.gguf"
    shutil.copyfile(paths.DEMO_MODEL, path)
    return path


def page_of(hand: Hand) -> ModelsPage:
    hand.window.go("models")
    hand.until(lambda: hand.desk.models.entries)
    return hand.window.models_page


def cells(page: ModelsPage, id: str) -> list[str]:
    """A model's line."""
    model = page.table.model()
    ids = [each.id for each in page._model.entries]
    return [model.index(ids.index(id), column).data() for column in ModelColumn]


def answer(hand: Hand, text: str) -> None:
    """Press a button of the question that is asked."""
    box = hand.dialog(QMessageBox)
    next(each for each in box.buttons() if each.text() == text).click()
    hand.until(lambda: not box.isVisible())


def add(hand: Hand, page: ModelsPage, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    page.add.click()
    hand.until(lambda: hand.desk.models.task is None)


def here(hand: Hand, id: str) -> bool:
    entry = hand.desk.models.entry(id)
    return bool(entry and entry.installed)


def test_the_catalogue_is_listed_and_the_demo_model_is_in_use(hand: Hand) -> None:
    page = page_of(hand)
    assert cells(page, "winnow-demo")[ModelColumn.HERE :] == ["yes", "yes", "in use, default"]
    assert cells(page, "s1-32b")[:6] == ["s1-32B", "Q4_K_M", "19.9 GB", "s1", "Apache-2.0", ""]
    assert page.chosen
    assert page.chosen.id == "winnow-demo"
    assert not page.use.isEnabled()
    assert not page.remove.isEnabled()
    page.select("s1-32b")
    assert "The model of the s1 paper" in page.details.text()
    assert "It takes " in page.details.text()
    assert page.download.isEnabled()
    assert not page.verify.isEnabled()
    page.select("s1-7b")
    assert "once it is here" in page.details.text() or "weights alone" in page.details.text()


def test_a_file_is_added_verified_used_and_removed(
    hand: Hand, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(hand)
    add(hand, page, own, monkeypatch)
    assert "is installed" in page.task.told.text()
    hand.until(lambda: here(hand, "my-own"))
    page.select("my-own")
    assert hashlib.sha256(CONTENT).hexdigest() in page.details.text()

    page.verify.click()
    assert not page.add.isEnabled()
    hand.until(lambda: hand.desk.models.task is None)
    assert "byte for byte" in page.task.told.text()

    page.use.click()
    assert hand.desk.preferences.value.model == str(own)
    assert cells(page, "my-own")[ModelColumn.USED] == "in use"
    assert not hand.window.demo_warning.isVisible()
    assert not page.remove.isEnabled()
    assert page.chosen
    assert page.chosen.id == "my-own"
    page.select("winnow-demo")
    page.use.click()
    assert hand.desk.preferences.value.model == ""
    hand.until(lambda: cells(page, "winnow-demo")[ModelColumn.USED] == "in use, default")
    assert cells(page, "my-own")[ModelColumn.USED] == ""

    page.select("my-own")
    page.remove.click()
    answer(hand, "Keep")
    assert here(hand, "my-own")
    page.remove.click()
    answer(hand, "Remove")
    hand.until(lambda: hand.desk.models.entry("my-own") is None)
    assert "is forgotten." in page.task.told.text()
    assert own.read_bytes() == CONTENT
    hand.until(lambda: cells(page, "winnow-demo")[ModelColumn.USED] == "in use, default")


def test_without_a_setting_the_stores_default_is_what_runs(
    qtbot: QtBot, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with window(qtbot) as hand:
        page = page_of(hand)
        assert hand.window.demo_warning.isVisible()
        add(hand, page, own, monkeypatch)
        hand.until(lambda: here(hand, "my-own"))
        page.select("my-own")
        page.default.click()
        hand.until(lambda: cells(page, "my-own")[ModelColumn.USED] == "in use, default")
        assert hand.desk.preferences.value.model == ""
        assert hand.page.model.text() == own.name
        assert not hand.window.demo_warning.isVisible()
        assert not page.remove.isEnabled()
        # One that is set is not touched by it.
        page.select("winnow-demo")
        page.use.click()
        assert hand.desk.preferences.value.model == str(paths.DEMO_MODEL)
        assert hand.window.demo_warning.isVisible()
        page.select("my-own")
        page.use.click()
        assert hand.desk.preferences.value.model == ""
        hand.until(lambda: hand.page.model.text() == own.name)
    # Another store has another default; back in the first, there it is again.
    with window(qtbot) as hand:
        assert hand.page.model.text() == own.name
        preferences = hand.desk.preferences
        preferences.set(replace(preferences.value, store=str(tmp_path / "other.sqlite")))
        hand.until(hand.window.demo_warning.isVisible)
        preferences.set(replace(preferences.value, store=""))
        hand.until(lambda: hand.page.model.text() == own.name)


def test_the_default_runs_and_stays_while_it_runs(
    hand: Hand, own: Path, short_list: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(hand)
    add(hand, page, own, monkeypatch)
    hand.until(lambda: here(hand, "my-own"))
    page.select("my-own")
    page.default.click()
    hand.until(lambda: hand.page.model.text() == own.name)
    screen = hand.use_list(short_list)
    hand.budgets(triage=2000, deep=0)
    hand.trigger("start")
    hand.until(lambda: screen.plan)
    assert screen.plan
    assert screen.plan.model == own.name
    hand.window.go("models")
    page.select("winnow-demo")
    assert not page.default.isEnabled()
    hand.window.go("screen")
    hand.trigger("stop")
    hand.until_state(RunState.UNFINISHED)
    hand.window.go("models")
    assert page.default.isEnabled()


def test_a_default_that_is_gone_is_told_and_not_replaced(
    hand: Hand, own: Path, short_list: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(hand)
    add(hand, page, own, monkeypatch)
    hand.until(lambda: here(hand, "my-own"))
    page.select("my-own")
    page.default.click()
    hand.until(lambda: hand.page.model.text() == own.name)
    own.unlink()
    hand.desk.models.refresh()
    banner = hand.banner("The default model cannot be used")
    assert "put it back" in banner.message.text()
    assert hand.page.model.text() == "no model"
    assert not hand.window.demo_warning.isVisible()
    banner.close_banner()
    screen = hand.use_list(short_list)
    hand.trigger("start")
    hand.banner("The run ended early")
    assert screen.state is RunState.READY
    hand.window.go("models")
    page.select("winnow-demo")
    page.use.click()
    assert hand.window.demo_warning.isVisible()


def test_a_file_that_is_gone_is_missing(hand: Hand, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = page_of(hand)
    add(hand, page, own, monkeypatch)
    hand.until(lambda: here(hand, "my-own"))
    own.unlink()
    hand.desk.models.refresh()
    hand.until(lambda: cells(page, "my-own")[ModelColumn.HERE] == "missing")
    page.select("my-own")
    assert "put it back, or forget it" in page.details.text()
    assert not page.use.isEnabled()
    assert page.remove.isEnabled()


def test_a_changed_file_is_found(hand: Hand, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = page_of(hand)
    add(hand, page, own, monkeypatch)
    hand.until(lambda: here(hand, "my-own"))
    changed = bytearray(CONTENT)
    changed[-1] ^= 1
    own.write_bytes(changed)
    page.select("my-own")
    page.verify.click()
    assert "has the SHA-256" in hand.banner("has the SHA-256").message.text()
    assert "is not what was installed" in page.task.told.text()


def test_it_is_said_of_each_file_what_it_is_and_an_encoder_is_refused(
    hand: Hand, own: Path, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(hand)
    page.select("winnow-demo")
    assert cells(page, "winnow-demo")[ModelColumn.THINKS] == "s1"
    assert "Architecture: qwen2. Thinking format: s1; a budget can be enforced." in page.details.text()
    page.select("s1-32b")
    assert "Architecture" not in page.details.text()
    # Without the catalogue's word for it, the same file's format is a guess.
    add(hand, page, own, monkeypatch)
    hand.until(lambda: here(hand, "my-own"))
    page.select("my-own")
    assert cells(page, "my-own")[ModelColumn.THINKS] == "s1, a guess"
    assert "Thinking format: s1, which is a guess." in page.details.text()
    assert page.use.isEnabled()
    add(hand, page, write_architecture(tmp_path / "bert.gguf", "bert"), monkeypatch)
    hand.banner("bert.gguf (architecture 'bert') is an encoder")
    # One that is there all the same.
    (home / "catalogue.toml").write_text(f"[old]\npath = '{tmp_path / 'bert.gguf'}'\n", encoding="utf-8")
    hand.desk.models.refresh()
    hand.until(lambda: hand.desk.models.entry("old"))
    page.select("old")
    assert cells(page, "old")[ModelColumn.HERE :] == ["not usable", "", ""]
    assert "is an encoder" in page.details.text()
    assert not page.use.isEnabled()
    assert not page.default.isEnabled()


def test_a_dropped_encoder_is_refused_where_it_is_run(hand: Hand, short_list: Path, tmp_path: Path) -> None:
    hand.drop_file(write_architecture(tmp_path / "bert.gguf", "bert"))
    hand.use_list(short_list)
    hand.trigger("start")
    hand.banner("is an encoder")


def test_a_file_that_is_no_model_is_refused(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(hand)
    (tmp_path / "no.gguf").write_text("nothing")
    add(hand, page, tmp_path / "no.gguf", monkeypatch)
    hand.banner("no.gguf")
    assert page.add.isEnabled()
    assert not page.task.bar.isVisible()


def test_a_download_pauses_goes_on_and_is_removed(server: HubServer, qtbot: QtBot, home: Path) -> None:
    folder = home / "models" / "lab" / "model"
    with window(qtbot) as hand:
        page = page_of(hand)
        page.select("lab")
        assert page.title.text() == "The lab's <b>own</b>"
        assert page.details.text().startswith("The tests.\n")
        fault = Fault(hold=Event())
        assert fault.hold
        server.faults.append(fault)
        page.download.click()
        hand.until(fault.reached.is_set)
        hand.until(lambda: page.task.bar.maximum() > 0 and page.task.bar.value() > 0)
        assert "Downloading: " in page.task.told.text()
        page.task.pause.click()
        assert not page.task.pause.isEnabled()
        fault.hold.set()
        hand.until(lambda: hand.desk.models.task is None)
        assert cells(page, "lab")[ModelColumn.HERE].startswith("paused")
        assert page.download.text() == "Go on"
        kept = (folder / f"{FILE}.part").stat().st_size
        assert 0 < kept < len(CONTENT)

        page.download.click()
        hand.until(lambda: here(hand, "lab"))
        assert server.downloads[-1].start == kept
        assert (folder / FILE).read_bytes() == CONTENT
        assert "is installed" in page.task.told.text()
        assert not page.download.isEnabled()

        page.use.click()
        hand.window.go("screen")
        hand.trigger("demo")
        hand.until_state(RunState.RUNNING)
        assert hand.desk.preferences.value.model == str(folder / FILE)
        assert not page.use.isEnabled()
        hand.trigger("stop")
        hand.until_state(RunState.UNFINISHED)

        hand.window.go("models")
        page.select("winnow-demo")
        page.use.click()
        page.select("lab")
        page.remove.click()
        answer(hand, "Remove")
        hand.until(lambda: not here(hand, "lab"))
        assert " deleted." in page.task.told.text()
        assert not (folder / FILE).exists()


def test_what_does_not_fit_is_asked_before_it_is_downloaded(
    server: HubServer, hand: Hand, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.service.model_tasks.this_machine", lambda: Machine(10**6, 0))
    page = page_of(hand)
    page.select("lab")
    assert "more memory than is free" in page.details.text()
    page.download.click()
    box = hand.dialog(QMessageBox)
    assert "though it does not fit?" in box.text()
    assert box.informativeText() in page.details.text()
    answer(hand, "Leave it")
    assert hand.desk.models.task is None
    assert server.seen == []
    page.download.click()
    answer(hand, "Download")
    hand.until(lambda: here(hand, "lab"))
    assert (home / "models" / "lab" / "model" / FILE).read_bytes() == CONTENT


@pytest.mark.parametrize("paused_first", [False, True])
def test_a_download_that_is_cancelled_leaves_nothing(
    server: HubServer, qtbot: QtBot, home: Path, paused_first: bool
) -> None:
    with window(qtbot) as hand:
        page = page_of(hand)
        page.select("lab")
        fault = Fault(hold=Event())
        assert fault.hold
        server.faults.append(fault)
        page.download.click()
        hand.until(fault.reached.is_set)
        hand.until(lambda: hand.desk.models.progress)
        (page.task.pause if paused_first else page.task.cancel).click()
        fault.hold.set()
        hand.until(lambda: hand.desk.models.task is None)
        if paused_first:
            assert page.task.cancel.isVisible()
            page.task.cancel.click()
            hand.until(lambda: hand.desk.models.task is None)
        assert page.task.told.text() == "The download is cancelled."
        assert page.download.text() == "Download"
        assert [each for each in (home / "models").rglob("*") if each.is_file()] == []


def test_a_download_runs_beside_a_screen_and_outlives_the_window(
    server: HubServer, qtbot: QtBot, home: Path, short_list: Path
) -> None:
    # It waits for the next try when the window is closed.
    server.faults.extend([Fault(drop_after=100_000), *(Fault(status=503) for _ in range(6))])
    with window(qtbot) as hand:
        page = page_of(hand)
        page.select("lab")
        page.download.click()
        hand.until(lambda: hand.desk.models.remark)
        assert page.task.remark.text()
        hand.use_list(short_list)
        hand.budgets(triage=8, deep=8)
        hand.run_to_end()
        assert hand.desk.models.task is not None
    assert (home / "models" / "lab" / "model" / f"{FILE}.part").exists()
    server.faults.clear()
    with window(qtbot) as hand:
        page = page_of(hand)
        page.select("lab")
        assert cells(page, "lab")[ModelColumn.HERE].startswith("paused, ")
        assert page.download.text() == "Go on"
        page.download.click()
        hand.until(lambda: here(hand, "lab"))
        assert server.downloads[-1].start > 0


def test_a_busy_hub_is_waited_for_in_sight_and_the_wait_can_be_paused(
    server: HubServer, hand: Hand, home: Path
) -> None:
    server.busy.append(Fault(status=429, headers={"Retry-After": "600"}))
    page = page_of(hand)
    page.select("lab")
    page.download.click()
    hand.until(lambda: "Waiting as the server asks: " in page.task.told.text())
    assert "asks to wait 600 s" in page.task.remark.text()
    page.task.pause.click()
    hand.until(lambda: hand.desk.models.task is None)
    assert page.task.told.text() == "Stopped."
    page.download.click()
    hand.until(lambda: here(hand, "lab"))


def test_what_the_hub_refuses_is_told(server: HubServer, hand: Hand) -> None:
    server.files.clear()
    page = page_of(hand)
    page.select("lab")
    page.download.click()
    hand.until(lambda: hand.desk.models.task is None)
    hand.banner(REPO)
    assert page.download.isEnabled()


def test_a_private_model_of_the_hub_is_downloaded_with_a_token(
    server: HubServer, hand: Hand, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server.private.add(REPO)
    server.token = "hf_TheTokenOfTheTest"
    page = page_of(hand)
    with memory_keyring() as keyring:
        page.hub.click()
        dialog = hand.dialog(HubDialog)
        assert not dialog.start.isEnabled()
        dialog.repo.setText(REPO)
        dialog.file.setText(FILE)
        dialog.accept()
        hand.until(lambda: hand.desk.models.task is None)
        hand.banner(REPO)
        page.hub.click()
        dialog = hand.dialog(HubDialog)
        assert (dialog.repo.text(), dialog.file.text(), dialog.token.text()) == (REPO, FILE, "")
        dialog.token.setText(server.token)
        dialog.accept()
        hand.until(lambda: here(hand, "small.q8_0"))
        assert [*keyring.kept.values()] == [server.token]
    assert server.token not in caplog.text
    for path in home.rglob("*"):
        assert path.is_dir() or server.token.encode() not in path.read_bytes()


def test_the_setting_that_fits_is_taken_over(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    # Room for the demo model with two sequences of 4,096 tokens, and not for four.
    monkeypatch.setattr("app.service.model_tasks.this_machine", lambda: Machine(288 * 10**6))
    page = page_of(hand)
    page.select("winnow-demo")
    assert "this fits: 2 sequences at a time, each of 4,096 tokens" in page.details.text()
    assert page.take_over.isVisible()
    page.select("s1-32b")
    assert not page.take_over.isVisible()
    page.select("winnow-demo")
    before = hand.desk.preferences.value
    page.take_over.click()
    assert hand.desk.preferences.value == replace(before, parallel=2)
    hand.until(lambda: "this fits" not in page.details.text())
    assert not page.take_over.isVisible()
    assert cells(page, "winnow-demo")[ModelColumn.FITS] == "yes"
    # Too little for one of 4,096: shorter ones are the way, and the engine is told so.
    monkeypatch.setattr("app.service.model_tasks.this_machine", lambda: Machine(276 * 10**6))
    hand.desk.models.refresh()
    hand.until(lambda: "this fits" in page.details.text())
    page.take_over.click()
    value = hand.desk.preferences.value
    assert value.context in (1024, 2048)
    assert engine_settings(value).context == value.context
    hand.trigger("settings")
    dialog = hand.dialog(SettingsDialog)
    assert dialog.context.value() == value.context
    dialog.context.setValue(0)
    dialog.accept()
    assert hand.desk.preferences.value.context == 0
    assert engine_settings(hand.desk.preferences.value).context is None


def test_whether_a_model_fits_is_reckoned_as_it_would_be_loaded(hand: Hand) -> None:
    page = page_of(hand)
    page.select("winnow-demo")
    assert "for 4 sequences at a time, each of 4,096 tokens" in page.details.text()
    preferences = hand.desk.preferences
    preferences.set(replace(preferences.value, parallel=8))
    hand.until(lambda: "for 8 sequences at a time" in page.details.text())


def test_what_may_not_fit_is_told_as_it_loads_and_led_to_where_more_is_said(
    hand: Hand, short_list: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if the demo model were a large one, on a machine with little free memory.
    monkeypatch.setattr(advice, "LEAST_SIZE", 0)
    monkeypatch.setattr(
        machine.psutil, "virtual_memory", lambda: type("Memory", (), {"available": 200 * 10**6})
    )
    hand.use_list(short_list)
    hand.budgets()
    hand.run_to_end()
    banner = hand.banner("winnow-demo.gguf may not fit: 4 sequences of 4,096 tokens")
    assert "of which 0.2 GB are free; take a smaller one." in banner.message.text()
    (show,) = banner.buttons
    hand.qtbot.mouseClick(show, Qt.MouseButton.LeftButton)
    assert hand.window.models_page.isVisible()


def test_a_self_test_is_kept_and_can_be_asked_for_again(qtbot: QtBot, home: Path, short_list: Path) -> None:
    with window(qtbot, exact=True) as hand:
        hand.use_list(short_list)
        hand.budgets()
        screen = hand.run_to_end()
        assert isinstance(screen.waits_for, SelfTest)
        assert screen.waits_for.done == screen.waits_for.total
        findings = Findings(home / "engine")
        (kept,) = findings.all(SELF_TEST)
        page = page_of(hand)
        page.select("winnow-demo")
        page.test_again.click()
        told = hand.banner("Winnow's demo model is tested again when it is next used.")
        assert told.isVisible()
        assert not list(findings.all(SELF_TEST))
        hand.desk.playground.run("Is it so?", "", (4, 0, 0, ""), (0.0, 0, 1.0, 0.0), 0, 4)
        hand.until(lambda: not hand.desk.playground.busy)
        (again,) = findings.all(SELF_TEST)
        assert again == kept
