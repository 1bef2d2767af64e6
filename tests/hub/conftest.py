"""A Hub on loopback, and downloads from it that do not wait."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from huggingface_hub.utils import close_session

from app.core.errors import DownloadError
from app.core.sentence import Sentence
from app.hub.download import download
from app.hub.hub_api import Hub
from app.hub.progress import Downloaded, DownloadEvent, Pace, Remark, Switch
from app.hub.tokens import Token
from tests.support.hub_server import HubServer, hub_server

REPO = "lab/model-GGUF"
FILE = "model.Q4_K_M.gguf"
CONTENT = random.Random(5).randbytes(300_000)
TOKEN = "hf_" + "SecretSecret" * 3


@dataclass(slots=True)
class Lab:
    """A server with one model, and the folder it is downloaded to; `endpoint` names it otherwise."""

    server: HubServer
    folder: Path
    endpoint: str = ""
    token: str | None = None
    asked_for_token: int = 0

    @property
    def target(self) -> Path:
        return self.folder / "lab" / "model-GGUF" / FILE

    @property
    def part(self) -> Path:
        return self.target.with_name(FILE + ".part")

    @property
    def note(self) -> Path:
        return self.target.with_name(FILE + ".part.json")

    def files(self) -> list[str]:
        """Names of all files in the folder, sorted."""
        return sorted(path.name for path in self.folder.rglob("*") if not path.is_dir())

    def hub(self) -> Hub:
        def token(host: str) -> Token | None:
            assert (self.endpoint or self.server.url).endswith(host)
            self.asked_for_token += 1
            return Token(self.token, Sentence("from the test")) if self.token else None

        return Hub(token, self.endpoint or self.server.url)

    def start(
        self,
        file: str = FILE,
        *,
        repo: str = REPO,
        revision: str | None = None,
        switch: Switch | None = None,
    ) -> Iterator[DownloadEvent]:
        pace = Pace(switch, every=0.0, waits=(0.0, 0.0, 0.0))
        return download(self.hub(), repo, file, self.folder, revision=revision, pace=pace)

    def run(self, file: str = FILE, **more: str) -> tuple[Downloaded, list[str]]:
        """Download to the end; what came of it, and the remarks."""
        *events, last = list(self.start(file, **more))
        assert isinstance(last, Downloaded)
        return last, [str(event.text) for event in events if isinstance(event, Remark)]

    def refused(self, file: str = FILE, **more: str) -> str:
        """The sentence with which a download fails."""
        with pytest.raises(DownloadError) as caught:
            list(self.start(file, **more))
        return str(caught.value)


@pytest.fixture(scope="module", autouse=True)
def session() -> Iterator[None]:
    """One client for the tests of a file: making one reads all certificates."""
    yield
    close_session()


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lab]:
    # As app.hub has it where it is imported before the client, which else asks who runs it.
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_DISABLE_TELEMETRY", True)
    with hub_server() as server:
        server.add(REPO, FILE, CONTENT)
        yield Lab(server, tmp_path / "models")
