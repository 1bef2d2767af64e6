"""What a column means: aliases of column names, and the role each column of one list plays."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.intake.rows import UNNAMED

ID, TITLE, STATEMENT, LABEL, DETAIL, IGNORED = "id", "title", "statement", "label", "detail", ""
ROLES = (ID, TITLE, STATEMENT, LABEL, DETAIL, IGNORED)
"""What a user may say that a column is; a detail is shown to the model under the column's own name."""

# Aliases by role, the surest first; written as `key` leaves a name: lower case, letters and digits.
ALIASES: dict[str, tuple[str, ...]] = {
    ID: (
        "id", "hypothesisid", "ideaid", "identifier", "uid", "uuid", "acronym", "abbreviation", "key",
        "code", "ref", "slug", "#", "no", "nr", "num", "number",
    ),
    TITLE: (
        "title", "name", "shortname", "shorttitle", "hypothesisname", "hypothesistitle", "ideaname",
        "headline", "heading", "topic", "subject", "strategyname", "strategy", "factor", "anomaly",
    ),
    STATEMENT: (
        "statement", "hypothesis", "hypotheses", "hypothesisstatement", "hypothesistext", "claim",
        "thesis", "idea", "ideas", "proposition", "conjecture", "prediction", "description", "text",
        "body", "content", "summary", "question", "problem",
    ),
    LABEL: (
        "label", "truelabel", "goldlabel", "groundtruth", "truth", "gold", "verdict", "outcome", "good",
        "isgood", "decision", "advance", "keep", "accepted",
    ),
    "rationale": (
        "rationale", "economicrationale", "reason", "reasoning", "why", "motivation", "justification",
        "intuition", "argument",
    ),
    "mechanism": ("mechanism", "economicmechanism", "channel"),
    "signal": (
        "signal", "signaldefinition", "predictor", "feature", "features", "construction", "definition",
    ),
    "data": (
        "data", "dataset", "datasets", "datasource", "datasources", "datarequired", "requireddata",
        "inputs",
    ),
    "universe": (
        "universe", "investmentuniverse", "assets", "assetclass", "market", "markets", "instruments",
        "tickers",
    ),
    "horizon": ("horizon", "timehorizon", "holdingperiod", "holding", "timeframe"),
    "frequency": ("frequency", "rebalance", "rebalancing", "rebalancingfrequency", "rebalancefrequency"),
    "sample": (
        "sample", "sampleperiod", "samplelength", "period", "backtestperiod", "history", "insample",
    ),
    "evidence": ("evidence", "backtest", "findings", "support", "supportingevidence"),
    "t-statistic": ("tstatistic", "tstat", "tvalue"),
    "sharpe ratio": ("sharperatio", "sharpe"),
    "variants tried": ("variantstried", "variants", "trials", "ntrials", "specifications"),
    "gross edge": ("grossedge", "edge", "grossreturn", "expectedreturn", "expectedalpha"),
    "costs": (
        "costs", "cost", "tradingcosts", "tradingcost", "transactioncosts", "transactioncost", "tcosts",
    ),
    "turnover": ("turnover",),
    "capacity": ("capacity", "liquidity"),
    "risks": ("risks", "risk", "caveats", "limitations", "concerns"),
    "confounds": ("confounds", "confounders", "confounding", "controls"),
    "assumptions": ("assumptions", "assumption"),
    "benchmark": ("benchmark",),
    "test": ("test", "proposedtest", "testplan", "nexttest", "method", "methodology", "design"),
    "references": ("references", "reference", "citation", "citations", "literature", "paper", "papers"),
    "notes": ("notes", "note", "remarks"),
}  # fmt: skip

_ROLE = {alias: role for role, aliases in ALIASES.items() for alias in aliases}
_RANK = {alias: rank for aliases in ALIASES.values() for rank, alias in enumerate(aliases)}
_BY_NAME: Mapping[str, str] = MappingProxyType({})
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def key(name: str) -> str:
    """A column name without case, spaces, punctuation, a bracketed remark and a trailing number."""
    if len(name) > 200:  # prose; no column is called so
        return ""
    folded = unicodedata.normalize("NFKC", name).casefold().strip()
    if folded in {"#", "no.", "nr."}:
        return "#"
    letters = "".join(filter(str.isalnum, _BRACKETED.sub("", folded)))
    return letters.rstrip("0123456789")


def role_of(name: str) -> str:
    """What a column of this name is taken for, "" if the name is not known."""
    return STATEMENT if name == UNNAMED else _ROLE.get(key(name), "")


@dataclass(frozen=True, slots=True)
class Columns:
    """The roles of one list's columns.

    Attributes:
        id: the column of the ids, None if there is none.
        label: the column of the user's labels, None if there is none.
        titles: rank of each column that may hold the title; the first that is filled in a row counts.
        statements: likewise for the statement.
        details: detail name by column; a title or statement column that does not count in a row is a detail.
        taken: (column as written, role or detail name, "" where ignored), in the list's order.
    """

    id: str | None
    label: str | None
    titles: dict[str, int]
    statements: dict[str, int]
    details: dict[str, str]
    taken: tuple[tuple[str, str], ...]


def resolve(names: Iterable[str], roles: Mapping[str, str] = _BY_NAME) -> Columns:
    """Give every column its role. `names` are the list's distinct columns in order, as written.

    Where two columns have a role that only one can play, one that `roles` gives it to comes first, then the
    surer alias. Without any statement column the title is the statement.
    """
    names = tuple(names)
    by_role: dict[str, list[str]] = {}
    for name in names:
        by_role.setdefault(roles.get(name, role_of(name)), []).append(name)
    for candidates in by_role.values():
        # Stable; UNNAMED comes first.
        candidates.sort(key=lambda name: (name not in roles, _RANK.get(key(name), -1)))
    titles, statements = by_role.get(TITLE, []), by_role.get(STATEMENT, [])
    if not any(statements):  # none, or UNNAMED alone
        titles, statements = [], statements + titles
    ids, labels = by_role.get(ID, []), by_role.get(LABEL, [])

    taken: dict[str, str] = {}
    details: dict[str, str] = {}
    for role, columns in ((ID, ids), (TITLE, titles), (STATEMENT, statements), (LABEL, labels)):
        taken.update(dict.fromkeys(columns[:1], role))
        if role in (TITLE, STATEMENT):
            details.update({name: _own_name(name) for name in columns})
            taken.update({name: details[name] for name in columns[1:]})
    for role, columns in by_role.items():
        if role not in ("", ID, TITLE, STATEMENT, LABEL):
            named = role != DETAIL
            details.update(
                {name: _detail_name(role, name, first=named and name == columns[0]) for name in columns}
            )
            taken.update({name: details[name] for name in columns})
    if statements and statements[0] == UNNAMED:
        taken.update(dict.fromkeys(statements[1:2], STATEMENT))
    return Columns(
        id=ids[0] if ids else None,
        label=labels[0] if labels else None,
        titles={name: rank for rank, name in enumerate(titles)},
        statements={name: rank for rank, name in enumerate(statements)},
        details=details,
        taken=tuple((name, taken.get(name, "")) for name in names if name != UNNAMED),
    )


def _own_name(name: str) -> str:
    return " ".join(name.casefold().split()) or STATEMENT


def _detail_name(role: str, name: str, *, first: bool) -> str:
    """The role; with the bracketed remark, which is mostly a unit; or a second column's own name."""
    remark = " ".join(_BRACKETED.findall(name))
    return " ".join(f"{role} {remark}".split()) if first else _own_name(name)
