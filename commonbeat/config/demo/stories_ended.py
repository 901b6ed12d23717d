"""Invented reports that came to an end, one way or another."""

from commonbeat.casework.rules import Outcome
from commonbeat.config.demo.stories import (
    DAY,
    HOUR,
    Story,
    answer,
    ask,
    end,
    read,
    release,
    reply,
    take,
    withdraw,
)
from commonbeat.reports.rules import Topic, When

ENDED_STORIES = (
    Story(
        1 * DAY + 9 * HOUR,
        Topic.BIKE_TAKEN,
        "harris",
        "Blue Apollo taken from the railings by the museum while I was inside for an hour.",
        (
            read(10, "joe"),
            take(18, "dan", "Seen on the camera of the square"),
            ask(
                40,
                "dan",
                "A blue Apollo was handed in at the station this morning",
                "We may have found it. Is there anything on it that only you would know?",
            ),
            reply(90, "There is a sticker of a puffin under the saddle."),
            end(
                130,
                "dan",
                Outcome.DEALT_WITH,
                "Sticker matches; handed back against proof",
                "That is the one. You can fetch it at the front desk of the station in Lancaster "
                "Road until eight tonight. Bring this page.",
            ),
        ),
        when=When.TODAY,
        picture="lock",
    ),
    Story(
        2 * DAY + 3 * HOUR,
        Topic.DUMPED,
        "fishwick",
        "Sofa, two mattresses and about ten bags behind the garages. There are rats.",
        (
            read(33, "amira"),
            end(
                41,
                "amira",
                Outcome.COUNCIL,
                "Fly-tipping without a known offender is cleared by the street team",
                "Thank you. The council's street team clears this. We gave them your words and "
                "the place, and nothing about you. They aim to come within three days.",
            ),
        ),
        picture="bags",
    ),
    Story(
        3 * DAY,
        Topic.DAMAGE,
        "bus-station",
        "Hate words painted on the shelter at stand 40. I do not want to write them here.",
        (
            read(7, "joe"),
            take(12, "lucy", "Hate crime: evidence first, then cleaning at once"),
            release(20, "lucy", "For the council, which cleans it and knows such marks"),
            end(
                5 * HOUR,
                "lucy",
                Outcome.RECORDED_AS_CRIME,
                "Photographed, cleaned within three hours, tag known to us",
                "The paint was gone by noon. We photographed it first and recorded it as a hate "
                "crime. We know the mark and an officer is on it. Thank you for not walking by.",
            ),
        ),
        when=When.TODAY,
        picture="shelter",
    ),
    Story(
        3 * DAY + 4 * HOUR,
        Topic.PICKED_POCKET,
        "friargate",
        "Purse taken out of my bag in the queue. Cards, student card and my bus pass.",
        (
            read(15, "joe"),
            end(
                25,
                "joe",
                Outcome.ADVICE_GIVEN,
                "No camera covers the queue; cards stopped is what helps now",
                "We are sorry. Stop your cards with your bank first: 159 connects most banks. The "
                "student desk replaces your card for free with this page as proof.",
            ),
            reply(60, "Thank you, the bank had already stopped them."),
        ),
        when=When.YESTERDAY,
    ),
    Story(
        4 * DAY,
        Topic.SOMETHING_ELSE,
        "docks",
        "Somebody calls and says they are from my bank and that I must move my money today.",
        (
            read(5, "amira"),
            answer(
                8,
                "amira",
                "Money may move any minute",
                "Please do not move anything. No bank asks for this. Hang up, wait, and call 159.",
            ),
            reply(20, "I hung up. They called three times more. I sent nothing."),
            end(
                45,
                "amira",
                Outcome.REPORT_FRAUD,
                "Attempt only, no loss; the national desk collects the numbers",
                "Well done. We passed the numbers they called from to Report Fraud, who collect "
                "them for the whole country.",
            ),
        ),
        reporter="tom_a",
    ),
    Story(
        4 * DAY + 8 * HOUR,
        Topic.ROWDY,
        "moor-park",
        "Fireworks thrown at passing cars by the park gate. Five or six young people.",
        (
            read(3, "joe"),
            take(5, "dan", "Danger to traffic"),
            end(
                70,
                "dan",
                Outcome.DEALT_WITH,
                "Group spoken to at the gate; fireworks given up; parents told",
                "Officers were there nine minutes after you wrote. The fireworks are with us and "
                "parents were told. Thank you.",
            ),
        ),
        when=When.NOW,
    ),
    Story(
        5 * DAY,
        Topic.VEHICLE,
        "larches",
        "Motorbike without a plate going round the estate at night. Somebody will be killed.",
        (
            read(50, "amira"),
            end(
                3 * HOUR,
                "amira",
                Outcome.ALREADY_KNOWN,
                "Eleven reports of the same bike; operation running, not to be named",
                "You are not the only one who told us, and every report helps. We are working on "
                "this and will say on this site when there is news.",
            ),
        ),
    ),
    Story(
        5 * DAY + 6 * HOUR,
        Topic.SOMETHING_TAKEN,
        "deepdale",
        "Parcel gone from the doorstep. The delivery photo shows it there at two.",
        (
            read(60, "joe"),
            end(
                80,
                "joe",
                Outcome.NO_FURTHER_LINE,
                "No witness, no camera, value small; counted for the street",
                "We looked for cameras that see your door and found none, so there is nothing more "
                "that we can follow. The seller must send another or pay you back. We count it, "
                "and look again if more go missing in your street.",
            ),
        ),
        when=When.YESTERDAY,
    ),
    Story(
        6 * DAY,
        Topic.PICKED_ON,
        "campus",
        "Somebody in my halls posts things about me and my faith every night.",
        (
            read(18, "amira"),
            ask(
                24,
                "amira",
                "Ask whether the university may know before anything is shared",
                "That should not happen to you. The university has people for exactly this. May we "
                "tell them, without your name?",
            ),
            reply(200, "Yes please. Without my name."),
            end(
                230,
                "amira",
                Outcome.UNIVERSITY,
                "Reporter agreed; shared without name under the campus agreement",
                "Done, without your name. Somebody from the university's support team will look at "
                "the posts today. If anybody threatens you, tell us at once.",
            ),
        ),
    ),
    Story(
        6 * DAY + 5 * HOUR,
        Topic.QUESTION,
        "ingol",
        "When is the next meeting with the neighbourhood officers in Ingol?",
        (
            read(2 * HOUR, "joe"),
            end(
                5 * HOUR,
                "lucy",
                Outcome.ADVICE_GIVEN,
                "Plain question, answered",
                "Tuesday at six in the community centre. Everybody may come. Lucy and Dan will be "
                "there.",
            ),
        ),
        reporter="jack",
    ),
    Story(
        7 * DAY,
        Topic.DAMAGE,
        "haslam-park",
        "My wing mirror was kicked off. It was there again this morning: my son had put it away.",
        (read(44, "joe"), withdraw(70)),
    ),
    Story(
        8 * DAY,
        Topic.FIGHTING,
        "church-street",
        "Fight at the taxi rank, again. Door staff stood and watched.",
        (
            read(12, "amira"),
            end(
                55,
                "amira",
                Outcome.TOO_LITTLE,
                "No time, no description; three others of that night are being worked",
                "Thank you. We have three other reports of that night with more to go on, and they "
                "are being worked on. If you remember what anybody wore, write it here.",
            ),
        ),
        when=When.YESTERDAY,
    ),
)
