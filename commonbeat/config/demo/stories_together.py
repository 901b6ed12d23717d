"""Invented reports of one event: a burglary that three people saw a part of, and a fourth one."""

from commonbeat.config.demo.stories import HOUR, Story, read
from commonbeat.reports.rules import Topic, When

# Where it was: the only break-ins there, so that they are found again.
TOGETHER_SPOT = "avenham-park"

TOGETHER_STORIES = (
    Story(
        9 * HOUR,
        Topic.HOME_ENTERED,
        TOGETHER_SPOT,
        "Came home and the back door of our flat was forced. A laptop and two bags are gone.",
        (read(20, "joe"),),
        when=When.TODAY,
        reporter="priya",
    ),
    Story(
        8 * HOUR + 20,
        Topic.SUSPICIOUS,
        TOGETHER_SPOT,
        "Two men with bags climbed over the back wall by the park and ran to a silver van.",
        (read(15, "amira"),),
        when=When.TODAY,
    ),
    Story(
        7 * HOUR + 30,
        Topic.DAMAGE,
        TOGETHER_SPOT,
        "The back door of the house next to ours was smashed. A silver van stood there before.",
        (read(25, "joe"),),
        when=When.TODAY,
    ),
    # Nobody has said of this one yet what it belongs to.
    Story(
        40,
        Topic.SUSPICIOUS,
        TOGETHER_SPOT,
        "A silver van is going round the streets by the park again, slowly, two men inside.",
        when=When.NOW,
    ),
)
