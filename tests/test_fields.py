"""What a field accepts: domains, names and accounts, each in its one spelling."""

import datetime as dt
import time
import unicodedata

import idna
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import icp_rules as icp
from icp_rules import DataError, fields
from icp_rules.fields import account, domain, domain_as_kept, encoding_effort, folded, name
from icp_rules.vocabulary import Term
from tests import strategies as own

#: Every character whose compatibility form has a dot in it; the first three end a label.
DOTS = "。．｡" + "".join(
    c
    for c in map(chr, range(0x80, 0x110000))
    if c not in "。．｡" and {".", "。"} & {*unicodedata.normalize("NFKC", c)}
)
ENGLISH = "example.cn"


def read(convert, value):
    """What a converter makes of a value; None if it refuses it."""
    try:
        return convert(value)
    except DataError:
        return None


class TestDomains:
    """ "A domain is kept in lower case, with Unicode labels and without a final dot."
    (docs/design.md, "Domains and names")"""

    @pytest.mark.parametrize(
        ("written", "kept"),
        [
            ("example.cn。", ENGLISH),
            ("EXAMPLE．CN｡", ENGLISH),
            (" example.cn. ", ENGLISH),
            ("ｅｘａｍｐｌｅ.ｃｎ", ENGLISH),
            ("faß.de", "faß.de"),
            ("xn--fa-hia.de", "faß.de"),
            ("FASS.de", "fass.de"),
            ("XN--FSQ092H.cn.", "示例.cn"),
            ("xn--fsq092h.示例", "示例.示例"),
            ("示例。CN", "示例.cn"),
            ("BÜCHER.example", "bücher.example"),
            ("bu\u0308cher.example", "bücher.example"),
            ("r3---sn.example.cn", "r3---sn.example.cn"),
            ("1.cn", "1.cn"),
            (f"{'中' * 56}.cn", f"{'中' * 56}.cn"),
            (f"{'a' * 55}é.cn", f"{'a' * 55}é.cn"),  # 63 characters when encoded
            (f"xn--{'a' * 55}-u3e.cn", f"{'a' * 55}é.cn"),
            (f"{'a' * 63}.{'b' * 63}.{'c' * 63}.{'d' * 61}.", None),
        ],
    )
    def test_one_spelling(self, written, kept):
        assert domain(written) == (kept or written[:-1]) == domain(domain(written))
        assert domain_as_kept(written) == domain(written)

    @pytest.mark.parametrize(
        "value",
        [
            "127.0.0.1",
            "１２７.０.０.１",
            "1.1",
            "example.cn..",
            "example.cn.。",
            "xn--a.cn",
            "xn--abc-.cn",
            "xn--99zz.cn",
            "xn---bbk.cn",
            "ab--示例.cn",
            "示_例.cn",
            f"{'中' * 58}.cn",
            f"{'x' * 64}.示例",
            "xn--" + "a" * 60 + ".cn",
            f"{idna.alabel('نامه‌ای').decode()}.com",  # hides a character that cannot be seen
        ],
    )
    def test_what_is_no_domain(self, value):
        with pytest.raises(DataError) as caught:
            domain(value)
        assert [problem.code for problem in caught.value.problems] == ["bad_domain"]
        assert caught.value.__context__ is None and value not in str(caught.value)
        assert isinstance(domain_as_kept(value), str)

    @pytest.mark.parametrize("labels", [4, 30])
    def test_its_encoded_form_has_at_most_253_characters(self, labels):
        long = ".".join(["中国互联网络信息中心" if labels == 30 else "中" * 57] * labels)
        for value in (long[:253].strip("."), "x" * 254, f"{'a.' * 126}cn"):
            with pytest.raises(DataError, match="at most 253 characters"):
                domain(value)
        assert domain(f"{'a.' * 125}cn.")

    def test_its_encoded_form_may_have_exactly_253(self):
        three = f"{'中' * 57}." * 3  # 63 characters each when encoded, and their dots
        assert len(idna.encode(three + "中" * 55)) == 253
        assert domain(three + "中" * 55) == three + "中" * 55
        with pytest.raises(DataError, match="at most 253 characters"):
            domain(three + "中" * 56)

    @own.law("Different spellings of one number, domain or name get the same answer")
    @pytest.mark.parametrize("place", ["example{}cn", "example.cn{}", "a{}b.cn", "{}example.cn"])
    def test_every_dot_of_unicode_is_a_dot_or_refused(self, place):
        assert len(DOTS) >= 34 and "․﹒⒈…㏘︒"[-1] in DOTS
        for dot in DOTS:
            kept = read(domain, place.format(dot))
            right = {"example{}cn": ENGLISH, "example.cn{}": ENGLISH, "a{}b.cn": "a.b.cn"}
            assert kept == (right.get(place) if dot in "。．｡" else None), ascii(dot)

    @own.law("Different spellings of one number, domain or name get the same answer")
    @given(st.text(max_size=20) | st.text("aA.-。示例ßéxn--2ＡＢ․", max_size=20))
    @example("xn--fa-hia.de")
    @example("İ.cn")
    @example("\u212a.cn")
    def test_what_is_taken_is_taken_again_as_it_is(self, text):
        for value in (text, f"{text}.cn", f"xn--{text}.cn"):
            kept = read(domain, value)
            if kept is not None:
                assert domain(kept) == kept == domain(f"{kept}.") == domain_as_kept(value)
                assert domain(kept.upper() if kept.isascii() else kept) == kept

    @given(own.shipped.domains())
    def test_idna_reads_the_same(self, value):
        """The encoded form of what needs no encoding here, by the library."""
        encoded = idna.encode(value).decode()
        assert domain(encoded) == domain(value) == value
        assert encoding_effort(value) == 0 and len(encoded) <= 253

    @given(st.text("一鿿中示a0-", min_size=1, max_size=11))
    def test_a_short_chinese_label_is_never_too_long(self, label):
        kept = read(domain, f"{label}.cn")
        try:
            encoded = idna.alabel(label)
        except UnicodeError:
            encoded = b""
        if kept is not None and not label.isascii():
            assert 0 < len(encoded) <= 5 + 4 * len(label)

    def test_a_request_of_domains_within_all_limits_is_quick(self):
        """Ten thousand, and as many characters as may have to be encoded."""
        makes = [
            lambda i: f"示例网站科技{i:x}.中国",
            lambda i: f"示例{i}." * 3 + "cn",
            lambda i: f"{'a.' * 120}b{i}.cn",
            lambda i: f"{chr(0x4E00 + i % 20000)}{'示例网站' * 14}.cn",
            lambda i: f"{'xn--9ca.' * 29}{i}.cn",
        ]
        for make in makes:
            sites, effort = [], 0
            for i in range(10_000):
                effort += encoding_effort(make(i))
                sites += [{"domain": make(i)}] if effort <= 10_000 else []
            asked = FILING | {"websites": sites}
            start = time.process_time()
            assert read(lambda data: icp.load(data, icp.Request), asked) or sites[0]
            assert time.process_time() - start < 2, "half a second, on a quick machine"

    def test_what_counts_as_encoded(self):
        efforts = {"xn--9ca.cn": 10, "XN--9CA.cn": 10, "straß.de": 8, "示例.cn": 0, "A.cn": 0}
        assert {one: encoding_effort(one) for one in efforts} == efforts

    def test_more_to_encode_than_the_limit_is_refused(self):
        sites = [{"domain": "straß.de"}] * 1251  # 8 characters each
        with pytest.raises(DataError) as caught:
            icp.load(FILING | {"websites": sites}, icp.Request)
        (problem,) = caught.value.problems
        assert (problem.code, problem.pointer) == ("too_large", "/websites/0/domain")
        assert icp.load(FILING | {"websites": sites[1:]}, icp.Request)

    @pytest.mark.parametrize("value", [None, 5, b"example.cn", [ENGLISH]])
    def test_what_is_no_text(self, value):
        for convert in (domain, domain_as_kept, folded, name):
            with pytest.raises(DataError, match="expected text"):
                convert(value)


