"""Where sealed files are kept, from the environment: a folder, or a bucket of an object store."""

from typing import Any

from environs import Env


def evidence_storage_settings(bucket: str, env: Env) -> dict[str, Any]:
    """Return the ``STORAGES`` entry for sealed files; ``bucket`` is empty for a folder."""
    if not bucket:
        return {"BACKEND": "commonbeat.core.durable_storage.DurableStorage"}
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": env.str("EVIDENCE_ENDPOINT", "") or None,
            "region_name": env.str("EVIDENCE_REGION", "") or None,
            "access_key": env.str("EVIDENCE_ACCESS_KEY", "") or None,
            "secret_key": env.str("EVIDENCE_SECRET_KEY", "") or None,
            # What is read comes through a sealed file on the disk, never whole into memory.
            "max_memory_size": 1_048_576,
            # Names are random and ours: asking whether one is taken would cost a request each.
            "file_overwrite": True,
            "default_acl": None,
        },
    }
