"""Which documents a filing takes, in every province, for every combination of leaders.

The facts are those of tests/table_oracle.py, grouped by what a province asks for and not by
province, without the table and without the files in `sources`.
"""

import datetime as dt
import itertools
import re

import pytest

import icp_rules as icp
from icp_rules import EntityLeader, Province, ServiceLeader, SubjectType, load
from icp_rules.identifiers import PROVINCES
from icp_rules.provinces import FILING_DOCUMENT_RULES, filing_documents, summaries
from icp_rules.sources.provinces import DIFFER, FACTS
from tests import table_oracle as facts
from tests.strategies import law

CASES = list(itertools.product(Province, SubjectType, EntityLeader, ServiceLeader, (True, False)))
SEPTEMBER = {**dict.fromkeys("粤渝藏", 3), **dict.fromkeys("冀晋浙黔青新", 6)}  # else the 12th
TENCENT, HUAWEI = "no date; read on 2026-11-26", "2025-12-31"
#: What the other sources are, with the day of each, by matter and province.
NAMED = {
    "/entity_leader": {
        **dict.fromkeys("京晋吉苏琼", frozenset({f"Tencent Cloud ({TENCENT})"})),
        **dict.fromkeys(
            "皖桂", frozenset({f"Tencent Cloud ({TENCENT})", f"Huawei Cloud ({HUAWEI})"})
        ),
    },
    "/service_leader": {
        **dict.fromkeys("津赣渝", frozenset({f"Tencent Cloud ({TENCENT})"})),
        **dict.fromkeys("青宁", frozenset({f"Huawei Cloud ({TENCENT})"})),
        **dict.fromkeys(
            "皖蜀", frozenset({f"Tencent Cloud ({TENCENT})", f"Huawei Cloud ({TENCENT})"})
        ),
        "蒙": {f"Huawei Cloud ({HUAWEI})"},
        "苏": {f"Huawei Cloud ({HUAWEI})", "a newer page of Alibaba Cloud (2023-07-28)"},
    },
    "/local_id": dict.fromkeys("蒙赣鲁", frozenset({f"Huawei Cloud ({HUAWEI})"})),
}


def named(*values):
    """The values by their names, as they are passed."""
    names = "province", "type", "entity_leader", "service_leader", "local_id", "edition"
    return dict(zip(names, values, strict=False))


def asked(province, type, entity_leader, service_leader, local_id):
    """The request in JSON, and its answer."""
    data = {
        "kind": "filing_documents",
        "province": province.value,
        "type": type.value,
        "entity_leader": entity_leader.value,
        "service_leader": service_leader.value,
        "local_id": local_id,
    }
    return icp.assess(load(data, icp.Request))


def wanted(province, type, entity_leader, service_leader, local_id):
    """The documents, and the codes with their places, as the facts have them."""
    letter, documents, found = province.letter, [], set()
    if type == "individual":
        documents = ["id_credential", *["half_length_photo"] * (letter == "京")]
        if not local_id:
            documents += ["residence_permit"] * (letter in facts.PERMIT + facts.PROOF)
            if letter in facts.REFUSED:
                found.add(("id_from_another_province", "/local_id"))
            if letter in facts.OTHERS_ON_ID:
                found.add(("sources_disagree", "/local_id"))
        return documents, found
    legal = "the legal representative"
    first = legal if entity_leader == "legal_representative" else "A"
    second = {"legal_representative": legal, "entity_leader": first, "other": "B"}[service_leader]
    documents = ["subject_credential", "entity_leader_id"]
    documents += ["service_leader_id"] * (first != second)
    documents += ["half_length_photo"] * (letter == "京")
    if first != legal:
        documents += ["entity_leader_letter"] * (letter in facts.LEADER_BY_LETTER)
        documents += ["legal_representative_id"] * (letter == "京")
        if letter in facts.LEADER_MUST:
            found.add(("entity_leader_not_legal_representative", "/entity_leader"))
        if letter in facts.OTHERS_ON_LEADER:
            found.add(("sources_disagree", "/entity_leader"))
        if letter == "苏" and first != second:
            found.add(("leaders_must_be_one_person", "/service_leader"))
    if second != legal:
        documents += ["service_leader_letter"] * (letter in facts.SERVICE_LETTER)
        if letter in facts.OTHERS_ON_LETTER:
            found.add(("sources_disagree", "/service_leader"))
    if letter == "津" and first == second:
        found.add(("leaders_must_differ", "/service_leader"))
    return documents, found


