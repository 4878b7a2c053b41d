"""Which documents an applicant hands in, against a table written out by hand
from the four texts that speak of it."""

import datetime as dt
import itertools

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from icp_rules import (
    Applicant,
    ApplicantRole,
    CredentialKind,
    DataError,
    Edition,
    SubmittedDocument,
    Text,
    derive,
    find_rule,
    load,
    required_documents,
    review_documents,
)
from icp_rules.documents import DOCUMENT_RULES, find_faults, requirements_ruling
from icp_rules.identifiers import Side
from tests import strategies as own

TWO_SIDED = {
    "resident_id_card",
    "hong_kong_macao_travel_permit",
    "taiwan_travel_permit",
    "hong_kong_macao_residence_permit",
    "taiwan_residence_permit",
    "foreign_permanent_resident_id",
    "military_officer_card",
}
ROLE_SETS = [frozenset(c) for n in range(3) for c in itertools.combinations(ApplicantRole, n)]
PERSONAL = [kind for kind in CredentialKind if kind.type == "individual"]
EVERYONE = [
    Applicant(t, r, k) for t in ("individual", "organization") for r in ROLE_SETS for k in PERSONAL
]
DAY = dt.date(2020, 6, 1)


def oracle(applicant, edition):
    """The four texts that speak of it, read by hand: {document: (sides, held, sealed,
    template, of the original)}."""
    sides = ("front", "back") if applicant.id_credential.value in TWO_SIDED else ("front",)
    identity = {"id_credential": (sides, None, False, False, True)}
    if applicant.type == "individual":
        return identity | {"half_length_photo": ((), "id_credential", False, False, False)}
    letter = {"letter_of_authorization": ((), None, True, True, False)}
    if edition in ("faq-zh-2018-08-29", "guide-zh-2019-08-01"):
        return (
            identity
            | letter
            | {"half_length_photo": ((), "subject_credential", False, False, True)}
        )
    photo = {"half_length_photo": ((), "subject_credential", False, False, False)}
    administrator = (
        "subject_administrator" in applicant.roles or "website_administrator" in applicant.roles
    )
    if not administrator:
        return photo | identity | letter
    return photo if edition == "faq-zh-2018-06-09" else photo | identity


def satisfying(requirement, **changes):
    """A document that satisfies a requirement."""
    return attrs.evolve(
        SubmittedDocument(
            requirement.document,
            requirement.sides,
            requirement.held,
            sealed=requirement.sealed,
            on_template=requirement.on_template,
        ),
        **changes,
    )


def codes(findings):
    return [finding.code for finding in findings]


@pytest.mark.parametrize("edition", own.SPEAKING)
class TestRequired:
    """ "Prepare the necessary documents in advance." (FAQ, question 4, the note)"""

    @own.law(
        "In every edition, each applicant needs exactly the documents that the published page lists"
    )
    def test_every_applicant_against_the_texts_read_by_hand(self, edition):
        for applicant in EVERYONE:
            found = required_documents(applicant, edition)
            assert {
                r.document: (r.sides, r.held, r.sealed, r.on_template, r.of_original) for r in found
            } == oracle(applicant, edition)
            assert len({r.document for r in found}) == len(found)
            assert len({r.rule for r in found}) == 1, "exactly one row answers"

    @own.law("An agent must hand in at least what an administrator must hand in")
    def test_an_agent_needs_at_least_what_an_administrator_needs(self, edition):
        for kind in PERSONAL:
            agent = {
                attrs.evolve(r, rule="")
                for r in required_documents(Applicant("organization", (), kind), edition)
            }
            for roles in ROLE_SETS[1:]:
                assert {
                    attrs.evolve(r, rule="")
                    for r in required_documents(Applicant("organization", roles, kind), edition)
                } <= agent

    def test_the_edition_may_be_named_by_its_wire_value(self, edition):
        assert required_documents(EVERYONE[0], edition.value) == required_documents(
            EVERYONE[0], edition
        )


