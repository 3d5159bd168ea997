"""抽奖式有奖销售的备案"""

from tests import samples


def form(serial: int) -> dict:
	return samples.prize_draw(serial)


def details(action: dict, doc) -> dict:
	"""What the reviewer and the approver fill in with their actions."""
	if action["key"] == "review":
		return {"review_conclusion": "同意", "review_opinion": "材料齐全，奖项符合规定。"}
	if action["key"] == "refuse":
		return {"decision_article": "《规范促销行为暂行规定》第十七条"}
	return {}
