"""What every table has to say of every input in every edition, written by hand from the five texts
and the code list, without the tables and without the files in `sources`.

`expected(name)` gives, for each row id, the inputs it answers in each edition and what it says
there, in plain words and numbers.
"""

import itertools
from collections import defaultdict
from functools import cache

import attrs

from icp_rules import (
    CredentialKind,
    DocumentKind,
    Edition,
    FilingOrigin,
    ServiceLevel,
    SubjectNature,
    SubjectType,
)
from icp_rules.accounts import Instruction, Way
from icp_rules.findings import Says
from icp_rules.subjects import Whose

EN, ZH06, ZH08, GUIDE, HELP = EDITIONS = [edition.value for edition in Edition]

#: The regulator's natures and the credentials listed for each, by code: the list of WeChat's
#: interface queryIcpCertificateTypes.
CODE_LIST = """
1 国防机构: 5 部队代号; 23 军队单位对外有偿服务许可证
2 政府机关: 9 组织机构代码证; 13 统一社会信用代码证书
3 事业单位: 3 组织机构代码证; 4 事业单位法人证书; 15 统一社会信用代码证书
4 企业: 1 营业执照; 12 组织机构代码证; 27 外国企业常驻代表机构登记证
5 个人: 2 居民身份证; 7 护照; 11 台湾居民来往大陆通行证; 14 港澳居民来往内地通行证; 30 外国人永久居留身份证; 41 港澳居民居住证; 42 台湾居民居住证
6 社会团体: 6 社会团体法人登记证书; 10 组织机构代码证
9 民办非企业单位: 16 组织机构代码证; 17 民办非企业单位登记证书; 36 社会服务机构登记证书; 37 民办学校办学许可证
10 基金会: 18 组织机构代码证; 19 基金会法人登记证书
11 律师执业机构: 20 组织机构代码证; 21 律师事务所执业许可证
12 外国在华文化中心: 22 外国在华文化中心登记证; 34 外国政府旅游部门常驻代表机构批准登记证; 40 北京市外国驻华使馆人员子女学校办学许可证
13 群众性团体组织: 24 统一社会信用代码证书
14 司法鉴定机构: 28 司法鉴定许可证
15 宗教团体: 25 宗教活动场所登记证
16 境外机构: 35 境外机构证件
17 医疗机构: 38 医疗机构执业许可证
18 公证机构: 39 公证机构执业证
19 集体经济: 43 农村集体经济组织登记证
20 仲裁机构: 44 仲裁委员会登记证
"""  # noqa: E501
LISTED = {}  # the nature's Chinese name -> (its code, {code: the credential's Chinese name})
for line in CODE_LIST.split("\n")[1:-1]:
    nature, _, papers = line.partition(": ")
    code, name = nature.split(" ")
    LISTED[name] = (
        int(code),
        {int(one.split(" ")[0]): one.split(" ")[1] for one in papers.split("; ")},
    )

CARDS_OF_RESIDENTS = ("居民身份证", "港澳居民居住证", "台湾居民居住证")
CARDS_OF_OTHERS = (
    "护照",
    "港澳居民来往内地通行证",
    "台湾居民来往大陆通行证",
    "外国人永久居留身份证",
    "军官证",
)
IMPORT = ("open_import", "continue_import", "enter_old_account", "imported")
CLAIM = ("open_claim", "fill_claim", "submit_claim")
LOOK_UP = (
    "open_look_up",
    "enter_domain",
    "claim_found",
    "verify_by_code",
    "receive_log_on_name",
)
INITIALIZE = ("prepare", "initialize", "be_truthful", "wait", "log_on_anew", "reset_password")
STAGES = {
    "email_initialization": (1, 2),
    "claim_review": (1, 1),
    "first_review": (1, 1),
    "photo_review": (1, 1),
    "forwarding": (1, 1),
    "posted_documents": (1, 2),
    "authority_review": (3, 20),
}
ID = ("id_credential", True, None, False, False, True)
OWN_PHOTO = ("half_length_photo", False, "id_credential", False, False, False)
PHOTO = ("half_length_photo", False, "subject_credential", False, False, False)
PROVINCE_NAMES = tuple(
    """beijing tianjin hebei shanxi inner_mongolia liaoning jilin heilongjiang shanghai jiangsu
    zhejiang anhui fujian jiangxi shandong henan hubei hunan guangdong guangxi hainan chongqing
    sichuan guizhou yunnan tibet shaanxi gansu qinghai ningxia xinjiang""".split()
)
PHOTO_OF_ORIGINAL = (*PHOTO[:5], True)
LETTER = ("letter_of_authorization", False, None, True, True, False)


