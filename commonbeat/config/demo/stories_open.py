"""Invented reports that still wait for somebody: new, late, asked, in hand."""

from commonbeat.casework.rules import Grade, Prompt, Thought
from commonbeat.config.demo.stories import (
    DAY,
    HOUR,
    Story,
    answer,
    ask,
    assess,
    hand_over,
    read,
    reply,
    take,
)
from commonbeat.reports.rules import Topic, When

OPEN_STORIES = (
    # New: the first promise still runs.
    Story(
        4,
        Topic.FOLLOWED,
        "friargate",
        "A man in a grey jacket walked behind me from the bar to the crossing. He asked where I "
        "live and would not stop. I am in the kebab shop now and he is waiting outside.",
        when=When.NOW,
    ),
    Story(
        8,
        Topic.PICKED_ON,
        "bus-station",
        "三个人在公交站对我大喊侮辱性的话，还拍了视频。我现在在便利店里，很害怕。",
        when=When.NOW,
        language="zh-hans",
        answers=(("before", "twice"), ("before-told", "no"), ("know-who", "no")),
    ),
    Story(
        12,
        Topic.BIKE_TAKEN,
        "campus",
        "My bike was locked to the rack behind the library. I came out of class and the lock was "
        "cut. It is a dark green Carrera with a white saddle and a bell shaped like a frog.",
        when=When.TODAY,
        picture="lock",
        answers=(
            ("bike", "Dark green Carrera, medium, white saddle, a bell like a frog"),
            ("lock", "d-lock"),
            ("seen-by", "camera"),
        ),
    ),
    Story(
        19,
        Topic.ROWDY,
        "moor-lane",
        "Shouting and glass broken outside the flats. About six people. It has been going on for "
        "twenty minutes and nobody has come.",
        when=When.STILL,
        answers=(
            ("before", "more"),
            ("before-told", "landlord"),
            ("pattern", "Most weekends, from midnight"),
        ),
    ),
    Story(
        27,
        Topic.DRUGS,
        "avenham-park",
        "Needles in the long grass by the play area, near the steps to the river path. I covered "
        "them with a bin lid so that no child picks one up.",
        when=When.TODAY,
        picture="park",
    ),
    # Soon late.
    Story(
        36,
        Topic.VEHICLE,
        "plungington",
        "Two men trying car doors one after the other. One has a bright orange hat. They went "
        "towards the shops.",
        when=When.TODAY,
    ),
    Story(
        41,
        Topic.SHOP_THEFT,
        "fishergate",
        "The same group as last week came in and filled two bags with spirits. Staff were pushed "
        "when they asked them to stop. We have it on camera.",
        when=When.TODAY,
    ),
    # Late.
    Story(
        64,
        Topic.DAMAGE,
        "st-georges",
        "Somebody kicked in the glass of the side door. It is on the floor in pieces and the door "
        "does not shut.",
        when=When.TODAY,
        picture="glass",
    ),
    Story(
        95,
        Topic.RIDING,
        "winckley-square",
        "E-scooters racing on the footpath, three of them, no lights. An older man had to jump.",
        when=When.TODAY,
    ),
    # Read, and waiting for a decision.
    Story(
        2 * HOUR,
        Topic.SOMETHING_ELSE,
        "adelphi",
        "I am worried about my flatmate. Nobody has seen him since Thursday and his phone is off. "
        "He takes medicine that he should not miss.",
        (read(11, "amira"),),
        when=When.STILL,
    ),
    Story(
        3 * HOUR,
        Topic.HURT,
        "church-street",
        "A man was pushed to the ground outside the takeaway and kicked. He got up and walked "
        "away, holding his arm. The two who did it went towards the bus station.",
        (
            read(6, "joe"),
            assess(
                9,
                "joe",
                "Both attackers are gone, but he is hurt and nobody knows where he is",
                Grade.PRIORITY,
                (Thought.THREAT, "Two men who kick somebody on the ground may do it again tonight"),
                (Thought.HARM, "Holds his arm, perhaps broken; walked away without help"),
                (Thought.RISK, "May need a doctor and not go. Nothing known of the two men"),
                (Thought.INVESTIGATION, "Camera of the takeaway, kept for three days"),
                (Thought.ENGAGEMENT, "Witness wrote without a name and answers here"),
                prompts=(Prompt.APPEARANCE,),
            ),
        ),
        when=When.YESTERDAY,
    ),
    Story(
        5 * HOUR,
        Topic.TAKEN_BY_FORCE,
        "ringway",
        "Two boys on one bike took my phone out of my hand while I was reading a message. The one "
        "at the back said he had a knife. I did not see one.",
        (
            read(3, "amira"),
            assess(
                5,
                "amira",
                "A knife was spoken of and the two may be close: this is no work for us alone",
                Grade.EMERGENCY,
                (Thought.THREAT, "Two on a bike who take phones and speak of a knife"),
                (Thought.HARM, "Phone lost; not hurt"),
                (Thought.RISK, "Others on Ringway in the next minutes"),
                (Thought.VULNERABILITY, "Alone, and new in the town"),
                prompts=(Prompt.ENVIRONMENT,),
            ),
            hand_over(7, "joe", "CAD 2291"),
            take(9, "tom", "Violence threatened, two suspects, camera at Ringway"),
        ),
        when=When.TODAY,
        reporter="mei",
    ),
    # Asked: the reporter's turn.
    Story(
        7 * HOUR,
        Topic.BIKE_TAKEN,
        "station",
        "Bike gone from the station rack between eight and half past five. Red Trek, child seat.",
        (
            read(14, "joe"),
            ask(
                16,
                "joe",
                "Third from this rack in a week; the frame number would link them",
                "Thank you for telling us. Do you have the frame number? It is under the pedals, "
                "or on the receipt from the shop.",
            ),
        ),
        when=When.TODAY,
    ),
    Story(
        9 * HOUR,
        Topic.WEAPON,
        "ribbleton",
        "I saw a boy hide something long in the hedge by the allotments. It looked like a machete.",
        (
            read(4, "amira"),
            ask(
                7,
                "amira",
                "A weapon may lie within reach of children: place needed exactly",
                "Thank you. Please do not go near it. Which end of the allotments is it: the side "
                "of the school, or the side of the main road?",
            ),
        ),
        when=When.TODAY,
    ),
    Story(
        11 * HOUR,
        Topic.PICKED_ON,
        "plungington",
        "邻居每天晚上敲墙，骂我们滚回去。我们有录音。",
        (
            read(20, "joe"),
            ask(
                26,
                "joe",
                "Hate element said by the victim; dates needed to show a pattern",
                "感谢您告诉我们。请问这件事大约从哪一天开始？有没有特别严重的一晚？",
            ),
        ),
        language="zh-hans",
    ),
    # Answered by the reporter: our turn again.
    Story(
        14 * HOUR,
        Topic.VEHICLE,
        "ashton",
        "Van broken into overnight. All my tools are gone: drills, a saw, two batteries.",
        (
            read(22, "joe"),
            ask(
                30,
                "joe",
                "Tools can be found again if they are marked",
                "Sorry to hear this. Are any of the tools marked or painted?",
            ),
            reply(
                95, "Yes, everything has a band of yellow paint and my initials, G.H., burnt in."
            ),
        ),
        when=When.YESTERDAY,
    ),
    Story(
        20 * HOUR,
        Topic.ROWDY,
        "broadgate",
        "Parties every night in the house with the blue door. I start work at five and have not "
        "slept for a week.",
        (
            read(31, "amira"),
            ask(
                40,
                "amira",
                "Decide between us and the council: need to know whether it is on now",
                "We are sorry that you cannot sleep. On which nights is it worst, and until when?",
            ),
            assess(
                60,
                "amira",
                "Noise, and nobody in danger as far as told",
                Grade.SCHEDULED,
                (Thought.HARM, "No sleep for a week"),
                (Thought.RISK, "Nothing known beyond the noise"),
                (Thought.PREVENTION, "The council may speak to the owner of the house"),
            ),
            reply(220, "Thursday to Sunday, until about four. Last Sunday there was a fight too."),
        ),
    ),
    # In hand.
    Story(
        1 * DAY + 2 * HOUR,
        Topic.BIKE_TAKEN,
        "campus",
        "Lock cut behind the sports hall. Grey Boardman, drop handlebars, blue tape.",
        (
            read(12, "joe"),
            take(20, "dan", "Fourth bike at the campus this week: one officer for all of them"),
            answer(
                30,
                "dan",
                "Keep the reporter with us while the camera is looked at",
                "I have your report and three like it. We are looking at the campus cameras today. "
                "I will write again by tomorrow evening.",
            ),
        ),
        when=When.YESTERDAY,
        picture="lock",
    ),
    Story(
        1 * DAY + 6 * HOUR,
        Topic.HOME_ENTERED,
        "fulwood",
        "Back window forced while we were at my sister's. Laptop, two watches and the spare car "
        "key are gone. My son is afraid to sleep in his room.",
        (
            read(5, "amira"),
            take(8, "lucy", "Burglary with a child in the home: visit today"),
            answer(
                60,
                "lucy",
                "Visit arranged, scene to be kept",
                "I am coming at four today with a colleague. Please leave the window as it is. "
                "Change the lock of the car if you can: we can tell you how.",
            ),
            reply(75, "Thank you. We will be in."),
        ),
        when=When.YESTERDAY,
        reporter="priya",
    ),
    Story(
        2 * DAY,
        Topic.FOLLOWED,
        "avenham-park",
        "A man followed me along the river path, twice this week, same time. Tall, dark coat, "
        "walks a small white dog. He said he knows where I work.",
        (
            read(9, "joe"),
            take(15, "dan", "Repeated, same place and hour: plan to be there"),
            answer(
                45,
                "dan",
                "Tell her what we do, so that she need not change her way",
                "Thank you for trusting us with this. Officers in plain clothes will be on the "
                "path at that time this week. If you see him, go to the café and call 999.",
            ),
        ),
    ),
    Story(
        2 * DAY + 5 * HOUR,
        Topic.DRUGS,
        "fishwick",
        "Cars stop for a minute at the garages, day and night, always the same two men. My "
        "children walk past there to school.",
        (read(40, "amira"), take(55, "lucy", "Fits what others told us of the garages")),
    ),
    Story(
        2 * DAY + 20 * HOUR,
        Topic.QUESTION,
        "deepdale",
        "Will the road by the ground be closed for the match on Saturday? My mother has to get to "
        "the hospital.",
        (
            read(70, "joe"),
            assess(
                72,
                "joe",
                "A question that a message answers",
                Grade.RESOLUTION,
                (Thought.RISK, "None: only to know the way in time"),
                (Thought.ENGAGEMENT, "Wants an answer before Saturday"),
            ),
        ),
    ),
)
