"""What an account has declared of its applicants before, to begin a new application of any matter with."""

import frappe
from frappe.utils import getdate

from gaoping_regulation.casework import entry
from gaoping_regulation.engine import registry, standing
from gaoping_regulation.engine.casting import cast_value
from gaoping_regulation.portal import views

# A section that asks for one of these is about people or companies, not about this one application.
ABOUT_PEOPLE = ("applicant_name", "agent_name")
TAKEN = ("Data", "Select", "Small Text", "Link", "Phone")
# Of the applicant, whatever a matter's form calls them.
SAME_EVERYWHERE = ("phone", "applicant_type")
OF_APPLICANT = ("applicant_name", "address", "credit_code")
LOOKED_AT, OFFERED = 20, 3


def offers(matter: str, user: str) -> list[dict]:
	"""The different applicants of a user's earlier cases, the latest first, with what of them fits a matter's form.

	Returns a list of {"name", "matter_title", "on", "values"}. Only cases that he stands behind today are read: his own,
	and those of whom he acts for.
	"""
	version = registry.latest_version(matter)
	wanted = fields_about_people(version.doctype) if version else {}
	found: dict[tuple, dict] = {}
	for doctype, name in own_cases(user) if wanted else []:
		doc = frappe.get_doc(doctype, name)
		values = fitting(doc, version.doctype, wanted)
		who = (values.get("applicant_name"), values.get("id_no"))
		if values.get("applicant_name") and who not in found:
			found[who] = {"name": who[0], "matter_title": registry.version_of(doc).title, "on": getdate(doc.creation), "values": values}
		if len(found) == OFFERED:
			break
	return list(found.values())


def fields_about_people(doctype: str) -> dict:
	"""{fieldname: field} of the form's sections on the applicant and the agent, without dates, ticks and tables."""
	section, sections = [], []
	writable = {df.fieldname for df in entry.form_fields(doctype)}
	for df in frappe.get_meta(doctype).fields:
		if df.fieldtype in ("Section Break", "Tab Break"):
			section = []
			sections.append(section)
		elif df.fieldname in writable:
			section.append(df)
	about = [group for group in sections if any(df.fieldname in ABOUT_PEOPLE for df in group)]
	return {df.fieldname: df for group in about for df in group if df.fieldtype in TAKEN}


def own_cases(user: str) -> list[tuple[str, str]]:
	"""(DocType, name) of the cases that the user stands behind today, over all matters, the last changed first."""
	found = []
	for doctype, row in registry.live_matters().items():
		people = standing.persons(user, row["code"])
		found += [(case.modified, doctype, case.name) for case in views.own_cases(doctype, ["name", "modified"], user, people, LOOKED_AT)]
	return [(doctype, name) for _modified, doctype, name in sorted(found, reverse=True)[:LOOKED_AT]]


def fitting(doc, doctype: str, wanted: dict) -> dict:
	"""The values of an earlier case that mean the same in the new form and may stand there."""
	alike = names_organisation(doc.doctype) == names_organisation(doctype)
	values = {}
	for name, df in wanted.items():
		source = doc.meta.get_field(name)
		if source is None or not doc.get(name):
			continue
		same = source.label == df.label or name in SAME_EVERYWHERE or (alike and name in OF_APPLICANT)
		cast, problem = cast_value(df, doc.get(name))
		if same and cast and not problem:
			values[name] = cast
	return values


def names_organisation(doctype: str) -> bool:
	"""Whether a form's applicant is named as a company is (名称), not as a person (姓名)."""
	df = frappe.get_meta(doctype).get_field("applicant_name")
	return bool(df) and "名称" in (df.label or "")
