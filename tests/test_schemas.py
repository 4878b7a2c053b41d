"""JSON Schemas: what they take, `load` takes; read by the package jsonschema, which
knows nothing of ours."""

import copy
import json
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import icp_rules as icp
from icp_rules import fields, schemas
from icp_rules.converters import READABLE
from icp_rules.vocabulary import Term
from tests import strategies as own

MODELS = [one for one in READABLE if one != icp.Request]
#: Days on which only some instants have a day in Beijing that can be written.
EDGES = {(1, 1, 1), (9999, 12, 30), (9999, 12, 31)}


@cache
def reader(type_):
    return Draft202012Validator(icp.json_schema(type_))


def takes(type_, data) -> bool:
    return reader(type_).is_valid(data)


def loads(type_, data) -> bool:
    try:
        icp.load(data, type_)
    except icp.DataError:
        return False
    return True


def drawn(schema, defs):
    """Data for a schema, by its own words: what `not`, `if` and bounds ask for
    is left to the reader."""
    if "$ref" in schema:
        return drawn(defs[schema["$ref"].removeprefix("#/$defs/")], defs)
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return st.one_of([drawn(one, defs) for one in schema[several]])
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        codes = [float(one) for one in schema["enum"] if type(one) is int]
        return st.sampled_from([*schema["enum"], *codes])
    match schema["type"]:
        case "string":
            if "pattern" not in schema:
                return st.text(max_size=20)
            # no text has surrogates, and older Hypothesis cannot read them in a pattern
            return st.from_regex(schema["pattern"].replace(r"\uD800-\uDFFF", ""))
        case "integer":
            whole = st.integers(schema["minimum"], schema.get("maximum", schema["minimum"] + 20))
            return whole | whole.map(float)  # 2.0 is a whole number in JSON
        case "array":
            return st.lists(drawn(schema["items"], defs), max_size=3)
        case "object":
            fields = {name: drawn(one, defs) for name, one in schema["properties"].items()}
            return st.fixed_dictionaries(
                {n: fields[n] for n in schema["required"]},
                optional={n: fields[n] for n in fields if n not in schema["required"]},
            )
        case other:
            return st.just(None) if other == "null" else st.booleans()


def of(type_):
    schema = icp.json_schema(type_)
    return drawn(schema, schema.get("$defs", {}))


class TestPublished:
    """ "`json_schema(type)` returns a JSON Schema (draft 2020-12) for the JSON format of a type."
    (docs/design.md, "JSON") The schemas beside the documentation are these."""

    @pytest.mark.parametrize("lang", ["en", "zh"])
    @pytest.mark.parametrize(
        ("name", "type_"), [("request", icp.Request), ("assessment", icp.Assessment)]
    )
    def test_it_is_what_this_package_returns(self, name, type_, lang):
        page = Path(__file__).parent.parent / "docs" / "schemas" / f"{name}.{lang}.json"
        assert json.loads(page.read_text(encoding="utf-8")) == icp.json_schema(type_, lang)


