"""运行流程图: the bureau's boxes joined with the live Workflow. What the bureau did not draw is drawn in dashes."""

from dataclasses import dataclass, field

import frappe

from gaoping_regulation.engine import registry
from gaoping_regulation.engine.conditions import names
from gaoping_regulation.risk_control.drawing import dot

LABEL, FOOT, DECISION, PAPER, NOTE, START, END = "连线文字", "落款", "判断", "材料", "说明", "开始", "结束"
STYLES = {
	START: {"shape": "box", "style": "rounded,filled", "fillcolor": "#dcebf7"},
	END: {"shape": "box", "style": "rounded,filled", "fillcolor": "#dff1e2"},
	DECISION: {"shape": "diamond", "style": "filled", "fillcolor": "#fdf3d8", "margin": "0.02,0.02"},
	PAPER: {"shape": "note", "style": "filled", "fillcolor": "#f7f7f4"},
	NOTE: {"shape": "box", "style": "dashed"},
	LABEL: {"shape": "plaintext", "margin": "0.03,0.01", "height": "0.2", "width": "0.2", "fontsize": "10"},
	"过程": {"shape": "box", "style": "filled", "fillcolor": "#ffffff"},
}
ADDED = {"style": "dashed", "color": "#8a5a00", "fontcolor": "#7a4f00"}
GONE = {"style": "dotted", "color": "#999999", "fontcolor": "#777777"}
WIDTHS = {DECISION: 7, PAPER: 16, LABEL: 10}
# Ways out that are open nearly everywhere: told below the drawing instead of by a line from each box.
EVERYWHERE = ("withdrawn", "terminated")


@dataclass
class Box:
	key: str
	text: str
	shape: str
	states: list[str] = field(default_factory=list)
	added: bool = False
	same_row_as: str = ""


@dataclass
class Edge:
	source: str
	target: str
	label: str = ""
	look: dict = field(default_factory=dict)


class Flow:
	"""A matter's flow as it stands now: `boxes` {key: Box}, `edges`, `notes` (what is told below it)."""

	def __init__(self, code: str):
		self.version = registry.latest_version(code)
		self.actions = live_actions(self.version)
		rows = frappe.get_all("Flow Box", ["*"], {"matter": code}, order_by="sort_order asc, name asc")
		self.boxes = {row.key: Box(row.key, row.text or row.original_text or "", row.shape, names(row.states), same_row_as=row.same_row_as or "") for row in rows if drawn(row)}
		self.edges: list[Edge] = []
		keys = {row.name: row.key for row in rows if drawn(row)}
		links = frappe.get_all("Flow Link", ["parent", "to_box", "label", "actions"], {"parent": ("in", list(keys) or [""])}, order_by="parent asc, idx asc")
		self.covered = {action for link in links for action in names(link.actions)}
		for link in links:
			if link.to_box in self.boxes:
				self.edges.append(self.drawn_edge(keys[link.parent], link))
		self.add_the_rest()

	def drawn_edge(self, source: str, link) -> Edge:
		"""A line of the bureau's; one whose actions are all gone from the workflow is shown so."""
		wanted, live = set(names(link.actions)), {row["key"] for row in self.actions}
		gone = bool(wanted) and not wanted & live
		return Edge(source, link.to_box, (link.label or "") + ("（流程中已停用）" if gone else ""), GONE if gone else {})

	def add_the_rest(self) -> None:
		"""The live transitions that no line of the bureau's stands for, also those known to the workflow alone."""
		for action in self.actions:
			if action["key"] not in self.covered and action["to_state"] not in EVERYWHERE:
				source, label, target = named(self.version, action)
				self.add(source, target, label)
		known = {named(self.version, action) for action in self.version.actions}
		for line in dict.fromkeys(map(line_of, self.version.transitions)):
			if line not in known:
				self.add(line[0], line[2], line[1])

	def add(self, from_state: str, to_state: str, label: str) -> None:
		source, target = self.box_of(from_state), self.box_of(to_state)
		if source != target:
			self.edges.append(Edge(source, target, label, ADDED))

	def box_of(self, state: str) -> str:
		"""The box that stands for a state (by the name that cases carry), made if the bureau drew none."""
		row = self.version.state(state) or {}
		found = next((box.key for box in self.boxes.values() if row.get("key") in box.states), None)
		if found:
			return found
		key = f"state:{row.get('key') or state}"
		self.boxes.setdefault(key, Box(key, state, END if row.get("is_final") else "过程", added=True))
		return key

	def live_names(self, box: Box) -> list[str]:
		"""The live names of the states that a box stands for, where its text does not say them."""
		found = [self.version.states[key]["state"] for key in box.states if key in self.version.states]
		return [name for name in found if name != box.text]

	def rows(self) -> dict[str, list[str]]:
		"""{box: the boxes that stand in one row with it}."""
		found: dict[str, list[str]] = {}
		for box in self.boxes.values():
			if box.same_row_as in self.boxes and box.same_row_as != box.key:
				found.setdefault(box.same_row_as, []).append(box.key)
		return found

	def row_of(self, key: str) -> str:
		"""The first box of the row in which a box stands."""
		seen = set()
		while key not in seen and self.boxes[key].same_row_as in self.boxes:
			seen.add(key)
			key = self.boxes[key].same_row_as
		return key

	def seconds(self) -> dict[int, str]:
		"""{id of an edge: side} of those that would lie on another one between the same boxes: they go round by that side."""
		found, taken = {}, set()
		onward = {edge.source for edge in self.edges if self.row_of(edge.source) == self.row_of(edge.target)}
		for edge in self.edges:
			pair = frozenset((edge.source, edge.target))
			one_row = len({self.row_of(key) for key in pair}) == 1
			if pair in taken and not one_row and not any(self.boxes[key].added for key in pair):
				found[id(edge)] = "w" if edge.target in onward else "e"
			taken.add(pair)
		return found

	@property
	def notes(self) -> list[str]:
		found = []
		for state in EVERYWHERE:
			actions = [row for row in self.actions if row["to_state"] == state]
			if actions:
				froms = "、".join(dict.fromkeys(self.version.states[row["from_state"]]["state"] for row in actions))
				who = {"applicant": "申请人可以", "system": "逾期不补正的，系统"}.get(actions[0]["kind"], "")
				found.append(f"在“{froms}”，{who}“{actions[0]['action']}”（→ {self.version.states[state]['state']}）。")
		return found


