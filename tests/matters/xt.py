"""食品小摊点备案"""

from tests import samples


def form(serial: int) -> dict:
	return samples.stall(serial)
