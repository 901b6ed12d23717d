"""Invented reports whose reporters chose the university, alone or beside the police."""

from commonbeat.config.demo.stories import DAY, HOUR, Story, partner_answers, read, reply
from commonbeat.reports.rules import Topic

CHOSEN_STORIES = (
    Story(
        6 * HOUR,
        Topic.PICKED_ON,
        "campus",
        "Somebody on my corridor knocks at my door every night and runs away. I cannot sleep and I "
        "do not want the police.",
        sent_to="university",
        is_elsewhere=True,
    ),
    Story(
        2 * DAY,
        Topic.STUDENT,
        "adelphi",
        "A man in my seminar waits for me after class and follows me to the library.",
        sent_to="university",
        is_elsewhere=True,
        steps=(
            partner_answers(
                5 * HOUR,
                "jo",
                "Thank you for telling us. We can change your seminar group today, and somebody "
                "walks with you if you like. Shall we?",
            ),
            reply(7 * HOUR, "Yes, the other group please."),
            partner_answers(
                DAY,
                "jo",
                "You are in the Thursday group from now on. We spoke with him, and his tutor "
                "knows. Write here if it happens again.",
                closes=True,
            ),
        ),
    ),
    Story(
        9 * HOUR,
        Topic.BIKE_TAKEN,
        "campus",
        "My bike was taken from the rack behind the library. There is a camera above it.",
        sent_to="university",
        steps=(
            read(30, "amira"),
            partner_answers(
                2 * HOUR, "jo", "We keep the pictures of that camera until somebody asks for them."
            ),
        ),
    ),
)
