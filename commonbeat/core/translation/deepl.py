"""DeepL: a company's service (developers.deepl.com, version 2)."""

from typing import Any

from commonbeat.core.translation.transport import Translator, post_json, text_of

# Theirs where they differ from ours in capitals. A source has no variants, a target may.
_SOURCES = {"zh-hans": "ZH"}
_TARGETS = {"zh-hans": "ZH-HANS", "en": "EN-GB"}


class DeepL(Translator):
    """``POST /v2/translate`` with the key in a header."""

    name = "deepl"
    label = "DeepL"

    def translate(self, text: str, *, source: str, target: str) -> str:
        """Return ``text`` in another language; raises ``TranslationFailed``."""
        fields: dict[str, Any] = {
            "text": [text],
            "target_lang": _TARGETS.get(target, target.upper()),
        }
        if source:
            fields["source_lang"] = _SOURCES.get(source, source.upper())
        headers = {"Authorization": f"DeepL-Auth-Key {self.service.key}"}
        answer = post_json(self.service, "/v2/translate", fields, headers)
        found = answer.get("translations") if isinstance(answer, dict) else None
        first = found[0] if isinstance(found, list) and found else None
        return text_of(first.get("text") if isinstance(first, dict) else None)
