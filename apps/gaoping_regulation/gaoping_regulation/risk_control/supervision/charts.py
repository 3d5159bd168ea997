"""The bar charts of the supervision reports: one look, nothing where there is nothing."""

COLOURS = {
	"待核": "#e59400",
	"属实": "#b52a2a",
	"误报": "#8d99a6",
	"在办超时": "#b52a2a",
	"已办超时": "#e59400",
	"预警": "#b52a2a",
	"发现问题": "#e59400",
	"超时": "#7a5ea8",
	"超时办件": "#7a5ea8",
	"收件": "#2b6cb0",
	"决定": "#2f855a",
	"办结环节": "#2b6cb0",
}


def bars(labels: list[str], series: dict[str, list], stacked: bool = True) -> dict | None:
	"""A chart of {name: values}, each name in its colour; None without labels."""
	if not labels:
		return None
	datasets = [{"name": name, "values": values} for name, values in series.items()]
	chart = {"data": {"labels": labels, "datasets": datasets}, "type": "bar", "colors": [COLOURS[name] for name in series]}
	# A chart that is drawn anew while its bars still move trips over its own leftovers.
	return {**chart, "barOptions": {"stacked": int(stacked)}, "animate": 0, "disableEntryAnimation": 1}
