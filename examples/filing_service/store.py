"""The accepted filings, in SQLite or PostgreSQL. Unique constraints of the tables enforce the rules
of the FAQ.

Each request is one transaction: look up what is filed, assess, store an accepted filing. SQLite
allows one writer at a time. PostgreSQL gives each transaction a snapshot. If two transactions store
conflicting filings, the constraints stop one of them. It starts again with a new snapshot, finds
the other filing, and the rules explain the conflict. Rows are never deleted, so a conflicting row
that stopped a transaction is still there when it starts again.

Identity numbers are stored but never appear in errors, logs or the database's own log. That is why
inserting an existing row is not an error (`ON CONFLICT DO NOTHING`), and why the log gets the class
of an error but not its message.
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

#: Subjects by key. The other columns are those of the subject's first filing.
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

#: Every name a subject was filed under. A new name causes a warning, not an error.
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

#: A domain is filed under one subject. A subject has any number of domains.
WEBSITES = Table(
    "websites",
    TABLES,
    Column("domain", Text, primary_key=True),
    Column("subject_key", ForeignKey(SUBJECTS.c.key), nullable=False, index=True),
)

#: Every filing number of a subject. A number of two subjects causes a warning, not an error.
NUMBERS = Table(
    "numbers",
    TABLES,
    Column("number", Text, primary_key=True),
    Column("subject_key", ForeignKey(SUBJECTS.c.key), primary_key=True),
)

#: Every accepted filing as it was sent. The same filing is stored once.
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
    """The `FilingIndex` of one transaction. It remembers each answer of the database, because what
    is stored after an assessment has to fit what the assessment saw.
    """

    connection: Connection
    _found: dict[tuple[Select[Any], str], list[Row[Any]]] = attrs.field(factory=dict, init=False)

    def subjects_of(self, account: str, /) -> list[Subject]:
        """The subject of this account, once for each of its names."""
        return [_subject(row) for row in self._rows(SUBJECTS_OF, account)]

    def accounts_of(self, subject_key: str, /) -> list[str]:
        """The account this subject is filed from."""
        return [row.account for row in self._rows(ACCOUNTS_OF, subject_key)]

    def holders_of(self, domain: str, /) -> list[Subject]:
        """The subject this domain is filed under, once for each of its names."""
        return [_subject(row) for row in self._rows(HOLDERS_OF, domain)]

    def subjects_named(self, name: str, /) -> list[str]:
        """The keys of the organizations filed under this name."""
        return [row.subject_key for row in self._rows(NAMED, name)]

    def subjects_numbered(self, subject_number: str, /) -> list[str]:
        """The keys of the subjects with a website whose filing number has this subject number."""
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
    """Another transaction has stored the row already."""


class Unavailable(Exception):
    """The database failed in every attempt."""


@attrs.frozen
class Held:
    """What is filed from an account."""

    account: str
    subject: Subject
    domains: tuple[str, ...]


@attrs.frozen
class Store:
    """The database of accepted filings."""

    _engine: Engine

    @classmethod
    def at(cls, url: str) -> "Store":
        """The store at a URL such as `sqlite:///filings.sqlite`. Opens nothing yet."""
        place = make_url(url)
        driver = DRIVERS.get(place.drivername.partition("+")[0])
        if driver is None or (driver == "sqlite" and place.database in (None, "", ":memory:")):
            raise ValueError(
                "expected an SQLite file or a PostgreSQL database, such as "
                "sqlite:///filings.sqlite or postgresql://…"
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
        """Create the tables that are missing."""

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
        """Answer a request. If it is a filing and accepted, store all of it."""

        def answer(connection: Connection) -> Assessment:
            index = DatabaseIndex(connection)
            found = assess(request, index)
            if isinstance(request, FilingRequest) and found.verdict is Verdict.ACCEPTED:
                _put(connection, request.filing, index)
            return found

        return self._transaction(answer, writing=isinstance(request, FilingRequest))

    def held_by(self, account: str) -> Held | None:
        """What is filed from an account, or None if nothing is."""

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
        """Do the work in one transaction, and try again if it fails. Trying again is safe, because
        storing something twice changes nothing.
        """
        engine, failure = self._engine.execution_options(writing=writing), ""
        for _ in range(ATTEMPTS):
            try:
                with engine.begin() as connection:
                    return work(connection)
            except (Overtaken, SQLAlchemyError) as error:
                failure = type(getattr(error, "orig", None) or error).__name__
        LOG.error("the database failed %s times; the last error was %s", ATTEMPTS, failure)
        # raised outside the except block, where its __context__ would contain input values
        raise Unavailable(failure)


def _put(connection: Connection, filing: Filing, index: DatabaseIndex) -> None:
    """Store the new parts of an accepted filing. The order is always the same, so that two
    transactions never wait for each other.
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
    insert = dialect.insert(table).values(row).on_conflict_do_nothing()
    if connection.scalar(insert.returning(key)) is None:  # the row was there already
        raise Overtaken


def _open_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # the engine begins transactions, not sqlite3
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
