"""Commands for `bench --site SITE …` that set-up uses: the site in Chinese, and one account for each role."""

import json
from pathlib import Path

import click
import frappe
from frappe.commands import get_site, pass_context


@click.command("gaoping-prepare-site")
@pass_context
def prepare_site(context):
	"""Finish the setup wizard without a browser, in Chinese, and undo what it leaves wrong."""
	from gaoping_regulation.install import prepare_site

	with connected(context):
		prepare_site()
		frappe.db.commit()


@click.command("gaoping-make-accounts")
@click.option("--administrator-password", required=True)
@click.option("--into", required=True, type=click.Path(path_type=Path))
@pass_context
def make_accounts(context, administrator_password: str, into: Path):
	"""Create one account for each role, with random passwords, and write them to a file."""
	from gaoping_regulation.accounts import make_accounts

	with connected(context):
		accounts = make_accounts()
		frappe.db.commit()
	accounts.append({"user": "Administrator", "password": administrator_password, "roles": ["System Manager"]})
	into.write_text(json.dumps(accounts, ensure_ascii=False, indent=1) + "\n")


@click.command("verify-audit")
@pass_context
def verify_audit(context):
	"""Check the audit trail's chain of hashes; exits with 1 and says where it breaks."""
	from gaoping_regulation.engine.roots import verify

	with connected(context):
		count = frappe.db.count("Case Event")
		problems = verify()
	for problem in problems:
		click.echo(f"第 {problem['seq']} 条：{problem['problem']}")
	click.echo(f"共 {count} 条，{'完整' if not problems else f'{len(problems)} 处断裂'}")
	raise SystemExit(1 if problems else 0)


@click.command("list-untranslated")
@click.option("--app", default="frappe", show_default=True)
@pass_context
def list_untranslated(context, app: str):
	"""List an app's messages that have no Chinese, as rows for translations/zh.csv; exits with 1 if there are any."""
	from gaoping_regulation import chinese

	with connected(context):
		missing = chinese.untranslated(app)
	for text in missing:
		click.echo(json.dumps(text, ensure_ascii=False))
	click.echo(f"{len(missing)} 条没有译文")
	raise SystemExit(1 if missing else 0)


class connected:
	"""A connection to the command's site, as Administrator."""

	def __init__(self, context):
		self.site = get_site(context)

	def __enter__(self):
		frappe.init(site=self.site)
		frappe.connect()
		frappe.set_user("Administrator")

	def __exit__(self, *_):
		frappe.destroy()


commands = [prepare_site, make_accounts, verify_audit, list_untranslated]
