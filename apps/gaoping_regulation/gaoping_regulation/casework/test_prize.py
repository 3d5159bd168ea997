"""The pure rules of prize draws: values at, just below and above each limit."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from gaoping_regulation.casework import prize

TODAY = date(2026, 11, 25)
CAP = 50_000


class Filing(dict):
	meta = SimpleNamespace(get_label=lambda field: {"draw_time": "开奖时间"}.get(field, field))


def row(value=100, quantity=1, probability=0, **changes):
	found = Filing(
		prize_name="奖品", kind="实物", is_cash=0, price_basis="发票", unit_value=value, quantity=quantity, probability=probability
	)
	found.update(changes)
	found.idx = changes.get("idx", 1)
	return found


def filing(*rows, **changes) -> Filing:
	values = {
		"prizes": list(rows) or [row()],
		"activity_start": "2026-12-10 09:00:00",
		"activity_end": "2026-12-20 21:00:00",
		"draw_time": "2026-12-20 20:00:00",
		"claim_from": "2026-12-20 20:30:00",
		"claim_until": "2026-12-31 18:00:00",
	}
	return Filing({**values, **changes})


def told(doc, today=TODAY) -> list[tuple[str, str]]:
	return [(problem["field"], problem["message"]) for problem in prize.problems(doc, CAP, today)]


def test_a_plain_filing_has_no_problem():
	assert told(filing()) == []


@pytest.mark.parametrize(("value", "fine"), [(49_999.99, True), (50_000, True), (50_000.01, False), (50_001, False), (0, True), (-1, False), (float("nan"), False), (float("inf"), False)])
def test_the_value_of_a_prize_has_its_limit(value, fine):
	found = told(filing(row(value)))
	assert (found == []) is fine
	assert fine or found[0][0] == "unit_value"


def test_the_limit_is_told_with_its_clause_and_the_setting_counts():
	((_, text),) = told(filing(row(50_000.5)))
	assert "50,000.50 元" in text and "50,000 元" in text and "第十一条" in text
	assert prize.problems(filing(row(30_001)), 30_000, TODAY)[0]["message"].count("30,000 元") == 1


@pytest.mark.parametrize(
	("rows", "wins", "total"),
	[
		# (value, quantity) of each prize; 0: quantity not stated
		([(25_000, 1)], 2, 25_000),
		([(25_000, 2)], 2, 50_000),
		([(25_000, 0)], 2, 50_000),
		([(25_000, 0)], 3, 75_000),
		([(30_000, 1), (20_000, 1)], 2, 50_000),
		([(20_000, 1), (30_000, 1), (10, 100)], 2, 50_000),
		([(30_000, 1), (20_000, 1), (1, 1)], 3, 50_001),
		([(10, 5), (1, 0)], 7, 52),
		([(100, 2)], 9, 200),
		([(0.1, 3), (0.2, 1)], 4, 0.5),
		([], 3, 0),
		([(5, 1)], 0, 0),
	],
)
def test_the_worst_case_takes_the_most_valuable_prizes_as_often_as_there_are_of_them(rows, wins, total):
	found = prize.worst_case([row(value, quantity) for value, quantity in rows], wins)
	assert found == prize.Decimal(str(total))


@pytest.mark.parametrize(
	("rows", "wins", "fine"),
	[
		([(25_000, 2)], 2, True),
		([(25_000, 2), (0.01, 1)], 3, False),
		([(24_999.99, 2), (0.02, 1)], 3, True),
		([(16_666.67, 0)], 3, False),
		([(16_666.66, 0)], 3, True),
		([(50_000, 1)], 2, True),
		([(50_000, 2)], 2, False),
		([(10, 10)], 1, False),
		([(10, 10)], 1000, True),
		([(10, 10)], 1001, False),
		([(10, 10)], -1, False),
	],
)
def test_chances_of_one_ticket_add_up(rows, wins, fine):
	doc = filing(*[row(value, quantity) for value, quantity in rows], may_win_again=1, max_wins=wins)
	found = told(doc)
	assert (found == []) is fine
	assert fine or (found[0][0] == "max_wins" and "第十七条" in found[0][1])
	assert told({**doc, "may_win_again": 0}) == []


@pytest.mark.parametrize(("chances", "fine"), [((60, 40), True), ((60, 40.000001), False), ((0.1,) * 10, True), ((100,), True), ((100.1,), False), ((-1,), False), ((float("nan"),), False), ((33.3, 33.3, 33.4), True)])
def test_chances_are_no_more_than_all(chances, fine):
	assert (told(filing(*[row(probability=chance) for chance in chances])) == []) is fine


@pytest.mark.parametrize(("quantity", "fine"), [(1, True), (100_000_000, True), (100_000_001, False), (-1, False)])
def test_a_quantity_is_a_sensible_number(quantity, fine):
	assert (told(filing(row(quantity=quantity))) == []) is fine


@pytest.mark.parametrize(("kind", "is_cash", "fine"), [("现金", 1, True), ("现金", 0, False), ("实物", 1, False), ("实物", 0, True)])
def test_cash_is_cash(kind, is_cash, fine):
	assert (told(filing(row(kind=kind, is_cash=is_cash))) == []) is fine


@pytest.mark.parametrize(
	("changes", "field"),
	[
		({"activity_end": "2026-12-10 09:00:00"}, "activity_end"),
		({"activity_end": "2026-12-10 09:00:01"}, None),
		({"activity_start": "2026-11-25 23:59:00"}, "activity_start"),
		({"activity_start": "2026-11-26 00:00:00"}, None),
		({"draw_time": "2026-12-10 08:59:59"}, "draw_time"),
		({"draw_time": "2026-12-10 09:00:00"}, None),
		({"draw_time": "2026-12-25 09:00:00"}, None),
		({"draw_time": "2026-12-31 18:00:00"}, None),
		({"draw_time": "2026-12-31 18:00:01"}, "claim_until"),
		({"claim_until": "2026-12-20 20:29:59"}, "claim_until"),
		({"claim_until": "2026-12-20 20:30:00"}, None),
		({"draw_time": None, "claim_from": None}, None),
		({"has_agent": 1, "mandate_from": "2026-11-25", "mandate_until": "2026-11-25"}, None),
		({"has_agent": 1, "mandate_from": "2026-11-26", "mandate_until": "2026-12-25"}, "mandate_until"),
		({"has_agent": 1, "mandate_from": "2026-11-01", "mandate_until": "2026-11-24"}, "mandate_until"),
		({"has_agent": 1, "mandate_from": "2026-12-01", "mandate_until": "2026-11-24"}, "mandate_until"),
		({"has_agent": 0, "mandate_from": "2026-11-01", "mandate_until": "2026-11-24"}, None),
		({"has_agent": 1}, None),
	],
)
def test_dates_follow_each_other(changes, field):
	assert [found for found, _ in told(filing(**changes))] == ([field] if field else [])


def test_what_must_be_public_is_asked_for_with_its_clause():
	doc = Filing({field: "x" for field in prize.DISCLOSED}, prizes=[row()])
	assert prize.incomplete(doc) == []
	for field in prize.DISCLOSED:
		(problem,) = prize.incomplete(Filing({**doc, field: ""}))
		assert problem["field"] == field and "第十三条" in problem["message"]


@pytest.mark.parametrize(
	("changes", "field"),
	[
		({"quantity": 0, "probability": 0}, "quantity"),
		({"quantity": None, "probability": 0.5}, None),
		({"quantity": 5, "probability": None}, None),
		({"price_basis": ""}, "price_basis"),
		({"price_basis": "  "}, "price_basis"),
		({"price_basis": "", "is_cash": 1, "kind": "现金"}, None),
	],
)
def test_a_prize_has_a_number_and_a_price(changes, field):
	doc = Filing({name: "x" for name in prize.DISCLOSED}, prizes=[row(**changes)])
	found = prize.incomplete(doc)
	assert [(problem["field"], problem["table"], problem["row"]) for problem in found] == ([(field, "prizes", 1)] if field else [])


@pytest.mark.parametrize(
	("changes", "today", "text"),
	[
		({}, TODAY, ""),
		({"activity_start": "2026-11-30 09:00:00"}, TODAY, ""),
		({"activity_start": "2026-11-29 09:00:00"}, TODAY, "备案提前量"),
		({}, date(2026, 12, 10), "已于 2026-12-10 开始"),
		({"prizes": [row(45_000)]}, TODAY, "接近上限"),
		({"prizes": [row(44_999.99)]}, TODAY, ""),
		({"prizes": [row(kind="虚拟物品")]}, TODAY, "属虚拟物品"),
		({"prizes": [row(quantity=0, probability=1)]}, TODAY, "未填数量"),
		({"may_win_again": 1, "max_wins": 2, "prizes": [row(100, 5)]}, TODAY, "最多累计 200 元"),
	],
)
def test_doubts_are_for_the_officer(changes, today, text):
	found = prize.doubts(filing(**changes), CAP, TODAY + timedelta(days=5), today)
	assert (text in "；".join(found)) if text else found == []
