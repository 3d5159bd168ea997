"""Every method of the portal API with everything but what it wants: a refusal in Chinese, never a fault."""

import json

import pytest

from tests.client import PORTAL
from tests.http.story import STALL, is_chinese, message_of

LONG = "长" * 20_000
VALUES = {
	"null": None,
	"empty": "",
	"space": "   ",
	"zero": 0,
	"negative": -1,
	"fraction": 1.5,
	"huge": 10**30,
	"exponent": 1e308,
	"true": True,
	"list": [],
	"list_of_lists": [[1], {"a": [2]}],
	"dict": {},
	"dict_of_dicts": {"a": {"b": [None]}},
	"long": LONG,
	"nul": "a\0b",
	"emoji": "😀👨‍👩‍👧",
	"rare": "𠮷𪚥",
	"controls": "a\r\nb\x1b\x7f\u202e",
	"sql": "' or 1=1 -- \\",
	"like": "%",
	"markup": "<img src=x onerror=alert(1)>",
	"template": "{{ 7*7 }}{% raw %}",
	"path": "../../../etc/passwd",
	"doctype": STALL,
	"json_text": '{"a": [1, {"b": null}]}',
	"deep_json_text": "[" * 50_000,
	"surrogate_text": '{"applicant_name": "\\ud800"}',
	"arabic_digit": "٣",
}
# {method: (verb, {argument: a value of the right kind})}
METHODS = {
	"session": ("GET", {}),
	"send_code": ("POST", {"account": "1", "purpose": "sign_up"}),
	"sign_up": ("POST", {"full_name": "张三", "account": "1", "code": "x", "password": "x"}),
	"log_in_by_code": ("POST", {"account": "1", "code": "x"}),
	"reset_password": ("POST", {"account": "1", "code": "x", "password": "x"}),
	"begin_identity": ("POST", {"provider": "nosuch", "target": "/"}),
	"finish_identity": ("POST", {"code": "x", "state": "x"}),
	"link_identity": ("POST", {"provider": "nosuch"}),
	"unlink_identity": ("POST", {"identity": "nosuch"}),
	"change_number": ("POST", {"account": "1", "code": "x"}),
	"profile": ("GET", {}),
	"save_profile": ("POST", {"values": {"phone": "1"}}),
	"add_colleague": ("POST", {"account": "1", "full_name": "x"}),
	"remove_colleague": ("POST", {"member": "nosuch"}),
	"give_mandate": ("POST", {"account": "1", "full_name": "x", "values": {}}),
	"revoke_mandate": ("POST", {"mandate": "nosuch"}),
	"matters": ("GET", {}),
	"matter": ("GET", {"code": "XT"}),
	"save_draft": ("POST", {"matter": "XT", "values": {}, "case": "nosuchcase", "on_behalf": "nosuch", "seen": "0123456789abcdef"}),
	"check": ("POST", {"matter": "XT", "values": {}, "case": "nosuchcase"}),
	"prefill": ("GET", {"matter": "XT"}),
	"attach": ("POST", {"case": "nosuchcase", "material": "photo", "signed": 1}),
	"act": ("POST", {"case": "nosuchcase", "action": "提交", "reason": "x"}),
	"my_cases": ("GET", {"start": 0, "page_length": 20}),
	"my_registrations": ("GET", {}),
	"begin_change": ("POST", {"matter": "XT", "entry": "nosuchentry", "category": "变更"}),
	"my_instruments": ("GET", {}),
	"begin_verification": ("POST", {"values": {"instruments": ["nosuchinstrument"]}}),
	"search_register": ("GET", {"matter": "DY", "query": "没有的名称", "start": 0, "page_length": 20}),
	"case": ("GET", {"case": "nosuchcase"}),
	"download": ("GET", {"document": "nosuchdocument"}),
	"register_result": ("POST", {"case": "nosuchcase", "values": {"winners": []}}),
	"messages": ("GET", {"case": "nosuchcase", "start": 0, "page_length": 20}),
	"read_messages": ("POST", {"case": "nosuchcase"}),
	"my_data": ("GET", {}),
	"request_data": ("POST", {"kind": "没有这种", "content": "x", "case": "nosuchcase"}),
	"privacy_notice": ("GET", {}),
	"rate": ("POST", {"case": "nosuchcase", "grade": 5, "comment": "x"}),
	"complain": ("POST", {"content": "x", "matter": "XT", "case_no": "x", "contact": "x", "anonymous": 0}),
	"track": ("POST", {"case_no": "140581-XT-20260101-0001-X", "last4": "1234"}),
	"verify": ("GET", {"code": "nosuchcode"}),
	"public_register": ("GET", {"matter": "XT", "start": 0, "page_length": 20, "number": "x"}),
	"specimen": ("GET", {"code": "nosuchmatter"}),
	"sample": ("GET", {"code": "nosuchmatter", "material": "photo"}),
	"figures": ("GET", {"month": "2020-01"}),
}
FOR_GUESTS = (
	"send_code", "sign_up", "log_in_by_code", "reset_password", "begin_identity", "finish_identity",
	"matter", "complain", "track", "verify", "public_register", "specimen", "sample", "figures",
)
ARGUMENTS = [(method, name) for method, (_verb, right) in METHODS.items() for name in right]
REQUIRED = [
	("sign_up", "full_name"),
	("sign_up", "account"),
	("sign_up", "code"),
	("send_code", "account"),
	("send_code", "purpose"),
	("log_in_by_code", "account"),
	("log_in_by_code", "code"),
	("reset_password", "password"),
	("begin_identity", "provider"),
	("finish_identity", "code"),
	("finish_identity", "state"),
	("change_number", "account"),
	("change_number", "code"),
	("add_colleague", "account"),
	("add_colleague", "full_name"),
	("give_mandate", "values"),
	("matter", "code"),
	("save_draft", "matter"),
	("save_draft", "values"),
	("check", "matter"),
	("check", "values"),
	("prefill", "matter"),
	("attach", "case"),
	("attach", "material"),
	("act", "case"),
	("act", "action"),
	("search_register", "matter"),
	("search_register", "query"),
	("begin_change", "matter"),
	("begin_change", "entry"),
	("begin_change", "category"),
	("case", "case"),
	("download", "document"),
	("register_result", "case"),
	("register_result", "values"),
	("request_data", "kind"),
	("request_data", "content"),
	("rate", "case"),
	("rate", "grade"),
	("complain", "content"),
	("track", "case_no"),
	("track", "last4"),
	("verify", "code"),
	("specimen", "code"),
	("sample", "code"),
	("sample", "material"),
	("public_register", "matter"),
]