class TestAgreement:
    """ "`json_schema(type)` returns a JSON Schema (draft 2020-12) for the JSON format of a type."
    (docs/design.md, "JSON") Both ways: "`load` accepts what the JSON Schema accepts, unless two
    fields contradict each other or a limit is exceeded." "The JSON Schema accepts everything that
    `dump` writes." """

    @own.law(
        "`load` accepts what the JSON Schema accepts, unless two fields contradict each other or a "
        "limit is exceeded"
    )
    @pytest.mark.parametrize("type_", READABLE, ids=lambda one: getattr(one, "__name__", "Request"))
    @own.shared(len(READABLE))
    @given(data=st.data())
    def test_what_the_schema_takes_load_takes(self, type_, data):
        drawn = data.draw(of(type_))
        assume(takes(type_, drawn))
        try:
            icp.load(drawn, type_)
        except icp.DataError as error:
            # two fields compared
            assert {problem.message for problem in error.problems} == {
                "the maximum cannot be less than the minimum"
            }

    @own.law("The JSON Schema accepts everything that `dump` writes")
    @pytest.mark.parametrize("type_", MODELS, ids=lambda one: one.__name__)
    @own.shared(len(MODELS))
    @given(data=st.data())
    def test_what_dump_writes_the_schema_takes(self, type_, data):
        written = icp.dump(data.draw(st.from_type(type_)))
        assert takes(type_, written), [
            error.message for error in reader(type_).iter_errors(written)
        ]

    @given(own.shipped.requests())
    def test_a_request_is_taken_as_one_of_four(self, request):
        assert takes(icp.Request, icp.dump(request))
        assert not takes(
            icp.Request, {key: value for key, value in icp.dump(request).items() if key != "kind"}
        )

    @own.law(
        "If `load` refuses data because of its keys, or because a value has the wrong type or "
        "form, the JSON Schema refuses it too"
    )
    @given(own.shipped.near_miss_data())
    def test_near_misses(self, near_miss):
        assert not takes(icp.Request, near_miss.value)

    @given(own.shipped.requests(), st.data())
    def test_what_is_changed_at_random(self, request, data):
        """One place of a good request, replaced by anything."""
        wrong = {"top": copy.deepcopy(icp.dump(request))}
        place, key = wrong, "top"
        while (
            isinstance(place[key], dict | list)
            and place[key]
            and data.draw(st.booleans() if place is not wrong else st.just(True))
        ):
            place = place[key]
            key = data.draw(
                st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place)))
            )
        place[key] = data.draw(
            st.none()
            | st.booleans()
            | st.integers()
            | st.text(max_size=10)
            | st.just([])
            | st.just({})
            | st.just("2018-02-30")
        )
        if takes(icp.Request, wrong["top"]):
            assert loads(icp.Request, wrong["top"])


class TestEditions:
    """ "The JSON Schema accepts everything that `dump` writes." (docs/design.md, "JSON") An answer
    in an edition of your own has its id, of at most 200 characters."""

    @pytest.mark.parametrize("length", [200, 201])
    def test_the_longest_id(self, length):
        answer = icp.dump(icp.assess(icp.RecoveryRequest(True, True)))
        answer["edition"] = "x" * length
        assert takes(icp.Assessment, answer) is loads(icp.Assessment, answer) is (length == 200)


