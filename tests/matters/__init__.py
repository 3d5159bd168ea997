"""What the whole-system tests know of each matter, one module each, named by its code.

A module has `form(serial)`: a valid form; and may have `details(action, doc)`: what an action is told beside its
reason, and `prepare(cases, doc, action)`: what must be done in the case before the action (QJ: the records).
"""

import pkgutil
from importlib import import_module

CODES = sorted(module.name.upper() for module in pkgutil.iter_modules(__path__))


def of(code: str):
	"""The module of a matter."""
	return import_module(f"{__name__}.{code.lower()}")
