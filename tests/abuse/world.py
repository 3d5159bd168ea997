"""Where abuses are played: the trial accounts, cases on their way, and the database for who goes past the system."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.http.prize_story import Filings
from tests.http.story import PASSWORD, STALL, People

# What a careful officer needs to read one risk point.
PATIENCE = 0.6


@dataclass(frozen=True)
class Abuse:
	"""An abuse: the rule that must find it, the risk point it touches, and how it is played.

	`play(world)` returns the case concerned, or None for what is found on the site as a whole.
	"""

	rule: str
	title: str
	point: str
	play: Callable


class World:
	def __init__(self, server, frappe):
		self.people = People(server)
		self.filings = Filings(self.people)
		self.frappe = frappe
		self.undone: list[tuple[str, tuple]] = []
		self.files: dict[Path, bytes] = {}
		self.closed: str | None = None

	def sql(self, query: str, *values, undo: tuple[str, tuple] | None = None):
		"""Go past the system; `undo` is what puts it right again once the abuse is found."""
		rows = self.frappe.db.sql(query, values)
		self.frappe.db.commit()
		if undo:
			self.undone.append(undo)
		return rows

	def change(self, doctype: str, name: str, field: str, value) -> None:
		"""Overwrite a value in the database, to be put back later."""
		old = self.sql(f"select `{field}` from `tab{doctype}` where name = %s", name)[0][0]
		back = (f"update `tab{doctype}` set `{field}` = %s where name = %s", (old, name))
		self.sql(f"update `tab{doctype}` set `{field}` = %s where name = %s", value, name, undo=back)

	def remove(self, doctype: str, name: str) -> None:
		"""Delete a row in the database, to be put back later."""
		row = self.frappe.db.sql(f"select * from `tab{doctype}` where name = %s", name, as_dict=True)[0]
		columns = ", ".join(f"`{column}`" for column in row)
		places = ", ".join(["%s"] * len(row))
		self.sql(f"delete from `tab{doctype}` where name = %s", name, undo=(f"insert into `tab{doctype}` ({columns}) values ({places})", tuple(row.values())))

	def replace_file(self, path: Path, content: bytes) -> None:
		"""Overwrite a file on the disk, to be put back later."""
		self.files[path] = path.read_bytes()
		path.write_bytes(content)

	def put_back(self) -> None:
		for path, content in self.files.items():
			path.write_bytes(content)
		for query, values in reversed(self.undone):
			self.frappe.db.sql(query, values)
		self.frappe.db.commit()
		self.undone.clear()

	def closed_case(self) -> str:
		"""One case in 办结 for all that are tampered with afterwards."""
		self.closed = self.closed or self.people.closed()
		return self.closed

	def name_of(self, doctype: str, order: str = "creation desc", **filters) -> str:
		self.frappe.db.rollback()
		return self.frappe.get_all(doctype, filters, pluck="name", order_by=order, limit=1)[0]

	def officer(self, *roles: str):
		"""A fresh account that holds several roles at once, logged in."""
		user = self.people.new_account(roles[0])
		for role in roles[1:]:
			given = json.loads(self.people.Administrator.request("GET", f"/api/resource/User/{user}").text)["data"]["roles"]
			body = {"roles": [{"role": row["role"]} for row in given] + [{"role": role}]}
			answer = self.people.Administrator.request("PUT", f"/api/resource/User/{user}", json=body)
			assert answer.status_code == 200, answer.text
		return self.people.server.guest().login(user, PASSWORD)

	def carefully(self, officer, case: str, action: str, doctype: str = STALL, **more) -> dict:
		"""An officer reads the checklist as long as it takes, signs it and takes an action."""
		found = officer.staff("risk_control.api.checklist", case=case)
		time.sleep(PATIENCE * sum(item["pre_answer"] != "符合" for item in found["items"]))
		officer.sign(case)
		return officer.apply(doctype, case, action, **more)

	def asked(self, case: str, *items: dict) -> None:
		"""The reviewer asks for corrections, and the applicant sends the case in again as it was."""
		self.people.reviewer.apply(STALL, case, "要求补正", details={"items": list(items)})

	def again(self, case: str) -> None:
		self.people.applicant.portal("act", case=case, action="补正提交")

	def backdate(self, case: str, days: int, doctype: str = STALL) -> None:
		"""As if the case had come so many days earlier: its due date lies in the past."""
		self.sql(f"update `tab{doctype}` set due_on = date_sub(curdate(), interval %s day) where name = %s", days, case)
		self.sql("update `tabStage Checklist` set due_on = date_sub(curdate(), interval %s day) where case_name = %s", days, case)

	def detect(self) -> None:
		"""Run the detectors as production does: the follower behind the trail, and the daily round."""
		from gaoping_regulation.risk_control.detectors import runner

		self.frappe.db.rollback()
		runner.follow()
		runner.daily()
		self.frappe.db.commit()

	def alerts(self, rule: str, case: str | None = None) -> list:
		self.frappe.db.rollback()
		filters = {"rule": rule, **({"case_name": case} if case else {})}
		return self.frappe.get_all("Risk Alert", filters, ["*"], order_by="creation desc")
