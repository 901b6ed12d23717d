"""Machine translation by a service that the operator names: a text, or an error that says why.

Nothing is sent anywhere unless ``COMMONBEAT_TRANSLATION_SERVICE`` and its address are set. Sent is
the text alone, with the names of two languages.
"""

from django.conf import settings

from commonbeat.core.translation import deepl, libretranslate
from commonbeat.core.translation.transport import Service, TranslationFailed, Translator

__all__ = ["Service", "TranslationFailed", "Translator", "is_set_up", "service_name", "translator"]

_KINDS: dict[str, type[Translator]] = {
    libretranslate.LibreTranslate.name: libretranslate.LibreTranslate,
    deepl.DeepL.name: deepl.DeepL,
}


def service_name() -> str:
    """Return the name of the service as people know it, or nothing where there is none."""
    kind = _KINDS.get(settings.TRANSLATION_SERVICE)
    return kind.label if kind and settings.TRANSLATION_URL else ""


def is_set_up() -> bool:
    """Say whether this site has a translation service."""
    return bool(service_name())


def translator() -> Translator:
    """Return the service of this site; raises ``TranslationFailed`` where there is none."""
    kind = _KINDS.get(settings.TRANSLATION_SERVICE)
    if kind is None or not settings.TRANSLATION_URL:
        raise TranslationFailed("not set up", is_permanent=True)
    return kind(Service(settings.TRANSLATION_URL, settings.TRANSLATION_KEY))
