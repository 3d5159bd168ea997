"""Text messages and e-mails to applicants: one function, whichever way the bureau has set up.

Which way, says Regulation Settings (消息渠道). The file outbox is for trying the system out: one JSON line for each
message in private/outbox/messages.jsonl of the site, which no web address reaches.
"""

import json
import os
import re
from html import escape

import frappe
import requests
from frappe.utils import now_datetime, validate_email_address

from gaoping_regulation import validators

SMS, EMAIL = "短信", "电子邮件"
CHANNELS = (SMS, EMAIL)
OFF, FILE, HTTP = "不启用", "写入文件（试用）", "HTTP接口"
# Seconds to reach the gateway, and to wait for its answer: a request of the portal may be waiting for it.
TIMEOUT = (3, 7)
LONGEST = 500
OUTBOX = ("private", "outbox", "messages.jsonl")


class ChannelError(Exception):
	"""A message could not be handed over; the text is Chinese and says why. Worth another try later."""


def send(channel: str, to: str, text: str, subject: str | None = None) -> None:
	"""Hand a message over for delivery.

	Args:
		channel: 短信 or 电子邮件
		to: mobile number or e-mail address
		text: plain text; an e-mail's lines stay lines
		subject: of an e-mail; the bureau's name without it

	Raises ChannelError: unknown channel, impossible address, channel switched off, gateway not reached or refusing.
	"""
	settings = frappe.get_cached_doc("Regulation Settings")
	if channel == SMS:
		if not validators.MOBILE.fullmatch(to or ""):
			raise ChannelError("手机号不正确，短信没有发出。")
		send_sms(settings, to, (text or "")[:LONGEST])
	elif channel == EMAIL:
		if not is_address(to):
			raise ChannelError("邮箱地址不正确，邮件没有发出。")
		send_email(to, text or "", one_line(subject or settings.office_name or "高平市市场监督管理局"))
	else:
		raise ChannelError(f"没有“{str(channel)[:20]}”这种渠道，请选择{'或'.join(CHANNELS)}。")


def is_address(to: str | None) -> bool:
	"""Whether a text is one e-mail address and nothing besides."""
	return bool(to) and to == to.strip() and validate_email_address(to) == to


def one_line(subject: str) -> str:
	"""No line break can add a header to a mail."""
	return re.sub(r"\s+", " ", subject).strip()[:140]


def send_sms(settings, to: str, text: str) -> None:
	way = settings.get("sms_channel") or FILE
	if way == FILE:
		write_outbox(SMS, to, text)
	elif way == HTTP:
		post(settings, to, text)
	else:
		raise ChannelError("短信渠道没有启用，请系统管理员在“业务设置 → 消息渠道”中设置。")


def post(settings, to: str, text: str) -> None:
	"""The HTTP adapter: a JSON POST {"mobile", "content", "signature"} with a bearer token; 2xx is accepted.

	Redirects are not followed: they would carry the message to another host.
	"""
	if not settings.get("sms_url"):
		raise ChannelError("短信接口没有填写地址，请系统管理员在“业务设置 → 消息渠道”中填写。")
	key = settings.get_password("sms_key", raise_exception=False)
	body = {"mobile": to, "content": text, "signature": settings.get("sms_signature") or ""}
	headers = {"Authorization": f"Bearer {key}"} if key else {}
	try:
		answer = requests.post(settings.sms_url, json=body, headers=headers, timeout=TIMEOUT, allow_redirects=False)
	except requests.Timeout as error:
		raise ChannelError("短信接口没有在规定时间内应答，短信可能没有发出。") from error
	except requests.RequestException as error:
		raise ChannelError("短信接口连接不上，短信没有发出。") from error
	if not 200 <= answer.status_code < 300:
		raise ChannelError(f"短信接口没有接收（应答 {answer.status_code}），短信没有发出。")


def send_email(to: str, text: str, subject: str) -> None:
	"""By the site's outgoing account, through the framework's own queue; into the file where there is no account."""
	account = {"enable_outgoing": 1, "default_outgoing": 1}
	if not frappe.db.exists("Email Account", account):
		write_outbox(EMAIL, to, text, subject)
		return
	message = escape(text).replace("\n", "<br>")
	try:
		frappe.sendmail(recipients=[to], subject=subject, message=message, add_unsubscribe_link=0)
	except frappe.OutgoingEmailError as error:
		raise ChannelError("发件邮箱没有设置好，邮件没有发出。") from error
	# The scheduler empties the queue every few minutes: too late for a code that is good for five.
	frappe.enqueue("frappe.email.queue.flush", queue="short", enqueue_after_commit=True)


def outbox_path() -> str:
	return frappe.get_site_path(*OUTBOX)


def write_outbox(channel: str, to: str, text: str, subject: str = "") -> None:
	"""One line, by one write: workers write side by side. Readable for the server's own user only."""
	line = {"at": str(now_datetime()), "channel": channel, "to": to, "subject": subject, "text": text}
	path = outbox_path()
	try:
		os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
		handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
		try:
			os.write(handle, (json.dumps(line, ensure_ascii=False) + "\n").encode())
		finally:
			os.close(handle)
	except OSError as error:
		raise ChannelError("试用发件文件写不进去，消息没有发出，请系统管理员检查站点文件夹。") from error