def named(version: registry.Version, action: dict) -> tuple[str, str, str]:
	return (version.state_name(action["from_state"]), action["action"], version.state_name(action["to_state"]))


def line_of(transition: dict) -> tuple[str, str, str]:
	return (transition["state"], transition["action"], transition["next_state"])


def live_actions(version: registry.Version) -> list[dict]:
	"""The matter's actions that its workflow lets somebody take."""
	open_lines = set(map(line_of, version.transitions))
	return [action for action in version.actions if named(version, action) in open_lines]


def drawn(row) -> bool:
	return row.shape != FOOT and not row.part_of


def graph(code: str):
	"""The flow of a matter as a Graphviz graph."""
	flow = Flow(code)
	made = dot.new(code, "TB")
	for box in flow.boxes.values():
		states = flow.live_names(box)
		small = dot.wrapped(f"〔{'、'.join(states)}〕", WIDTHS.get(box.shape, 16)) if states else []
		look = {**STYLES.get(box.shape, STYLES["过程"]), **({"style": "rounded,dashed", "color": ADDED["color"]} if box.added else {})}
		lines = dot.wrapped(box.text, WIDTHS.get(box.shape, 13 if len(box.text) < 60 else 22))
		made.node(quoted(box.key), label=dot.rich(lines, "LEFT" if box.shape == PAPER else "", small), **look)
	for first, others in flow.rows().items():
		with made.subgraph() as row:
			row.attr(rank="same")
			for key in (first, *others):
				row.node(quoted(key))
	beside = flow.seconds()
	into_labels = {box.key for box in flow.boxes.values() if box.shape == LABEL}
	for edge in flow.edges:
		ends = {"dir": "none"} if edge.target in into_labels else {}
		if flow.boxes[edge.source].shape in (PAPER, NOTE):
			ends |= {"style": "dotted", "arrowhead": "open"}
		label = {"label": "\n".join(f" {line} " for line in dot.wrapped(edge.label, 8))} if edge.label else {}
		side = f":{beside[id(edge)]}" if id(edge) in beside else ""
		made.edge(quoted(edge.source) + side, quoted(edge.target) + side, **{**label, **ends, **edge.look})
	return made


def quoted(key: str) -> str:
	return key.replace(":", "__")


def text(code: str) -> list[str]:
	"""The same in words: a line for each box, with where the flow goes from it."""
	flow = Flow(code)
	found = []
	for box in flow.boxes.values():
		if box.shape == LABEL:
			continue
		ways = [told(flow, edge) for edge in flow.edges if edge.source == box.key]
		states = flow.live_names(box)
		name = box.text.replace("\n", " ") + (f"〔{'、'.join(states)}〕" if states else "")
		found.append(name + (f" → {'；'.join(ways)}" if ways else ""))
	return found + flow.notes


def told(flow: Flow, edge: Edge) -> str:
	target = flow.boxes[edge.target]
	if target.shape == LABEL:
		onward = [flow.boxes[row.target].text for row in flow.edges if row.source == target.key]
		return f"{target.text}：{'、'.join(onward)}".replace("\n", " ")
	return (f"{edge.label}：" if edge.label else "") + target.text.replace("\n", " ")