class TestDefaults:
    """ "the English FAQ; the default everywhere" (docs/design.md, "Editions and sources")"""

    def test_an_organizations_agent_hands_in_three_documents(self):
        assert len(required_documents(Applicant("organization"))) == 3
        assert required_documents(Applicant("organization")) == required_documents(
            Applicant("organization"), Edition.FAQ_EN_2018_01_08
        )

    @pytest.mark.parametrize("bad", [None, "organization", {"type": "organization"}, 1])
    def test_what_is_no_applicant_is_refused(self, bad):
        with pytest.raises(DataError, match="/applicant"):
            required_documents(bad)

    @pytest.mark.parametrize("bad", [None, "", "faq-en", "2018-01-08", 2018])
    def test_an_unknown_edition_is_refused(self, bad):
        with pytest.raises(DataError, match="/edition"):
            required_documents(EVERYONE[0], bad)

    @pytest.mark.parametrize(
        "roles",
        ["admin", {"subject_administrator": True}, ["admin"], [None], None, 3],
    )
    def test_roles_are_a_list_of_known_roles(self, roles):
        with pytest.raises(DataError, match="/roles"):
            Applicant("organization", roles)

    def test_one_role_or_side_needs_no_list(self):
        """ "A single role of an applicant, or a single side of a document, can be passed without a
        list." (docs/design.md, "Errors and limits")"""
        assert Applicant("organization", "subject_administrator") == Applicant(
            "organization", ["subject_administrator"]
        )
        assert SubmittedDocument("id_credential", "front").sides == {Side.FRONT}
        with pytest.raises(DataError, match=r"^/sides: expected a list"):
            load({"document": "id_credential", "sides": "front"}, SubmittedDocument)

    @pytest.mark.parametrize("edition", own.SPEAKING)
    def test_every_requirement_says_why(self, edition):
        for applicant in EVERYONE:
            ruling = requirements_ruling(
                edition, applicant.type, applicant.is_administrator, applicant.id_credential
            )
            found = required_documents(applicant, edition)
            assert ruling.answer == found and len(ruling.reasons) == 1
            for requirement in found:
                row = find_rule(requirement.rule)
                (reason,) = ruling.reasons
                assert requirement.reason == reason and reason.rule == row.id
                assert reason.source == row.source(edition)
            others = {
                one for one in own.SPEAKING if oracle(applicant, one) != oracle(applicant, edition)
            }
            assert ruling.others == others | {Edition.HELP_2025_04_23}

    def test_an_edition_that_asks_of_nobody_is_silent_and_says_so(self):
        """ "If an edition says nothing about a matter, `required_documents`, `review_documents`,
        `applicants_for` and `service_level` raise a `DataError`" (docs/design.md, "Editions and
        sources")"""
        silent = attrs.evolve(
            derive("faq-en-2018-01-08", "silent", Text("Silent", "未规定")),
            tables={
                DOCUMENT_RULES.name: attrs.evolve(
                    DOCUMENT_RULES, rows=(), editions=("silent",), published=DOCUMENT_RULES
                )
            },
        )
        with pytest.raises(DataError, match="edition silent has no rule for: Which documents"):
            required_documents(EVERYONE[0], silent)

    def test_an_organizations_paper_is_no_id_credential(self):
        with pytest.raises(DataError, match="/id_credential"):
            Applicant("organization", id_credential="business_license")


@pytest.mark.parametrize("edition", own.SPEAKING)
class TestReview:
    """ "If exactly one requirement is not met, there is exactly one finding, and it is about that
    requirement." (docs/design.md, "Documents")"""

    def test_what_is_asked_for_is_enough(self, edition):
        for applicant in EVERYONE:
            given_in = [satisfying(r) for r in required_documents(applicant, edition)]
            for order in itertools.permutations(given_in):
                assert review_documents(applicant, order, edition, received_on=DAY) == ()

    @own.law(
        "If exactly one requirement is not met, there is exactly one finding, and it is about that "
        "requirement"
    )
    def test_each_document_left_out_is_missed(self, edition):
        for applicant in EVERYONE:
            required = required_documents(applicant, edition)
            for left_out in required:
                (finding,) = review_documents(
                    applicant,
                    [satisfying(r) for r in required if r is not left_out],
                    edition,
                    received_on=DAY,
                )
                assert (finding.code, finding.path, finding.severity) == (
                    "document_missing",
                    "/documents",
                    "error",
                )
                assert (
                    left_out.document.en in finding.message.en
                    and left_out.document.zh in finding.message.zh
                )

    @own.law(
        "If exactly one requirement is not met, there is exactly one finding, and it is about that "
        "requirement"
    )
    def test_each_thing_left_out_of_a_document_is_exactly_that_finding(self, edition):
        for applicant in EVERYONE:
            required = required_documents(applicant, edition)
            for i, r in enumerate(required):
                slips = [
                    ("image_unclear", {"clear": False}),
                    ("document_not_authentic", {"authentic": False}),
                    ("credential_expired", {"valid_until": DAY - dt.timedelta(days=1)}),
                ]
                slips += [
                    ("side_missing", {"sides": frozenset(r.sides) - {side}}) for side in r.sides
                ]
                if r.held:
                    other = (
                        "id_credential" if r.held == "subject_credential" else "subject_credential"
                    )
                    slips += [
                        ("wrong_credential_held", {"held": other}),
                        ("wrong_credential_held", {"held": None}),
                    ]
                if r.sealed:
                    slips += [
                        ("seal_missing", {"sealed": False}),
                        ("template_not_used", {"on_template": False}),
                    ]
                if r.of_original:
                    slips += [("not_an_original", {"of_original": False})]
                for code, change in slips:
                    given_in = [
                        satisfying(other, **(change if other is r else {})) for other in required
                    ]
                    (finding,) = review_documents(applicant, given_in, edition, received_on=DAY)
                    assert finding.code == code
                    assert finding.path == (
                        "/documents" if code == "side_missing" else f"/documents/{i}"
                    )

    def test_nothing_handed_in_misses_everything(self, edition):
        for applicant in EVERYONE:
            required = required_documents(applicant, edition)
            assert codes(review_documents(applicant, [], edition)) == ["document_missing"] * len(
                required
            )


