"""One stay of one person on the site, from signing in to signing out."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonbeat.accounts.models.people import User
from commonbeat.accounts.rules import Proof
from commonbeat.core.ids import new_key

_PROOFS = {
    Proof.PASSKEY: _("Passkey"),
    Proof.PASSWORD: _("Password"),
    Proof.DEMO: _("Demonstration link"),
}


class SignIn(models.Model):
    """What a session stands on: who, how it was proved, since when, and whether it is over.

    The session of the browser only names this row, so that ending the row ends the session on its
    next request. Holds no address and no browser: the name of the passkey tells one from another.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins")
    proof = models.CharField(max_length=10, choices=[(p.value, _PROOFS[p]) for p in Proof])
    passkey_name = models.CharField(max_length=100, blank=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()  # to the minute
    # The last proof in a way that counts for this person: what fresh actions ask for.
    proved_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(proof__in=[p.value for p in Proof]),
                name="accounts_signin_proof_known",
            )
        ]
        indexes = [models.Index(fields=["ended_at"], name="accounts_signin_ended")]

    def __str__(self) -> str:
        return f"sign-in {self.pk}"
