"""Credentials and filing numbers, against numbers made by the printed standards and against
python-stdnum where it is right."""

import time
import traceback

import pytest
import stdnum.cn.ric
import stdnum.cn.uscc
import stdnum.iso7064.mod_11_2
from hypothesis import given
from hypothesis import strategies as st

from icp_rules import (
    Credential,
    CredentialKind,
    DataError,
    Filing,
    FilingNumber,
    Subject,
    Text,
    check_filing,
)
from tests import strategies as own

K = CredentialKind


def ok(kind, number):
    return Credential(kind, number).is_valid


class TestCheckDigits:
    """ "So the package checks only the format, the date of birth and the check digit. The
    package has no list of valid regions." (docs/design.md, "Identifiers")"""

    @given(own.resident_numbers)
    def test_resident_numbers(self, number):
        assert (
            ok(K.RESIDENT_ID_CARD, number)
            and stdnum.iso7064.mod_11_2.calc_check_digit(number[:17]) == number[17]
        )
        for check in set("0123456789X") - {number[17]}:
            assert not ok(K.RESIDENT_ID_CARD, number[:17] + check)

    @own.law("If one digit of an 18-digit resident number is changed, the number is invalid")
    @given(own.resident_numbers, st.integers(0, 16), own.digits)
    def test_every_changed_digit_of_a_resident_number_is_found(self, number, i, digit):
        changed = number[:i] + digit + number[i + 1 :]
        assert ok(K.RESIDENT_ID_CARD, changed) == (changed == number)

    @given(own.resident_numbers, st.integers(0, 16))
    def test_every_swap_of_neighbours_is_found(self, number, i):
        swapped = number[:i] + number[i + 1] + number[i] + number[i + 2 :]
        assert ok(K.RESIDENT_ID_CARD, swapped) == (swapped == number)

    @given(own.credit_codes)
    def test_credit_codes(self, number):
        assert ok(K.UNIFIED_SOCIAL_CREDIT_CODE, number) and ok(K.BUSINESS_LICENSE, number)
        if number[0] in "123456789" and number[1] in "12359":
            assert stdnum.cn.uscc.calc_check_digit(number[:17]) == number[17]

    @own.law(
        "If one character of a credit code is changed, the code is invalid, or doubtful if it is a "
        "code of Xiamen"
    )
    @given(own.credit_codes, st.integers(0, 17), st.sampled_from(own.CREDIT))
    def test_every_changed_character_of_a_credit_code_is_found(self, number, i, character):
        changed = number[:i] + character + number[i + 1 :]
        assert ok(K.UNIFIED_SOCIAL_CREDIT_CODE, changed) == (changed == number)

    @given(own.credit_codes, st.integers(0, 16))
    def test_every_swap_of_neighbours_in_a_credit_code_is_found(self, number, i):
        swapped = number[:i] + number[i + 1] + number[i] + number[i + 2 :]
        assert ok(K.UNIFIED_SOCIAL_CREDIT_CODE, swapped) == (swapped == number)

    @given(own.organization_codes, st.integers(0, 7), st.sampled_from(own.CREDIT))
    def test_a_changed_character_of_an_organization_code_is_found_unless_it_differs_by_11_or_22(
        self, number, i, character
    ):
        """MOD 11 over 36 characters cannot tell A from L: what the standard cannot
        detect is not detected."""
        changed = number[:i] + character + number[i + 1 :]
        assert ok(K.ORGANIZATION_CODE, changed) == (
            (int(character, 36) - int(number[i], 36)) % 11 == 0
        )

    @given(own.organization_codes, st.integers(0, 6))
    def test_a_swap_in_an_organization_code_is_found_unless_they_differ_by_11_or_22(
        self, number, i
    ):
        swapped = number[:i] + number[i + 1] + number[i] + number[i + 2 :]
        assert ok(K.ORGANIZATION_CODE, swapped) == (
            (int(number[i], 36) - int(number[i + 1], 36)) % 11 == 0
        )

    @given(own.births, own.sequences)
    def test_residence_permits_are_accepted(self, born, sequence):
        for kind, region in (
            (K.HONG_KONG_MACAO_RESIDENCE_PERMIT, "810000"),
            (K.HONG_KONG_MACAO_RESIDENCE_PERMIT, "820000"),
            (K.TAIWAN_RESIDENCE_PERMIT, "830000"),
        ):
            number = own.resident_number(f"{region}{born:%Y%m%d}{sequence}")
            assert ok(kind, number)

    @given(own.organization_codes)
    def test_organization_codes(self, number):
        assert ok(K.ORGANIZATION_CODE, number) and ok(
            K.ORGANIZATION_CODE, f"{number[:8]}-{number[8]}"
        )
        assert sum(ok(K.ORGANIZATION_CODE, number[:8] + c) for c in "0123456789X") == 1

    @pytest.mark.parametrize(
        "number",
        [
            "110105194912310020",
            "44030419770521001X",
            "330106199002300017",
            "330106199013010019",
            "1101051949123100",
            "",
        ],
    )
    def test_wrong_ones(self, number):
        if number:
            assert not ok(K.RESIDENT_ID_CARD, number)

    def test_where_stdnum_agrees(self):
        """A number of a region and a birth that stdnum knows."""
        for body in ("11010519491231002", "33010619900101001"):
            number = own.resident_number(body)
            assert stdnum.cn.ric.is_valid(number) and ok(K.RESIDENT_ID_CARD, number)

    @pytest.mark.parametrize(
        ("kind", "number", "valid"),
        [
            (K.RESIDENT_ID_CARD, "110105491231002", True),
            (K.RESIDENT_ID_CARD, "110105491331002", False),
            (K.HONG_KONG_MACAO_RESIDENCE_PERMIT, own.resident_number("81000019850314001"), True),
            (K.TAIWAN_RESIDENCE_PERMIT, own.resident_number("83000019850314001"), True),
            (K.TAIWAN_RESIDENCE_PERMIT, "110105491231002", False),
            (K.HONG_KONG_MACAO_TRAVEL_PERMIT, "H01234567", True),
            (K.HONG_KONG_MACAO_TRAVEL_PERMIT, "M0123456701", True),
            (K.HONG_KONG_MACAO_TRAVEL_PERMIT, "X01234567", False),
            (K.HONG_KONG_MACAO_TRAVEL_PERMIT, "H0123456", False),
            (K.HONG_KONG_MACAO_TRAVEL_PERMIT, "HA1234567", True),
            (K.HONG_KONG_MACAO_TRAVEL_PERMIT, "ma1234567", True),
            (K.HONG_KONG_MACAO_TRAVEL_PERMIT, "HA12345678", False),
            (K.HONG_KONG_MACAO_TRAVEL_PERMIT, "HA123456", False),
            (K.HONG_KONG_MACAO_TRAVEL_PERMIT, "HB1234567", False),
            (K.TAIWAN_TRAVEL_PERMIT, "01234567", True),
            (K.TAIWAN_TRAVEL_PERMIT, "0123456701", True),
            (K.TAIWAN_TRAVEL_PERMIT, "0123456", False),
            (K.PASSPORT, "E12345678", True),
            (K.PASSPORT, "E1234", True),
            (K.PASSPORT, "E123", False),
            (K.PASSPORT, "A" * 21, False),
            (K.FOREIGN_PERMANENT_RESIDENT_ID, "CAN110078081501", True),
            (K.FOREIGN_PERMANENT_RESIDENT_ID, own.resident_number("91112419850314001"), True),
            (K.FOREIGN_PERMANENT_RESIDENT_ID, "CA110078081501", False),
            (K.FOREIGN_PERMANENT_RESIDENT_ID, "CAN110078131501", False),
            (K.FOREIGN_PERMANENT_RESIDENT_ID, "CAN110078083201", False),
            (K.FOREIGN_PERMANENT_RESIDENT_ID, "CAN110078023001", False),
            (K.FOREIGN_PERMANENT_RESIDENT_ID, "CAN110000022901", True),
            (K.RESIDENT_ID_CARD, own.resident_number("11010520991231002"), True),
            (K.RESIDENT_ID_CARD, own.resident_number("11010521000101002"), False),
            (K.RESIDENT_ID_CARD, own.resident_number("11010599991231002"), False),
            (K.TAIWAN_RESIDENCE_PERMIT, own.resident_number("83000099990314001"), False),
            (K.FOREIGN_PERMANENT_RESIDENT_ID, "911124198503140010", False),
            (K.UNIFIED_SOCIAL_CREDIT_CODE, "91330100987652858B", True),
            (K.UNIFIED_SOCIAL_CREDIT_CODE, "91330100987652858A", False),
            (K.UNIFIED_SOCIAL_CREDIT_CODE, own.credit_code("N2133100MA0000001"), True),
            (K.UNIFIED_SOCIAL_CREDIT_CODE, "9133010098765285IB", False),
            (K.BUSINESS_LICENSE, "330100400001234", True),
            (K.BUSINESS_LICENSE, "3301001001234", True),
            (K.BUSINESS_LICENSE, "33010040000123", False),
            (K.LAW_FIRM_LICENSE, "anything", True),
            (K.LAW_FIRM_LICENSE, "X", True),
        ],
    )
    def test_shapes(self, kind, number, valid):
        assert ok(kind, number) == valid

    @pytest.mark.parametrize("kind", list(K))
    @pytest.mark.parametrize("number", ["..", "()", "/", "1101..0020", "..."])
    def test_what_has_neither_letter_nor_digit_or_was_cut_is_no_number_of_any_kind(
        self, kind, number
    ):
        assert not ok(kind, number)