# -- Each table, a function of edition and input to the rows that answer and what they say ---------


def subjects(edition, holds, filed_from):
    """Today's pages are silent on a subject that is filed elsewhere; a page of 2019 lets its filing
    be moved to another account, which must not have another subject's."""
    if holds == "nobody" and filed_from != "other":
        yield "first", None
    if holds == "same" and filed_from != "other":
        yield "further-websites", None
    if holds == "other":
        yield "other-subject", "account_holds_another_subject"
    if filed_from == "other":
        yield "other-account", "subject_filed_under_another_account"
        if edition == HELP and holds == "nobody":
            yield "move", "filing_can_be_moved"


def holders(_, domain, parent, credential, name):
    if domain == "other":
        yield "other-subject", "website_filed_under_another_subject"
    if parent == "other":
        yield "parent-of-other-subject", "parent_domain_filed_under_another_subject"
    if credential == "other":
        yield "other-name", "same_credential_other_name"
    if name == "other":
        yield "other-credential", "same_name_other_credential"


def filing_numbers(_, held_by, same):
    if held_by == "other":
        yield "other-subject", "filing_number_of_another_subject"
    elif not same:
        yield "several", "filing_number_of_another_subject"


def numbers(_, credential, validity):
    name = credential.zh
    if validity == "doubtful" and name == "居民身份证":
        yield "short-resident", "credential_number_doubtful"
    if validity == "doubtful" and name in ("统一社会信用代码证书", "营业执照"):
        yield "credit-code-of-xiamen", "credential_number_doubtful"
    if validity == "invalid":
        kind = (
            "resident"
            if name in CARDS_OF_RESIDENTS
            else "travel-document"
            if name in CARDS_OF_OTHERS
            else "credit-code"
        )
        yield (
            ("organization-code" if name == "组织机构代码证" else kind),
            "credential_number_invalid",
        )


def natures(_, type, nature, credential):
    if nature is None:
        papers = {
            paper
            for name, (_, known) in LISTED.items()
            for paper in known.values()
            if (name == "个人") == (type == "individual")
        }
        if credential.zh not in papers:
            yield f"any-{type}", "credential_not_for_nature"
    else:
        papers = set(LISTED[nature.zh][1].values()) if nature.zh in LISTED else set()
        if credential.zh not in papers | (
            {"统一社会信用代码证书"} if nature.zh == "企业" else set()
        ):
            yield nature.value.replace("_", "-"), "credential_not_for_nature"


def purchases(edition, bought, bought_from):
    """Question 2 makes no difference between the two; today a server of another account takes a
    service number, and of a domain of another account nothing is said."""
    if bought_from != "other":
        yield "same-account", None
    elif edition != HELP:
        yield "other-account", "purchase_account_differs"
    elif bought == "server":
        yield "server-of-other-account", "service_number_needed"
    else:
        yield "domain-of-other-account", "not_stated"


