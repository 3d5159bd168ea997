"""Seed records: loaded once, followed on upgrade while untouched, left alone once an administrator changed them.

As a package manager does with configuration files: what was seeded is kept (Seed Record), so that an upgrade
can tell the administrator's change from an old seed. A record that he deleted stays deleted.
"""

import hashlib
import json
from pathlib import Path

import frappe

from gaoping_regulation.engine.errors import to_json

FOLDER = Path(__file__).parent / "seed"
# Each kind after those it links to.
ORDER = (
	"role",
	"workflow_state",
	"workflow_action_master",
	"township",
	"food_business_item",
	"instrument_catalogue_item",
	"print_format",
	"workflow",
	"administrative_matter",
	"risk_control_chart",
	"flow_box",
	"notice_template",
)
NAME_FIELDS = {
	"Role": "role_name",
	"Workflow State": "workflow_state_name",
	"Workflow Action Master": "workflow_action_name",
	"Workflow": "workflow_name",
	"Township": "title",
	"Food Business Item": "title",
	"Instrument Catalogue Item": "title",
	"Print Format": "name",
	"Administrative Matter": "code",
	"Risk Control Chart": "matter",
	"Flow Box": "{matter}-{key}",
	"Notice Template": "kind",
}


def seeds(kind: str) -> list[dict]:
	"""The records of one kind, with the text of `html_file` in its place.

	They lie in `seed/<kind>.json`, or one file for each matter in `seed/<kind>/`.
	"""
	files = [FOLDER / f"{kind}.json", *sorted((FOLDER / kind).glob("*.json"))]
	records = [record for file in files if file.exists() for record in json.loads(file.read_text())]
	for record in records:
		if file := record.pop("html_file", None):
			record["html"] = (FOLDER / kind / file).read_text()
	return records


def load_all(kinds: tuple[str, ...] = ORDER) -> dict[str, list[str]]:
	"""Load every seed; returns {"new": […], "followed": […], "kept": […]} of "DocType: name"."""
	report = {"new": [], "followed": [], "kept": []}
	for kind in kinds:
		for record in seeds(kind):
			outcome = load(record)
			if outcome:
				report[outcome].append(f"{record['doctype']}: {name_of(record)}")
	return report


def name_of(record: dict) -> str:
	field = NAME_FIELDS[record["doctype"]]
	return field.format(**record) if "{" in field else record[field]


def load(record: dict) -> str | None:
	"""Bring one seed in: new, followed (untouched so far), kept (changed by an administrator), or None."""
	doctype, name = record["doctype"], name_of(record)
	key = hashlib.sha256(f"{doctype}\n{name}".encode()).hexdigest()[:20]
	seeded = frappe.db.get_value("Seed Record", key, ["seed", "content"], as_dict=True)
	present = frappe.db.exists(doctype, name)
	text = to_json(record)
	if seeded is None:
		if not present:
			insert(record)
		remember(key, doctype, name, text, record)
		return None if present else "new"
	if seeded.seed == text or not present:
		return None
	if to_json(project(frappe.get_doc(doctype, name), json.loads(seeded.content))) != seeded.content:
		frappe.db.set_value("Seed Record", key, {"offered": text, "status": "管理员已改"})
		return "kept"
	doc = frappe.get_doc(doctype, name)
	doc.update({field: value for field, value in record.items() if field != "doctype"})
	save(doc)
	remember(key, doctype, name, text, record)
	return "followed"


def insert(record: dict) -> None:
	doc = frappe.get_doc(dict(record))
	doc.flags.ignore_permissions = True
	doc.flags.seeding = True
	if record["doctype"] == "Print Format":
		doc.name = record["name"]
	doc.insert(ignore_if_duplicate=True)


def save(doc) -> None:
	doc.flags.ignore_permissions = True
	doc.flags.seeding = True
	doc.save()


def remember(key: str, doctype: str, name: str, text: str, record: dict) -> None:
	"""Keep what was seeded, as the database gives it back, to compare with at the next upgrade."""
	content = to_json(project(frappe.get_doc(doctype, name), record))
	if frappe.db.exists("Seed Record", key):
		frappe.db.set_value("Seed Record", key, {"seed": text, "content": content, "offered": None, "status": "一致"})
		return
	seed = frappe.new_doc("Seed Record")
	seed.update({"key": key, "for_doctype": doctype, "for_name": name, "seed": text, "content": content, "status": "一致"})
	seed.flags.ignore_permissions = True
	seed.insert()


def project(doc, shape: dict) -> dict:
	"""The document's values for the keys that a seed names; child tables row by row, with the rows it has now."""
	found = {}
	for field, value in shape.items():
		if isinstance(value, list):
			keys = sorted({key for row in value for key in row})
			found[field] = [{key: plain(row.get(key)) for key in keys} for row in doc.get(field) or []]
		else:
			found[field] = plain(doc.get(field))
	return found


def plain(value):
	"""A value as JSON keeps it; nothing, 0 and "" are told apart no more than the database does."""
	return value if isinstance(value, int | float | str) and value != 0 else (str(value) if value else "")


def plain_value(value):
	"""A value of a record, to be compared: tables row by row without what is empty, numbers and texts alike."""
	if isinstance(value, list):
		return [{key: str(plain(cell)) for key, cell in row.items() if plain(cell) not in ("", None)} for row in value]
	return str(plain(value))
