"""More invented reports, told in a line each, so that queues and maps look like a town's.

Each line: hours ago, topic, spot, words, and how far it got.
"""

import random
from collections.abc import Iterator

from commonbeat.casework.rules import Outcome
from commonbeat.config.demo.stories import HOUR, Step, Story, answer, end, read, take
from commonbeat.reports.rules import Topic

_LINES = """
13|vehicle|docks|Catalytic converter cut out of my car in the car park by the marina.|taken
16|shop-theft|st-georges|Perfume taken from the tester stand, two girls, staff have a picture.|read
18|rowdy|station|A group drinks on the steps and shouts at people who come off the train.|read
22|dumped|ribbleton|Tyres and paint tins by the allotment gate.|council
25|bike-taken|deepdale|Two bikes taken from the hall of our flats, the door was propped open.|taken
28|riding|fylde-road|Quad bikes on the pavement by the takeaways, no helmets.|read
30|damage|adelphi|Car window smashed, nothing taken.|crime
33|drugs|ringway|Strong smell and many visitors at one flat, every evening.|taken
35|something-taken|fishergate|My coat was taken off the back of a chair, keys in it.|crime
38|followed|campus|A car drove slowly beside me for three streets. Silver, one headlight out.|taken
40|picked-pocket|harris|Phone gone from my pocket at the market.|crime
45|home-entered|ashton|Shed broken open, lawnmower and a strimmer gone.|crime
47|fighting|friargate|Two men fighting with belts outside the club, then they both ran.|known
50|weapon|moor-park|Air gun shot at ducks on the pond by boys of about fourteen.|dealt
54|vehicle|fulwood|Number plates stolen off my car at night.|crime
58|rowdy|winckley-square|Music from a speaker until three, every night since Monday.|council
62|shop-theft|plungington|Somebody walks out with meat every Friday, always the same man.|known
66|picked-on|bus-station|A man told my daughter to take off her scarf. She is thirteen.|taken
71|bike-taken|station|Folding bike gone, the cheap lock was lying there in two parts.|crime
76|dumped|larches|A burnt-out car on the field behind the shops.|council
80|damage|avenham-park|Benches by the river set alight, still smoking.|fire
84|something-else|hospital|People smoke in the doorway and shout at the nurses.|dealt
90|question|broadgate|How do I get a lock for my bike marked?|advice
96|riding|haslam-park|Off-road bikes have torn up the cricket pitch.|known
101|drugs|st-georges|Balloons and little metal bottles all over the car park stairs.|council
108|taken-by-force|moor-lane|My bag was pulled off my shoulder from behind. I fell.|crime
115|vehicle|deepdale|Somebody scratched every car in our street on match day.|crime
124|hurt|docks|My neighbour hit my brother with a broom.|dealt
133|rowdy|fishwick|Boys ring bells and run away. It sounds small, but my mother is 91.|dealt
150|something-taken|campus|Laptop gone from the library table, I was away two minutes.|university
170|shop-theft|fishergate|A whole shelf of razor blades, second time this month.|crime
190|home-entered|ingol|Front door tried at four in the morning, we have it on the doorbell.|advice
""".strip()

_ENDINGS = {
    "council": (Outcome.COUNCIL, "Theirs to clear", "The council looks after this. We told them."),
    "crime": (
        Outcome.RECORDED_AS_CRIME,
        "Recorded; no line to follow today",
        "We recorded this as a crime, so it counts in your street. Your insurer can use this page.",
    ),
    "known": (
        Outcome.ALREADY_KNOWN,
        "Same people as in earlier reports",
        "Thank you. Others told us as well, and we are working on it.",
    ),
    "dealt": (
        Outcome.DEALT_WITH,
        "Spoken to on the spot",
        "Officers went and spoke with those who did it. Tell us if it starts again.",
    ),
    "fire": (
        Outcome.FIRE,
        "Fire service told at once",
        "The fire service has it. Thank you for being quick.",
    ),
    "advice": (
        Outcome.ADVICE_GIVEN,
        "Advice is what helps here",
        "Come to the desk any weekday and we will help you with it. It costs nothing.",
    ),
    "university": (
        Outcome.UNIVERSITY,
        "Campus security has the cameras",
        "Campus security looks at its cameras and will write to your student address.",
    ),
}
_OPERATORS = ("amira", "joe")
_OFFICERS = ("dan", "lucy")


def short_stories(chance: random.Random) -> Iterator[Story]:
    """Yield the stories of the lines above, with people and delays drawn by ``chance``."""
    for line in _LINES.splitlines():
        hours, topic, spot, words, fate = line.split("|")
        ago = int(hours) * HOUR + chance.randrange(50)
        yield Story(ago, Topic(topic), spot, words, tuple(_steps(fate, ago, chance)))


def _steps(fate: str, ago: int, chance: random.Random) -> Iterator[Step]:
    operator, officer = chance.choice(_OPERATORS), chance.choice(_OFFICERS)
    # One in six was read later than promised.
    seen = chance.randrange(50, 80) if chance.random() < 1 / 6 else chance.randrange(3, 40)
    yield read(seen, operator)
    if fate == "read":
        return
    if fate == "taken":
        yield take(seen + 9, officer, "Fits what the team works on this week")
        yield answer(
            seen + 30,
            officer,
            "First answer within the promise",
            "I have your report and will look into it this week. I write here when there is news.",
        )
        return
    outcome, reason, words = _ENDINGS[fate]
    yield end(seen + min(ago // 3, chance.randrange(20, 300)), operator, outcome, reason, words)
