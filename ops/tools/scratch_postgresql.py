"""Prints the address of a PostgreSQL database for tests, or nothing when none answers.

The database is our own, made if it is not there; Django makes its test databases beside it.
"""

import os
import sys

import psycopg

SERVER = os.environ.get("COMMONBEAT_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432")
NAME = "commonbeat_ci"


def main() -> int:
    """Print the address; an absent server is no fault, a server that refuses us is said."""
    try:
        connection = psycopg.connect(f"{SERVER}/postgres", autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        print(str(error).strip(), file=sys.stderr)
        return 0
    with connection:
        there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
        if there.fetchone() is None:
            connection.execute(f'CREATE DATABASE "{NAME}"')
    print(f"{SERVER}/{NAME}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
