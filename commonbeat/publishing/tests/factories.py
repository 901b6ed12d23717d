"""Warnings and news in the states that tests need."""

from datetime import datetime, timedelta

from commonbeat.accounts.models import Role, User
from commonbeat.alerts.models import Topic
from commonbeat.alerts.tests.factories import CELL, NOW
from commonbeat.core.ids import new_key
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.publishing import actions
from commonbeat.publishing.models import Publication
from commonbeat.publishing.rules import Draft, Severity, Words

WORDS = {
    "en": Words(
        headline="Keep your drink with you on Friargate tonight",
        facts="Two people felt very unwell after a night out. Both are safe.",
        advice="Keep your drink in your hand.\nTell bar staff if you feel odd.",
    ),
    "zh-hans": Words(
        headline="今晚在 Friargate 请看好您的饮料",
        facts="有两人外出后感到非常不适，目前均已安全。",
        advice="饮料不要离手。",
    ),
}


def make_writer(role: Role = Role.ENGAGEMENT_OFFICER, name: str = "Sara Malik") -> User:
    """Return somebody who may write warnings."""
    return User.objects.create_user(
        email=f"{new_key()}@staff.invalid", display_name=name, role=role, joined_at=NOW
    )


def make_draft(*, now: datetime = NOW, **changes: object) -> Draft:
    """Return a draft that is ready to be sent."""
    fields: dict[str, object] = {
        "severity": Severity.WARNING,
        "topic": Topic.SAFETY,
        "ends_at": now + timedelta(hours=6),
        "words": WORDS,
        "cells": (CELL,),
    }
    return Draft(**(fields | changes))  # type: ignore[arg-type]


def make_warning(
    *,
    writer: User | None = None,
    realm_id: int = LIVE_REALM_ID,
    now: datetime = NOW,
    **changes: object,
) -> Publication:
    """Return a warning that is a draft."""
    return actions.start_warning(
        realm_id=realm_id,
        draft=make_draft(now=now, **changes),
        writer=writer or make_writer(),
        now=now,
    )


def make_live_warning(
    *,
    writer: User | None = None,
    approver: User | None = None,
    realm_id: int = LIVE_REALM_ID,
    now: datetime = NOW,
    **changes: object,
) -> Publication:
    """Return a warning that two people sent out."""
    writer = writer or make_writer()
    draft = make_warning(writer=writer, realm_id=realm_id, now=now, **changes)
    asked = actions.ask_for_approval(
        publication=draft, writer=writer, expected_revision=draft.revision, now=now
    )
    return actions.approve(
        publication=asked,
        approver=approver or make_writer(Role.SUPERVISOR, "Tom Birch"),
        expected_revision=asked.revision,
        now=now,
    )


def make_news(*, writer: User | None = None, now: datetime = NOW) -> Publication:
    """Return news on the site."""
    return actions.publish_news(
        realm_id=LIVE_REALM_ID,
        words={
            "en": Words(
                headline="New lights on the path behind the Harris",
                facts="You asked in May. They were switched on this week.",
            )
        },
        writer=writer or make_writer(),
        now=now,
    )
