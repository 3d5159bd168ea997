"""Staff API of the configuration: drafts, what is wrong with them, what they change, and the way back."""

import json

import frappe

from gaoping_regulation.engine.errors import StateLocked, refuse
from gaoping_regulation.matters import differences, linter, moving, offers, undoing
from gaoping_regulation.matters.drafts import DOCTYPE, PUBLISHED, WRITING, content, restoring, steps


@frappe.whitelist(methods=["POST"])
def submit_draft(draft: str, confirmed: int | str = 0) -> dict:
	"""Hand a draft in for approval; see steps.submit."""
	return steps.submit(draft, frappe.utils.cint(confirmed) == 1)


@frappe.whitelist(methods=["POST"])
def approve_draft(draft: str, opinion: str | None = None) -> dict:
	"""Approve a draft as a second person; see steps.approve."""
	return steps.approve(draft, opinion)


@frappe.whitelist(methods=["POST"])
def send_back_draft(draft: str, opinion: str) -> dict:
	"""Return a draft to its author."""
	return steps.send_back(draft, opinion)


@frappe.whitelist(methods=["POST"])
def discard_draft(draft: str) -> dict:
	"""Give a draft up."""
	return steps.discard(draft)


@frappe.whitelist(methods=["POST"])
def restore_version(version: str, reason: str) -> dict:
	"""Take a matter back to an earlier version: a draft with its content, handed in at once; see restoring.restore."""
	return restoring.restore(version, reason)


@frappe.whitelist(methods=["GET"])
def check_draft(draft: str) -> dict:
	"""What is wrong with a draft and what it changes: {"findings": […], "differences": […]}."""
	doc = frappe.get_doc(DOCTYPE, draft)
	doc.check_permission("read")
	return {"findings": linter.findings(doc), "differences": changes_of(doc)}


def changes_of(draft) -> list[dict]:
	"""A draft against the version that it was made from; a published one as well."""
	if draft.is_new_matter:
		return []
	base = json.loads(frappe.db.get_value("Matter Version", draft.base_version, "content"))
	if draft.status == PUBLISHED:
		return differences.compare(base, json.loads(frappe.db.get_value("Matter Version", draft.published_version, "content")))
	return differences.compare(base, content.of(draft))


@frappe.whitelist(methods=["GET"])
def load_versions(matter: str) -> list[dict]:
	"""What was live when: a matter's versions with who published them and how many cases are under way on each."""
	if not frappe.has_permission("Matter Version", "read"):
		refuse("您不能查看事项的版本。", StateLocked)
	doctype = frappe.db.get_value("Administrative Matter", matter, "ref_doctype")
	if doctype is None:
		refuse(f"没有代码为“{str(matter)[:20]}”的事项，请从列表进入。", frappe.DoesNotExistError)
	fields = ["name", "version", "published_on", "published_by", "author", "reason", "draft"]
	rows = frappe.get_all("Matter Version", fields, {"matter": matter}, order_by="version desc")
	counted = frappe.get_all(doctype, {"closed_on": ("is", "not set")}, ["config_version", "count(name) as number"], group_by="config_version")
	running = {row.config_version: row.number for row in counted}
	return [{**row, "running": running.get(row.name, 0), "live": number == 0} for number, row in enumerate(rows)]


@frappe.whitelist(methods=["GET"])
def show_difference(old: str, new: str) -> list[dict]:
	"""The differences of two versions of one matter."""
	if not frappe.has_permission("Matter Version", "read"):
		refuse("您不能查看事项的版本。", StateLocked)
	pair = [frappe.db.get_value("Matter Version", name, ["matter", "content"], as_dict=True) for name in (old, new)]
	if None in pair or pair[0].matter != pair[1].matter:
		refuse("请选择同一事项的两个版本。")
	return differences.compare(*(json.loads(row.content) for row in pair))


@frappe.whitelist(methods=["GET"])
def get_open_draft(matter: str) -> str | None:
	"""The draft that is being written for a matter, or None."""
	if not frappe.has_permission(DOCTYPE, "read"):
		refuse("您不能查看配置草案。", StateLocked)
	return frappe.db.get_value(DOCTYPE, {"matter": matter, "status": ("in", (WRITING, steps.WAITING, steps.SCHEDULED))})


@frappe.whitelist(methods=["GET"])
def download_configuration(matter: str | None = None) -> None:
	"""One matter's configuration, or all of them, as a sorted JSON file without personal data."""
	require_administrator()
	codes = frappe.get_all("Administrative Matter", {"code": matter} if matter else {}, pluck="name", order_by="name")
	if not codes:
		refuse(f"没有代码为“{str(matter)[:20]}”的事项，请从列表进入。", frappe.DoesNotExistError)
	text = json.dumps(moving.export(codes), ensure_ascii=False, indent=1, sort_keys=True)
	frappe.local.response.filename = f"配置-{matter or '全部事项'}-{frappe.utils.today()}.json"
	frappe.local.response.filecontent = text.encode()
	frappe.local.response.type = "download"


@frappe.whitelist(methods=["POST"])
def compare_file() -> list[dict]:
	"""What the uploaded file would change; nothing is written. See moving.plan."""
	require_administrator()
	return moving.plan(moving.read(uploaded()))


@frappe.whitelist(methods=["POST"])
def import_file() -> list[str]:
	"""Drafts of what the uploaded file changes; see moving.take."""
	require_administrator()
	return moving.take(moving.read(uploaded()))


def uploaded() -> bytes:
	file = frappe.request.files.get("file") if frappe.request else None
	if file is None:
		refuse("请选择要导入的配置文件。")
	return file.stream.read()


def require_administrator() -> None:
	if not frappe.has_permission(DOCTYPE, "create"):
		refuse("配置的导出和导入由业务管理员办理，您没有该角色。", StateLocked)


@frappe.whitelist(methods=["POST"])
def undo_change(change: str) -> dict:
	"""Take back what was live at once; see undoing.undo."""
	return {"change": undoing.undo(change)}


@frappe.whitelist(methods=["GET"])
def show_change(change: str) -> list[dict]:
	"""What a change did, field by field."""
	doc = frappe.get_doc(undoing.LOG, change)
	doc.check_permission("read")
	return [line for row in json.loads(doc.entries) for line in differences.records(row["before"], row["after"])]


@frappe.whitelist(methods=["GET"])
def show_offer(seed: str) -> list[dict]:
	"""Mine beside theirs after an upgrade; see offers.compare."""
	return offers.compare(seed)


@frappe.whitelist(methods=["POST"])
def take_offer(seed: str) -> dict:
	"""Take the new version's content over; see offers.take."""
	return offers.take(seed)


@frappe.whitelist(methods=["POST"])
def keep_mine(seed: str) -> dict:
	"""Stay with what is here; see offers.keep."""
	return {"status": offers.keep(seed)}
