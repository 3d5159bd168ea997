"""Accounts by one-time code and by an outside provider, as the tests use them."""

import base64
import hashlib
import itertools
import json
import threading
import time
import warnings
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import jwt
import requests
from werkzeug.serving import make_server

from tests.client import Client

TITLE, SECRET = "企业电子营业执照", "secret-of-the-client"
SITES = Path(__file__).resolve().parents[2] / "sites"
numbers = itertools.count(time.time_ns() // 1000 % 10**8)


def new_number() -> str:
	"""A mobile number that no test has used."""
	return f"137{next(numbers) % 10**8:08d}"


class Codes:
	"""What the site has sent: its file outbox."""

	def __init__(self, server, frappe):
		self.server, self.frappe = server, frappe

	@property
	def outbox(self) -> Path:
		return SITES / self.server.site / "private" / "outbox" / "messages.jsonl"

	def sent(self, to: str) -> list[dict]:
		lines = self.outbox.read_text().splitlines() if self.outbox.exists() else []
		return [line for line in map(json.loads, lines) if line["to"] == to]

	def ask(self, client: Client, to: str, purpose: str) -> str:
		"""Have a code sent, past the minute's wait; returns it."""
		self.frappe.cache.delete_keys("gaoping-code:again")
		client.portal("send_code", account=to, purpose=purpose)
		return self.latest(to)

	def latest(self, to: str) -> str:
		"""The code of the last message to a number."""
		text = self.sent(to)[-1]["text"]
		return "".join(sign for sign in text.partition("，")[0] if sign.isdigit())

	def sign_up(self, name: str = "赵春梅", to: str | None = None, password: str | None = None) -> Client:
		"""A fresh applicant, logged in; `client.number` is where he is reached."""
		client, to = self.server.guest(), to or new_number()
		code = self.ask(client, to, "sign_up")
		client.portal("sign_up", full_name=name, account=to, code=code, password=password)
		client.number, client.name = to, name
		return adopt(client)


def adopt(client: Client) -> Client:
	"""Take over the session that a log-in has just opened, as the next page would."""
	session = client.portal("session")
	client.user = session["user"]
	client.http.headers["X-Frappe-CSRF-Token"] = session["csrf_token"]
	return client


class Provider:
	"""The real oidc-provider-mock, serving on a port, whose next id_token can be forged."""

	def __init__(self):
		with warnings.catch_warnings():
			warnings.simplefilter("ignore")
			import oidc_provider_mock

			app = oidc_provider_mock.app()
		self.forged: dict = {}
		self.signing: tuple | None = None
		self.asked: dict = {}
		app.before_request(self.remember)
		app.after_request(self.forge)
		self.server = make_server("127.0.0.1", 0, app, threaded=True)
		self.issuer = f"http://127.0.0.1:{self.server.server_port}"
		threading.Thread(target=self.server.serve_forever, daemon=True).start()

	def close(self) -> None:
		self.server.shutdown()
		self.server.server_close()

	def remember(self) -> None:
		import flask

		self.key = flask.g.oidc_provider_mock_storage.jwk
		if flask.request.path == "/oauth2/token":
			self.asked = flask.request.form.to_dict()

	def forge(self, response):
		"""Sign the token anew with other claims, by the provider's own key unless `signing` names (key, algorithm)."""
		body = response.get_json(silent=True) or {}
		if "id_token" in body and (self.forged or self.signing):
			claims = jwt.decode(body["id_token"], options={"verify_signature": False}) | self.forged
			claims = {name: value for name, value in claims.items() if value is not None}
			key, algorithm = self.signing or (self.key.as_pem(is_private=True), "RS256")
			body["id_token"] = jwt.encode(claims, key, algorithm=algorithm)
			response.set_data(json.dumps(body))
		return response

	def consent(self, location: str, sub: str, **claims) -> dict:
		"""Log in at the provider's page as `sub`; returns what the browser brings back: {"code", "state"}."""
		requests.put(f"{self.issuer}/users/{sub}", json=claims, timeout=10).raise_for_status()
		answer = requests.post(location, data={"sub": sub}, allow_redirects=False, timeout=10)
		back = urlsplit(answer.headers["Location"])
		assert back.path == "/idp", answer.headers["Location"]
		return {name: values[0] for name, values in parse_qs(back.query).items() if name in ("code", "state")}


@contextmanager
def offered(admin: Client, idp: Provider):
	"""The provider on the log-in page, as the system manager enters it, and off it again; gives its name."""
	values = {"title": TITLE, "enabled": 1, "issuer": idp.issuer, "client_id": "gaoping", "client_secret": SECRET}
	answer = admin.request("POST", "/api/resource/Identity Provider", json={**values, "scopes": "openid profile email", "credit_code_claim": "uscc"})
	assert answer.status_code == 200, answer.text
	name = answer.json()["data"]["name"]
	yield name
	admin.request("PUT", f"/api/resource/Identity Provider/{name}", json={"enabled": 0})


def challenge(verifier: str) -> str:
	return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