class TestEveryCase:
    """ "The documents of a filing depend on the province, on who files and on who its two leaders
    are." (docs/design.md, "Filing documents by province")"""

    @law(
        "For every province, subject type and pair of leaders, the documents of a filing are those "
        "that the provider's pages state"
    )
    def test_documents_findings_and_verdict(self):
        assert len(CASES) == 31 * 2 * 2 * 3 * 2
        for case in CASES:
            answer = asked(*case)
            documents, found = wanted(*case)
            note = ("rules_of_their_day", "/province")
            assert [one.document for one in answer.required_documents] == documents, case
            assert {(one.code, one.path) for one in answer.findings} == found | {note}, case
            assert len(answer.findings) == len(found) + 1
            rejected = any(code != "sources_disagree" for code, _ in found)
            assert answer.verdict == ("rejected" if rejected else "accepted"), case
            assert answer.required_documents == filing_documents(**named(*case))
            assert (answer.differs_in, answer.steps, answer.window) == ((), (), None)

    @law(
        "If other sources disagree, the answer names them with their dates; otherwise it names none"
    )
    def test_the_warning_names_each_other_source_with_its_day(self):
        warned = set()
        for case in CASES:
            for one in asked(*case).findings:
                if one.code == "sources_disagree":
                    told = one.message.en.removeprefix("Another source says something else: ")
                    named = set(re.findall(r"(?:^|; )((?:[A-Z]|a newer)[^(]* \([^)]*\)): ", told))
                    assert named == NAMED[one.path][case[0].letter], (case, told)
                    warned.add((one.path, case[0].letter))
        assert warned == {(path, letter) for path, by in NAMED.items() for letter in by}

    def test_a_filing_is_by_the_legal_representative_with_an_id_of_the_province(self):
        """Unless the arguments say otherwise."""
        for province in Province:
            assert filing_documents(province, "individual") == filing_documents(
                province, "individual", "legal_representative", "legal_representative", True
            )

    def test_what_serves_in_place_of_a_residence_permit_is_told(self):
        """In the findings, and in the explanation of the document that is asked for."""
        for province, en, zh in (
            ("sichuan", "A proof of study, work or social insurance", "缴纳社会保险的证明"),
            ("jilin", "A student card serves as residence permit", "学生证可以代替居住证"),
        ):
            case = Province(province), SubjectType.INDIVIDUAL, EntityLeader.OTHER
            answer = asked(*case, ServiceLeader.OTHER, False)
            (note,) = answer.findings
            assert en in note.message.en and zh in note.message.zh
            permit = answer.required_documents[-1]
            assert permit.document == "residence_permit"
            assert en in permit.explain() and zh in permit.explain("zh")
            (*_, permit) = filing_documents(**named(province, "individual"), local_id=False)
            assert en in permit.explain() and zh in permit.explain("zh")

    def test_the_same_in_every_edition(self):
        """The table is one of its own: no edition has other rows."""
        case = (Province.JIANGSU, "organization", "other", "other")
        for edition in icp.Edition:
            assert filing_documents(**named(*case), edition=edition) == filing_documents(
                **named(*case)
            )
        assert all(row.editions == frozenset(icp.Edition) for row in FILING_DOCUMENT_RULES.rows)


