"""Abuses of power, played through the API as the real roles (and by direct SQL), each with the rule that must find it."""

from tests.abuse.handling import HANDLING
from tests.abuse.measuring import MEASURING
from tests.abuse.tampering import TAMPERING
from tests.abuse.world import Abuse, World

ALL = (*HANDLING, *MEASURING, *TAMPERING)
__all__ = ["ALL", "Abuse", "World"]
