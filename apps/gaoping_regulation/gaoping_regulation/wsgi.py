"""The application that gunicorn serves: the framework's, with static files before it and a door around it.

The door: the site is ours whatever the Host says, a forged address or session in the request is dropped,
and what the framework answers with a 500 or an English page (broken JSON, a body too large) is a Chinese 400 or 413.
"""

import io
import json
import logging
import os
import re
from pathlib import Path
from urllib.parse import parse_qs

import frappe
import frappe.app
from whitenoise import WhiteNoise

from gaoping_regulation import compat
from gaoping_regulation.portal import intake

SITES = Path(os.environ.get("SITES_PATH", ".")).resolve()
JSON = "application/json"
MEGABYTE = 1024 * 1024
# The framework trusts these: an address from any header, an account by another DocType's keys.
FORGED = ("HTTP_REMOTE_ADDR", "HTTP_FRAPPE_AUTHORIZATION_SOURCE")
LANGUAGE_COOKIE = re.compile(r"(?:^|;)\s*preferred_language=[^;]*")

compat.apply()
intake.apply()


def settings() -> dict:
	return json.loads((SITES / "common_site_config.json").read_text())


class Door:
	"""Refuses broken requests in Chinese before the framework sees them."""

	def __init__(self, application, site: str, limit: int, behind_proxy: bool):
		self.application = application
		self.site = site
		self.limit = limit
		self.behind_proxy = behind_proxy

	def __call__(self, environ, start_response):
		self.clean(environ)
		problem = self.problem_of(environ)
		if problem:
			return answer(start_response, *problem)
		try:
			return self.application(environ, start_response)
		except Exception:
			logging.getLogger(__name__).exception("%s %s", environ["REQUEST_METHOD"], environ["PATH_INFO"])
			return answer(start_response, "500 Internal Server Error", "系统出错，请过几分钟再试。")

	def clean(self, environ) -> None:
		"""The site and the caller's address as we know them; guests read Chinese whatever their browser asks for."""
		for name in FORGED:
			environ.pop(name, None)
		environ["HTTP_X_FRAPPE_SITE_NAME"] = self.site
		environ["HTTP_X_FORWARDED_FOR"] = self.address_of(environ)
		environ["HTTP_ACCEPT_LANGUAGE"] = "zh"
		if "HTTP_COOKIE" in environ:
			environ["HTTP_COOKIE"] = LANGUAGE_COOKIE.sub("", environ["HTTP_COOKIE"]).lstrip("; ")

	def address_of(self, environ) -> str:
		"""Who is calling: the peer, or behind our proxy what the proxy itself has added, the last of the list."""
		forwarded = environ.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
		return (self.behind_proxy and forwarded) or environ.get("REMOTE_ADDR") or "127.0.0.1"

	def problem_of(self, environ) -> tuple[str, str] | None:
		"""(status line, message) of a request that must not pass."""
		if environ["PATH_INFO"].startswith("/socket.io"):
			return "404 Not Found", "本系统未启用实时推送。"
		if "sid" in parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True):
			return "400 Bad Request", "请求地址中不得携带会话标识。"
		if environ["PATH_INFO"] == intake.LOGIN_PATH and environ["REQUEST_METHOD"] != "POST":
			return "405 Method Not Allowed", "登录须用 POST 请求，请从登录页面登录。"
		if "HTTP_TRANSFER_ENCODING" in environ:
			return "411 Length Required", "请求没有写明长度，请检查后重新提交。"
		try:
			length = int(environ.get("CONTENT_LENGTH") or 0)
		except ValueError:
			return "400 Bad Request", "请求长度不正确。"
		if length > self.limit:
			return "413 Content Too Large", f"上传内容超过 {self.limit // MEGABYTE} MB，请压缩后再上传。"
		kind = environ.get("CONTENT_TYPE", "").lower().partition(";")[0].strip()
		if length and (JSON in kind or kind.endswith("+json")):
			return check_json(environ, length)
		return None


def check_json(environ, length: int) -> tuple[str, str] | None:
	"""Read a JSON body once, refuse what is no object of plain text, and put it back for the framework."""
	body = environ["wsgi.input"].read(length)
	environ["wsgi.input"] = io.BytesIO(body)
	try:
		found = json.loads(body.decode(), parse_constant=refuse_constant)
		json.dumps(found, ensure_ascii=False).encode()
		if isinstance(found, dict):
			return None
	except (ValueError, RecursionError):
		pass
	return "400 Bad Request", "请求内容不是正确的 JSON 对象，请检查后重新提交。"


def refuse_constant(name: str):
	"""NaN and Infinity are no JSON, though Python reads them."""
	raise ValueError(name)


def answer(start_response, status: str, message: str):
	body = json.dumps({"exc_type": "BadRequest", "message": message}, ensure_ascii=False).encode()
	start_response(status, [("Content-Type", "application/json; charset=utf-8"), ("Content-Length", str(len(body)))])
	return [body]


def with_static_files(application):
	"""Bundles and images of both apps; their names hold a hash, so a browser may keep them."""
	assets = SITES / "assets"
	static = WhiteNoise(application, max_age=3600, immutable_file_test=lambda path, url: "/dist/" in url, autorefresh=False)
	for folder in sorted(assets.iterdir()) if assets.exists() else []:
		if folder.is_dir():
			static.add_files(str(folder), prefix=f"assets/{folder.name}/")
	return static


def build():
	common = settings()
	frappe.app._sites_path = str(SITES)
	site = os.environ.get("GAOPING_SITE") or common["default_site"]
	limit = int(common.get("max_file_size") or 25 * MEGABYTE)
	door = Door(frappe.app.application, site, limit, bool(common.get("behind_proxy")))
	return with_static_files(door)


application = build()