FILING = {
    "kind": "filing",
    "account": "1001",
    "subject": {
        "type": "individual",
        "name": "张三",
        "credential": {"kind": "passport", "number": "E12345678"},
    },
}


class TestNames:
    """ "To compare names, the package folds them (`fields.folded`)." (docs/design.md, "Domains and
    names")"""

    UNSEEN = (
        "\u034f\ufe0f\u180b\U000e0100\u17b4\u180f\u200b\u202e\ufeff\u00ad\u2800\x00\ud800\u2028"
    )

    @pytest.mark.parametrize("convert", [name, account])
    @pytest.mark.parametrize("character", UNSEEN)
    def test_what_cannot_be_seen_is_refused(self, convert, character):
        with pytest.raises(DataError, match="invisible characters are not allowed") as caught:
            convert(f"张{character}三")
        assert caught.value.problems[0].code == "forbidden_character"

    def test_the_263_marks_that_cannot_be_seen(self):
        marks = [
            c
            for c in map(chr, range(0x110000))
            if unicodedata.category(c) == "Mn" and read(name, f"张{c}三") is None
        ]
        assert len(marks) == 263

    @pytest.mark.parametrize("character", "\ue000\U000f0000\U0010fffd\ufdd0\uffff\U000effff")
    def test_private_use_is_called_so(self, character):
        with pytest.raises(DataError, match="private-use characters are not allowed"):
            name(f"张{character}")

    @pytest.mark.parametrize(
        "value", ["\U0003158e", "\U0002ebf0", "\U000323b0", "Nguyễn", "张\u0378", "नाम", "👍"]
    )
    def test_what_is_new_or_rare_is_taken(self, value):
        assert name(value) == account(value) == value

    @pytest.mark.parametrize("value", ["", "  ", "\u3164", "\u2800", "\u115f\u1160"])
    def test_blanks_are_no_name(self, value):
        with pytest.raises(DataError, match="must not be blank"):
            name(value)

    @given(st.text(max_size=210) | st.text("\ufb2c\u0958張e\u0301", max_size=210))
    @example("\ufb2c" * 200)
    @example("e\u0301" + "x" * 126)
    @example("e\u0301" + "x" * 198)
    def test_what_is_taken_is_taken_again_as_it_is(self, text):
        for convert in (name, account):
            kept = read(convert, text)
            assert kept is None or convert(kept) == kept == unicodedata.normalize("NFC", kept)

    @own.law("Different spellings of one number, domain or name get the same answer")
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("示例（北京）科技", "示例(北京)科技"),
            ("买买提·艾力", "买买提•艾力"),
            ("买买提·艾力", "买买提・艾力"),
            ("买买提·艾力", "买买提‧艾力"),
            ("买买提·艾力", "买买提･艾力"),
            ("ＡＢＣ科技", "abc科技"),
            ("Example  Ltd.", "EXAMPLE LTD."),
            ("示例　科技", "示例 科技"),
            ("Straße", "STRASSE"),
        ],
    )
    def test_what_differs_only_in_how_it_is_typed(self, one, other):
        assert folded(one) == folded(other) and name(one) != name(other)

    @pytest.mark.parametrize(
        ("one", "other"), [("张三", "张三丰"), ("示例科技", "示例 科技"), ("张", "章")]
    )
    def test_other_names_stay_others(self, one, other):
        assert folded(one) != folded(other)

    @given(st.text(max_size=20))
    def test_folding_twice_is_folding_once(self, text):
        assert folded(folded(text)) == folded(text)

    def test_the_table_is_no_older_than_this_python(self):
        """Controls, format characters, separators, surrogates and private use, by Python."""
        for c in map(chr, range(0x110000)):
            if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} and not c.isspace():
                assert read(name, f"张{c}三") is None, ascii(c)
        assert fields.name("张\u3000三") == "张\u3000三"


class TestModels:
    """ "An argument of the wrong type raises a `DataError` that names the argument."
    (docs/design.md, "Errors and limits")"""

    def test_one_model_in_place_of_a_list_is_refused(self):
        one = icp.SubmittedDocument("id_credential")
        at = dt.date(2018, 2, 14)
        with pytest.raises(DataError, match=r"^/documents: expected a list of SubmittedDocument"):
            icp.EmailInitializationRequest(icp.Applicant("individual"), at, one)


class TestTerms:
    """ "An unknown value raises a `DataError` that lists the allowed values; if there are more
    than 31, it lists twelve of them." (docs/design.md, "Vocabulary")"""

    @pytest.mark.parametrize("cls", Term.__subclasses__(), ids=lambda cls: cls.__name__)
    def test_all_are_listed_unless_there_are_many(self, cls):
        with pytest.raises(DataError) as caught:
            fields.member(cls, "nothing")
        listed = caught.value.problems[0].message.rpartition(": ")[2].split(", ")
        wires = [one.value for one in cls]
        if len(wires) > 31:
            assert listed == [*wires[:12], f"… ({len(wires)} in all)"]
        else:
            assert listed == wires
