"""廉政风险防控图 from the live chart: each stage with its risk points, level, measures and the person responsible."""

import frappe

from gaoping_regulation.risk_control.drawing import dot

COLOURS = {"高": ("#f8d7d5", "#a3261c"), "中": ("#fdebc8", "#8a5a00"), "低": ("#dcefdc", "#25642b")}
HEADS = ("环节", "风险点", "风险等级", "防控措施", "责任人")
WIDE = {"points": 26, "measures": 24}
# Where the frame of a chart begins, unless it has its own words (动产抵押, 计量检定: 申请人提出申请), and ends. The two food
# matters' charts came without a frame: theirs is that of their flow (提出申请 … 办结, 事后监管; domain.md 1.7, 依据待确认).
BEFORE, AFTER = "申请", "办结"


def chart(code: str):
	return frappe.get_doc("Risk Control Chart", code)


def rows(code: str) -> list[dict]:
	"""The stages in order: {"title", "level", "points", "measures", "responsible"}, texts as they stand now."""
	doc = chart(code)
	return [
		{
			"title": stage.title,
			"level": stage.level or "",
			"points": texts(doc.points, stage.stage),
			"measures": texts(doc.measures, stage.stage),
			"responsible": stage.responsible_text or stage.responsible or "",
		}
		for stage in doc.stages
	]


def texts(table, stage: str) -> list[str]:
	return [row.text or row.original_text for row in table if row.stage == stage and not row.get("is_template_residue")]


def graph(code: str):
	"""The chart as a Graphviz graph: a row of boxes for each stage, the stages one below the other."""
	made = dot.new(code, "LR")
	made.attr("graph", ranksep="0.3", nodesep="0.22")
	made.attr("node", shape="box", style="filled", fillcolor="#ffffff")
	for number, head in enumerate(HEADS):
		made.node(f"head{number}", label=head, shape="plaintext", style="", fontsize="12", fontcolor="#2f4f6f")
	for number in range(len(HEADS) - 1):
		made.edge(f"head{number}", f"head{number + 1}", style="invis")
	stages = rows(code)
	columns = {field: max((dot.width(line) for stage in stages for line in listed(stage[field], most)), default=4) for field, most in WIDE.items()}
	for number, stage in enumerate(stages):
		draw(made, number, stage, columns)
	frame = chart(code)
	made.node("before", label=dot.rich(dot.wrapped(frame.first_box or BEFORE, 8)), style="rounded,filled", fillcolor="#dcebf7")
	made.node("after", label=AFTER, style="rounded,filled", fillcolor="#dff1e2")
	column = ["head0", "before", *(f"stage{number}" for number in range(len(stages))), "after"]
	if frame.last_box:
		made.node("last", label=dot.rich(dot.wrapped(frame.last_box, 8)))
		column.append("last")
	with made.subgraph() as same:
		same.attr(rank="same")
		for upper, lower in zip(column, column[1:], strict=False):
			same.edge(upper, lower, **({"style": "invis"} if upper == "head0" else {}))
	return made


def draw(made, number: int, stage: dict, columns: dict[str, float]) -> None:
	fill, ink = COLOURS.get(stage["level"], ("#ffffff", "#16202b"))
	made.node(f"stage{number}", label=dot.rich(dot.wrapped(stage["title"], 8)), fillcolor="#eaf1f8")
	made.node(f"points{number}", label=dot.rich(padded(stage, "points", columns), "LEFT"))
	made.node(f"level{number}", label=stage["level"] or "未定", fillcolor=fill, fontcolor=ink, color=ink, fontsize="13")
	made.node(f"measures{number}", label=dot.rich(padded(stage, "measures", columns), "LEFT"))
	made.node(f"who{number}", label=dot.rich(dot.wrapped(stage["responsible"] or "（待定）", 9)), fillcolor="#f7f7f4")
	parts = ("stage", "points", "level", "measures", "who")
	for left, right in zip(parts, parts[1:], strict=False):
		made.edge(f"{left}{number}", f"{right}{number}", arrowhead="normal" if left == "stage" else "none", weight="100")


def padded(stage: dict, field: str, columns: dict[str, float]) -> list[str]:
	"""A stage's list in lines that are all as wide as the column: Graphviz centres what is narrower than its box."""
	return [line + "\u3000" * round(columns[field] - dot.width(line)) for line in listed(stage[field], WIDE[field])]


def listed(items: list[str], most: int) -> list[str]:
	"""The numbered items, the lines of each below its first word."""
	found = []
	for number, item in enumerate(items, 1):
		first, *others = dot.wrapped(item, most, even=False)
		found += [f"{number}.{first}", *(f"\u3000{line}" for line in others)]
	return found or ["（无）"]


def text(code: str) -> list[str]:
	"""The same in words, stage by stage."""
	return [
		f"{stage['title']}（风险等级：{stage['level'] or '未定'}）。风险点：{' '.join(stage['points'])} 防控措施：{' '.join(stage['measures'])} 责任人：{stage['responsible'] or '待定'}"
		for stage in rows(code)
	]
