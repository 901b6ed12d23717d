"""Invented follows, warnings and news, in every state that a newcomer should meet."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from commonbeat.accounts.models import User
from commonbeat.alerts.actions import ask_to_follow, confirm_follow, follow_in_inbox
from commonbeat.alerts.rules import Topic, Wish
from commonbeat.config.demo.people import MAIL_DOMAIN
from commonbeat.config.demo.spots import SPOTS
from commonbeat.core.models import LIVE_REALM_ID
from commonbeat.delivery.models import Content
from commonbeat.places.queries import snap
from commonbeat.publishing import actions
from commonbeat.publishing.models import Publication
from commonbeat.publishing.rules import Draft, PublicationState, Severity, Words

_FIRST_NAMES = (
    "ada ben cora dev ewa finn gwen hugo iris jonah kira liam maya noor otto pia quinn rosa sami "
    "tess uma vik wren xia yara zac"
)


@dataclass(frozen=True, slots=True)
class Told:
    """One invented warning: ``ago`` and ``lasts`` in hours, ``state`` how far it got."""

    ago: float
    lasts: float
    severity: Severity
    topic: Topic
    spots: tuple[str, ...]
    state: PublicationState
    words: dict[str, Words]
    writer: str = "sara"
    approver: str = "ben"


WARNINGS = (
    Told(
        30,
        20,
        Severity.MINOR,
        Topic.TRAVEL,
        ("avenham-park", "broadgate"),
        PublicationState.ENDED,
        {
            "en": Words(
                "The river path is closed by the old tram bridge",
                "The Ribble is high and the path is under water between the bridge and the park.",
                "Go round by South Meadow Lane.",
            ),
            "zh-hans": Words(
                "旧电车桥附近的河边小路已关闭",
                "里布尔河水位很高，从桥到公园的一段小路已被水淹。",
                "请绕行 South Meadow Lane。",
            ),
        },
    ),
    Told(
        9,
        60,
        Severity.WARNING,
        Topic.THEFT,
        ("campus", "station", "adelphi", "fylde-road"),
        PublicationState.LIVE,
        {
            "en": Words(
                "Lock your bike with two locks near the university",
                "Six bikes were taken from racks at the campus and the station this week. Cable "
                "locks were cut in seconds.",
                "Use a D-lock through the frame.\nWrite down the frame number: it is under the "
                "pedals.\nTell us if you see somebody at the racks with tools.",
            ),
            "zh-hans": Words(
                "在大学附近请用两把锁锁好自行车",
                "本周校园和火车站的车架上有六辆自行车被盗。钢缆锁几秒钟就被剪断。",
                "请用 U 形锁穿过车架。\n记下车架号：就在脚踏下方。\n"
                "看到有人带工具在车架旁，请告诉我们。",
            ),
        },
    ),
    Told(
        2,
        10,
        Severity.SEVERE,
        Topic.SAFETY,
        ("friargate", "ringway", "moor-lane"),
        PublicationState.LIVE,
        {
            "en": Words(
                "Go home in company from Friargate tonight",
                "A man followed three women from bars on Friargate to the Ringway crossing. He is "
                "about 30, with a beard and a grey jacket.",
                "Leave with somebody.\nIf he follows you, go into any open shop and call 999.",
            ),
            "zh-hans": Words(
                "今晚离开 Friargate 请结伴回家",
                "一名男子从 Friargate 的酒吧尾随三名女性到 Ringway 路口。"
                "他约 30 岁，有胡子，穿灰色夹克。",
                "请与他人同行。\n如果他跟着您，请走进任何营业的商店并拨打 999。",
            ),
        },
        writer="tom",
        approver="sara",
    ),
    Told(
        0.5,
        24,
        Severity.WARNING,
        Topic.FRAUD,
        ("docks", "ashton", "larches"),
        PublicationState.AWAITING,
        {
            "en": Words(
                "Your bank never asks you to move your money",
                "People in Ashton and Larches were called today by somebody who says they are from "
                "the bank. Two nearly lost their savings.",
                "Hang up. Wait a minute, then call 159.",
            ),
            "zh-hans": Words(
                "银行绝不会要求您转移存款",
                "今天 Ashton 和 Larches 有人接到自称银行的电话，两人险些失去积蓄。",
                "请挂断电话，等一分钟，再拨打 159。",
            ),
        },
    ),
    Told(
        0.2,
        12,
        Severity.MINOR,
        Topic.NIGHT,
        ("church-street",),
        PublicationState.DRAFT,
        {
            "en": Words(
                "Taxis leave from Lancaster Road tonight",
                "The rank in Church Street is closed for works until six in the morning.",
            )
        },
        writer="ben",
    ),
)

NEWS = (
    (
        50,
        {
            "en": Words(
                "You asked for lights behind the Harris. They are on.",
                "In May 41 of you told us that the path behind the museum is too dark. The lights "
                "were switched on this week. Tell us if they help.",
            ),
            "zh-hans": Words(
                "您提出的博物馆后小路照明，现已亮灯",
                "五月有 41 人告诉我们博物馆后面的小路太暗。"
                "本周路灯已经亮起。请告诉我们是否有帮助。",
            ),
        },
    ),
    (
        120,
        {
            "en": Words(
                "Meet your neighbourhood officers in Ingol on Tuesday",
                "Lucy and Dan are in the community centre at six. Bring a bike and they mark it "
                "for free.",
            ),
            "zh-hans": Words(
                "周二在 Ingol 与您的社区警员见面",
                "Lucy 和 Dan 六点在社区中心。带上自行车，可免费打上标记。",
            ),
        },
    ),
)


def follow_the_town(now: datetime, cast: dict[str, User]) -> None:
    """Have residents follow in their inbox, and others by e-mail; one has not confirmed yet."""
    asked = now - timedelta(days=20)
    everything = Wish(topics=tuple(Topic), whole_town=True)
    centre = Wish(
        topics=(Topic.SAFETY, Topic.THEFT, Topic.NIGHT),
        cells=tuple({cell8("friargate"), cell8("campus"), cell8("station")}),
    )
    for key, wish, language in (
        ("mei", centre, "zh-hans"),
        ("priya", everything, "en"),
        ("tom_a", centre, "en"),
        ("jack", everything, "en"),
    ):
        follow_in_inbox(
            realm_id=LIVE_REALM_ID, user=cast[key], wish=wish, language=language, now=asked
        )
    names = _FIRST_NAMES.split()
    for number, name in enumerate(names):
        spot = list(SPOTS)[number % len(SPOTS)]
        wish = everything if number % 3 == 0 else _near(spot)
        ask_to_follow(
            realm_id=LIVE_REALM_ID,
            address=f"{name}@{MAIL_DOMAIN}",
            wish=wish,
            language="zh-hans" if number % 5 == 4 else "en",
            now=asked,
        )
        if name != names[-1]:
            _open_the_letter(asked + timedelta(minutes=4))


def _near(spot: str) -> Wish:
    return Wish(topics=(Topic.SAFETY, Topic.THEFT), cells=(cell8(spot),))


def _open_the_letter(now: datetime) -> None:
    """Follow the link of the newest letter, as the person does who got it."""
    letter = Content.objects.latest("pk")
    confirm_follow(token=letter.link_path.strip("/").rpartition("/")[2], now=now)


def cell8(spot: str) -> int:
    """Return the cell of about 0.7 km² around a spot."""
    _name, longitude, latitude = SPOTS[spot]
    return snap(longitude=longitude, latitude=latitude).cell8


def warn_the_town(now: datetime, cast: dict[str, User]) -> None:
    """Write every warning and every piece of news, at its moment and as far as it got."""
    for ago, words in NEWS:
        actions.publish_news(
            realm_id=LIVE_REALM_ID,
            words=words,
            writer=cast["sara"],
            now=now - timedelta(hours=ago),
        )
    for told in WARNINGS:
        _warn(told, now - timedelta(hours=told.ago), cast)


def _warn(told: Told, start: datetime, cast: dict[str, User]) -> Publication:
    draft = Draft(
        severity=told.severity,
        topic=told.topic,
        ends_at=start + timedelta(hours=told.lasts),
        words=told.words,
        cells=tuple(sorted({cell8(spot) for spot in told.spots})),
    )
    writer = cast[told.writer]
    warning = actions.start_warning(
        realm_id=LIVE_REALM_ID, draft=draft, writer=writer, now=start - timedelta(minutes=12)
    )
    if told.state == PublicationState.DRAFT:
        return warning
    warning = actions.ask_for_approval(
        publication=warning,
        writer=writer,
        expected_revision=warning.revision,
        now=start - timedelta(minutes=4),
    )
    if told.state == PublicationState.AWAITING:
        return warning
    return actions.approve(
        publication=warning,
        approver=cast[told.approver],
        expected_revision=warning.revision,
        now=start,
    )