class TestWords:
    """ "always; the note has the date of the page, what the page does not state, and what else the
    page requires" (docs/design.md, "Filing documents by province")"""

    def test_the_note_has_the_day_of_the_page(self):
        for province, type in itertools.product(Province, SubjectType):
            (*_, note) = asked(province, type, *DEFAULT).findings
            day = dt.date(2019, 9, SEPTEMBER.get(province.letter, 12))
            assert note.code == "rules_of_their_day" and note.source.date == day
            assert f"The provider's page is dated {day}." in note.message.en
            assert f"服务商页面的日期为 {day}。" in note.message.zh

    def test_it_says_what_the_page_does_not_state_and_no_more(self):
        for province in Province:
            letter = province.letter
            organization = asked(province, SubjectType.ORGANIZATION, *DEFAULT).findings[-1].message
            silent = organization.en.count("It does not say whether")
            unstated = letter not in facts.SERVICE_LETTER + facts.NO_SERVICE_LETTER
            assert silent == unstated + (letter in facts.LEADER_UNSTATED), province
            assert organization.zh.count("页面未说明：") == silent
            individual = asked(province, SubjectType.INDIVIDUAL, *DEFAULT).findings[-1].message
            stated = letter in facts.REFUSED + facts.PERMIT + facts.PROOF
            assert ("It does not say what happens" in individual.en) == (not stated), province

    @pytest.mark.parametrize(
        ("province", "type", "en", "zh"),
        [
            ("henan", "individual", "Under 18: the guardian's ID.", "监护人证件"),
            ("tianjin", "organization", "Leaders have to be at least 18.", "年满 18 周岁"),
            ("zhejiang", "individual", "Individuals have to be at least 18.", "年满 18 周岁"),
            (
                "fujian",
                "organization",
                "A newer page (no date; read on 2026-11-26): Leaders have to be at least 14.",
                "较新的页面（原文无日期，2026-11-26 查阅）：负责人须年满 14 周岁。",
            ),
            ("jiangsu", "organization", "A newer page (2023-07-28): A statement", "责任声明"),
            ("inner_mongolia", "organization", "A newer page (2025-01-12):", "手持照片"),
            ("tibet", "individual", "letter of confirmation from party and government", "确认函"),
            ("beijing", "organization", "the service leader holds the organization's", "手持单位"),
        ],
    )
    def test_what_else_it_asks_for_stands_beside_the_answer(self, province, type, en, zh):
        note = asked(Province(province), SubjectType(type), *DEFAULT).findings[-1]
        assert en in note.message.en and zh in note.message.zh

    def test_ages(self):
        """The least ages of leaders and of individuals, by province."""
        ages = {(one.id, one.of_age, one.individual_of_age) for one in FACTS}
        assert {id for id, age, _ in ages if age} == {
            *("tianjin", "inner_mongolia", "liaoning", "jilin", "shandong", "henan", "hubei"),
            *("hunan", "chongqing", "sichuan"),
        }
        assert {id for id, _, age in ages if age} == {
            *("tianjin", "inner_mongolia", "zhejiang", "shandong", "hunan", "sichuan", "guizhou"),
        }
        assert {age for _, *both in ages for age in both} == {0, 18}

    def test_what_is_inferred_says_so(self):
        rows = {row.id: row for row in FILING_DOCUMENT_RULES.rows}
        inferred = {id for id, row in rows.items() if row.note and "We infer this" in row.note.en}
        assert inferred == {
            "filing-documents.jiangxi-elsewhere",
            "filing-documents.guangdong-organization",
        }

    def test_an_explanation_names_the_page_in_both_languages(self):
        answer = asked(Province.SHANGHAI, SubjectType.ORGANIZATION, *LETTER)
        for lang in ("en", "zh"):
            told = answer.explain(lang)
            assert "上海备案规则" in told and "2019-09-12" in told and "457faf7" in told


DEFAULT = (EntityLeader.LEGAL_REPRESENTATIVE, ServiceLeader.LEGAL_REPRESENTATIVE, True)
LETTER = (EntityLeader.LEGAL_REPRESENTATIVE, ServiceLeader.OTHER, True)


class TestFacts:
    """ "The facts are written down once in `sources/provinces.py`, one line for each province."
    (docs/design.md, "Filing documents by province")"""

    def test_every_province_once_in_order_with_its_name_and_letter(self):
        assert [one.id for one in FACTS] == [one.value for one in Province]
        assert [one.name for one in FACTS] == [one.zh for one in Province]
        assert "".join(one.letter for one in Province) == PROVINCES

    def test_every_row_rests_on_the_page_of_its_province(self):
        """The pages are those of one commit each; what another source says rests on its page."""
        for row in FILING_DOCUMENT_RULES.rows:
            source = row.source()
            if row.id.endswith("-differs"):
                assert "AlibabaCloudDocs" not in source.url, row.id
                continue
            assert source.url.startswith("https://github.com/AlibabaCloudDocs/icp/blob/")
            provinces = dict(row.when).get("province")
            if provinces is None:
                assert source.date == dt.date(2019, 9, 11)
                continue
            (province,) = provinces
            (fact,) = [one for one in FACTS if one.id == province]
            assert f"/{fact.commit}/" in source.url and source.date == fact.date
            assert province.zh in source.title or province.en in source.title

    def test_other_sources_are_named_where_they_differ_and_nowhere_else(self):
        groups = {
            "leader": facts.OTHERS_ON_LEADER,
            "letter": facts.OTHERS_ON_LETTER,
            "elsewhere": facts.OTHERS_ON_ID,
        }
        for about, letters in groups.items():
            known = {Province(one.id).letter for one in DIFFER if one.about == about}
            assert known == set(letters)

    def test_summaries(self):
        told = summaries()
        assert [one.province for one in told] == list(Province)
        for one in told:
            letter = one.province.letter
            assert (one.leader.en == "not stated") == (letter in facts.LEADER_UNSTATED)
            assert (one.letter.en == "a letter") == (letter in facts.SERVICE_LETTER)
            assert (one.elsewhere.en == "refused") == (letter in facts.REFUSED)
            others = facts.OTHERS_ON_LEADER + facts.OTHERS_ON_LETTER + facts.OTHERS_ON_ID
            assert bool(one.others.en) == (letter in others)