class TestDoubtful:
    """ "A number is doubtful if it looks wrong but could have been issued." (docs/design.md,
    "Identifiers")"""

    def found(self, kind, number, type="organization"):
        subject = Subject(type, "示例", Credential(kind, number))
        return [(f.code, f.severity.value, f.rule) for f in check_filing(Filing("1", subject))]

    def test_a_short_resident_number_is_doubtful_and_no_error(self):
        """The first 15 digits of 18 read as a birth in 1920."""
        assert Credential(K.RESIDENT_ID_CARD, "440300200503120").validity == "doubtful"
        assert self.found(K.RESIDENT_ID_CARD, "440300200503120", "individual") == [
            ("credential_number_doubtful", "warning", "numbers.short-resident")
        ]

    @given(own.short_resident_numbers)
    def test_every_short_resident_number_is_doubtful(self, number):
        credential = Credential(K.RESIDENT_ID_CARD, number)
        assert credential.validity == "doubtful" and credential.is_valid
        for kind in (K.HONG_KONG_MACAO_RESIDENCE_PERMIT, K.TAIWAN_RESIDENCE_PERMIT):
            assert Credential(kind, number).validity == "invalid"

    def test_no_other_number_is_doubtful_for_its_length(self):
        number = own.resident_number("11010520991231002")
        assert Credential(K.RESIDENT_ID_CARD, number).validity == "valid"
        assert Credential(K.BUSINESS_LICENSE, "330100400001234").validity == "valid"

    @given(own.organization_codes, st.sampled_from("129"), st.sampled_from(own.CREDIT))
    def test_a_credit_code_of_xiamen_that_fails_its_check_is_doubtful(self, code, authority, check):
        number = f"{authority}1350203M{code[1:]}{check}"
        right = number == own.credit_code(number[:17])
        for kind in (K.UNIFIED_SOCIAL_CREDIT_CODE, K.BUSINESS_LICENSE):
            assert Credential(kind, number).validity == ("valid" if right else "doubtful")
            assert Credential(kind, number).key == f"organization:{number[8:17]}"

    @pytest.mark.parametrize(
        ("number", "validity"),
        [
            ("91350203M0001ABC19", "doubtful"),
            ("91350203m0001abc19", "doubtful"),
            ("91350203M0001ABC1I", "invalid"),
            ("91350203M0001ABC1", "invalid"),
            ("91350104M0001ABC19", "invalid"),
            ("91350203N0001ABC19", "invalid"),
        ],
    )
    def test_only_of_xiamen_and_only_with_m(self, number, validity):
        for kind in (K.UNIFIED_SOCIAL_CREDIT_CODE, K.BUSINESS_LICENSE):
            assert Credential(kind, number).validity == validity
        rules = [rule for code, _, rule in self.found(K.UNIFIED_SOCIAL_CREDIT_CODE, number)]
        assert rules[0] == (
            "numbers.credit-code-of-xiamen" if validity == "doubtful" else "numbers.credit-code"
        )

    def test_what_to_do_fits_the_credential(self):
        """Only a resident ID card is told of 18 characters."""

        def remedies(kind, number, type="organization"):
            subject = Subject(type, "示例", Credential(kind, number))
            found = check_filing(Filing("1", subject))
            return [f.remedy for f in found if f.code == "credential_number_doubtful"]

        (card,) = remedies(K.RESIDENT_ID_CARD, "440300200503120", "individual")
        assert "18 characters" in card.en and "18 位" in card.zh
        for kind in (K.UNIFIED_SOCIAL_CREDIT_CODE, K.BUSINESS_LICENSE):
            (licence,) = remedies(kind, "91350203M0001ABC19")
            assert licence == Text(
                "Compare it with the licence itself; if it is the same there, leave it as it is.",
                "请对照证照原件核对；与原件一致的，无需修改。",
            )

    @given(own.personal_credentials | own.organization_credentials)
    def test_only_an_invalid_number_is_not_valid(self, credential):
        assert credential.is_valid == (credential.validity != "invalid")