class TestReviewLaws:
    """ "The documents are complete if no finding is an error, and incomplete if one is." "Several
    files of one document are enough if together they show what is required" (docs/design.md,
    "Documents")"""

    @own.law(
        "Several files of one document, in any order, are enough if together they show what is "
        "required"
    )
    @given(
        applicant=own.applicants,
        edition=own.speaking,
        documents=st.lists(own.documents, max_size=5),
        data=st.data(),
    )
    def test_order_never_matters(self, edition, applicant, documents, data):
        shuffled = data.draw(st.permutations(documents))
        before, after = (
            sorted(codes(review_documents(applicant, x, edition, received_on=DAY)))
            for x in (documents, shuffled)
        )
        errors = [
            sum(c not in ("document_not_needed", "validity_not_checked") for c in x)
            for x in (before, after)
        ]
        assert (errors[0] == 0) == (errors[1] == 0)

    @own.law("The documents are complete if no finding is an error, and incomplete if one is")
    @given(
        applicant=own.applicants,
        edition=own.speaking,
        documents=st.lists(own.documents, max_size=5),
    )
    def test_complete_exactly_when_every_requirement_is_met_side_by_side(
        self, edition, applicant, documents
    ):
        """An oracle of its own: a side (or a document without sides) is met by one copy that is
        right in everything."""

        def right(r, d):
            return (
                d.document == r.document
                and (r.held is None or d.held == r.held)
                and (d.sealed or not r.sealed)
                and (d.on_template or not r.on_template)
                and (d.of_original or not r.of_original)
                and d.clear
                and (d.valid_until is None or d.valid_until >= DAY)
            )

        required = required_documents(applicant, edition)
        met = all(
            any(right(r, d) and (side is None or side in d.sides) for d in documents)
            for r in required
            for side in (r.sides or [None])
        )
        wanted = {r.document for r in required}
        unasked = {d.document for d in documents} - wanted
        good = {d.document for d in documents if d.clear and (d.valid_until or DAY) >= DAY}
        complete = met and unasked <= good and all(d.authentic for d in documents)
        findings = review_documents(applicant, documents, edition, received_on=DAY)
        assert complete == (not any(f.is_error for f in findings))

    @own.law("The findings ask you to fix as few files as possible")
    @given(
        applicant=own.applicants,
        edition=own.speaking,
        documents=st.lists(own.documents, max_size=4),
    )
    @own.at_least(300)
    def test_the_files_named_are_the_fewest_that_have_to_be_fixed(
        self, edition, applicant, documents
    ):
        """An oracle of its own: every set of files is made as it should be, but for the sides it
        shows, and asked again; the smallest set that leaves no file to fix is as large as ours."""
        required = {r.document: r for r in required_documents(applicant, edition)}

        def fixed(d):
            r = required.get(d.document)
            made = attrs.evolve(d, clear=True, authentic=True, valid_until=None)
            return made if r is None else satisfying(r, sides=d.sides)

        def faulty(documents):
            return {
                finding.path
                for finding in review_documents(applicant, documents, edition, received_on=DAY)
                if finding.is_error and finding.path != "/documents"
            }

        named = faulty(documents)
        smallest = next(
            n
            for n in range(len(documents) + 1)
            for some in itertools.combinations(range(len(documents)), n)
            if not faulty([fixed(d) if i in some else d for i, d in enumerate(documents)])
        )
        assert len(named) == smallest
        assert not faulty(
            [fixed(d) if f"/documents/{i}" in named else d for i, d in enumerate(documents)]
        )

    @given(
        applicant=own.applicants,
        edition=own.speaking,
        documents=st.lists(own.documents, max_size=5),
    )
    def test_every_path_points_at_a_document_of_the_right_sort(self, edition, applicant, documents):
        for finding in review_documents(applicant, documents, edition):
            if finding.path != "/documents":
                assert 0 <= int(finding.path.removeprefix("/documents/")) < len(documents)
            rule = find_rule(finding.rule)
            assert finding.source == rule.source(edition) and edition in rule.editions

    @given(
        applicant=own.applicants,
        edition=own.speaking,
        documents=st.lists(own.documents, max_size=5),
        day=st.none() | st.just(DAY),
    )
    def test_every_fault_is_a_finding_and_the_reverse(self, edition, applicant, documents, day):
        """ "Finding a defect is a comparison of two records, so it is code; what it amounts to is a
        row." (documents.Defect)"""
        required = required_documents(applicant, edition)
        faults = find_faults(required, tuple(documents), day)
        findings = review_documents(applicant, documents, edition, received_on=day)
        assert len(faults) == len(findings) and len(set(faults)) == len(faults)
        for fault, finding in zip(faults, findings, strict=True):
            assert finding.path == (
                "/documents" if fault.file is None else f"/documents/{fault.file}"
            )
            if fault.file is not None:
                assert documents[fault.file].document is fault.document
            assert fault.about.zh in finding.message.zh or fault.defect in ("undated", "expired")


