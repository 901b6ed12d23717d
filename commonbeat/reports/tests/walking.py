"""A browser without JavaScript, for tests: reads forms as they are and sends them back."""

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client

from commonbeat.core import clock
from commonbeat.core.ids import grouped
from commonbeat.reports.models import Report
from commonbeat.reports.tests.factories import make_receipt, make_report

type Fields = dict[str, str]


class _Inputs(HTMLParser):
    """Reads the controls of the form called ``flow`` as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: Fields = {}
        self.inside = False
        self.area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = facts.get("id") == "flow"
        if not self.inside or not facts.get("name"):
            return
        kind = facts.get("type", "text")
        if tag == "input" and kind in {"radio", "checkbox"}:
            if "checked" in facts:
                self.fields[facts["name"]] = facts.get("value", "on")
        elif tag == "input" and kind != "file":
            self.fields[facts["name"]] = facts.get("value", "")
        elif tag == "textarea":
            self.area = facts["name"]
            self.fields[self.area] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        if tag == "textarea" and self.area:
            # A browser leaves out the line end that opens a text area.
            self.fields[self.area] = self.fields[self.area].removeprefix("\n")
            self.area = None

    def handle_data(self, data: str) -> None:
        if self.area:
            self.fields[self.area] += data


def fields_of(response: HttpResponse) -> Fields:
    reader = _Inputs()
    reader.feed(response.content.decode())
    return reader.fields


class Walk:
    """A browser without JavaScript that goes through the pages."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.page: Any = client.get("/report/")

    @property
    def fields(self) -> Fields:
        return fields_of(self.page)

    def send(self, **answers: str) -> Any:
        """Answer the page that is open."""
        return self.post(self.fields | answers)

    def post(self, said: Mapping[str, Any], *, path: str = "/report/") -> Any:
        """Send a page's answers, whichever page is open."""
        self.page = self.client.post(path, said)
        return self.page

    @property
    def step(self) -> str:
        return self.fields.get("step", "")


def walk_to_receipt(client: Client, **words: str) -> Walk:
    walk = Walk(client)
    walk.send(danger="no")
    assert walk.step == "what"
    walk.send(topic="bike-taken")
    assert walk.step == "when"
    walk.send(when="yesterday")
    assert walk.step == "where"
    walk.send(where_unknown="1")
    assert walk.step == "words"
    walk.send(description=words.get("description", "My blue bike is gone."))
    assert walk.step == "identity"
    walk.send()
    assert walk.step == "ask-bike"
    walk.send(go="evidence")
    assert walk.step == "evidence"
    walk.send()
    assert walk.step == "check"
    walk.send()
    assert walk.step == "receipt"
    return walk


def opened(client: Client, **answers: Any) -> tuple[Report, str]:
    """Submit a report and open it with its receipt."""
    code = make_receipt()
    report = make_report(receipt=code, now=clock.now(), **answers)
    assert client.post("/receipt/", {"receipt": grouped(code)}).status_code == 302
    return report, code
