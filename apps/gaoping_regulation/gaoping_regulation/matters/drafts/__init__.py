"""Drafts of a matter's configuration: what binds applicants and officers is changed together, approved, and published.

What only shows (phones, notices, optional fields, labels) is live at once; workflow, stages and limits, materials,
required fields, documents and the risk chart are changed here (issue 6, two speeds).
"""

DOCTYPE = "Configuration Draft"
WRITING, WAITING, SCHEDULED, PUBLISHED, DISCARDED = "草拟", "待批准", "待发布", "已发布", "已作废"
OPEN = (WRITING, WAITING, SCHEDULED)
# Fields that the steps of a draft write, and nobody else.
STEPS = (
	"status",
	"base_version",
	"published_version",
	"is_new_matter",
	"author",
	"submitted_on",
	"approver",
	"approved_on",
	"opinion",
	"single_person",
	"published_on",
	"failure",
)