class TestArguments:
    """ "An unknown value raises a `DataError` that lists the allowed values" (docs/design.md,
    "Vocabulary")"""

    @pytest.mark.parametrize(
        ("given", "pointer"),
        [
            (("京", "organization"), "/province"),
            (("beijing", "company"), "/type"),
            (("beijing", "organization", "agent"), "/entity_leader"),
            (("beijing", "organization", "other", "agent"), "/service_leader"),
            (("beijing", "organization", "other", "other", 1), "/local_id"),
            (("beijing", "organization", "other", "other", True, "2019"), "/edition"),
        ],
    )
    def test_is_named_and_not_repeated(self, given, pointer):
        with pytest.raises(icp.DataError) as caught:
            filing_documents(**named(*given))
        (problem,) = caught.value.problems
        assert problem.pointer == pointer and str(given[-1]) not in problem.message.split(": ")[0]

    def test_what_is_left_out_takes_the_default(self):
        short = load(
            {"kind": "filing_documents", "province": "hebei", "type": "individual"}, icp.Request
        )
        assert short == icp.FilingDocumentsRequest("hebei", "individual")
        assert short == icp.FilingDocumentsRequest(**named(Province.HEBEI, "individual", *DEFAULT))

    def test_an_own_edition_may_ask_for_more(self):
        found = icp.find_rule("filing-documents.hebei-leader")
        own = icp.derive(
            icp.Edition.FAQ_EN_2018_01_08, "ours", icp.Text("Ours", "我们的"), withdraw=[found.id]
        )
        case = ("hebei", "organization", "other")
        answer = icp.assess(icp.FilingDocumentsRequest(**named(*case)), edition=own)
        assert answer.verdict == "accepted" and set(answer.differs_in) == set(icp.Edition)
        assert icp.assess(icp.FilingDocumentsRequest(**named(*case))).verdict == "rejected"


class TestWhatMustChange:
    """ "`what_must_change(request)` returns the smallest sets of changes that would get a request
    accepted." (docs/design.md, "Requests and assessments")"""

    @law("`what_must_change` returns the smallest sets of changes")
    def test_other_leaders_or_nothing_at_all(self):
        """Checked against all six ways of naming the leaders; an individual's ID and the province
        cannot be changed."""
        for province, type, *people, local_id in CASES:
            request = icp.FilingDocumentsRequest(**named(province, type, *people, local_id))
            remedies = icp.what_must_change(request)
            ways = {}
            for other in itertools.product(EntityLeader, ServiceLeader):
                _, found = wanted(province, type, *other, local_id)
                if not any(code != "sources_disagree" for code, _ in found):
                    changed = sum(a is not b for a, b in zip(people, other, strict=True))
                    ways.setdefault(changed, set()).add(other)
            smallest = ways[min(ways)] if ways else set()
            if min(ways, default=0) == 0 and ways:
                assert [one.changes for one in remedies] == [()]
                continue
            then = {(one.request.entity_leader, one.request.service_leader) for one in remedies}
            assert then == smallest, request
            for one in remedies:
                assert len(one.changes) == min(ways)
                assert all(change.reason is not None for change in one.changes)

    def test_in_words(self):
        (remedy,) = icp.what_must_change(icp.FilingDocumentsRequest("tianjin", "organization"))
        (change,) = remedy.changes
        assert (change.action, change.path) == ("service_leader", "/service_leader")
        assert change.text == icp.Text(
            "Name as the service leader: a third person.", "互联网信息服务负责人改为：另一人。"
        )


class TestInitialization:
    """ "An e-mail initialization does not need the documents that only a filing needs."
    (docs/design.md, "Documents")"""

    @pytest.mark.parametrize("kind", list(icp.DocumentKind)[3:])
    @pytest.mark.parametrize("type", SubjectType)
    @pytest.mark.parametrize("edition", icp.Edition)
    def test_each_is_not_needed(self, kind, type, edition):
        applicant = icp.Applicant(type)
        try:
            icp.required_documents(applicant, edition)
        except icp.DataError:
            pytest.skip("the edition does not offer it")
        found = icp.review_documents(applicant, [icp.SubmittedDocument(kind)], edition)
        about = [one for one in found if one.path == "/documents/0"]
        assert [one.code for one in about] == ["document_not_needed"]
        assert kind not in [one.document for one in icp.required_documents(applicant, edition)]
