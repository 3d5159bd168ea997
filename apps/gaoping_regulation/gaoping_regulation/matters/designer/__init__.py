"""事项设计器: a new matter from one guided page, as a draft that is approved and published like every change (issue 6)."""
