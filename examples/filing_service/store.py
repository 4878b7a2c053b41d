"""What has been filed, in a database: SQLite, or PostgreSQL by its URL. The rules of the FAQ are
unique constraints of its tables.

One request is one transaction: look up, assess, store what is accepted. SQLite lets one writer in
at a time. PostgreSQL gives each transaction a snapshot; of two rivals the constraints let one
through, and the other starts again with a snapshot that shows what it lost to, so that the rules
can say so. Nothing is ever deleted, so each start finds more rows, and those stay.

Identity numbers are stored, but never shown: not in an error, not in a log, not in the database's
own log. That is why a row that is there already is no error (`ON CONFLICT DO NOTHING`), and why
only the class of an error is logged, never its message.
"""

import hashlib
import json
import logging
from collections.abc import Callable
from typing import Any, TypeVar

import attrs
from sqlalchemy import (
    Column,
    ForeignKey,
    MetaData,
    Row,
    Select,
    Table,
    Text,
    bindparam,
    create_engine,
    event,
    make_url,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.schema import CreateIndex, CreateTable

from icp_rules import (
    Assessment,
    Credential,
    Filing,
    FilingRequest,
    Request,
    Subject,
    SubjectType,
    Verdict,
    assess,
    dump,
)

ATTEMPTS = 10  # for one request
DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
LOG = logging.getLogger(__name__)
T = TypeVar("T")


# -- Tables ----------------------------------------------------------------------------------------

TABLES = MetaData()

#: A subject is its key. The other columns are what it was first filed with.
SUBJECTS = Table(
    "subjects",
    TABLES,
    Column("key", Text, primary_key=True),
    Column("type", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("nature", Text),
    Column("credential_kind", Text, nullable=False),
    Column("credential_number", Text, nullable=False),
)

#: Every name a subject was filed under: a change of name is a warning, not an error.
NAMES = Table(
    "names",
    TABLES,
    Column("subject_key", ForeignKey(SUBJECTS.c.key), primary_key=True),
    Column("name", Text, primary_key=True, index=True),
    Column("type", Text, primary_key=True),
)

#: FAQ, question 1: one account, one subject. Each of the two columns is unique.
ACCOUNTS = Table(
    "accounts",
    TABLES,
    Column("account", Text, primary_key=True),
    Column("subject_key", ForeignKey(SUBJECTS.c.key), nullable=False, unique=True),
)

#: A domain is filed under one subject, a subject has any number of them.
WEBSITES = Table(
    "websites",
    TABLES,
    Column("domain", Text, primary_key=True),
    Column("subject_key", ForeignKey(SUBJECTS.c.key), nullable=False, index=True),
)

#: Every filing number of a subject: one that two subjects have is a warning, not an error.
NUMBERS = Table(
    "numbers",
    TABLES,
    Column("number", Text, primary_key=True),
    Column("subject_key", ForeignKey(SUBJECTS.c.key), primary_key=True),
)

#: Every accepted filing as it came, once.
FILINGS = Table(
    "filings",
    TABLES,
    Column("digest", Text, primary_key=True),
    Column("account", ForeignKey(ACCOUNTS.c.account), nullable=False),
    Column("content", Text, nullable=False),
)

FIRST_FILED = select(SUBJECTS).join(ACCOUNTS).where(ACCOUNTS.c.account == bindparam("value"))
AS_FILED = select(
    NAMES.c.type,
    NAMES.c.name,
    SUBJECTS.c.credential_kind,
    SUBJECTS.c.credential_number,
)
SUBJECTS_OF = AS_FILED.select_from(SUBJECTS.join(NAMES).join(ACCOUNTS)).where(
    ACCOUNTS.c.account == bindparam("value")
)
ACCOUNTS_OF = select(ACCOUNTS.c.account).where(ACCOUNTS.c.subject_key == bindparam("value"))
HOLDERS_OF = AS_FILED.select_from(SUBJECTS.join(NAMES).join(WEBSITES)).where(
    WEBSITES.c.domain == bindparam("value")
)
NAMED = select(NAMES.c.subject_key).where(
    NAMES.c.name == bindparam("value"), NAMES.c.type == SubjectType.ORGANIZATION.value
)
NUMBERED = select(NUMBERS.c.subject_key).where(NUMBERS.c.number == bindparam("value"))
DOMAINS_OF = (
    select(WEBSITES.c.domain)
    .where(WEBSITES.c.subject_key == bindparam("value"))
    .order_by(WEBSITES.c.domain)
)


# -- The index -------------------------------------------------------------------------------------


@attrs.frozen
class DatabaseIndex:
    """The `FilingIndex` of one transaction. It asks the database each question once: what is
    stored after an assessment depends on what the assessment asked.
    """

    connection: Connection
    _found: dict[tuple[Select[Any], str], list[Row[Any]]] = attrs.field(factory=dict, init=False)

    def subjects_of(self, account: str, /) -> list[Subject]:
        """The subject this account holds, once under each name."""
        return [_subject(row) for row in self._rows(SUBJECTS_OF, account)]

    def accounts_of(self, subject_key: str, /) -> list[str]:
        """The account this subject is filed from."""
        return [row.account for row in self._rows(ACCOUNTS_OF, subject_key)]

    def holders_of(self, domain: str, /) -> list[Subject]:
        """The subject this domain is filed under, once under each name."""
        return [_subject(row) for row in self._rows(HOLDERS_OF, domain)]

    def subjects_named(self, name: str, /) -> list[str]:
        """The keys of the organizations filed under this name."""
        return [row.subject_key for row in self._rows(NAMED, name)]

    def subjects_numbered(self, subject_number: str, /) -> list[str]:
        """The keys of the subjects that have a website with this subject's part of its number."""
        return [row.subject_key for row in self._rows(NUMBERED, subject_number)]

    def names_of(self, subject: Subject, /) -> set[tuple[str, str]]:
        """Each name this subject was filed under, with its type."""
        held = (self.subjects_of(account) for account in self.accounts_of(subject.key))
        return {(one.name, one.type.value) for each in held for one in each}

    def _rows(self, query: Select[Any], value: str) -> list[Row[Any]]:
        question = query, value
        if question not in self._found:
            self._found[question] = list(self.connection.execute(query, {"value": value}))
        return self._found[question]


def _subject(row: Row[Any]) -> Subject:
    return Subject(row.type, row.name, Credential(row.credential_kind, row.credential_number))


# -- The store -------------------------------------------------------------------------------------


class Overtaken(Exception):
    """Another transaction has stored the row first."""


class Unavailable(Exception):
    """The database did not do it, however often it was asked."""


@attrs.frozen
class Held:
    """What is filed from an account."""

    account: str
    subject: Subject
    domains: tuple[str, ...]


@attrs.frozen
class Store:
    """The database."""

    _engine: Engine

    @classmethod
    def at(cls, url: str) -> "Store":
        """The store at a URL of SQLAlchemy, a file of SQLite or PostgreSQL.
        Nothing is opened yet.
        """
        place = make_url(url)
        driver = DRIVERS.get(place.drivername.partition("+")[0])
        if driver is None or (driver == "sqlite" and place.database in (None, "", ":memory:")):
            raise ValueError(
                "the database is a file of SQLite or a database of PostgreSQL: "
                "sqlite:///filings.sqlite, postgresql://…"
            )
        place = place.set(drivername=driver)
        if driver != "sqlite":
            return cls(
                create_engine(place, hide_parameters=True, isolation_level="REPEATABLE READ")
            )
        engine = create_engine(place, hide_parameters=True, connect_args={"timeout": 5})
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return cls(engine)

    def create(self) -> None:
        """Make the tables that are not there."""

        def make(connection: Connection) -> None:
            for table in TABLES.sorted_tables:
                connection.execute(CreateTable(table, if_not_exists=True))
                for index in table.indexes:
                    connection.execute(CreateIndex(index, if_not_exists=True))

        self._transaction(make, writing=True)

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    def assess(self, request: Request) -> Assessment:
        """The answer to a request; if it is a filing and accepted, it is stored,
        all of it or nothing.
        """

        def answer(connection: Connection) -> Assessment:
            index = DatabaseIndex(connection)
            found = assess(request, index)
            if isinstance(request, FilingRequest) and found.verdict is Verdict.ACCEPTED:
                _put(connection, request.filing, index)
            return found

        return self._transaction(answer, writing=isinstance(request, FilingRequest))

    def held_by(self, account: str) -> Held | None:
        """What is filed from an account, or None."""

        def look(connection: Connection) -> Held | None:
            row = connection.execute(FIRST_FILED, {"value": account}).one_or_none()
            if row is None:
                return None
            subject = attrs.evolve(_subject(row), nature=row.nature)
            return Held(
                account, subject, tuple(connection.scalars(DOMAINS_OF, {"value": subject.key}))
            )

        return self._transaction(look, writing=False)

    def _transaction(self, work: Callable[[Connection], T], *, writing: bool) -> T:
        """Do the work in one transaction, and again if it fails. It may be done again: storing
        something twice changes nothing.
        """
        engine, failure = self._engine.execution_options(writing=writing), ""
        for _ in range(ATTEMPTS):
            try:
                with engine.begin() as connection:
                    return work(connection)
            except (Overtaken, SQLAlchemyError) as error:
                failure = type(getattr(error, "orig", None) or error).__name__
        LOG.error("the database failed %s times, at last with %s", ATTEMPTS, failure)
        # outside the except block: a __context__ would carry the values along
        raise Unavailable(failure)


def _put(connection: Connection, filing: Filing, index: DatabaseIndex) -> None:
    """Store what is new in a filing that has been accepted, always in the same order, so that no
    two wait for each other.
    """
    subject, key = filing.subject, filing.subject.key
    if not index.accounts_of(key):
        _insert(
            connection,
            SUBJECTS,
            key=key,
            type=subject.type.value,
            name=subject.name,
            nature=subject.nature and subject.nature.value,
            credential_kind=subject.credential.kind.value,
            credential_number=subject.credential.number,
        )
        _insert(connection, ACCOUNTS, account=filing.account, subject_key=key)
    if (subject.name, subject.type.value) not in index.names_of(subject):
        _insert(connection, NAMES, subject_key=key, name=subject.name, type=subject.type.value)
    for domain in sorted({site.domain for site in filing.websites}):
        if not index.holders_of(domain):
            _insert(connection, WEBSITES, domain=domain, subject_key=key)
    numbers = (site.filing_number for site in filing.websites)
    for number in sorted({one.subject_number for one in numbers if one is not None}):
        if key not in index.subjects_numbered(number):
            _insert(connection, NUMBERS, number=number, subject_key=key)
    content = json.dumps(dump(filing), ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(content.encode()).hexdigest()
    if connection.scalar(select(FILINGS.c.digest).where(FILINGS.c.digest == digest)) is None:
        _insert(connection, FILINGS, digest=digest, account=filing.account, content=content)


def _insert(connection: Connection, table: Table, **row: str | None) -> None:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    (key, *_) = table.primary_key
    # nothing was inserted
    if (
        connection.scalar(dialect.insert(table).values(row).on_conflict_do_nothing().returning(key))
        is None
    ):
        raise Overtaken


def _open_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # sqlite3 begins no transaction by itself; the engine does
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
