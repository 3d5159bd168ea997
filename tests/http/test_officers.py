"""Officers' accounts by 业务管理员's own API (design 7): this app's roles, never oneself, never who stands above."""

import itertools
import time

import pytest

from tests.client import Refused
from tests.http.fence import Administrator, refused
from tests.http.story import is_chinese

API = "gaoping_regulation.matters.officers."
ME = "business_admin@gaoping.local"
OWN_PASSWORD = "Zx-4417-own-choice-of-Gaoping"
serials = itertools.count(int(time.time() * 10) % 10**7)


@pytest.fixture
def officer(people) -> dict:
	"""A fresh officer: {user, password, roles}."""
	mobile = f"139{next(serials):08d}"
	return people.business_admin.call(API + "add_officer", full_name="郭小明", mobile=mobile, role_keys=["reviewer", "deliverer"])


@pytest.fixture(scope="module")
def standing(people) -> dict:
	"""An officer for the tests that change nothing."""
	mobile = f"139{next(serials):08d}"
	return people.business_admin.call(API + "add_officer", full_name="李小红", mobile=mobile, role_keys=["acceptor"])


def roles_of(stored, user: str) -> list[str]:
	return [row[0] for row in stored.sql("select role from `tabHas Role` where parent = %s order by role", user)]


def test_an_officer_is_added_with_roles_and_in_the_trail(people, stored, officer):
	assert roles_of(stored, officer["user"]) == sorted(["审查人", "办理人"]) == sorted(officer["roles"])
	row = stored.sql("select user_type, enabled from tabUser where name = %s", officer["user"])
	assert row == [("System User", 1)] or row == (("System User", 1),)
	kind, actor, content = stored.sql("select kind, actor, content from `tabCase Event` order by seq desc limit 1")[0]
	assert (kind, actor) == ("增加工作人员", ME)
	assert officer["user"] in content and officer["password"] not in content
	listed = {row["user"]: row for row in people.business_admin.call(API + "list_officers")}
	assert listed[officer["user"]]["role_keys"] == ["deliverer", "reviewer"]


def test_the_first_password_is_only_good_for_changing_it(server, officer):
	client = server.guest()
	answer = client.request("POST", "/api/method/login", data={"usr": officer["user"], "pwd": officer["password"]})
	assert answer.json()["redirect_to"] == "/update-password"
	client.http.headers["X-Frappe-CSRF-Token"] = client.portal("session")["csrf_token"]
	assert client.request("GET", "/update-password").status_code == 200
	for verb, path in (("GET", "/api/resource/Small Food Stall Filing"), ("POST", f"/api/method/{API}list_officers")):
		assert "修改初始密码" in refused(client.request(verb, path))
	assert client.request("GET", "/app").status_code == 403
	client.call("frappe.core.doctype.user.user.update_password", new_password=OWN_PASSWORD, old_password=officer["password"])
	again = server.guest().login(officer["user"], OWN_PASSWORD)
	assert again.request("GET", "/api/resource/Small Food Stall Filing").status_code == 200


def test_roles_are_changed_and_the_account_closed(people, server, stored, officer):
	people.business_admin.call(API + "set_roles", user=officer["user"], role_keys=["approver"])
	assert roles_of(stored, officer["user"]) == ["审核人"]
	people.business_admin.call(API + "disable_officer", user=officer["user"])
	with pytest.raises(Refused) as caught:
		server.guest().login(officer["user"], officer["password"])
	assert caught.value.status == 401
	kinds = [row[0] for row in stored.sql("select kind from `tabCase Event` order by seq desc limit 2")]
	assert kinds == ["停用工作人员", "调整工作人员角色"]
	people.business_admin.call(API + "enable_officer", user=officer["user"])
	assert stored.value("User", officer["user"], "enabled") == 1


@pytest.mark.parametrize("key", ["business_admin", "inspector", "applicant", "System Manager", "Administrator", "审查人", "", "All"])
def test_roles_above_or_outside_are_not_his_to_give(people, stored, standing, key):
	before = roles_of(stored, standing["user"])
	with stored.as_many("User", "Has Role"):
		for name, more in (("set_roles", {"user": standing["user"]}), ("add_officer", {"full_name": "王大力", "mobile": "13900000001"})):
			for given in ([key], ["reviewer", key], key):
				with pytest.raises(Refused) as caught:
					people.business_admin.call(API + name, role_keys=given, **more)
				assert is_chinese(caught.value.text), caught.value.text
	assert roles_of(stored, standing["user"]) == before


