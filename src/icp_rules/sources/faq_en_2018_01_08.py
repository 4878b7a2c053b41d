"""The ICP Filing account FAQ in English, as it stood on 2018-01-08.

Alibaba Cloud published it on its international site, alibabacloud.com.
This file has every sentence of the page, in the order of the page.
"""

import datetime as dt
from typing import Final

from icp_rules.texts import Page, Publication, Sentence
from icp_rules.vocabulary import Text

__all__ = ["PUBLICATION"]

_QUESTION: Final = Text(
    "This is a question; the sentences after it answer it.",
    "这是问题，后面的句子作出回答。",
)
_CAPTION: Final = Text("This is the caption of a screenshot.", "这是截图的编号。")

PUBLICATION: Final = Publication(
    edition="faq-en-2018-01-08",
    name=Text("FAQ, English, 2018-01-08", "英文版《常见问题》（2018-01-08）"),
    pages=(
        Page(
            title="ICP Filing account FAQs",
            url="https://www.alibabacloud.com/help/faq-detail/50081.htm",
            date=dt.date(2018, 1, 8),
            whole=True,
            sentences=(
                Sentence(
                    "ICP Filing account FAQs",
                    Text("Questions and answers about ICP Filing accounts.", "备案账号常见问题。"),
                    no_rule=Text("This is the title.", "这是标题。"),
                ),
                Sentence(
                    "Last Updated: Jan 08, 2018",
                    Text(
                        "The page was last changed on 2018-01-08.",
                        "最近更新日期：2018 年 1 月 8 日。",
                    ),
                    no_rule=Text(
                        "This is the day of the text; the edition is named after it.",
                        "这是文本的日期，版本以此命名。",
                    ),
                ),
                # Question 1
                Sentence(
                    (
                        "How many ICP Filing subjects can I apply for from a single Alibaba Cloud "
                        "account?"
                    ),
                    Text(
                        "How many subjects can file from one account?",
                        "一个阿里云账号可以为几个主体申请备案？",
                    ),
                    no_rule=_QUESTION,
                ),
                Sentence(
                    (
                        "One Alibaba Cloud account corresponds to one set of ICP Filing subject "
                        "(company or individual) information."
                    ),
                    Text(
                        "One account belongs to one subject, a company or an individual.",
                        "一个阿里云账号对应一个备案主体（公司或个人）的信息。",
                    ),
                    rules="subjects.first subjects.other-subject subjects.other-account",
                ),
                Sentence(
                    "However, a single subject can hold ICP Filings for multiple websites.",
                    Text(
                        "One subject can file any number of websites.",
                        "但是，一个主体可以备案多个网站。",
                    ),
                    rules="subjects.further-websites",
                ),
                Sentence(
                    (
                        "If you want to apply for multiple ICP Filing subjects, you must submit "
                        "applications from different Alibaba Cloud accounts."
                    ),
                    Text(
                        "Each further subject must file from an account of its own.",
                        "如果您想为多个主体申请备案，必须通过不同的阿里云账号提交申请。",
                    ),
                    rules="subjects.other-subject",
                ),
                # Question 2
                Sentence(
                    (
                        "Can the ICP Filing account be different from the account used to purchase "
                        "the domain name or server?"
                    ),
                    Text(
                        (
                            "May the filing account differ from the account that bought the domain "
                            "name or the server?"
                        ),
                        "备案账号可以与购买域名或服务器的账号不同吗？",
                    ),
                    no_rule=_QUESTION,
                ),
                Sentence(
                    (
                        "The Alibaba Cloud account used for ICP Filing does not have to be the "
                        "account used to purchase the domain name or server."
                    ),
                    Text(
                        (
                            "The filing account and the account that bought the domain name or the "
                            "server may differ."
                        ),
                        "备案所用的阿里云账号不必是购买域名或服务器的账号。",
                    ),
                    rules="purchases.same-account purchases.other-account",
                ),
                Sentence(
                    (
                        "This means you can submit an ICP Filing application from an account other "
                        "than that used to purchase the domain name or server."
                    ),
                    Text(
                        "So you can file from another account than the one that bought them.",
                        "也就是说，您可以使用购买域名或服务器的账号以外的账号提交备案申请。",
                    ),
                    rules="purchases.same-account purchases.other-account",
                ),
                Sentence(
                    (
                        "The account information does not affect the review of your ICP Filing "
                        "application."
                    ),
                    Text(
                        "Which account bought them makes no difference to the review.",
                        "账号信息不影响对您备案申请的审核。",
                    ),
                    rules="purchases.same-account purchases.other-account",
                ),
                # Question 3
                Sentence(
                    (
                        "How do I import information from the old HiChina ICP Filing management "
                        "platform to the new Alibaba Cloud ICP Filing platform?"
                    ),
                    Text(
                        (
                            "How do you import a filing from the old HiChina platform into the new "
                            "platform?"
                        ),
                        "如何将原万网备案管理平台的信息导入新的阿里云备案平台？",
                    ),
                    no_rule=_QUESTION,
                ),
                Sentence(
                    (
                        "If you obtained an ICP Filing through the old HiChina ICP Filing "
                        "management platform or obtained an official store/official company "
                        "website ICP Filing before January 2017, log on to the ICP Filing system "
                        "to import the filing information to your Alibaba Cloud account to "
                        "facilitate subsequent ICP Filing operations."
                    ),
                    Text(
                        (
                            "Who filed through the old HiChina platform, or filed an official "
                            "store or an official company website before January 2017, imports "
                            "that filing into the Alibaba Cloud account."
                        ),
                        (
                            "如果您通过原万网备案管理平台取得过备案，或者在 2017 年 1 月之前取得过"
                            "旺铺或企业官网备案，请登录备案系统，将备案信息导入您的阿里云账号，"
                            "以便进行后续的备案操作。"
                        ),
                    ),
                    rules=(
                        "imports.old-platform imports.store imports.store-too-late "
                        "imports.store-undated imports.other-origin"
                    ),
                ),
                Sentence(
                    "The procedure is as follows:",
                    Text("The steps follow.", "操作步骤如下："),
                    no_rule=Text("It announces the steps that follow.", "这句话引出后面的步骤。"),
                ),
                Sentence(
                    (
                        "Log on to the Alibaba Cloud ICP Filing system (only available in Chinese) "
                        "and click the Import ICP Filing Information button in the upper-right "
                        "corner of page."
                    ),
                    Text(
                        (
                            "Log on to the filing system, which is in Chinese only, and click "
                            "“Import ICP Filing Information” at the upper right."
                        ),
                        "登录阿里云备案系统（仅提供中文版），单击页面右上角的“导入备案信息”按钮。",
                    ),
                    rules="steps.open-import",
                ),
                Sentence(
                    "0",
                    Text("The picture with the number 0.", "图 0。"),
                    no_rule=_CAPTION,
                ),
                Sentence(
                    "Click Import Information and Continue ICP Filing.",
                    Text(
                        "Click “Import Information and Continue ICP Filing”.",
                        "单击“导入信息继续备案”。",
                    ),
                    rules="steps.continue-import",
                ),
                Sentence(
                    "1",
                    Text("The picture with the number 1.", "图 1。"),
                    no_rule=_CAPTION,
                ),
                Sentence(
                    (
                        "Enter your account and password used for ICP Filing on the old ICP Filing "
                        "platform."
                    ),
                    Text(
                        "Enter the account and the password that you used on the old platform.",
                        "输入您在原备案平台备案时使用的账号和密码。",
                    ),
                    rules="access.known steps.enter-old-account",
                ),
                Sentence(
                    (
                        "After verification, you can import your filing information to the new "
                        "platform."
                    ),
                    Text(
                        "Once they are verified, the filing can be imported.",
                        "验证通过后，即可将您的备案信息导入新平台。",
                    ),
                    rules="steps.imported",
                ),
                Sentence(
                    (
                        "If you have forgotten your account or password for the old ICP Filing "
                        "platform, click ICP Filing Account Email Initialization or Retrieve ICP "
                        "Filing Logon Password to reset your account name or retrieve your "
                        "password."
                    ),
                    Text(
                        (
                            "If you no longer know the old account or its password, reset the "
                            "account name by e-mail initialization, or retrieve the password."
                        ),
                        (
                            "如果您忘记了原备案平台的账号或密码，请单击“备案账号邮箱初始化”或“找回"
                            "备案登录密码”，以重置登录名或找回密码。"
                        ),
                    ),
                    rules=(
                        "access.password-lost access.account-lost recovery.retrieve "
                        "steps.retrieve-password"
                    ),
                ),
                Sentence(
                    "2",
                    Text("The picture with the number 2.", "图 2。"),
                    no_rule=_CAPTION,
                ),
                Sentence(
                    (
                        "For more information about the ICP Filing platform merger, see Alibaba "
                        "Cloud ICP Filing platform merger FAQs."
                    ),
                    Text(
                        "More about the merger of the platforms is in its own FAQ.",
                        "关于备案平台合并的更多信息，请参见《阿里云备案平台合并常见问题》。",
                    ),
                    no_rule=Text("It refers to another text.", "这句话指向另一篇文档。"),
                ),
                # Question 4
                Sentence(
                    "I forgot my logon account for the old HiChina ICP Filing system.",
                    Text(
                        "You no longer know your account on the old HiChina system.",
                        "我忘记了原万网备案系统的登录账号。",
                    ),
                    rules="recovery.account-lost",
                ),
                Sentence(
                    "What can I do?",
                    Text("What can you do then?", "怎么办？"),
                    no_rule=_QUESTION,
                ),
                Sentence(
                    (
                        "If you cannot retrieve the password for your account on the old HiChina "
                        "ICP Filing system, you can click ICP Filing Account Email Initialization, "
                        "enter your ICP Filing information, and upload your credentials."
                    ),
                    Text(
                        (
                            "If the password of the old account cannot be retrieved, start the "
                            "e-mail initialization: enter the filing’s information and upload your "
                            "credentials."
                        ),
                        (
                            "如果您无法找回原万网备案系统账号的密码，可以单击“备案账号邮箱初始化”，"
                            "填写您的备案信息并上传证件。"
                        ),
                    ),
                    rules="recovery.password-lost recovery.account-lost steps.initialize",
                ),
                Sentence(
                    "Then, you can reset your ICP Filing account.",
                    Text("This resets the filing account.", "然后，您就可以重置备案账号。"),
                    rules="recovery.password-lost recovery.account-lost steps.initialize",
                ),
                Sentence(
                    (
                        "This operation replaces your original ICP Filing email account, so "
                        "proceed with caution."
                    ),
                    Text(
                        "The new e-mail account takes the place of the old one, so take care.",
                        "此操作会替换您原来的备案邮箱账号，请谨慎操作。",
                    ),
                    rules="account-warnings.replaced",
                ),
                Sentence(
                    (
                        "Alibaba Cloud processes your application within one or two business days "
                        "of receiving it."
                    ),
                    Text(
                        (
                            "The application is processed within one or two working days after it "
                            "is received."
                        ),
                        "阿里云会在收到您的申请后一到两个工作日内处理。",
                    ),
                    rules="steps.wait windows.email-initialization windows.projected",
                ),
                Sentence(
                    (
                        "After completing account email initialization, you can use your new "
                        "account to log on to the ICP Filing system."
                    ),
                    Text(
                        "After the e-mail initialization, log on with the new account.",
                        "账号邮箱初始化完成后，您可以使用新账号登录备案系统。",
                    ),
                    rules="steps.log-on-anew",
                ),
                Sentence(
                    (
                        "We recommend that you use the Password Retrieval function to reset your "
                        "password."
                    ),
                    Text(
                        "Then set a new password through “Password Retrieval”.",
                        "建议您通过“密码找回”功能重新设置密码。",
                    ),
                    rules="steps.reset-password",
                ),
                Sentence(
                    "Note:",
                    Text("Notes follow.", "说明："),
                    no_rule=Text("This is a heading.", "这是小标题。"),
                ),
                Sentence(
                    "Prepare the necessary documents in advance.",
                    Text("Have the documents ready before you start.", "请提前准备所需资料。"),
                    rules=(
                        "steps.prepare documents.individual documents.organization-administrator "
                        "documents.organization-agent"
                    ),
                ),
                Sentence(
                    (
                        "Individual: Original scanned copy or photograph of the front and back of "
                        "the ICP Filing applicant’s ID credential and a half-length photograph of "
                        "the applicant holding the ID credential."
                    ),
                    Text(
                        (
                            "An individual hands in the ID credential, front and back, scanned or "
                            "photographed from the original, and a half-length photo of the "
                            "applicant holding it."
                        ),
                        (
                            "个人：备案申请人身份证件正面和反面的原件扫描件或照片，"
                            "以及申请人手持该身份证件的半身照。"
                        ),
                    ),
                    rules=(
                        "documents.individual review.missing review.side-missing review.copy "
                        "review.wrong-held review.unasked"
                    ),
                ),
                Sentence(
                    (
                        "Organization: A half-length photograph of the applicant holding the valid "
                        "credential of the ICP Filing subject."
                    ),
                    Text(
                        (
                            "For an organization, the applicant hands in a half-length photo "
                            "holding the subject’s valid credential."
                        ),
                        "单位：申请人手持备案主体有效证件的半身照。",
                    ),
                    rules=(
                        "documents.organization-administrator documents.organization-agent "
                        "review.missing-photo review.copy-held review.wrong-held-agent "
                        "review.unasked-agent"
                    ),
                ),
                Sentence(
                    (
                        "If the applicant is not the subject administrator or website "
                        "administrator, provide a letter of authorization from the organization "
                        "based on the relevant template and stamp the letter with the company seal."
                    ),
                    Text(
                        (
                            "An applicant who is neither administrator also hands in the "
                            "organization’s letter of authorization, on the template and with the "
                            "company seal."
                        ),
                        (
                            "如果申请人不是主体负责人或网站负责人，需根据相应模板提供单位出具的授权"
                            "委托书，并加盖单位公章。"
                        ),
                    ),
                    rules=(
                        "documents.organization-agent review.missing-letter review.unsealed "
                        "review.off-template review.unasked-agent"
                    ),
                ),
                Sentence(
                    (
                        "You must also provide an original scanned copy or photograph of the "
                        "applicant’s ID credential (front and back for second-generation ID cards)."
                    ),
                    Text(
                        (
                            "The applicant’s ID credential is needed as well, scanned or "
                            "photographed from the original; of a second-generation ID card, both "
                            "sides."
                        ),
                        (
                            "您还必须提供申请人身份证件的原件扫描件或照片（二代身份证需提供正面和反"
                            "面）。"
                        ),
                    ),
                    rules=(
                        "documents.organization-administrator documents.organization-agent "
                        "review.missing-id review.side-missing-agent review.copy-agent "
                        "review.unasked-agent"
                    ),
                ),
                Sentence(
                    "Click to download the letter of authorization template.",
                    Text(
                        "The template of the letter can be downloaded.",
                        "单击下载授权委托书模板。",
                    ),
                    rules="documents.organization-agent review.off-template",
                ),
                Sentence(
                    (
                        "Make sure the information you provide is truthful and accurate, that "
                        "document images are clear, and uploaded documents are authentic and valid."
                    ),
                    Text(
                        (
                            "Everything you enter must be true and correct, the images clear, and "
                            "the documents authentic and valid."
                        ),
                        "请确保您提供的信息真实准确，资料图片清晰，上传的资料真实有效。",
                    ),
                    rules=(
                        "steps.be-truthful review.unclear review.forged review.expired "
                        "review.undated"
                    ),
                ),
                Sentence(
                    "Thank you! We've received your feedback.",
                    Text("Thanks for the feedback.", "感谢您！我们已收到您的反馈。"),
                    no_rule=Text("This is the page’s feedback form.", "这是页面的反馈表单。"),
                ),
            ),
        ),
    ),
)
