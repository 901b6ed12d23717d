"""Invented reports that somebody brought for somebody else: an officer, and partners."""

from commonbeat.config.demo.stories import DAY, HOUR, Story, answer, read, take
from commonbeat.reports.rules import Topic, When

BROUGHT_STORIES = (
    Story(
        2 * HOUR,
        Topic.ROWDY,
        "avenham-park",
        "An older man who has no phone told me at the market: four scooters race along the park "
        "road each evening after eight, and he is afraid to cross.",
        when=When.STILL,
        brought_by="dan",
        steps=(read(30, "joe"),),
    ),
    Story(
        5 * HOUR,
        Topic.SUSPICIOUS,
        "campus",
        "Our guard saw the same white van stop at three bike stores last night, for a minute each "
        "time. We have its pictures from two cameras.",
        when=When.YESTERDAY,
        reporter="jo",
        brought_by="jo",
        steps=(read(25, "amira"), take(40, "dan", "Third report of this van.")),
    ),
    Story(
        3 * DAY,
        Topic.FIGHTING,
        "moor-lane",
        "Two groups fought outside our door after closing time. Nobody wanted an ambulance. Our "
        "door staff can tell you who began.",
        when=When.UNKNOWN,
        reporter="max",
        brought_by="max",
        steps=(
            read(20, "joe"),
            take(60, "lucy", "Same street as last week."),
            answer(
                DAY,
                "lucy",
                "They keep their pictures for seven days only.",
                "Thank you. Please keep the pictures of both cameras. I come by on Thursday.",
            ),
        ),
    ),
)
