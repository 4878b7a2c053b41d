"""Credential numbers and filing numbers (证件号码, 备案号): how they are read, checked and masked.

A credential is the document that identifies a person or an organization, such as an ID card or a
business licence.

Refusing a valid number is worse than accepting a wrong one. So the checks cover only the format,
the date of birth and the check digit. Region codes are not checked.

`repr`, messages and pickled errors mask a credential's number or leave it out. The models contain
the full number, and `dump` writes it in full unless you pass `masked=True`.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from operator import mul
from types import MappingProxyType, NoneType
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import attrs

from icp_rules.errors import DataError
from icp_rules.fields import INVISIBLE, argument, article, checked, member, print_repr
from icp_rules.findings import Says
from icp_rules.rules import Column, Rule, Table, where
from icp_rules.vocabulary import Term, Text

__all__ = [
    "CREDIT_ALPHABET",
    "NATURE_RULES",
    "NUMBER_RULES",
    "PROVINCES",
    "Credential",
    "CredentialKind",
    "CredentialKindValue",
    "FiledService",
    "FilingNumber",
    "Side",
    "SideValue",
    "SubjectNature",
    "SubjectNatureValue",
    "SubjectType",
    "SubjectTypeValue",
    "Validity",
    "as_credential_kind",
    "as_filing_number",
    "as_nature",
    "as_subject_type",
    "credit_check",
    "filing_number",
    "mask",
    "organization_check",
    "resident_check",
]


class SubjectType(Term):
    """The type of a subject (the person or organization that files)."""

    INDIVIDUAL = "individual", "individual", "个人"
    ORGANIZATION = "organization", "organization", "单位"


#: The values of `SubjectType` in JSON, for type checkers.
SubjectTypeValue: TypeAlias = Literal["individual", "organization"]


def as_subject_type(value: SubjectType | SubjectTypeValue) -> SubjectType:
    """Convert a value to a `SubjectType`. An unknown value raises `DataError`."""
    return member(SubjectType, value)


class Side(Term):
    """A side of a credential.

    The `front` of a resident ID card is the side with the portrait. A credential with one side has
    only a `front`.
    """

    FRONT = "front", "front (portrait or information page)", "正面（人像面或资料页）"
    BACK = "back", "back", "反面"


#: The values of `Side` in JSON, for type checkers.
SideValue: TypeAlias = Literal["front", "back"]


_I, _O = SubjectType


# the numbers that can be a code of the regulator; a larger number was passed by mistake
_CODES: Final = range(1, 10_000)


class CredentialKind(Term):
    """A kind of credential (证件类型).

    `type` is the type of subject that can have such a credential, or None if the type is unknown.
    `sides` are the sides of the credential: two for a card, one for a passport or a document of an
    organization.
    """

    type: SubjectType | None
    sides: tuple[Side, ...]

    RESIDENT_ID_CARD = "resident_id_card", "resident ID card", "居民身份证", _I, 2
    PASSPORT = "passport", "passport", "护照", _I, 1
    HONG_KONG_MACAO_TRAVEL_PERMIT = (
        "hong_kong_macao_travel_permit",
        "Mainland travel permit for Hong Kong and Macao residents",
        "港澳居民来往内地通行证",
        _I,
        2,
    )
    TAIWAN_TRAVEL_PERMIT = (
        "taiwan_travel_permit",
        "Mainland travel permit for Taiwan residents",
        "台湾居民来往大陆通行证",
        _I,
        2,
    )
    HONG_KONG_MACAO_RESIDENCE_PERMIT = (
        "hong_kong_macao_residence_permit",
        "residence permit for Hong Kong and Macao residents",
        "港澳居民居住证",
        _I,
        2,
    )
    TAIWAN_RESIDENCE_PERMIT = (
        "taiwan_residence_permit",
        "residence permit for Taiwan residents",
        "台湾居民居住证",
        _I,
        2,
    )
    FOREIGN_PERMANENT_RESIDENT_ID = (
        "foreign_permanent_resident_id",
        "foreign permanent resident ID card",
        "外国人永久居留身份证",
        _I,
        2,
    )
    MILITARY_OFFICER_CARD = (
        "military_officer_card",
        "military officer card (legacy)",
        "军官证",
        _I,
        2,
    )
    UNIFIED_SOCIAL_CREDIT_CODE = (
        "unified_social_credit_code",
        "unified social credit code certificate",
        "统一社会信用代码证书",
        _O,
        1,
    )
    ORGANIZATION_CODE = (
        "organization_code",
        "organization code certificate",
        "组织机构代码证",
        _O,
        1,
    )
    BUSINESS_LICENSE = "business_license", "business licence", "营业执照", _O, 1
    MILITARY_UNIT_CODE = "military_unit_code", "military unit code", "部队代号", _O, 1
    MILITARY_PAID_SERVICE_LICENSE = (
        "military_paid_service_license",
        "military unit's paid service licence",
        "军队单位对外有偿服务许可证",
        _O,
        1,
    )
    PUBLIC_INSTITUTION_CERTIFICATE = (
        "public_institution_certificate",
        "public institution certificate",
        "事业单位法人证书",
        _O,
        1,
    )
    FOREIGN_ENTERPRISE_OFFICE_CERTIFICATE = (
        "foreign_enterprise_office_certificate",
        "foreign enterprise's representative office certificate",
        "外国企业常驻代表机构登记证",
        _O,
        1,
    )
    SOCIAL_ORGANIZATION_CERTIFICATE = (
        "social_organization_certificate",
        "social organization certificate",
        "社会团体法人登记证书",
        _O,
        1,
    )
    PRIVATE_NON_ENTERPRISE_CERTIFICATE = (
        "private_non_enterprise_certificate",
        "private non-enterprise unit certificate",
        "民办非企业单位登记证书",
        _O,
        1,
    )
    SOCIAL_SERVICE_CERTIFICATE = (
        "social_service_certificate",
        "social service organization certificate",
        "社会服务机构登记证书",
        _O,
        1,
    )
    PRIVATE_SCHOOL_LICENSE = (
        "private_school_license",
        "private school licence",
        "民办学校办学许可证",
        _O,
        1,
    )
    FOUNDATION_CERTIFICATE = (
        "foundation_certificate",
        "foundation certificate",
        "基金会法人登记证书",
        _O,
        1,
    )
    LAW_FIRM_LICENSE = "law_firm_license", "law firm licence", "律师事务所执业许可证", _O, 1
    FOREIGN_CULTURAL_CENTRE_CERTIFICATE = (
        "foreign_cultural_centre_certificate",
        "foreign cultural centre certificate",
        "外国在华文化中心登记证",
        _O,
        1,
    )
    FOREIGN_TOURISM_OFFICE_CERTIFICATE = (
        "foreign_tourism_office_certificate",
        "foreign tourism office certificate",
        "外国政府旅游部门常驻代表机构批准登记证",
        _O,
        1,
    )
    EMBASSY_SCHOOL_LICENSE = (
        "embassy_school_license",
        "embassy school licence (Beijing)",
        "北京市外国驻华使馆人员子女学校办学许可证",
        _O,
        1,
    )
    FORENSIC_LICENSE = "forensic_license", "forensic institution licence", "司法鉴定许可证", _O, 1
    RELIGIOUS_SITE_CERTIFICATE = (
        "religious_site_certificate",
        "religious site certificate",
        "宗教活动场所登记证",
        _O,
        1,
    )
    OVERSEAS_ORGANIZATION_CREDENTIAL = (
        "overseas_organization_credential",
        "overseas organization's credential",
        "境外机构证件",
        _O,
        1,
    )
    MEDICAL_INSTITUTION_LICENSE = (
        "medical_institution_license",
        "medical institution licence",
        "医疗机构执业许可证",
        _O,
        1,
    )
    NOTARY_LICENSE = "notary_license", "notary institution licence", "公证机构执业证", _O, 1
    RURAL_COLLECTIVE_CERTIFICATE = (
        "rural_collective_certificate",
        "rural collective certificate",
        "农村集体经济组织登记证",
        _O,
        1,
    )
    ARBITRATION_COMMISSION_CERTIFICATE = (
        "arbitration_commission_certificate",
        "arbitration commission certificate",
        "仲裁委员会登记证",
        _O,
        1,
    )
    UNLISTED = "unlisted", "credential newer than the code list", "代码表之外的证件", None, 1

    if not TYPE_CHECKING:

        def __init__(
            self, _value: str, _en: str, _zh: str, type: SubjectType | None, sides: int
        ) -> None:
            self.type = type
            self.sides = tuple(Side)[:sides]

    @classmethod
    def of_code(cls, code: int) -> "CredentialKind | None":
        """The kind that has this code in the regulator's code list.

        If the code is not in the list, the kind is `UNLISTED`, which is accepted with a warning. If
        the code is not a number from 1 to 9999, the result is None.
        """
        return next(
            (nature.credentials[code] for nature in SubjectNature if code in nature.credentials),
            cls.UNLISTED if code in _CODES else None,
        )

    @property
    def natures(self) -> "tuple[SubjectNature, ...]":
        """The natures of subjects for which the regulator's list allows this credential."""
        return tuple(nature for nature in SubjectNature if self in nature.credentials.values())


