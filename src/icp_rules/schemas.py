"""JSON Schemas (draft 2020-12) of the models, made by `json_schema`.

Titles and descriptions are in English or Chinese. `load` accepts more spellings than a schema does:
a schema accepts a filing number only as `dump` writes it, a domain only in ASCII or with short
Chinese labels, and a time only with seconds. On the other hand, `load` refuses a few things that a
schema cannot forbid: a maximum below the minimum, more than 200,000 JSON values in all, and a name
that is too long in Unicode form NFC.
"""

import copy
import datetime as dt
from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

import attrs

from icp_rules.accounts import Route
from icp_rules.assessment import (
    REQUEST_KINDS,
    Assessment,
    EmailInitializationRequest,
    FilingDocumentsRequest,
    FilingRequest,
    ImportRequest,
    RecoveryRequest,
    Request,
)
from icp_rules.converters import MAX_ITEMS, MAX_TEXT, READABLE, in_json, plain
from icp_rules.documents import Applicant, Requirement, SubmittedDocument
from icp_rules.fields import ASCII_LABEL, BREAKS, INVISIBLE, PRIVATE, SHORT_DOMAIN, SPACES
from icp_rules.findings import MESSAGES, Code, Finding
from icp_rules.identifiers import (
    PROVINCES,
    Credential,
    CredentialKind,
    FilingNumber,
    SubjectNature,
    SubjectType,
)
from icp_rules.register import FilingRegister
from icp_rules.rules import AnyEdition, Edition, Source
from icp_rules.sla import ProcessingWindow, ServiceLevel
from icp_rules.subjects import Filing, Subject, Website
from icp_rules.vocabulary import Term, Text, language

__all__ = ["json_schema"]

Schema = dict[str, Any]

# -- Texts -----------------------------------------------------------------------------------------
# The patterns mean the same in ECMAScript (with the flag u) and in Python. So they do not use
# "(?![^])", which Python does not have. They do not use "$" either, which in Python also matches
# before a final newline.

_END: Final = r"(?![\s\S])"
_DAY: Final = (
    "[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    "|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29"
)
_CLOCK: Final = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.][0-9]{1,9})?"
_DATE: Final = f"^(?!0000)(?:{_DAY}){_END}"
# times whose day in Beijing is in the years 1 to 9999
_OFFSET: Final = "(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
_INSTANT: Final = f"^(?!0000|0001-01-01|9999-12-3)(?:{_DAY})T{_CLOCK}{_OFFSET}{_END}"

_UNSEEN: Final = f"{INVISIBLE}{PRIVATE}"
_BLANKS: Final = f"[{SPACES}{BREAKS}]*"
_NO_BLANK: Final = f"[^{_UNSEEN}{SPACES}]"
#: All characters except those that `load` refuses, so that new characters of Unicode are accepted.
_NAME: Final = f"^{_BLANKS}{_NO_BLANK}(?:[^{_UNSEEN}]*{_NO_BLANK})?{_BLANKS}{_END}"
_SIGN: Final = "[0-9A-Za-z()./０-９Ａ-Ｚａ-ｚ（）．／一-鿿]"
_NUMBER: Final = f"^[ -]*{_SIGN}(?:[ -]|{_SIGN})*{_END}"
_LABEL: Final = ASCII_LABEL.format(61)
_DOMAIN: Final = (
    rf"^(?![\s\S]*[.][0-9]+{_END})"  # the last label is not a number
    rf"(?:(?=[\s\S]{{1,253}}{_END}){_LABEL}(?:[.]{_LABEL})+"
    rf"|{SHORT_DOMAIN}){_END}"
)
_FILING_NUMBER: Final = (
    f"^[{PROVINCES}]ICP备(?:[0-9]{{8}}|[0-9]{{10}})号(?:-[1-9][0-9]{{0,5}}[AXK]?)?{_END}"
)


