"""What of the records system belongs to a realm: rows of the table in ``belongings.py``."""

from commonbeat.casework.tests.records import make_records_file
from tests.architecture.owned import of_realm


def _file(realm_id: int) -> object:
    return make_records_file(realm_id=realm_id).key


OWNED = (
    of_realm("casework:answer_records_file", _file, method="post"),
    of_realm("casework:take_records_file", _file, method="post"),
)
