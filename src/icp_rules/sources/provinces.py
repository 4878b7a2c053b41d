"""What a filing needs in each province: the provider's pages of September 2019, and other sources.

Alibaba Cloud published the pages in its documentation repository on GitHub, AlibabaCloudDocs/icp.
Only these pages cover all provinces. `FACTS` lists what each page says, one row for each province.
The pages at the end of this file are made from these rows. Nothing is quoted. Each page was read
twice, independently.

The other sources are newer pages of Alibaba Cloud, and pages of Huawei Cloud and Tencent Cloud. The
only rules that they add are warnings that sources disagree (`DIFFER`).
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal, NamedTuple

from icp_rules.texts import Page, Publication, Sentence, Source
from icp_rules.vocabulary import Text

__all__ = [
    "DIFFER",
    "FACTS",
    "PAPERS",
    "PUBLICATION",
    "SAID",
    "Differs",
    "Facts",
    "Other",
    "besides",
    "later",
    "unsaid",
]

_READ_ON: Final = dt.date(2026, 11, 26)


class Facts(NamedTuple):
    """What the provider's page on one province says.

    Attributes:
        id:
            The province's wire value.

        name:
            The province's Chinese name.

        commit:
            The id of the commit in which we read the page.

        day:
            The day of that commit, in September 2019.

        leader:
            "must" if the entity leader must be the legal representative; "letter" if another person
            needs a letter. Here and in the next two attributes, "" means that the page does not
            say.

        letter:
            "yes" if a service leader who is not the legal representative needs a letter; "no" if no
            such letter is needed.

        elsewhere:
            What happens to an individual whose ID is from another province: "refused"; "permit" if
            a residence permit is needed; "proof" if another proof is accepted too.

        of_age:
            The minimum age of an organization's leaders; 0 if the page does not say.

        individual_of_age:
            The minimum age of an individual; 0 if the page does not say.
    """

    id: str
    name: str
    commit: str
    day: int
    leader: Literal["must", "letter", ""]
    letter: Literal["yes", "no", ""]
    elsewhere: Literal["refused", "permit", "proof", ""]
    of_age: int = 0
    individual_of_age: int = 0

    @property
    def date(self) -> dt.date:
        """The date of the page."""
        return dt.date(2019, 9, self.day)


# fmt: off
#: One row for each province: first its page, then what the page says.
FACTS: Final = (
    # province; commit and day of the page; entity leader, letter, ID from elsewhere; minimum ages
    Facts("beijing",        "北京",   "09a581e", 12, "letter", "",    ""),
    Facts("tianjin",        "天津",   "5cc0c5c", 12, "must",   "",    "",        18, 18),
    Facts("hebei",          "河北",   "ef289ca", 6,  "must",   "",    ""),
    Facts("shanxi",         "山西",   "8173265", 6,  "must",   "",    "refused"),
    Facts("inner_mongolia", "内蒙古", "4cfcb99", 12, "must",   "",    "permit",  18, 18),
    Facts("liaoning",       "辽宁",   "89fed5e", 12, "",       "",    "",        18),
    Facts("jilin",          "吉林",   "66314d0", 12, "must",   "",    "permit",  18),
    Facts("heilongjiang",   "黑龙江", "4fa63af", 12, "must",   "",    "refused"),
    Facts("shanghai",       "上海",   "457faf7", 12, "must",   "yes", "permit"),
    Facts("jiangsu",        "江苏",   "aec2f17", 12, "letter", "",    "permit"),
    Facts("zhejiang",       "浙江",   "6bbc6d2", 6,  "must",   "",    "",        0, 18),
    Facts("anhui",          "安徽",   "9f1c5a0", 12, "must",   "",    ""),
    Facts("fujian",         "福建",   "021b486", 12, "must",   "yes", "permit"),
    Facts("jiangxi",        "江西",   "c3598a5", 12, "must",   "",    "refused"),
    Facts("shandong",       "山东",   "da9affd", 12, "must",   "",    "",        18, 18),
    Facts("henan",          "河南",   "c3531a2", 12, "must",   "",    "refused", 18),
    Facts("hubei",          "湖北",   "6c92ec1", 12, "must",   "yes", "permit",  18),
    Facts("hunan",          "湖南",   "881c427", 12, "must",   "yes", "",        18, 18),
    Facts("guangdong",      "广东",   "0874edc", 3,  "must",   "no",  ""),
    Facts("guangxi",        "广西",   "3e19cfe", 12, "",       "",    ""),
    Facts("hainan",         "海南",   "571132f", 12, "must",   "",    ""),
    Facts("chongqing",      "重庆",   "e152304", 3,  "must",   "",    "refused", 18),
    Facts("sichuan",        "四川",   "5b49ebf", 12, "letter", "",    "proof",   18, 18),
    Facts("guizhou",        "贵州",   "258d9a3", 6,  "must",   "yes", "permit",  0, 18),
    Facts("yunnan",         "云南",   "c2f4e3f", 12, "must",   "",    "refused"),
    Facts("tibet",          "西藏",   "6aaa666", 3,  "must",   "",    "refused"),
    Facts("shaanxi",        "陕西",   "571f271", 12, "must",   "",    ""),
    Facts("gansu",          "甘肃",   "99ed09b", 12, "letter", "",    "refused"),
    Facts("qinghai",        "青海",   "8ba7bc8", 6,  "must",   "",    "refused"),
    Facts("ningxia",        "宁夏",   "f193e19", 12, "must",   "",    "refused"),
    Facts("xinjiang",       "新疆",   "a3fe48c", 6,  "must",   "",    "refused"),
)
# fmt: on


class Other(NamedTuple):
    """A page of another source, and who published it."""

    whose: Text
    title: str
    url: str
    date: dt.date | None = None

    @property
    def read_on(self) -> dt.date | None:
        """The day we read the page, if the page has no date; otherwise None."""
        return _READ_ON if self.date is None else None


_HELP: Final = (
    "https://www.alibabacloud.com/help/en/icp-filing/basic-icp-service/user-guide/"
    "icp-filing-regulations-for-"
)
_NEWER: Final = Text("a newer page of Alibaba Cloud", "阿里云较新的页面")
_HUAWEI: Final = Text("Huawei Cloud", "华为云")
_TENCENT: Final = Text("Tencent Cloud", "腾讯云")
_OTHERS: Final[Mapping[str, Other]] = {
    "newer": Other(
        _NEWER, "ICP filing regulations for Jiangsu", f"{_HELP}jiangsu", dt.date(2023, 7, 28)
    ),
    "huawei": Other(
        _HUAWEI,
        "备案管局咨询",
        "https://github.com/huaweicloud/huaweicloud-skills/blob/f127b26/skills/cdi/assist/"
        "huawei-cloud-icp-process-guidance/kb/topics/备案管局咨询.md",
        dt.date(2025, 12, 31),
    ),
    "huawei topics": Other(
        _HUAWEI,
        "ICP备案（专题页）",
        "https://huaweicloud.com/s/JWphc3BlcueJqeiBlOe9keW5s-WPsCU/t_30_p_5/JUlDUOWkh-ahiCU",
    ),
    "tencent leaders": Other(
        _TENCENT,
        "主体信息",
        "https://github.com/tencentyun/qcloud-documents/blob/8c9ad68/"
        "product/域名与网站/网站备案/常见问题/备案流程/主体信息/主体信息.md",
    ),
    "tencent materials": Other(
        _TENCENT,
        "备案材料清单",
        "https://github.com/tencentyun/qcloud-documents/blob/c01775e/"
        "product/域名与网站/网站备案/备案准备/备案材料清单.md",
    ),
}

#: What a page can say about a matter, as a `Text`. Under "" is the matter itself, for a page that
#: leaves it open.
SAID: Final[Mapping[tuple[str, str], Text]] = {
    ("leader", "must"): Text(
        "the entity leader has to be the legal representative", "主体负责人必须是法定代表人"
    ),
    ("leader", "letter"): Text(
        "an entity leader who is not the legal representative needs a letter of authorization",
        "主体负责人不是法定代表人的，须提供授权书",
    ),
    ("leader", "free"): Text(
        "the entity leader need not be the legal representative, and no letter is asked for",
        "主体负责人可以不是法定代表人，无需授权书",
    ),
    ("leader", ""): Text(
        "whether the entity leader has to be the legal representative",
        "主体负责人是否必须是法定代表人",
    ),
    ("letter", "yes"): Text(
        "a service leader who is not the legal representative needs a letter of authorization",
        "互联网信息服务负责人不是法定代表人的，须提供授权书",
    ),
    ("letter", "no"): Text(
        "no letter is named for a service leader who is not the legal representative (inferred: "
        "the page lists what is handed in, and no such letter)",
        "互联网信息服务负责人不是法定代表人的，未要求授权书（据页面所列资料推断）",
    ),
    ("letter", ""): Text(
        "whether a service leader who is not the legal representative needs a letter",
        "互联网信息服务负责人不是法定代表人时是否须提供授权书",
    ),
    ("elsewhere", "refused"): Text(
        "an individual whose ID is from another province is refused", "个人持外省证件的，不予备案"
    ),
    ("elsewhere", "permit"): Text(
        "an individual whose ID is from another province hands in a residence permit",
        "个人持外省证件的，须提供居住证",
    ),
    ("elsewhere", "proof"): Text(
        "an individual whose ID is from another province proves study, work, social insurance or "
        "residence in the province",
        "个人持外省证件的，须提供在本省学习、工作、缴纳社会保险或居住的证明",
    ),
    ("elsewhere", "student"): Text(
        "an individual whose ID is from another province hands in a residence permit or a student "
        "card",
        "个人持外省证件的，须提供居住证或学生证",
    ),
    ("elsewhere", ""): Text(
        "what happens to an individual whose ID is from another province",
        "个人持外省证件时如何处理",
    ),
}


class Differs(NamedTuple):
    """A case in which another source differs from the provider's page of 2019.

    `about` and `says` together are a key of `SAID`.
    """

    id: str
    about: Literal["leader", "letter", "elsewhere"]
    says: str
    by: str

    @property
    def source(self) -> Other:
        """The page that differs."""
        return _OTHERS[self.by]


# fmt: off
#: Every case in which another source asks for other documents, or accepts or refuses other people.
DIFFER: Final = (
    Differs("beijing",        "leader",    "free",    "tencent leaders"),
    Differs("shanxi",         "leader",    "free",    "tencent leaders"),
    Differs("jilin",          "leader",    "letter",  "tencent leaders"),
    Differs("jiangsu",        "leader",    "free",    "tencent leaders"),
    Differs("anhui",          "leader",    "letter",  "huawei"),
    Differs("anhui",          "leader",    "letter",  "tencent leaders"),
    Differs("hainan",         "leader",    "free",    "tencent leaders"),
    Differs("guangxi",        "leader",    "must",    "huawei"),
    Differs("guangxi",        "leader",    "must",    "tencent leaders"),
    Differs("tianjin",        "letter",    "yes",     "tencent materials"),
    Differs("inner_mongolia", "letter",    "yes",     "huawei"),
    Differs("jiangsu",        "letter",    "yes",     "newer"),
    Differs("jiangsu",        "letter",    "yes",     "huawei"),
    Differs("anhui",          "letter",    "yes",     "huawei topics"),
    Differs("anhui",          "letter",    "yes",     "tencent materials"),
    Differs("jiangxi",        "letter",    "yes",     "tencent materials"),
    Differs("chongqing",      "letter",    "yes",     "tencent materials"),
    Differs("sichuan",        "letter",    "yes",     "huawei topics"),
    Differs("sichuan",        "letter",    "yes",     "tencent materials"),
    Differs("qinghai",        "letter",    "yes",     "huawei topics"),
    Differs("ningxia",        "letter",    "yes",     "huawei topics"),
    Differs("inner_mongolia", "elsewhere", "refused", "huawei"),
    Differs("jiangxi",        "elsewhere", "student", "huawei"),
    Differs("shandong",       "elsewhere", "student", "huawei"),
)
# fmt: on


# -- What else the pages say -----------------------------------------------------------------------

_NO_FOREIGNERS: Final = Text("Foreigners are refused.", "外国人不予备案。")
_RESIDENT_ID: Final = Text(
    "Chinese citizens have to use the resident ID card.", "中国公民必须使用居民身份证。"
)
_NO_TEMPORARY: Final = Text("Temporary ID cards are refused.", "不接受临时身份证。")
_ALL_DOMAINS: Final = Text(
    "Certificates of all domains in the order.", "须提供订单中全部域名的证书。"
)
_MANY_DOMAINS: Final = Text(
    "More than three domains in the filing: domain certificates.",
    "备案域名超过三个的，须提供域名证书。",
)
_FIVE_DOMAINS: Final = Text(
    "Five or more domains under the subject: domain certificates.",
    "主体名下的域名达到五个的，须提供域名证书。",
)
_CONFIRMED: Final = Text(
    "A letter of confirmation from party and government organs.", "须提供党政机关出具的确认函。"
)
_STUDENT_CARD: Final = Text("A student card serves as residence permit.", "学生证可以代替居住证。")
_OTHER_PROOF: Final = Text(
    "A proof of study, work or social insurance in the province serves as well as a residence "
    "permit.",
    "也可以不提供居住证，改为提供在本省学习、工作或缴纳社会保险的证明。",
)
#: What a province accepts instead of the residence permit that it asks for.
_INSTEAD: Final = {_STUDENT_CARD, _OTHER_PROOF}
_O: Final = "organization"
_I: Final = "individual"

#: What else a page says about organizations and about individuals. It does not become a
#: requirement; the answer only mentions it.
PAPERS: Final[Mapping[tuple[str, str], tuple[Text, ...]]] = {
    ("beijing", _O): (
        Text(
            "In the held photograph the service leader holds the organization's credential.",
            "手持照片须由互联网信息服务负责人手持单位证件拍摄。",
        ),
    ),
    ("beijing", _I): (
        Text(
            "In the held photograph the individual holds the own ID.",
            "手持照片须由本人手持本人证件拍摄。",
        ),
        _RESIDENT_ID,
    ),
    ("hebei", _O): (_NO_FOREIGNERS,),
    ("hebei", _I): (_NO_FOREIGNERS,),
    ("inner_mongolia", _I): (
        Text(
            "Certificates of the domains that are new in the order.",
            "须提供订单中新增域名的证书。",
        ),
        _NO_TEMPORARY,
    ),
    ("liaoning", _O): (
        Text(
            "Both leaders have to be the legal representative if the name says investment "
            "management, guarantee, pawn, loan or wealth management.",
            "名称含投资管理、担保、典当、贷款或理财的，主体负责人和互联网信息服务负责人都必须是法定"
            "代表人。",
        ),
    ),
    ("jilin", _I): (_STUDENT_CARD,),
    ("heilongjiang", _O): (
        Text(
            "Phone bills of the last three months for the mobile and the office number; the mobile "
            "number is registered in the leader's name.",
            "须提供手机和办公电话近三个月的话费清单；手机号码须登记在负责人本人名下。",
        ),
        Text(
            "A service leader may not be named by another subject as well.",
            "互联网信息服务负责人不得同时担任其他主体的互联网信息服务负责人。",
        ),
    ),
    ("heilongjiang", _I): (
        Text(
            "Phone bills of the last three months for the mobile number, which is registered in "
            "the leader's name.",
            "须提供手机近三个月的话费清单；手机号码须登记在负责人本人名下。",
        ),
        _RESIDENT_ID,
    ),
    ("shanghai", _I): (
        _NO_TEMPORARY,
        Text(
            "Residents of Hong Kong and Macao use the travel permit.",
            "港澳居民须使用来往内地通行证。",
        ),
    ),
    ("jiangsu", _O): (
        Text(
            "Leaders under 18, the legal representative excepted: proof of employment or income.",
            "负责人未满 18 周岁的，须提供工作或收入证明，法定代表人除外。",
        ),
        _ALL_DOMAINS,
    ),
    ("jiangsu", _I): (
        Text("Under 18: proof of employment or income.", "未满 18 周岁的，须提供工作或收入证明。"),
        _ALL_DOMAINS,
    ),
    ("jiangxi", _O): (
        Text(
            "A service leader whose ID is from another province: a residence permit or temporary "
            "residence permit of this province.",
            "互联网信息服务负责人持外省证件的，须提供本省居住证或暂住证。",
        ),
    ),
    ("henan", _I): (Text("Under 18: the guardian's ID.", "未满 18 周岁的，须提供监护人证件。"),),
    ("hunan", _O): (_ALL_DOMAINS,),
    ("hunan", _I): (_ALL_DOMAINS,),
    ("guangdong", _O): (
        Text(
            "More than 31 different domain prefixes: a website construction plan for each domain "
            "and the provider's sealed letter of guarantee.",
            "不同域名前缀超过 31 个的，须提供每个域名的网站建设方案书和服务商盖章的保证书。",
        ),
    ),
    ("guangdong", _I): (
        Text("Under 18: proof of employment.", "未满 18 周岁的，须提供工作证明。"),
        Text(
            "More than 5 different domain prefixes: a website construction plan for each domain; "
            "from 10 on also the provider's sealed letter of guarantee.",
            "不同域名前缀超过 5 个的，须提供每个域名的网站建设方案书；达到 10 个的，还须提供服务商"
            "盖章的保证书。",
        ),
    ),
    ("hainan", _I): (_RESIDENT_ID, _NO_TEMPORARY),
    ("chongqing", _I): (
        Text(
            "More than five websites: a construction plan and a commitment letter for each.",
            "网站超过五个的，须提供每个网站的建设方案书和承诺书。",
        ),
    ),
    ("sichuan", _I): (
        _OTHER_PROOF,
        Text(
            "Residents of Hong Kong, Macao and Taiwan and foreigners need the proof of study, "
            "work, social insurance or residence in the province as well.",
            "港澳台居民和外国人也须提供在本省学习、工作、缴纳社会保险或居住的证明。",
        ),
    ),
    ("guizhou", _O): (_MANY_DOMAINS,),
    ("guizhou", _I): (_MANY_DOMAINS,),
    ("yunnan", _I): (_RESIDENT_ID,),
    ("tibet", _O): (_CONFIRMED,),
    ("tibet", _I): (_CONFIRMED, _RESIDENT_ID),
    ("shaanxi", _O): (_FIVE_DOMAINS,),
    ("shaanxi", _I): (_FIVE_DOMAINS,),
    ("gansu", _O): (
        Text("The letter is noted in the remarks of the subject.", "授权书须在主体备注中注明。"),
    ),
}

#: What else newer pages of the provider say about organizations, each with the date of the page.
_LATER: Final[tuple[tuple[str, dt.date | None, Text], ...]] = (
    (
        "tianjin",
        None,
        Text(
            "The legal representative has to be at least 16, and proves an employment or income "
            "if under 18; the service leader has to be at least 18.",
            "法定代表人须年满 16 周岁，未满 18 周岁的须提供工作或收入证明；互联网信息服务负责人须"
            "年满 18 周岁。",
        ),
    ),
    (
        "tianjin",
        dt.date(2023, 9, 28),
        Text(
            "The service leader and the entity leader still may not be one person.",
            "互联网信息服务负责人与主体负责人仍不得为同一人。",
        ),
    ),
    (
        "inner_mongolia",
        dt.date(2025, 1, 12),
        Text(
            "The entity leader still has to be the legal representative; a held photograph, if "
            "the legal representative is registered elsewhere.",
            "主体负责人仍必须是法定代表人；法定代表人户籍在外省的，须提供手持照片。",
        ),
    ),
    (
        "jiangsu",
        dt.date(2023, 7, 28),
        Text(
            "A statement of responsibility and a letter of commitment on authenticity.",
            "须提供责任声明和真实性承诺书。",
        ),
    ),
    ("fujian", None, Text("Leaders have to be at least 14.", "负责人须年满 14 周岁。")),
    (
        "guangdong",
        None,
        Text(
            "A letter of guarantee, signed by the entity leader and sealed; more than 31 websites: "
            "a construction plan for each.",
            "须提供主体负责人签字并盖章的保证书；网站超过 31 个的，须提供每个网站的建设方案书。",
        ),
    ),
    ("guizhou", None, Text("Leaders have to be at least 14.", "负责人须年满 14 周岁。")),
    ("qinghai", None, Text("Leaders have to be at least 14.", "负责人须年满 14 周岁。")),
)


def besides(one: Facts, type: str) -> list[Text]:
    """What else the page about a province says about a type of subject."""
    age = one.of_age if type == _O else one.individual_of_age
    told = [*PAPERS.get((one.id, type), ())]
    if age:
        told.append(
            Text(
                f"Leaders have to be at least {age}."
                if type == _O
                else f"Individuals have to be at least {age}.",
                f"负责人须年满 {age} 周岁。" if type == _O else f"本人须年满 {age} 周岁。",
            )
        )
    return told


def later(id: str, type: str) -> list[Text]:
    """What newer pages say about a province's organizations, each with the date of the page."""
    found = []
    for province, date, said in _LATER:
        if (province, type) == (id, _O):
            page = _newer(province, date)
            source = Source(page.title, page.url, date, read_on=page.read_on)
            en, zh = source.dated("en"), source.dated("zh")
            found.append(Text(f"A newer page ({en}): {said.en}", f"较新的页面（{zh}）：{said.zh}"))
    return found


