"""What the site's database holds, read past every permission, to tell that a refused request changed nothing."""

import hashlib
import time
from contextlib import contextmanager
from pathlib import Path

STALL = "Small Food Stall Filing"
OF_CASE = (
	"Correction Notice",
	"Delivery Receipt",
	"Issued Document",
	"Service Rating",
	"Stage Checklist",
)
CHILDREN = {STALL: ("Case Material", "Food Worker", "Filing Item"), "Stage Checklist": ("Stage Checklist Item",)}


class Stored:
	def __init__(self, frappe):
		self.frappe = frappe

	def sql(self, query: str, *values) -> list[tuple]:
		"""Rows as they stand now. No transaction stays open: its metadata lock would stop the server's next ALTER TABLE."""
		rows = self.frappe.db.sql(query, values)
		self.frappe.db.rollback()
		return rows

	def value(self, doctype: str, name: str, field: str):
		rows = self.sql(f"select `{field}` from `tab{doctype}` where name = %s", name)
		return rows[0][0] if rows else None

	def count(self, doctype: str, condition: str = "1 = 1", *values) -> int:
		return self.sql(f"select count(*) from `tab{doctype}` where {condition}", *values)[0][0]

	def state(self, case: str) -> str:
		return self.value(STALL, case, "workflow_state")

	def rows(self, case: str, with_events: bool = True) -> dict[str, list]:
		"""Every row that belongs to a case, by table."""
		found = {STALL: self.sql(f"select * from `tab{STALL}` where name = %s", case)}
		for doctype in OF_CASE:
			found[doctype] = self.sql(f"select * from `tab{doctype}` where case_name = %s order by name", case)
		for parent, tables in CHILDREN.items():
			names = [case] if parent == STALL else [row[0] for row in found[parent]] or [""]
			for table in tables:
				found[table] = self.sql(f"select * from `tab{table}` where parent in %s order by name", tuple(names))
		documents = [row[0] for row in found["Issued Document"]]
		found["File"] = self.sql(
			"select * from `tabFile` where attached_to_name in %s order by name", tuple([case, *documents])
		)
		if with_events:
			found["Case Event"] = self.sql("select * from `tabCase Event` where case_name = %s order by seq", case)
		return found

	def files(self, case: str) -> dict[str, str]:
		"""{URL: SHA-256 of what lies there} of the files of a case and of its documents."""
		documents = self.sql("select name from `tabIssued Document` where case_name = %s", case)
		owners = tuple(name for (name,) in (*documents, (case,)))
		urls = self.sql("select file_url from `tabFile` where attached_to_name in %s", owners)
		folder = self.frappe.get_site_path()
		found = {}
		for (url,) in urls:
			path = Path(folder + url)
			found[url] = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "gone"
		return found

	def wait_for_printer(self, case: str, seconds: int = 60) -> None:
		"""Documents that the worker has yet to print would change while a test looks on."""
		until = time.monotonic() + seconds
		while self.count("Issued Document", "case_name = %s and ifnull(sha256, '') = ''", case):
			assert time.monotonic() < until, f"no PDF of {case} within {seconds} s; see logs/"
			time.sleep(0.1)

	@contextmanager
	def unchanged(self, case: str, with_events: bool = True):
		"""Nothing of the case, its checklists, documents, trail or files may differ afterwards."""
		self.wait_for_printer(case)
		before, files = self.rows(case, with_events), self.files(case)
		yield
		after = self.rows(case, with_events)
		for table, rows in before.items():
			assert after[table] == rows, f"{table} of {case} changed"
		assert self.files(case) == files, f"a file of {case} changed"

	@contextmanager
	def as_many(self, *doctypes: str):
		"""No row is added to or removed from these tables; what the printer still has of earlier tests is let pass."""
		printed = {"File": "ifnull(attached_to_doctype, '') != 'Issued Document'"}

		def counted() -> dict[str, int]:
			return {doctype: self.count(doctype, printed.get(doctype, "1 = 1")) for doctype in doctypes}

		before = counted()
		yield
		assert counted() == before