#: The values of `CredentialKind` in JSON, for type checkers.
CredentialKindValue: TypeAlias = Literal[
    "resident_id_card",
    "passport",
    "hong_kong_macao_travel_permit",
    "taiwan_travel_permit",
    "hong_kong_macao_residence_permit",
    "taiwan_residence_permit",
    "foreign_permanent_resident_id",
    "military_officer_card",
    "unified_social_credit_code",
    "organization_code",
    "business_license",
    "military_unit_code",
    "military_paid_service_license",
    "public_institution_certificate",
    "foreign_enterprise_office_certificate",
    "social_organization_certificate",
    "private_non_enterprise_certificate",
    "social_service_certificate",
    "private_school_license",
    "foundation_certificate",
    "law_firm_license",
    "foreign_cultural_centre_certificate",
    "foreign_tourism_office_certificate",
    "embassy_school_license",
    "forensic_license",
    "religious_site_certificate",
    "overseas_organization_credential",
    "medical_institution_license",
    "notary_license",
    "rural_collective_certificate",
    "arbitration_commission_certificate",
    "unlisted",
]


def as_credential_kind(value: CredentialKind | CredentialKindValue | int) -> CredentialKind:
    """Convert a value, or a code of the regulator, to a `CredentialKind`."""
    return member(CredentialKind, value)


K = CredentialKind


