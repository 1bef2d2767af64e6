"""The JSON report is complete, and its order does not depend on anything."""

from __future__ import annotations

import json

from app.report.data import to_json
from app.report.flow import flow
from tests.report.conftest import Told
from tests.support.reported import LONG


def test_it_holds_the_screens_document_and_all_of_the_report(eventful: Told) -> None:
    report = eventful.report
    document = eventful.screen.document(eventful.store)
    data = to_json(report, document)
    found = json.loads(data)
    told = found.pop("report")
    assert found == json.loads(json.dumps(document))
    assert told["flow"] == {name: getattr(flow(report), name) for name in told["flow"]}
    assert [row["hypothesis"]["id"] for row in told["rows"]] == [row.hypothesis.id for row in report.rows]
    first = report.rows[0].triage
    assert first
    trace = told["rows"][0]["triage"]["trace"]
    assert trace["thinking_text"] == first.trace.thinking_text
    assert tuple(trace["thinking_ids"]) == first.trace.thinking_ids
    assert [span["reason"] for span in trace["spans"]] == [span.reason.value for span in first.trace.spans]
    assert told["plan"]["triage"]["prompt"]["source"] == report.plan.triage.prompt.source.decode()
    assert told["trials"]["hurdles"][0]["correction"]["title"] == "Bonferroni"
    assert [each["seq"] for each in told["attempts"]] == [each.seq for each in report.attempts]
    assert told["entries"][-1]["hash"] == report.head.hash


def test_its_bytes_are_ascii_and_sorted(hostile: Told) -> None:
    data = to_json(hostile.report, hostile.screen.document(hostile.store))
    assert data.isascii()
    assert LONG.encode() in data
    found = json.loads(data)
    assert data == (json.dumps(found, indent=1, sort_keys=True) + "\n").encode()
