"""Passkeys in a real browser, with a virtual authenticator in place of a finger."""

import re
from typing import Any

from playwright.sync_api import CDPSession, Page, expect

from tests.journeys.conftest import Guard, OpenPage
from tests.running_site import RunningSite

_AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "automaticPresenceSimulation": True,
}


class Finger:
    """Unlocks passkeys, or refuses to, as a person would."""

    def __init__(self, page: Page) -> None:
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("WebAuthn.enable")
        made: dict[str, Any] = self.session.send(
            "WebAuthn.addVirtualAuthenticator",
            {"options": {**_AUTHENTICATOR, "isUserVerified": True}},
        )
        self.id = made["authenticatorId"]

    def unlocks(self, is_right: bool) -> None:
        """Set whether the next touch is by the right person."""
        self.session.send(
            "WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": is_right}
        )

    def passkeys(self) -> int:
        """Return how many passkeys there are."""
        found = self.session.send("WebAuthn.getCredentials", {"authenticatorId": self.id})
        return len(found["credentials"])


def invitation(site: RunningSite, name: str, role: str) -> str:
    """Invite somebody on the server and return the path of their link."""
    email = f"{name.lower().replace(' ', '.')}@force.example"
    printed = site.run("invite", email, "--name", name, "--role", role)
    return printed.strip().splitlines()[-1].removeprefix(site.url)


def code_for(site: RunningSite, address: str) -> str:
    """Return the code that was sent to an address."""
    letter = site.wait_for_mail(address, "code").get_body(("plain",))
    assert letter
    found = re.search(r"^([A-Z0-9-]{6,})\s*$", letter.get_content(), re.MULTILINE)
    assert found
    return found[1]


def test_somebody_invited_makes_a_passkey_and_works_with_it(
    site: RunningSite, open_page: OpenPage
) -> None:
    page = open_page()
    finger = Finger(page)
    page.goto(invitation(site, "Ada Marsh", "administrator"))
    page.get_by_label("Name of this passkey").fill("Work phone")
    page.get_by_role("button", name="Make my passkey").click()
    expect(page.get_by_role("heading", name="Sign in for your shift")).to_be_visible()
    assert finger.passkeys() == 1

    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("heading", name="Members")).to_be_visible()
    page.goto("/me/")
    expect(page.get_by_text("Passkey “Work phone”")).to_be_visible()


def test_the_passkey_of_somebody_else_opens_nothing(site: RunningSite, open_page: OpenPage) -> None:
    page = open_page()
    finger = Finger(page)
    page.goto(invitation(site, "Bo Winter", "auditor"))
    page.get_by_role("button", name="Make my passkey").click()
    expect(page.get_by_role("heading", name="Sign in for your shift")).to_be_visible()
    finger.unlocks(False)
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("alert")).to_have_text(
        "No passkey was used. Try again when you are ready."
    )
    page.goto("/staff/audit/")
    expect(page.get_by_role("heading", name="Sign in for your shift")).to_be_visible()

    finger.unlocks(True)
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("heading", name="Audit log")).to_be_visible()


def test_a_second_device_finds_the_invitation_used(
    site: RunningSite, open_page: OpenPage, network_guard: Guard
) -> None:
    path = invitation(site, "Cy Lowe", "auditor")
    page = open_page()
    Finger(page)
    page.goto(path)
    page.get_by_role("button", name="Make my passkey").click()
    expect(page.get_by_role("heading", name="Sign in for your shift")).to_be_visible()
    other = open_page()
    answer = other.goto(path)
    assert answer
    assert answer.status == 404
    expect(other.get_by_role("heading", name="This link doesn’t work any more")).to_be_visible()
    network_guard.expect("404")


def test_a_resident_opens_an_account_and_adds_a_passkey(
    site: RunningSite, open_page: OpenPage
) -> None:
    page = open_page()
    finger = Finger(page)
    page.goto("/accounts/signup/")
    page.get_by_label("What should we call you?").fill("Kim")
    page.get_by_label("Email address").fill("kim@people.example")
    page.get_by_label("Password").fill("three-harbour-lanterns")
    page.get_by_role("button", name="Open my account").click()
    page.get_by_label("Code from the email").fill(code_for(site, "kim@people.example"))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="My details")).to_be_visible()

    page.get_by_role("link", name="Make a passkey").click()
    page.get_by_role("button", name="Make my passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    assert finger.passkeys() == 1
    page.goto("/me/")
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out", exact=True).click()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("heading", name="My details")).to_be_visible()
