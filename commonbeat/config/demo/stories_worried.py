"""Invented reports of people who are worried, about somebody or about a place."""

from commonbeat.config.demo.stories import DAY, HOUR, Story, answer, read, take
from commonbeat.reports.rules import Topic, When

WORRIED_STORIES = (
    Story(
        22,
        Topic.WORRIED,
        "campus",
        "My flatmate has not come out of the room for four days. She answers through the door, but "
        "she says that nothing matters any more.",
        when=When.STILL,
        answers=(
            ("life", "later"),
            ("crime", "no"),
            ("person", "friend"),
            ("signs", "She does not eat, and she gave away her plants."),
            ("alone", "yes"),
            ("signposted", "yes"),
        ),
    ),
    Story(
        3 * HOUR,
        Topic.VENUE,
        "moor-lane",
        "My friend could not stand after one drink. She had put the glass down for a minute. The "
        "people at the bar called us a taxi.",
        when=When.YESTERDAY,
        answers=(
            ("venue", "The Weaver's Arms (invented)"),
            ("matter", "spiking"),
            ("drink", "unknown"),
            ("told-staff", "helped"),
        ),
        steps=(read(20, "amira"), take(31, "dan", "Spiking: I go there this evening.")),
    ),
    Story(
        2 * DAY,
        Topic.UNSAFE_PLACE,
        "avenham-park",
        "The path down to the river has had no light for two weeks. I run there after my shift, "
        "and now I take the long way round.",
        answers=(("why", "dark"), ("hours", "night"), ("better", "Mend the three lamps.")),
        steps=(
            read(30, "amira"),
            take(95, "dan", "Our park. I know who mends the lamps."),
            answer(
                26 * HOUR,
                "dan",
                "They asked for something that can be done.",
                "Thank you. I walked there last night: three lamps are out. The council mends them "
                "on Thursday, and I pass by after ten until then.",
            ),
        ),
    ),
)