class TestTexts:
    """ "`load` refuses unknown keys, wrong types, a wrong structure, times without a time zone,
    strings that are too long, and strings with control, invisible or bidirectional characters."
    (docs/design.md, "Errors and limits"): the schema refuses such text too."""

    @own.law(
        "`load` accepts what the JSON Schema accepts, unless two fields contradict each other or a "
        "limit is exceeded"
    )
    def test_a_name_may_have_every_character_that_load_takes_and_no_other(self):
        """Alone, at either end and inside; extensions A to I of the Chinese characters and letters
        that are not assigned yet are among them."""
        pattern, taken = re.compile(schemas._NAME), 0
        for c in map(chr, range(0x110000)):
            if pattern.search(c):
                taken += 1
                assert fields.name(c)
            else:
                with pytest.raises(icp.DataError):
                    fields.name(c)
            for text in (f"张{c}", f"{c}张", f"张{c}三"):
                assert bool(pattern.search(text)) is self.is_name(text), ascii(text)
        assert taken > 970_000

    @staticmethod
    def is_name(text):
        try:
            return bool(fields.name(text))
        except icp.DataError:
            return False

    @given(
        st.text(st.sampled_from(" \t\x1c\u3000\u2028\u200b\ufe0f张a\ue000\U000323af"), max_size=9)
    )
    def test_blanks_and_what_is_refused_stand_anywhere(self, text):
        assert bool(re.search(schemas._NAME, text)) is self.is_name(text)

    @pytest.mark.parametrize(
        "name",
        ["Nguyễn", "\U0003158e", "\U0002ebf0", "\U000323b0", "张\U00030000", " 张 三 ", "ⅷ", "😀"],
    )
    def test_names_that_are_taken(self, name):
        who = {"type": "individual", "credential": {"kind": "passport", "number": "E1"}}
        assert takes(icp.Subject, who | {"name": name}) and loads(icp.Subject, who | {"name": name})

    def test_every_character_a_number_may_have_is_one_that_load_takes(self):
        seen = [chr(c) for c in range(0x110000) if re.match(schemas._NUMBER, chr(c))]
        assert len(seen) > 20_000 and not set("…，*") & set(seen)
        for start in range(0, len(seen), 60):
            assert loads(
                icp.Credential, {"kind": "passport", "number": "".join(seen[start : start + 60])}
            )

    @pytest.mark.parametrize(
        ("pattern", "parse"), [(schemas._DATE, "{}"), (schemas._INSTANT, "{}T12:00:00Z")]
    )
    def test_the_days_of_a_date_are_those_of_the_calendar(self, pattern, parse):
        """Every day that can be written, of years of every kind."""
        for year in (
            0,
            1,
            2,
            4,
            100,
            400,
            1900,
            1996,
            2000,
            2018,
            2023,
            2024,
            2100,
            2400,
            9998,
            9999,
        ):
            for month in range(14):
                for day in range(33):
                    text = parse.format(f"{year:04d}-{month:02d}-{day:02d}")
                    good = loads(
                        icp.EmailInitializationRequest,
                        {"applicant": {"type": "individual"}, "received_at": text},
                    )
                    # only some instants there have a day in Beijing
                    edge = "T" in text and (year, month, day) in EDGES
                    assert edge or bool(re.search(pattern, text)) is good, text

    @pytest.mark.parametrize("day", ["0001-01-01", "0001-01-02", "9999-12-29", "9999-12-30"])
    @pytest.mark.parametrize("offset", ["+23:59", "-23:59", "Z"])
    def test_what_the_pattern_takes_at_the_edges_has_a_day_in_beijing(self, day, offset):
        for clock in ("00:00:00", "23:59:59"):
            data = {"applicant": {"type": "individual"}, "received_at": f"{day}T{clock}{offset}"}
            asked = icp.EmailInitializationRequest
            assert loads(asked, data) or not takes(asked, data)
            assert takes(asked, data) or day in ("0001-01-01", "9999-12-30")

    @pytest.mark.parametrize(
        "text",
        [
            "2018-02-14T24:00:00Z",
            "2018-02-14T23:60:00Z",
            "2018-02-14T23:00:60Z",
            "2018-02-14T23:00:00+24:00",
            "2018-02-14T23:00:00+23:60",
            "2018-02-14T23:00:00.1234567890Z",
            "2018-02-14T23:00:00",
            "2018-02-14T23:00:00Z\n",
            "x2018-02-14T23:00:00Z",
        ],
    )
    def test_what_is_no_instant(self, text):
        data = {"applicant": {"type": "individual"}, "received_at": text}
        assert not takes(icp.EmailInitializationRequest, data) and not loads(
            icp.EmailInitializationRequest, data
        )

    @pytest.mark.parametrize(
        "domain",
        [
            "a.cn",
            "A-1.CN",
            "示例.cn",
            "中国互联网络信息中心.中国",
            "a示例.b.cn",
            "x" * 63 + ".cn",
            "www.示例.网站.com.cn",
            "r3---sn.cn",
        ],
    )
    def test_domains_that_are_taken(self, domain):
        assert takes(icp.Website, {"domain": domain}) and loads(icp.Website, {"domain": domain})

    @pytest.mark.parametrize(
        "domain",
        [
            "cn",
            "",
            ".cn",
            "a..cn",
            "-a.cn",
            "a-.cn",
            "x" * 64 + ".cn",
            "a b.cn",
            "http://a.cn",
            "a.cn/x",
            "a_b.cn",
            "a.cn\n",
            "xn--a.cn",
            "示例-.cn",
            "-示例.cn",
            "ab--示例.cn",
            "123.45",
            "127.0.0.1",
            "a.cn..",
        ],
    )
    def test_domains_that_are_not(self, domain):
        assert not takes(icp.Website, {"domain": domain}) and (
            not loads(icp.Website, {"domain": domain}) or domain == "a.cn\n"
        )

    @pytest.mark.parametrize("quote", ["", "A sentence.", None, 5])
    @pytest.mark.parametrize("date", [None, "2018-01-08", "2018-02-30", "", 5])
    @pytest.mark.parametrize(
        "gist", [None, {"en": "a", "zh": "甲"}, {"en": "a"}, {"en": "a", "zh": None}, "a", {}]
    )
    def test_sources_of_every_sort(self, quote, date, gist):
        """With a date or null, with or without a quote."""
        data = {"title": "x", "url": "https://example.cn", "quote": quote, "gist": gist}
        good = quote in ("", "A sentence.") and gist in (None, {"en": "a", "zh": "甲"})
        good = good and date in (None, "2018-01-08")
        for more in ({"date": date}, {"read_on": date}, {"date": date, "read_on": date}):
            assert takes(icp.Source, data | more) is loads(icp.Source, data | more) is good

    def test_other_spellings_are_for_load_alone(self):
        """The schema takes one spelling where `load` mends several."""
        for field, text in (
            ("domain", "XN--FSQ092H.cn"),
            ("domain", "a.cn."),
            ("domain", "example.cn。"),
            ("domain", "faß.de"),
            ("filing_number", "浙icp备99000001号-1"),
        ):
            data = {"domain": "a.cn"} | {field: text}
            assert loads(icp.Website, data) and not takes(icp.Website, data)

    @pytest.mark.parametrize("length", [1, 128, 129, 200, 201])
    def test_lengths(self, length):
        who = {
            "type": "individual",
            "name": "张" * length,
            "credential": {"kind": "passport", "number": "E1"},
        }
        assert takes(icp.Subject, who) is loads(icp.Subject, who) is (length <= 200)
        origin = {"account": "1" * length, "origin": "official_store"}
        assert (
            takes(icp.ImportRequest, origin) is loads(icp.ImportRequest, origin) is (length <= 128)
        )


