"""Every cell of `docs/权限.md` over REST as the real accounts: what is allowed works, what is denied changes nothing."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests import access_matrix, access_rules, matters
from tests.client import message_of
from tests.http.cells import APPLICANT, COUNTER, REASON, Cases, details_for, enterer, ways
from tests.http.story import APPLY, is_chinese

STRANGERS = ("applicant2", "guest")
ON_PORTAL = (APPLICANT, "applicant2")
REFUSALS = (403, 404, 409, 417)
THREADS = 3


@pytest.fixture(scope="module")
def clients(people, server) -> dict:
	"""Every account of the matrix with a session of its own: one for each role, a second applicant, a guest."""
	found = {key: getattr(people, key) for key in server.accounts if key != "Administrator"}
	return {**found, "guest": server.guest()}


@pytest.fixture(scope="module")
def site(connected):
	connected.local.lang = "zh"
	connected.db.rollback()
	return connected


@pytest.fixture(scope="module")
def cases(site) -> Cases:
	return Cases(site)


@pytest.fixture(scope="module", params=matters.CODES)
def version(request, site):
	return next(version for version in access_rules.matters() if version.code == request.param)


def test_every_matter_of_the_app_is_tried(site):
	assert sorted(version.code for version in access_rules.matters()) == matters.CODES, "add a module to tests/matters"


def test_the_page_is_what_the_site_has(site):
	wanted = access_matrix.document()
	assert access_matrix.TARGET.read_text() == wanted, "run `env/bin/python -m tests.access_matrix` and review the difference"


def act(client, account: str, doctype: str, case: str, action: str, details: dict):
	"""Take an action the way the account's own screens do."""
	if account in (*ON_PORTAL, "guest"):
		path = "/api/method/gaoping_regulation.portal.api.act"
		return client.request("POST", path, data={"case": case, "action": action, "reason": REASON})
	doc = json.dumps({"doctype": doctype, "name": case})
	data = {"doc": doc, "action": action, "reason": REASON, "details": json.dumps(details, ensure_ascii=False)}
	return client.request("POST", f"/api/method/{APPLY}", data=data)


def denied(answer, what: tuple) -> list[str]:
	"""The cells that were not refused in Chinese."""
	text = message_of(answer) or str(answer.json().get("_error_message") or "")
	return [] if answer.status_code in REFUSALS and is_chinese(text) else [f"{what}: {answer.status_code} {text[:120]}"]


def in_parallel(clients: dict, attempt) -> list[str]:
	"""attempt(account, client) -> list of problems, for all accounts; each account's requests in order."""
	with ThreadPoolExecutor(THREADS) as pool:
		return [problem for found in pool.map(lambda item: attempt(*item), clients.items()) for problem in found]


def may_take(version, account: str, state: str, action: str, by: str) -> bool:
	row = version.action(state, action)
	if row is None or account not in access_rules.takers(version, state, row):
		return False
	if row["kind"] == "applicant":
		return account == by or bool(row.get("officer_too") and account not in ON_PORTAL)
	return account != by


@pytest.mark.parametrize("by", [APPLICANT, COUNTER])
def test_every_state(clients, cases, stored, version, by):
	"""Who reads and edits a case in each of its states, and that no action is open to whom it is not given."""
	by = enterer(version, by)
	accounts = watched(clients, by)
	states, problems = [], []
	for state, doc in cases.walk(version, by):
		reading_and_editing(accounts, stored, version, state, doc, by, len(states))
		problems += denied_actions(accounts, cases, stored, version, state, doc, by, len(states))
		states.append(state)
	assert problems == []
	assert sorted(states) == sorted(ways(version, by))


def denied_actions(accounts: dict, cases, stored, version, state: str, doc, by: str, place: int) -> list[str]:
	"""The actions that were not refused to whom they are denied.

	The stage's checklist is signed by its officer, so that nothing but role, person and state is in the way.
	"""
	actions = sorted({row["action"] for row in version.actions})
	rows = [row for row in version.actions if row["from_state"] == state and row["kind"] == "officer"]
	# Who entered the case may not even sign its checklist.
	officers = sorted({key for row in rows for key in access_rules.takers(version, state, row)} - {by})
	if officers:
		with cases.user(officers[0]):
			cases.sign(doc)
		cases.frappe.db.commit()
	# The framework's locals are this thread's alone: what the others need is read beforehand.
	share = place / len(ways(version, by))
	tried = {key: tried_by(version, key, state, actions, by, share) for key in accounts}
	details = {name: details_for(version.action(state, name) or version.actions[0], doc) for name in actions}

	def attempt(account, client):
		found = []
		for name in tried[account]:
			found += denied(act(client, account, doc.doctype, doc.name, name, details[name]), (account, state, name))
		return found

	with stored.unchanged(doc.name, with_events=False):
		return in_parallel(accounts, attempt)


def reading_and_editing(clients: dict, stored, version, state: str, doc, by: str, place: int) -> None:
	"""Each account reads and edits the case where it may, and nowhere else."""
	staff = {key for key in clients if key not in (*ON_PORTAL, "guest")}
	names = access_rules.roles()
	involved = {by, *ON_PORTAL, "guest", *access_rules.roles_of(version)}
	# Who has no part in the matter tries to write in every third state, each in his turn.
	turn = {key for at, key in enumerate(clients) if at % 3 == place % 3}
	editor = access_rules.editor(version, version.states[state])
	rights = {account: (account == by and editor == "applicant", editor == account != by) for account in clients}
	for account, client in clients.items():
		held = account in staff and bool(doc.case_no) and "read" in access_rules.held(doc.doctype, names.get(account))
		check_reading(client, account, doc, account == by or held, (account, state))
	with stored.unchanged(doc.name):
		for account in (account for account in clients if not any(rights[account]) and account in involved | turn):
			check_writing(clients[account], stored, doc, account, rights[account], account in staff)
	for account in (account for account in clients if any(rights[account])):
		check_writing(clients[account], stored, doc, account, rights[account], account in staff)


