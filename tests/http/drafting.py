"""A Configuration Draft over HTTP: written by 业务管理员, approved by 分管领导."""

from contextlib import contextmanager

from tests.http.fence import Administrator, accepted

API = "gaoping_regulation.matters.api."
DOCTYPE = "Configuration Draft"


class Draft:
	"""One draft of a matter, as its author writes it."""

	def __init__(self, admin: Administrator, matter: str = "XT", **values):
		self.admin = admin
		self.name = accepted(admin.create(DOCTYPE, matter=matter, reason="试验修改", **values))["name"]

	def read(self) -> dict:
		return self.admin.read(DOCTYPE, self.name)

	def change(self, **values):
		return self.admin.change(DOCTYPE, self.name, **values)

	def with_row(self, table: str, matching: dict, **values):
		"""Save the draft with one row of a table changed (the first that matches)."""
		rows = self.read()[table]
		next(row for row in rows if all(row.get(key) == value for key, value in matching.items())).update(values)
		return self.change(**{table: rows})

	def with_more(self, table: str, *more: dict):
		return self.change(**{table: [*self.read()[table], *more]})

	def without(self, table: str, **matching):
		rows = self.read()[table]
		kept = [row for row in rows if not all(row.get(key) == value for key, value in matching.items())]
		assert len(kept) < len(rows)
		return self.change(**{table: kept})

	def findings(self) -> list[dict]:
		return self.told()["findings"]

	def told(self) -> dict:
		answer = self.admin.client.request("GET", f"/api/method/{API}check_draft", params={"draft": self.name})
		assert answer.status_code == 200, answer.text
		return answer.json()["message"]

	def submit(self, confirmed: int = 1):
		return step(self.admin.client, "submit_draft", draft=self.name, confirmed=confirmed)

	def discard(self):
		return step(self.admin.client, "discard_draft", draft=self.name)

	def publish(self, approver) -> str:
		"""Hand it in and have it approved; returns the new version's name."""
		accepted(self.submit())
		return accepted(step(approver, "approve_draft", draft=self.name), "message")["version"]


def step(client, method: str, **values):
	return client.request("POST", f"/api/method/{API}{method}", data=values)


def live(admin: Administrator, matter: str = "XT") -> str:
	"""The name of the version that new cases run on."""
	answer = admin.client.request("GET", f"/api/method/{API}load_versions", params={"matter": matter})
	return next(row["name"] for row in answer.json()["message"] if row["live"])


def restore(admin: Administrator, approver, version: str) -> None:
	"""Take a matter back to a version."""
	answer = accepted(step(admin.client, "restore_version", version=version, reason="恢复"), "message")
	accepted(step(approver, "approve_draft", draft=answer["draft"]))


@contextmanager
def published(people, matter: str = "XT"):
	"""A draft to be changed inside; published at the end of its own block by the test, and the matter taken back after."""
	admin = Administrator(people.business_admin)
	before = live(admin, matter)
	draft = Draft(admin, matter)
	try:
		yield draft
	finally:
		if draft.read()["status"] in ("草拟", "待批准", "待发布"):
			accepted(draft.discard())
		if live(admin, matter) != before:
			restore(admin, people.deputy_director, before)