def _text(longest: int, pattern: str) -> Schema:
    return {"type": "string", "maxLength": longest, "pattern": pattern}


#: The kinds of credential of a person, and their codes in the regulator's list.
_PERSONAL: Final = [kind for kind in CredentialKind if kind.type is SubjectType.INDIVIDUAL]
_PERSONAL_CODES: Final = sorted(
    {
        code
        for nature in SubjectNature
        for code, kind in nature.credentials.items()
        if kind in _PERSONAL
    }
)
#: The natures that each type of subject cannot have: first the wire values, then the codes.
_UNFIT: Final = {
    type_: [
        getattr(nature, form)
        for form in ("value", "code")
        for nature in SubjectNature
        if nature.type not in (type_, None)
    ]
    for type_ in SubjectType
}

_ACCOUNT: Final = _text(128, _NAME)
_OPTIONAL_ACCOUNT: Final = {"anyOf": [_ACCOUNT, {"type": "null"}]}

#: The fields that need a stricter schema than their type has.
_FIELDS: Final[dict[tuple[type[Any], str], Schema]] = {
    (Subject, "name"): _text(200, _NAME),
    (Website, "domain"): _text(253, _DOMAIN),
    (Filing, "account"): _ACCOUNT,
    (Filing, "domain_account"): _OPTIONAL_ACCOUNT,
    (Filing, "server_account"): _OPTIONAL_ACCOUNT,
    (ImportRequest, "account"): _ACCOUNT,
    (Credential, "number"): _text(64, _NUMBER),
    (Applicant, "id_credential"): {"enum": [*(kind.value for kind in _PERSONAL), *_PERSONAL_CODES]},
    (ServiceLevel, "minimum"): {"type": "integer", "minimum": 1},
    (ServiceLevel, "maximum"): {"type": "integer", "minimum": 1},
}
#: The types that are written as plain values.
_PLAIN: Final[dict[Any, Schema]] = {
    NoneType: {"type": "null"},
    str: {"type": "string", "maxLength": MAX_TEXT},
    bool: {"type": "boolean"},
    dt.date: {"type": "string", "format": "date", "pattern": _DATE},
    dt.datetime: {"type": "string", "format": "date-time", "pattern": _INSTANT},
    dt.time: {"type": "string", "pattern": f"^{_CLOCK}{_END}"},
    FilingNumber: _text(64, _FILING_NUMBER),
    Code: {"enum": list(MESSAGES)},
}
#: The key `kind` of each request.
_KINDS: Final = {request: {"const": kind} for kind, request in REQUEST_KINDS.items()}


# -- Words -----------------------------------------------------------------------------------------

