"""Which documents a filing (备案) needs in each province.

The documents depend on the province, on the type of subject, on who the entity leader and the
service leader are, and on whether an individual's ID is from the province. `documents.py` says
which documents an e-mail initialization needs.

The facts come from Alibaba Cloud's pages of September 2019, the only set of pages that covers all
provinces. Every edition uses the same facts about the provinces. If another page disagrees, the
answer of `assess` says so. The answer also says what the page of 2019 leaves open.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from icp_rules.documents import Asked, DocumentKind, Held, Requirement, as_required
from icp_rules.fields import argument, flag, member
from icp_rules.findings import MESSAGES, Finding, Says, found
from icp_rules.identifiers import CredentialKind, SubjectType, SubjectTypeValue, as_subject_type
from icp_rules.rules import (
    BOTH,
    DEFAULT_EDITION,
    AnyEdition,
    Column,
    Condition,
    Rule,
    Ruling,
    Table,
    as_edition,
    per_edition,
    together,
    where,
)
from icp_rules.sources.provinces import DIFFER, FACTS, SAID, Differs, Facts, besides, later, unsaid
from icp_rules.texts import Source
from icp_rules.vocabulary import Term, Text, both

__all__ = [
    "FILING_DOCUMENT_RULES",
    "EntityLeader",
    "EntityLeaderValue",
    "Province",
    "ProvinceValue",
    "ServiceLeader",
    "ServiceLeaderValue",
    "Summary",
    "as_entity_leader",
    "as_province",
    "as_service_leader",
    "filing_documents",
    "filing_documents_ruling",
    "summaries",
]


# -- Vocabulary ------------------------------------------------------------------------------------


class Province(Term):
    """The 31 provinces, autonomous regions and municipalities of mainland China.

    `letter` is the first character of the province's filing numbers, such as 京 for Beijing.
    """

    letter: str

    BEIJING = "beijing", "Beijing", "北京", "京"
    TIANJIN = "tianjin", "Tianjin", "天津", "津"
    HEBEI = "hebei", "Hebei", "河北", "冀"
    SHANXI = "shanxi", "Shanxi", "山西", "晋"
    INNER_MONGOLIA = "inner_mongolia", "Inner Mongolia", "内蒙古", "蒙"
    LIAONING = "liaoning", "Liaoning", "辽宁", "辽"
    JILIN = "jilin", "Jilin", "吉林", "吉"
    HEILONGJIANG = "heilongjiang", "Heilongjiang", "黑龙江", "黑"
    SHANGHAI = "shanghai", "Shanghai", "上海", "沪"
    JIANGSU = "jiangsu", "Jiangsu", "江苏", "苏"
    ZHEJIANG = "zhejiang", "Zhejiang", "浙江", "浙"
    ANHUI = "anhui", "Anhui", "安徽", "皖"
    FUJIAN = "fujian", "Fujian", "福建", "闽"
    JIANGXI = "jiangxi", "Jiangxi", "江西", "赣"
    SHANDONG = "shandong", "Shandong", "山东", "鲁"
    HENAN = "henan", "Henan", "河南", "豫"
    HUBEI = "hubei", "Hubei", "湖北", "鄂"
    HUNAN = "hunan", "Hunan", "湖南", "湘"
    GUANGDONG = "guangdong", "Guangdong", "广东", "粤"
    GUANGXI = "guangxi", "Guangxi", "广西", "桂"
    HAINAN = "hainan", "Hainan", "海南", "琼"
    CHONGQING = "chongqing", "Chongqing", "重庆", "渝"
    SICHUAN = "sichuan", "Sichuan", "四川", "蜀"
    GUIZHOU = "guizhou", "Guizhou", "贵州", "黔"
    YUNNAN = "yunnan", "Yunnan", "云南", "滇"
    TIBET = "tibet", "Tibet", "西藏", "藏"
    SHAANXI = "shaanxi", "Shaanxi", "陕西", "陕"
    GANSU = "gansu", "Gansu", "甘肃", "陇"
    QINGHAI = "qinghai", "Qinghai", "青海", "青"
    NINGXIA = "ningxia", "Ningxia", "宁夏", "宁"
    XINJIANG = "xinjiang", "Xinjiang", "新疆", "新"

    if not TYPE_CHECKING:

        def __init__(self, *given: str) -> None:
            self.letter = given[-1]


#: The wire values of `Province`, for type checkers.
ProvinceValue: TypeAlias = Literal[
    "beijing",
    "tianjin",
    "hebei",
    "shanxi",
    "inner_mongolia",
    "liaoning",
    "jilin",
    "heilongjiang",
    "shanghai",
    "jiangsu",
    "zhejiang",
    "anhui",
    "fujian",
    "jiangxi",
    "shandong",
    "henan",
    "hubei",
    "hunan",
    "guangdong",
    "guangxi",
    "hainan",
    "chongqing",
    "sichuan",
    "guizhou",
    "yunnan",
    "tibet",
    "shaanxi",
    "gansu",
    "qinghai",
    "ningxia",
    "xinjiang",
]


class EntityLeader(Term):
    """Who the entity leader (主体负责人) is.

    The entity leader is the person responsible for the organization.
    """

    LEGAL_REPRESENTATIVE = "legal_representative", "the legal representative", "法定代表人"
    OTHER = "other", "another person", "其他人"


#: The wire values of `EntityLeader`, for type checkers.
EntityLeaderValue: TypeAlias = Literal["legal_representative", "other"]


class ServiceLeader(Term):
    """Who the service leader (互联网信息服务负责人) is.

    The service leader is the person responsible for the website. Older pages call this person the
    website administrator (网站负责人). `other` is a person who is neither the legal representative
    nor the entity leader.
    """

    LEGAL_REPRESENTATIVE = "legal_representative", "the legal representative", "法定代表人"
    ENTITY_LEADER = "entity_leader", "the entity leader", "主体负责人本人"
    OTHER = "other", "a third person", "另一人"


#: The wire values of `ServiceLeader`, for type checkers.
ServiceLeaderValue: TypeAlias = Literal["legal_representative", "entity_leader", "other"]


def as_province(value: Province | ProvinceValue) -> Province:
    """Convert a value to a `Province`; raise `DataError` if the value is unknown."""
    return member(Province, value)


def as_entity_leader(value: EntityLeader | EntityLeaderValue) -> EntityLeader:
    """Convert a value to an `EntityLeader`; raise `DataError` if the value is unknown."""
    return member(EntityLeader, value)


def as_service_leader(value: ServiceLeader | ServiceLeaderValue) -> ServiceLeader:
    """Convert a value to a `ServiceLeader`; raise `DataError` if the value is unknown."""
    return member(ServiceLeader, value)


# -- The rules of each province --------------------------------------------------------------------

_D: Final = DocumentKind
_SUBJECT: Final = Asked(_D.SUBJECT_CREDENTIAL)
_OWN_ID: Final = Asked(_D.ID_CREDENTIAL, every_side=True)
_ENTITY_LEADER_ID: Final = Asked(_D.ENTITY_LEADER_ID, every_side=True)
_SERVICE_LEADER_ID: Final = Asked(_D.SERVICE_LEADER_ID, every_side=True)
_ENTITY_LEADER_LETTER: Final = Asked(_D.ENTITY_LEADER_LETTER)
_SERVICE_LEADER_LETTER: Final = Asked(_D.SERVICE_LEADER_LETTER)
_REPRESENTATIVE_ID: Final = Asked(_D.LEGAL_REPRESENTATIVE_ID, every_side=True)
_PERMIT: Final = Asked(_D.RESIDENCE_PERMIT)
_HELD_CREDENTIAL: Final = Asked(_D.HALF_LENGTH_PHOTO, held=Held.SUBJECT_CREDENTIAL)
_HELD_ID: Final = Asked(_D.HALF_LENGTH_PHOTO, held=Held.ID_CREDENTIAL)

_I, _O = {SubjectType.INDIVIDUAL}, {SubjectType.ORGANIZATION}
_REPRESENTATIVE, _ANOTHER = ({one} for one in EntityLeader)
_SAME_AS_REPRESENTATIVE, _SAME_AS_ENTITY_LEADER, _THIRD = ({one} for one in ServiceLeader)

_Then = tuple[Asked, ...] | Says

_EVERY_SIDE: Final = Text(
    "The page asks for the ID. We take this to mean every side: an ID card has two sides, and a "
    "passport has one.",
    "页面要求提供身份证件，但没有写明提供哪几面。我们理解为每一面都须提供：身份证有两面，护照只有"
    "资料页一面。",
)
_REFUSED: Final = Text(
    "We infer this from what the page says and does not say; the page does not say it directly.",
    "页面没有直接写明不受理，是我们根据页面内容推断的。",
)
_NO_LETTER: Final = Text(
    "We infer this from the documents that the page lists: a service leader who is not the legal "
    "representative needs no letter of authorization. The page does not say so directly.",
    "互联网信息服务负责人不是法定代表人时，本包的答案是无需提供授权书。页面没有直接写明这一点，"
    "是我们根据页面所列资料推断的。",
)
_PROOF: Final = Text(
    "The page asks for a proof of study, work, social insurance or residence. A residence permit "
    "is one such proof.",
    "页面要求提供在本省学习、工作、缴纳社会保险或居住的证明；居住证只是其中一种。",
)


#: The consequence of each fact that a page can state.
_THEN: Final[dict[str, _Then]] = {
    "must": Says("entity_leader_not_legal_representative"),
    "letter": (_ENTITY_LEADER_LETTER,),
    "yes": (_SERVICE_LEADER_LETTER,),
    "refused": Says("id_from_another_province"),
    "permit": (_PERMIT,),
    "proof": (_PERMIT,),
}
_NOTES: Final = {
    "proof": _PROOF,
    "jiangxi elsewhere": _REFUSED,
    "guangdong organization": _NO_LETTER,
}


def _of_province(one: Facts) -> Iterator[Rule[_Then]]:
    """The rules of one province, made from its page and from other pages that differ."""
    here = {Province(one.id)}
    another = where(province=here, type=_O, entity_leader=_ANOTHER)
    third = where(province=here, type=_O, service_leader=_THIRD)
    same = where(
        province=here, type=_O, entity_leader=_ANOTHER, service_leader=_SAME_AS_ENTITY_LEADER
    )
    elsewhere = where(province=here, type=_I, local_id={False})
    cases: tuple[tuple[str, str, Condition], ...] = (
        ("leader", "leader", another),
        ("letter", "letter", third),
        ("letter", "letter-of-entity-leader", same),  # the entity leader is "other"
        ("elsewhere", "elsewhere", elsewhere),
    )
    for about, what, when in cases:
        said = getattr(one, about)
        if then := _THEN.get(said):
            more = (_REPRESENTATIVE_ID,) if (one.id, about) == ("beijing", "leader") else ()
            asked = then if isinstance(then, Says) else (*then, *more)
            yield _row(one, what, when, asked, _NOTES.get(said) or _NOTES.get(f"{one.id} {about}"))
        others = [other for other in DIFFER if (other.id, other.about) == (one.id, about)]
        if others:
            says = Says("sources_disagree", about=_told(others))
            yield _row(one, f"{what}-differs", when, says)
    for type in SubjectType:
        says = Says("rules_of_their_day", about=_of_its_day(one, type))
        when = where(type={type}, province=here)
        yield _row(one, type.value, when, says, _NOTES.get(f"{one.id} {type}"))


def _row(
    one: Facts, what: str, when: Condition, then: _Then, note: Text | None = None
) -> Rule[_Then]:
    return Rule(f"filing-documents.{one.id.replace('_', '-')}-{what}", when, then, note=note)


def _told(others: Iterable[Differs]) -> Text:
    """The pages that differ, each with its date and what it says."""
    told = []
    for one in others:
        page, said = one.source, SAID[one.about, one.says]
        source = Source(page.title, page.url, page.date, read_on=page.read_on)
        en, zh = source.dated("en"), source.dated("zh")
        told.append(
            Text(f"{page.whose.en} ({en}): {said.en}", f"{page.whose.zh}（{zh}）：{said.zh}")
        )
    return both(told, "; ", "；")


def _of_its_day(one: Facts, type: SubjectType) -> Text:
    """The date of the page, what the page leaves open, and what else it says."""
    told = [Text(f"The provider's page is dated {one.date}.", f"服务商页面的日期为 {one.date}。")]
    told += [
        Text(f"It does not say {text.en}.", f"页面未说明：{text.zh}。")
        for text in unsaid(one, type)
    ]
    extra = besides(one, type)
    told += [Text("The page also says:", "页面还写明："), *extra] if extra else []
    return both([*told, *later(one.id, type)], " ", "")


# fmt: off
#: Most rules are made from the facts about each province in `sources/provinces.py`. Several rules
#: can apply to a filing; together they say which documents it needs.
FILING_DOCUMENT_RULES: Final = Table[_Then](
    "filing-documents",
    Text("Which documents a filing needs in each province", "各省备案需要提供哪些资料"), "collect",
    (
        Column("province", tuple(Province), Text("the province is {}", "备案省份为{}")),
        Column("type", tuple(SubjectType), Text("the subject is an {}", "主体为{}")),
        Column("entity_leader", tuple(EntityLeader),
               Text("the entity leader is {}", "主体负责人是{}")),
        Column("service_leader", tuple(ServiceLeader),
               Text("the service leader is {}", "互联网信息服务负责人是{}")),
        Column("local_id", BOTH, (
            Text("the individual's ID is from this province", "个人持本省证件"),
            Text("the individual's ID is from another province", "个人持外省证件"),
        )),
    ),
    (
        Rule("filing-documents.organization", where(type=_O), (_SUBJECT, _ENTITY_LEADER_ID),
             note=_EVERY_SIDE),
        Rule("filing-documents.service-leader", where(type=_O, service_leader=_THIRD),
             (_SERVICE_LEADER_ID,), note=_EVERY_SIDE),
        Rule("filing-documents.service-leader-legal-representative",
             where(type=_O, entity_leader=_ANOTHER, service_leader=_SAME_AS_REPRESENTATIVE),
             (_SERVICE_LEADER_ID,), note=_EVERY_SIDE),
        Rule("filing-documents.individual", where(type=_I), (_OWN_ID,), note=_EVERY_SIDE),
        Rule("filing-documents.beijing-held-photo", where(province={Province.BEIJING}, type=_O),
             (_HELD_CREDENTIAL,)),
        Rule("filing-documents.beijing-held-photo-of-individual",
             where(province={Province.BEIJING}, type=_I), (_HELD_ID,)),
        Rule("filing-documents.tianjin-same-person",
             where(province={Province.TIANJIN}, type=_O, service_leader=_SAME_AS_ENTITY_LEADER),
             Says("leaders_must_differ")),
        Rule("filing-documents.tianjin-legal-representative-twice",
             where(province={Province.TIANJIN}, type=_O, entity_leader=_REPRESENTATIVE,
                   service_leader=_SAME_AS_REPRESENTATIVE),
             Says("leaders_must_differ")),
        Rule("filing-documents.jiangsu-two-persons",
             where(province={Province.JIANGSU}, type=_O, entity_leader=_ANOTHER,
                   service_leader=_SAME_AS_REPRESENTATIVE | _THIRD),
             Says("leaders_must_be_one_person")),
        *(row for one in FACTS for row in _of_province(one)),
    ),
)
# fmt: on


def filing_documents(
    province: Province | ProvinceValue,
    type: SubjectType | SubjectTypeValue,
    entity_leader: EntityLeader | EntityLeaderValue = EntityLeader.LEGAL_REPRESENTATIVE,
    service_leader: ServiceLeader | ServiceLeaderValue = ServiceLeader.LEGAL_REPRESENTATIVE,
    local_id: bool = True,
    *,
    edition: AnyEdition | str = DEFAULT_EDITION,
) -> tuple[Requirement, ...]:
    """The documents that a filing needs in a province.

    This function returns only the documents. `assess(FilingDocumentsRequest(...))` also returns
    findings: whether the province accepts these leaders, what else the page about the province
    says, and which other pages disagree.

    Args:
        province:
            The province of the filing.

        type:
            Whether an individual or an organization files.

        entity_leader:
            Who the entity leader of an organization's filing is. The default is the legal
            representative. Ignored if `type` is "individual".

        service_leader:
            Who the service leader of an organization's filing is. The default is the legal
            representative, even if `entity_leader` is "other". If the entity leader is also the
            service leader, pass "entity_leader". Ignored if `type` is "individual".

        local_id:
            Whether an individual's ID is from this province; True by default. Ignored if `type` is
            "organization".

        edition:
            Which edition of the rules to apply. All published editions give the same answer. An
            edition of your own can give a different answer.

    Returns:
        The requirements: first the documents that every province asks for, then those that this
        province asks for in addition.

    Raises:
        DataError: a value is unknown or of the wrong type.

    Source: the provider's pages about the provinces, September 2019.

    >>> asked = filing_documents("shanghai", "organization", service_leader="other")
    >>> for one in asked:
    ...     print(one.document)
    subject_credential
    entity_leader_id
    service_leader_id
    service_leader_letter
    >>> # another person is entity leader, and the legal representative is service leader
    >>> len(filing_documents("gansu", "organization", "other"))
    4
    >>> # another person is both entity leader and service leader
    >>> len(filing_documents("gansu", "organization", "other", "entity_leader"))
    3
    """
    return filing_documents_ruling(
        as_edition(edition),
        argument("province", as_province, province),
        argument("type", as_subject_type, type),
        argument("entity_leader", as_entity_leader, entity_leader),
        argument("service_leader", as_service_leader, service_leader),
        argument("local_id", flag, local_id),
    ).answer[0]


@per_edition
def filing_documents_ruling(
    edition: AnyEdition,
    province: Province,
    type: SubjectType,
    entity_leader: EntityLeader,
    service_leader: ServiceLeader,
    local_id: bool,
) -> Ruling[tuple[tuple[Requirement, ...], tuple[Finding, ...]]]:
    """The requirements and the findings.

    The path of a finding points to the input in the last condition of its rule.
    """
    answer = FILING_DOCUMENT_RULES.at(
        edition, province, type, entity_leader, service_leader, local_id
    )
    required: list[Requirement] = []
    findings = []
    for hit in answer.hits:
        if isinstance(then := hit.row.then, Says):
            path = "".join(f"/{name}" for name, _ in hit.row.when[-1:])
            findings.append(found(hit, then, path))
        else:
            required += as_required(then, CredentialKind.RESIDENT_ID_CARD, hit.reason)
    return together((tuple(required), tuple(findings)), answer)


# -- All provinces at a glance ---------------------------------------------------------------------


class Summary(NamedTuple):
    """What one province asks for, in a few words.

    Attributes:
        province:
            The province that the summary is about.

        facts:
            The item of `icp_rules.sources.provinces.FACTS` that records what the provider's page
            about the province says.

        leader:
            Who may be the entity leader.

        letter:
            What the provider's page says about a letter of authorization for a service leader who
            is not the legal representative.

        elsewhere:
            What an individual with an ID from another province needs; or a note that the province
            refuses such a filing.

        organization:
            What the provider's pages say about organizations, apart from what `leader` and `letter`
            contain.

        individual:
            What the provider's pages say about individuals, apart from what `elsewhere` contains.

        others:
            Where other pages differ from the provider's page of 2019.

        source:
            The provider's page about the province.
    """

    province: Province
    facts: Facts
    leader: Text
    letter: Text
    elsewhere: Text
    organization: Text
    individual: Text
    others: Text
    source: Source


_NOT_STATED: Final = Text("not stated", "未说明")
_BRIEF: Final[dict[tuple[str, str], Text]] = {
    **{(about, ""): _NOT_STATED for about in ("leader", "letter", "elsewhere")},
    ("leader", "must"): Text("the legal representative only", "仅限法定代表人"),
    ("leader", "letter"): Text("another person with a letter", "其他人须有授权书"),
    ("letter", "yes"): Text("a letter", "须有授权书"),
    ("letter", "no"): Text("no letter", "无需授权书"),
    ("elsewhere", "refused"): Text("refused", "不予备案"),
    ("elsewhere", "permit"): Text("a residence permit", "居住证"),
    ("elsewhere", "proof"): Text(
        "a proof of study, work, social insurance or residence",
        "学习、工作、缴纳社会保险或居住的证明",
    ),
}


_ALSO: Final = {
    "beijing": Text(
        "If there is a letter, both sides of the legal representative's ID are needed too.",
        "提供授权书的，须同时提供法定代表人证件的正反两面。",
    ),
    "tianjin": MESSAGES["leaders_must_differ"].message,
    "jiangsu": MESSAGES["leaders_must_be_one_person"].message,
}


def _besides(one: Facts, type: SubjectType, first: Text | None = None) -> Text:
    told = [*([first] if first else []), *besides(one, type), *later(one.id, type)]
    return both(told, " ", "")


def summaries() -> tuple[Summary, ...]:
    """A summary of every province, in the order of `Province`.

    >>> one = summaries()[0]
    >>> one.province, one.leader.en, one.letter.en
    (<beijing>, 'another person with a letter', 'not stated')
    """
    rows = {row.id: row for row in FILING_DOCUMENT_RULES.rows}
    return tuple(
        Summary(
            Province(one.id),
            one,
            _BRIEF["leader", one.leader],
            _BRIEF["letter", one.letter],
            _BRIEF["elsewhere", one.elsewhere],
            _besides(one, SubjectType.ORGANIZATION, _ALSO.get(one.id)),
            _besides(one, SubjectType.INDIVIDUAL),
            _told(other for other in DIFFER if other.id == one.id),
            rows[f"filing-documents.{one.id.replace('_', '-')}-organization"].source(),
        )
        for one in FACTS
    )
