"""Templates are compiled once: the framework makes a new Jinja environment per request and compiles anew each time."""

import frappe
from frappe.utils import jinja
from jinja2 import BytecodeCache

_compiled: dict[str, bytes] = {}


class MemoryCache(BytecodeCache):
	"""Compiled templates of this process, by the source's own checksum."""

	def load_bytecode(self, bucket):
		if code := _compiled.get(bucket.key + bucket.checksum):
			bucket.bytecode_from_string(code)

	def dump_bytecode(self, bucket):
		_compiled[bucket.key + bucket.checksum] = bucket.bytecode_to_string()


def use_bytecode_cache() -> None:
	"""before_request: give this request's environment the process's cache."""
	if not getattr(frappe.local, "jenv", None):
		jinja.get_jenv().bytecode_cache = MemoryCache()