class TestDamaged:
    """ "If a spreadsheet has damaged a number, or if the number is masked, the error says so and
    does not repeat the number." (docs/design.md, "Identifiers")"""

    @pytest.mark.parametrize(
        ("number", "code", "said"),
        [
            ("1.1E+17", "damaged", "rounded"),
            ("1.10105194912E+17", "damaged", "rounded"),
            ("１.１e＋17", "damaged", "rounded"),
            ("'110105194912310020", "damaged", "begins with a mark"),
            ("＇110105194912310020", "damaged", "begins with a mark"),
            ("’110105194912310020", "damaged", "begins with a mark"),
            ('="110105194912310020"', "damaged", "begins with a mark"),
            ("########", "damaged", "wider"),
            ("E12345678.0", "damaged", "added .0"),
            ("13.0", "damaged", "added .0"),
            ("nan", "damaged", "missing value"),
            ("None", "damaged", "missing value"),
            ("NULL", "damaged", "missing value"),
            ("NaT", "damaged", "missing value"),
            ("1101••••••••0020", "masked", "masked"),
            ("110105********0020", "masked", "masked"),
            ("110105＊＊＊＊0020", "masked", "masked"),
            ("110105●●●●0020", "masked", "masked"),
            ("…0020", "masked", "masked"),
            ("\u3164", "forbidden_character", "letters, digits"),
            ("\uffa0", "forbidden_character", "letters, digits"),
            ("\u115f1234", "forbidden_character", "letters, digits"),
        ],
    )
    def test_it_is_told(self, number, code, said):
        for kind in (K.RESIDENT_ID_CARD, K.LAW_FIRM_LICENSE):
            with pytest.raises(DataError, match=said) as caught:
                Credential(kind, number)
            ((path, found, message),) = caught.value.problems
            assert (path, found) == ("/number", code)
            assert number not in message and "110105" not in message

    def test_a_rounded_number_is_invalid_and_the_remedy_says_why_that_may_be(self):
        number = "110105194912310000"
        assert not ok(K.RESIDENT_ID_CARD, number)
        subject = Subject("individual", "示例", Credential(K.RESIDENT_ID_CARD, number))
        (found,) = check_filing(Filing("1", subject))
        assert found.code == "credential_number_invalid"
        for lang, said in (("en", "spreadsheet"), ("zh", "电子表格")):
            assert said in found.remedy.to(lang) and number not in found.remedy.to(lang)


