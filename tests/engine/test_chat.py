"""Chat templates as the Hub's own library renders them, and the one open thinking block at the end."""

from __future__ import annotations

import pytest

from app.core.errors import ModelError
from app.core.request import PromptText
from app.core.thinking import ThinkingFormat
from app.engine.chat import ChatTemplate
from tests.engine.conftest import THINK
from tests.support.formats import SHIPPED, SPOKEN

EACH = "{% for m in messages %}[{{ m.role }}]{{ m.content }}{% endfor %}"
ASSISTANT = EACH + "[assistant]"


def rendered(
    source: str, thinking: ThinkingFormat = THINK, *, system: str = "", date: str | None = None
) -> str:
    """A prompt as one text."""
    shared, own = ChatTemplate(source, "<s>", "</s>").pieces(PromptText(system, "Do ", "it.", date), thinking)
    texts = [piece.text for piece in (*shared, *own) if not piece.template]
    assert texts == [*([system] if system else []), "Do ", "it."]
    return "".join(piece.text for piece in (*shared, *own))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{% for m in messages %}{% generation %}{{ m.content }}{% endgeneration %}{% endfor %}", "Do it."),
        ("{% for m in messages %}{{ m.content }}{% break %}{% endfor %}", "Do it."),
        ("{{ {'a': '<é>', 'b': [1]}|tojson }}" + EACH, '{"a": "<é>", "b": [1]}[user]Do it.'),
        ("{{ {'b': 1, 'a': 2}|tojson(indent=1, sort_keys=true) }}" + EACH,
         '{\n "a": 2,\n "b": 1\n}[user]Do it.'),
        ("{{ tools is none and documents is none }}" + EACH, "True[user]Do it."),
        ("{% for t in tools %}{{ t }}{% endfor %}" + EACH, "[user]Do it."),
        ("{{ bos_token }}" + EACH + "{% if add_generation_prompt %}[assistant]{% endif %}{{ eos_token }}",
         "<s>[user]Do it.[assistant]</s>"),
    ],
)  # fmt: skip
def test_it_is_rendered_as_the_hub_does(source: str, text: str) -> None:
    assert rendered(source) == f"{text}<think>"


def test_the_day_is_that_of_the_request() -> None:
    source = "{{ strftime_now('%d %b %Y, %H:%M') }} " + EACH
    assert rendered(source, date="2026-12-31") == "31 Dec 2026, 00:00 [user]Do it.<think>"
    # A template that can do without is left without, as it was before days were recorded.
    either = "{{ strftime_now('%Y') if strftime_now is defined else 'no day' }} " + EACH
    assert (rendered(either, date="2026-12-31"), rendered(either)) == (
        "2026 [user]Do it.<think>",
        "no day [user]Do it.<think>",
    )


@pytest.mark.parametrize("name", ["enable_thinking", "thinking"])
def test_thinking_is_switched_on(name: str) -> None:
    switch = (
        "{% if "
        + name
        + " is defined and "
        + name
        + " %}<think>\n{% else %}<think>\n\n</think>\n\n{% endif %}"
    )
    assert rendered(ASSISTANT + switch) == "[user]Do it.[assistant]<think>\n"


def test_a_format_may_have_a_switch_of_its_own() -> None:
    source = ASSISTANT + "{% if thinking_mode == 'enabled' %}<mm:think>{% else %}</mm:think>{% endif %}"
    assert rendered(source, SHIPPED["minimax"]) == "[user]Do it.[assistant]<mm:think>"


@pytest.mark.parametrize("name", SPOKEN)
def test_one_thinking_block_stands_open_at_the_end(name: str) -> None:
    thinking = SHIPPED[name]
    start, end = thinking.start, thinking.end
    opened = f"[user]Do it.[assistant]{start}"
    for tail, text in (
        ("", opened),
        (start, opened),
        (f"{start}\n", f"{opened}\n"),
        (f"{start}Okay, so", f"{opened}Okay, so"),
        (start + end, opened),
        (f"{start}\n\n{end}\n\n", opened),
        (f"{start}{thinking.closer}", opened),
        (end.strip(), opened),
        (f"{end.strip()}\n", opened),
    ):
        assert rendered(ASSISTANT + f"{{{{ {tail!r} }}}}", thinking) == text


def test_what_a_template_says_of_thinking_elsewhere_is_left_alone() -> None:
    source = "Think between <think> and </think>.{% for m in messages %}{{ m.content }}<end>{% endfor %}"
    assert rendered(source) == "Think between <think> and </think>.Do it.<end><think>"
    for told in ("Think in <think> ... </think> first.", "Think in <think></think> first."):
        behind = EACH + told + "<end>[assistant]"
        assert rendered(behind) == f"[user]Do it.{told}<end>[assistant]<think>"


def test_a_system_text_that_is_refused_or_dropped_stands_before_the_users() -> None:
    refused = "{% if messages[0].role == 'system' %}{{ raise_exception('no system') }}{% endif %}" + EACH
    dropped = "{% for m in messages if m.role == 'user' %}[user]{{ m.content }}{% endfor %}"
    after = "{% for m in messages|reverse %}[{{ m.role }}]{{ m.content }}{% endfor %}"
    for source in (refused, dropped, after):
        assert rendered(source, system="Be brief.") == "[user]Be brief.\n\nDo it.<think>"
    assert rendered(EACH, system="Be brief.") == "[system]Be brief.[user]Do it.<think>"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{% for m in messages %}{{ m.content|upper }}{% endfor %}", "drops the system or the user text"),
        ("{% for m in messages %}{{ m.content }}{{ m.content }}{% endfor %}", "drops the system or the user"),
        ("{{ raise_exception('not today') }}", "does not run: not today"),
        ("{{ 1 // 0 }}", "does not run"),
        ("{{ messages.clear() }}", "does not run"),
        ("{{ [].__class__.__base__.__subclasses__() }}", "does not run"),
        ("{% generation %}", "does not parse"),
    ],
)
def test_what_does_not_serve_is_refused(source: str, words: str) -> None:
    with pytest.raises(ModelError, match=words):
        rendered(source)