class TestWhatGoesTogether:
    """ "a wrong structure" (docs/design.md, "Errors and limits"): a nature is one of individuals or
    of organizations; an applicant's credential is one of a person."""

    @pytest.mark.parametrize("type_", [*icp.SubjectType])
    def test_every_nature_with_every_type(self, type_):
        for nature in [
            None,
            *(one.value for one in icp.SubjectNature),
            *range(-1, 40),
            9999,
            10_000,
        ]:
            data = {
                "type": type_.value,
                "name": "示例",
                "nature": nature,
                "credential": {"kind": "passport", "number": "E1"},
            }
            assert takes(icp.Subject, data) is loads(icp.Subject, data), nature

    def test_every_credential_of_an_applicant_and_of_a_subject(self):
        for kind in [
            None,
            *(one.value for one in icp.CredentialKind),
            *range(-1, 60),
            9999,
            10_000,
        ]:
            data = {"type": "individual", "id_credential": kind}
            assert takes(icp.Applicant, data) is loads(icp.Applicant, data), kind
            data = {"kind": kind, "number": "E1"}
            assert takes(icp.Credential, data) is loads(icp.Credential, data), kind

    def test_what_is_left_out_is_what_the_schema_says(self):
        """Each default, written out, loads as the same model."""
        for type_, least in (
            (icp.Applicant, {"type": "individual"}),
            (icp.SubmittedDocument, {"document": "id_credential"}),
            (icp.Website, {"domain": "a.cn"}),
            (icp.ImportRequest, {"account": "1", "origin": "official_store"}),
            (icp.ServiceLevel, {"name": "x", "minimum": 1, "maximum": 2}),
            (icp.Source, {"title": "x", "url": "https://example.cn"}),
        ):
            schema = icp.json_schema(type_)
            defaults = {
                name: one["default"]
                for name, one in schema["properties"].items()
                if "default" in one
            }
            assert set(defaults) | set(least) == set(schema["properties"]) - {"kind"}
            assert icp.load({**least, **defaults}, type_) == icp.load(least, type_)


