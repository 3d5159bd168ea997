"""留痕链核验: reads the whole audit trail and shows where its chain of hashes breaks (design 6)."""

import frappe

from gaoping_regulation.engine import roots

COLUMNS = [
	{"fieldname": "seq", "label": "序号", "fieldtype": "Int", "width": 100},
	{"fieldname": "problem", "label": "发现的问题", "fieldtype": "Data", "width": 320},
	{"fieldname": "case_no", "label": "办件编号", "fieldtype": "Data", "width": 240},
	{"fieldname": "kind", "label": "事项经过", "fieldtype": "Data", "width": 140},
	{"fieldname": "actor_name", "label": "人员", "fieldtype": "Data", "width": 140},
	{"fieldname": "at", "label": "时间", "fieldtype": "Data", "width": 200},
]


def execute(filters=None):
	"""Columns, a row for each break, and what the whole comes to."""
	problems = roots.verify()
	entries = entries_at([row["seq"] for row in problems])
	rows = [{**entries.get(row["seq"], {}), **row} for row in problems]
	count = frappe.db.count("Case Event")
	message = f"已核验全部 {count} 条留痕：" + (f"{len(rows)} 处断裂，请立即报告纪检监察和系统管理员。" if rows else "首尾相接，没有改动、缺失或插入。")
	kept = roots.read()
	message += f"库外留存日根 {len(kept)} 个，最近一个为 {kept[-1]['day']}。" if kept else "库外尚无日根，第一个于今夜留存。"
	return COLUMNS, rows, message


def entries_at(numbers: list[int]) -> dict[int, dict]:
	"""The entries at these places of the chain, by their number."""
	fields = ["seq", "case_no", "kind", "actor_name", "at"]
	found = frappe.get_all("Case Event", fields, {"seq": ("in", numbers or [0])})
	return {row.seq: row for row in found}
