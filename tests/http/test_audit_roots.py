"""The trail's daily roots: kept outside the database, shown to everybody, and found by them what the chain hides."""

import pytest

from gaoping_regulation.engine import events, roots


@pytest.fixture
def kept(connected, people, tmp_path):
	"""A trail with a root of its own folder; the configuration is put back."""
	people.submitted()
	connected.db.rollback()
	connected.conf["gaoping_audit_folder"] = str(tmp_path)
	roots.daily()
	yield roots.read()
	connected.conf.pop("gaoping_audit_folder")
	connected.db.rollback()


def test_the_root_is_the_last_entrys_hash_and_written_once_a_day(kept, connected):
	roots.daily()
	assert len(roots.read()) == 1
	assert kept[0]["hash"] == connected.db.get_value("Case Event", {"seq": kept[0]["seq"]}, "hash")


def test_a_chain_rewritten_from_end_to_end_is_found_by_the_root(kept, connected):
	"""Who has the database may hash anew all that follows: then only the root tells."""
	last = connected.get_all("Case Event", {"seq": kept[0]["seq"]}, ["*"])[0]
	forged = {**last, "content": "{}"}
	forged["hash"] = events.digest(forged)
	connected.db.sql("update `tabCase Event` set content = %s, hash = %s where seq = %s", (forged["content"], forged["hash"], last.seq))
	assert last.seq not in [row["seq"] for row in events.verify_chain()]
	assert roots.verify() == [{"seq": last.seq, "problem": f"与 {kept[0]['day']} 留存的日根不一致"}]


def test_a_trail_cut_behind_the_counter_is_found_by_the_root(kept, connected):
	connected.db.sql("delete from `tabCase Event` where seq = %s", kept[0]["seq"])
	connected.db.sql("update `tabNumber Counter` set current = current - 1 where name = %s", events.CHAIN)
	assert events.verify_chain() == []
	assert "已不存在" in roots.verify()[0]["problem"]


def test_the_public_page_shows_the_roots(guest, connected):
	file = roots.path()
	file.parent.mkdir(exist_ok=True)
	file.write_text(f"2026-11-24 7 {'ab' * 32}\n")
	try:
		page = guest.request("GET", "/verify").text
		assert "ab" * 32 in page and "第 7 条" in page
	finally:
		file.unlink()
