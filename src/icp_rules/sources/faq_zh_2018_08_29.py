"""The ICP Filing account FAQ in Chinese, revised on 2018-08-29.

Alibaba Cloud published it in its documentation repository on GitHub, AlibabaCloudDocs/icp.
This file has only the sentences that rules are based on, in the order of the page. Some are
shortened.
"""

import datetime as dt
from typing import Final

from icp_rules.texts import Page, Publication, Sentence
from icp_rules.vocabulary import Text

__all__ = ["PUBLICATION"]

PUBLICATION: Final = Publication(
    edition="faq-zh-2018-08-29",
    name=Text("FAQ, Chinese, revised 2018-08-29", "中文版《常见问题》（2018-08-29 修订）"),
    pages=(
        Page(
            title="备案阿里云账号",
            url=(
                "https://github.com/AlibabaCloudDocs/icp/blob/cd9f6a0/"
                "cn.zh-CN/常见问题/备案阿里云账号.md"
            ),
            date=dt.date(2018, 8, 29),
            sentences=(
                Sentence(
                    "一个阿里云账号只能备案一个主体（公司或个人）信息",
                    Text(
                        (
                            "With one Alibaba Cloud account only one subject (a company or an "
                            "individual) can be filed."
                        ),
                        "一个账号只对应一个主体。",
                    ),
                    rules="subjects.first",
                ),
                Sentence(
                    "可以备案多个网站",
                    Text("One subject can file several websites.", "一个主体可以有多个网站。"),
                    rules="subjects.further-websites",
                ),
                Sentence(
                    "如您想备案多个主体，需通过不同的阿里云账号来提交备案申请。",
                    Text(
                        (
                            "If you want to file several subjects, you must submit the filing "
                            "applications from different Alibaba Cloud accounts."
                        ),
                        "多个主体要分别用不同的账号申请。",
                    ),
                    rules="subjects.other-subject",
                ),
                Sentence(
                    "备案用阿里云账号与您购买域名或购买服务器的账号可以不一致。",
                    Text(
                        (
                            "The Alibaba Cloud account used for the filing may differ from the "
                            "account with which you bought the domain name or the server."
                        ),
                        "备案账号可以不是购买域名或服务器的账号。",
                    ),
                    rules="purchases.same-account purchases.other-account",
                ),
                Sentence(
                    (
                        "如您在 2017 年 1 月之前在原万网 ICP 代备案管理平台做过备案或者做过旺铺/企"
                        "业官网备案，您可以登录备案系统将您的备案信息导入阿里云账号，以便继续备案。"
                    ),
                    Text(
                        (
                            "If before January 2017 you filed on the old HiChina ICP Filing "
                            "management platform, or filed an official store or an official "
                            "company website, you can log on to the filing system and import your "
                            "filing information into your Alibaba Cloud account, so that you can "
                            "go on filing."
                        ),
                        (
                            "2017 年 1 月之前的原万网备案、旺铺备案或企业官网备案，"
                            "可以登录备案系统导入阿里云账号。"
                        ),
                    ),
                    rules=(
                        "imports.before-2017 imports.too-late imports.undated imports.other-origin"
                    ),
                ),
                Sentence(
                    "单击 导入备案信息 按钮",
                    Text(
                        "Click the button “Import ICP Filing Information”.",
                        "单击“导入备案信息”按钮。",
                    ),
                    rules="steps.open-import",
                ),
                Sentence(
                    "单击 导入信息继续备案。",
                    Text(
                        "Click “Import Information and Continue ICP Filing”.",
                        "单击“导入信息继续备案”。",
                    ),
                    rules="steps.continue-import",
                ),
                Sentence(
                    (
                        "输入原备案平台的备案账号及密码进行备案账号验证，"
                        "验证成功后即可将备案信息导入新平台。"
                    ),
                    Text(
                        (
                            "Enter the filing account and the password of the old platform to "
                            "verify the account; once it is verified, the filing information can "
                            "be imported into the new platform."
                        ),
                        "用原平台的账号和密码通过验证，就能导入。",
                    ),
                    rules="access.known steps.enter-old-account steps.imported",
                ),
                Sentence(
                    (
                        "如果忘记原备案平台账户或密码，可以进行 备案账号邮箱初始化 或 找回备案登录"
                        "密码 进入相应页面进行重置登录名或找回密码。"
                    ),
                    Text(
                        (
                            "If you have forgotten the account or the password of the old "
                            "platform, you can open “ICP Filing Account Email Initialization” or "
                            "“Retrieve ICP Filing Logon Password” to reset the log-on name or "
                            "retrieve the password."
                        ),
                        "忘记账号就重置登录名，忘记密码就找回密码，各有相应的页面。",
                    ),
                    rules=(
                        "access.password-lost access.account-lost recovery.retrieve "
                        "steps.retrieve-password"
                    ),
                ),
                Sentence(
                    "填写您的备案信息并上传证件，重置您的备案账号。",
                    Text(
                        (
                            "Fill in your filing information, upload your credentials and reset "
                            "your filing account."
                        ),
                        "填信息、传证件，就能重置备案账号。",
                    ),
                    rules="recovery.password-lost recovery.account-lost steps.initialize",
                ),
                Sentence(
                    "此操作将替换您原备案登录邮箱账号",
                    Text(
                        (
                            "This replaces your original e-mail account for logging on to the "
                            "filing system."
                        ),
                        "原来的登录邮箱账号会被替换。",
                    ),
                    rules="account-warnings.replaced",
                ),
                Sentence(
                    "阿里云会在收到您申请后 1-2 个工作日进行处理。",
                    Text(
                        (
                            "Alibaba Cloud processes your application in 1 to 2 working days after "
                            "receiving it."
                        ),
                        "收到申请后 1 至 2 个工作日处理。",
                    ),
                    rules="steps.wait windows.email-initialization windows.projected",
                ),
                Sentence(
                    "账号邮箱初始化完成后，您可使用新账号登录备案系统",
                    Text(
                        (
                            "After the account’s e-mail initialization is complete, you can log on "
                            "to the filing system with the new account."
                        ),
                        "初始化之后用新账号登录。",
                    ),
                    rules="steps.log-on-anew",
                ),
                Sentence(
                    "登录密码建议您通过 密码找回 进行重新设置。",
                    Text(
                        (
                            "We suggest that you set a new log-on password through “Password "
                            "Retrieval”."
                        ),
                        "密码可以通过“密码找回”重设。",
                    ),
                    rules="steps.reset-password",
                ),
                Sentence(
                    "请提前准备资料。",
                    Text("Please prepare the documents in advance.", "资料要事先备好。"),
                    rules="steps.prepare",
                ),
                Sentence(
                    "备案申请人身份证原件正面和反面扫描件或拍照件，以及申请人手持身份证半身照。",
                    Text(
                        (
                            "(Individual:) A scan or a photo of the front and the back of the "
                            "filing applicant’s original ID card, and a half-length photo of the "
                            "applicant holding the ID card."
                        ),
                        "个人提供身份证原件正反两面的扫描件或照片，以及本人手持身份证的半身照。",
                    ),
                    rules=(
                        "documents.individual review.missing review.side-missing review.copy "
                        "review.wrong-held review.unasked"
                    ),
                ),
                Sentence(
                    "单位：申请人手持主办单位有效证件原件的半身照。",
                    Text(
                        (
                            "Organization: A half-length photo of the applicant holding the "
                            "original of the valid credential of the organization that files."
                        ),
                        "单位申请人要拍半身照，手持本单位有效证件的原件。",
                    ),
                    rules=(
                        "documents.organization-unconditional review.missing-photo "
                        "review.copy-held review.wrong-held-agent review.unasked-agent"
                    ),
                ),
                Sentence(
                    (
                        "加盖单位公章的授权书，同时提供申请人身份证（二代身份证提供正、反两面）"
                        "原件照片或原件扫描件。"
                    ),
                    Text(
                        (
                            "A letter of authorization stamped with the company seal, and together "
                            "with it a photo or a scan of the applicant’s original ID card (of a "
                            "second-generation ID card the front and the back)."
                        ),
                        (
                            "盖公章的授权书和身份证原件的照片或扫描件要一起提供；"
                            "二代身份证要正反两面。"
                        ),
                    ),
                    rules=(
                        "documents.organization-unconditional review.missing-letter "
                        "review.unsealed review.missing-id review.side-missing-agent "
                        "review.copy-agent review.unasked-agent"
                    ),
                ),
                Sentence(
                    "点击下载 授权委托书",
                    Text("Click to download the letter of authorization.", "授权委托书可以下载。"),
                    rules="review.off-template",
                ),
                Sentence(
                    "请填写真实准确的信息，上传真实有效的清晰图片。",
                    Text(
                        (
                            "Please fill in true and correct information, and upload clear images "
                            "of authentic and valid documents."
                        ),
                        "信息要真实准确，图片要清晰，资料要真实有效。",
                    ),
                    rules=(
                        "steps.be-truthful review.unclear review.forged review.expired "
                        "review.undated"
                    ),
                ),
            ),
        ),
    ),
)