def imports(edition, origin, period):
    """ "If you obtained an ICP Filing through the old HiChina ICP Filing management platform or
    obtained an official store/official company website ICP Filing before January 2017": in English
    the date stands with the stores alone; in Chinese it governs all three; the guide of 2019 draws
    two lines, 2010-06-01 and 2017-01-31. Today nothing is imported: what the old platform has of
    the time before January 2017 is claimed, and else the look-up by domain tells."""
    refused, undated = (
        ("not_eligible", (), "import_not_eligible"),
        ("date_needed", (), "import_date_unknown"),
    )
    go = ("import", (), None)
    old = period in ("before_2010_06", "before_2017")
    if origin == "other":
        yield "other-origin", refused
    elif edition == HELP and origin == "old_hichina_platform":
        yield (
            ("claim-by-domain", ("claim", LOOK_UP[:3], "import_not_eligible"))
            if old
            else ("look-up", ("look_up", LOOK_UP, "import_not_eligible"))
        )
    elif edition == HELP:
        yield "store-unmentioned", ("look_up", LOOK_UP, "procedure_not_offered")
    elif edition == GUIDE:
        yield {
            "not given": ("undated", undated),
            "before_2010_06": (
                "claim",
                ("claim", ("open_claim", "fill_claim", "submit_claim"), "import_not_eligible"),
            ),
            "later": ("log-on", ("log_on", ("log_on_directly",), "import_not_eligible")),
        }.get(
            "not given" if period == "unknown" else str(period), ("june-2010-to-january-2017", go)
        )
    elif edition == EN and origin == "old_hichina_platform":
        yield "old-platform", go
    elif edition == EN:
        yield (
            ("store-undated", undated)
            if period == "unknown"
            else ("store", go)
            if old
            else ("store-too-late", refused)
        )
    else:
        yield (
            ("undated", undated)
            if period == "unknown"
            else ("before-2017", go)
            if old
            else ("too-late", refused)
        )


def dates(_, origin, period):
    """自2017年1月起，原万网备案平台不再提供备案服务，仅支持登录。"""
    if origin == "old_hichina_platform" and period == "later":
        yield "after-closing", "filing_date_implausible"


def access(edition, knows_account, knows_password):
    """Today nothing is imported, so nobody has to get into an old account for that."""
    if edition == HELP:
        return
    if not knows_account:
        yield "account-lost", ("email_initialization", INITIALIZE + IMPORT, None)
    elif knows_password:
        yield "known", ("import", IMPORT, None)
    else:
        yield "password-lost", ("retrieve_password", ("retrieve_password", *IMPORT), None)


def recovery(edition, knows_account, can_retrieve):
    """Today the account is found by the filed domain; of passwords nothing is said."""
    if edition == HELP:
        yield (
            ("look-up-password", ("look_up", LOOK_UP, "not_stated"))
            if knows_account
            else ("look-up", ("look_up", LOOK_UP, None))
        )
    elif knows_account and can_retrieve:
        yield "retrieve", ("retrieve_password", ("retrieve_password",), None)
    else:
        yield (
            ("password-lost" if knows_account else "account-lost"),
            ("email_initialization", INITIALIZE, None),
        )


def account_warnings(edition, initializes, taken):
    """No text after 2019-08-28 has the e-mail initialization."""
    if initializes and edition == HELP:
        yield "not-offered", "procedure_not_offered"
    elif initializes:
        yield "replaced", "replaces_email_account"
    if taken:
        yield "taken", "account_already_has_subject"


def steps(edition, action):
    """The claim, and logging on directly, are ways of the guide of 2019 alone. Two steps say how
    long something takes: 1-2 个工作日 for the initialization, 1 个工作日 for the claim. The look-up
    by domain is a way of today's pages, and the only one."""
    today, of_guide = action in LOOK_UP, action in (*CLAIM, "log_on_directly")
    if today == (edition == HELP) and (edition == GUIDE or not of_guide):
        stage = {"wait": "email_initialization", "submit_claim": "claim_review"}.get(action)
        yield action.replace("_", "-"), ("words", stage)