class TestSchemas:
    """ "`json_schema(type)` returns a JSON Schema (draft 2020-12) for the JSON format of a type."
    (docs/design.md, "JSON"): one for every model, with titles and descriptions in the chosen
    language."""

    @pytest.mark.parametrize("lang", ["en", "zh"])
    @pytest.mark.parametrize("type_", READABLE, ids=lambda one: getattr(one, "__name__", "Request"))
    def test_is_one_and_says_what_everything_is(self, type_, lang):
        schema = icp.json_schema(type_, lang)
        Draft202012Validator.check_schema(schema)
        assert schema[
            "$schema"
        ] == "https://json-schema.org/draft/2020-12/schema" and schema == json.loads(
            json.dumps(schema)
        )
        for name, one in [("top", schema), *schema.get("$defs", {}).items()]:
            assert "title" in one or issubclass(dict(own.PUBLIC)[name], Term)
            for field, told in one.get("properties", {}).items():
                assert told["description"], field
                assert (
                    re.search("[一-鿿]", told["description"])
                    if lang == "zh"
                    else told["description"][0].isupper()
                ), field
        referred = set(re.findall(r'"#/\$defs/([A-Za-z]+)"', json.dumps(schema)))
        assert referred == set(schema.get("$defs", {}))

    def test_an_assessment_and_a_source(self):
        """The keys, in the order they are written in, each said in both languages."""
        for type_, keys in (
            (
                icp.Assessment,
                "verdict findings required_documents window steps rules edition differs_in",
            ),
            (icp.Finding, "code severity rule path message remedy source"),
            (icp.Source, "title url date quote read_on gist"),
        ):
            en, zh = (icp.json_schema(type_, lang)["properties"] for lang in ("en", "zh"))
            # a schema's properties have no order; load takes any
            assert set(en) == set(zh) == set(keys.split())
            assert all(en[key]["description"] != zh[key]["description"] for key in en)
        source = icp.json_schema(icp.Source)
        assert source["required"] == ["title", "url"]
        assert {
            key: one["default"] for key, one in source["properties"].items() if "default" in one
        } == {
            "date": None,
            "quote": "",
            "read_on": None,
            "gist": None,
        }
        assert "rules" in icp.json_schema(icp.Assessment)["required"]
        finding = icp.json_schema(icp.Finding)
        assert finding["$defs"]["Source"]["properties"] == source["properties"]

    @pytest.mark.parametrize("type_", READABLE, ids=lambda one: getattr(one, "__name__", "Request"))
    def test_each_call_gives_one_of_its_own(self, type_):
        """Whatever a caller does to a schema, the next is what it was."""
        first = icp.json_schema(type_)
        kept, todo = copy.deepcopy(first), [first]
        while todo:
            one = todo.pop()
            todo += [
                inner
                for inner in (one.values() if isinstance(one, dict) else one)
                if isinstance(inner, dict | list)
            ]
            one.clear()
        assert icp.json_schema(type_) == kept

    def test_definitions_are_there_where_they_are_needed(self):
        assert "$defs" not in icp.json_schema(icp.Text) and "$defs" in icp.json_schema(icp.Subject)

    def test_what_is_no_model(self):
        with pytest.raises(
            TypeError,
            match=r"^json_schema expects a model of icp_rules, or icp_rules.Request$",
        ):
            icp.json_schema(int)
        with pytest.raises(
            icp.DataError, match=r'^/lang: expected "en" or "zh" \[unknown_value\]$'
        ):
            icp.json_schema(icp.Text, "fr")
