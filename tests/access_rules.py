"""Who may do what, read from a site: what `docs/权限.md` shows and what the tests of every cell expect.

The rights come from the stored permission rules and the published versions of the matters, not from the functions
that enforce them, so that the tests compare two different things.
"""

MODULES = ("Matters", "Casework", "Risk Control")
RIGHTS = {
	"read": "看",
	"write": "改",
	"create": "增",
	"delete": "删",
	"select": "选",
	"report": "报表",
	"export": "导出",
	"print": "打印",
	"share": "分享",
	"import": "导入",
}
EVERYBODY = ("All", "Desk User")
MANAGER = "System Manager"


def frappe():
	import frappe

	return frappe


def roles() -> dict[str, str]:
	"""{key: name} of this app's roles, in the order of their seed."""
	from gaoping_regulation import seeding

	names = {row.role_key: row.name for row in frappe().get_all("Role", ["name", "role_key"], {"role_key": ("is", "set")})}
	return {row["role_key"]: names[row["role_key"]] for row in seeding.seeds("role")}


def matters() -> list:
	"""The latest versions of the matters that came with the app; those made in the browser are the site's own."""
	from gaoping_regulation import seeding
	from gaoping_regulation.engine import registry

	codes = [row["code"] for row in seeding.seeds("administrative_matter")]
	return [version for code in codes if (version := registry.latest_version(code))]


def rules(doctype: str) -> list:
	"""The permission rules of a DocType in force: the site's own, or else the DocType's."""
	fields = ["role", "permlevel", "if_owner", *RIGHTS]
	for table in ("Custom DocPerm", "DocPerm"):
		rows = frappe().get_all(table, fields, {"parent": doctype}, order_by="role asc, permlevel asc")
		if rows:
			return rows
	return []


def rights(doctype: str, role: str) -> list[str]:
	"""What a role may do with every record of a DocType, by the role's own rules (permlevel 0)."""
	mine = [row for row in rules(doctype) if row.role == role and not row.permlevel and not row.if_owner]
	return [right for right in RIGHTS if any(row[right] for row in mine)]


def held(doctype: str, role: str | None) -> set[str]:
	"""What an account with one role has, with what every staff account has."""
	return {right for name in (role, *EVERYBODY) if name for right in rights(doctype, name)}


def our_doctypes(tables: bool = False) -> list[str]:
	filters = {"module": ("in", MODULES), "istable": int(tables), "custom": 0}
	return frappe().get_all("DocType", filters, pluck="name", order_by="module asc, name asc")


def core_doctypes() -> list[str]:
	"""DocTypes of the framework in which one of our roles has a right."""
	found = set()
	for table in ("Custom DocPerm", "DocPerm"):
		found.update(frappe().get_all(table, {"role": ("in", list(roles().values()))}, pluck="parent"))
	return sorted(found - set(frappe().get_all("DocType", {"module": ("in", MODULES)}, pluck="name")) - custom_doctypes())


def custom_doctypes() -> set[str]:
	return set(frappe().get_all("DocType", {"custom": 1}, pluck="name"))


def takers(version, state: str, action: dict) -> set[str]:
	"""The keys of the roles that take an action out of a state: by the transitions, none for the system's own."""
	names = {name: key for key, name in roles().items()}
	if action["kind"] == "system":
		return set()
	return {names[role] for role in version.roles_for(state, action["action"])}


def editor(version, state: dict) -> str | None:
	"""The key of the role that edits a case in a state; `applicant` stands for who applied or entered it."""
	if state.get("is_final") or state["key"] in decided(version):
		return None
	if state.get("applicant_edits"):
		return "applicant"
	if state.get("uploads_only"):
		return None
	names = {name: key for key, name in roles().items()}
	return names.get(version.editors.get(state["state"]))


def decided(version) -> set[str]:
	"""The states that a case is in once its decision is made; its content stays then."""
	found = {row["to_state"] for row in version.actions if row.get("decision")}
	while more := {row["to_state"] for row in version.actions if row["from_state"] in found} - found:
		found |= more
	return found


def roles_of(version) -> list[str]:
	"""The keys of the roles that have any action in a matter."""
	found = {key for action in version.actions for key in takers(version, action["from_state"], action)}
	return [key for key in roles() if key in found]


def portal_methods() -> list[tuple[str, bool, list[str]]]:
	"""(name, open to guests, HTTP verbs) of the portal API, by name."""
	from gaoping_regulation.portal import api

	found = []
	for name, function in vars(api).items():
		if function in frappe().whitelisted:
			verbs = frappe().allowed_http_methods_for_whitelisted_func[function]
			found.append((name, function in frappe().guest_methods, sorted(verbs)))
	return sorted(found)