def documents(edition, type, administrator):
    """ "You must also provide an original scanned copy … of the applicant's ID credential" is a
    sentence of its own in English; in June 2018 it stood inside the sentence about the letter
    (同时提供); from August 2018 on nothing hangs on who applies. Today's pages have none of it."""
    if edition == HELP:
        return
    if type == "individual":
        yield "individual", (ID, OWN_PHOTO)
    elif edition in (ZH08, GUIDE):
        yield "organization-unconditional", (PHOTO_OF_ORIGINAL, ID, LETTER)
    elif not administrator:
        yield "organization-agent", (PHOTO, ID, LETTER)
    elif edition == EN:
        yield "organization-administrator", (PHOTO, ID)
    else:
        yield "organization-administrator-photo", (PHOTO,)


def review(edition, defect, type, document):
    """Today's pages have no documents of an e-mail initialization."""
    if edition == HELP:
        return
    code = {
        "missing": "document_missing",
        "side_missing": "side_missing",
        "copy": "not_an_original",
        "wrong_held": "wrong_credential_held",
        "unsealed": "seal_missing",
        "off_template": "template_not_used",
        "unclear": "image_unclear",
        "forged": "document_not_authentic",
        "expired": "credential_expired",
        "undated": "validity_not_checked",
        "unasked": "document_not_needed",
    }[defect]
    row = defect.replace("_", "-")
    if type == "organization":
        if defect == "missing":
            row += {
                "half_length_photo": "-photo",
                "id_credential": "-id",
                "letter_of_authorization": "-letter",
            }.get(document, "-id")  # what no initialization asks for is never missing
        elif defect == "copy":
            row += "-held" if document == "half_length_photo" else "-agent"
        elif defect in ("side_missing", "wrong_held", "unasked"):
            row += "-agent"
    yield row, code


def windows(edition, stage, basis):
    """ "Alibaba Cloud processes your application within one or two business days of receiving it."
    The FAQs say so of the e-mail initialization and name no other stage; the guide of 2019 does.
    Today's pages say of nothing how many working days it takes."""
    if edition == HELP:
        return
    if edition == GUIDE or stage == "email_initialization":
        yield stage.replace("_", "-"), (str(stage), *STAGES[stage], None, "exclude_day")
    if basis == "projected":
        yield "projected", "window_projected"


#: The provinces by the letters that begin their filing numbers, as today's facts group them.
ALL = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝蜀黔滇藏陕陇青宁新"
LEADER_BY_LETTER, LEADER_UNSTATED = "京苏蜀陇", "辽桂"
LEADER_MUST = set(ALL) - set(LEADER_BY_LETTER) - set(LEADER_UNSTATED)
SERVICE_LETTER, NO_SERVICE_LETTER = "沪闽鄂湘黔", "粤"
REFUSED, PERMIT, PROOF = "晋黑赣豫渝滇藏陇青宁新", "蒙吉沪苏闽鄂黔", "蜀"
#: Where another source says something else: of the entity leader, of the service leader's letter,
#: of an ID from another province.
OTHERS_ON_LEADER, OTHERS_ON_LETTER, OTHERS_ON_ID = "京晋吉苏皖琼桂", "津蒙苏皖赣渝蜀青宁", "蒙赣鲁"
PAPER = (False, None, False, False, False)
BOTH_SIDES = (True, None, False, False, False)