class TestNormal:
    """ "Numbers are kept in the Unicode form NFKC, names in the form NFC." (docs/design.md,
    "Identifiers")"""

    @pytest.mark.parametrize(
        "written",
        [
            "11010519491231002x",
            " 110105 19491231 002X",
            "11010519491231002Ｘ",
            "110105-19491231-002X",
            "110105–19491231—002X",
        ],
    )
    def test_one_spelling_a_number(self, written):
        assert Credential(K.RESIDENT_ID_CARD, written).number == "11010519491231002X"
        assert Credential(K.RESIDENT_ID_CARD, written) == Credential(
            K.RESIDENT_ID_CARD, "11010519491231002X"
        )

    @own.law("`repairs` lists exactly the repairs that were made")
    @given(own.resident_numbers, st.sets(st.sampled_from(["full_width", "space", "dash", "case"])))
    def test_every_repair_is_told_and_no_other(self, number, wanted):
        number = number[:17] + "X"
        spoil = {
            "full_width": lambda s: s.replace("1", "１").replace("X", "Ｘ"),
            "space": lambda s: s[:6] + " " + s[6:],
            "dash": lambda s: s[:8] + "-" + s[8:],
            "case": lambda s: s.replace("X", "x").replace("Ｘ", "ｘ"),
        }
        written = number
        for name in ("full_width", "space", "dash", "case"):
            written = spoil[name](written) if name in wanted else written
        read = Credential("resident_id_card", written)
        assert read.number == number and set(read.repairs) == wanted
        assert Credential("resident_id_card", number).repairs == () and number not in repr(read)

    @pytest.mark.parametrize(
        "number", ["", " ", "-", 110105, None, "A\x00B", "A\u202eB", "x" * 65, "a;b", "a\u200bb"]
    )
    def test_what_is_no_number(self, number):
        with pytest.raises(DataError, match="/number"):
            Credential("passport", number)


