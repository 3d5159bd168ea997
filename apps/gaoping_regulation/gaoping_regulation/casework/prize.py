"""Rules of 抽奖式有奖销售, without database: values, chances, dates, what must be disclosed.

Sources: 《反不正当竞争法》(2025) art. 11 (最高奖的金额不超过五万元); 《规范促销行为暂行规定》(总局令第32号) art. 11 (what a
prize draw is), art. 13 (what must be made public), art. 14 (积分、奖券), art. 17 (how a prize is valued; one ticket's chances
add up). Paragraphs and the local duty to file are 依据待确认.
"""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from gaoping_regulation.engine.errors import form_error

CAP_CLAUSE = "《反不正当竞争法》（2025年修订）第十一条"
DISCLOSURE_CLAUSE = "《规范促销行为暂行规定》第十三条"
VALUE_CLAUSE = "《规范促销行为暂行规定》第十七条"
WHOLE = Decimal(100)
MOST_PRIZES, MOST_WINS = 100_000_000, 1000
# What art. 13 has the organiser make public; all of it is asked for.
DISCLOSED = (
	"activity_name",
	"activity_place",
	"activity_start",
	"activity_end",
	"join_conditions",
	"join_way",
	"draw_method",
	"draw_time",
	"draw_place",
	"draw_way",
	"claim_from",
	"claim_until",
	"claim_conditions",
	"claim_way",
	"prize_delivery",
	"forfeiture",
	"organiser_contact",
	"publication_way",
)
# Kinds whose value is a matter of judgment (art. 17).
VALUED = ("服务或使用权", "虚拟物品", "减免优惠", "彩票抽奖券", "其他")


def amount(value) -> Decimal:
	"""A number as it was typed, exactly; what is no number counts as nothing."""
	try:
		found = Decimal(str(value or 0))
	except InvalidOperation:
		return Decimal(0)
	return found if found.is_finite() else Decimal(0)


def money(value: Decimal) -> str:
	return f"{value:,.2f}".removesuffix(".00")


def printed(row) -> dict:
	"""A prize as the documents print it."""
	chance = amount(row.get("probability")).normalize()
	return {
		**{field: row.get(field) or "" for field in ("grade", "prize_name", "kind", "price_basis")},
		"value": money(amount(row.get("unit_value"))),
		"quantity": str(row.get("quantity") or ""),
		"chance": f"{chance:f}%" if chance else "",
	}


def problems(doc, cap: int, today: date) -> list[dict]:
	"""Mistakes in what is filled in; an empty field is none yet.

	Args:
		doc: the filing
		cap: the highest value of a prize in yuan
		today: the day the filing counts as made
	"""
	return prize_problems(doc, Decimal(cap)) + cumulative_problems(doc, Decimal(cap)) + date_problems(doc, today)


def prize_problems(doc, cap: Decimal) -> list[dict]:
	found = []
	for row in doc.get("prizes") or []:
		found += [form_error(field, text, "prizes", row.idx) for field, text in row_problems(row, cap)]
	total = sum((amount(row.get("probability")) for row in doc.get("prizes") or []), Decimal(0))
	if total > WHOLE:
		found.append(
			form_error("prizes", f"各奖项中奖概率合计 {total.normalize():f}%，不能超过 100%，请核对（以百分数填写）：{DISCLOSURE_CLAUSE}。")
		)
	return found


def row_problems(row, cap: Decimal) -> list[tuple[str, str]]:
	"""(field, what is wrong) of one prize."""
	value, found = amount(row.get("unit_value")), []
	if value < 0 or not is_number(row.get("unit_value")):
		found.append(("unit_value", "奖品单个价值应大于零，请核对。"))
	if value > cap:
		found.append(
			("unit_value", f"奖品单个价值 {money(value)} 元，超过最高奖金额 {money(cap)} 元的上限：{CAP_CLAUSE}。请调整奖品。")
		)
	if not 0 <= (row.get("quantity") or 0) <= MOST_PRIZES:
		found.append(("quantity", f"奖品数量应在 1 至 {MOST_PRIZES} 之间，请核对。"))
	if not is_number(row.get("probability")) or not 0 <= amount(row.get("probability")) <= WHOLE:
		found.append(("probability", f"中奖概率应在 0 至 100 之间（以百分数填写），请核对：{DISCLOSURE_CLAUSE}。"))
	if row.get("kind") and bool(row.get("is_cash")) is not (row.get("kind") == "现金"):
		found.append(("is_cash", "“是否现金”与“奖品种类”不一致，请改为一致。"))
	return found


def is_number(value) -> bool:
	try:
		return Decimal(str(value or 0)).is_finite()
	except InvalidOperation:
		return False


def worst_case(prizes: list, wins: int) -> Decimal:
	"""The most that one ticket can win: the `wins` most valuable prizes, each no more often than there are of it.

	A prize whose quantity is not stated (by chance alone) may be won every time.
	"""
	left, total = max(0, wins), Decimal(0)
	for row in sorted(prizes, key=lambda row: amount(row.get("unit_value")), reverse=True):
		taken = min(left, row.get("quantity") or left)
		total += taken * amount(row.get("unit_value"))
		left -= taken
		if not left:
			break
	return total