def unsaid(one: Facts, type: str) -> list[Text]:
    """What the page about a province leaves open for a type of subject."""
    if type == _I:
        return [] if one.elsewhere else [SAID["elsewhere", ""]]
    return [SAID[about, ""] for about in ("leader", "letter") if not getattr(one, about)]


# -- The pages -------------------------------------------------------------------------------------

_GITHUB: Final = "https://github.com/AlibabaCloudDocs/icp/blob/"
_FOLDERS: Final = {
    "华北": "北京 天津 河北 山西 内蒙古",
    "东北": "辽宁 吉林 黑龙江",
    "华东": "上海 江苏 浙江 安徽 福建 江西 山东",
    "华中": "河南 湖北 湖南",
    "华南": "广西 海南",
    "西南": "四川 贵州 云南",
    "西北": "陕西 甘肃 青海 宁夏 新疆",
}
#: The provinces whose page we have only in English.
_ENGLISH: Final = {"guangdong": "southern", "chongqing": "southwestern", "tibet": "southwestern"}


def _rules(id: str, *whats: str) -> tuple[str, ...]:
    return tuple(f"filing-documents.{id.replace('_', '-')}-{what}" for what in whats)


def _said(text: Text, *rules: str) -> Sentence:
    """A sentence of a page in our own words, without a quote."""
    en, zh = text.en, text.zh
    en = en[0].upper() + en[1:]
    return Sentence("", Text(en.rstrip(".") + ".", zh.rstrip("。") + "。"), rules)