class TestKey:
    """ "Related numbers have the same key" (docs/design.md, "Identifiers")"""

    @own.law("A 15-digit resident number and its 18-digit form have the same key")
    @given(own.short_resident_numbers)
    def test_15_and_18_digits(self, short):
        long = own.resident_number(short[:6] + "19" + short[6:])
        assert Credential(K.RESIDENT_ID_CARD, short).key == Credential(K.RESIDENT_ID_CARD, long).key

    @own.law("A unified social credit code and the organization code inside it have the same key")
    @given(own.credit_codes)
    def test_a_credit_code_and_the_organization_code_inside_it(self, code):
        kinds = (
            K.UNIFIED_SOCIAL_CREDIT_CODE,
            K.BUSINESS_LICENSE,
            K.SOCIAL_ORGANIZATION_CERTIFICATE,
        )
        assert {Credential(k, code).key for k in kinds} == {
            Credential(K.ORGANIZATION_CODE, code[8:17]).key
        }

    @own.law("Hong Kong/Macao travel permits with the same first 9 characters have the same key")
    @given(own.travel_permits, st.sampled_from(["", "01", "99"]))
    def test_the_first_nine_of_a_travel_permit(self, number, issue):
        kind = K.HONG_KONG_MACAO_TRAVEL_PERMIT
        assert Credential(kind, number).key == Credential(kind, number[:9] + issue).key

    @own.law("Taiwan travel permits with the same first 8 digits have the same key")
    @given(st.integers(0, 99_999_999).map("{:08}".format), st.sampled_from(["01", "02", "99"]))
    def test_the_first_eight_of_a_taiwan_permit(self, number, issue):
        kind = K.TAIWAN_TRAVEL_PERMIT
        assert Credential(kind, number).key == Credential(kind, number + issue).key
        assert Credential(kind, number).key == Credential(kind, f"{number}{issue}(B)").key

    @given(st.lists(own.resident_numbers, min_size=2, max_size=2, unique=True))
    def test_different_people_have_different_keys(self, numbers):
        one, two = (Credential(K.RESIDENT_ID_CARD, n).key for n in numbers)
        assert one != two

    @own.law("Unrelated numbers never have the same key")
    @given(
        own.personal_credentials | own.organization_credentials,
        own.personal_credentials | own.organization_credentials,
    )
    def test_unlinked_numbers_never_share_a_key(self, one, two):
        def core(c):
            if c.kind in (
                K.RESIDENT_ID_CARD,
                K.HONG_KONG_MACAO_RESIDENCE_PERMIT,
                K.TAIWAN_RESIDENCE_PERMIT,
            ):
                return "r", c.number if len(c.number) == 18 else own.resident_number(
                    c.number[:6] + "19" + c.number[6:]
                )
            if c.kind is K.HONG_KONG_MACAO_TRAVEL_PERMIT:
                return "h", c.number[:9]
            if c.kind is K.TAIWAN_TRAVEL_PERMIT:
                return "t", c.number[:8]
            if c.kind is K.ORGANIZATION_CODE:
                return "o", c.number
            # none of the other numbers that are drawn is as long
            if c.kind.type == "organization" and len(c.number) == 18:
                return "o", c.number[8:17]
            return c.kind, c.number

        assert (one.key == two.key) == (core(one) == core(two))


