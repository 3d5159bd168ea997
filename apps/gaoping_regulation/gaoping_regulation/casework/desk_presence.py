"""Who has a case open now: kept in Redis for two minutes, as the Desk's realtime viewers need a socket server."""

import time

import frappe

SECONDS = 120


def key(case: str) -> str:
	return f"gaoping-open:{case}"


def note(case: str) -> list[str]:
	"""Note that the session's user has the case open; returns the full names of the others who have."""
	name = key(case)
	frappe.cache.hset(name, frappe.session.user, time.time())
	frappe.cache.expire(frappe.cache.make_key(name), SECONDS)
	return others(case)


def others(case: str) -> list[str]:
	"""The full names of the other people who have had the case open within the last two minutes."""
	limit = time.time() - SECONDS
	seen = frappe.cache.hgetall(key(case))
	users = [text(user) for user, at in seen.items() if at >= limit]
	return sorted(full_name(user) for user in users if user != frappe.session.user)


def text(user: bytes | str) -> str:
	return user.decode() if isinstance(user, bytes) else user


def full_name(user: str) -> str:
	return frappe.db.get_value("User", user, "full_name", cache=True) or user