def _not_said(texts: Iterable[Text]) -> Text:
    texts = tuple(texts)
    return Text(
        f"Added by us: the page does not say {' nor '.join(text.en for text in texts)}.",
        f"我们补充：页面未说明{'，也未说明'.join(text.zh for text in texts)}。",
    )


_GENERAL: Final = Text(
    "The page says what organizations and what individuals of the province hand in. An ID card "
    "has to be valid for more than three months.",
    "该页说明本省的单位和个人备案时须提供哪些资料。身份证的剩余有效期须在三个月以上。",
)
_HELD: Final = Text(
    "An organization's service leader is photographed holding the organization's credential, an "
    "individual holding the own ID.",
    "单位的互联网信息服务负责人手持单位证件拍照，个人手持本人证件拍照。",
)
_BOTH_SIDES: Final = Text(
    "With the letter come both sides of the legal representative's ID.",
    "提供授权书的，须同时提供法定代表人证件的正反两面。",
)
_TWO_PERSONS: Final = Text(
    "The service leader and the entity leader may not be one person.",
    "互联网信息服务负责人与主体负责人不得为同一人。",
)
_ONE_PERSON: Final = Text(
    "If the entity leader is not the legal representative, the service leader has to be the same "
    "person.",
    "主体负责人不是法定代表人的，互联网信息服务负责人必须与其为同一人。",
)
#: What only one province asks for.
_OWN: Final[Mapping[str, tuple[tuple[Text, tuple[str, ...]], ...]]] = {
    "beijing": (
        (_BOTH_SIDES, ("leader",)),
        (_HELD, ("held-photo", "held-photo-of-individual")),
    ),
    "tianjin": ((_TWO_PERSONS, ("same-person", "legal-representative-twice")),),
    "jiangsu": ((_ONE_PERSON, ("two-persons",)),),
}


