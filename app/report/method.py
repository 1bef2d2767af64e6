"""Section 3: how the screen was run, so that it can be run again."""

from __future__ import annotations

from app.core.answer import Choice, Literal, Part
from app.core.plan import PassKind, PassPlan, ScreeningPlan
from app.report.blocks import Block, Cell, Facts, Items, Line, Listing, Paragraph, Section, code, own, said
from app.report.facts import Json, Report
from app.report.words import LONGEST


def method(report: Report) -> Section:
    """How the screen was run."""
    plan = report.plan
    rule = plan.survival
    survives = (
        "the verdict is advance" if rule.threshold is None else f"P(advance) is at least {rule.threshold:g}"
    )
    if rule.keep_unsure:
        survives += ", or the verdict is unsure"
    if plan.continue_trace:
        deep = "The deep pass continues the triage trace by a Wait."
    else:
        deep = "The deep pass starts anew."
    facts = Facts(
        (
            ("Model", (said(plan.model), code(f"SHA-256 {plan.model_sha256}"))),
            ("Thinking format", (said(plan.format), *_chosen(plan), *_format(report.thinking))),
            ("Seed", (own(f"{plan.seed}; each generation's own seed is derived from it and the text"),)),
            ("Survival rule", (own(f"A hypothesis survives triage where {survives}."), own(deep))),
            (
                "Audit of the rejects",
                (own(f"share of the rejects drawn by the seed: {plan.audit_fraction:g}"),),
            ),
            ("Exactness", (own(report.exactness), *_exactness(report))),
        )
    )
    parts = [_pass_section(kind, plan.of(kind)) for kind in PassKind]
    return Section(
        "method", own("Method"), (facts,), (*parts, Section("engines", own("Engine"), _engines(report)))
    )


def _chosen(plan: ScreeningPlan) -> Cell:
    """What else the prompts follow from, where there is anything."""
    told = [own("a guess: the model's chat template names no thinking delimiters")] if plan.guessed else []
    return (*told, *((own(f"the chat template is told the day {plan.date}"),) if plan.date else ()))


def _format(thinking: Json) -> Cell:
    """The delimiters as they were recorded."""
    names = ("start", "end", "forced_end", "wait_text")
    return tuple(_named(name.replace("_", " "), repr(thinking[name])) for name in names if name in thinking)


def _named(name: str, value: object) -> Line:
    return (*own(f"{name}: "), *code(str(value)))


def _exactness(report: Report) -> Cell:
    """Why the engine's self-test came to what it did, as it was recorded."""
    found = dict.fromkeys(run.engine.get("exactness_why", "") for run in report.runs)
    return tuple(said(why, LONGEST) for why in found if why)


def _pass_section(kind: PassKind, plan: PassPlan) -> Section:
    prompt, budget, sampling = plan.prompt, plan.budget, plan.sampling
    thinking = f"at most {budget.max_tokens:,} tokens, at least {budget.min_tokens:,}, {budget.waits} Waits"
    drawn = "greedy" if sampling.greedy else f"temperature {sampling.temperature:g}"
    facts = Facts(
        (
            (
                "Thinking budget",
                (own(thinking), *((_named("Wait text", budget.wait_text),) if budget.wait_text else ())),
            ),
            (
                "Sampling",
                (
                    own(
                        f"{drawn}, top-k {sampling.top_k}, top-p {sampling.top_p:g}, min-p {sampling.min_p:g}"
                    ),
                ),
            ),
            (
                "Prompt",
                (
                    (*said(prompt.name, LONGEST), *own(f", version {prompt.version}")),
                    code(f"SHA-256 {prompt.sha256}"),
                ),
            ),
        )
    )
    title = "Triage pass" if kind is PassKind.TRIAGE else "Deep pass"
    blocks: tuple[Block, ...] = (
        facts,
        Listing("System", prompt.system),
        Listing("Task", f"{prompt.task_before}{{hypothesis}}{prompt.task_after}"),
        Paragraph(own("Answer form, in this order:")),
        Items(tuple(_part(part) for part in prompt.form.parts)),
    )
    return Section(f"pass-{kind.value}", own(title), blocks)


def _part(part: Part) -> Line:
    match part:
        case Literal(text):
            return (*own("injected: "), *code(repr(text)))
        case Choice(name, options):
            return (*own("choice "), *code(name), *own(" among "), *code(", ".join(map(repr, options))))
    return (*own("text "), *code(part.name), *own(f", at most {part.max_tokens:,} tokens"))


def _engines(report: Report) -> tuple[Block, ...]:
    """Each engine that ran the screen, with the runs that it ran."""
    found: list[tuple[Json, list[int]]] = []
    for run in report.runs:
        if run.seq is None:
            continue
        for engine, of in found:
            if engine == run.engine:
                of.append(run.seq)
                break
        else:
            found.append((run.engine, [run.seq]))
    if not found:
        return (Paragraph(own("It never ran.")),)
    return tuple(_engine(engine, of) for engine, of in found)


def _engine(engine: Json, runs: list[int]) -> Facts:
    model, load = engine["model"], engine["load"]
    layers = (
        f"{engine['offloaded']} of {engine['layers']} layers offloaded"
        if engine["layers"]
        else "layers unknown"
    )
    return Facts(
        (
            ("Runs", (own("begun by " + ", ".join(f"entry {seq:,}" for seq in runs)),)),
            (
                "Engine",
                (said(f"{engine['engine']} {engine['build']}", LONGEST), said(engine["system"], LONGEST)),
            ),
            ("Devices", (said(", ".join(engine["devices"]) or "CPU", LONGEST), own(layers))),
            ("Model file", (said(model["path"], LONGEST), code(f"SHA-256 {model['sha256']}"))),
            ("", (own(f"{model['size']:,} bytes"), said(model["description"], LONGEST))),
            ("Loaded with", (said(", ".join(f"{key} {value}" for key, value in load.items()), LONGEST),)),
            ("Exactness", (own(engine["exactness"]),)),
        )
    )
