"""What the machine knows about each risk point before the officer answers; loaded by `engine.preanswers`."""

from gaoping_regulation.risk_control.preanswers import common, food, mortgage, prize, verification

__all__ = ["common", "food", "mortgage", "prize", "verification"]
