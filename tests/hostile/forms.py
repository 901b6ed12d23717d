"""Every form of the site, found by opening every page, with what a browser would send of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import islice

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from commonbeat.accounts.models import Role, User
from commonbeat.accounts.tests.factories import make_user, sign_in
from commonbeat.reports.rules.steps import Step
from commonbeat.reports.tests.test_flow import all_at_once
from commonbeat.reports.tests.walking import opened
from tests.architecture.access_table import EVERYONE, TABLE
from tests.architecture.objects import MAKERS

NOT_TYPED = {"radio", "checkbox", "file", "submit", "button", "image", "reset"}
TOKEN = "csrfmiddlewaretoken"


@dataclass
class Form:
    """One form as a page has it; ``typed`` are the fields into which any text can be put."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.found: list[Form] = []
        self.area = self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        name = facts.get("name", "")
        if tag == "form":
            action = facts.get("action") or self.path
            self.found.append(Form(action, facts.get("method", "get").lower()))
        if not self.found:
            return
        form = self.found[-1]
        if tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            form.values.setdefault(self.select, facts.get("value", ""))
            if facts.get("value") and not form.values[self.select]:
                form.values[self.select] = facts["value"]
        elif tag == "textarea":
            self.area = name
            form.values[name] = ""
            form.typed.append(name)
        elif tag == "input" and name and name != TOKEN:
            self._input(form, name, facts)

    def _input(self, form: Form, name: str, facts: dict[str, str]) -> None:
        kind = facts.get("type", "text")
        if kind == "radio":
            form.values.setdefault(name, facts.get("value", "on"))
        elif kind not in NOT_TYPED:
            form.values[name] = facts.get("value", "")
            form.typed.append(name)

    def handle_data(self, data: str) -> None:
        if self.area:
            self.found[-1].values[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""
        elif tag == "select":
            self.select = ""


def forms_in(path: str, answer: HttpResponse) -> list[Form]:
    """Return the forms of a page."""
    if answer.streaming or "html" not in answer.headers.get("Content-Type", ""):
        return []
    reader = _Reader(path)
    reader.feed(answer.content.decode())
    return reader.found


def _name(action: str) -> str:
    try:
        return str(resolve(action.partition("?")[0]).view_name)
    except Resolver404:
        return action


def _pages(
    people: dict[str, Client], members: dict[str, User]
) -> Iterator[tuple[Client, str, HttpResponse]]:
    stranger = Client(raise_request_exception=False)
    opened(stranger)
    for path in ("/receipt/thread/", "/receipt/withdraw/"):
        yield stranger, path, stranger.get(path)
    for step in Step:
        yield stranger, "/report/", stranger.post("/report/", all_at_once(go=step.value))
    for name, row in TABLE.items():
        role = next(role for role in (*people, "anonymous") if role in row.who)
        if role == "resident" and row.who == EVERYONE:
            role = "anonymous"
        client = people.get(role, stranger)
        # A partner sees what is their own organisation's alone.
        asker = members[role] if role == Role.PARTNER_MEMBER else make_user()
        parts = MAKERS[row.make](asker) if row.make else {}
        path = reverse(name, kwargs=parts)
        if name not in {"account_logout", "core:exit"}:
            yield client, path, client.get(path)


def every_form(most_pages: int | None = None) -> list[tuple[Client, Form]]:
    """Return each form of the site once, or of its first pages, with somebody who may send it."""
    people, members = {}, {}
    for role in (
        *(Role.RESIDENT, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR),
        Role.INTELLIGENCE_OFFICER,
        Role.PARTNER_MEMBER,
    ):
        people[role.value] = Client(raise_request_exception=False)
        members[role.value] = make_user(role)
        sign_in(people[role.value], members[role.value])
    met: set[tuple[str, tuple[str, ...]]] = set()
    found = []
    for client, path, answer in islice(_pages(people, members), most_pages):
        for form in forms_in(path, answer):
            sort = (_name(form.action), tuple(sorted(form.typed)))
            if form.typed and sort not in met:
                met.add(sort)
                found.append((client, form))
    return found
