"""Plays the stories through the very actions that pages call, in the order of their moments."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from commonbeat.accounts.models import Organisation, User
from commonbeat.casework.actions import (
    Assessed,
    Checking,
    MayBeClearer,
    Verdict,
    acknowledge_alarm,
    close_alarm,
    decide,
    open_report,
)
from commonbeat.casework.queries import grades_in_use, latest_alarm, stamp_of
from commonbeat.casework.rules import DecisionKind
from commonbeat.config.demo import pictures
from commonbeat.config.demo.people import ORGANISATIONS
from commonbeat.config.demo.spots import SPOTS
from commonbeat.config.demo.stories import CLOSES, REPORTER, WITHDRAWS, Step, Story
from commonbeat.config.demo.stories_brought import BROUGHT_STORIES
from commonbeat.config.demo.stories_chosen import CHOSEN_STORIES
from commonbeat.config.demo.stories_ended import ENDED_STORIES
from commonbeat.config.demo.stories_open import OPEN_STORIES
from commonbeat.config.demo.stories_short import short_stories
from commonbeat.config.demo.stories_together import TOGETHER_STORIES
from commonbeat.config.demo.stories_worried import WORRIED_STORIES
from commonbeat.core.ids import ALPHABET
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.places.queries import snap
from commonbeat.reports.actions import (
    Brought,
    Owner,
    answer_received,
    open_received,
    prepare_exhibits,
    say_as_reporter,
    submit_report,
    take_file,
    withdraw_report,
)
from commonbeat.reports.actions.releasing import prepare_release
from commonbeat.reports.models import Received, Report
from commonbeat.reports.queries import exhibits, question_set
from commonbeat.reports.rules import RECEIPT_LENGTH, EntryDoor, Identity, Intake

type Happening = tuple[datetime, int, Callable[[datetime], object]]

# The story whose receipt a newcomer is given to look into: asked, answered, brought to an end.
_SHOWN = ENDED_STORIES[0]


def play_reports(now: datetime, cast: dict[str, User], seed: int) -> str:
    """Bring in every report and what became of it; return the receipt of one of them."""
    chance = random.Random(seed)  # noqa: S311  the same town every time
    told = [*OPEN_STORIES, *WORRIED_STORIES, *BROUGHT_STORIES, *ENDED_STORIES]
    told += [*CHOSEN_STORIES, *short_stories(chance), *TOGETHER_STORIES]
    plays = [_Play(story, cast, now, chance) for story in told]
    happenings: list[Happening] = [happening for play in plays for happening in play.happenings()]
    # In order of time, so that references, messages and the log read as if they had been lived.
    for moment, _number, happen in sorted(happenings, key=lambda happening: happening[:2]):
        happen(moment)
    return next(play.receipt for play in plays if play.story is _SHOWN)


class _Play:
    """One story being lived through."""

    def __init__(
        self, story: Story, cast: dict[str, User], now: datetime, chance: random.Random
    ) -> None:
        self.story = story
        self.receipt = "".join(chance.choices(ALPHABET, k=RECEIPT_LENGTH))
        self._cast = cast
        self._began = now - timedelta(minutes=story.ago, seconds=chance.randrange(60))
        self._end = now
        self._chance = chance
        self._report: Report | None = None

    def happenings(self) -> Iterator[Happening]:
        """Yield what happens and when, as far as it lies before now."""
        yield self._began, 0, self._submit
        for number, step in enumerate(self.story.steps, start=1):
            moment = self._began + timedelta(minutes=step.after)
            if moment < self._end:
                yield moment, number, _bound(self._live_through, step)

    def _submit(self, now: datetime) -> None:
        story = self.story
        name, longitude, latitude = SPOTS[story.spot]
        identity = Identity.NAMED if story.reporter else Identity.ANONYMOUS
        if story.picture:
            picture = pictures.draw(story.picture, self._chance)
            owner = Owner.of_receipt(self.receipt, rung=identity, realm_id=LIVE_REALM_ID)
            take_file(owner=owner, pieces=[picture], size=len(picture), now=now)
        intake = Intake(
            receipt=self.receipt,
            topic=story.topic,
            description=story.words,
            when=story.when,
            cell=snap(longitude=longitude, latitude=latitude).cell9,
            place=name,
            identity=identity,
            language=story.language,
            answers={key: (value,) for key, value in story.answers},
            question_set=question_set(story.topic).id,
            door=self._door(),
            to_police=not story.is_elsewhere,
            sent_to=self._sent_to(),
        )
        self._report = submit_report(
            intake=intake,
            realm_id=LIVE_REALM_ID,
            reporter=self._cast.get(story.reporter),
            brought=self._brought(),
            now=now,
        ).report
        prepare_exhibits(now=now)

    def _sent_to(self) -> int | None:
        if not self.story.sent_to:
            return None
        name, _kind = ORGANISATIONS[self.story.sent_to]
        return Organisation.objects.get(name=name).pk

    def _door(self) -> EntryDoor:
        if not self.story.brought_by:
            return EntryDoor.WEB
        return EntryDoor.PARTNER if self.story.reporter else EntryDoor.OFFICER

    def _brought(self) -> Brought | None:
        if not self.story.brought_by:
            return None
        user = self._cast[self.story.brought_by]
        if self.story.reporter:
            label = f"{user.display_name}, {user.organisation}"
            return Brought(user.actor, label, user.organisation)
        return Brought(user.actor, f"{user.display_name.split()[0]}, {settings.FORCE_NAME}")

    def _live_through(self, step: Step, now: datetime) -> None:
        assert self._report is not None
        report = Report.objects.get(pk=self._report.pk)
        if step.as_partner:
            self._answer_elsewhere(report, step, now)
        elif step.who == REPORTER:
            say_as_reporter(report=report, body=step.words, now=now)
        elif step.who == WITHDRAWS:
            withdraw_report(report=report, now=now)
        elif step.releases:
            [photograph] = exhibits(report)
            user = self._cast[step.who]
            prepare_release(exhibit=photograph, user=user, reason=step.reason, now=now)
        elif step.hands_over:
            self._hand_over(report, step, now)
        elif step.kind is None:
            open_report(report=report, user=self._cast[step.who], now=now)
        else:
            verdict = Verdict(
                kind=step.kind,
                reason=step.reason,
                words=step.words,
                outcome=step.outcome,
                assessed=_assessed(step, now),
            )
            self._decide(report, verdict, self._cast[step.who], now)

    def _decide(self, report: Report, verdict: Verdict, user: User, now: datetime) -> None:
        """Decide as somebody who reads the advice about a message, and sends it as it is."""
        if verdict.kind in {DecisionKind.ASK, DecisionKind.ANSWER}:
            verdict = replace(verdict, checking=Checking())
        facts: dict[str, Any] = {"report": report, "user": user, "now": now}
        try:
            decide(verdict=verdict, expected=stamp_of(report), **facts)
        except MayBeClearer as error:
            read = frozenset(one.advice for one in error.advised)
            sent = replace(verdict, checking=Checking(shown=read, as_it_is=True))
            decide(verdict=sent, expected=stamp_of(report), **facts)

    def _hand_over(self, report: Report, step: Step, now: datetime) -> None:
        alarm, user = latest_alarm(report), self._cast[step.who]
        assert alarm is not None
        taken = acknowledge_alarm(alarm=alarm, user=user, now=now)
        later = now + timedelta(minutes=2)
        close_alarm(alarm=taken, reference=step.hands_over, user=user, now=later)

    def _answer_elsewhere(self, report: Report, step: Step, now: datetime) -> None:
        received = Received.objects.select_related("report__sent_to").get(report=report)
        member = self._cast[step.who]
        open_received(received=received, member=member, now=now)
        answer_received(
            received=received,
            body=step.words,
            member=member,
            closes=step.as_partner == CLOSES,
            now=now,
        )


def _assessed(step: Step, now: datetime) -> Assessed | None:
    if step.grade is None:
        return None
    [grade] = [row for row in grades_in_use(now) if row.grade is step.grade]
    return Assessed(dict(step.thoughts), grade, prompts=step.prompts, strands=step.strands)


def _bound(method: Callable[[Step, datetime], None], step: Step) -> Callable[[datetime], None]:
    def happen(now: datetime) -> None:
        method(step, now)

    return happen