def cumulative_problems(doc, cap: Decimal) -> list[dict]:
	"""令32 art. 17: chances of the same ticket or purchase add up against the limit."""
	if not doc.get("may_win_again") or not doc.get("max_wins"):
		return []
	wins = doc.get("max_wins")
	if not 2 <= wins <= MOST_WINS:
		return [form_error("max_wins", f"可多次中奖的，最多中奖次数应在 2 至 {MOST_WINS} 之间，请核对：{VALUE_CLAUSE}。")]
	total = worst_case(doc.get("prizes") or [], wins)
	if total <= cap:
		return []
	text = f"同一奖券最多中奖 {wins} 次，累计可达 {money(total)} 元，超过 {money(cap)} 元的上限：{CAP_CLAUSE}、{VALUE_CLAUSE}。"
	return [form_error("max_wins", f"{text}请减少中奖次数或者调整奖品。")]


def date_problems(doc, today: date) -> list[dict]:
	start, end, draw = (doc.get(field) for field in ("activity_start", "activity_end", "draw_time"))
	checks = (
		("activity_end", start and end and moment(end) <= moment(start), "活动结束时间须晚于开始时间，请核对。"),
		("activity_start", start and moment(start).date() <= today, f"活动须在备案后开始：开始时间应晚于 {today}，请核对。"),
		("draw_time", start and draw and moment(draw) < moment(start), f"开奖时间不能早于活动开始时间，请核对：{DISCLOSURE_CLAUSE}。"),
		("claim_until", earlier(doc, "claim_until", "claim_from"), "兑奖截止时间不能早于兑奖开始时间，请核对。"),
		("claim_until", earlier(doc, "claim_until", "draw_time"), f"兑奖截止时间不能早于开奖时间，请核对：{DISCLOSURE_CLAUSE}。"),
	)
	return [form_error(field, text) for field, wrong, text in checks if wrong] + mandate_problems(doc, today)


def mandate_problems(doc, today: date) -> list[dict]:
	"""The agent's mandate covers the day of filing (民法典 art. 165: 委托书载明期限)."""
	if not doc.get("has_agent") or not doc.get("mandate_from") or not doc.get("mandate_until"):
		return []
	first, last = moment(doc.get("mandate_from")).date(), moment(doc.get("mandate_until")).date()
	if last < first:
		return [form_error("mandate_until", "委托期限止日不能早于起日，请对照委托书核对。")]
	if not first <= today <= last:
		return [form_error("mandate_until", f"委托期限（{first} 至 {last}）不含 {today}，请提交有效的委托书。")]
	return []


def earlier(doc, field: str, other: str) -> bool:
	first, second = doc.get(field), doc.get(other)
	return bool(first and second and moment(first) < moment(second))


def moment(value) -> datetime:
	"""A date or time, as it comes from a form or from the database."""
	if isinstance(value, datetime):
		return value.replace(tzinfo=None)
	if isinstance(value, date):
		return datetime(value.year, value.month, value.day)
	return datetime.fromisoformat(str(value))


def incomplete(doc) -> list[dict]:
	"""What is still to be filled in by law, each with its clause."""
	found = [
		form_error(field, f"请填写“{doc.meta.get_label(field)}”：{DISCLOSURE_CLAUSE}要求事先公示。")
		for field in DISCLOSED
		if not doc.get(field)
	]
	for row in doc.get("prizes") or []:
		if not row.get("quantity") and not row.get("probability"):
			found.append(
				form_error("quantity", f"数量和中奖概率至少填写一项：{DISCLOSURE_CLAUSE}。", "prizes", row.idx)
			)
		if not row.get("is_cash") and not (row.get("price_basis") or "").strip():
			found.append(
				form_error("price_basis", f"非现金奖品请填写“定价依据”（同期市场同类商品的价格）：{VALUE_CLAUSE}。", "prizes", row.idx)
			)
	if doc.get("may_win_again") and not doc.get("max_wins"):
		found.append(form_error("max_wins", f"可多次中奖的，请填写“最多中奖次数”：{VALUE_CLAUSE}。"))
	return found


def doubts(doc, cap: int, earliest: date, today: date) -> list[str]:
	"""What the officer should look at; nothing of it keeps the filing from being granted.

	Args:
		doc: the filing
		cap: the highest value of a prize in yuan
		earliest: the first day that leaves the bureau its lead time
		today: now
	"""
	prizes = doc.get("prizes") or []
	start = moment(doc.get("activity_start")).date() if doc.get("activity_start") else None
	found = []
	if start and start <= today:
		found.append(f"活动已于 {start} 开始")
	elif start and start < earliest:
		found.append(f"距活动开始（{start}）的工作日少于备案提前量（依据待确认）")
	for row in prizes:
		found += prize_doubts(row, Decimal(cap))
	if doc.get("may_win_again"):
		total = worst_case(prizes, doc.get("max_wins") or 0)
		found.append(f"同一奖券可多次中奖，最多累计 {money(total)} 元，请核对规则（{VALUE_CLAUSE}）")
	return found


def prize_doubts(row, cap: Decimal) -> list[str]:
	name, found = f"第{row.idx}行“{row.get('prize_name') or ''}”", []
	if amount(row.get("unit_value")) >= cap * Decimal("0.9"):
		found.append(f"{name}价值接近上限，请核对定价依据")
	if row.get("kind") in VALUED:
		found.append(f"{name}属{row.get('kind')}，请核对价值如何折算（{VALUE_CLAUSE}，依据待确认）")
	if not row.get("quantity"):
		found.append(f"{name}未填数量，奖品总数不确定")
	return found
