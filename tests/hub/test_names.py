"""Names that come from outside stay inside."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import DownloadError
from app.hub.names import parts_of, place

FOLDER = Path("/data/models")
HOSTILE = [
    "../x.gguf",
    "a/../../x.gguf",
    "/etc/x.gguf",
    "..\\x.gguf",
    "C:\\x.gguf",
    "c:x.gguf",
    "x.gguf:stream.gguf",
    "a//x.gguf",
    "./x.gguf",
    ".hidden.gguf",
    "nul.gguf",
    "COM1.q4.gguf",
    "a./x.gguf",
    "a /x.gguf",
    "x\0.gguf",
    "x\n.gguf",
    "\u202egnp.gguf",
    "x?.gguf",
    "",
    "/",
    "x.txt",
    "x.gguf.part",
    "y" * 300 + ".gguf",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_refused(name: str) -> None:
    with pytest.raises(DownloadError, match="is no name for a GGUF file"):
        place(FOLDER, "lab/model", name)


@pytest.mark.parametrize(
    "repo", ["model", "a/b/c", "../..", "a/..", "/b", "a/", "a\\b/c", "a/b c", "", "é/b", "a/-b"]
)
def test_hostile_repositories_are_refused(repo: str) -> None:
    with pytest.raises(DownloadError, match="give it as OWNER/NAME"):
        place(FOLDER, repo, "x.gguf")


def test_plain_names_have_their_place() -> None:
    assert place(FOLDER, "lab/model-GGUF", "Q4 K/x-v1.1.Q4_K_M.GGUF") == FOLDER.joinpath(
        "lab", "model-GGUF", "Q4 K", "x-v1.1.Q4_K_M.GGUF"
    )


@given(st.text("ab./\\:~ \0", max_size=20))
def test_no_name_leads_outside(name: str) -> None:
    try:
        path = place(FOLDER, "lab/model", name + ".gguf")
    except DownloadError:
        return
    assert Path(os.path.normpath(path)).is_relative_to(FOLDER / "lab" / "model")


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_a_link_does_not_lead_outside(tmp_path: Path) -> None:
    folder = tmp_path / "models"
    folder.mkdir()
    (tmp_path / "elsewhere").mkdir()
    (folder / "lab").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(DownloadError, match="would lie outside"):
        place(folder, "lab/model", "x.gguf")


def test_parts_of_a_split_model() -> None:
    assert parts_of("q/m-00002-of-00003.gguf") == tuple(f"q/m-{part:05}-of-00003.gguf" for part in (1, 2, 3))
    for whole in ("m.gguf", "m-1-of-2.gguf", "m-00001-of-00000.gguf", "m-00001-of-00002.gguf.part"):
        assert parts_of(whole) == (whole,)