class TestMask:
    """ "`repr`, messages and logs never show an identity number in full. `dump` writes identity
    numbers in full unless you pass `masked=True`." (docs/design.md, "Identifiers")"""

    @given(own.personal_credentials | own.organization_credentials)
    def test_no_repr_shows_a_number(self, credential):
        assert (
            credential.number not in repr(credential) and credential.number not in f"{credential}"
        )

    def test_no_traceback_shows_one(self):
        for bad in ("11010519491231002X;", "11010519491231002X" * 9):
            try:
                Credential("resident_id_card", bad)
            except DataError as error:
                assert "11010519491231" not in "".join(traceback.format_exception(error))


class TestFilingNumber:
    """ "`FilingNumber.parse(text)` reads a filing number (备案号). A filing number has a province,
    `ICP备`, 8 or 10 digits and `号`, then optionally `-N` for a website, `-NA` for an app, `-NX`
    for a mini program or `-NK` for a quick app." (docs/design.md, "Identifiers")"""

    @pytest.mark.parametrize(
        ("text", "subject", "service"),
        [
            ("陕ICP备99000004号-4", "陕ICP备99000004号", "website"),
            ("黔ICP备2099000001号-1X", "黔ICP备2099000001号", "mini_program"),
            ("沪ICP备2099000002号-2A", "沪ICP备2099000002号", "app"),
            ("粤ICP备2099000003号-4K", "粤ICP备2099000003号", "quick_app"),
            ("浙ICP备99000001号-999999", "浙ICP备99000001号", "website"),
            ("浙ICP备99000001号-1", "浙ICP备99000001号", "website"),
            ("浙ICP备99000001号", "浙ICP备99000001号", None),
        ],
    )
    def test_each_kind_of_service(self, text, subject, service):
        """The digits are invented here and below: no site was filed in 1999, 2000 or 2099."""
        number = FilingNumber.parse(text)
        assert (number.subject_number, number.service, str(number), number.repairs) == (
            subject,
            service,
            text,
            (),
        )

    @own.law("`FilingNumber.parse` reads back every filing number that `str` writes")
    @given(
        st.sampled_from("京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝蜀黔滇藏陕陇青宁新"),
        st.sampled_from([8, 10]),
        st.integers(0, 10**10 - 1),
        st.none() | st.integers(1, 999_999),
        st.sampled_from(["", "A", "X", "K"]),
    )
    def test_reads_back_what_it_writes(self, province, length, serial, index, letter):
        text = f"{province}ICP备{serial % 10**length:0{length}d}号" + (
            "" if index is None else f"-{index}{letter}"
        )
        number = FilingNumber.parse(text)
        assert str(number) == text and number.repairs == ()
        assert FilingNumber.find_all(text) == FilingNumber.find_all(f"©{text}　|") == (number,)

    @pytest.mark.parametrize(
        ("text", "repair"),
        [
            ("浙ICP备99000001-1", "missing_hao"),
            ("浙ＩＣＰ备99000001号-1", "full_width"),
            ("浙ICP备99000001号–1", "dash"),
            ("浙ICP备99000001号_1", "dash"),
            ("浙 ICP 备 99000001号-1", "space"),
            ("浙icp备99000001号-1", "case"),
            ("浙ICP備99000001號-1", "traditional"),
            ("浙ICP备99000001-1号", "misplaced_hao"),
            ("浙ICP备案99000001号-1", "extra_an"),
            ("备案号：浙ICP备99000001号-1", "label"),
            ("ICP备案号:浙ICP备99000001号-1", "label"),
            ("ICP備案號 浙ICP备99000001号-1", "label"),
            ("网站备案/许可证号： 浙ICP备99000001号-1", "label"),
            ("浙ICP备99000001号-1\u200b", "invisible"),
            ("\ufeff浙ICP备99000001号-1", "invisible"),
            ("浙ICP备\u200d99000001号\u2060-1", "invisible"),
        ],
    )
    def test_every_repair_is_told(self, text, repair):
        number = FilingNumber.parse(text)
        assert str(number) == "浙ICP备99000001号-1" and number.repairs == (repair,)
        assert number == FilingNumber.parse("浙ICP备99000001号-1")

    @pytest.mark.parametrize(
        ("text", "number", "repairs"),
        [
            ("粵ICP備99000005號", "粤ICP备99000005号", ("traditional",)),
            ("辽ICP备案00000006号", "辽ICP备00000006号", ("extra_an",)),
            ("粤ICP备案号99000007", "粤ICP备99000007号", ("extra_an", "missing_hao")),
            ("备案号：京ICP备99000008号-1", "京ICP备99000008号-1", ("label",)),
            ("浙 ICP 备 99000001号-2k", "浙ICP备99000001号-2K", ("space", "case")),
        ],
    )
    def test_shapes_found_in_the_field(self, text, number, repairs):
        read = FilingNumber.parse(text)
        assert (str(read), read.repairs) == (number, repairs)
        assert [str(one) for one in FilingNumber.find_all(text)] == [number]

    @pytest.mark.parametrize(
        "pair", "晉晋 遼辽 滬沪 蘇苏 閩闽 贛赣 魯鲁 粵粤 瓊琼 陝陕 隴陇 寧宁".split()
    )
    def test_every_province_that_has_a_traditional_form(self, pair):
        for text in (f"{pair[0]}ICP备99000001号", f"我{pair[0]}ICP备99000001号。"):
            (read,) = FilingNumber.find_all(text)
            assert str(read) == f"{pair[1]}ICP备99000001号" and read.repairs == ("traditional",)

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("", []),
            ("京ICP备00000009号 京公网安备110199000001号", ["京ICP备00000009号"]),
            (
                "© 示例 浙ICP备99000001号-1All rights 浙ICP證99000001号\n浙ICP备99000001号-2a|",
                ["浙ICP备99000001号-1", "浙ICP备99000001号-2A"],
            ),
            (
                "浙ICP备99000001号-1浙ICP备99000001-2号",
                ["浙ICP备99000001号-1", "浙ICP备99000001号-2"],
            ),
            ("浙ICP备99000001号-1 2", ["浙ICP备99000001号-1"]),
            ("浙İCP备18000002号", []),
            ("浙ICP备99000001号-0 浙ICP备990000011号 浙ICP备99000001号-1B", []),
            ("粤B2-20990001 粤ICP备B2-20990001-69 京ICP证000001号-1", []),
        ],
    )
    def test_every_number_in_a_text(self, text, found):
        assert [str(one) for one in FilingNumber.find_all(text)] == found

    @given(
        st.lists(
            st.one_of(
                st.sampled_from("浙粵ICPıİ备備案号號-—0１2AXKk :：\u200b\n"),
                st.sampled_from(["浙ICP备", "99000001", "号-1", "备案号"]),
            ),
            max_size=40,
        ).map("".join)
    )
    @own.at_least(1000)
    def test_what_is_found_is_read_from_any_text(self, text):
        for number in FilingNumber.find_all(text):
            assert FilingNumber.parse(str(number)) == number

    def test_a_long_text_is_read_in_linear_time_and_a_longer_one_is_refused(self):
        for part in ("浙ICP备", "浙 ", "浙ICP备99000001", "-1 ", "1", "浙 I C P 备 案 号 ", "备案"):
            text = (part * 10_000)[:10_000]
            started = time.perf_counter()
            FilingNumber.find_all(text)
            assert time.perf_counter() - started < 1
            with pytest.raises(DataError) as caught:
                FilingNumber.find_all(text + "x")
            assert caught.value.problems == (
                ("/text", "too_long", "a text has at most 10,000 characters"),
            )
        with pytest.raises(DataError, match="text"):
            FilingNumber.find_all(5)

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("京ICP备00000009号 京公网安备110199000001号", "expected one filing number.*find_all"),
            ("浙ICP备99000001号-1,浙ICP备99000001号-2", "expected one filing number.*find_all"),
            ("浙ICP备99000001号-1 2", "expected one filing number.*find_all"),
            ("京ICP证000001号 京公网安备 11019902000001号", "several numbers of other kinds"),
            ("A2.B1.B2-20990002", "telecom business licence"),
            ("合字B1.B2-20990003", "telecom business licence"),
            ("粤ICP备B2-20990001-69", "^[^:]*: this is a telecom business licence"),
            ("许可证号：粤B2-20990001", "^[^:]*: this is a telecom business licence"),
            ("京ICP证000001号-1", "number of a service under a telecom"),
            ("粤B2-20990001-1626X", "number of a service under a telecom"),
            ("浙ICP备1800 0001号", "8 or 10 digits"),
            ("备案号：川ICP备99000001号", "蜀"),
            ("雲ICP備99000001號", "滇"),
            ("京ICP证000001号", "telecom"),
            ("B2-20990004", "telecom"),
            ("京B2-20990005", "telecom"),
            ("京公网安备 11019902000001号", "公网安备"),
            ("川ICP备99000001号", "蜀"),
            ("贵ICP备99000001号", "黔"),
            ("云ICP备99000001号", "滇"),
            ("甘ICP备99000001号", "陇"),
            ("秦ICP备99000001号", "陕"),
            ("浙ICP备990000011号", "8 or 10 digits"),
            ("浙ICP备99000001号-0", "8 or 10"),
            ("浙ICP备１８00000a号", "8 or 10"),
            ("", "8 or 10"),
            ("港ICP备99000001号", "8 or 10"),
            ("浙ICP备99000001号-1B", "8 or 10"),
            ("x" * 65, "64"),
            (5, "text"),
        ],
    )
    def test_what_it_is_instead(self, text, said):
        with pytest.raises(ValueError, match=said):
            FilingNumber.parse(text)

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            (
                "京ICP备00000009号 京公网安备110199000001号",
                (
                    "expected one filing number and nothing else; "
                    "FilingNumber.find_all returns every filing number in a text"
                ),
            ),
            (
                "京ICP证000001号 京公网安备 11019902000001号",
                "expected one ICP filing number; here are several numbers of other kinds",
            ),
            (
                "京ICP证000001号-1",
                (
                    "this is the number of a service under a telecom business licence "
                    "(ICP证), not an ICP filing number"
                ),
            ),
        ],
    )
    def test_what_it_is_instead_word_for_word(self, text, said):
        with pytest.raises(DataError) as caught:
            FilingNumber.parse(text)
        assert caught.value.problems == (("/text", "bad_filing_number", said),)

    @pytest.mark.parametrize("parts", [(5, "99000001"), (5, 99000001)])
    def test_made_of_the_wrong_parts(self, parts):
        """The error points at the first part that has the wrong type."""
        with pytest.raises(DataError) as caught:
            FilingNumber(*parts)
        assert [(one.pointer, one.code) for one in caught.value.problems] == [
            ("/province", "bad_filing_number")
        ]


def test_sides():
    """ "kinds of credential of a person or of an organization, each with its sides: two for a card,
    one for a passport and for every organization credential" (docs/design.md, "Vocabulary")"""
    one = {k for k in K if k.type == "organization"} | {K.PASSPORT, K.UNLISTED}
    assert all(len(k.sides) == (1 if k in one else 2) for k in K)
    assert len({k.en for k in K}) == len({k.zh for k in K}) == len(K)


def test_a_region_and_a_birth_that_other_libraries_refuse():
    """ "Refusing a valid number is worse than accepting an invalid one." (docs/design.md,
    "Identifiers") So the region of Xiong'an and births from 1900 on are valid."""
    assert ok(K.RESIDENT_ID_CARD, own.resident_number("13310019000101001"))