class SubjectNature(Term):
    """The nature of a subject (单位性质), such as enterprise or government body.

    `code` is the code of the nature in the regulator's code list. `type` is the type of subject, or
    None if the type is unknown. `credentials` has the kinds of credential that the code list gives
    for this nature, each under its code.
    """

    code: int
    type: SubjectType | None
    credentials: Mapping[int, CredentialKind]

    DEFENCE_BODY = (
        "defence_body",
        "defence body",
        "国防机构",
        1,
        {5: K.MILITARY_UNIT_CODE, 23: K.MILITARY_PAID_SERVICE_LICENSE},
    )
    GOVERNMENT_BODY = (
        "government_body",
        "government body",
        "政府机关",
        2,
        {9: K.ORGANIZATION_CODE, 13: K.UNIFIED_SOCIAL_CREDIT_CODE},
    )
    PUBLIC_INSTITUTION = (
        "public_institution",
        "public institution",
        "事业单位",
        3,
        {
            3: K.ORGANIZATION_CODE,
            4: K.PUBLIC_INSTITUTION_CERTIFICATE,
            15: K.UNIFIED_SOCIAL_CREDIT_CODE,
        },
    )
    ENTERPRISE = (
        "enterprise",
        "enterprise",
        "企业",
        4,
        {
            1: K.BUSINESS_LICENSE,
            12: K.ORGANIZATION_CODE,
            27: K.FOREIGN_ENTERPRISE_OFFICE_CERTIFICATE,
        },
    )
    INDIVIDUAL = (
        "individual",
        "individual",
        "个人",
        5,
        {
            2: K.RESIDENT_ID_CARD,
            7: K.PASSPORT,
            11: K.TAIWAN_TRAVEL_PERMIT,
            14: K.HONG_KONG_MACAO_TRAVEL_PERMIT,
            30: K.FOREIGN_PERMANENT_RESIDENT_ID,
            41: K.HONG_KONG_MACAO_RESIDENCE_PERMIT,
            42: K.TAIWAN_RESIDENCE_PERMIT,
        },
    )
    SOCIAL_ORGANIZATION = (
        "social_organization",
        "social organization",
        "社会团体",
        6,
        {6: K.SOCIAL_ORGANIZATION_CERTIFICATE, 10: K.ORGANIZATION_CODE},
    )
    PRIVATE_NON_ENTERPRISE_UNIT = (
        "private_non_enterprise_unit",
        "private non-enterprise unit",
        "民办非企业单位",
        9,
        {
            16: K.ORGANIZATION_CODE,
            17: K.PRIVATE_NON_ENTERPRISE_CERTIFICATE,
            36: K.SOCIAL_SERVICE_CERTIFICATE,
            37: K.PRIVATE_SCHOOL_LICENSE,
        },
    )
    FOUNDATION = (
        "foundation",
        "foundation",
        "基金会",
        10,
        {18: K.ORGANIZATION_CODE, 19: K.FOUNDATION_CERTIFICATE},
    )
    LAW_PRACTICE = (
        "law_practice",
        "law practice",
        "律师执业机构",
        11,
        {20: K.ORGANIZATION_CODE, 21: K.LAW_FIRM_LICENSE},
    )
    FOREIGN_CULTURAL_CENTRE = (
        "foreign_cultural_centre",
        "foreign cultural centre",
        "外国在华文化中心",
        12,
        {
            22: K.FOREIGN_CULTURAL_CENTRE_CERTIFICATE,
            34: K.FOREIGN_TOURISM_OFFICE_CERTIFICATE,
            40: K.EMBASSY_SCHOOL_LICENSE,
        },
    )
    MASS_ORGANIZATION = (
        "mass_organization",
        "mass organization",
        "群众性团体组织",
        13,
        {24: K.UNIFIED_SOCIAL_CREDIT_CODE},
    )
    FORENSIC_INSTITUTION = (
        "forensic_institution",
        "forensic institution",
        "司法鉴定机构",
        14,
        {28: K.FORENSIC_LICENSE},
    )
    RELIGIOUS_BODY = (
        "religious_body",
        "religious body",
        "宗教团体",
        15,
        {25: K.RELIGIOUS_SITE_CERTIFICATE},
    )
    OVERSEAS_ORGANIZATION = (
        "overseas_organization",
        "overseas organization",
        "境外机构",
        16,
        {35: K.OVERSEAS_ORGANIZATION_CREDENTIAL},
    )
    MEDICAL_INSTITUTION = (
        "medical_institution",
        "medical institution",
        "医疗机构",
        17,
        {38: K.MEDICAL_INSTITUTION_LICENSE},
    )
    NOTARY_INSTITUTION = (
        "notary_institution",
        "notary institution",
        "公证机构",
        18,
        {39: K.NOTARY_LICENSE},
    )
    RURAL_COLLECTIVE = (
        "rural_collective",
        "rural collective",
        "集体经济",
        19,
        {43: K.RURAL_COLLECTIVE_CERTIFICATE},
    )
    ARBITRATION_INSTITUTION = (
        "arbitration_institution",
        "arbitration institution",
        "仲裁机构",
        20,
        {44: K.ARBITRATION_COMMISSION_CERTIFICATE},
    )
    UNLISTED = (
        "unlisted",
        "nature newer than the code list",
        "代码表之外的性质",
        0,
        dict[int, CredentialKind](),
    )

    if not TYPE_CHECKING:

        def __init__(
            self, _value: str, _en: str, _zh: str, code: int, credentials: dict[int, CredentialKind]
        ) -> None:
            self.code = code
            self.type = (
                None
                if code == 0
                else SubjectType.INDIVIDUAL
                if code == 5
                else SubjectType.ORGANIZATION
            )
            self.credentials = MappingProxyType(credentials)

    @classmethod
    def of_code(cls, code: int) -> "SubjectNature | None":
        """The nature (单位性质) that has this code in the regulator's code list.

        If the code is not in the list, the nature is `UNLISTED`, which is accepted with a warning.
        If the code is not a number from 1 to 9999, the result is None.
        """
        return next(
            (nature for nature in cls if nature.code == code > 0),
            cls.UNLISTED if code in _CODES else None,
        )


#: The values of `SubjectNature` in JSON, for type checkers.
SubjectNatureValue: TypeAlias = Literal[
    "defence_body",
    "government_body",
    "public_institution",
    "enterprise",
    "individual",
    "social_organization",
    "private_non_enterprise_unit",
    "foundation",
    "law_practice",
    "foreign_cultural_centre",
    "mass_organization",
    "forensic_institution",
    "religious_body",
    "overseas_organization",
    "medical_institution",
    "notary_institution",
    "rural_collective",
    "arbitration_institution",
    "unlisted",
]


def as_nature(value: SubjectNature | SubjectNatureValue | int | None) -> SubjectNature | None:
    """Convert a value, or a code of the regulator, to a `SubjectNature`.

    None raises `DataError`. A field that allows None does not call this function for None.
    """
    return member(SubjectNature, value)