#: The title of each model, and the description of each field.
_WORDS: Final[Mapping[Any, tuple[Text, Mapping[str, Text]]]] = {
    Request: (
        Text("A request", "请求"),
        {"kind": Text("The kind of request.", "请求的种类。")},
    ),
    FilingRequest: (Text("May this be filed?", "能否备案"), {}),
    ImportRequest: (
        Text("Can this old filing be imported, and how?", "旧备案能否导入，如何导入"),
        {
            "account": Text("The account to import into.", "要将备案导入哪个账号。"),
            "origin": Text("How the filing was obtained.", "备案是通过什么途径取得的。"),
            "obtained_on": Text(
                "When the filing was obtained, if known.", "取得备案的日期；不知道的可以不填。"
            ),
            "knows_old_account": Text("Whether the old account is known.", "是否知道原账号。"),
            "knows_old_password": Text(
                "Whether the old account's password is known.", "是否知道原账号的密码。"
            ),
        },
    ),
    RecoveryRequest: (
        Text("How to recover a lost account", "如何找回账号"),
        {
            "knows_account": Text("Whether the account is known.", "是否知道账号。"),
            "can_retrieve_password": Text(
                "Whether the account's password can be retrieved.", "能否找回密码。"
            ),
        },
    ),
    EmailInitializationRequest: (
        Text(
            (
                "Is this application for an e-mail initialization complete, and when will it be "
                "processed?"
            ),
            "邮箱初始化的资料是否齐全，何时处理",
        ),
        {
            "applicant": Text("The person who applies.", "申请人。"),
            "received_at": Text(
                "When the application was received: a time with its UTC offset, or a day in "
                "Beijing.",
                "收到申请的时间：带时区的时刻，或北京时间的日期。",
            ),
            "documents": Text("The files that were handed in.", "提交的资料。"),
        },
    ),
    FilingDocumentsRequest: (
        Text("Which documents does a filing need in this province?", "该省备案需要提供哪些资料"),
        {
            "province": Text("The province of the filing.", "备案省份。"),
            "type": Text(
                "Whether an individual or an organization files.", "备案的是个人还是单位。"
            ),
            "entity_leader": Text(
                "Who the entity leader of an organization's filing is.",
                "单位备案时，主体负责人是谁。",
            ),
            "service_leader": Text(
                "Who the service leader of an organization's filing is.",
                "单位备案时，互联网信息服务负责人是谁。",
            ),
            "local_id": Text(
                "Whether an individual's ID is from this province.", "个人所持的证件是否属于本省。"
            ),
        },
    ),
    Assessment: (
        Text("The answer to a request", "对请求的回答"),
        {
            "verdict": Text("Whether the request is accepted.", "请求是否通过。"),
            "findings": Text(
                "Errors, warnings and notes, each with its rule.",
                "错误、警告和提示，均注明所依据的规则。",
            ),
            "required_documents": Text("The documents to hand in.", "须提供的资料。"),
            "window": Text("When to expect an answer to the application.", "预计处理时间。"),
            "steps": Text("What to do, in order.", "操作步骤，按顺序进行。"),
            "edition": Text(
                "The id of the edition that was applied, which is a published one or your own.",
                "所依据的版本的编号：已公布的版本，或您自己的版本。",
            ),
            "rules": Text("The ids of all rules that applied.", "适用的全部规则的编号。"),
            "differs_in": Text("The editions that would answer differently.", "答案不同的版本。"),
        },
    ),
    Finding: (
        Text("A finding", "检查结果"),
        {
            "code": Text("What was found, as a code.", "检查结果的代码。"),
            "severity": Text("Whether it is an error, a warning or a note.", "严重程度。"),
            "rule": Text("The id of the rule that applied.", "规则编号。"),
            "path": Text(
                "The place in the request, as a JSON Pointer; empty for the whole request.",
                "在请求中的位置（JSON Pointer）；为空表示整个请求。",
            ),
            "message": Text("A sentence that says what was found.", "检查结果的说明。"),
            "remedy": Text(
                "What to do about it; null if there is nothing to do.",
                "处理办法；无需处理时为 null。",
            ),
            "source": Text("The passage that the rule is based on.", "所依据的原文。"),
        },
    ),
    Requirement: (
        Text("A document that has to be handed in", "须提供的一份资料"),
        {
            "document": Text("Which document.", "哪种资料。"),
            "sides": Text("The sides that must be shown.", "须显示哪几面。"),
            "held": Text(
                "What the applicant must hold in a half-length photograph.",
                "半身照中须手持的证件。",
            ),
            "sealed": Text("Whether the company seal must be on it.", "是否须加盖公章。"),
            "on_template": Text(
                "Whether it must be on the provider's template.", "是否须使用服务商的样例。"
            ),
            "of_original": Text(
                "Whether it must show the original and not a copy.", "是否须使用原件。"
            ),
            "rule": Text("The id of the rule that asks for it.", "要求提供该资料的规则编号。"),
        },
    ),
    Applicant: (
        Text("An applicant", "申请人"),
        {
            "type": Text(
                "Whether they apply for themselves or for an organization.", "个人或单位。"
            ),
            "roles": Text(
                "Which administrator roles the applicant has; empty for an authorized agent.",
                "申请人担任哪种负责人；为空表示经办人。",
            ),
            "id_credential": Text(
                "The kind of the applicant's own credential, which must be a kind for individuals.",
                "申请人本人证件的类型，只能是个人证件。",
            ),
        },
    ),
    SubmittedDocument: (
        Text("A file that was handed in", "提交的一份资料"),
        {
            "document": Text("Which document it is.", "哪种资料。"),
            "sides": Text("The sides it shows.", "显示了哪几面。"),
            "held": Text("What the applicant holds in it.", "照片中手持的证件。"),
            "medium": Text("Whether it is a scan or a photograph.", "是扫描件还是照片。"),
            "of_original": Text("Whether it shows the original and not a copy.", "是否使用原件。"),
            "sealed": Text("Whether the company seal is on it.", "是否已加盖公章。"),
            "on_template": Text(
                "Whether it is on the provider's template.", "是否使用服务商的样例。"
            ),
            "clear": Text("Whether the image is clear.", "图片是否清晰。"),
            "authentic": Text("Whether the document is authentic.", "资料是否真实。"),
            "valid_until": Text(
                "The last day on which the document is valid, if it states one.",
                "有效期的最后一天；未载明有效期的可以不填。",
            ),
        },
    ),
    ProcessingWindow: (
        Text("When to expect an answer to an application", "预计处理时间"),
        {
            "received_on": Text(
                "The day in Beijing that counts as the day of receipt.",
                "视为收到申请的日期（北京时间）。",
            ),
            "earliest": Text(
                "The first working day on which to expect an answer.", "最早可能处理的工作日。"
            ),
            "latest": Text(
                "The last working day on which to expect an answer.", "最晚可能处理的工作日。"
            ),
            "due": Text(
                "The time at which that last working day ends: midnight, Beijing time.",
                "最晚工作日结束的时刻，即北京时间当日 24:00。",
            ),
            "basis": Text(
                "Whether published holiday schedules cover every day of the window.",
                "已公布的节假日安排是否涵盖这段时间的每一天。",
            ),
            "official_through": Text(
                "The last day for which the published holiday schedules are final.",
                "根据已公布的节假日安排，能确定是否上班的最后一天。",
            ),
            "level": Text("The service level.", "处理时限。"),
        },
    ),
    ServiceLevel: (
        Text("How many working days a stage takes", "一个环节需要多少个工作日"),
        {
            "name": Text("The name of the service level.", "处理时限的名称。"),
            "minimum": Text(
                "The smallest number of working days from receipt to the answer.",
                "最早在收到后第几个工作日得到答复。",
            ),
            "maximum": Text(
                "The largest number of working days from receipt to the answer; not less than the "
                "minimum.",
                "最晚在收到后第几个工作日得到答复；不得小于 minimum。",
            ),
            "source": Text("The passage that states the service level.", "出处。"),
            "cutoff": Text(
                (
                    "A time of day in Beijing. An application that arrives after it counts as "
                    "received the next day."
                ),
                "每日截止时刻（北京时间）：此后收到的，视为次日收到。",
            ),
            "receipt": Text(
                "Which day counts as the day of receipt if an application arrives on a rest day.",
                "休息日收到的，视为哪一天收到。",
            ),
        },
    ),
    Route: (
        Text("How to import a filing or recover an account", "处理途径"),
        {
            "outcome": Text("What the route leads to.", "这一途径的结果。"),
            "steps": Text("What to do, in order.", "操作步骤，按顺序进行。"),
            "findings": Text(
                "What prevents the import or recovery, or what to know about it.",
                "不能办理的原因，或办理须知。",
            ),
            "rules": Text("The ids of the rules that applied.", "适用规则的编号。"),
        },
    ),
    Filing: (
        Text("What is filed from an account", "从一个账号提交的备案"),
        {
            "account": Text("The account from which the filing is submitted.", "提交备案的账号。"),
            "subject": Text("The person or organization that files.", "备案主体。"),
            "websites": Text("The websites of the filing.", "备案的网站。"),
            "domain_account": Text(
                "The account through which the domain was bought, if known.",
                "购买域名的账号；不知道的可以不填。",
            ),
            "server_account": Text(
                "The account through which the server was bought, if known.",
                "购买服务器的账号；不知道的可以不填。",
            ),
        },
    ),
    FilingRegister: (
        Text("Existing filings", "已有的备案"),
        {
            "filings": Text("The filings in the register.", "备案的列表。"),
        },
    ),
    Subject: (
        Text("A subject", "主体"),
        {
            "type": Text("Individual or organization.", "个人或单位。"),
            "name": Text("The name on the credential.", "证件上的姓名或名称。"),
            "credential": Text("The credential that identifies the subject.", "识别主体的证件。"),
            "nature": Text(
                "The nature of the subject, as a name or the regulator's code.",
                "单位性质：名称，或主管部门代码表中的代码。",
            ),
        },
    ),
    Website: (
        Text("A website", "网站"),
        {
            "domain": Text(
                "The domain, with Chinese labels in Chinese characters.",
                "域名，中文域名用中文书写。",
            ),
            "filing_number": Text(
                "The website's filing number, such as 浙ICP备99000001号-1, if it has one.",
                "备案号，如 浙ICP备99000001号-1；没有备案号的可以不填。",
            ),
        },
    ),
    Credential: (
        Text("A credential", "证件"),
        {
            "kind": Text(
                "The kind of credential, as a name or the regulator's code.",
                "证件类型：名称，或主管部门代码表中的代码。",
            ),
            "number": Text("The number, in full.", "完整的证件号码。"),
        },
    ),
    FilingNumber: (Text("An ICP filing number", "备案号"), {}),
    Source: (
        Text("The source of a rule", "规则的出处"),
        {
            "title": Text("The title of the page.", "页面的标题。"),
            "url": Text("The address of the page.", "网址。"),
            "date": Text(
                "The day the page was published or revised; null if it has no date.",
                "页面发布或修订的日期；页面没有日期时为 null。",
            ),
            "quote": Text(
                "The passage that the rule is based on, word for word; empty if the page may not "
                "be quoted.",
                "规则所依据的原文；不允许引用时为空。",
            ),
            "read_on": Text(
                "The day we read the page, if it has no date.",
                "页面没有日期时，为我们查阅的日期。",
            ),
            "gist": Text(
                "What the passage says, in our own words or in our translation.",
                "原文的大意，由本包转述或翻译。",
            ),
        },
    ),
    Text: (
        Text("A text in English and in Chinese", "中英文对照"),
        {
            "en": Text("The English text.", "英文。"),
            "zh": Text("The text in simplified Chinese.", "简体中文。"),
        },
    ),
}