class TestCopies:
    """ "the front in one file and the back in another" (docs/design.md, "Documents")"""

    PERSON = Applicant("individual")
    PHOTO = SubmittedDocument("half_length_photo", held="id_credential")

    def test_front_in_one_file_and_back_in_another(self):
        front, back = (SubmittedDocument("id_credential", [side]) for side in ("front", "back"))
        assert review_documents(self.PERSON, [back, self.PHOTO, front]) == ()

    def test_a_clear_image_after_an_unclear_one(self):
        blurred = SubmittedDocument("id_credential", ["front", "back"], clear=False)
        assert (
            review_documents(
                self.PERSON,
                [self.PHOTO, blurred, SubmittedDocument("id_credential", ["front", "back"])],
            )
            == ()
        )

    def test_the_unclear_half_is_the_one_that_is_told_of(self):
        front, back = (
            SubmittedDocument("id_credential", ["front"]),
            SubmittedDocument("id_credential", ["back"], clear=False),
        )
        (finding,) = review_documents(self.PERSON, [front, back, self.PHOTO])
        assert (finding.code, finding.path) == ("image_unclear", "/documents/1")

    def test_a_forged_copy_is_told_of_whatever_else_there_is(self):
        forged = SubmittedDocument("id_credential", ["front", "back"], authentic=False)
        findings = review_documents(
            self.PERSON, [self.PHOTO, SubmittedDocument("id_credential", ["front", "back"]), forged]
        )
        assert [(f.code, f.path) for f in findings] == [("document_not_authentic", "/documents/2")]

    def test_what_need_not_be_fixed_is_not_told_of(self):
        """ "If files are faulty, the findings ask you to fix as few files as possible"
        (docs/design.md, "Documents"): beside an unclear whole the front from a copy need not be
        fixed."""
        front = SubmittedDocument("id_credential", ["front"], of_original=False)
        whole = SubmittedDocument("id_credential", ["front", "back"], clear=False)
        for given_in in ([front, whole, self.PHOTO], [whole, self.PHOTO, front]):
            (finding,) = review_documents(self.PERSON, given_in)
            i = given_in.index(whole)
            assert (finding.code, finding.path) == ("image_unclear", f"/documents/{i}")

    def test_one_file_with_three_faults_is_fixed_rather_than_two_with_one_each(self):
        """ "If files are faulty, the findings ask you to fix as few files as possible."
        (docs/design.md, "Documents")"""
        front, back = (
            SubmittedDocument("id_credential", [side], clear=False) for side in ("front", "back")
        )
        whole = SubmittedDocument(
            "id_credential", ["front", "back"], clear=False, of_original=False, valid_until=DAY
        )
        late = DAY + dt.timedelta(days=1)
        for given_in in itertools.permutations([front, back, whole, self.PHOTO]):
            findings = review_documents(self.PERSON, given_in, received_on=late)
            assert {f.path for f in findings} == {f"/documents/{given_in.index(whole)}"}
            assert len(findings) == 3

    @pytest.mark.parametrize(
        ("code", "fault", "made_up_for"),
        [
            ("image_unclear", {"clear": False}, True),
            ("credential_expired", {"valid_until": DAY - dt.timedelta(days=1)}, True),
            ("document_not_authentic", {"authentic": False}, False),
        ],
    )
    def test_clear_valid_and_authentic_are_asked_of_everything(self, code, fault, made_up_for):
        """ "Every document that is handed in has to be clear, valid and authentic, even if it is
        not needed. If a file is unclear or has expired, a better file of the same document makes up
        for it." (docs/design.md, "Documents")"""
        good = [SubmittedDocument("id_credential", ["front", "back"]), self.PHOTO]
        letter = SubmittedDocument("letter_of_authorization")
        for one in (*good, letter):
            bad, rest = attrs.evolve(one, **fault), [other for other in good if other is not one]
            findings = review_documents(self.PERSON, [*rest, bad], received_on=DAY)
            assert [f.code for f in findings if f.is_error] == [code], one
            findings = review_documents(self.PERSON, [*rest, bad, one], received_on=DAY)
            assert [f.code for f in findings if f.is_error] == [] if made_up_for else [code], one

    @pytest.mark.parametrize(
        ("type", "en", "zh"),
        [
            ("individual", "the applicant's ID credential", "本人身份证件"),
            ("organization", "the valid credential of the ICP Filing subject", "主办单位有效证件"),
        ],
    )
    def test_a_photograph_is_told_what_to_hold_only_if_it_shows_something_else(self, type, en, zh):
        """ "`wrong_credential_held` | error | the photograph shows another credential, or none"
        (docs/design.md, "Documents")"""
        photo = SubmittedDocument("half_length_photo", clear=False)
        told = {f.code: f.message for f in review_documents(Applicant(type), [photo])}
        assert told["wrong_credential_held"] == Text(
            f"The half-length photograph does not show the applicant holding {en}.",
            f"半身照中申请人手持的不是{zh}。",
        )
        assert told["image_unclear"] == Text(
            "The image is not clear: half-length photograph of the applicant holding a credential.",
            "图片不清晰：申请人手持证件半身照。",
        )

    def test_a_letter_from_an_individual_is_not_needed(self):
        letter = SubmittedDocument("letter_of_authorization")
        (finding,) = review_documents(
            self.PERSON, [SubmittedDocument("id_credential", ["front", "back"]), self.PHOTO, letter]
        )
        assert (finding.code, finding.severity, finding.path) == (
            "document_not_needed",
            "note",
            "/documents/2",
        )