def _unlisted(nature: SubjectNature) -> set[CredentialKind]:
    """The kinds of credential that do not fit a nature, according to the regulator's list."""
    # an enterprise's credit code is printed on its business licence
    also = {K.UNIFIED_SOCIAL_CREDIT_CODE} if nature is SubjectNature.ENTERPRISE else set()
    return set(K) - set(nature.credentials.values()) - also


_NATURE_NOTES: Final = {
    SubjectNature.ENTERPRISE: Text(
        "An enterprise's unified social credit code is printed on its business licence (code 1), "
        "so a credit code certificate is treated as that licence.",
        "企业的统一社会信用代码印在营业执照上，因此证件类型填“统一社会信用代码证书”的，视为营业"
        "执照。",
    ),
    SubjectNature.UNLISTED: Text(
        "The code list changes. A code that is not in it may be newer than the list, so it is "
        "accepted with a warning.",
        "代码表会更新，表中没有的代码可能是新增的，因此不算错误，只给出警告。",
    ),
}

# fmt: off
#: Which kinds of credential fit which nature of subject. The regulator's list has the pairs that
#: fit; every other pair leads to a finding.
NATURE_RULES: Final = Table[Says](
    "natures",
    Text("Which credential goes with which nature of subject", "哪种单位性质可用哪些证件"),
    "collect",
    (
        Column("type", tuple(SubjectType), Text("the subject is an {}", "主体为{}")),
        Column("nature", (None, *SubjectNature),
               Text("the nature of the subject is {}", "单位性质为{}")),
        Column("credential", tuple(K), Text("the kind of the credential is {}", "证件类型为{}")),
    ),
    tuple(
        Rule(f"natures.{nature.value.replace('_', '-')}",
             where(nature={nature}, credential=_unlisted(nature)),
             Says("credential_not_for_nature"), note=_NATURE_NOTES.get(nature))
        for nature in SubjectNature
    ) + tuple(
        Rule(f"natures.any-{type}",
             where(type={type}, nature={None}, credential=set.intersection(
                 *(_unlisted(nature) for nature in SubjectNature if nature.type is type))),
             Says("credential_not_for_nature"), note=Text(
            "The nature is not given. For this type of subject, the list does not have the "
            "credential under any nature.",
            "没有提供单位性质时，只按主体类型（个人或单位）核对。代码表在该类型的各种性质之下都没有"
            "列出所填的证件，因此给出警告。"))
        for type in SubjectType
    ),
)
# fmt: on


# -- Numbers ---------------------------------------------------------------------------------------


class Validity(Term):
    """Whether a number is valid, doubtful or invalid.

    A doubtful number looks wrong, but could be valid.
    """

    VALID = "valid", "valid", "有效"
    DOUBTFUL = "doubtful", "doubtful", "存疑"
    INVALID = "invalid", "invalid", "无效"


CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: no I, O, S, V, Z
_CREDIT_VALUES: Final = {character: i for i, character in enumerate(CREDIT_ALPHABET)}
_CREDIT_WEIGHTS: Final = tuple([3**i % 31 for i in range(17)])
_RESIDENT_WEIGHTS: Final = tuple([2 ** (17 - i) % 11 for i in range(17)])


def resident_check(body: str) -> str:
    """Compute the check character of a resident ID number from its first 17 digits.

    The method is ISO 7064 MOD 11-2, as GB 11643-1999 requires.

    >>> resident_check("11010519491231002")
    'X'
    """
    total = sum(map(mul, body.encode(), _RESIDENT_WEIGHTS))  # the bytes of "0" to "9" are 48 to 57
    return "10X98765432"[(total - 48 * sum(_RESIDENT_WEIGHTS)) % 11]


def credit_check(body: str) -> str:
    """Compute the check character of a unified social credit code from its first 17 characters.

    GB 32100-2015 sets the modulus 31. The weights are the powers of 3 modulo 31, beginning with 1.

    >>> credit_check("91330106123456788")
    '7'
    """
    values = map(_CREDIT_VALUES.__getitem__, body)
    return CREDIT_ALPHABET[-sum(map(mul, values, _CREDIT_WEIGHTS)) % 31]


def organization_check(body: str) -> str:
    """Compute the check character of an organization code from its first 8 characters.

    GB 11714 sets the weights 3 7 9 10 5 8 4 2 and the modulus 11.

    >>> organization_check("12345678")
    '8'
    """
    weighted = zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)
    return "0123456789X"[-sum(int(c, 36) * weight for c, weight in weighted) % 11]


def _birth_date(digits: str) -> bool:
    try:
        year = dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year
    except ValueError:
        return False
    return 1800 <= year < 2100


def _checked_by(check: Callable[[str], str], number: str) -> bool:
    return check(number[:-1]) == number[-1]


_RESIDENT: Final = re.compile("[0-9]{17}[0-9X]")


def _resident_18(number: str) -> bool:
    return (
        bool(_RESIDENT.fullmatch(number))
        and _birth_date(number[6:14])
        and _checked_by(resident_check, number)
    )


def _credit_shaped(number: str) -> bool:
    return len(number) == 18 and not number.strip(CREDIT_ALPHABET)


def _credit(number: str) -> bool:
    return _credit_shaped(number) and _checked_by(credit_check, number)


def _credit_of_xiamen(number: str) -> bool:
    return _credit_shaped(number) and number[2:6] == "3502" and number[8] == "M"


