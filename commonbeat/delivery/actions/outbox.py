"""Writing texts, and putting them into the outbox."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.db import connection, transaction
from django.db.models import Case, Max, Min, Model, QuerySet, When
from django.utils.translation import gettext as _

from commonbeat.core.crypto import keyed_digest
from commonbeat.core.errors import CommonbeatError, NotAllowed
from commonbeat.core.ids import new_key
from commonbeat.delivery import queries
from commonbeat.delivery.models import Content, Endpoint, OutboxMessage
from commonbeat.delivery.rules import (
    Channel,
    MessageState,
    Priority,
    may_reach,
)

# Rows written while the writer's lock is held once: 33 ms on SQLite.
CHUNK = 20_000
_is_email = EmailValidator()


class InvalidAddress(CommonbeatError):
    """The text is not an address of its channel."""


class WrongRealm(CommonbeatError):
    """A text of one realm was sent to an address of another."""


def normal_address(*, channel: str, address: str) -> str:
    """Return an address in its one spelling; raises ``InvalidAddress``."""
    if channel == Channel.INBOX:
        return address
    local, _at, domain = address.strip().rpartition("@")
    try:
        plain = f"{local}@{domain.lower().encode('idna').decode()}"
        plain.encode("ascii")
        _is_email(plain)
    except (ValidationError, UnicodeError):
        raise InvalidAddress(
            _("Enter an email address in the right form, like name@example.com.")
        ) from None
    return plain


@transaction.atomic
def ensure_endpoint(
    *, realm_id: int, channel: str, address: str, language: str, now: datetime
) -> Endpoint:
    """Return the endpoint of an address, made if need be, speaking ``language`` from now on.

    Raises ``InvalidAddress``, and ``NotAllowed`` for a real address outside the live realm.
    """
    plain = normal_address(channel=channel, address=address)
    is_live = realm_id in queries.live_realm_ids()
    if not may_reach(realm_is_live=is_live, channel=channel, address=plain):
        raise NotAllowed(_("An exercise cannot write to a real address."))
    endpoint = queries.endpoint_for(realm_id=realm_id, channel=channel, address=plain)
    if endpoint is None:
        endpoint, _made = Endpoint.objects.get_or_create(
            realm_id=realm_id,
            channel=channel,
            address_digest=keyed_digest(queries.ADDRESS_DIGEST, plain),
            defaults={"address": plain, "language": language, "created_at": now},
        )
    if endpoint.language != language:
        endpoint.language = language
        endpoint.save(update_fields=["language"])
    return endpoint


@transaction.atomic
def write_content(
    *,
    realm_id: int,
    label: str,
    language: str,
    subject: str,
    body: str,
    link_path: str = "",
    urgent: bool = False,
    personal: bool = False,
    expires_at: datetime | None = None,
    now: datetime,
) -> Content:
    """Return the one text of a label and language, written now if it was not there yet.

    ``subject`` is one line, ``body`` plain text with empty lines between paragraphs, ``link_path``
    an address on this site. ``personal``: one person asked for it just now, so it goes first and
    no stop holds it back. After ``expires_at`` it is not sent any more.
    """
    priority = Priority.PERSONAL if personal else Priority.URGENT if urgent else Priority.ROUTINE
    content, _made = Content.objects.get_or_create(
        realm_id=realm_id,
        label=label,
        language=language,
        defaults={
            "subject": " ".join(subject.split()),
            "body": body,
            "link_path": link_path,
            "priority": priority,
            "created_at": now,
            "expires_at": expires_at,
        },
    )
    return content


@transaction.atomic
def enqueue(*, content: Content, endpoint: Endpoint, now: datetime) -> OutboxMessage:
    """Put one text into the outbox for one address; asking twice is one message.

    Raises ``WrongRealm``. A stopped address gets personal texts only: the message is cancelled.
    """
    if content.realm_id != endpoint.realm_id:
        raise WrongRealm(f"content {content.pk} and {endpoint} belong to different realms")
    held = endpoint.stopped_at is not None and not content.is_personal
    message, _made = OutboxMessage.objects.get_or_create(
        content=content,
        endpoint=endpoint,
        defaults={
            "realm_id": content.realm_id,
            "channel": endpoint.channel,
            "priority": content.priority,
            "due_at": now,
            "state": MessageState.CANCELLED if held else MessageState.QUEUED,
            "settled_at": now if held else None,
        },
    )
    return message


def enqueue_for[M: Model](
    *, content: Content, endpoints: QuerySet[M], now: datetime, endpoint_field: str = "pk"
) -> int:
    """Put one text into the outbox for every address of a queryset; return how many were new.

    ``endpoints`` is a queryset of ``Endpoint``, or of rows that point at one by
    ``endpoint_field`` (follows: ``endpoint_field="endpoint_id"``; an index that ends in that
    column makes each chunk a range of it). Written in chunks of 20,000 endpoint ids, each its own
    transaction: killed in the middle, it is simply called again. Addresses that were stopped or
    belong to another realm are left out.
    """
    ends = endpoints.order_by().aggregate(low=Min(endpoint_field), high=Max(endpoint_field))
    if ends["low"] is None:
        return 0
    written = 0
    for low in range(ends["low"], ends["high"] + 1, CHUNK):
        in_range = {f"{endpoint_field}__gte": low, f"{endpoint_field}__lt": low + CHUNK}
        written += _insert_chunk(
            {}, content, endpoints.order_by().filter(**in_range).values(endpoint_field), now
        )
    return written


def enqueue_in_own_language[M: Model](
    *,
    contents: Mapping[str, Content],
    otherwise: Content,
    endpoint_ids: QuerySet[M, Any],
    now: datetime,
) -> int:
    """Put one of several texts into the outbox for every address: its own language, or the other.

    ``endpoint_ids`` is a queryset of one column of endpoint ids; repeated ids are one message. One
    ``INSERT … SELECT``: the caller keeps it to a chunk. All texts are of one kind and realm.
    """
    return _insert_chunk(contents, otherwise, endpoint_ids, now)


def _insert_chunk(
    contents: Mapping[str, Content],
    otherwise: Content,
    endpoint_ids: QuerySet[Any, Any],
    now: datetime,
) -> int:
    audience = Endpoint.objects.filter(pk__in=endpoint_ids, realm_id=otherwise.realm_id)
    if not otherwise.is_personal:
        audience = audience.filter(stopped_at__isnull=True)
    text = Case(
        *(When(language=language, then=content.pk) for language, content in contents.items()),
        default=otherwise.pk,
    )
    select, select_params = audience.values_list("pk", "channel", text).query.sql_with_params()
    columns = {
        "realm_id": otherwise.realm_id,
        "priority": otherwise.priority,
        "state": MessageState.QUEUED.value,
        "due_at": connection.ops.adapt_datetimefield_value(now),
        "tries": 0,
        "faults": 0,
        "error": "",
    }
    table = connection.ops.quote_name(OutboxMessage._meta.db_table)
    sql = (
        f"INSERT INTO {table} (endpoint_id, channel, content_id, {', '.join(columns)}) "  # noqa: S608  our own names
        f"SELECT audience.*, {', '.join(['%s'] * len(columns))} FROM ({select}) audience "
        "WHERE TRUE ON CONFLICT DO NOTHING"
    )
    params: list[Any] = [*columns.values(), *select_params]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


@transaction.atomic
def send_to_address(
    *,
    realm_id: int,
    address: str,
    language: str,
    subject: str,
    body: str,
    link_path: str = "",
    expires_at: datetime | None = None,
    now: datetime,
) -> OutboxMessage:
    """Write to one e-mail address that asked for it just now (a code, a link to confirm).

    Goes through the same outbox as everything else, before everything else.
    Raises ``InvalidAddress``, and ``NotAllowed`` for a real address outside the live realm.
    """
    endpoint = ensure_endpoint(
        realm_id=realm_id, channel=Channel.EMAIL, address=address, language=language, now=now
    )
    content = write_content(
        realm_id=realm_id,
        label=f"personal:{new_key()}",
        language=language,
        subject=subject,
        body=body,
        link_path=link_path,
        personal=True,
        expires_at=expires_at,
        now=now,
    )
    return enqueue(content=content, endpoint=endpoint, now=now)
