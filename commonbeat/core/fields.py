"""Model fields whose database value opens nothing without the keys."""

import json
from typing import TYPE_CHECKING, Any

from django.db import models

from commonbeat.core import crypto

if TYPE_CHECKING:
    _BinaryField = models.BinaryField[Any, Any]
else:  # generic for the type checker alone
    _BinaryField = models.BinaryField


class SealedTextField(_BinaryField):
    """Text, encrypted by the application; cannot be filtered, sorted or searched on."""

    description = "Sealed text"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        return None if value is None else crypto.unseal(bytes(value))

    def to_python(self, value: Any) -> Any:
        return value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        sealed = None if value is None else crypto.seal(value)
        return super().get_db_prep_value(sealed, connection, prepared)

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))

    def get_default(self) -> Any:
        if self.has_default():
            return self.default() if callable(self.default) else self.default
        return None if self.null else ""


class SealedJSONField(SealedTextField):
    """A JSON document, encrypted by the application."""

    description = "Sealed JSON"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        text = super().from_db_value(value, expression, connection)
        return None if text is None else json.loads(text)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        text = None if value is None else json.dumps(value, sort_keys=True, ensure_ascii=False)
        return super().get_db_prep_value(text, connection, prepared)

    def get_default(self) -> Any:
        if self.has_default():
            return self.default() if callable(self.default) else self.default
        return None if self.null else {}