#: The check for each kind of credential whose numbers have a fixed format. The numbers of the other
#: kinds are not checked.
_VALID: Final[Mapping[CredentialKind, Callable[[str], object]]] = {
    K.RESIDENT_ID_CARD: lambda number: (
        _resident_18(number)
        or (re.fullmatch("[0-9]{15}", number) and _birth_date("19" + number[6:12]))
    ),
    K.HONG_KONG_MACAO_RESIDENCE_PERMIT: _resident_18,
    K.TAIWAN_RESIDENCE_PERMIT: _resident_18,
    K.HONG_KONG_MACAO_TRAVEL_PERMIT: re.compile("(?:[HM][0-9]|HA|MA)[0-9]{7}([0-9]{2})?").fullmatch,
    K.TAIWAN_TRAVEL_PERMIT: re.compile(r"[0-9]{8}([0-9]{2}(\([A-Z]\))?)?").fullmatch,
    K.PASSPORT: re.compile("[0-9A-Z]{5,20}").fullmatch,
    K.FOREIGN_PERMANENT_RESIDENT_ID: lambda number: (
        (
            re.fullmatch("[A-Z]{3}[0-9]{12}", number)
            and (_birth_date("19" + number[7:13]) or _birth_date("20" + number[7:13]))
        )
        or (re.fullmatch("9[0-9]{16}[0-9X]", number) and _checked_by(resident_check, number))
    ),
    K.UNIFIED_SOCIAL_CREDIT_CODE: _credit,
    K.ORGANIZATION_CODE: lambda number: (
        re.fullmatch("[0-9A-Z]{8}[0-9X]", number) and _checked_by(organization_check, number)
    ),
    K.BUSINESS_LICENSE: lambda number: (
        re.fullmatch("[0-9]{13}|[0-9]{15}", number) or _credit(number)
    ),
}


_CREDIT_KINDS: Final = {K.UNIFIED_SOCIAL_CREDIT_CODE, K.BUSINESS_LICENSE}


def _validity(kind: CredentialKind, number: str) -> Validity:
    if ".." in number or not number.strip("()./"):
        return Validity.INVALID
    if kind not in _VALID or _VALID[kind](number):
        is_short = kind is K.RESIDENT_ID_CARD and len(number) == 15
        return Validity.DOUBTFUL if is_short else Validity.VALID
    is_local = kind in _CREDIT_KINDS and _credit_of_xiamen(number)
    return Validity.DOUBTFUL if is_local else Validity.INVALID


_RESIDENT_KINDS: Final = {
    K.RESIDENT_ID_CARD,
    K.HONG_KONG_MACAO_RESIDENCE_PERMIT,
    K.TAIWAN_RESIDENCE_PERMIT,
}
_OTHER_PERSONAL: Final = {k for k in K if k.type is SubjectType.INDIVIDUAL} - _RESIDENT_KINDS
_BAD: Final = {Validity.INVALID}
_INVALID: Final = Says("credential_number_invalid")

# fmt: off
#: The validity of a number is computed by code, so it is an input of the table. The sources of the
#: rules name the standards for the checks.
NUMBER_RULES: Final = Table[Says](
    "numbers", Text("Whether a credential's number is valid", "证件号码是否有效"), "collect",
    (
        Column("credential", tuple(K), Text("the kind of the credential is {}", "证件类型为{}")),
        Column("validity", tuple(Validity), (
            Text("its number is valid", "证件号码有效"),
            Text("its number is doubtful", "证件号码存疑"),
            Text("its number is not valid", "证件号码无效"),
        )),
    ),
    (
        Rule("numbers.resident", where(credential=_RESIDENT_KINDS, validity=_BAD), _INVALID),
        Rule("numbers.organization-code",
             where(credential={K.ORGANIZATION_CODE}, validity=_BAD), _INVALID),
        Rule("numbers.credit-code", where(
            credential=set(K) - _RESIDENT_KINDS - _OTHER_PERSONAL - {K.ORGANIZATION_CODE},
            validity=_BAD), _INVALID, note=Text(
            "Business licences have had the unified social credit code since 2015. An older "
            "licence has a registration number of 13 or 15 digits; only the number of digits is "
            "checked.",
            "2015 年起，营业执照上印有统一社会信用代码；旧执照的注册号为 13 位或 15 位数字，只检查"
            "位数。")),
        Rule("numbers.travel-document",
             where(credential=_OTHER_PERSONAL, validity=_BAD), _INVALID, note=Text(
            "There is no national standard for the format. The check follows the numbers that "
            "are printed on the documents.",
            "这类证件的号码格式没有国家标准，此处按证件上印制的格式校验。")),
        Rule("numbers.short-resident",
             where(credential={K.RESIDENT_ID_CARD}, validity={Validity.DOUBTFUL}),
             Says("credential_number_doubtful", Text(
            "Compare it with the card itself. The number of a current resident ID card has 18 "
            "characters: enter all of them.",
            "请对照证件原件核对。现行居民身份证的号码为 18 位，请填写完整。")), note=Text(
            "A number of 15 digits belongs to a first-generation card, which is no longer valid, "
            "or it is a number of 18 characters that was cut short.",
            "15 位号码可能属于已停止使用的第一代居民身份证，也可能是被截断的 18 位号码。")),
        Rule("numbers.credit-code-of-xiamen",
             where(credential=_CREDIT_KINDS, validity={Validity.DOUBTFUL}),
             Says("credential_number_doubtful", Text(
            "Compare it with the licence itself; if it is the same there, leave it as it is.",
            "请对照证照原件核对；与原件一致的，无需修改。")), note=Text(
            "This rule is about the credit codes of Xiamen whose region code begins with 3502 and "
            "whose organization code begins with M. Their check character may not follow the "
            "standard, so a wrong one leads only to a warning.",
            "本规则针对厦门的一类统一社会信用代码：行政区划码以 3502 开头，组织机构代码以 M 开头。"
            "这类代码的校验码可能不符合标准，因此校验码不符时不算错误，只给出警告。")),
    ),
)
# fmt: on


def mask(number: str) -> str:
    """Return "…" and the last four characters of a number, or only "…" if it has fewer than 12.

    >>> mask("11010519491231002X"), mask("E12345678")
    ('…002X', '…')
    """
    return "…" + number[-4:] if len(number) >= 12 else "…"