@pytest.mark.parametrize(
	"user",
	[ME, "Administrator", "Guest", "inspector@gaoping.local", "applicant@gaoping.local", "nobody@gaoping.local", "' or 1=1", '["like", "%"]'],
)
def test_nobody_above_and_not_himself(people, stored, user):
	before = stored.sql("select parent, role from `tabHas Role` order by 1, 2"), stored.sql("select name, enabled from tabUser")
	for name, more in (("set_roles", {"role_keys": ["reviewer"]}), ("disable_officer", {}), ("enable_officer", {})):
		with pytest.raises(Refused) as caught:
			people.business_admin.call(API + name, user=user, **more)
		assert is_chinese(caught.value.text), caught.value.text
	assert before == (stored.sql("select parent, role from `tabHas Role` order by 1, 2"), stored.sql("select name, enabled from tabUser"))


def test_an_account_with_any_other_role_is_out_of_reach(people, stored, officer):
	accepted = people.Administrator.request(
		"PUT", f"/api/resource/User/{officer['user']}", json={"roles": [{"role": "审查人"}, {"role": "Website Manager"}]}
	)
	assert accepted.status_code == 200
	for name, more in (("set_roles", {"role_keys": ["reviewer"]}), ("disable_officer", {})):
		with pytest.raises(Refused, match="系统管理员"):
			people.business_admin.call(API + name, user=officer["user"], **more)
	assert "Website Manager" in roles_of(stored, officer["user"])


@pytest.mark.parametrize("name", ["applicant", "acceptor", "reviewer", "approver", "deliverer", "inspector", "verifier", "deputy_director"])
def test_others_have_no_part_in_it(people, stored, name):
	client = getattr(people, name)
	with stored.as_many("User", "Has Role"):
		for method, more in (
			("list_officers", {}),
			("add_officer", {"full_name": "某某某", "mobile": "13900000002", "role_keys": ["reviewer"]}),
			("set_roles", {"user": "approver@gaoping.local", "role_keys": ["reviewer"]}),
			("disable_officer", {"user": "approver@gaoping.local"}),
		):
			refused(client.request("POST", f"/api/method/{API}{method}", json=more))


@pytest.mark.parametrize(
	"values",
	[
		{"full_name": "", "mobile": "13900000003"},
		{"full_name": "<b>王</b>", "mobile": "13900000003"},
		{"full_name": "王大力"},
		{"full_name": "王大力", "mobile": "123"},
		{"full_name": "王大力", "email": "not-an-address"},
		{"full_name": "王大力", "email": "reviewer@gaoping.local"},
		{"full_name": "王大力", "email": "applicant@gaoping.local"},
		{"full_name": "王大力", "mobile": "13900000003", "role_keys": "[]"},
		{"full_name": "王大力", "mobile": "13900000003", "role_keys": "[1]"},
		{"full_name": "王大力", "mobile": "13900000003", "role_keys": "[broken"},
	],
)
def test_wrong_input_is_refused_with_what_to_do(people, stored, values):
	with stored.as_many("User", "Case Event"), pytest.raises(Refused) as caught:
		people.business_admin.call(API + "add_officer", **{"role_keys": ["reviewer"], **values})
	assert is_chinese(caught.value.text)


@pytest.mark.parametrize("name", ["verifier", "reviewer", "business_admin"])
def test_saving_ones_own_settings_makes_no_system_manager(people, stored, name):
	"""Core gives that role to whoever is saved while Administrator alone has it."""
	client, user = Administrator(getattr(people, name)), f"{name}@gaoping.local"
	before = roles_of(stored, user)
	for answer in (
		client.change("User", user, language="zh"),
		client.change("User", user, roles=[{"role": "System Manager"}]),
		client.method("frappe.client.set_value", doctype="User", name=user, fieldname="bio", value="x"),
		client.method(
			"frappe.client.insert",
			doc={"doctype": "Has Role", "parent": user, "parenttype": "User", "parentfield": "roles", "role": "System Manager"},
		),
	):
		assert answer.status_code in (200, 403, 417), answer.text
		assert roles_of(stored, user) == before


def test_an_officer_made_in_the_desk_is_no_system_manager_by_accident(people, stored):
	user = people.new_account("审查人")
	assert roles_of(stored, user) == ["审查人"]
