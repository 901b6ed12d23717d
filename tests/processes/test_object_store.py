"""Sealed files in a bucket: the site as its settings make it, beside a real S3 server.

The server is moto's, in a thread, on the loopback.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from django.conf import settings as site
from django.test import Client
from environs import Env
from moto.server import ThreadedMotoServer
from pytest_django import Settings

from commonbeat.accounts.models import Role
from commonbeat.accounts.tests.factories import make_user, sign_in
from commonbeat.config.object_store import evidence_storage_settings
from commonbeat.core import clock
from commonbeat.reports.actions import prepare_exhibits, sweep_evidence
from commonbeat.reports.models import Exhibit
from commonbeat.reports.queries import copy_of, exhibits, signed_address
from commonbeat.reports.rules.evidence import CopyRole
from commonbeat.reports.tests.evidence import bytes_of, files, keep
from commonbeat.reports.tests.factories import NOON, make_receipt, make_report
from commonbeat.reports.tests.pictures import picture, saved

pytestmark = pytest.mark.django_db

BUCKET = "sealed"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(
    server: str, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> Iterator[Any]:
    """Name a fresh bucket to the site as whoever runs it does, and give it to look into."""
    facts = {"ENDPOINT": server, "REGION": "eu-west-2", "ACCESS_KEY": "a", "SECRET_KEY": "b"}
    for name, value in facts.items():
        monkeypatch.setenv(f"COMMONBEAT_EVIDENCE_{name}", value)
    told = evidence_storage_settings(BUCKET, Env(prefix="COMMONBEAT_"))
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {**site.STORAGES, "evidence": told}
    store = boto3.resource(
        "s3",
        endpoint_url=server,
        region_name="eu-west-2",
        aws_access_key_id="a",
        aws_secret_access_key="b",
    )
    bucket = store.create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-2"}
    )
    yield bucket
    bucket.objects.all().delete()
    bucket.delete()
    store.meta.client.close()


def names(bucket: Any) -> set[str]:
    return {each.key for each in bucket.objects.all()}


def photographed() -> Exhibit:
    receipt = make_receipt()
    keep(receipt, data=saved(picture((900, 600)), "JPEG"))
    report = make_report(receipt=receipt)
    prepare_exhibits(now=NOON)
    [exhibit] = exhibits(report)
    return exhibit


def test_a_file_lies_sealed_in_the_bucket_and_nowhere_else(bucket: Any) -> None:
    exhibit = photographed()
    copies = list(exhibit.copies.all())
    assert {copy.role for copy in copies} == {"clean", "thumbnail", "view"}
    assert names(bucket) == {copy.name for copy in copies}
    assert not files()
    for copy in copies:
        lying = bucket.Object(copy.name).get()["Body"].read()
        whole = bytes_of(exhibit, CopyRole(copy.role))
        assert whole.startswith(b"\xff\xd8\xff") and len(lying) > len(whole)
        assert whole[:16] not in lying and b"JFIF" not in lying


def test_a_file_in_the_bucket_is_given_out_part_by_part(bucket: Any) -> None:
    exhibit = photographed()
    copy = copy_of(exhibit, CopyRole.VIEW)
    assert copy is not None
    whole = bytes_of(exhibit, CopyRole.VIEW)
    client, operator = Client(), make_user(Role.TRIAGE_OPERATOR)
    sign_in(client, operator)
    address = signed_address(copy, user=operator, now=clock.now())
    for asked, status, part in (
        ("", 200, whole),
        ("bytes=1000-1099", 206, whole[1000:1100]),
        ("bytes=-7", 206, whole[-7:]),
    ):
        answer: Any = client.get(address, headers={"range": asked})
        assert answer.status_code == status
        assert b"".join(answer.streaming_content) == part


def test_what_goes_is_gone_from_the_bucket(
    bucket: Any, django_capture_on_commit_callbacks: Any
) -> None:
    staying, going = photographed(), photographed()
    with django_capture_on_commit_callbacks(execute=True):
        going.delete()
    assert names(bucket) == {copy.name for copy in staying.copies.all()}


def test_objects_that_no_row_knows_are_swept(bucket: Any) -> None:
    exhibit = photographed()
    known = {copy.name for copy in exhibit.copies.all()}
    stray = f"{next(iter(known))[:-1]}~"
    bucket.put_object(Key=stray, Body=b"left by a process that died")
    assert sweep_evidence(now=clock.now() + timedelta(minutes=50)) == 0
    assert sweep_evidence(now=clock.now() + timedelta(hours=27)) == 1
    assert names(bucket) == known


def test_a_store_that_takes_nothing_leaves_no_row_behind(bucket: Any) -> None:
    bucket.delete()
    with pytest.raises(ClientError, match="NoSuchBucket"):
        keep(make_receipt())
    assert not Exhibit.objects.exists()
    assert not files()
    bucket.create(CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