# -- Putting it together ---------------------------------------------------------------------------


def json_schema(type: Any, lang: Literal["en", "zh"] = "en") -> Schema:
    """The JSON Schema (draft 2020-12) of the JSON that `load` reads as this model.

    Args:
        type:
            The class of a model, such as `Filing`, or `Request` for any of the five types of
            request.

        lang:
            The language of titles and descriptions, "en" or "zh".

    Returns:
        The schema as a new dictionary. The schemas of the parts of the model are under "$defs".

    Raises:
        DataError: the language is unknown.
        TypeError: there is no schema for this `type`.

    >>> made = json_schema(Credential)
    >>> made["title"], made["required"], made["properties"]["number"]["maxLength"]
    ('A credential', ['kind', 'number'], 64)
    >>> json_schema(Request, "zh")["$defs"]["RecoveryRequest"]["title"]
    '如何找回账号'
    """
    if type not in READABLE:
        raise TypeError("json_schema expects a model of icp_rules, or icp_rules.Request")
    made = _Schemas(language(lang))
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **made.top(type)}
    return schema | ({"$defs": dict(sorted(made.defs.items()))} if made.defs else {})


@attrs.frozen
class _Schemas:
    """The schemas for one call of `json_schema`.

    `defs` has the schema of each model and vocabulary once, under its name.
    """

    lang: str
    defs: dict[str, Schema] = attrs.field(factory=dict)

    def top(self, type_: Any) -> Schema:
        """The schema of a model itself, not a reference to it."""
        if type_ == Request:
            requests = [self.of(one) for one in _KINDS]
            schema: Schema = {"type": "object", "required": ["kind"], "oneOf": requests}
        else:
            schema = self.of(type_) if type_ in _PLAIN else self.model(type_)
        return {"title": _WORDS[type_][0].to(self.lang), **schema}

    def of(self, type_: Any) -> Schema:
        """The schema of a field's type."""
        if type_ == AnyEdition | str:  # a published edition, or the id of one of your own
            return {"anyOf": [self.of(Edition), _text(200, _NAME)]}
        if type_ in _PLAIN:
            return copy.deepcopy(_PLAIN[type_])  # the caller may change it
        if get_origin(type_) in (Union, UnionType):
            return {"anyOf": [self.of(one) for one in get_args(type_)]}
        if get_origin(type_) in (tuple, frozenset):
            return {"type": "array", "items": self.of(get_args(type_)[0]), "maxItems": MAX_ITEMS}
        name = type_.__name__
        if name not in self.defs:
            self.defs[name] = self.terms(type_) if issubclass(type_, Term) else self.top(type_)
        return {"$ref": f"#/$defs/{name}"}

    def terms(self, cls: type[Term]) -> Schema:
        """The schema of a vocabulary. If the vocabulary has codes, the schema also accepts them."""
        wires: Schema = {
            "enum": [term.value for term in cls],
            "description": "; ".join(f"{term.value}: {term.to(self.lang)}" for term in cls),
        }
        return (
            wires
            if cls.of_code(1) is None
            else {"anyOf": [wires, {"type": "integer", "minimum": 1, "maximum": 9999}]}
        )

    def model(self, cls: type[Any]) -> Schema:
        """The schema of a model: an object with the keys of the model and no others."""
        shape = Filing if cls is FilingRequest else cls  # the request has the keys of its filing
        fields = _fields(shape)
        properties = {name: self.field(shape, name, *field) for name, field in fields.items()}
        if cls in _KINDS:
            description = {"description": _WORDS[Request][1]["kind"].to(self.lang)}
            properties = {"kind": _KINDS[cls] | description, **properties}
        made: Schema = {
            "type": "object",
            "properties": properties,
            "required": [name for name, (_, default) in fields.items() if default is attrs.NOTHING],
            "additionalProperties": False,
        }
        if cls is Subject:  # a nature belongs to individuals or to organizations
            made["allOf"] = [
                {
                    "if": {"properties": {"type": {"const": type_.value}}},
                    "then": {"properties": {"nature": {"not": {"enum": [*unfit]}}}},
                }
                for type_, unfit in _UNFIT.items()
            ]
        return made

    def field(self, cls: type[Any], name: str, type_: Any, default: Any) -> Schema:
        """The schema of a field, with its description and its default, if it has one."""
        noted = _FIELDS.get((cls, name))
        return {
            **(self.of(type_) if noted is None else copy.deepcopy(noted)),
            "description": _WORDS[cls][1][name].to(self.lang),
            **({} if default is attrs.NOTHING else {"default": plain(default)}),
        }


def _fields(cls: type[Any]) -> dict[str, tuple[Any, Any]]:
    """The type and the default of each key of a model."""
    if cls is FilingRegister:
        return {"filings": (tuple[Filing, ...], attrs.NOTHING)}
    hints = get_type_hints(cls)
    return {
        field.name: (hints[field.name], field.default)
        for field in attrs.fields(cls)
        if in_json(field)
    }