def filing_documents(_, province, type, entity_leader, service_leader, local):
    """An organization hands in its own credential and the IDs of its two leaders, an individual
    the own ID; the rest is each province's own."""
    letter, name = ALL[[*PROVINCE_NAMES].index(province)], province.replace("_", "-")
    yield f"{name}-{type}", "rules_of_their_day"
    if type == "individual":
        yield "individual", (("id_credential", *BOTH_SIDES),)
        if letter == "京":
            photo = ("half_length_photo", False, "id_credential", False, False, False)
            yield f"{name}-held-photo-of-individual", (photo,)
        if local:
            return
        if letter in REFUSED:
            yield f"{name}-elsewhere", "id_from_another_province"
        if letter in PERMIT + PROOF:
            yield f"{name}-elsewhere", (("residence_permit", *PAPER),)
        if letter in OTHERS_ON_ID:
            yield f"{name}-elsewhere-differs", "sources_disagree"
        return
    yield "organization", (("subject_credential", *PAPER), ("entity_leader_id", *BOTH_SIDES))
    another = entity_leader == "other"
    same = service_leader == "entity_leader" or {entity_leader, service_leader} == {
        "legal_representative"
    }
    if not same:
        by = "" if service_leader == "other" else "-legal-representative"
        yield f"service-leader{by}", (("service_leader_id", *BOTH_SIDES),)
    if letter == "京":
        photo = ("half_length_photo", False, "subject_credential", False, False, False)
        yield f"{name}-held-photo", (photo,)
    if letter == "津" and same:
        twice = service_leader == "legal_representative"
        row = "legal-representative-twice" if twice else "same-person"
        yield f"{name}-{row}", "leaders_must_differ"
    if letter == "苏" and another and not same:
        yield f"{name}-two-persons", "leaders_must_be_one_person"
    if another and letter in LEADER_MUST:
        yield f"{name}-leader", "entity_leader_not_legal_representative"
    if another and letter in LEADER_BY_LETTER:
        more = (("legal_representative_id", *BOTH_SIDES),) if letter == "京" else ()
        yield f"{name}-leader", (("entity_leader_letter", *PAPER), *more)
    if another and letter in OTHERS_ON_LEADER:
        yield f"{name}-leader-differs", "sources_disagree"
    if service_leader == "other" or (service_leader == "entity_leader" and another):
        of = "" if service_leader == "other" else "-of-entity-leader"
        if letter in SERVICE_LETTER:
            yield f"{name}-letter{of}", (("service_leader_letter", *PAPER),)
        if letter in OTHERS_ON_LETTER:
            yield f"{name}-letter{of}-differs", "sources_disagree"


TABLES = {
    function.__name__.replace("_", "-"): function
    for function in (
        subjects,
        holders,
        numbers,
        natures,
        purchases,
        filing_numbers,
        imports,
        dates,
        access,
        recovery,
        account_warnings,
        steps,
        documents,
        review,
        windows,
        filing_documents,
    )
}


# -- The comparison --------------------------------------------------------------------------------


def plain(then):
    """What a row says, in plain words and numbers; the wording of a step is left to
    the page that shows it."""
    if isinstance(then, Says):
        return str(then.code)
    if isinstance(then, Way):
        return (
            then.outcome.value,
            tuple(action.value for action in then.actions),
            plain(then.says) if then.says else None,
        )
    if isinstance(then, ServiceLevel):
        return then.name, then.minimum, then.maximum, then.cutoff, then.receipt.value
    if isinstance(then, Instruction):
        return "words", then.stage and then.stage.value
    if isinstance(then, tuple):
        return tuple(attrs.astuple(one) for one in then)
    return then


def expected(name, columns):
    """For each row id, {(edition, input): what it says}, by the functions above, over every
    combination of the columns' values."""
    rows = defaultdict(dict)
    for edition, cell in itertools.product(EDITIONS, itertools.product(*columns)):
        for row, says in TABLES[name](edition, *cell):
            rows[f"{name}.{row}"][edition, cell] = says
    return rows


def said(table, row):
    """{(edition, input): what the row says}, asked of the table itself; of that row alone, so
    that every row is seen."""
    alone = attrs.evolve(table, rows=(row,))
    cells = [cell for cell in table.cells() if alone.fitting(cell)]
    return {
        (edition, cell): plain(row.then)
        for edition in EDITIONS
        if row.holds_in(edition)
        for cell in cells
    }