class TestValidity:
    """ "the document is no longer valid on the day of receipt" (docs/design.md, "Documents")"""

    PAPERS = (
        SubmittedDocument("id_credential", ["front", "back"], valid_until=DAY),
        SubmittedDocument("half_length_photo", held="id_credential"),
    )

    def test_the_last_day_still_counts(self):
        assert review_documents(Applicant("individual"), self.PAPERS, received_on=DAY) == ()
        late = review_documents(
            Applicant("individual"), self.PAPERS, received_on=DAY + dt.timedelta(days=1)
        )
        assert codes(late) == ["credential_expired"]

    def test_without_the_day_it_is_said_that_nothing_was_checked(self):
        (finding,) = review_documents(Applicant("individual"), self.PAPERS)
        assert (finding.code, finding.severity) == ("validity_not_checked", "warning")

    def test_a_datetime_is_no_day(self):
        with pytest.raises(DataError, match="/received_on"):
            review_documents(
                Applicant("individual"),
                self.PAPERS,
                received_on=dt.datetime(2020, 6, 1, tzinfo=dt.UTC),
            )

    @pytest.mark.parametrize(
        "bad",
        [None, "x", 5, [None], {"document": "id_credential"}, [{"document": "id_credential"}]],
    )
    def test_documents_are_a_list_of_documents(self, bad):
        with pytest.raises(DataError, match="/documents"):
            review_documents(Applicant("individual"), bad)
