"""Abuses past the system: values, papers, receipts and the trail changed in the database or on the disk."""

from pathlib import Path

from tests.abuse.world import Abuse, World
from tests.http.story import STALL


def state_moved(world: World) -> str:
	case = world.people.submitted()
	world.change(STALL, case, "workflow_state", "待送达")
	return case


def content_changed(world: World) -> str:
	case = world.closed_case()
	world.change(STALL, case, "phone", "13900000000")
	return case


def attachment_cleared(world: World) -> str:
	case = world.people.decided()
	row = world.name_of("Case Material", parent=case, material="health_certificate")
	world.change("Case Material", row, "attachment", None)
	world.change("Case Material", row, "sha256", None)
	return case


def document_frozen_changed(world: World) -> str:
	case = world.closed_case()
	card = world.name_of("Issued Document", case_name=case, kind="card")
	old = world.frappe.db.get_value("Issued Document", card, "frozen")
	world.change("Issued Document", card, "frozen", old.replace("赵", "钱", 1))
	return case


def document_file_replaced(world: World) -> str:
	case = world.people.closed()
	url = world.frappe.db.get_value("Issued Document", world.name_of("Issued Document", case_name=case, kind="card"), "file_url")
	path = Path(world.frappe.get_site_path(*url.lstrip("/").split("/")))
	world.replace_file(path, path.read_bytes() + b"\n% changed")
	return case


def receipt_lost(world: World) -> str:
	case = world.people.closed()
	world.remove("Delivery Receipt", world.name_of("Delivery Receipt", case_name=case))
	return case


def receipt_forged(world: World) -> str:
	case = world.closed_case()
	world.change("Delivery Receipt", world.name_of("Delivery Receipt", case_name=case), "delivered_on", "2026-01-05 09:00:00")
	return case


def never_delivered(world: World) -> str:
	case = world.people.decided()
	world.sql(f"update `tab{STALL}` set decided_on = date_sub(decided_on, interval 20 day) where name = %s", case)
	return case


def document_number_gone(world: World) -> None:
	case = world.people.decided()
	world.people.decided()
	world.remove("Issued Document", world.name_of("Issued Document", case_name=case, kind="card"))


def case_gone(world: World) -> None:
	case = world.people.submitted()
	world.remove(STALL, case)


def trail_rewritten(world: World) -> None:
	case = world.people.examined()
	world.people.submitted()
	world.change("Case Event", world.name_of("Case Event", case_name=case, kind="资料齐全"), "actor", "nobody@gaoping.local")


def trail_removed(world: World) -> None:
	case = world.people.examined()
	# Not the last entry: what came next would not fit the chain once this one is put back.
	world.people.submitted()
	world.remove("Case Event", world.name_of("Case Event", case_name=case, kind="资料齐全"))


TAMPERING = (
	Abuse("past-the-workflow", "直接改写状态", "XT-SC-4", state_moved),
	Abuse("content-changed", "决定后改写内容", "XT-BA-1", content_changed),
	Abuse("material-lost", "清除申请材料", "XT-SC-4", attachment_cleared),
	Abuse("document-changed", "改写文书冻结的内容", "XT-SC-4", document_frozen_changed),
	Abuse("document-changed", "替换文书文件", "XT-SC-4", document_file_replaced),
	Abuse("missing-receipt", "删除送达回证", "XT-SD-1", receipt_lost),
	Abuse("missing-receipt", "伪造送达时间", "XT-SD-1", receipt_forged),
	Abuse("undelivered", "决定后不送达", "XT-SD-1", never_delivered),
	Abuse("number-gap", "删除文书，文号断号", "XT-SC-4", document_number_gone),
	Abuse("number-gap", "删除办件，编号断号", "XT-SC-4", case_gone),
	Abuse("trail-broken", "改写留痕", "XT-SC-4", trail_rewritten),
	Abuse("trail-broken", "删除留痕", "XT-SC-4", trail_removed),
)
