"""The steps of a case as its applicant reads them."""

import frappe

from gaoping_regulation.engine import extensions, pauses, registry
from gaoping_regulation.engine.access import APPLICANT_KEY, role_name


def timeline(doc) -> list[dict]:
	"""What happened, oldest first: the steps of the case, by post, not by name."""
	version = registry.version_of(doc)
	steps = {row["action"] for row in version.actions} | {"签发文书", pauses.PAUSE, pauses.RESUME, extensions.GRANT}
	rows = frappe.get_all(
		"Case Event", ["kind", "at", "actor", "content"], {"case_name": doc.name}, order_by="seq asc", ignore_permissions=True
	)
	found = []
	for row in rows:
		if row.kind not in steps:
			continue
		content = frappe.parse_json(row.content)
		# Agents and colleagues act on the applicant's side, also those whose mandate has ended.
		own = row.actor in (doc.applicant_user, doc.principal) or frappe.get_cached_value("User", row.actor, "user_type") == "Website User"
		by = "申请人" if own else post(version, row, content)
		found.append({"at": row.at[:19], "title": row.kind, "text": step_text(row.kind, content), "by": by})
	return found


def post(version: registry.Version, row, content: dict) -> str:
	"""The post in which somebody of the bureau took a step: the roles that may take it, of those he holds."""
	source = version.state(content.get("从") or "")
	action = source and version.action(source["key"], row.kind)
	if not action:
		return "本局"
	if action["kind"] == "system":
		return "系统"
	allowed = version.roles_for(source["key"], row.kind) - {role_name(APPLICANT_KEY)}
	# Whoever has left the post since held one of those that may take the step.
	return "、".join(sorted(allowed & set(frappe.get_roles(row.actor)) or allowed)) or "工作人员"


def step_text(kind: str, content: dict) -> str:
	"""What a step of the timeline says: the document issued, the pause and its reason, or the state that follows."""
	if kind == pauses.PAUSE:
		return f"{content['情形']}：{content['理由']}"
	if kind == extensions.GRANT:
		return f"{content['环节']}延长 {content['延长']}，应在 {content['应于']} 前办完：{content['理由']}"
	if kind == pauses.RESUME:
		return f"本环节应在 {content['应于']} 前办完"
	return f"{content['文书']} {content['文号']}" if "文书" in content else content.get("到", "")


def pauses_of(doc) -> list[dict]:
	"""When the clock of a case rested and why, oldest first; `until` is empty while it rests."""
	fields = ["kind", "started_on as since", "ended_on as until"]
	return frappe.get_all("Clock Pause", fields, {"case_name": doc.name}, order_by="started_on asc", ignore_permissions=True)
