"""Plays the stories through the very actions that pages call, in the order of their moments."""

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from commonbeat.accounts.models import User
from commonbeat.casework.actions import Verdict, decide, open_report
from commonbeat.casework.queries import stamp_of
from commonbeat.config.demo import pictures
from commonbeat.config.demo.spots import SPOTS
from commonbeat.config.demo.stories import REPORTER, WITHDRAWS, Step, Story
from commonbeat.config.demo.stories_ended import ENDED_STORIES
from commonbeat.config.demo.stories_open import OPEN_STORIES
from commonbeat.config.demo.stories_short import short_stories
from commonbeat.config.demo.stories_worried import WORRIED_STORIES
from commonbeat.core.ids import ALPHABET
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.places.queries import snap
from commonbeat.reports.actions import (
    keep_photo,
    say_as_reporter,
    submit_report,
    withdraw_report,
)
from commonbeat.reports.models import Report
from commonbeat.reports.queries import question_set
from commonbeat.reports.rules import RECEIPT_LENGTH, Identity, Intake

type Happening = tuple[datetime, int, Callable[[datetime], object]]

# The story whose receipt a newcomer is given to look into: asked, answered, brought to an end.
_SHOWN = ENDED_STORIES[0]


def play_reports(now: datetime, cast: dict[str, User], seed: int) -> str:
    """Bring in every report and what became of it; return the receipt of one of them."""
    chance = random.Random(seed)  # noqa: S311  the same town every time
    told = [*OPEN_STORIES, *WORRIED_STORIES, *ENDED_STORIES, *short_stories(chance)]
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
        photo = ""
        if story.picture:
            picture = pictures.draw(story.picture, self._chance)
            photo = keep_photo(
                receipt=self.receipt, upload=picture, realm_id=LIVE_REALM_ID, now=now
            ).key
        intake = Intake(
            receipt=self.receipt,
            topic=story.topic,
            description=story.words,
            when=story.when,
            cell=snap(longitude=longitude, latitude=latitude).cell9,
            place=name,
            photo=photo,
            identity=Identity.IDENTIFIED if story.reporter else Identity.ANONYMOUS,
            language=story.language,
            answers={key: (value,) for key, value in story.answers},
            question_set=question_set(story.topic).id,
        )
        self._report = submit_report(
            intake=intake,
            realm_id=LIVE_REALM_ID,
            reporter=self._cast.get(story.reporter),
            now=now,
        ).report

    def _live_through(self, step: Step, now: datetime) -> None:
        assert self._report is not None
        report = Report.objects.get(pk=self._report.pk)
        if step.who == REPORTER:
            say_as_reporter(report=report, body=step.words, now=now)
        elif step.who == WITHDRAWS:
            withdraw_report(report=report, now=now)
        elif step.kind is None:
            open_report(report=report, user=self._cast[step.who], now=now)
        else:
            verdict = Verdict(
                kind=step.kind, reason=step.reason, words=step.words, outcome=step.outcome
            )
            decide(
                report=report,
                verdict=verdict,
                user=self._cast[step.who],
                expected=stamp_of(report),
                now=now,
            )


def _bound(method: Callable[[Step, datetime], None], step: Step) -> Callable[[datetime], None]:
    def happen(now: datetime) -> None:
        method(step, now)

    return happen