def _sentences(one: Facts) -> Iterator[Sentence]:
    yield _said(_GENERAL, *_rules(one.id, _O, _I))
    letters = ["letter", "letter-of-entity-leader"]
    for about, says, whats in (
        ("leader", one.leader, ["leader"]),
        ("letter", one.letter, letters if one.letter == "yes" else [_O]),
        ("elsewhere", one.elsewhere, ["elsewhere"]),
    ):
        if says:
            yield _said(SAID[about, says], *_rules(one.id, *whats))
    for text, named in _OWN.get(one.id, ()):
        yield _said(text, *_rules(one.id, *named))
    for type in (_O, _I):
        for text in besides(one, type):
            yield _said(text, *_rules(one.id, type, *["elsewhere"] * (text in _INSTEAD)))
        if unsaid(one, type):
            yield _said(_not_said(unsaid(one, type)), *_rules(one.id, type))


def _page(one: Facts) -> Page:
    """The provider's page about a province."""
    if one.id in _ENGLISH:
        title = f"ICP filing regulations for {one.id.title()}"
        path = (
            "intl.en-US/Before ICP Filing/Read and understand the ICP regulations/"
            f"ICP Filing regulations for {_ENGLISH[one.id]} China/{title}.md"
        )
    else:
        title = f"{one.name}备案规则"
        (folder,) = [name for name, inside in _FOLDERS.items() if one.name in inside.split()]
        path = f"cn.zh-CN/ICP备案前准备/学习管局规则/{folder}各省管局规则/{title}.md"
    url = f"{_GITHUB}{one.commit}/{path.replace(' ', '%20')}"
    return Page(title, url, one.date, sentences=tuple(_sentences(one)))


