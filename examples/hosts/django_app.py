"""A Django form that returns a `Subject`, and a serializer field for Django REST framework.

`urlpatterns` serves both. The settings need `ROOT_URLCONF = "examples.hosts.django_app"`.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils.translation import get_language
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

import icp_rules
from icp_rules import CredentialKind, DataError, SubjectType
from icp_rules.vocabulary import Term


def choices(vocabulary: Iterable[Term]) -> Callable[[], list[tuple[str, str]]]:
    """The terms of a vocabulary as choices, in the language of the request."""
    return lambda: [
        (term.value, term.to("zh" if (get_language() or "").startswith("zh") else "en"))
        for term in vocabulary
    ]


# Django's own message contains what was sent
UNKNOWN = {"invalid_choice": "Select one of the choices."}


class SubjectForm(forms.Form):
    """A form for a subject (主体). Each problem is shown at its field, or at the form if it belongs
    to none.
    """

    type = forms.ChoiceField(choices=choices(SubjectType), error_messages=UNKNOWN)
    name = forms.CharField(strip=False)
    kind = forms.ChoiceField(choices=choices(CredentialKind), error_messages=UNKNOWN)
    number = forms.CharField(strip=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def clean(self) -> dict[str, Any]:
        """Return the fields and the subject made from them."""
        given = super().clean() or {}
        credential = {key: given[key] for key in ("kind", "number") if key in given}
        try:
            subject = icp_rules.load(
                {
                    **{key: given[key] for key in ("type", "name") if key in given},
                    "credential": credential,
                },
                icp_rules.Subject,
            )
        except DataError as error:
            for problem in error.problems:
                name = problem.pointer.rpartition("/")[2]
                if problem.code != "missing":  # Django reports these itself
                    self.add_error(
                        name if name in self.fields else None,
                        forms.ValidationError(problem.message, problem.code),
                    )
            return given
        return {**given, "subject": subject}


class RuledField(serializers.Field):
    """A serializer field for an icp_rules type: `RuledField(icp_rules.Filing)`. Its errors are
    grouped by JSON pointer, each with its code.
    """

    def __init__(self, type_: Any, **options: Any) -> None:
        super().__init__(**options)
        self.type = type_

    def __deepcopy__(self, memo: dict[int, Any]) -> "RuledField":
        return type(self)(*self._args, **self._kwargs)  # otherwise the type would be copied too

    def to_internal_value(self, data: Any) -> Any:
        """Make a value from JSON."""
        try:
            return icp_rules.load(data, self.type)
        except DataError as error:
            told: dict[str, list[Any]] = {}
            for problem in error.problems:
                told.setdefault(problem.pointer or "/", []).append(
                    serializers.ErrorDetail(problem.message, problem.code)
                )
            raise serializers.ValidationError(told) from None

    def to_representation(self, value: Any) -> Any:
        """Make JSON from a value."""
        return icp_rules.dump(value)


class FilingSerializer(serializers.Serializer):
    """A filing and the person who submits it."""

    by = serializers.CharField()
    filing = RuledField(icp_rules.Filing)


@api_view(["POST"])
def filings(request: Request) -> Response:
    """Assess a filing."""
    sent = FilingSerializer(data=request.data)
    sent.is_valid(raise_exception=True)
    return Response(
        icp_rules.dump(icp_rules.assess(icp_rules.FilingRequest(sent.validated_data["filing"])))
    )


def subject(request: HttpRequest) -> HttpResponse:
    """Show the form, or the subject with its number masked if the form is valid."""
    form = SubjectForm(request.POST or None)
    if form.is_valid():
        return JsonResponse(icp_rules.dump(form.cleaned_data["subject"], masked=True))
    return HttpResponse(form.as_p(), status=422 if form.is_bound else 200)


urlpatterns = [path("filings", filings), path("subject", subject)]