@pytest.fixture(autouse=True)
def no_rate(connected):
	"""The tests are one address with more calls an hour than a county."""
	yield
	connected.cache.delete_keys("gaoping-rate")
	connected.cache.delete_keys("gaoping-code")


def send(client, method: str, arguments: dict, as_json: bool):
	verb = METHODS[method][0]
	path = f"/api/method/{PORTAL}{method}"
	if as_json:
		headers = {"Content-Type": "application/json", "Accept": "application/json"}
		return client.request(verb, path, data=json.dumps(arguments), headers=headers)
	texts = {
		name: json.dumps(value) if isinstance(value, dict | list) else value for name, value in arguments.items()
	}
	if verb == "GET":
		texts = {name: value[:300] if isinstance(value, str) else value for name, value in texts.items()}
	return client.request(verb, path, **{"params" if verb == "GET" else "data": texts})


def assert_answered(response, what) -> None:
	assert response.status_code < 500, what
	if response.status_code >= 400:
		assert is_chinese(message_of(response)), (what, response.text)
		assert "Traceback" not in response.text and "SELECT" not in response.text, what


@pytest.mark.parametrize(("method", "argument"), REQUIRED)
def test_a_missing_argument_is_a_400_that_names_it(people, stored, method, argument):
	right = METHODS[method][1]
	with stored.as_many(STALL, "Complaint", "Service Rating"):
		for without in ({}, {argument: ""}, {argument: None}):
			given = {name: value for name, value in right.items() if name != argument} | without
			for as_json in (False, True):
				response = send(people.applicant, method, given, as_json)
				assert response.status_code == 400
				assert message_of(response) == f"缺少参数 {argument}。"


@pytest.mark.parametrize(("method", "argument"), ARGUMENTS)
def test_any_value_of_an_argument_is_answered_in_chinese(people, guest, method, argument):
	_verb, right = METHODS[method]
	# A guest's values go another way: the framework cleans them first.
	client = guest if method in FOR_GUESTS else people.applicant
	for label, value in VALUES.items():
		for as_json in (True, False) if isinstance(value, str | int) else (True,):
			response = send(client, method, {**right, argument: value}, as_json)
			assert_answered(response, (method, argument, label, as_json))


@pytest.mark.parametrize("method", METHODS)
def test_arguments_nobody_asked_for_are_ignored_or_refused(people, method):
	extra = {"ignore_permissions": 1, "user": "Administrator", "doctype": STALL, "limit": 10**9, "as_dict": 0, "flags": {}}
	response = send(people.applicant, method, {**METHODS[method][1], **extra}, True)
	assert_answered(response, method)
	assert "Administrator" not in response.text


@pytest.mark.parametrize("method", ["case", "attach", "act", "rate", "download"])
@pytest.mark.parametrize("name", ["nosuchcase", "Administrator", STALL, "1", "0", "%", "x' or '1'='1", "../x", "😀"])
def test_an_unknown_case_is_a_404(people, method, name):
	first = "document" if method == "download" else "case"
	response = send(people.applicant, method, {**METHODS[method][1], first: name}, True)
	assert response.status_code == 404
	assert "没有这" in message_of(response)
