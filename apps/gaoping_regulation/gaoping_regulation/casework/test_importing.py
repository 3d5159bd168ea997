"""Tables from files: what is read, what is refused, each with its message."""

import io

import openpyxl
import pytest

from gaoping_regulation.casework import importing

COLUMNS = {"名称": "title", "数量": "count"}


def excel(lines: list[list]) -> bytes:
	book = openpyxl.Workbook()
	for line in lines:
		book.active.append(line)
	buffer = io.BytesIO()
	book.save(buffer)
	return buffer.getvalue()


@pytest.mark.parametrize(
	("name", "content"),
	[
		("a.csv", "名称*,数量\n压力表,1\n".encode()),
		("a.csv", "\ufeff名称,数量\r\n压力表,1\r\n,\r\n".encode()),
		("a.CSV", "名称,数量\n压力表,1\n".encode("gb18030")),
		("a.xlsx", excel([["名称*", "数量"], ["压力表", 1.0], [None, None]])),
	],
)
def test_the_rows_of_a_file(name, content):
	assert importing.rows_of(importing.read_table(name, content), COLUMNS) == [{"title": "压力表", "count": "1"}]


@pytest.mark.parametrize(
	("name", "content", "message"),
	[
		("a.xls", b"x", "只能导入"),
		("a.xlsx", b"no zip", "不是可以打开的 Excel"),
		("a.csv", b"", "文件是空的"),
		("a.csv", "名称,数量\n".encode(), "没有内容"),
		("a.csv", "名称\n压力表\n".encode(), "没有“数量”列"),
		("a.csv", "名称,数量,颜色\n压力表,1,红\n".encode(), "不认识“颜色”列"),
		("a.csv", ("名称,数量\n" + "压力表,1\n" * 501).encode(), "一次最多导入 500 行"),
		("a.csv", b"x" * (importing.SIZE + 1), "超过 2 MB"),
	],
)
def test_what_cannot_be_read(name, content, message):
	with pytest.raises(importing.Unreadable, match=message):
		importing.rows_of(importing.read_table(name, content), COLUMNS)


def test_five_hundred_rows_are_read():
	content = ("名称,数量\n" + "压力表,1\n" * 500).encode()
	assert len(importing.rows_of(importing.read_table("a.csv", content), COLUMNS)) == 500
