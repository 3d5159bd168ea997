"""Notices to applicants: written with the case, sent after it, read on the portal.

`writing` puts them into the outbox in the case's own transaction; `sending` takes them out in a worker, again and again
until they are sent or given up; `messages` is what the portal reads. A failure to send never reaches the case.
"""

MESSAGE, SMS, EMAIL = "站内消息", "短信", "电子邮件"
WAITING, SENT, FAILED = "待发送", "已发送", "发送失败"
OUTBOX = "Notice Outbox"
