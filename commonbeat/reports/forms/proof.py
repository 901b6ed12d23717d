"""Handing in a proof, and choosing what a calendar says."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonbeat.reports.rules.proof import LONGEST


class ProofForm(forms.Form):
    """A proof as a file, or as text."""

    file = forms.FileField(label=_("The file"), required=False)
    text = forms.CharField(
        label=_("Or paste what is in the file"),
        required=False,
        widget=forms.Textarea(
            attrs={"rows": 6, "dir": "ltr", "spellcheck": "false", "autocomplete": "off"}
        ),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "file" in self.errors or "text" in self.errors:
            return given
        if not given.get("file") and not given.get("text"):
            self.add_error("file", _("Choose the file, or paste what is in it."))
        return given

    @property
    def handed_in(self) -> str:
        """What was handed in, cut where no proof is longer; only for a valid form."""
        upload = self.cleaned_data["file"]
        if not upload:
            return str(self.cleaned_data["text"])
        # Letters that are none make a text that is no proof; that is told as such.
        head: bytes = upload.read(LONGEST + 1)
        return head.decode("utf-8", errors="replace")
