"""Which documents an applicant hands in (资料), and whether what was handed in will do (FAQ,
question 4, the note).

Everything submitted for an e-mail initialization: who applies decides one row of `DOCUMENT_RULES`,
the row names the documents, and `review_documents` compares them with what was uploaded.
"""

import datetime as dt
from collections.abc import Iterable
from functools import cache, cached_property
from typing import Final

import attrs

from icp_rules.findings import Explained, Finding, Says, Told, found
from icp_rules.identifiers import (
    CredentialKind,
    Side,
    SubjectType,
    as_credential_kind,
    as_subject_type,
)
from icp_rules.rules import (
    BOTH,
    DEFAULT_EDITION,
    AnyEdition,
    Column,
    DataError,
    Edition,
    Reason,
    Rule,
    Table,
    Term,
    Text,
    argument,
    as_edition,
    checked,
    cite,
    flag,
    instance,
    instances,
    member,
    members,
    optional_day,
    where,
    words,
)

__all__ = [
    "Applicant",
    "ApplicantRole",
    "Asked",
    "DocumentKind",
    "Held",
    "Medium",
    "Requirement",
    "SubmittedDocument",
    "required_documents",
    "review_documents",
]


# -- Vocabulary ------------------------------------------------------------------------------------


class ApplicantRole(Term):
    """An administrator of the filing. Whoever is neither is an authorized agent."""

    SUBJECT_ADMINISTRATOR = "subject_administrator", "subject administrator", "主体负责人"
    WEBSITE_ADMINISTRATOR = "website_administrator", "website administrator", "网站负责人"


class DocumentKind(Term):
    """What is handed in."""

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


class Held(Term):
    """What the applicant holds in the half-length photograph."""

    ID_CREDENTIAL = "id_credential", "applicant's ID credential", "申请人身份证件"
    SUBJECT_CREDENTIAL = (
        "subject_credential",
        "valid credential of the ICP Filing subject",
        "主办单位有效证件",
    )


class Medium(Term):
    """How a document was turned into an image; the FAQ takes either."""

    SCAN = "scan", "scanned copy", "扫描件"
    PHOTOGRAPH = "photograph", "photograph", "照片"


def as_document_kind(value: DocumentKind | str) -> DocumentKind:
    """The document a value is or names."""
    return member(DocumentKind, value)


def as_held(value: Held | str | None) -> Held | None:
    """What is held, or nothing."""
    return None if value is None else member(Held, value)


def as_medium(value: Medium | str) -> Medium:
    """The medium a value is or names."""
    return member(Medium, value)


def roles(value: Iterable[ApplicantRole | str]) -> frozenset[ApplicantRole]:
    """A field of roles; the empty set is an authorized agent."""
    return members(ApplicantRole, value)


def sides(value: Iterable[Side | str]) -> frozenset[Side]:
    """A field of sides."""
    return members(Side, value)


# -- The models ------------------------------------------------------------------------------------


@attrs.frozen(field_transformer=checked)
class Applicant:
    """Who applies.

    Attributes:
        type:
            Whether for oneself (individual) or for an organization.

        roles:
            Which administrators of the filing the applicant is; empty for an authorized agent. An
            individual is the subject and both administrators at once, so an individual's roles
            change nothing.

        id_credential:
            The kind of the applicant's own credential, one of a person.

    >>> Applicant("organization", ["website_administrator"]).is_administrator
    True
    >>> Applicant("organisation")  # doctest: +NORMALIZE_WHITESPACE
    Traceback (most recent call last):
    icp_rules.rules.DataError: /type: not a known SubjectType; use one of:
        individual, organization [unknown_value]
    """

    type: SubjectType = attrs.field(converter=as_subject_type)
    roles: frozenset[ApplicantRole] = attrs.field(default=frozenset(), converter=roles)
    id_credential: CredentialKind = attrs.field(
        default=CredentialKind.RESIDENT_ID_CARD, converter=as_credential_kind
    )

    def __attrs_post_init__(self) -> None:
        if self.id_credential.type is not SubjectType.INDIVIDUAL:
            raise DataError.of(
                "wrong_kind",
                "an applicant's ID credential is one of a person, not of an organization",
                "/id_credential",
            )

    @property
    def is_administrator(self) -> bool:
        """Whether the applicant is the subject administrator or the website administrator."""
        return bool(self.roles)

    @cached_property
    def _required(self) -> "dict[Edition, tuple[Requirement, ...]]":
        """What such an applicant hands in, in each published edition: shared by all that are alike,
        so that asking is one look-up.
        """
        return _published(self.type, self.is_administrator, self.id_credential)


