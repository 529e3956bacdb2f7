"""The hash by which anyone can prove later what was handed in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from bot.domain.form import Answers


def content_hash(
    answers: Answers, form_version: int, consent_version: str, files: Mapping[str, str]
) -> str:
    """SHA-256 in hex over a canonical JSON: sorted keys, no spaces, UTF-8. Of ``files`` those
    count that an answer names; without any the document is as it was before there were files."""
    named = {one for answer in answers.values() if isinstance(answer, tuple) for one in answer}
    document: dict[str, object] = {
        "answers": dict(answers),
        "form": form_version,
        "consent": consent_version,
    }
    if hashes := {name: files[name] for name in sorted(named & files.keys())}:
        document["files"] = hashes
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
