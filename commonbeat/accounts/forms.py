"""What people fill in about their account, in plain words."""

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from commonbeat.accounts.models import TRUSTED_ROLES, Organisation, Role, User

_PASSWORD_HINT = _("At least 12 characters. Three words that only you would put together are good.")


class _Plain:
    """Takes away placeholders, which vanish when they are needed, and links inside hints."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""

    def say(self, name: str, label: Any, hint: Any = "", **attributes: str) -> None:
        """Word one field."""
        field = self.fields[name]
        field.label, field.help_text = label, hint
        field.widget.attrs.update(attributes)


class LoginForm(_Plain, allauth.LoginForm):
    """A resident's address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say("login", _("Email address"), autocomplete="username", spellcheck="false")
        self.say("password", _("Password"))


class SignupForm(_Plain, allauth.SignupForm):
    """A resident's new account."""

    display_name = forms.CharField(max_length=80)
    field_order = ["display_name", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say(
            "display_name",
            _("What should we call you?"),
            _("A first name or a nickname is enough."),
            autocomplete="nickname",
        )
        self.say("email", _("Email address"), _("We send a code there to check it is yours."))
        self.say("password1", _("Password"), _PASSWORD_HINT)

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Take as long over an address that has an account as over one that gets one."""
        if self.account_already_exists:
            User().set_password(self.cleaned_data["password1"])
        saved: tuple[User | None, HttpResponse | None] = super().try_save(request)
        return saved


class _CodeForm(_Plain):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say(
            "code",
            _("Code from the email"),
            _("Letters and numbers. Big or small letters both work."),
            autocomplete="one-time-code",
            autocapitalize="characters",
            spellcheck="false",
        )


class EmailCodeForm(_CodeForm, allauth.ConfirmEmailVerificationCodeForm):
    """The code that shows that an address is one's own."""


class ResetCodeForm(_CodeForm, allauth.ConfirmPasswordResetCodeForm):
    """The code that lets somebody choose a new password."""


class ResetPasswordForm(_Plain, allauth.ResetPasswordForm):
    """Where to send the code for a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say("email", _("Email address of your account"))

    users: list[User]

    def clean_email(self) -> str:
        """Send no code to somebody who signs in with a passkey: the letter tells them so."""
        email: str = super().clean_email()
        self.users = [user for user in self.users if not user.is_trusted]
        return email


class _TwicePlain(_Plain):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say("password1", _("New password"), _PASSWORD_HINT)
        self.say("password2", _("The same password again"))


class NewPasswordForm(_TwicePlain, allauth.ResetPasswordKeyForm):
    """A new password in place of a forgotten one."""


class ChangePasswordForm(_TwicePlain, allauth.ChangePasswordForm):
    """A new password in place of a known one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say("oldpassword", _("Password that you have now"))


class PasswordAgainForm(_Plain, allauth.ReauthenticateForm):
    """The password once more, before something that cannot be undone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say("password", _("Your password"))


class PasskeyForm(forms.Form):
    """What the browser hands over after a passkey was made, and a name to tell it by."""

    name = forms.CharField(
        label=_("Name of this passkey"),
        help_text=_("Such as “work phone”. You see it in your list of passkeys."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    credential = forms.JSONField(widget=forms.HiddenInput)


class RecoverForm(forms.Form):
    """A work address and one recovery code."""

    email = forms.EmailField(
        label=_("Your work email address"),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
    )
    code = forms.CharField(
        label=_("One of your recovery codes"),
        help_text=_("16 numbers. Spaces and dashes do not matter."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )


class DetailsForm(forms.Form):
    """What a person may change about themselves."""

    display_name = forms.CharField(
        label=_("What should we call you?"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    language = forms.ChoiceField(
        label=_("Language of our emails and pages"), choices=settings.LANGUAGES
    )


class SureForm(forms.Form):
    """A yes to something that cannot be undone."""

    sure = forms.BooleanField(label=_("Yes, delete my account"))


def _reason() -> forms.CharField:
    return forms.CharField(
        label=_("Why?"),
        help_text=_("It is kept in the log, for whoever checks it."),
        min_length=5,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _organisations() -> list[tuple[str, str]]:
    rows = Organisation.objects.order_by("name").values_list("pk", "name")
    return [("", str(settings.FORCE_NAME)), *((str(pk), name) for pk, name in rows)]


class _PlaceForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"))
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = [choice for choice in Role.choices if choice[0] in TRUSTED_ROLES]
        self.fields["role"].choices = allowed  # type: ignore[attr-defined]
        self.fields["organisation"].choices = _organisations  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        pk = cleaned.get("organisation")
        cleaned["organisation"] = Organisation.objects.filter(pk=pk).first() if pk else None
        role = cleaned.get("role")
        if role == Role.PARTNER_MEMBER and not cleaned["organisation"]:
            self.add_error("organisation", _("Choose the organisation that this partner acts for."))
        if role:
            cleaned["role"] = Role(role)
        return cleaned


class InviteForm(_PlaceForm):
    """Somebody new who acts for the police or a partner."""

    name = forms.CharField(label=_("Name"), max_length=80, widget=forms.TextInput())
    email = forms.EmailField(label=_("Work email address"))
    reason = _reason()
    field_order = ["name", "email", "role", "organisation", "reason"]


class RoleForm(_PlaceForm):
    """Another role for somebody."""

    reason = _reason()

    def __init__(self, *args: Any, member: User, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial", {"role": member.role, "organisation": member.organisation_id or ""}
        )
        super().__init__(*args, **kwargs)


class ReasonForm(forms.Form):
    """Why an account is disabled, opened again or sent a new link."""

    reason = _reason()