_HYPHENS: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−_", "-"))
_Repairs = tuple[tuple[str, Callable[[str], str]], ...]

#: The repairs that are tried on a credential's number, in order.
_REPAIRS: Final[_Repairs] = (
    ("full_width", lambda text: unicodedata.normalize("NFKC", text)),
    ("space", lambda text: "".join(text.split())),
    ("dash", lambda text: text.translate(_HYPHENS).replace("-", "")),
    ("case", str.upper),
)
_PLAIN: Final = re.compile("(?!(?:NAN|NAT|NONE|NULL)$)[0-9A-Z]+")


def _repaired(text: str, right: re.Pattern[str], repairs: _Repairs) -> tuple[str, tuple[str, ...]]:
    """The repaired text, and the names of the repairs that changed it, in order.

    A text that matches `right` is returned unchanged.
    """
    if right.fullmatch(text):
        return text, ()
    made = []
    for name, repair in repairs:
        before, text = text, repair(text)
        if text != before:
            made.append(name)
    return text, tuple(made)


def _short(value: str, what: str, longest: int = 64) -> str:
    if type(value) is not str:
        raise DataError.of("wrong_type", f"expected text, got {article(value)}")
    if len(value) > longest:
        raise DataError.of("too_long", f"{what} has at most {longest:,} characters")
    return value


_UNSEEN: Final = re.compile(f"[{INVISIBLE}]")
#: How a spreadsheet or a program damages a number, and what to do about it.
_DAMAGED: Final = {
    re.compile("[0-9][0-9.]*E[+]"): (
        "a spreadsheet has rounded this number and lost its last digits; enter it again from the "
        "credential, in a cell formatted as text"
    ),
    re.compile("['’‘`=\"]"): (
        "the number begins with a mark that a spreadsheet adds; remove it, and any quotation marks"
    ),
    re.compile("[0-9A-Z]+[.]0$"): (
        "a program has read this number as a decimal and added .0; read the column as text"
    ),
    re.compile("(?:NAN|NAT|NONE|NULL)$"): (
        "this is the word that a program writes for a missing value; leave the value out instead"
    ),
    re.compile("#+$"): "a spreadsheet shows ### instead of this number; make its column wider",
}


def credential_number(value: str) -> str:
    """A credential number in its normal form: NFKC, upper case, without spaces or hyphens.

    Raises `DataError` if the number is empty, masked, too long or damaged by a program such as a
    spreadsheet, or if it has a forbidden character.
    """
    if type(value) is str and len(value) <= 64 and _PLAIN.fullmatch(value):
        return value
    # checked before NFKC, which turns "…" into dots, and dots are allowed
    if not {"…", "*", "＊", "●", "•"}.isdisjoint(_short(value, "a credential number")):
        raise DataError.of("masked", "this number is masked; expected the full number")
    number, _ = _repaired(value, _PLAIN, _REPAIRS)
    _short(number, "a credential number")  # NFKC can make a text longer
    if not number:
        raise DataError.of("empty", "expected a credential number")
    for damaged, message in _DAMAGED.items():
        if damaged.match(number):
            raise DataError.of("damaged", message)
    if _UNSEEN.search(number) or not all(c.isalnum() or c in "()./" for c in number):
        raise DataError.of(
            "forbidden_character",
            "a credential number may contain only letters, digits, hyphens and spaces",
        )
    return number


#: How many leading characters of a travel permit's number stay the same if the permit is renewed.
_LASTING: Final = {K.HONG_KONG_MACAO_TRAVEL_PERMIT: 9, K.TAIWAN_TRAVEL_PERMIT: 8}


def _link(kind: CredentialKind, number: str, valid: bool) -> str:
    """The key of the person or organization that a number identifies; see `Credential.key`."""
    if kind in _RESIDENT_KINDS:
        if valid and len(number) == 15:
            body = number[:6] + "19" + number[6:]
            number = body + resident_check(body)
        return f"resident:{number}"
    if kind is K.ORGANIZATION_CODE:
        return f"organization:{number}"
    is_credit_code = _credit_shaped if kind is K.UNIFIED_SOCIAL_CREDIT_CODE else _credit
    if kind.type is SubjectType.ORGANIZATION and (
        is_credit_code(number) or _credit_of_xiamen(number)
    ):
        return f"organization:{number[8:17]}"
    return f"{kind}:{number[: _LASTING.get(kind) if valid else None]}"


@attrs.frozen(field_transformer=checked)
class Credential:
    """A credential of a person or an organization: its kind and its number.

    The number identifies the subject. `repr` and messages mask it.

    Attributes:
        kind:
            The kind of credential. The constructor also accepts a string, such as
            "resident_id_card", or the regulator's code.

        number:
            The number in its normal form: NFKC, upper case, without spaces or hyphens.

        repairs:
            The repairs that were needed to read the number, in order. The possible repairs are
            "full_width", "space", "dash" and "case". `==` ignores the repairs.

        validity:
            Whether the number is valid, doubtful or invalid, judged by its format, and by the date
            of birth and the check digit if it contains them.

        key:
            The key of the person or organization that the number identifies. These credentials have
            the same key: a credit code and the organization code inside it; a resident ID number of
            15 digits and its form with 18 characters; Hong Kong/Macao travel permits with the same
            first 9 characters; Taiwan travel permits with the same first 8 digits. A passport and
            an ID card of one person have different keys. The key is made from the number, so
            protect the key in the same way as the number.

    >>> company = Credential("unified_social_credit_code", "91330106MA2KL0011F")
    >>> company.key
    'organization:MA2KL0011'
    >>> company.key == Credential("business_license", "91330106MA2KL0011F").key
    True
    >>> Credential("resident_id_card", "11010519491231002x")
    Credential(kind=<resident_id_card>, number=…002X)
    >>> Credential("resident_id_card", "110105 19491231 002x").repairs
    ('space', 'case')
    """

    kind: CredentialKind = attrs.field(converter=as_credential_kind)
    number: str = attrs.field(converter=credential_number, repr=mask)
    repairs: tuple[str, ...] = attrs.field(init=False, eq=False, repr=False)
    validity: Validity = attrs.field(
        default=attrs.Factory(lambda self: _validity(self.kind, self.number), takes_self=True),
        init=False,
        eq=False,
        repr=False,
    )
    key: str = attrs.field(
        default=attrs.Factory(
            lambda self: _link(self.kind, self.number, self.is_valid), takes_self=True
        ),
        init=False,
        eq=False,
        repr=False,
    )

    def __attrs_pre_init__(
        self, kind: CredentialKind | CredentialKindValue | int, number: str
    ) -> None:
        object.__setattr__(
            self,
            "repairs",
            _repaired(number, _PLAIN, _REPAIRS)[1]
            if type(number) is str and len(number) <= 64
            else (),
        )

    @property
    def is_valid(self) -> bool:
        """Whether the number is valid. A doubtful number counts as valid."""
        return self.validity is not Validity.INVALID

    _repr_pretty_ = print_repr


