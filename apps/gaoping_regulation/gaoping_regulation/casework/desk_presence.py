"""Who has a case open now: kept in Redis for two minutes, as the Desk's realtime viewers need a socket server."""

import time
from datetime import timedelta

import frappe
from frappe.utils import now_datetime

SECONDS = 120


def key(case: str) -> str:
	return f"gaoping-case-open:{case}"


def note(case: str) -> list[dict]:
	"""Note that the session's user has the case open, since when; returns the others who have (see `others`)."""
	name, user, now = key(case), frappe.session.user, time.time()
	since = seen(case).get(user, {}).get("since", now)
	frappe.cache.hset(name, user, {"since": since, "at": now})
	frappe.cache.expire(frappe.cache.make_key(name), SECONDS)
	return others(case)


def leave(case: str) -> None:
	"""The session's user has closed the case."""
	frappe.cache.hdel(key(case), frappe.session.user)


def others(case: str) -> list[dict]:
	"""The other people who have had the case open within the last two minutes: [{"name", "since": "14:05"}]."""
	rows = [(full_name(user), row["since"]) for user, row in seen(case).items() if user != frappe.session.user]
	return [{"name": name, "since": clock(since)} for name, since in sorted(rows)]


def names(case: str) -> list[str]:
	"""The full names of the other people who have the case open."""
	return [row["name"] for row in others(case)]


def seen(case: str) -> dict[str, dict]:
	"""{user: {"since", "at"}} of everybody who was heard from within the last two minutes."""
	limit = time.time() - SECONDS
	return {text(user): row for user, row in frappe.cache.hgetall(key(case)).items() if row["at"] >= limit}


def clock(moment: float) -> str:
	"""The hour and minute of a moment, in the bureau's time."""
	ago = timedelta(seconds=time.time() - moment)
	return (now_datetime() - ago).strftime("%H:%M")


def text(user: bytes | str) -> str:
	return user.decode() if isinstance(user, bytes) else user


def full_name(user: str) -> str:
	return frappe.db.get_value("User", user, "full_name", cache=True) or user
