"""What the tests of the fence share: 业务管理员 over HTTP, and refusals that left everything as it was."""

import hashlib
import json

from tests.client import Client, message_of
from tests.http.story import STALL, is_chinese

KEY_TABLES = (
	"Custom Field",
	"Property Setter",
	"Workflow",
	"Workflow Transition",
	"Workflow Document State",
	"Print Format",
	"Administrative Matter",
	"Matter Action",
	"Matter State",
	"Matter Stage",
	"Risk Control Chart",
	"Risk Point",
	"Matter Version",
	"Has Role",
	"Role",
	"DocPerm",
	"Custom DocPerm",
	"DocField",
	"DocType Action",
	"DocType Link",
	"Translation",
	"Dashboard Chart",
	"Number Card",
)
# Written by every request of a session, and by everybody in his own account and its share with himself.
MOVING = ("last_active", "last_login", "last_ip", "modified", "modified_by")
PARTLY = ("User", "DocShare")


def picture(stored) -> dict[str, object]:
	"""A checksum of every table that an escalation would change."""
	tables = ", ".join(f"`tab{table}`" for table in KEY_TABLES)
	found = {name.split(".")[-1]: checksum for name, checksum in stored.sql(f"checksum table {tables}")}
	found["__Auth"] = digest(stored.sql("select doctype, name, fieldname, `password` from `__Auth` order by 1, 2, 3"))
	found["tabSingles"] = digest(stored.sql("select * from `tabSingles` order by doctype, field"))
	for table in PARTLY:
		columns = [f"`{row[0]}`" for row in stored.sql(f"show columns from `tab{table}`") if row[0] not in MOVING]
		found[f"tab{table}"] = digest(stored.sql(f"select {', '.join(columns)} from `tab{table}` order by name"))
	release(stored)
	return found


def release(stored) -> None:
	"""End the tests' own transaction: what it has read would hold up an ALTER TABLE."""
	stored.frappe.db.rollback()


def digest(rows: list[tuple]) -> str:
	return hashlib.sha256(repr(rows).encode()).hexdigest()


class Administrator:
	"""业务管理员's browser, as requests."""

	def __init__(self, client: Client):
		self.client = client

	def create(self, doctype: str, **values):
		return self.client.request("POST", f"/api/resource/{doctype}", json=values)

	def change(self, doctype: str, name: str, **values):
		return self.client.request("PUT", f"/api/resource/{doctype}/{name}", json=values)

	def delete(self, doctype: str, name: str):
		return self.client.request("DELETE", f"/api/resource/{doctype}/{name}")

	def read(self, doctype: str, name: str) -> dict:
		answer = self.client.request("GET", f"/api/resource/{doctype}/{name}")
		assert answer.status_code == 200, answer.text
		return answer.json()["data"]

	def method(self, method: str, /, **values):
		data = {key: json.dumps(value) if isinstance(value, dict | list) else value for key, value in values.items()}
		return self.client.request("POST", f"/api/method/{method}", data=data)

	def customize(self, doctype: str, method: str = "save_customization", change=None):
		"""Customize Form as the Desk does it: fetch, change the rows, save."""
		fetched = self.run("fetch_to_customize", {"doctype": "Customize Form", "doc_type": doctype})
		if fetched.status_code != 200:
			return fetched
		form = next(row for row in fetched.json()["docs"] if row["doctype"] == "Customize Form")
		if change:
			change(form)
		return self.run(method, form)

	def run(self, method: str, form: dict):
		return self.method("run_doc_method", method=method, docs={"name": "Customize Form", "__islocal": 0, **form})

	def custom_field(self, fieldname: str = "custom_stall_area", **more):
		values = {"dt": STALL, "fieldname": fieldname, "label": "摊位面积", "fieldtype": "Data", "insert_after": "stall_type"}
		return self.create("Custom Field", **{**values, **more})

	def setter(self, name: str, value, fieldname: str | None = None, doctype: str = STALL, **more):
		place = {"doctype_or_field": "DocField", "field_name": fieldname} if fieldname else {"doctype_or_field": "DocType"}
		return self.create("Property Setter", doc_type=doctype, property=name, value=value, **place, **more)


def without_column(stored, doctype: str, fieldname: str) -> None:
	"""Take away the column that a deleted Custom Field leaves behind."""
	columns = [row[0] for row in stored.sql(f"show columns from `tab{doctype}`")]
	if fieldname in columns:
		stored.sql(f"alter table `tab{doctype}` drop column `{fieldname}`")


def refused(answer, match: str = "") -> str:
	"""The Chinese text of a refusal; fails if the request was not refused, or in English."""
	assert answer.status_code in (403, 404, 409, 417), f"{answer.status_code} {answer.text[:300]}"
	text = message_of(answer).strip("；") or str(answer.json().get("_error_message") or "")
	assert is_chinese(text), text or answer.text[:300]
	assert match in text, text
	return text


def accepted(answer, key: str = "data") -> dict:
	assert answer.status_code == 200, message_of(answer) or answer.text[:500]
	return answer.json().get(key) or {}