#: The inputs of each table and every value they can have.
_WHOSE, _BOTH = tuple(Whose), (True, False)
_TYPES, _KINDS = tuple(SubjectType), tuple(CredentialKind)
_PERIODS = ("unknown", "before_2010_06", "before_2017", "2017_01", "later")
_DEFECTS = (
    "missing",
    "side_missing",
    "copy",
    "wrong_held",
    "unsealed",
    "off_template",
    "unclear",
    "forged",
    "expired",
    "undated",
    "unasked",
)
COLUMNS = {
    "subjects": {"account_holds": _WHOSE, "subject_filed_from": _WHOSE},
    "holders": {
        "domain_filed_by": _WHOSE,
        "parent_filed_by": _WHOSE,
        "credential_on_file_as": _WHOSE,
        "name_held_by": _WHOSE,
    },
    "filing-numbers": {"number_held_by": _WHOSE, "same_number": _BOTH},
    "numbers": {"credential": _KINDS, "validity": ("valid", "doubtful", "invalid")},
    "natures": {"type": _TYPES, "nature": (None, *SubjectNature), "credential": _KINDS},
    "purchases": {"bought": ("domain", "server"), "bought_from": _WHOSE},
    "imports": {"origin": tuple(FilingOrigin), "period": _PERIODS},
    "dates": {"origin": tuple(FilingOrigin), "period": _PERIODS},
    "access": {"knows_account": _BOTH, "knows_password": _BOTH},
    "recovery": {"knows_account": _BOTH, "can_retrieve_password": _BOTH},
    "account-warnings": {"initializes_email": _BOTH, "imports_into_taken_account": _BOTH},
    "steps": {
        "action": (
            *IMPORT,
            "retrieve_password",
            "prepare",
            "be_truthful",
            "initialize",
            *INITIALIZE[3:],
            *CLAIM,
            "log_on_directly",
            *LOOK_UP,
        )
    },
    "documents": {"type": _TYPES, "administrator": _BOTH},
    "review": {"defect": _DEFECTS, "type": _TYPES, "document": tuple(DocumentKind)},
    "windows": {"stage": tuple(STAGES), "basis": ("official", "projected")},
    "filing-documents": {
        "province": PROVINCE_NAMES,
        "type": _TYPES,
        "entity_leader": ("legal_representative", "other"),
        "service_leader": ("legal_representative", "entity_leader", "other"),
        "local_id": _BOTH,
    },
}
#: The words for inputs that no rule asks for: they are shown only where a row of your own is
#: missing.
UNSAID = {
    ("the domain is not filed yet", "该域名尚未备案"),
    ("the domain is filed under this subject", "该域名已在本主体名下备案"),
    ("no parent domain is filed", "其上级域名均未备案"),
    (
        "all filed parent domains are filed under this subject",
        "已备案的上级域名均在本主体名下",
    ),
    ("the credential is not filed yet", "该证件尚未备案"),
    ("the credential is filed under this name", "该证件已用该名称备案"),
    ("no organization of this name is filed yet", "尚无同名单位备案"),
    ("the filed organization of this name is this one", "已备案的同名单位就是该单位"),
    ("its number is valid", "证件号码有效"),
    (
        "all websites of the filing have the same subject number",
        "本次备案各网站的主体备案号相同",
    ),
    ("no e-mail is to be initialized", "无需初始化账号邮箱"),
    ("the account to import into holds no subject", "导入的目标账号下没有主体"),
    ("what was bought is the {}", "购买的是{}"),
    ("the individual's ID is from this province", "个人持本省证件"),
}
# of these tables exactly one row answers
UNIQUE = {"purchases", "imports", "access", "recovery", "documents", "review"}


def disagreements(table, rows=None):
    """What a table says differently from what is written here.

    `rows` are those to look at, all if left out."""
    columns, hit = (
        {column.name: column.values for column in table.columns},
        "unique" if table.name in UNIQUE else "collect",
    )
    if (
        columns != COLUMNS.get(table.name)
        or [*columns] != [*COLUMNS[table.name]]
        or table.editions != tuple(EDITIONS)
        or table.hit != hit
    ):
        return ["inputs, editions or hit policy"]
    wanted = _expected(table.name)
    ids = [row.id for row in table.rows]
    if sorted(ids) != sorted(wanted):
        return [f"the rows {ids}"]
    return [
        row.id
        for row in (table.rows if rows is None else rows)
        if said(table, row) != wanted.get(row.id)
    ]


@cache
def _expected(name):
    return expected(name, [*COLUMNS[name].values()])
