"""The fence of 业务管理员 (design 7): he administers in the browser and is no System Manager in disguise.

It stands where documents are saved, deleted and renamed, so it holds for REST, `frappe.client`, Desk and import
alike. Everybody who is no System Manager is inside it: whoever got write access to these DocTypes by whatever way.
"""

import frappe

from gaoping_regulation.engine import registry
from gaoping_regulation.engine.errors import refuse

MANAGER = "System Manager"
APPLICANT, ADMIN, INSPECTOR = "applicant", "business_admin", "inspector"


class FenceError(frappe.PermissionError):
	"""业务管理员 tried what is the System Manager's, or nobody's."""


def stop(message: str) -> None:
	refuse(message, FenceError, "超出业务管理员权限")


def is_fenced() -> bool:
	"""Whether the session's user is held by the fence."""
	return frappe.session.user != "Administrator" and MANAGER not in frappe.get_roles()


def check(doc, method: str | None = None) -> None:
	"""before_validate: before the DocType's own controller, which may already alter tables."""
	if is_fenced() and not doc.flags.publishing:
		rules(doc.doctype).check(doc)


def check_deletion(doc, method: str | None = None) -> None:
	"""on_trash."""
	if is_fenced():
		rules(doc.doctype).check_deletion(doc)


def refuse_renaming(doc, method: str | None = None, *args, **kwargs) -> None:
	"""before_rename: running cases know states, templates and matters by the name they had (design 6)."""
	if is_fenced():
		stop("在办件和已签发文书按原名称引用此记录，不能改名或合并。请新建一条，再在事项中改用新的。")


def rules(doctype: str):
	"""The module with the rules of a DocType: `check(doc)` and `check_deletion(doc)`."""
	from gaoping_regulation.matters.fence import desk, fields, live, setters, template, workflow

	return {
		"Custom Field": fields,
		"Property Setter": setters,
		"Workflow": live.Bound,
		"Workflow State": workflow.Names,
		"Workflow Action Master": workflow.Names,
		"Print Format": template,
		"Administrative Matter": live.Matter,
		"Risk Control Chart": live.Bound,
		"Translation": desk.Translation,
		"Dashboard": desk.Dashboard,
		"Dashboard Chart": desk.Chart,
		"Number Card": desk.Card,
	}[doctype]


def matter_doctypes() -> list[str]:
	"""The DocTypes named in an Administrative Matter, published or not."""
	return frappe.get_all("Administrative Matter", pluck="ref_doctype")


def open_doctypes() -> set[str]:
	"""What may be customised: the matters' DocTypes and their child tables; never what is the engine's or core's."""
	found = set(matter_doctypes())
	for doctype in list(found):
		found.update(df.options for df in frappe.get_meta(doctype).get_table_fields())
	return found


def require_open(doctype: str | None) -> None:
	if doctype not in open_doctypes():
		stop(f"“{doctype or ''}”不是行政事项的单据，业务管理员不能改动其字段和属性。需要时请联系系统管理员。")


def used_in_versions(text: str) -> str | None:
	"""The name of a Matter Version whose frozen content names the text, or None."""
	quoted = f'"{text}"'.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
	found = frappe.get_all("Matter Version", {"content": ("like", f"%{quoted}%")}, pluck="name", limit=1)
	return found[0] if found else None


def role_keys() -> dict[str, str]:
	"""{role name: key} of this app's roles."""
	rows = frappe.get_all("Role", {"role_key": ("is", "set")}, ["name", "role_key"])
	return {row.name: row.role_key for row in rows}


def is_system_field(df) -> bool:
	"""A field that the engine fills in or that hides personal numbers (design 9); its behaviour is not for sale."""
	from gaoping_regulation.casework.entry import ENGINE_FIELDS, PERSONAL

	name = df.fieldname
	return bool(
		df.permlevel
		or name in ENGINE_FIELDS
		or name in PERSONAL
		or name.endswith("_masked")
		or df.parent == "Case Material"
	)


def same(new, old) -> bool:
	"""Whether two values mean the same to the framework: None, "" and 0 are one, numbers compare as text."""
	return str(new or "") == str(old or "") or (str(new or 0), str(old or 0)) == ("0", "0")


def published(code: str) -> bool:
	return registry.latest_version(code) is not None
