"""The guide pages of 2019 in Chinese: how to import, recover or claim an old HiChina filing.

Alibaba Cloud published them in its documentation repository on GitHub, AlibabaCloudDocs/icp.
This file has only the sentences that rules are based on, in the order of each page. Some are
shortened.
"""

import datetime as dt
from typing import Final

from icp_rules.texts import Page, Publication, Sentence
from icp_rules.vocabulary import Text

__all__ = ["PUBLICATION"]

PUBLICATION: Final = Publication(
    edition="guide-zh-2019-08-01",
    name=Text("Guide pages, Chinese, 2019-08-01", "中文版操作指南（2019-08-01）"),
    pages=(
        Page(
            title="导入原万网备案信息",
            url=(
                "https://github.com/AlibabaCloudDocs/icp/blob/367392a/"
                "cn.zh-CN/管理查看ICP备案信息/原万网ICP备案信息导入阿里云/导入原万网备案信息.md"
            ),
            date=dt.date(2019, 8, 1),
            sentences=(
                # What is imported
                Sentence(
                    (
                        "如您在2017年1月之前在原万网ICP代备案管理平台做过备案或者做过旺铺和企业官网"
                        "备案，您可以登录备案系统将您的备案信息导入阿里云账号，"
                        "以便后续在阿里云ICP代备案系统中管理维护备案信息。"
                    ),
                    Text(
                        (
                            "If before January 2017 you filed on the old HiChina ICP Filing "
                            "management platform, or filed an official store or an official "
                            "company website, you can log on to the filing system and import your "
                            "filing information into your Alibaba Cloud account, so that you can "
                            "manage and maintain it in the Alibaba Cloud ICP Filing system from "
                            "then on."
                        ),
                        (
                            "2017 年 1 月之前的原万网备案、旺铺备案或企业官网备案，"
                            "可以导入阿里云账号，以后在阿里云管理。"
                        ),
                    ),
                    rules="imports.other-origin",
                ),
                Sentence(
                    "自2017年1月起，原万网备案平台不再提供备案服务，仅支持登录。",
                    Text(
                        (
                            "Since January 2017, the old HiChina filing platform no longer offers "
                            "filing; it only allows logging on."
                        ),
                        "从 2017 年 1 月起，原万网平台只能登录，不能再备案。",
                    ),
                    rules="dates.after-closing",
                    everywhere=True,
                ),
                Sentence(
                    (
                        "如果您是2010年6月1日前在原万网备案平台提交的备案，"
                        "且之后未将该备案接入其他服务商，也未将备案信息导入到您的阿里云账号中，"
                        "您需要认领原万网备案"
                    ),
                    Text(
                        (
                            "If you submitted the filing on the old HiChina filing platform before "
                            "2010-06-01, and have since neither moved it to another service "
                            "provider nor imported the filing information into your Alibaba Cloud "
                            "account, you need to claim the old HiChina filing."
                        ),
                        (
                            "2010 年 6 月 1 日前在原万网提交、之后没有转到其他服务商、"
                            "也没有导入阿里云账号的备案，需要认领。"
                        ),
                    ),
                    rules="imports.claim",
                ),
                Sentence(
                    "如果您是2017年1月31日之后提交的备案，您可以直接登录阿里云备案系统进行备案。",
                    Text(
                        (
                            "If you submitted the filing after 2017-01-31, you can log on to the "
                            "Alibaba Cloud filing system directly and file there."
                        ),
                        "2017 年 1 月 31 日之后提交的，直接登录阿里云备案系统即可。",
                    ),
                    rules="imports.log-on steps.log-on-directly",
                ),
                # How to import (操作步骤)
                Sentence(
                    "单击导入备案信息",
                    Text("Click “Import ICP Filing Information”.", "单击“导入备案信息”。"),
                    rules="steps.open-import",
                ),
                Sentence(
                    "单击导入信息继续备案。",
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
                        "如果您忘记原备案平台账号或密码，请参见找回原万网备案登录账号及密码章节重置"
                        "登录名或找回密码。"
                    ),
                    Text(
                        (
                            "If you have forgotten the account or the password of the old "
                            "platform, see the section on recovering the log-on account and the "
                            "password of the old HiChina filing to reset the log-on name or "
                            "retrieve the password."
                        ),
                        "忘记账号或密码的，按下文“找回”一节重置登录名或找回密码。",
                    ),
                    rules=(
                        "access.password-lost access.account-lost recovery.retrieve "
                        "steps.retrieve-password"
                    ),
                ),
                # How to recover the old account (找回原万网备案登录账号及密码)
                Sentence(
                    "准备资料。",
                    Text("Prepare the documents.", "先备好资料。"),
                    rules="steps.prepare",
                ),
                Sentence(
                    "备案申请人身份证正、反两面原件彩色扫描件或照片。",
                    Text(
                        (
                            "(Individual:) A colour scan or a photo of the front and the back of "
                            "the filing applicant’s original ID card."
                        ),
                        "个人提供身份证原件正反两面的彩色扫描件或照片。",
                    ),
                    rules=(
                        "documents.individual review.missing review.side-missing review.copy "
                        "review.wrong-held review.unasked"
                    ),
                ),
                Sentence(
                    "备案申请人手持身份证半身照。",
                    Text(
                        (
                            "(Individual:) A half-length photo of the filing applicant holding the "
                            "ID card."
                        ),
                        "个人还要提供本人手持身份证的半身照。",
                    ),
                    rules=(
                        "documents.individual review.missing review.side-missing review.copy "
                        "review.wrong-held review.unasked"
                    ),
                ),
                Sentence(
                    "备案申请人手持主办单位有效证件原件的半身照。",
                    Text(
                        (
                            "(Organization:) A half-length photo of the filing applicant holding "
                            "the original of the valid credential of the organization that files."
                        ),
                        "单位申请人要拍半身照，手持本单位有效证件的原件。",
                    ),
                    rules=(
                        "documents.organization-unconditional review.missing-photo "
                        "review.copy-held review.wrong-held-agent review.unasked-agent"
                    ),
                ),
                Sentence(
                    "加盖单位公章的授权书，授权书可单击授权委托书进行下载。",
                    Text(
                        (
                            "(Organization:) A letter of authorization stamped with the company "
                            "seal; it can be downloaded by clicking “letter of authorization”."
                        ),
                        "单位还要提供盖公章的授权书，授权书可以下载。",
                    ),
                    rules=(
                        "documents.organization-unconditional review.missing-letter "
                        "review.unsealed review.off-template review.unasked-agent"
                    ),
                ),
                # The page says this twice: first for individuals, here for organizations.
                Sentence(
                    "备案申请人身份证正、反两面原件彩色扫描件或照片。",
                    Text(
                        (
                            "(Organization:) A colour scan or a photo of the front and the back of "
                            "the filing applicant’s original ID card."
                        ),
                        "单位还要提供申请人身份证原件正反两面的彩色扫描件或照片。",
                    ),
                    rules=(
                        "documents.organization-unconditional review.missing-id "
                        "review.side-missing-agent review.copy-agent review.unasked-agent"
                    ),
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
                    "阿里云会在收到您申请后1~2个工作日进行处理。",
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
                    "使用新账号登录备案系统",
                    Text("Log on to the filing system with the new account.", "之后用新账号登录。"),
                    rules="steps.log-on-anew",
                ),
                Sentence(
                    "登录密码建议您通过找回密码进行重新设置。",
                    Text(
                        (
                            "We suggest that you set a new log-on password through “Retrieve "
                            "Password”."
                        ),
                        "密码可以通过“找回密码”重设。",
                    ),
                    rules="steps.reset-password",
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
            ),
        ),
        Page(
            title="认领原万网备案",
            url=(
                "https://github.com/AlibabaCloudDocs/icp/blob/765874e/"
                "cn.zh-CN/备案流程/认领原万网备案.md"
            ),
            date=dt.date(2019, 2, 19),
            sentences=(
                Sentence(
                    (
                        "如果您是2010年6月1日至2017年1月31日之间提交的备案，您只需导入备案信息，"
                        "不必认领备案。"
                    ),
                    Text(
                        (
                            "If you submitted the filing between 2010-06-01 and 2017-01-31, you "
                            "only need to import the filing information and do not have to claim "
                            "the filing."
                        ),
                        "2010 年 6 月 1 日至 2017 年 1 月 31 日提交的，导入即可，不用认领。",
                    ),
                    rules="imports.undated imports.june-2010-to-january-2017",
                ),
                Sentence(
                    "登录阿里云备案系统。",
                    Text("Log on to the Alibaba Cloud filing system.", "先登录阿里云备案系统。"),
                    rules="steps.open-claim",
                ),
                Sentence(
                    "在开始备案页面，填写要认领的主体信息和域名。系统自动判定备案类型。",
                    Text(
                        (
                            "On the page for starting a filing, fill in the information of the "
                            "subject that you claim, and the domain name. The system determines "
                            "the type of the filing by itself."
                        ),
                        "填写要认领的主体和域名，系统会判断备案类型。",
                    ),
                    rules="steps.fill-claim",
                ),
                Sentence(
                    "在上传资料页面，根据页面提示上传备案证件图片或彩色扫描件，单击提交认领。",
                    Text(
                        (
                            "On the page for uploading documents, upload images or colour scans of "
                            "the filing credentials as the page tells you, and click “Submit Claim”"
                            "."
                        ),
                        "按提示上传证件的图片或彩色扫描件，然后提交认领。",
                    ),
                    rules="steps.submit-claim",
                ),
                Sentence(
                    "提交认领后，阿里云会在 1 个工作日内进行审核，通过审核后认领完成。",
                    Text(
                        (
                            "After you submit the claim, Alibaba Cloud reviews it within 1 working "
                            "day; once it passes the review, the claim is complete."
                        ),
                        "认领在 1 个工作日内审核，通过即完成。",
                    ),
                    rules="steps.submit-claim windows.claim-review",
                ),
            ),
        ),
        Page(
            title="验证备案类型FAQ",
            url=(
                "https://github.com/AlibabaCloudDocs/icp/blob/279efe3/"
                "cn.zh-CN/常见问题/备案流程FAQ/验证备案类型FAQ.md"
            ),
            date=dt.date(2019, 5, 28),
            sentences=(
                Sentence(
                    "该域名对应的主体信息在系统中已经存在，请登录对应账号进行接入操作",
                    Text(
                        (
                            "The subject of this domain name already exists in the system; please "
                            "log on to the account it belongs to and add the access information "
                            "there."
                        ),
                        "系统提示：该域名的主体已有备案，应登录该主体的账号办理接入。",
                    ),
                    rules="holders.other-subject",
                    everywhere=True,
                ),
                Sentence(
                    "说明您填写的证件号码，已在阿里云提交过备案申请，且已备案成功。",
                    Text(
                        (
                            "This means that a filing application has already been submitted to "
                            "Alibaba Cloud with the credential number you entered, and that the "
                            "filing was successful."
                        ),
                        "所填的证件号码已在阿里云申请过备案，并且备案成功。",
                    ),
                    rules="holders.other-name holders.other-credential",
                    everywhere=True,
                ),
                Sentence(
                    "您需要登录之前已成功备案的账号进行备案或更换证件进行备案。",
                    Text(
                        (
                            "You need to log on to the account with which the filing succeeded "
                            "before and file from there, or file with another credential."
                        ),
                        "应登录以前备案成功的账号办理，或者换一个证件备案。",
                    ),
                    rules="subjects.other-account",
                    everywhere=True,
                ),
            ),
        ),
        Page(
            title="备案审核",
            url=(
                "https://github.com/AlibabaCloudDocs/icp/blob/6e56c2c/"
                "cn.zh-CN/ICP备案流程（PC端）/备案审核.md"
            ),
            date=dt.date(2019, 6, 10),
            sentences=(
                Sentence(
                    "备案初审：提交备案初审订单后，订单将会在 1 个工作日内进行审核。",
                    Text(
                        (
                            "First review of the filing: After the order for the first review is "
                            "submitted, it is reviewed within 1 working day."
                        ),
                        "初审在 1 个工作日内进行。",
                    ),
                    rules="windows.first-review",
                ),
                Sentence(
                    "幕布拍照照片审核：当幕布拍照照片上传完成后，订单将会在1 个工作日进行审核。",
                    Text(
                        (
                            "Review of the photo in front of the backdrop: Once the photo is "
                            "uploaded, the order is reviewed in 1 working day."
                        ),
                        "幕布照片上传后 1 个工作日审核。",
                    ),
                    rules="windows.photo-review",
                ),
                Sentence(
                    (
                        "提交管局：订单状态为待提交管局，阿里云审核专员将会在 1 个工作日内将您的订"
                        "单提交至管局审核。"
                    ),
                    Text(
                        (
                            "Submission to the authority: When the order waits for submission to "
                            "the authority, an Alibaba Cloud reviewer submits it to the authority "
                            "for review within 1 working day."
                        ),
                        "待提交的订单在 1 个工作日内交给管局。",
                    ),
                    rules="windows.forwarding",
                ),
                Sentence(
                    "各地管局审核时间不同，一般为 3 到 20 个工作日。",
                    Text(
                        (
                            "The authorities of the provinces take different times for their "
                            "review, generally 3 to 20 working days."
                        ),
                        "管局审核一般要 3 至 20 个工作日，各地不同。",
                    ),
                    rules="windows.authority-review",
                ),
            ),
        ),
        Page(
            title="邮寄资料",
            url=(
                "https://github.com/AlibabaCloudDocs/icp/blob/b6a711c/"
                "cn.zh-CN/ICP备案流程（PC端）/邮寄资料.md"
            ),
            date=dt.date(2019, 7, 29),
            sentences=(
                Sentence(
                    (
                        "您邮寄的备案资料签收后，阿里云会在1-2个工作日录入处理，"
                        "录入完成后备案系统会自动更新状态，请您耐心等待。"
                    ),
                    Text(
                        (
                            "After the filing documents you posted are signed for, Alibaba Cloud "
                            "enters them in 1 to 2 working days; once they are entered, the filing "
                            "system updates the status by itself. Please be patient."
                        ),
                        "邮寄的资料签收后 1 至 2 个工作日录入，状态会自动更新。",
                    ),
                    rules="windows.posted-documents",
                ),
            ),
        ),
    ),
)
