"""What was found out is kept, apart by kind and key, and a file that is no longer whole counts as none."""

from __future__ import annotations

from pathlib import Path

from app.engine.findings import Findings

KEY = {"build": "b1", "threads": 2}


def test_kept_by_kind_and_key(tmp_path: Path) -> None:
    findings = Findings(tmp_path / "new" / "folder")
    assert findings.get("plainer", KEY) is None
    findings.put("plainer", KEY, {"step": "a"})
    findings.put("plainer", KEY, {"step": "b"})
    findings.put("selftest", KEY, {"rows": 2})
    again = Findings(tmp_path / "new" / "folder")
    assert again.get("plainer", KEY) == {"step": "b"}
    assert again.get("plainer", {**KEY, "threads": 3}) is None
    assert list(again.all("plainer")) == [(KEY, {"step": "b"})]
    assert (again.forget("plainer"), again.forget("plainer")) == (1, 0)
    assert again.get("plainer", KEY) is None
    assert again.get("selftest", KEY) == {"rows": 2}


def test_those_that_have_a_value_are_forgotten(tmp_path: Path) -> None:
    findings = Findings(tmp_path)
    for build in ("b1", "b2"):
        for threads in ([1], [2]):
            findings.put("selftest", {"build": build, "threads": threads}, {})
    findings.put("plainer", KEY, {})
    (broken := tmp_path / "selftest-broken.json").write_text("{")
    assert findings.forget("selftest", {"build": "b1", "threads": [2]}) == 1
    assert findings.forget("selftest", {"build": "b2"}) == 2
    assert [key for key, _ in findings.all("selftest")] == [{"build": "b1", "threads": [1]}]
    assert broken.exists()
    assert findings.get("plainer", KEY) == {}


def test_a_broken_file_and_a_folder_that_cannot_be_written_count_as_none(tmp_path: Path) -> None:
    findings = Findings(tmp_path)
    findings.put("plainer", KEY, {})
    (kept,) = tmp_path.iterdir()
    for content in ("{", "[]", '{"key": 1}', '{"key": 1, "value": {}}', '{"key": {}, "value": []}'):
        kept.write_text(content)
        assert findings.get("plainer", KEY) is None
        assert list(findings.all("plainer")) == []
    (file := tmp_path / "file").write_text("")
    for folder in (file, None):
        findings = Findings(folder)
        findings.put("plainer", KEY, {})
        assert findings.get("plainer", KEY) is None
