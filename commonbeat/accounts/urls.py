from django.urls import URLPattern, path

from commonbeat.accounts.views import demo, enrol, me, members, signing_in

app_name = "accounts"
urlpatterns: list[URLPattern] = [
    path("me/", me.me, name="me"),
    path("me/details/", me.details, name="details"),
    path("me/sign-out-everywhere/", me.sign_out_everywhere, name="sign_out_everywhere"),
    path("me/sign-ins/<key>/end/", me.end_sign_in, name="end_sign_in"),
    path("me/delete/", me.delete, name="delete"),
    path("enrol/<token>/", enrol.enrol, name="enrol"),
    path("lost-key/", enrol.recover, name="recover"),
    path("demo/enter/<token>/", demo.enter, name="demo_enter"),
    path("staff/members/", members.members, name="members"),
    path("staff/members/invite/", members.invite, name="invite"),
    path("staff/members/<key>/", members.member, name="member"),
]

# Below /accounts/, by the names that allauth gives them; what we do not use has no address.
allauth_urlpatterns: list[URLPattern] = [
    path("login/", signing_in.login, name="account_login"),
    path("logout/", signing_in.logout, name="account_logout"),
    path("signup/", signing_in.signup, name="account_signup"),
    path("inactive/", signing_in.inactive, name="account_inactive"),
    path("confirm-email/", signing_in.confirm_email, name="account_email_verification_sent"),
    path("email/", signing_in.my_page, name="account_email"),
    path("reauthenticate/", signing_in.prove_password, name="account_reauthenticate"),
    path("password/change/", signing_in.change_password, name="account_change_password"),
    path("password/set/", signing_in.my_page, name="account_set_password"),
    path("password/reset/", signing_in.reset_password, name="account_reset_password"),
    path(
        "password/reset/confirm/",
        signing_in.reset_code,
        name="account_confirm_password_reset_code",
    ),
    path(
        "password/reset/complete/", signing_in.new_password, name="account_complete_password_reset"
    ),
    path("password/reset/done/", signing_in.reset_done, name="account_password_reset_completed"),
    path("passkeys/", signing_in.my_page, name="mfa_index"),
    path("passkeys/list/", signing_in.my_page, name="mfa_list_webauthn"),
    path("passkeys/login/", signing_in.passkey_login, name="mfa_login_webauthn"),
    path("passkeys/second-step/", signing_in.second_step, name="mfa_authenticate"),
    path("passkeys/again/", signing_in.prove_passkey, name="mfa_reauthenticate_webauthn"),
    path("passkeys/add/", signing_in.add_passkey, name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/rename/", signing_in.rename_passkey, name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", signing_in.remove_passkey, name="mfa_remove_webauthn"),
    path("recovery-codes/", signing_in.view_codes, name="mfa_view_recovery_codes"),
    path("recovery-codes/new/", signing_in.make_codes, name="mfa_generate_recovery_codes"),
]
