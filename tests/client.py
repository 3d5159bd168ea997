"""A user of the system over HTTP: what the demo and the whole-system tests drive."""

import json
from dataclasses import dataclass
from pathlib import Path

import requests

PORTAL = "gaoping_regulation.portal.api."
STAFF = "gaoping_regulation."
TIMEOUT = 60


class Refused(AssertionError):
	"""The server answered with an error; `status` and `text` tell which."""

	def __init__(self, response: requests.Response):
		self.status = response.status_code
		self.text = message_of(response)
		super().__init__(f"{response.request.method} {response.request.path_url}: {self.status} {self.text}")


def message_of(response: requests.Response) -> str:
	"""The message a user would read out of an answer."""
	try:
		body = response.json()
	except ValueError:
		return response.text[:300]
	messages = json.loads(body.get("_server_messages") or "[]")
	texts = [json.loads(text).get("message", "") for text in messages]
	texts = ["；".join(text) if isinstance(text, list) else str(text) for text in texts]
	return "；".join(texts) or str(body.get("message") or body.get("exception") or body.get("exc_type") or "")


class Client:
	"""One user with a session of his own (Guest until `login`)."""

	def __init__(self, address: str):
		self.address = address.rstrip("/")
		self.http = requests.Session()
		self.user = "Guest"

	def login(self, user: str, password: str) -> "Client":
		response = self.http.post(f"{self.address}/api/method/login", data={"usr": user, "pwd": password}, timeout=TIMEOUT)
		if response.status_code != 200:
			raise Refused(response)
		self.user = user
		self.http.headers["X-Frappe-CSRF-Token"] = self.portal("session")["csrf_token"]
		return self

	def request(self, verb: str, path: str, **options) -> requests.Response:
		"""Any request; returns the answer as it is."""
		return self.http.request(verb, self.address + path, timeout=TIMEOUT, allow_redirects=False, **options)

	def call(self, method: str, verb: str = "POST", files: dict | None = None, **arguments):
		"""A whitelisted method's message; raises Refused."""
		values = {key: json.dumps(value) if isinstance(value, dict | list) else value for key, value in arguments.items()}
		options = {"params": values} if verb == "GET" else {"data": values, "files": files}
		response = self.request(verb, f"/api/method/{method}", **options)
		if response.status_code >= 400:
			raise Refused(response)
		if response.headers.get("Content-Type", "").startswith("application/json"):
			return response.json().get("message")
		return response.content

	def portal(self, name: str, **arguments):
		"""A method of the portal API, by the HTTP verb it takes."""
		reads = (
			"session", "matters", "matter", "my_cases", "my_registrations", "my_instruments", "profile", "case", "form", "download",
			"verify", "public_register", "search_register", "figures", "sample", "messages", "my_data", "privacy_notice", "prefill",
		)
		return self.call(PORTAL + name, "GET" if name in reads else "POST", **arguments)

	def attach(self, case: str, material: str, name: str, content: bytes, signed: int = 1):
		return self.portal("attach", case=case, material=material, signed=signed, files={"file": (name, content)})

	def staff(self, name: str, **arguments):
		"""A method of the staff API: `risk_control.api.…`, `casework.api.…`."""
		return self.call(STAFF + name, **arguments)

	def apply(self, doctype: str, case: str, action: str, **more):
		"""A workflow action as the Desk sends it."""
		return self.call("frappe.model.workflow.apply_workflow", doc={"doctype": doctype, "name": case}, action=action, **more)

	def sign(self, case: str, **answers) -> dict:
		"""Sign the open checklist; what the machine does not answer is answered 符合."""
		found = self.staff("risk_control.api.checklist", case=case)
		given = {
			item["point"]: {"result": "符合", "remark": "已核实" if item["pre_answer"] == "发现问题" else ""}
			for item in found["items"]
		}
		given.update(answers)
		return self.staff("risk_control.api.sign_checklist", checklist=found["name"], answers=given)


@dataclass
class Place:
	"""A served site with its trial accounts, {key of the role: {"user", "password"}}."""

	address: str
	accounts: dict[str, dict]
	made: type[Client] = Client

	def guest(self) -> Client:
		return self.made(self.address)

	def as_(self, name: str) -> Client:
		"""A new client logged in as a trial account."""
		account = self.accounts[name]
		return self.guest().login(account["user"], account["password"])


def trial_accounts(file: Path) -> dict[str, dict]:
	"""The accounts of a file as `make accounts` lists them, by the key of their role."""
	return {row["user"].split("@")[0]: row for row in json.loads(file.read_text())}