def watched(clients: dict, by: str) -> dict:
	"""Who tries a case: everybody; one from the counter differs for him who entered it and for the applicant alone."""
	return clients if by == APPLICANT else {key: clients[key] for key in (by, APPLICANT)}


def tried_by(version, account: str, state: str, actions: list[str], by: str, place: float) -> list[str]:
	"""The actions that an account is to be denied in a state: all that the state offers, and of the others a share.

	The shares of all states together are all actions. Who has no part in the matter is refused before anybody looks at
	the action: his share is of all of them, and one at least in every state.
	"""
	offered = {row["action"] for row in version.actions if row["from_state"] == state}
	if account not in (*ON_PORTAL, *access_rules.roles_of(version)):
		offered = set()
	rest = [name for name in actions if name not in offered]
	size = max(1, -(-len(rest) // max(1, len(version.states))))
	first = int(place * len(rest))
	tried = [name for name in actions if name in offered] + rest[first : first + size]
	return [name for name in tried if not may_take(version, account, state, name, by)]


def allowed_cells(version, by: str) -> list[tuple[str, dict, str]]:
	reached = ways(version, by)
	return [
		(row["from_state"], row, key)
		for row in version.actions
		for key in access_rules.roles()
		if row["from_state"] in reached and may_take(version, key, row["from_state"], row["action"], by)
	]


@pytest.mark.parametrize("by", [APPLICANT, COUNTER])
def test_allowed_actions_on_fresh_cases(clients, cases, stored, version, by):
	by = enterer(version, by)
	for state, row, key in allowed_cells(version, by):
		if by != APPLICANT and row["kind"] == "officer":
			continue
		doc = cases.in_state(version, state, by)
		if row["kind"] == "officer":
			with cases.user(key):
				cases.sign(doc)
				cases.prepare(version, doc, row)
			cases.frappe.db.commit()
		answer = act(clients[key], key, doc.doctype, doc.name, row["action"], details_for(row, doc))
		assert answer.status_code == 200, (state, row["action"], key, message_of(answer))
		assert stored.value(doc.doctype, doc.name, "workflow_state") == version.state_name(row["to_state"])


def check_writing(client, stored, doc, account: str, rights: tuple[bool, bool], on_desk: bool) -> None:
	"""Whether an account declares and judges what it may, and nothing else."""
	declares, judges = rights
	where = (account, doc.workflow_state)
	answer = declare(client, account, doc, f"{doc.name}{account}时")
	assert (answer.status_code == 200) is declares, (where, answer.status_code, message_of(answer))
	assert declares or denied(answer, where) == []
	if not on_desk:
		return
	answer = judge(client, stored, doc, f"{account}核对")
	assert (answer.status_code == 200) is judges, (where, answer.status_code, message_of(answer))
	assert judges or denied(answer, where) == []
	if declares or judges:
		answer = client.request("PUT", f"/api/resource/{doc.doctype}/{doc.name}", json={"workflow_state": "没有的状态"})
		assert denied(answer, where) == []


def check_reading(client, account: str, doc, reads: bool, where: tuple) -> None:
	"""The case by REST for staff, by the portal for applicants; and in lists only for who may read it."""
	if account in (*ON_PORTAL, "guest"):
		answer = client.request("GET", "/api/method/gaoping_regulation.portal.api.case", params={"case": doc.name})
		assert client.request("GET", f"/api/resource/{doc.doctype}/{doc.name}").status_code == 403, where
	else:
		answer = client.request("GET", f"/api/resource/{doc.doctype}/{doc.name}")
		listed = client.request("GET", f"/api/resource/{doc.doctype}", params={"filters": json.dumps({"name": doc.name})})
		assert (doc.name in listed.text) is reads, (where, "list")
	assert (answer.status_code == 200) is reads, (where, answer.status_code)
	assert str(doc.get("id_no") or "-") not in answer.text or account == APPLICANT, (where, "full ID number")


def judge(client, stored, doc, remark: str):
	"""Write a remark at the case's first material, as its officer does."""
	stored.frappe.db.rollback()
	rows = [row.as_dict(no_default_fields=False) for row in stored.frappe.get_doc(doc.doctype, doc.name).materials]
	rows[0]["remark"] = remark
	body = json.dumps({"materials": rows}, default=str)
	return client.request("PUT", f"/api/resource/{doc.doctype}/{doc.name}", data=body, headers={"Content-Type": "application/json"})


def declare(client, account: str, doc, value: str):
	"""Change a field of the declaration that all matters have, the way the account's own screens do."""
	if account in (*ON_PORTAL, "guest"):
		data = {"matter": doc.matter, "case": doc.name, "values": json.dumps({"address": f"山西省高平市{value}"})}
		return client.request("POST", "/api/method/gaoping_regulation.portal.api.save_draft", data=data)
	return client.request("PUT", f"/api/resource/{doc.doctype}/{doc.name}", json={"address": f"山西省高平市{value}"})