@attrs.frozen
class Requirement(Explained):
    """One document that has to be handed in.

    Attributes:
        document:
            What.

        sides:
            The faces that must be shown; empty where a document has none to speak of.

        held:
            For a half-length photograph, what the applicant holds.

        sealed:
            Whether the company seal must be on it.

        on_template:
            Whether it must be on the provider's template.

        of_original:
            Whether it must be made from the original: the scanned credential, or the credential
            held in the photograph.

        rule:
            The id of the row of `DOCUMENT_RULES` that asks for it; `find_rule` gives the row.

        reason:
            The row, the conditions that matched and the sentence; it is neither compared nor
            written to JSON.
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

    def told(self, lang: str) -> Told:
        """The document and how it must be, and why."""
        asked = Asked(
            self.document, False, self.held, self.sealed, self.on_template, self.of_original
        )
        both = Text(
            " and ".join(side.en for side in self.sides), "、".join(side.zh for side in self.sides)
        )
        shown = _EACH.format(both).to(lang) if len(self.sides) > 1 else ""
        yield asked.words.to(lang) + shown, self.reason


@attrs.frozen(field_transformer=checked)
class SubmittedDocument:
    """One file that was handed in. What is left out takes the favourable value, except
    what has to be shown.

    Attributes:
        document:
            What it is.

        sides:
            The faces it shows.

        held:
            What the applicant holds in it.

        medium:
            A scan or a photograph.

        of_original:
            Whether it was made from the original (or shows the original held) and not from a copy.

        sealed:
            Whether the company seal is on it.

        on_template:
            Whether it is on the provider's template.

        clear:
            Whether the image is clear.

        authentic:
            Whether it is authentic.

        valid_until:
            The last day it is valid, if it states one.
    """

    document: DocumentKind = attrs.field(converter=as_document_kind)
    sides: frozenset[Side] = attrs.field(default=frozenset(), converter=sides)
    held: Held | None = attrs.field(default=None, converter=as_held)
    medium: Medium = attrs.field(default=Medium.SCAN, converter=as_medium)
    of_original: bool = attrs.field(default=True, converter=flag)
    sealed: bool = attrs.field(default=False, converter=flag)
    on_template: bool = attrs.field(default=False, converter=flag)
    clear: bool = attrs.field(default=True, converter=flag)
    authentic: bool = attrs.field(default=True, converter=flag)
    valid_until: dt.date | None = attrs.field(default=None, converter=optional_day)


# -- Which documents -------------------------------------------------------------------------------


@attrs.frozen
class Asked:
    """A document as a row asks for it: "every side" is not yet a number, since that depends on the
    kind of credential.
    """

    document: DocumentKind
    every_side: bool = False
    held: Held | None = None
    sealed: bool = False
    on_template: bool = False
    of_original: bool = False

    @property
    def words(self) -> Text:
        """The document and how it must be, in words."""
        name = words(self.document)
        if self.held:
            name = Text(
                f"half-length photograph of the applicant holding the {self.held.en}",
                f"申请人手持{self.held.zh}的半身照",
            )
        wanted = (self.every_side, self.sealed, self.on_template, self.of_original)
        how = [text for asked, text in zip(wanted, _HOW, strict=True) if asked]
        return Text(
            ", ".join([name.en, *(t.en for t in how)]), "，".join([name.zh, *(t.zh for t in how)])
        )


_HOW: Final = (
    Text("showing every side", "每一面"),
    Text("stamped with the company seal", "加盖单位公章"),
    Text("on the provider's template", "使用规定的样例"),
    Text("of the original", "使用原件"),
)
_EACH: Final = Text(" ({})", "（{}）")

ID = Asked(DocumentKind.ID_CREDENTIAL, every_side=True, of_original=True)
OWN_PHOTO = Asked(DocumentKind.HALF_LENGTH_PHOTO, held=Held.ID_CREDENTIAL)
PHOTO = Asked(DocumentKind.HALF_LENGTH_PHOTO, held=Held.SUBJECT_CREDENTIAL)
PHOTO_OF_ORIGINAL = Asked(
    DocumentKind.HALF_LENGTH_PHOTO, held=Held.SUBJECT_CREDENTIAL, of_original=True
)
LETTER = Asked(DocumentKind.LETTER_OF_AUTHORIZATION, sealed=True, on_template=True)

_I, _O = {SubjectType.INDIVIDUAL}, {SubjectType.ORGANIZATION}

_PREPARE_EN = "Prepare the necessary documents in advance."
_PHOTO_EN = (
    "A half-length photograph of the applicant holding the valid credential of the ICP Filing "
    "subject."
)
_LETTER_EN = (
    "If the applicant is not the subject administrator or website administrator, provide a letter "
    "of authorization from the organization based on the relevant template and stamp the letter "
    "with the company seal."
)
_ID_EN = (
    "You must also provide an original scanned copy or photograph of the applicant’s ID credential "
    "(front and back for second-generation ID cards)."
)
_INDIVIDUAL_EN = (
    "Original scanned copy or photograph of the front and back of the ICP Filing applicant’s ID "
    "credential and a half-length photograph of the applicant holding the ID credential."
)
_PHOTO_ZH06 = "单位：申请人手持主办单位有效证件半身照。"
_INDIVIDUAL_ZH = "备案申请人身份证原件正面和反面扫描件或拍照件，以及申请人手持身份证半身照。"
_AGENT_ZH = (
    "如果申请人非主体负责人或网站负责人，需根据样例文字提供一份单位授权委托书，并加盖单位公章，"
    "同时提供申请人身份证（二代身份证提供正、反两面）原件照片或原件扫描件。"
)
_ALL_ZH = (
    "申请人手持主办单位有效证件原件的半身照。加盖单位公章的授权书，"
    "同时提供申请人身份证（二代身份证提供正、反两面）原件照片或原件扫描件。"
)
_ALL_GUIDE = (
    "备案申请人手持主办单位有效证件原件的半身照。 … 加盖单位公章的授权书，"
    "授权书可单击授权委托书进行下载。 … 备案申请人身份证正、反两面原件彩色扫描件或照片。"
)

_TYPE: Final = Column("type", tuple(SubjectType), Text("the applicant is an {}", "申请人属于{}"))

# fmt: off
#: Exactly one row answers every applicant in every edition.
DOCUMENT_RULES: Final = Table[tuple[Asked, ...]](
    "documents", Text("Which documents an applicant hands in", "申请人需要提供哪些资料"), "unique",
    (
        _TYPE,
        Column("administrator", BOTH, (
            Text("the applicant is an administrator of the filing", "申请人是主体负责人或网站负责人"),  # noqa: E501
            Text("the applicant is neither the subject administrator nor the website administrator", "申请人既非主体负责人也非网站负责人"),  # noqa: E501
        )),
    ),
    (
        Rule("documents.individual", where(type=_I), (ID, OWN_PHOTO),
             cite(f"{_PREPARE_EN} … {_INDIVIDUAL_EN}", _INDIVIDUAL_ZH, _INDIVIDUAL_ZH,
                  "备案申请人身份证正、反两面原件彩色扫描件或照片。 … 备案申请人手持身份证半身照。"),  # noqa: E501
             Text("An individual is the subject and both administrators at once, so the question of a letter does not arise.",  # noqa: E501
                  "个人既是主体，也是主体负责人和网站负责人，因此不涉及委托书。")),
        Rule("documents.organization-administrator", where(type=_O, administrator={True}), (PHOTO, ID),  # noqa: E501
             cite(f"{_PREPARE_EN} … {_PHOTO_EN} … {_ID_EN}"),
             Text('The ID credential is asked for in a sentence of its own ("You must also provide"), so it does not hang on the letter.',  # noqa: E501
                  "身份证件由单独一句（You must also provide）要求，不取决于是否需要委托书。")),
        Rule("documents.organization-administrator-photo", where(type=_O, administrator={True}), (PHOTO,),  # noqa: E501
             cite(zh06=_PHOTO_ZH06),
             Text("The ID credential stands inside the sentence about the letter (同时提供), so it is asked for only together with it.",  # noqa: E501
                  "身份证件写在关于委托书的句子之内（同时提供），因此只与委托书一并要求。")),
        Rule("documents.organization-agent", where(type=_O, administrator={False}), (PHOTO, ID, LETTER),  # noqa: E501
             cite(f"{_PREPARE_EN} … {_PHOTO_EN} {_LETTER_EN} {_ID_EN} Click to download the letter of authorization template.",  # noqa: E501
                  _PHOTO_ZH06 + _AGENT_ZH),
             Text('"Not the subject administrator or website administrator" means neither of the two.', "“非主体负责人或网站负责人”指两者都不是。")),  # noqa: E501
        Rule("documents.organization-unconditional", where(type=_O), (PHOTO_OF_ORIGINAL, ID, LETTER),  # noqa: E501
             cite(zh08=_ALL_ZH, guide=_ALL_GUIDE),
             Text("The condition of the earlier text is gone: everybody brings the letter, and the credential held is the original.",  # noqa: E501
                  "先前文本中的条件已删去：所有申请人均须提供委托书，且手持的须为证件原件。")),
    ),
)
# fmt: on


def _requirements(
    edition: AnyEdition, type: SubjectType, administrator: bool, kind: CredentialKind
) -> tuple[Requirement, ...]:
    ((row, reason),) = DOCUMENT_RULES.at(edition, type, administrator).hits
    return tuple(
        Requirement(
            a.document,
            kind.sides if a.every_side else (),
            a.held,
            a.sealed,
            a.on_template,
            a.of_original,
            row.id,
            reason,
        )
        for a in row.then
    )


@cache
def _published(
    type: SubjectType, administrator: bool, kind: CredentialKind
) -> dict[Edition, tuple[Requirement, ...]]:
    return {edition: _requirements(edition, type, administrator, kind) for edition in Edition}


def required_documents(
    applicant: Applicant, edition: AnyEdition | str = DEFAULT_EDITION
) -> tuple[Requirement, ...]:
    """The documents an applicant hands in.

    Args:
        applicant:
            Who applies.

        edition:
            Which text of the rules to apply.

    Returns:
        One to three requirements, in the order of the text.

    Raises:
        DataError: `applicant` is not an `Applicant`, or the edition is unknown.

    Source: FAQ, question 4, the note.

    >>> [str(r.document) for r in required_documents(Applicant("organization"))]
    ['half_length_photo', 'id_credential', 'letter_of_authorization']
    >>> traveller = Applicant("individual", id_credential="passport")
    >>> [str(r.document) for r in required_documents(traveller)]
    ['id_credential', 'half_length_photo']
    """
    try:
        return applicant._required[edition]  # type: ignore[index]
    except (AttributeError, KeyError, TypeError):
        pass  # an edition of one's own, or a mistake
    applicant = argument("applicant", instance, Applicant, applicant)
    return _requirements(
        as_edition(edition), applicant.type, applicant.is_administrator, applicant.id_credential
    )


# -- The review ------------------------------------------------------------------------------------


class Defect(Term):
    """How what was handed in can fall short of what is asked for. Finding it out is a comparison of
    two records, so it is code; what it amounts to is a row.
    """

    MISSING = "missing", "nothing of this sort was handed in", "未提交"
    SIDE_MISSING = "side_missing", "a side is not shown", "缺少一面"
    COPY = "copy", "it was made from a copy", "未使用原件"
    WRONG_HELD = "wrong_held", "something else is held in the photograph", "手持证件不符"
    UNSEALED = "unsealed", "it bears no company seal", "未加盖公章"
    OFF_TEMPLATE = "off_template", "it is not on the template", "未使用样例"
    UNCLEAR = "unclear", "its image is not clear", "图片不清晰"
    FORGED = "forged", "it is not authentic", "材料不真实"
    EXPIRED = "expired", "it has expired", "已过期"
    UNDATED = (
        "undated",
        "it is valid until a stated day, and the day of receipt is not known",
        "载明有效期但不知收到日期",
    )
    UNASKED = "unasked", "it is not asked for", "无需提供"


_TRUTH_EN = (
    "Make sure the information you provide is truthful and accurate, that document images are "
    "clear, and uploaded documents are authentic and valid."
)
_TRUTH_ZH = "请填写真实准确的信息，上传真实有效的清晰图片。"
_TRUTH = cite(_TRUTH_EN, _TRUTH_ZH, _TRUTH_ZH, _TRUTH_ZH)
_PHOTO_ZH08 = "单位：申请人手持主办单位有效证件原件的半身照。"
_ID_ZH = "同时提供申请人身份证（二代身份证提供正、反两面）原件照片或原件扫描件。"
_LETTER_GUIDE = "加盖单位公章的授权书，授权书可单击授权委托书进行下载。"
_ID_GUIDE = "备案申请人身份证正、反两面原件彩色扫描件或照片。"
_FOR_INDIVIDUAL = cite(
    _INDIVIDUAL_EN, _INDIVIDUAL_ZH, _INDIVIDUAL_ZH, f"{_ID_GUIDE} … 备案申请人手持身份证半身照。"
)
_FOR_PHOTO = cite(
    _PHOTO_EN, _PHOTO_ZH06, _PHOTO_ZH08, "备案申请人手持主办单位有效证件原件的半身照。"
)
_FOR_ID = cite(_ID_EN, _ID_ZH, _ID_ZH, _ID_GUIDE)
_FOR_LETTER = cite(_LETTER_EN, _AGENT_ZH, "加盖单位公章的授权书", _LETTER_GUIDE)
_FOR_ORGANIZATION = cite(
    f"{_PHOTO_EN} {_LETTER_EN} {_ID_EN}", _PHOTO_ZH06 + _AGENT_ZH, _ALL_ZH, _ALL_GUIDE
)

_PHOTOS, _LETTERS, _IDS = (
    {DocumentKind.HALF_LENGTH_PHOTO},
    {DocumentKind.LETTER_OF_AUTHORIZATION},
    {DocumentKind.ID_CREDENTIAL},
)
_NOT_PHOTOS = _LETTERS | _IDS

# fmt: off
#: Exactly one row answers every defect of every document for every type of applicant.
REVIEW_RULES: Final = Table[Says](
    "review", Text("What is wrong with a document", "资料有什么问题"), "unique",
    (
        Column("defect", tuple(Defect), Text("{}", "{}")),
        _TYPE,
        Column("document", tuple(DocumentKind), Text("the document is: {}", "资料为：{}")),
    ),
    (
        Rule("review.missing", where(defect={Defect.MISSING}, type=_I), Says("document_missing"), _FOR_INDIVIDUAL),  # noqa: E501
        Rule("review.missing-photo", where(defect={Defect.MISSING}, type=_O, document=_PHOTOS), Says("document_missing"), _FOR_PHOTO),  # noqa: E501
        Rule("review.missing-id", where(defect={Defect.MISSING}, type=_O, document=_IDS), Says("document_missing"), _FOR_ID),  # noqa: E501
        Rule("review.missing-letter", where(defect={Defect.MISSING}, type=_O, document=_LETTERS), Says("document_missing"), _FOR_LETTER),  # noqa: E501
        Rule("review.side-missing", where(defect={Defect.SIDE_MISSING}, type=_I), Says("side_missing"), _FOR_INDIVIDUAL,  # noqa: E501
             Text("The texts speak of ID cards; a passport has one side, its information page.", "原文针对身份证；护照只有一面，即资料页。")),  # noqa: E501
        Rule("review.side-missing-agent", where(defect={Defect.SIDE_MISSING}, type=_O), Says("side_missing"), _FOR_ID,  # noqa: E501
             Text("The texts speak of ID cards; a passport has one side, its information page.", "原文针对身份证；护照只有一面，即资料页。")),  # noqa: E501
        Rule("review.copy", where(defect={Defect.COPY}, type=_I), Says("not_an_original"), _FOR_INDIVIDUAL),  # noqa: E501
        Rule("review.copy-held", where(defect={Defect.COPY}, type=_O, document=_PHOTOS), Says("not_an_original"), _FOR_PHOTO,  # noqa: E501
             Text("Asked for only by the texts that say 原件 of the credential held.", "仅写明手持证件“原件”的文本有此要求。")),  # noqa: E501
        Rule("review.copy-agent", where(defect={Defect.COPY}, type=_O, document=_NOT_PHOTOS), Says("not_an_original"), _FOR_ID),  # noqa: E501
        Rule("review.wrong-held", where(defect={Defect.WRONG_HELD}, type=_I), Says("wrong_credential_held"), _FOR_INDIVIDUAL),  # noqa: E501
        Rule("review.wrong-held-agent", where(defect={Defect.WRONG_HELD}, type=_O), Says("wrong_credential_held"), _FOR_PHOTO,  # noqa: E501
             Text("An organization's applicant holds the organization's credential, never the own ID card.",  # noqa: E501
                  "单位的申请人手持的是单位证件，而不是本人身份证。")),
        Rule("review.unsealed", where(defect={Defect.UNSEALED}), Says("seal_missing"), _FOR_LETTER),
        Rule("review.off-template", where(defect={Defect.OFF_TEMPLATE}), Says("template_not_used"),
             cite(f"{_LETTER_EN} … Click to download the letter of authorization template.", _AGENT_ZH, "点击下载 授权委托书", _LETTER_GUIDE),  # noqa: E501
             Text("The later texts name no template in words but offer the letter for download at this place.",  # noqa: E501
                  "后来的文本没有写明样例，但在此处提供委托书下载。")),
        Rule("review.unclear", where(defect={Defect.UNCLEAR}), Says("image_unclear"), _TRUTH),
        Rule("review.forged", where(defect={Defect.FORGED}), Says("document_not_authentic"), _TRUTH,
             Text("Asked of all that is uploaded, also of what is not needed and of a second copy.",
                  "对上传的全部材料均有此要求，包括无需提供的材料和重复的副本。")),
        Rule("review.expired", where(defect={Defect.EXPIRED}), Says("credential_expired"), _TRUTH, Text("Valid on the day of receipt.",  # noqa: E501
                                                                                                        "以收到申请之日是否有效为准。")),
        Rule("review.undated", where(defect={Defect.UNDATED}), Says("validity_not_checked"), _TRUTH),  # noqa: E501
        Rule("review.unasked", where(defect={Defect.UNASKED}, type=_I), Says("document_not_needed"), _FOR_INDIVIDUAL),  # noqa: E501
        Rule("review.unasked-agent", where(defect={Defect.UNASKED}, type=_O), Says("document_not_needed"), _FOR_ORGANIZATION),  # noqa: E501
    ),
)
# fmt: on

_Fault = tuple[Defect, Term]


def _faults(
    asked: Requirement, given: SubmittedDocument, received_on: dt.date | None
) -> list[_Fault]:
    """What is wrong with one copy, sides and authenticity aside: those are judged over
    all copies.
    """
    faults: list[_Fault] = []
    document = asked.document
    if asked.held is not None and given.held is not asked.held:
        faults.append((Defect.WRONG_HELD, asked.held))
    if asked.of_original and not given.of_original:
        faults.append((Defect.COPY, document))
    if asked.sealed and not given.sealed:
        faults.append((Defect.UNSEALED, document))
    if asked.on_template and not given.on_template:
        faults.append((Defect.OFF_TEMPLATE, document))
    if not given.clear:
        faults.append((Defect.UNCLEAR, document))
    if given.valid_until is not None:
        if received_on is None:
            faults.append((Defect.UNDATED, document))
        elif given.valid_until < received_on:
            faults.append((Defect.EXPIRED, document))
    return faults


def review_documents(
    applicant: Applicant,
    documents: Iterable[SubmittedDocument],
    edition: AnyEdition | str = DEFAULT_EDITION,
    received_on: dt.date | None = None,
) -> tuple[Finding, ...]:
    """Compare what was handed in with what is asked for.

    Several copies of one document are fine if together they satisfy it: the front in one file and
    the back in another, or a clear image after an unclear one. What is short is then told of the
    copies that come closest. Nothing wrong is an empty tuple.

    Args:
        applicant:
            Who applies.

        documents:
            What was handed in, in any order.

        edition:
            Which text of the rules to apply.

        received_on:
            The day of receipt, on which a document that states a last day must be valid. Without it
            such a document gets the warning `validity_not_checked`.

    Returns:
        Findings; `path` is `/documents`, or `/documents/0` for the first one.

    Raises:
        DataError: an argument is of the wrong type, or the edition is unknown.

    Source: FAQ, question 4, the note.

    >>> me = Applicant("individual")
    >>> photo = SubmittedDocument("half_length_photo", held="id_credential")
    >>> card = SubmittedDocument("id_credential", ["front"])
    >>> [f.code for f in review_documents(me, [photo, card])]
    ['side_missing']
    """
    edition = as_edition(edition)
    required = required_documents(applicant, edition)
    given = argument("documents", instances, SubmittedDocument, documents)
    received_on = argument("received_on", optional_day, received_on)
    faults = review(required, given, received_on)
    return tuple([told(fault, applicant.type, edition)[0] for fault in faults])


#: A defect, the document, the word to name it by, and which of those handed in,
#: if it is one of them.
Fault = tuple[Defect, DocumentKind, Term, int | None]


def told(
    fault: Fault, type: SubjectType, edition: AnyEdition
) -> tuple[Finding, frozenset[Edition]]:
    """What a fault amounts to, and the editions in which it amounts to something else."""
    defect, document, about, i = fault
    answer = REVIEW_RULES.at(edition, defect, type, document)
    (hit,) = answer.hits
    return found(
        hit, hit.row.then, "/documents" if i is None else f"/documents/{i}", about
    ), answer.others


def review(
    required: tuple[Requirement, ...],
    given: tuple[SubmittedDocument, ...],
    received_on: dt.date | None,
) -> list[Fault]:
    """What is wrong with what was handed in."""
    found: list[Fault] = []

    def tell(defect: Defect, document: DocumentKind, about: Term, i: int | None = None) -> None:
        found.append((defect, document, about, i))

    for asked in required:
        copies = [
            (i, _faults(asked, one, received_on), one.sides)
            for i, one in enumerate(given)
            if one.document is asked.document
        ]
        if len(copies) == 1 and not copies[0][1] and copies[0][2].issuperset(asked.sides):
            continue  # as it should be
        if not copies:
            tell(Defect.MISSING, asked.document, asked.document)
            continue
        chosen: dict[int, list[_Fault]] = {}
        for side in asked.sides or (None,):
            showing = [(i, faults) for i, faults, shown in copies if side is None or side in shown]
            if showing:
                i, faults = min(showing, key=_closeness)
                chosen[i] = faults
            else:
                assert side is not None  # a copy shows "no side in particular" always
                tell(Defect.SIDE_MISSING, asked.document, side)
        # no copy shows any side that counts: what else is wrong is told of the
        # one that comes closest
        if not chosen:
            i, faults = min(((i, faults) for i, faults, _ in copies), key=_closeness)
            chosen[i] = faults
        for i, faults in chosen.items():
            for defect, about in faults:
                tell(defect, asked.document, about, i)
    wanted = {asked.document for asked in required}
    for i, one in enumerate(given):
        if one.document not in wanted:
            tell(Defect.UNASKED, one.document, one.document, i)
        if not one.authentic:
            tell(Defect.FORGED, one.document, one.document, i)
    return found


def _closeness(copy: tuple[int, list[_Fault]]) -> tuple[int, int, int]:
    """Fewest errors first, then fewest warnings, then the copy that came first."""
    errors = sum(defect is not Defect.UNDATED for defect, _ in copy[1])
    return errors, len(copy[1]), copy[0]
