"""Register, routes and recovery together, in any order, against plain dictionaries."""

import datetime as dt

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, rule

from icp_rules import (
    Edition,
    EmailInitializationRequest,
    FilingOrigin,
    FilingRegister,
    FilingRequest,
    ImportRequest,
    RecoveryRequest,
    RuleViolation,
    assess,
    check_filing,
    import_route,
    what_must_change,
)
from tests import strategies as own
from tests.test_accounts import oracle as may_import
from tests.test_subjects import ERRORS, Model, codes

NO_ERROR = {
    "import": True,
    "claim": False,
    "log_on": False,
    "not_eligible": False,
    "date_needed": False,
    "look_up": False,
}
HELP = Edition.HELP_2025_04_23


class World(RuleBasedStateMachine):
    """Registers and the filings they were made of: added to, merged, branched,
    imported into, asked about."""

    worlds = Bundle("worlds")

    @initialize(target=worlds)
    def nothing(self):
        return FilingRegister.of(), []

    @initialize(target=worlds, filings=st.lists(own.colliding_filings, max_size=8))
    def some(self, filings):
        return FilingRegister.of(filings), filings

    @rule(target=worlds, world=worlds, filing=own.colliding_filings, edition=own.editions)
    def file(self, world, filing, edition):
        register, filed = world
        wanted = Model(filed).codes(filing, edition is HELP)
        assert codes(register.check(filing, edition)) == wanted
        assert check_filing(filing, filed, edition) == register.check(filing, edition)
        errors = ERRORS & set(wanted)
        assert (
            assess(FilingRequest(filing), register, edition=edition).verdict == "rejected"
        ) == bool(errors)
        if errors:
            with pytest.raises(RuleViolation) as caught:
                register.add(filing, edition)
            assert codes(caught.value.findings) == wanted
            return world
        return register.add(filing), [*filed, filing]

    @rule(target=worlds, one=worlds, two=worlds)
    def merge(self, one, two):
        return one[0].merge(two[0]), one[1] + two[1]

    @rule(
        world=worlds,
        account=own.accounts,
        origin=st.sampled_from(FilingOrigin),
        day=st.none() | st.dates(dt.date(2005, 1, 1), dt.date(2019, 12, 31)),
        knows=st.tuples(st.booleans(), st.booleans()),
        edition=own.editions,
    )
    def bring_over(self, world, account, origin, day, knows, edition):
        """What may be imported depends on the origin and the day alone; whether the account is
        free, on what was filed; the steps, on what is known and on whether it is free."""
        register, filed = world
        taken = any(one.account == account for one in filed)
        known = {"knows_old_account": knows[0], "knows_old_password": knows[1]}
        asked = ImportRequest(account, origin, day, **known)
        answer = assess(asked, register, edition=edition)
        outcome = may_import(edition.value, origin.value, day)
        taken = taken and outcome not in ("log_on", "look_up")  # then nothing is imported
        assert (answer.verdict == "accepted") == (NO_ERROR[outcome] and not taken)
        assert ("account_already_has_subject" in codes(answer.findings)) == taken
        lost = outcome == "import" and not knows[0]
        assert ("replaces_email_account" in codes(answer.findings)) == lost
        route = import_route(origin, day, **known, edition=edition, account=account, index=register)
        assert (route.findings, route.steps) == (answer.findings, answer.steps)
        leads = outcome in ("import", "claim", "log_on", "look_up")
        assert bool(answer.steps) == (leads and not taken)
        assert answer == assess(asked, filed, edition=edition), (
            "a plain list of what is filed is an index too"
        )

    @rule(world=worlds, knows=st.booleans(), can=st.booleans(), edition=own.editions)
    def recover(self, world, knows, can, edition):
        """How an account is recovered never depends on what is filed."""
        answer = assess(RecoveryRequest(knows, can), world[0], edition=edition)
        assert (
            answer == assess(RecoveryRequest(knows, can), edition=edition)
            and answer.verdict == "accepted"
        )
        if edition is HELP:
            assert codes(answer.findings) == ["not_stated"] * knows
        else:
            assert codes(answer.findings) == ([] if knows and can else ["replaces_email_account"])

    @rule(world=worlds, applicant=own.applicants, day=own.days)
    def initialize_email(self, world, applicant, day):
        """Nor do the documents of who has lost it."""
        request = EmailInitializationRequest(applicant, day)
        assert assess(request, world[0]) == assess(request)

    @rule(target=worlds, world=worlds, filing=own.colliding_filings)
    def follow_the_remedy(self, world, filing):
        """What has to be changed, changed: then it can be filed."""
        register, filed = world
        remedies = what_must_change(FilingRequest(filing), register)
        made = [remedy.request.filing for remedy in remedies if remedy.request is not None]
        for one in made:
            assert not [finding for finding in register.check(one) if finding.is_error]
        return (register.add(made[0]), [*filed, made[0]]) if made else world

    @rule(world=worlds)
    def agrees(self, world):
        register, filed = world
        model = Model(filed)
        assert (
            set(register) == set(filed)
            and len(register) == len(set(filed))
            and all(one in register for one in filed)
        )
        assert register == FilingRegister.of(reversed(filed)) and hash(register) == hash(
            FilingRegister.of(filed)
        )
        assert register.conflicts().accounts == {
            k: frozenset(v) for k, v in model.subjects.items() if len(v) > 1
        }
        for account, keys in model.subjects.items():
            assert {s.key for s in register.subjects_of(account)} == keys
        for key, accounts in model.accounts.items():
            assert register.accounts_of(key) == accounts
        for domain, keys in model.holders.items():
            assert {s.key for s in register.holders_of(domain)} == keys
        for name, keys in model.bearers.items():
            assert register.subjects_named(name) == keys


TestWorld = own.law(
    "The laws about subjects, imports and recovery hold for every register, in whatever order "
    "filings were added and registers merged"
)(World.TestCase)
TestWorld.settings = settings(
    max_examples=max(40, settings.default.max_examples // 25), stateful_step_count=25
)
