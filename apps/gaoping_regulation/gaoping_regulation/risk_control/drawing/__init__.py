"""The ten charts as drawings, from what is live: Flow Boxes joined with the Workflow, and the Risk Control Chart.

Graphviz does the placing. What is drawn is cached by what it is drawn from.
"""

from gaoping_regulation.risk_control.drawing import flow, risk

FLOW, RISK = "flow", "risk"
KINDS = {FLOW: flow, RISK: risk}