# -- Filing numbers --------------------------------------------------------------------------------


class FiledService(Term):
    """The kind of service that a filing number belongs to. The number's suffix shows the kind."""

    WEBSITE = "website", "website", "网站"
    APP = "app", "app", "APP"
    MINI_PROGRAM = "mini_program", "mini program", "小程序"
    QUICK_APP = "quick_app", "quick app", "快应用"


PROVINCES: Final = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝蜀黔滇藏陕陇青宁新"
_USUAL_SLIPS = dict(zip("川贵云甘秦", "蜀黔滇陇陕", strict=True))
# traditional characters that can occur in a filing number or a similar number
_TRADITIONAL: Final = str.maketrans(
    "晉遼滬蘇閩贛魯粵瓊陝隴寧備號網證貴雲", "晋辽沪苏闽赣鲁粤琼陕陇宁备号网证贵云"
)
#: Zero-width characters, direction marks and the byte order mark.
_ZERO_WIDTH: Final = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_WITHOUT_THEM: Final = str.maketrans("", "", _ZERO_WIDTH)
#: A label before a filing number, such as "备案号：".
_LABEL: Final = re.compile(
    r"\s{0,4}[A-Z/一-鿿]{0,8}[备備]案[/一-鿿]{0,6}\s{0,4}[:：]?\s{0,4}(?=[一-鿿]\s{0,4}[IＩ])",
    re.IGNORECASE,
)


def _closed_up(text: str) -> str:
    """A text without blanks. A blank between two digits stays, because it is an error there."""
    made = ""
    for part in text.split():
        made += (" " if made[-1:].isdigit() and part[0].isdigit() else "") + part
    return made


_NUMBER_REPAIRS: Final[_Repairs] = (
    ("invisible", lambda text: text.translate(_WITHOUT_THEM)),
    ("label", lambda text: _LABEL.sub("", text, count=1) if _LABEL.match(text) else text),
    _REPAIRS[0],
    ("space", _closed_up),
    ("dash", lambda text: text.translate(_HYPHENS)),
    ("case", str.upper),
    ("traditional", lambda text: text.translate(_TRADITIONAL)),
    ("extra_an", lambda text: re.sub("备案号?:?(?=[0-9])", "备", text)),
    (
        "misplaced_hao",
        lambda text: (
            re.sub("(-[0-9]{1,6}[AXK]?)号$", r"号\1", text.replace("号-", "-"))
            if re.search("-[0-9]{1,6}[AXK]?号$", text)
            else text
        ),
    ),
    ("missing_hao", lambda text: re.sub("(备[0-9]+)(-|$)", r"\1号\2", text)),
)
_LETTERS: Final = dict(zip(FiledService, ("", "A", "X", "K"), strict=True))
_SERVICES: Final = {letter: service for service, letter in _LETTERS.items()}
_FILING_NUMBER: Final = re.compile(
    f"([{PROVINCES}])ICP备([0-9]{{8}}|[0-9]{{10}})号(?:-([1-9][0-9]{{0,5}})([AXK]?))?"
)


def _in_a_text() -> re.Pattern[str]:
    """The pattern of a filing number within a text, in every spelling that `parse` repairs.

    Every repetition is bounded and none is nested, so the time of a search is proportional to the
    length of the text.
    """
    gap, digit, hao = rf"[\s{_ZERO_WIDTH}]{{0,2}}", "[0-9０-９]", "[号號]"
    provinces = PROVINCES + "晉遼滬蘇閩贛魯粵瓊陝隴寧"
    dash = f"{gap}[-－‐‑‒–—―−_]{gap}"
    # the letter must not begin a word, and must be the letter of a kind of service
    letter = "[AXKaxkＡＸＫａｘｋ](?![A-Za-z0-9])|(?![A-Za-z](?![A-Za-z]))"
    index = f"{dash}[1-9１-９]{digit}{{0,5}}(?!{digit})(?:{letter})"
    return re.compile(
        f"[{provinces}]{gap}[IiＩｉ]{gap}[CcＣｃ]{gap}[PpＰｐ]{gap}[备備]{gap}"
        f"(?:案{gap}{hao}?{gap}[:：]?{gap})?(?:{digit}{{10}}|{digit}{{8}})(?!{digit})"
        f"(?:{gap}{hao}(?:{index})?|{index}(?:{gap}{hao})?|(?!{gap}{hao}))(?!{dash}{digit})"
    )


_FOUND: Final = _in_a_text()
_PARTS: Final[dict[str, tuple[type, ...]]] = {
    "province": (str,),
    "serial": (str,),
    "index": (int, NoneType),
    "service": (FiledService, NoneType),
    "repairs": (tuple,),
}


