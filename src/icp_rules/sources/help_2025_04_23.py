"""The current help pages about accounts and subjects, old filings, and lost accounts.

The newest date on a page is 2025-04-23. Each page without a date has the day we read it instead.
The pages may not be quoted, so each sentence is in our own words.
"""

import datetime as dt
from typing import Final

from icp_rules.texts import Page, Publication, Sentence
from icp_rules.vocabulary import Text

__all__ = ["PUBLICATION"]

_READ: Final = dt.date(2026, 11, 26)

PUBLICATION: Final = Publication(
    edition="help-2025-04-23",
    name=Text("Help pages, 2025-04-23", "帮助页面（2025-04-23）"),
    pages=(
        Page(
            title="Register an Alibaba Cloud account for a filing entity",
            url=(
                "https://www.alibabacloud.com/help/en/icp-filing/basic-icp-service/user-guide/"
                "create-an-alibaba-cloud-account-to-apply-for-an-icp-filing"
            ),
            date=dt.date(2025, 4, 23),
            sentences=(
                Sentence(
                    "",
                    Text(
                        "One account files for one entity; several entities need an account each.",
                        "一个账号只能为一个主体备案；有多个主体的，每个主体需要一个账号。",
                    ),
                    rules="subjects.first subjects.other-subject",
                ),
                Sentence(
                    "",
                    Text(
                        "One entity may have many websites and apps.",
                        "一个主体可以有多个网站和 App。",
                    ),
                    rules="subjects.further-websites",
                ),
                Sentence(
                    "",
                    Text(
                        "A filing that was made on the old HiChina platform before January 2017 "
                        "has to be moved to the new account. If the look-up by its domain finds "
                        "it in the old system, it is claimed.",
                        "2017 年 1 月之前在原万网平台办理的备案，须转到新账号。"
                        "用域名查询到备案在原备案系统中的，须认领。",
                    ),
                    rules="imports.claim-by-domain",
                ),
                Sentence(
                    "",
                    Text(
                        "Of old filings, the page mentions those of the old HiChina platform only.",
                        "页面提到的旧备案，只有原万网平台的备案。",
                    ),
                    rules="imports.store-unmentioned imports.other-origin",
                ),
            ),
        ),
        Page(
            title="Overview (Japanese)",
            url=(
                "https://www.alibabacloud.com/help/ja/icp-filing/basic-icp-service/user-guide/"
                "overview"
            ),
            date=dt.date(2025, 3, 21),
            sentences=(
                Sentence(
                    "",
                    Text(
                        "The registrar of the domain must be in mainland China. The page does not "
                        "mention the account that the domain was bought through.",
                        "域名注册商须在中国内地。页面没有提到域名由哪个账号购买。",
                    ),
                    rules="purchases.domain-of-other-account",
                ),
            ),
        ),
        Page(
            title="ICP filing application overview (Traditional Chinese)",
            url=(
                "https://www.alibabacloud.com/help/tc/icp-filing/basic-icp-service/user-guide/"
                "icp-filing-application-overview"
            ),
            read_on=_READ,
            sentences=(
                Sentence(
                    "",
                    Text(
                        "The server may be one of another account. Then the filing needs a service "
                        "number from that account, and a service number serves once.",
                        "可以使用其他账号的服务器，但备案时需要该账号的备案服务号。"
                        "一个备案服务号只能使用一次。",
                    ),
                    rules="purchases.server-of-other-account",
                ),
                Sentence(
                    "",
                    Text(
                        "A server of the same account needs no service number.",
                        "使用本账号的服务器，不需要备案服务号。",
                    ),
                    rules="purchases.same-account",
                ),
            ),
        ),
        Page(
            title="找回备案账号",
            url="https://help.aliyun.com/document_detail/113594.htm",
            read_on=_READ,
            sentences=(
                Sentence(
                    "",
                    Text(
                        "Who has lost the account opens the look-up of log-on names and chooses "
                        "filing information.",
                        "找不到账号的，打开登录名查询页面，选择备案信息。",
                    ),
                    rules="steps.open-look-up recovery.look-up recovery.look-up-password",
                ),
                Sentence(
                    "",
                    Text(
                        "The filed domain is entered there. The answer tells whether the filing is "
                        "in the old system, or else names the account.",
                        "在页面中填写已备案的域名。查询结果会显示备案是否在原备案系统中；"
                        "不在原备案系统中的，会显示备案所在的账号。",
                    ),
                    rules="steps.enter-domain imports.look-up recovery.look-up",
                ),
                Sentence(
                    "",
                    Text(
                        "A filing that is in the old system is claimed.",
                        "备案在原备案系统中的，须认领。",
                    ),
                    rules="steps.claim-found imports.look-up",
                ),
                Sentence(
                    "",
                    Text(
                        "One verifies with a code sent to the phone bound to the account or, if "
                        "that phone is gone, through customer service.",
                        "用账号绑定的手机收到的验证码验证；该手机已停用的，通过客服验证。",
                    ),
                    rules="steps.verify-by-code",
                ),
                Sentence(
                    "",
                    Text(
                        "The log-on name comes by text message.",
                        "登录名会以短信发送。",
                    ),
                    rules="steps.receive-log-on-name",
                ),
                Sentence(
                    "",
                    Text(
                        "This page replaces the one of 2019-08-28. It no longer has the e-mail "
                        "initialization, the documents for it or the time it took.",
                        "本页取代 2019-08-28 的页面，不再包含邮箱初始化及其所需资料和处理时间。",
                    ),
                    rules="account-warnings.not-offered",
                ),
                Sentence(
                    "",
                    Text(
                        "Of passwords of old accounts the page says nothing.",
                        "页面没有提到原账号的密码。",
                    ),
                    rules="recovery.look-up-password",
                ),
            ),
        ),
        Page(
            title="备案账号FAQ",
            url=(
                "https://github.com/AlibabaCloudDocs/icp/blob/7a1c68e/"
                "cn.zh-CN/常见问题/备案账号FAQ.md"
            ),
            date=dt.date(2019, 1, 8),
            sentences=(
                # Newer pages do not say anything about this, so this older page still applies.
                Sentence(
                    "",
                    Text(
                        "A filing can be transferred to another account. Both have to be accounts "
                        "of the China site, and the one that receives it must have no order in "
                        "progress.",
                        "备案可以转移到其他账号。两个账号均须为中国站账号，"
                        "且接收备案的账号下不能有进行中的备案订单。",
                    ),
                    rules="subjects.move",
                ),
            ),
        ),
        Page(
            title="Limitations",
            url="https://help.aliyun.com/en/icp-filing/basic-icp-service/product-overview/limits",
            read_on=_READ,
            sentences=(
                Sentence(
                    "",
                    Text(
                        "For a server of another account, a service number from that account is "
                        "needed.",
                        "使用其他账号的服务器，需要该账号的备案服务号。",
                    ),
                    rules="purchases.server-of-other-account",
                ),
                Sentence(
                    "",
                    Text(
                        "An organization cannot file outside the province it is in.",
                        "单位只能在所在省份备案。",
                    ),
                    no_rule=Text(
                        "It depends on where the organization is and in which province it files, "
                        "and a filing says neither. The region in a credit code is that of the "
                        "office that registered the organization, so it does not decide this.",
                        "这取决于单位在哪个省份、在哪个省份备案，请求中没有这两项信息。"
                        "信用代码中的行政区划是登记机关所在地，不能据此判断。",
                    ),
                ),
            ),
        ),
        Page(
            title="Upload documents and authenticity verification",
            url=(
                "https://help.aliyun.com/en/icp-filing/basic-icp-service/user-guide/"
                "upload-data-and-authenticity-verification"
            ),
            read_on=_READ,
            sentences=(
                Sentence(
                    "",
                    Text(
                        "The image of an ID must be clear and complete and show its newest "
                        "version. A photograph of an image on a screen is refused.",
                        "身份证件图片须清晰、完整，且所示证件须为最新版。"
                        "翻拍屏幕上的图片不予受理。",
                    ),
                    no_rule=Text(
                        "It is about the images of a filing, and a filing request has none. The "
                        "review of images here is that of an e-mail initialization, which these "
                        "pages do not offer.",
                        "这是对备案图片的要求，而备案请求中没有图片。"
                        "本包只审查邮箱初始化的图片，而页面不再提供邮箱初始化。",
                    ),
                ),
            ),
        ),
        Page(
            title="Text message validation",
            url="https://help.aliyun.com/en/icp-filing/basic-icp-service/user-guide/sms-check",
            read_on=_READ,
            sentences=(
                Sentence(
                    "",
                    Text(
                        "The text message validation has to be done within 24 hours; otherwise "
                        "the application is rejected.",
                        "须在 24 小时内完成短信核验，否则备案申请会被驳回。",
                    ),
                    no_rule=Text(
                        "It holds for every filing alike, and only after it was submitted, so "
                        "nothing that a request says changes it.",
                        "这一规定对所有备案都一样，而且提交之后才适用，因此与请求的内容无关。",
                    ),
                ),
            ),
        ),
        Page(
            title="What is an ICP filing",
            url=(
                "https://www.alibabacloud.com/help/en/icp-filing/product-overview/"
                "what-is-an-icp-filing"
            ),
            read_on=_READ,
            sentences=(
                Sentence(
                    "",
                    Text(
                        "Accounts of the international site cannot file. An older page allowed "
                        "them to.",
                        "国际站账号不能备案；较早的页面曾允许。",
                    ),
                    no_rule=Text(
                        "It depends on the site that the account belongs to, and a filing does "
                        "not say which that is.",
                        "这取决于账号属于哪个站点，而请求中没有这项信息。",
                    ),
                ),
            ),
        ),
    ),
)
