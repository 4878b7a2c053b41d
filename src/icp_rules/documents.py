"""The documents (资料) for an e-mail initialization, and whether those handed in are complete.

For each applicant, one rule of `DOCUMENT_RULES` lists the required documents, based on the note to
question 4 of the FAQ. `review_documents` compares them with the files that were handed in. The
documents for a filing are in the module `provinces`.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import compress, product
from typing import Final, Literal, NamedTuple, TypeAlias

import attrs

from icp_rules.errors import DataError
from icp_rules.fields import (
    argument,
    checked,
    flag,
    instance,
    instances,
    member,
    members,
    optional_day,
)
from icp_rules.findings import Explained, Finding, Lines, Says, findings_of
from icp_rules.identifiers import (
    CredentialKind,
    Side,
    SideValue,
    SubjectType,
    as_credential_kind,
    as_subject_type,
)
from icp_rules.rules import (
    BOTH,
    DEFAULT_EDITION,
    AnyEdition,
    Column,
    Reason,
    Rule,
    Ruling,
    Table,
    as_edition,
    per_edition,
    together,
    where,
)
from icp_rules.vocabulary import Term, Text, both, words

__all__ = [
    "DOCUMENT_RULES",
    "REVIEW_RULES",
    "Applicant",
    "ApplicantRole",
    "ApplicantRoleValue",
    "Asked",
    "Defect",
    "DocumentKind",
    "DocumentKindValue",
    "Fault",
    "Held",
    "HeldValue",
    "Medium",
    "MediumValue",
    "Requirement",
    "SubmittedDocument",
    "as_required",
    "find_faults",
    "required_documents",
    "requirements_ruling",
    "review_documents",
    "review_ruling",
]


# -- Vocabulary ------------------------------------------------------------------------------------


class ApplicantRole(Term):
    """An applicant's role in the filing: subject administrator or website administrator.

    An applicant who acts for an organization and has neither role is an authorized agent.
    """

    SUBJECT_ADMINISTRATOR = "subject_administrator", "subject administrator", "主体负责人"
    WEBSITE_ADMINISTRATOR = "website_administrator", "website administrator", "网站负责人"


#: The values of `ApplicantRole` in JSON, for type checkers.
ApplicantRoleValue: TypeAlias = Literal["subject_administrator", "website_administrator"]


class DocumentKind(Term):
    """A kind of document that is handed in.

    An e-mail initialization needs some of `ID_CREDENTIAL`, `HALF_LENGTH_PHOTO` and
    `LETTER_OF_AUTHORIZATION`. A filing (`filing_documents`) can require any kind except
    `LETTER_OF_AUTHORIZATION`.
    """

    ID_CREDENTIAL = (
        "id_credential",
        "the applicant's ID credential (original scan or photograph)",
        "申请人身份证件（原件扫描件或照片）",
    )
    HALF_LENGTH_PHOTO = (
        "half_length_photo",
        "half-length photograph of the applicant holding a credential",
        "申请人手持证件半身照",
    )
    LETTER_OF_AUTHORIZATION = (
        "letter_of_authorization",
        "letter of authorization from the organization",
        "单位授权委托书",
    )
    SUBJECT_CREDENTIAL = "subject_credential", "the organization's credential", "主办单位证件"
    ENTITY_LEADER_ID = "entity_leader_id", "the entity leader's ID", "主体负责人证件"
    SERVICE_LEADER_ID = (
        "service_leader_id",
        "the service leader's ID",
        "互联网信息服务负责人证件",
    )
    ENTITY_LEADER_LETTER = (
        "entity_leader_letter",
        "letter of authorization for the entity leader",
        "主体负责人授权书",
    )
    SERVICE_LEADER_LETTER = (
        "service_leader_letter",
        "letter of authorization for the service leader",
        "互联网信息服务负责人授权书",
    )
    RESIDENCE_PERMIT = "residence_permit", "residence permit of the province", "本省居住证"
    LEGAL_REPRESENTATIVE_ID = (
        "legal_representative_id",
        "the legal representative's ID",
        "法定代表人证件",
    )


#: The values of `DocumentKind` in JSON, for type checkers.
DocumentKindValue: TypeAlias = Literal[
    "id_credential",
    "half_length_photo",
    "letter_of_authorization",
    "subject_credential",
    "entity_leader_id",
    "service_leader_id",
    "entity_leader_letter",
    "service_leader_letter",
    "residence_permit",
    "legal_representative_id",
]


class Held(Term):
    """What the applicant holds in the half-length photograph."""

    ID_CREDENTIAL = "id_credential", "applicant's ID credential", "本人身份证件"
    SUBJECT_CREDENTIAL = (
        "subject_credential",
        "valid credential of the ICP Filing subject",
        "主办单位有效证件",
    )


#: The values of `Held` in JSON, for type checkers.
HeldValue: TypeAlias = Literal["id_credential", "subject_credential"]


class Medium(Term):
    """How a document was turned into an image: scanned or photographed. The FAQ accepts both."""

    SCAN = "scan", "scanned copy", "扫描件"
    PHOTOGRAPH = "photograph", "photograph", "照片"


#: The values of `Medium` in JSON, for type checkers.
MediumValue: TypeAlias = Literal["scan", "photograph"]


def _document_kind(value: DocumentKind | DocumentKindValue) -> DocumentKind:
    return member(DocumentKind, value)


def _held(value: Held | HeldValue | None) -> Held | None:
    return member(Held, value)  # not called for None, see `checked`


def _medium(value: Medium | MediumValue) -> Medium:
    return member(Medium, value)


def _roles(
    value: Iterable[ApplicantRole | ApplicantRoleValue] | ApplicantRole | ApplicantRoleValue,
) -> frozenset[ApplicantRole]:
    return members(ApplicantRole, [value] if isinstance(value, str) else value)


def _sides(value: Iterable[Side | SideValue] | Side | SideValue) -> frozenset[Side]:
    return members(Side, [value] if isinstance(value, str) else value)


# -- The models ------------------------------------------------------------------------------------


@attrs.frozen(field_transformer=checked)
class Applicant:
    """A person who applies, for themselves or for an organization.

    Attributes:
        type:
            `individual` if they apply for themselves, `organization` if they apply for an
            organization.

        roles:
            The applicant's roles in the filing; empty for an authorized agent. For an individual
            the roles make no difference, because an individual always has both.

        id_credential:
            The kind of the applicant's own credential, which must be a kind for individuals.

    >>> Applicant("organization", ["website_administrator"]).is_administrator
    True
    >>> Applicant("organisation")  # doctest: +NORMALIZE_WHITESPACE
    Traceback (most recent call last):
    icp_rules.errors.DataError: /type: not a known SubjectType; use one of:
        individual, organization [unknown_value]
    """

    type: SubjectType = attrs.field(converter=as_subject_type)
    roles: frozenset[ApplicantRole] = attrs.field(default=frozenset(), converter=_roles)
    id_credential: CredentialKind = attrs.field(
        default=CredentialKind.RESIDENT_ID_CARD, converter=as_credential_kind
    )

    def __attrs_post_init__(self) -> None:
        if self.id_credential.type is not SubjectType.INDIVIDUAL:
            raise DataError.of(
                "wrong_kind",
                "expected a credential of a person, got one of an organization",
                "/id_credential",
            )

    @property
    def is_administrator(self) -> bool:
        """Whether `roles` contains at least one role."""
        return bool(self.roles)


@attrs.frozen
class Requirement(Explained):
    """One document that has to be handed in.

    Attributes:
        document:
            The kind of document.

        sides:
            The sides that must be shown; empty if the rule does not ask for sides.

        held:
            What the applicant must hold in a half-length photograph; None for other documents.

        sealed:
            Whether the company seal must be on the document.

        on_template:
            Whether the provider's template must be used.

        of_original:
            Whether the file must show the original and not a copy. For a half-length photograph,
            whether the applicant must hold the original credential and not a copy.

        rule:
            The id of the rule that asks for the document; `find_rule` returns the rule.

        reason:
            The rule, the conditions that matched and the published sentence. `==` ignores the
            reason, and JSON does not contain it.
    """

    document: DocumentKind
    sides: tuple[Side, ...]
    held: Held | None
    sealed: bool
    on_template: bool
    of_original: bool
    rule: str
    reason: Reason | None = attrs.field(
        default=None, eq=False, repr=False, metadata={"json": False}
    )

    def lines(self, lang: str) -> Lines:
        """The requirement in words, with its reason."""
        asked = Asked(
            self.document, False, self.held, self.sealed, self.on_template, self.of_original
        )
        sides = " and ".join(words(side).en for side in self.sides)
        shown = Text(f" ({sides})", "，正反两面").to(lang) if len(self.sides) > 1 else ""
        yield asked.words.to(lang) + shown, self.reason


@attrs.frozen(field_transformer=checked)
class SubmittedDocument:
    """One file that was handed in.

    By default, a file is a scan of the original, is clear and authentic, and states no expiry date.
    It shows neither a side of a credential nor a credential in the applicant's hands, has no
    company seal and does not use the provider's template.

    Attributes:
        document:
            The kind of document.

        sides:
            The sides that the file shows.

        held:
            The credential that the applicant holds in the photograph; None if the file shows none.

        medium:
            Whether the file is a scan or a photograph.

        of_original:
            Whether the file shows the original and not a copy.

        sealed:
            Whether the company seal is on the document.

        on_template:
            Whether the provider's template was used.

        clear:
            Whether the image is clear.

        authentic:
            Whether the document is authentic.

        valid_until:
            The last day on which the document is valid; None if the document does not state it.
    """

    document: DocumentKind = attrs.field(converter=_document_kind)
    sides: frozenset[Side] = attrs.field(default=frozenset(), converter=_sides)
    held: Held | None = attrs.field(default=None, converter=_held)
    medium: Medium = attrs.field(default=Medium.SCAN, converter=_medium)
    of_original: bool = attrs.field(default=True, converter=flag, kw_only=True)
    sealed: bool = attrs.field(default=False, converter=flag, kw_only=True)
    on_template: bool = attrs.field(default=False, converter=flag, kw_only=True)
    clear: bool = attrs.field(default=True, converter=flag, kw_only=True)
    authentic: bool = attrs.field(default=True, converter=flag, kw_only=True)
    valid_until: dt.date | None = attrs.field(default=None, converter=optional_day, kw_only=True)


# -- Which documents -------------------------------------------------------------------------------


@attrs.frozen(field_transformer=checked)
class Asked:
    """What a rule asks for: a document and the properties it must have.

    A rule can ask for every side of a credential. How many sides a credential has depends on its
    kind.
    """

    document: DocumentKind = attrs.field(converter=_document_kind)
    every_side: bool = attrs.field(default=False, converter=flag)
    held: Held | None = attrs.field(default=None, converter=_held)
    sealed: bool = attrs.field(default=False, converter=flag)
    on_template: bool = attrs.field(default=False, converter=flag)
    of_original: bool = attrs.field(default=False, converter=flag)

    @property
    def words(self) -> Text:
        """A description of the document and the properties it must have."""
        name = _HOLDING.format(self.held) if self.held else words(self.document)
        wanted = (self.every_side, self.sealed, self.on_template, self.of_original)
        how = [text for asked, text in zip(wanted, _HOW, strict=True) if asked]
        return both([name, *how], ", ", "，")


_HOLDING: Final = Text(
    "half-length photograph of the applicant holding the {}", "申请人手持{}的半身照"
)
_HOW: Final = (
    Text("showing every side", "包括每一面"),
    Text("stamped with the company seal", "加盖单位公章"),
    Text("on the provider's template", "使用规定的样例"),
    Text("showing the original, not a copy", "使用原件"),
)

ID = Asked(DocumentKind.ID_CREDENTIAL, every_side=True, of_original=True)
OWN_PHOTO = Asked(DocumentKind.HALF_LENGTH_PHOTO, held=Held.ID_CREDENTIAL)
PHOTO = Asked(DocumentKind.HALF_LENGTH_PHOTO, held=Held.SUBJECT_CREDENTIAL)
PHOTO_OF_ORIGINAL = Asked(
    DocumentKind.HALF_LENGTH_PHOTO, held=Held.SUBJECT_CREDENTIAL, of_original=True
)
LETTER = Asked(DocumentKind.LETTER_OF_AUTHORIZATION, sealed=True, on_template=True)

_I, _O = {SubjectType.INDIVIDUAL}, {SubjectType.ORGANIZATION}

_TYPE: Final = Column("type", tuple(SubjectType), Text("the applicant is an {}", "申请人为{}"))

# fmt: off
#: Exactly one rule applies to each applicant, in every edition that offers the e-mail
#: initialization.
DOCUMENT_RULES: Final = Table[tuple[Asked, ...]](
    "documents", Text("Which documents an applicant hands in", "申请人需要提供哪些资料"), "unique",
    (
        _TYPE,
        Column("administrator", BOTH, (
            Text("the applicant is an administrator of the filing",
                 "申请人是主体负责人或网站负责人"),
            Text("the applicant is neither the subject administrator nor the website administrator",
                 "申请人既非主体负责人也非网站负责人"),
        )),
    ),
    (
        Rule("documents.individual", where(type=_I), (ID, OWN_PHOTO), note=Text(
            "An individual is the subject and both administrators at once, so no letter of "
            "authorization is needed.",
            "个人既是主体，也是主体负责人和网站负责人，因此不需要委托书。")),
        Rule("documents.organization-administrator", where(type=_O, administrator={True}),
             (PHOTO, ID), note=Text(
            'A separate sentence asks for the ID credential ("You must also provide"), so the '
            'credential is needed with or without the letter.',
            "原文另用一句话（You must also provide）要求提供身份证件，因此无论是否需要委托书，都须"
            "提供。")),
        Rule("documents.organization-administrator-photo", where(type=_O, administrator={True}),
             (PHOTO,), note=Text(
            "The sentence about the letter also asks for the ID credential (同时提供), so the "
            "credential is needed only together with the letter.",
            "原文要求委托书的那句话写明“同时提供”身份证件，因此只有需要委托书时，才须提供身份证件。")),
        Rule("documents.organization-agent", where(type=_O, administrator={False}),
             (PHOTO, ID, LETTER), note=Text(
            '"Not the subject administrator or website administrator" means neither of the two.',
            "“非主体负责人或网站负责人”指两者都不是。")),
        Rule("documents.organization-unconditional", where(type=_O),
             (PHOTO_OF_ORIGINAL, ID, LETTER), note=Text(
            "The condition of the earlier edition is gone: everybody who applies for an "
            "organization needs the letter, and the credential held must be the original.",
            "此前版本中的条件“如果申请人非主体负责人或网站负责人”已经删去，因此单位的申请人一律须"
            "提供委托书。此外，手持的必须是证件原件。")),
    ),
)
# fmt: on


def required_documents(
    applicant: Applicant, edition: AnyEdition | str = DEFAULT_EDITION
) -> tuple[Requirement, ...]:
    """The documents that an applicant must hand in for an e-mail initialization.

    Args:
        applicant:
            Who applies for the e-mail initialization.

        edition:
            Which edition of the rules to apply.

    Returns:
        One to three requirements, in the order of the published page.

    Raises:
        DataError: `applicant` is not an `Applicant`, or the edition is unknown or does not offer an
            e-mail initialization (the message names the editions that do).

    Source: the note to question 4 of the FAQ.

    >>> [str(r.document) for r in required_documents(Applicant("organization"))]
    ['half_length_photo', 'id_credential', 'letter_of_authorization']
    >>> traveller = Applicant("individual", id_credential="passport")
    >>> [str(r.document) for r in required_documents(traveller)]
    ['id_credential', 'half_length_photo']
    """
    if type(applicant) is not Applicant:
        argument("applicant", instance, Applicant, applicant)
    return requirements_ruling(
        as_edition(edition), applicant.type, bool(applicant.roles), applicant.id_credential
    ).answer


@per_edition
def requirements_ruling(
    edition: AnyEdition, type: SubjectType, administrator: bool, kind: CredentialKind
) -> Ruling[tuple[Requirement, ...]]:
    """The answer of `required_documents`, the reason, and the editions that answer differently."""
    answer = DOCUMENT_RULES.only(edition, type, administrator)
    ((row, reason),) = answer.hits
    return together(as_required(row.then, kind, reason), answer)


def as_required(
    asked: Iterable[Asked], kind: CredentialKind, reason: Reason
) -> tuple[Requirement, ...]:
    """The requirements of a rule, for an applicant with an ID credential of this kind."""
    return tuple(
        Requirement(
            one.document,
            kind.sides if one.every_side else (),
            one.held,
            one.sealed,
            one.on_template,
            one.of_original,
            reason.rule,
            reason,
        )
        for one in asked
    )


# -- The review ------------------------------------------------------------------------------------


class Defect(Term):
    """What can be wrong with a document that was handed in.

    The package finds defects by comparing the files with the requirements. A rule of `REVIEW_RULES`
    decides which finding a defect leads to.
    """

    MISSING = "missing", "no such document was handed in", "未提交"
    SIDE_MISSING = "side_missing", "a side is not shown", "缺少一面"
    COPY = "copy", "it was made from a copy", "未使用原件"
    WRONG_HELD = "wrong_held", "something else is held in the photograph", "手持证件不符"
    UNSEALED = "unsealed", "it has no company seal", "未加盖公章"
    OFF_TEMPLATE = "off_template", "it is not on the template", "未使用样例"
    UNCLEAR = "unclear", "its image is not clear", "图片不清晰"
    FORGED = "forged", "it is not authentic", "材料不真实"
    EXPIRED = "expired", "it has expired", "已过期"
    UNDATED = (
        "undated",
        "it states an expiry date, but the day of receipt is unknown",
        "载有有效期，但未提供收到申请的日期",
    )
    UNASKED = "unasked", "it is not needed", "无需提供"


_PHOTOS: Final = {DocumentKind.HALF_LENGTH_PHOTO}
_LETTERS: Final = {DocumentKind.LETTER_OF_AUTHORIZATION}
_IDS: Final = {*DocumentKind} - _PHOTOS - _LETTERS  # includes documents that only a filing needs
_NOT_PHOTOS: Final = _LETTERS | _IDS
_ONE_SIDE: Final = Text(
    "The pages mention only ID cards. A passport has only one side, its information page.",
    "原文只提到身份证；使用护照的，只需提供资料页一面。",
)
_ALL: Final = Text(
    "This applies to every file that is uploaded, even if it is not needed, unless a better file "
    "of the same document was uploaded too.",
    "上传的材料都要检查，无需提供的也不例外；同一材料重复上传的，有一份合格即可。",
)

# fmt: off
#: Exactly one rule applies to each combination of a defect, a type of applicant and a document.
REVIEW_RULES: Final = Table[Says](
    "review", Text("What is wrong with a document", "资料有什么问题"), "unique",
    (
        Column("defect", tuple(Defect), Text("{}", "{}")),
        _TYPE,
        Column("document", tuple(DocumentKind), Text("the document is: {}", "资料为{}")),
    ),
    (
        Rule("review.missing", where(defect={Defect.MISSING}, type=_I), Says("document_missing")),
        Rule("review.missing-photo", where(defect={Defect.MISSING}, type=_O, document=_PHOTOS),
             Says("document_missing")),
        Rule("review.missing-id", where(defect={Defect.MISSING}, type=_O, document=_IDS),
             Says("document_missing")),
        Rule("review.missing-letter", where(defect={Defect.MISSING}, type=_O, document=_LETTERS),
             Says("document_missing")),
        Rule("review.side-missing", where(defect={Defect.SIDE_MISSING}, type=_I),
             Says("side_missing"), note=_ONE_SIDE),
        Rule("review.side-missing-agent", where(defect={Defect.SIDE_MISSING}, type=_O),
             Says("side_missing"), note=_ONE_SIDE),
        Rule("review.copy", where(defect={Defect.COPY}, type=_I), Says("not_an_original")),
        Rule("review.copy-held", where(defect={Defect.COPY}, type=_O, document=_PHOTOS),
             Says("not_an_original"), note=Text(
            "Only the editions that ask for the original (原件) of the credential held require "
            "this.",
            "只有原文写明“原件”的版本，才要求手持的证件是原件。")),
        Rule("review.copy-agent", where(defect={Defect.COPY}, type=_O, document=_NOT_PHOTOS),
             Says("not_an_original")),
        Rule("review.wrong-held", where(defect={Defect.WRONG_HELD}, type=_I),
             Says("wrong_credential_held")),
        Rule("review.wrong-held-agent", where(defect={Defect.WRONG_HELD}, type=_O),
             Says("wrong_credential_held"), note=Text(
            "An organization's applicant holds the organization's credential, not their own ID "
            "card.",
            "单位的申请人须手持单位证件，而不是本人身份证。")),
        Rule("review.unsealed", where(defect={Defect.UNSEALED}), Says("seal_missing")),
        Rule("review.off-template", where(defect={Defect.OFF_TEMPLATE}),
             Says("template_not_used"), note=Text(
            "The later editions do not mention a template, but they offer the letter for download "
            "where they ask for it. We take the downloaded letter to be the template.",
            "较晚的版本没有提到样例，但在要求提供委托书的地方附有下载链接，此处将下载的委托书"
            "视为样例。")),
        Rule("review.unclear", where(defect={Defect.UNCLEAR}), Says("image_unclear"), note=_ALL),
        Rule("review.forged", where(defect={Defect.FORGED}),
             Says("document_not_authentic"), note=Text(
            "This applies to every file that is uploaded, even if it is not needed or if another "
            "file of the same document was uploaded too.",
            "上传的每份材料都须真实，多余的材料和重复提交的材料也不例外。")),
        Rule("review.expired", where(defect={Defect.EXPIRED}),
             Says("credential_expired"), note=Text(
            f"{_ALL.en} The document has to be valid on the day of receipt.",
            f"{_ALL.zh}是否过期，以收到申请之日为准。")),
        Rule("review.undated", where(defect={Defect.UNDATED}), Says("validity_not_checked")),
        Rule("review.unasked", where(defect={Defect.UNASKED}, type=_I),
             Says("document_not_needed")),
        Rule("review.unasked-agent", where(defect={Defect.UNASKED}, type=_O),
             Says("document_not_needed")),
    ),
)
# fmt: on


def review_documents(
    applicant: Applicant,
    documents: Iterable[SubmittedDocument],
    edition: AnyEdition | str = DEFAULT_EDITION,
    *,
    received_on: dt.date | None = None,
) -> tuple[Finding, ...]:
    """Compare the documents that were handed in with those that are required.

    Several files of one document are accepted if together they satisfy the requirement. For
    example, one file can show the front and another the back. If the files do not satisfy the
    requirement, the findings ask you to replace as few of them as possible. Every file must be
    authentic, even if it is not needed. Even a document that is not needed must be clear and must
    not have expired.

    Args:
        applicant:
            Who applies for the e-mail initialization.

        documents:
            The files that were handed in, in any order.

        edition:
            Which edition of the rules to apply.

        received_on:
            The day on which the application was received. A document that states an expiry date
            must be valid on this day. Without this day, such a document gets the warning
            `validity_not_checked`.

    Returns:
        The findings; an empty tuple if nothing is wrong. The `path` of a finding is `/documents/0`
        for the first file, and `/documents` if the finding is not about a single file.

    Raises:
        DataError: an argument is of the wrong type, or the edition is unknown or does not offer an
            e-mail initialization.

    Source: the note to question 4 of the FAQ.

    >>> me = Applicant("individual")
    >>> photo = SubmittedDocument("half_length_photo", held="id_credential")
    >>> card = SubmittedDocument("id_credential", ["front"])
    >>> [f.code for f in review_documents(me, [photo, card])]
    ['side_missing']
    """
    edition = as_edition(edition)
    faults = find_faults(
        required_documents(applicant, edition),
        argument("documents", instances, SubmittedDocument, documents),
        argument("received_on", optional_day, received_on),
    )
    return review_ruling(edition, applicant.type, faults).answer


class Fault(NamedTuple):
    """One thing that is wrong with the documents.

    `about` is the term that replaces `{}` in the message. `file` is the number of the faulty file,
    counted from 0; None if the fault is not about a single file.
    """

    defect: Defect
    document: DocumentKind
    about: Term
    file: int | None = None


def review_ruling(
    edition: AnyEdition, type: SubjectType, faults: Iterable[Fault]
) -> Ruling[tuple[Finding, ...]]:
    """The findings for these faults, the reasons, and the editions that answer differently."""
    return findings_of(
        *[
            (
                REVIEW_RULES.only(edition, one.defect, type, one.document),
                "/documents" if one.file is None else f"/documents/{one.file}",
                one.about,
            )
            for one in faults
        ]
    )


def find_faults(
    required: tuple[Requirement, ...],
    given: tuple[SubmittedDocument, ...],
    received_on: dt.date | None,
) -> list[Fault]:
    """The faults of the documents, chosen so that as few files as possible must be replaced."""
    files: dict[DocumentKind, list[tuple[int, SubmittedDocument]]] = {}
    for i, one in enumerate(given):
        files.setdefault(one.document, []).append((i, one))
    more = files.keys() - {asked.document for asked in required}
    unasked = [Requirement(one, (), None, False, False, False, "") for one in files if one in more]
    faults: list[Fault] = []
    for asked in (*required, *unasked):
        faults += _of_one(asked, files.get(asked.document), received_on)
    for i, one in enumerate(given):
        if one.document in more:
            faults.append(Fault(Defect.UNASKED, one.document, one.document, i))
        if not one.authentic:
            faults.append(Fault(Defect.FORGED, one.document, one.document, i))
    return list(dict.fromkeys(faults))  # one file may fail two requirements


class _Copy(NamedTuple):
    """One file of a document: its faults, the required sides it shows, and whether it is authentic.

    A file that is not authentic has to be replaced in any case.
    """

    faults: list[Fault]
    shown: frozenset[Side]
    authentic: bool


def _of_one(
    asked: Requirement,
    files: Sequence[tuple[int, SubmittedDocument]] | None,
    received_on: dt.date | None,
) -> list[Fault]:
    """What is wrong with the files of one document, taken together."""
    document, sides = asked.document, asked.sides
    if not files:
        return [Fault(Defect.MISSING, document, document)]
    copies = [
        _Copy(_of_copy(asked, one, i, received_on), one.sides.intersection(sides), one.authentic)
        for i, one in files
    ]
    chosen = copies if len(copies) == 1 else _fewest_faults(copies, sides)
    faults = [fault for copy in chosen for fault in copy.faults]
    if sides:
        shown = frozenset().union(*[copy.shown for copy in chosen])
        absent = [side for side in sides if side not in shown]
        faults[:0] = [Fault(Defect.SIDE_MISSING, document, side) for side in absent]
    return faults


def _fewest_faults(copies: list[_Copy], sides: tuple[Side, ...]) -> list[_Copy]:
    """The files that together show as many sides as possible and have the fewest faults."""
    best: dict[frozenset[Side], _Copy] = {}  # the best of the files that show the same sides
    for copy in copies:
        if copy.shown not in best or _cost([copy]) < _cost([best[copy.shown]]):
            best[copy.shown] = copy
    showing = {side: [best[shown] for shown in best if side in shown] for side in sides}
    # Every way to choose one file for each side; any single file if no side is required or shown.
    ways = product(*([some for some in showing.values() if some] or [list(best.values())]))
    return min(([*{id(one): one for one in way}.values()] for way in ways), key=_cost)


def _cost(copies: list[_Copy]) -> tuple[int, int, int]:
    """How bad some files are, as three numbers: authentic files with errors, errors, and faults.

    The first number leaves out files that are not authentic, because they must be replaced anyway.
    `min` returns the first of several equally bad choices.
    """
    wrong = [one for one in copies for f in one.faults if f.defect is not Defect.UNDATED]
    faulty = {id(one) for one in wrong if one.authentic}
    return len(faulty), len(wrong), sum(len(one.faults) for one in copies)


def _of_copy(
    asked: Requirement, given: SubmittedDocument, i: int, received_on: dt.date | None
) -> list[Fault]:
    """What is wrong with one file. Sides and authenticity are checked for all files together."""
    document, until = asked.document, given.valid_until
    wrong = (
        asked.held is not None and given.held is not asked.held,
        asked.of_original and not given.of_original,
        asked.sealed and not given.sealed,
        asked.on_template and not given.on_template,
        not given.clear,
        until is not None and received_on is None,
        until is not None and received_on is not None and until < received_on,
    )
    if True not in wrong:
        return []
    return [
        Fault(one, document, (one is Defect.WRONG_HELD and asked.held) or document, i)
        for one in compress(_OF_A_COPY, wrong)
    ]


_OF_A_COPY: Final = (
    Defect.WRONG_HELD,
    Defect.COPY,
    Defect.UNSEALED,
    Defect.OFF_TEMPLATE,
    Defect.UNCLEAR,
    Defect.UNDATED,
    Defect.EXPIRED,
)
