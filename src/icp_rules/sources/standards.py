"""National standards for numbers, and the lists of which credential goes with which subject.

The standards are published on openstd.samr.gov.cn, and the lists by WeChat and Tencent Cloud. The
WeChat page only describes its list; WeChat's interface returns the list itself. A few other pages
are about old ID cards, credit codes of Xiamen, filing numbers, domains, and second imports.

Nothing is quoted. Each sentence says in our own words what the rules are based on. The pages say
more than that.
"""

import datetime as dt
from typing import Final

from icp_rules.texts import Page, Publication, Sentence
from icp_rules.vocabulary import Text

__all__ = ["PUBLICATION"]

PUBLICATION: Final = Publication(
    pages=(
        Page(
            title="GB 11643-1999 公民身份号码",
            url=(
                "https://openstd.samr.gov.cn/bzgk/gb/"
                "newGbInfo?hcno=080D6FBF2BB468F9007657F26D60013E"
            ),
            date=dt.date(1999, 7, 1),
            sentences=(
                Sentence(
                    "",
                    Text(
                        (
                            "A citizen identification number has 17 digits and a check character: "
                            "6 digits for the region, 8 for the date of birth, 3 for the order "
                            "among people of the same region and day, then the check character."
                        ),
                        (
                            "公民身份号码由 17 位数字和 1 位校验码组成，依次为 6 位地址码、8 位出生"
                            "日期码、3 位顺序码和校验码。"
                        ),
                    ),
                    rules="numbers.resident",
                ),
                Sentence(
                    "",
                    Text(
                        (
                            "The check character is calculated from the 17 digits by ISO 7064, MOD "
                            "11-2; X stands for 10."
                        ),
                        "校验码根据前 17 位，按 ISO 7064 的 MOD 11-2 计算，10 用 X 表示。",
                    ),
                    rules="numbers.resident",
                ),
                Sentence(
                    "",
                    Text(
                        (
                            "The edition of 1989, which this one replaces, wrote the date of birth "
                            "with 6 digits; its numbers have 15 digits and no check character."
                        ),
                        "被代替的 1989 年版用 6 位数字表示出生日期，号码为 15 位，没有校验码。",
                    ),
                    rules="numbers.resident",
                ),
                Sentence(
                    "",
                    Text(
                        (
                            "Added by us: residence permits for residents of Hong Kong, Macao and "
                            "Taiwan bear a number of the same form, with 810000, 820000 or 830000 "
                            "as the region."
                        ),
                        (
                            "我们补充：港澳居民居住证和台湾居民居住证的号码格式相同，地址码为 "
                            "810000、820000 或 830000。"
                        ),
                    ),
                    rules="numbers.resident",
                ),
            ),
        ),
        Page(
            title="GB 11714-1997 全国组织机构代码编制规则",
            url="https://openstd.samr.gov.cn/bzgk/gb/",
            date=dt.date(1998, 1, 1),
            sentences=(
                Sentence(
                    "",
                    Text(
                        (
                            "Clause 2.1: An organization code has 8 digits or capital letters and "
                            "a check character."
                        ),
                        "第 2.1 条：组织机构代码由 8 位数字或大写字母和 1 位校验码组成。",
                    ),
                    rules="numbers.organization-code",
                ),
                Sentence(
                    "",
                    Text(
                        (
                            "Clause 2.1.2: The values of the 8 characters are multiplied by 3, 7, "
                            "9, 10, 5, 8, 4 and 2 and added up; the check character is 11 minus "
                            "the remainder of the sum divided by 11, where X stands for 10 and 0 "
                            "for 11."
                        ),
                        (
                            "第 2.1.2 条：8 位字符的值分别乘以 3、7、9、10、5、8、4、2 后相加，再求"
                            "该和除以 11 的余数，校验码为 11 减去这个余数；得 10 用 X 表示，得 11 "
                            "用 0 表示。"
                        ),
                    ),
                    rules="numbers.organization-code",
                ),
                Sentence(
                    "",
                    Text(
                        (
                            "Clause 2.2: A hyphen stands before the check character for human "
                            "readers and is left out for machines."
                        ),
                        "第 2.2 条：为便于人工识别，校验码前加连字符，机读时省略。",
                    ),
                    rules="numbers.organization-code",
                ),
            ),
        ),
        Page(
            title="GB 32100-2015 法人和其他组织统一社会信用代码编码规则",
            url=(
                "https://openstd.samr.gov.cn/bzgk/gb/"
                "newGbInfo?hcno=24691C25985C1073D3A7C85629378AC0"
            ),
            date=dt.date(2015, 10, 1),
            sentences=(
                Sentence(
                    "",
                    Text(
                        (
                            "Clause 4.1: A unified social credit code has 18 digits or capital "
                            "letters, without I, O, Z, S and V: one for the registering authority, "
                            "one for the category of organization, 6 digits for the region, 9 "
                            "characters for the organization code, and a check character."
                        ),
                        (
                            "第 4.1 条：统一社会信用代码为 18 位数字或大写字母（不使用 I、O、Z、S、"
                            "V），依次为登记管理部门代码 1 位、机构类别代码 1 位、行政区划码 6 位数"
                            "字、组织机构代码 9 位和校验码 1 位。"
                        ),
                    ),
                    rules="numbers.credit-code",
                ),
                Sentence(
                    "",
                    Text(
                        (
                            "The check character: the values of the first 17 characters are "
                            "multiplied by the powers of 3 modulo 31 and added up; it is the "
                            "character whose value is 31 minus the remainder of the sum divided by "
                            "31, and 0 for 31."
                        ),
                        (
                            "校验码：前 17 位字符各有权数，依次为 3 的 0 至 16 次幂除以 31 的余数。"
                            "字符的值分别乘以权数后相加，再求该和除以 31 的余数；31 减去这个余数，"
                            "即为校验码的值，得 31 用 0 表示。"
                        ),
                    ),
                    rules="numbers.credit-code",
                ),
            ),
        ),
        Page(
            title="中华人民共和国居民身份证法（2011 年修正）",
            url="https://www.law-lib.com/law/law_view.asp?id=365114",
            date=dt.date(2011, 10, 29),
            sentences=(
                Sentence(
                    "",
                    Text(
                        (
                            "Article 23: Resident ID cards obtained under the Regulations on "
                            "Resident ID Cards are no longer in use from 1 January 2013."
                        ),
                        "第二十三条：第一代居民身份证自 2013 年 1 月 1 日起停止使用。",
                    ),
                    rules="numbers.short-resident",
                ),
            ),
        ),
        Page(
            title="社会信用代码的校验",
            url="https://github.com/chinabugotech/hutool/issues/4119",
            date=dt.date(2025, 10, 27),
            sentences=(
                Sentence(
                    "",
                    Text(
                        (
                            "Public reports: unified social credit codes of some enterprises that "
                            "registered in Xiamen before 2016 are in use and fail the standard's "
                            "check."
                        ),
                        (
                            "公开反馈：厦门部分 2016 年以前注册的企业，其统一社会信用代码仍在使用，"
                            "但不符合标准的校验规则。"
                        ),
                    ),
                    rules="numbers.credit-code-of-xiamen",
                ),
            ),
        ),
        Page(
            title="网站备案号数字分别代表了什么意思",
            url="https://xiaosb.com/beian/12972",
            read_on=dt.date(2026, 11, 26),
            sentences=(
                Sentence(
                    "",
                    Text(
                        (
                            "The digits of a filing number are the subject's number, of which each "
                            "organization or person has one; the number after the hyphen counts "
                            "the websites under it."
                        ),
                        (
                            "备案号中的数字是主体的号码，每个单位或个人只有一个；短横线后的数字是其"
                            "名下网站的序号。"
                        ),
                    ),
                    rules="filing-numbers.other-subject filing-numbers.several",
                ),
            ),
        ),
        Page(
            title="获取证件类型",
            url=(
                "https://developers.weixin.qq.com/doc/oplatform/openApi/OpenApiDoc/"
                "miniprogram-management/record/queryIcpCertificateTypes.html"
            ),
            read_on=dt.date(2026, 11, 23),
            sentences=(
                Sentence(
                    "",
                    Text(
                        (
                            "For each nature of subject the list names the credentials that go "
                            "with it. Those of an individual are named under that nature, those of "
                            "an organization under all the others."
                        ),
                        (
                            "代码表按单位性质列出可用的证件：个人的证件列在“个人”之下，"
                            "单位的证件列在其余各性质之下。"
                        ),
                    ),
                    rules="natures.any-individual natures.any-organization",
                ),
                Sentence(
                    "",
                    Text(
                        (
                            "Defence body: military unit code, or a military unit’s paid service "
                            "licence."
                        ),
                        "国防机构：部队代号、军队单位对外有偿服务许可证。",
                    ),
                    rules="natures.defence-body",
                ),
                Sentence(
                    "",
                    Text(
                        (
                            "Government body: organization code certificate, or unified social "
                            "credit code certificate."
                        ),
                        "政府机关：组织机构代码证、统一社会信用代码证书。",
                    ),
                    rules="natures.government-body",
                ),
                Sentence(
                    "",
                    Text(
                        (
                            "Public institution: organization code certificate, public institution "
                            "certificate, or unified social credit code certificate. Tencent’s "
                            "list has the first two only."
                        ),
                        (
                            "事业单位：组织机构代码证、事业单位法人证书、统一社会信用代码证书。"
                            "腾讯云的清单只有前两种。"
                        ),
                    ),
                    rules="natures.public-institution",
                ),
                Sentence(
                    "",
                    Text(
                        (
                            "Enterprise, sole traders included: business licence, organization "
                            "code certificate, or a foreign enterprise’s representative office "
                            "certificate. Tencent’s list equates the business licence with the "
                            "unified social credit code certificate."
                        ),
                        (
                            "企业（包括个体工商户）：营业执照、组织机构代码证、"
                            "外国企业常驻代表机构登记证。腾讯云的清单把营业执照等同于统一社会信用代"
                            "码证书。"
                        ),
                    ),
                    rules="natures.enterprise",
                ),
                Sentence(
                    "",
                    Text(
                        (
                            "Individual: resident ID card, passport, Mainland travel permit for "
                            "Hong Kong and Macao residents, Mainland travel permit for Taiwan "
                            "residents, foreign permanent resident ID card, residence permit for "
                            "Hong Kong and Macao residents, or residence permit for Taiwan "
                            "residents. Tencent’s list has the first four only."
                        ),
                        (
                            "个人：居民身份证、护照、港澳居民来往内地通行证、"
                            "台湾居民来往大陆通行证、外国人永久居留身份证、港澳居民居住证、"
                            "台湾居民居住证。腾讯云的清单只有前四种。"
                        ),
                    ),
                    rules="natures.individual",
                ),
                Sentence(
                    "",
                    Text(
                        (
                            "Social organization: social organization certificate, or organization "
                            "code certificate."
                        ),
                        "社会团体：社会团体法人登记证书、组织机构代码证。",
                    ),
                    rules="natures.social-organization",
                ),
                Sentence(
                    "",
                    Text(
                        (
                            "Private non-enterprise unit: organization code certificate, private "
                            "non-enterprise unit certificate, social service organization "
                            "certificate, or private school licence."
                        ),
                        (
                            "民办非企业单位：组织机构代码证、民办非企业单位登记证书、"
                            "社会服务机构登记证书、民办学校办学许可证。"
                        ),
                    ),
                    rules="natures.private-non-enterprise-unit",
                ),
                Sentence(
                    "",
                    Text(
                        "Foundation: organization code certificate, or foundation certificate.",
                        "基金会：组织机构代码证、基金会法人登记证书。",
                    ),
                    rules="natures.foundation",
                ),
                Sentence(
                    "",
                    Text(
                        "Law practice: organization code certificate, or law firm licence.",
                        "律师执业机构：组织机构代码证、律师事务所执业许可证。",
                    ),
                    rules="natures.law-practice",
                ),
                Sentence(
                    "",
                    Text(
                        (
                            "Foreign cultural centre: foreign cultural centre certificate, foreign "
                            "tourism office certificate, or embassy school licence (Beijing)."
                        ),
                        (
                            "外国在华文化中心：外国在华文化中心登记证、"
                            "外国政府旅游部门常驻代表机构批准登记证、北京市外国驻华使馆人员子女学校"
                            "办学许可证。"
                        ),
                    ),
                    rules="natures.foreign-cultural-centre",
                ),
                Sentence(
                    "",
                    Text(
                        "Mass organization: unified social credit code certificate.",
                        "群众性团体组织：统一社会信用代码证书。",
                    ),
                    rules="natures.mass-organization",
                ),
                Sentence(
                    "",
                    Text(
                        "Forensic institution: forensic institution licence.",
                        "司法鉴定机构：司法鉴定许可证。",
                    ),
                    rules="natures.forensic-institution",
                ),
                Sentence(
                    "",
                    Text(
                        "Religious body: religious site certificate.",
                        "宗教团体：宗教活动场所登记证。",
                    ),
                    rules="natures.religious-body",
                ),
                Sentence(
                    "",
                    Text(
                        "Overseas organization: overseas organization’s credential.",
                        "境外机构：境外机构证件。",
                    ),
                    rules="natures.overseas-organization",
                ),
                Sentence(
                    "",
                    Text(
                        "Medical institution: medical institution licence.",
                        "医疗机构：医疗机构执业许可证。",
                    ),
                    rules="natures.medical-institution",
                ),
                Sentence(
                    "",
                    Text(
                        "Notary institution: notary institution licence.",
                        "公证机构：公证机构执业证。",
                    ),
                    rules="natures.notary-institution",
                ),
                Sentence(
                    "",
                    Text(
                        "Rural collective: rural collective certificate.",
                        "集体经济：农村集体经济组织登记证。",
                    ),
                    rules="natures.rural-collective",
                ),
                Sentence(
                    "",
                    Text(
                        "Arbitration institution: arbitration commission certificate.",
                        "仲裁机构：仲裁委员会登记证。",
                    ),
                    rules="natures.arbitration-institution",
                ),
                Sentence(
                    "",
                    Text(
                        (
                            "The list is changed from time to time; the result of one call must "
                            "not be kept for long or built into a program."
                        ),
                        (
                            "证件类型的列表会不定期更新，不要长期保存某一次的查询结果，"
                            "也不要写死在程序里。"
                        ),
                    ),
                    rules="natures.unlisted",
                ),
                Sentence(
                    "",
                    Text(
                        (
                            "The list gives a code, a nature and a name for each credential, and "
                            "says nothing about the form of its number."
                        ),
                        "列表只给出每种证件的代码、单位性质和名称，没有规定号码格式。",
                    ),
                    rules="numbers.travel-document",
                ),
                Sentence(
                    "",
                    Text(
                        (
                            "Added by us: so the form printed on the document counts. A passport "
                            "has 5 to 20 letters and digits; a Hong Kong and Macao travel permit H "
                            "or M and 8 digits, or since 2024 HA or MA and 7 digits (residents who "
                            "are not Chinese), with or without 2 digits of issue; a Taiwan travel "
                            "permit 8 digits, or 10 on older ones; a foreign permanent resident ID "
                            "card 3 letters, 4 digits, 6 for the date of birth and 2 more, or "
                            "since 2023 18 characters that begin with 9."
                        ),
                        (
                            "我们补充：因此以证件上印制的格式为准。护照为 5 至 20 位字母和数字；港"
                            "澳居民来往内地通行证为 H 或 M 加 8 位数字，2024 年起非中国籍人员的为 "
                            "HA 或 MA 加 7 位数字，后面可以有 2 位换证次数；台湾居民来往大陆通行证"
                            "为 8 位数字，旧证为 10 位；外国人永久居留身份证依次为 3 位字母、4 位数"
                            "字、6 位出生日期和 2 位数字，2023 年起为以 9 开头的 18 位号码。"
                        ),
                    ),
                    rules="numbers.travel-document",
                ),
            ),
        ),
        Page(
            title="备案材料清单",
            url=(
                "https://github.com/tencentyun/qcloud-documents/blob/c01775e/"
                "product/域名与网站/网站备案/备案准备/备案材料清单.md"
            ),
            read_on=dt.date(2026, 11, 26),
            sentences=(
                Sentence(
                    "",
                    Text(
                        (
                            "Individuals: a resident of the mainland uses the resident ID card, of "
                            "Hong Kong or Macao the Mainland travel permit, of Taiwan the Mainland "
                            "travel permit, a foreigner the passport."
                        ),
                        (
                            "个人：中国大陆居民用身份证，港澳居民用港澳居民来往内地通行证，"
                            "台湾居民用台胞证，外国人用护照。"
                        ),
                    ),
                    rules="natures.individual",
                ),
                Sentence(
                    "",
                    Text(
                        (
                            "Government body: organization code certificate or unified social "
                            "credit code certificate."
                        ),
                        "政府机关：组织机构代码证书或统一社会信用代码证书。",
                    ),
                    rules="natures.government-body",
                ),
                Sentence(
                    "",
                    Text(
                        (
                            "Defence body: military unit code or a military unit’s paid service "
                            "licence."
                        ),
                        "国防机关：部队代号或军队单位对外有偿服务许可证。",
                    ),
                    rules="natures.defence-body",
                ),
                Sentence(
                    "",
                    Text(
                        (
                            "Public institution: organization code certificate or public "
                            "institution certificate."
                        ),
                        "事业单位：组织机构代码证书或事业法人证书。",
                    ),
                    rules="natures.public-institution",
                ),
                Sentence(
                    "",
                    Text(
                        (
                            "Enterprise: business licence (unified social credit code "
                            "certificate), organization code certificate or a foreign enterprise’s "
                            "representative office certificate."
                        ),
                        (
                            "企业：工商营业执照（即统一社会信用代码证书）、"
                            "组织机构代码证书或外国企业常驻代表机构登记证。"
                        ),
                    ),
                    rules="natures.enterprise",
                ),
                Sentence(
                    "",
                    Text(
                        (
                            "Social organization: social organization certificate or organization "
                            "code certificate."
                        ),
                        "社会团体：社会团体法人登记证书或组织机构代码证。",
                    ),
                    rules="natures.social-organization",
                ),
                Sentence(
                    "",
                    Text(
                        (
                            "Private non-enterprise unit: organization code certificate, private "
                            "non-enterprise unit certificate, social service organization "
                            "certificate or private school licence."
                        ),
                        (
                            "民办非企业单位：组织机构代码证书、民办非企业单位登记证书、"
                            "社会服务机构登记证书或民办学校办学许可证。"
                        ),
                    ),
                    rules="natures.private-non-enterprise-unit",
                ),
                Sentence(
                    "",
                    Text(
                        "Foundation: organization code certificate or foundation certificate.",
                        "基金会：组织机构代码证书或基金会法人登记证书。",
                    ),
                    rules="natures.foundation",
                ),
                Sentence(
                    "",
                    Text(
                        "Law firm: organization code certificate or law firm licence.",
                        "律师事务所：组织机构代码证书或律师事务所执业许可证。",
                    ),
                    rules="natures.law-practice",
                ),
                Sentence(
                    "",
                    Text(
                        (
                            "Foreign cultural centre: foreign cultural centre certificate, foreign "
                            "tourism office certificate or embassy school licence (Beijing)."
                        ),
                        (
                            "外国在华文化中心：外国在华文化中心登记证、"
                            "外国政府旅游部门常驻代表机构登记证或北京市外国驻华使馆人员子女学校办学"
                            "许可证。"
                        ),
                    ),
                    rules="natures.foreign-cultural-centre",
                ),
                Sentence(
                    "",
                    Text(
                        "Mass organization: unified social credit code certificate.",
                        "群众性团体组织：统一社会信用代码证书。",
                    ),
                    rules="natures.mass-organization",
                ),
                Sentence(
                    "",
                    Text(
                        "Forensic institution: forensic institution licence.",
                        "司法鉴定机构：司法鉴定许可证。",
                    ),
                    rules="natures.forensic-institution",
                ),
                Sentence(
                    "",
                    Text(
                        "Religious body: religious site certificate.",
                        "宗教团体：宗教活动场所登记证。",
                    ),
                    rules="natures.religious-body",
                ),
                Sentence(
                    "",
                    Text(
                        "Overseas organization: overseas organization’s credential.",
                        "境外机构：境外机构证件。",
                    ),
                    rules="natures.overseas-organization",
                ),
                Sentence(
                    "",
                    Text(
                        "Medical institution: medical institution licence.",
                        "医疗机构：医疗机构执业许可证。",
                    ),
                    rules="natures.medical-institution",
                ),
                Sentence(
                    "",
                    Text(
                        "Notary institution: notary institution licence.",
                        "公证机构：公证机构执业证。",
                    ),
                    rules="natures.notary-institution",
                ),
                Sentence(
                    "",
                    Text(
                        "Rural collective: rural collective certificate.",
                        "集体经济：农村集体经济组织登记证。",
                    ),
                    rules="natures.rural-collective",
                ),
                Sentence(
                    "",
                    Text(
                        "Arbitration institution: arbitration commission certificate.",
                        "仲裁机构：仲裁委员会登记证。",
                    ),
                    rules="natures.arbitration-institution",
                ),
            ),
        ),
        Page(
            title="备案域名FAQ",
            url=(
                "https://github.com/AlibabaCloudDocs/icp/blob/2738acc/"
                "cn.zh-CN/常见问题/备案域名FAQ.md"
            ),
            read_on=dt.date(2026, 11, 26),
            sentences=(
                Sentence(
                    "",
                    Text(
                        (
                            "Once a domain is filed, the domains below it can be used without a "
                            "filing of their own."
                        ),
                        "域名备案后，其二级域名和其他子域名可直接使用，不必另行备案。",
                    ),
                    rules="holders.parent-of-other-subject",
                ),
            ),
        ),
        Page(
            title="备案平台合并FAQ",
            url=(
                "https://github.com/AlibabaCloudDocs/icp/blob/091df70/"
                "cn.zh-CN/常见问题/备案平台合并FAQ.md"
            ),
            read_on=dt.date(2026, 11, 26),
            sentences=(
                Sentence(
                    "",
                    Text(
                        (
                            "An import is refused where a filing was imported into the account "
                            "before: one account has the filing of one subject. Choose an account "
                            "without a subject and import again."
                        ),
                        (
                            "账号此前已导入过备案的，系统不予导入：一个账号只能有一个主体的备案，"
                            "应换一个没有主体的账号再导入。"
                        ),
                    ),
                    rules="account-warnings.taken",
                ),
            ),
        ),
    ),
)
