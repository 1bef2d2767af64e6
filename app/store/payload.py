"""Payloads as the ledger keeps them: their canonical JSON, compressed against what most of them say."""

from __future__ import annotations

import zlib

from app.store.body import ENCODING, dictionary_id, is_intact, pack, unpack

# Payloads without what differs, the most frequent last, where deflate finds them best. Never change one that
# was released: add another, and pack with that.
_FIRST = (
    b'{"by":"","engine":{"build":"","commit":"","devices":[],"engine":"llama.cpp","exactness":"exact",'
    b'"exactness_why":"self-test passed: widths and places up to 16, from 2 rows with silent padding",'
    b'"hardware":[],"layers":0,"load":{"context":2048,"kv_type":"f16","min_rows":2,"parallel":16,'
    b'"prefill_chunk":256,"silent_padding":true,"threads":2},"model":{"description":"","path":"","sha256":"",'
    b'"size":0},"offloaded":0,"system":"CPU : "},"message":"cancelled","failed","grade":"identical","how":"",'
    b'{"bodies":["],"dial_id":"","hypothesis":"","readings":[{"answer_ended":true,"body":"","budget":{'
    b'"max_tokens":256,"min_tokens":0,"wait_text":"Wait","waits":0},"fields":{"reason":"","verdict":"unsure"},'
    b'"generated_tokens":0,"p_advance":0.,"read_off":true,"repeated":0,"thinking_ended":"forced",'
    b'"repetition":0,'
    b'{"audited":true,"body":"","budget":{"max_tokens":1024,"min_tokens":0,"wait_text":null,"waits":4},'
    b'"continued_tokens":0,"fields":{"confounds":"","data_availability":"","next_test":"","reason":"",'
    b'"spurious":"","verdict":"advance"},"hypothesis":"","p_advance":0.,"pass":"deep","prompt_sha256":"",'
    b'"prompt_shared":280,"sampling":{"min_p":0,"temperature":1,"top_k":0,"top_p":1},"screen_id":"","seed":0,'
    b'"setup":"","survives":true,"thinking_ended":"natural","thinking_tokens":0,"trace_id":"",'
    b'"trace_sha256":"","usage":{"answer_tokens":0,"decode_seconds":0.,"prefill_seconds":0.,"prompt_tokens":4,'
    b'"queue_seconds":0.,"reused_prompt_tokens":0,"thinking_seconds":0.,"thinking_tokens":0},'
    b'"verdict":"advance","waits_used":4}'
    b'{"audited":false,"body":"","budget":{"max_tokens":64,"min_tokens":0,"wait_text":null,"waits":0},'
    b'"continued_tokens":0,"fields":{"reason":"","verdict":"reject"},"hypothesis":"","p_advance":0.,'
    b'"pass":"triage","prompt_sha256":"","prompt_shared":280,"sampling":{"min_p":0,"temperature":0,"top_k":0,'
    b'"top_p":1},"screen_id":"","seed":0,"setup":"","survives":false,"thinking_ended":"natural",'
    b'"thinking_tokens":0,"trace_id":"","trace_sha256":"","usage":{"answer_tokens":0,"decode_seconds":0.,'
    b'"prefill_seconds":0.,"prompt_tokens":4,"queue_seconds":0.,"reused_prompt_tokens":280,'
    b'"thinking_seconds":0.,"thinking_tokens":0},"verdict":"reject","waits_used":0}'
)
_KNOWN = {zlib.adler32(each): each for each in (_FIRST,)}


def pack_payload(text: str) -> bytes:
    """Compress a payload's JSON. Raises ValueError where it is larger than any body may be."""
    return pack(text.encode(), _FIRST)


def unpack_payload(data: object) -> str:
    """The inverse of `pack_payload`, for every dictionary that there ever was.

    Raises:
        ValueError: it is not one intact compressed text.
    """
    if not isinstance(data, bytes):
        raise ValueError("it is not binary data")
    name = dictionary_id(data)
    if name is not None and name not in _KNOWN and is_intact(data):
        raise ValueError("a newer version of Winnow wrote it")
    return b"".join(unpack(ENCODING, data, _KNOWN.get(name, b"") if name is not None else b"")).decode()
