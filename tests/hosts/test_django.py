"""examples/hosts/django_app.py, served by Django itself."""

import json
import re

import django
import pytest
from django.conf import settings

settings.configure(
    ROOT_URLCONF="examples.hosts.django_app",
    ALLOWED_HOSTS=["*"],
    SECRET_KEY="a test",
    USE_I18N=True,
    INSTALLED_APPS=["rest_framework"],
    MIDDLEWARE=["django.middleware.locale.LocaleMiddleware"],
    REST_FRAMEWORK={"UNAUTHENTICATED_USER": None, "DEFAULT_AUTHENTICATION_CLASSES": []},
)
django.setup()

from django.test import Client  # noqa: E402
from rest_framework.test import APIClient  # noqa: E402

import icp_rules  # noqa: E402
from examples.hosts.django_app import SubjectForm  # noqa: E402
from tests.hosts import FILING, NUMBER  # noqa: E402

pytestmark = pytest.mark.engines

SUBJECT = {"type": "individual", "name": "张三", "kind": "resident_id_card", "number": NUMBER}


class TestForm:
    """A Django form checks each field with the package's own checks."""

    def test_it_gives_the_subject_masked(self):
        answer = Client().post("/subject", SUBJECT)
        assert (answer.status_code, answer.json()) == (
            200,
            icp_rules.dump(icp_rules.load(FILING, icp_rules.Filing).subject, masked=True),
        )
        assert NUMBER not in answer.content.decode()

    def test_what_is_wrong_stands_at_its_field_with_its_code(self):
        form = SubjectForm({**SUBJECT, "name": "x\u202ey", "number": "…002X"})
        assert not form.is_valid()
        assert {
            name: [one.code for one in errors.as_data()] for name, errors in form.errors.items()
        } == {"name": ["forbidden_character"], "number": ["masked"]}

    def test_what_django_misses_is_said_once(self):
        form = SubjectForm({"type": "nobody", "name": "", "kind": "resident_id_card"})
        assert {
            name: [one.code for one in errors.as_data()] for name, errors in form.errors.items()
        } == {"type": ["invalid_choice"], "name": ["required"], "number": ["required"]}

    def test_errors_repeat_no_number(self):
        """The field shows what its user typed, to be corrected; what is said of it does not."""
        answer = Client().post("/subject", {**SUBJECT, "number": NUMBER + "\u202e", "type": NUMBER})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert NUMBER in page and NUMBER not in re.sub(r'value="[^"]*"', "", page), page

    @pytest.mark.parametrize(
        ("language", "shown"),
        [
            ("zh-hans", icp_rules.SubjectType.ORGANIZATION.zh),
            ("en", icp_rules.SubjectType.ORGANIZATION.en),
        ],
    )
    def test_the_words_are_those_of_the_readers_language(self, language, shown):
        page = Client().get("/subject", headers={"accept-language": language}).content.decode()
        assert f'<option value="organization">{shown}</option>' in page


class TestSerializer:
    """A serializer of the Django REST framework reads a filing and answers it."""

    def test_a_filing_is_answered_as_python_answers(self):
        answer = APIClient().post("/filings", {"by": "us", "filing": FILING}, format="json")
        wanted = icp_rules.dump(
            icp_rules.assess(icp_rules.FilingRequest(icp_rules.load(FILING, icp_rules.Filing)))
        )
        assert (answer.status_code, json.loads(answer.content)) == (200, wanted)

    def test_every_problem_stands_under_its_pointer(self):
        spoilt = {
            **FILING,
            "account": "",
            "subject": {**FILING["subject"], "credential": {"kind": "pass", "number": NUMBER}},
        }
        answer = APIClient().post("/filings", {"filing": spoilt}, format="json")
        assert answer.status_code == 400 and NUMBER not in answer.content.decode()
        assert {key: one[0].code for key, one in answer.data["filing"].items()} == {
            "/account": "empty",
            "/subject/credential/kind": "unknown_value",
        }
        assert answer.data["by"][0].code == "required"
