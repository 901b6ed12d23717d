"""LibreTranslate: free, and can run in one's own house (docs.libretranslate.com)."""

from commonbeat.core.translation.transport import Translator, post_json, text_of

# Theirs where they differ from ours.
_CODES = {"zh-hans": "zh"}


class LibreTranslate(Translator):
    """``POST /translate`` with the text, both languages and, where one is needed, a key."""

    name = "libretranslate"
    label = "LibreTranslate"

    def translate(self, text: str, *, source: str, target: str) -> str:
        """Return ``text`` in another language; raises ``TranslationFailed``."""
        fields = {
            "q": text,
            "source": _CODES.get(source, source) or "auto",
            "target": _CODES.get(target, target),
            "format": "text",
        }
        if self.service.key:
            fields["api_key"] = self.service.key
        answer = post_json(self.service, "/translate", fields, {})
        return text_of(answer.get("translatedText") if isinstance(answer, dict) else None)