@attrs.frozen
class FilingNumber:
    """An ICP filing number (备案号), of a subject or of one of its services.

    Attributes:
        province:
            The short name of the province, one of the characters in `PROVINCES`.

        serial:
            The 8 or 10 digits after 备. They begin with the year.

        index:
            The number of the service among the subject's services, counted from 1; None if the
            filing number belongs to the subject itself.

        service:
            The kind of service that the filing number belongs to; None if the number belongs to the
            subject itself.

        repairs:
            The repairs that were needed to read the number, in order: "invisible" (zero-width
            characters), "label" (such as 备案号：), "full_width", "space", "dash", "case",
            "traditional" (traditional characters), "extra_an" (案 after 备), "misplaced_hao" (号 in
            the wrong place), "missing_hao" (no 号). `==` ignores the repairs.

    If the parts do not form a filing number, the constructor raises `DataError`.

    >>> FilingNumber.parse("黔ICP备2099000001号-1X").service
    <mini_program>
    >>> number = FilingNumber.parse("浙 icp 備 99000001 —2")
    >>> str(number), number.repairs
    ('浙ICP备99000001号-2', ('space', 'dash', 'case', 'traditional', 'missing_hao'))
    """

    province: str
    serial: str
    index: int | None = None
    service: FiledService | None = None
    repairs: tuple[str, ...] = attrs.field(default=(), eq=False)

    def __attrs_post_init__(self) -> None:
        wrong = [
            f"/{name}" for name, kinds in _PARTS.items() if type(getattr(self, name)) not in kinds
        ]
        if (
            wrong
            or (self.index is None) is not (self.service is None)
            or not _FILING_NUMBER.fullmatch(self.subject_number)
            or (self.index is not None and not 0 < self.index < 10**6)
        ):
            raise DataError.of(
                "bad_filing_number",
                "these are not the parts of a filing number; use FilingNumber.parse to read a text",
                *wrong[:1],
            )

    def __str__(self) -> str:
        if self.service is None:
            return self.subject_number
        return f"{self.subject_number}-{self.index}{_LETTERS[self.service]}"

    @property
    def subject_number(self) -> str:
        """The number of the subject itself, which is the part before the hyphen."""
        return f"{self.province}ICP备{self.serial}号"

    @classmethod
    def parse(cls, text: str) -> "FilingNumber":
        """Read a filing number from text, and repair common mistakes.

        Text that is not a filing number raises `DataError`. If the text is recognized as something
        else, such as an ICP licence, the message says so.
        """
        return argument("text", as_filing_number, text)

    @classmethod
    def find_all(cls, text: str) -> "tuple[FilingNumber, ...]":
        """Every filing number in a longer text, such as the footer of a page, in order.

        A text with more than 10,000 characters raises `DataError`.

        >>> found = FilingNumber.find_all("© 示例科技 浙ICP备99000001号-1 浙B2-20990001")
        >>> [str(number) for number in found]
        ['浙ICP备99000001号-1']
        """
        text = argument("text", _short, text, "a text", 10_000)
        found = [_read(one[0]) for one in _FOUND.finditer(text)]
        return tuple([number for number in found if number is not None])


def _read(text: str) -> FilingNumber | None:
    text, repairs = _repaired(text, _FILING_NUMBER, _NUMBER_REPAIRS)
    found = _FILING_NUMBER.fullmatch(text)
    if found is None:
        return None
    province, serial, index, letter = found.groups()
    index = None if index is None else int(index)
    return FilingNumber(province, serial, index, _SERVICES.get(letter), repairs)


#: The number of a licence for telecom services, such as B2-20990004 and 合字B1.B2-20990004.
_LICENCE: Final = re.compile("(.|合字|.ICP备)?([AB][0-9][.·、/]?){1,8}-[0-9]{6,8}")
#: The number of a service under such a licence: the licence's number, a hyphen and an index.
_SERVICE: Final = re.compile("(.*号|.?[AB][^-]{0,32}-[0-9]{6,8})-[0-9]{1,6}[AXK]?")


def _what_instead(text: str) -> str:
    """The message for a text that is not a filing number; if possible, it says what the text is."""
    if FilingNumber.find_all(text):
        return (
            "expected one filing number and nothing else; FilingNumber.find_all returns every "
            "filing number in a text"
        )
    text, _ = _repaired(text, _FILING_NUMBER, _NUMBER_REPAIRS)
    under_licence = "ICP证" in text or _LICENCE.match(text := text.rpartition(":")[2])
    if "公网安备" in text:
        if under_licence:
            return "expected one ICP filing number; here are several numbers of other kinds"
        return "this is a public-security number (公网安备), not an ICP filing number"
    if under_licence:
        if _SERVICE.fullmatch(text):
            return (
                "this is the number of a service under a telecom business licence (ICP证), not an "
                "ICP filing number"
            )
        return "this is a telecom business licence (ICP证), not an ICP filing number"
    if text[:1] in _USUAL_SLIPS:
        return (
            "filing numbers do not use this short name of a province; did you mean "
            f"{_USUAL_SLIPS[text[:1]]}?"
        )
    return (
        "expected a filing number: a province, ICP备, 8 or 10 digits and 号, such as "
        "浙ICP备99000001号-1"
    )


def as_filing_number(value: str) -> FilingNumber:
    """Read a `FilingNumber` from its text. Any other text raises `DataError`."""
    number = _read(_short(value, "a filing number"))
    if number is None:
        raise DataError.of("bad_filing_number", _what_instead(value))
    return number


def filing_number(value: FilingNumber | str | None) -> FilingNumber | None:
    """Convert text to a `FilingNumber`. A `FilingNumber` or None stays as it is."""
    return value if value is None or isinstance(value, FilingNumber) else as_filing_number(value)
