"""What reports are about: everyday topics, many-to-one onto the categories of data.police.uk."""

from enum import StrEnum


class Category(StrEnum):
    """The fourteen categories of data.police.uk, and what is told that is no crime of these."""

    ANTI_SOCIAL_BEHAVIOUR = "anti-social-behaviour"
    BICYCLE_THEFT = "bicycle-theft"
    BURGLARY = "burglary"
    CRIMINAL_DAMAGE_ARSON = "criminal-damage-arson"
    DRUGS = "drugs"
    OTHER_THEFT = "other-theft"
    POSSESSION_OF_WEAPONS = "possession-of-weapons"
    PUBLIC_ORDER = "public-order"
    ROBBERY = "robbery"
    SHOPLIFTING = "shoplifting"
    THEFT_FROM_THE_PERSON = "theft-from-the-person"
    VEHICLE_CRIME = "vehicle-crime"
    VIOLENT_CRIME = "violent-crime"
    OTHER_CRIME = "other-crime"
    QUESTION = "question"
    WELFARE = "welfare"
    MISSING_PERSON = "missing-person"
    INFORMATION = "information"
    SUSPICIOUS = "suspicious"
    UNSAFE_PLACE = "unsafe-place"
    LICENSED_PREMISES = "licensed-premises"
    LOST_PROPERTY = "lost-property"
    FEEDBACK = "feedback"
    OTHER_SERVICE = "other-service"


# What a neighbourhood team answers, within the seventy-two hours of the Policing Guarantee.
FOR_THE_NEIGHBOURHOOD = frozenset({Category.QUESTION, Category.FEEDBACK})


class Qualifier(StrEnum):
    """The three kinds of anti-social behaviour of the National Standard for Incident Recording."""

    PERSONAL = "personal"
    NUISANCE = "nuisance"
    ENVIRONMENTAL = "environmental"


class Topic(StrEnum):
    """What a person picks."""

    BIKE_TAKEN = "bike-taken"
    VEHICLE = "vehicle"
    HOME_ENTERED = "home-entered"
    PICKED_POCKET = "picked-pocket"
    TAKEN_BY_FORCE = "taken-by-force"
    SHOP_THEFT = "shop-theft"
    SOMETHING_TAKEN = "something-taken"
    DAMAGE = "damage"
    FRAUD = "fraud"
    HURT = "hurt"
    SEXUAL = "sexual"
    HOME_ABUSE = "home-abuse"
    FOLLOWED = "followed"
    STALKED = "stalked"
    HATE = "hate"
    PICKED_ON = "picked-on"
    FIGHTING = "fighting"
    WEAPON = "weapon"
    WORRIED = "worried"
    MISSING = "missing"
    SUSPICIOUS = "suspicious"
    UNSAFE_PLACE = "unsafe-place"
    VENUE = "venue"
    STUDENT = "student"
    DRUGS = "drugs"
    ROWDY = "rowdy"
    RIDING = "riding"
    DUMPED = "dumped"
    COUNCIL = "council"
    LICENCE = "licence"
    INFORMATION = "information"
    LOST = "lost"
    SOMETHING_ELSE = "something-else"
    QUESTION = "question"
    THANKS = "thanks"
    COMPLAINT = "complaint"


CATEGORY_OF: dict[Topic, Category] = {
    Topic.BIKE_TAKEN: Category.BICYCLE_THEFT,
    Topic.VEHICLE: Category.VEHICLE_CRIME,
    Topic.HOME_ENTERED: Category.BURGLARY,
    Topic.PICKED_POCKET: Category.THEFT_FROM_THE_PERSON,
    Topic.TAKEN_BY_FORCE: Category.ROBBERY,
    Topic.SHOP_THEFT: Category.SHOPLIFTING,
    Topic.SOMETHING_TAKEN: Category.OTHER_THEFT,
    Topic.DAMAGE: Category.CRIMINAL_DAMAGE_ARSON,
    Topic.FRAUD: Category.OTHER_SERVICE,
    Topic.HURT: Category.VIOLENT_CRIME,
    Topic.SEXUAL: Category.VIOLENT_CRIME,
    Topic.HOME_ABUSE: Category.VIOLENT_CRIME,
    # data.police.uk counts stalking and harassment with violence and sexual offences.
    Topic.FOLLOWED: Category.VIOLENT_CRIME,
    Topic.STALKED: Category.VIOLENT_CRIME,
    Topic.HATE: Category.PUBLIC_ORDER,
    Topic.PICKED_ON: Category.ANTI_SOCIAL_BEHAVIOUR,
    Topic.FIGHTING: Category.PUBLIC_ORDER,
    Topic.WEAPON: Category.POSSESSION_OF_WEAPONS,
    Topic.WORRIED: Category.WELFARE,
    Topic.MISSING: Category.MISSING_PERSON,
    Topic.SUSPICIOUS: Category.SUSPICIOUS,
    Topic.UNSAFE_PLACE: Category.UNSAFE_PLACE,
    Topic.VENUE: Category.LICENSED_PREMISES,
    Topic.STUDENT: Category.OTHER_SERVICE,
    Topic.DRUGS: Category.DRUGS,
    Topic.ROWDY: Category.ANTI_SOCIAL_BEHAVIOUR,
    Topic.RIDING: Category.ANTI_SOCIAL_BEHAVIOUR,
    Topic.DUMPED: Category.ANTI_SOCIAL_BEHAVIOUR,
    Topic.COUNCIL: Category.OTHER_SERVICE,
    Topic.LICENCE: Category.OTHER_SERVICE,
    Topic.INFORMATION: Category.INFORMATION,
    Topic.LOST: Category.LOST_PROPERTY,
    Topic.SOMETHING_ELSE: Category.OTHER_CRIME,
    Topic.QUESTION: Category.QUESTION,
    Topic.THANKS: Category.FEEDBACK,
    Topic.COMPLAINT: Category.FEEDBACK,
}

QUALIFIER_OF: dict[Topic, Qualifier] = {
    Topic.PICKED_ON: Qualifier.PERSONAL,
    Topic.ROWDY: Qualifier.NUISANCE,
    Topic.RIDING: Qualifier.NUISANCE,
    Topic.DUMPED: Qualifier.ENVIRONMENTAL,
}