def _newer(id: str, date: dt.date | None) -> Other:
    """A newer page of the provider about a province."""
    name = id.replace("_", " ").title()
    address = f"{_HELP}{id.replace('_', '-')}"
    return Other(_NEWER, f"ICP filing regulations for {name}", address, date)


def _others() -> Iterator[Page]:
    """The pages of the other sources, each with what it says differently or in addition."""
    told: dict[Other, list[Sentence]] = {}
    twice = _rules("tianjin", "same-person", "legal-representative-twice")
    for id, date, text in _LATER:
        rules = _rules(id, _O) + (twice if (id, date is None) == ("tianjin", False) else ())
        told.setdefault(_newer(id, date), []).append(_said(text, *rules))
    for one in DIFFER:
        name = next(fact.name for fact in FACTS if fact.id == one.id)
        text, whats = SAID[one.about, one.says], [f"{one.about}-differs"]
        whats += ["letter-of-entity-leader-differs"] * (one.about == "letter")
        en = one.id.replace("_", " ").title()
        gist = Text(f"{en}: {text.en}", f"{name}：{text.zh}")
        told.setdefault(one.source, []).append(_said(gist, *_rules(one.id, *whats)))
    for other, sentences in told.items():
        yield Page(other.title, other.url, other.date, other.read_on, tuple(sentences))


_BASE: Final = Page(
    title="备案所需资料",
    url=f"{_GITHUB}49e5a65/cn.zh-CN/ICP备案前准备/备案所需资料.md",
    date=dt.date(2019, 9, 11),
    sentences=(
        _said(
            Text(
                "An organization hands in its own credential, the ID of the entity leader and that "
                "of the service leader; by default both are the same person.",
                "单位须提供单位证件、主体负责人证件和互联网信息服务负责人证件；"
                "默认两位负责人为同一人。",
            ),
            "filing-documents.organization",
            "filing-documents.service-leader",
            "filing-documents.service-leader-legal-representative",
        ),
        _said(
            Text(
                "An individual hands in the own ID: the resident ID card; residents of Hong Kong, "
                "Macao and Taiwan their residence or travel permit; others the passport.",
                "个人须提供本人证件：居民身份证；港澳台居民用居住证或来往内地（大陆）通行证；其他人"
                "用护照。",
            ),
            "filing-documents.individual",
        ),
    ),
)

PUBLICATION: Final = Publication(
    pages=(_BASE, *map(_page, FACTS), *_others()),
    name=Text("Filing documents by province", "各省备案资料"),
)
