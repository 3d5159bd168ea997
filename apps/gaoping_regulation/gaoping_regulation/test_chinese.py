"""The Desk is wholly in Chinese: no message of the framework without one, none that lost a placeholder."""

import re
from collections import Counter
from unittest.mock import patch

import frappe
from frappe import translate
from frappe.tests.utils import FrappeTestCase

from gaoping_regulation import chinese

# What is written in Latin letters in Chinese, too; `of` is the stroke of “3 / 20”.
NAMES = {"Facebook", "Frappe", "Google", "MyISAM", "Salesforce", "Slack", "StartTLS", "of"}
# Words of the officers' screens that the framework has wrong or that have two readings.
SETTLED = {
	"State": "状态",
	"Sr": "序号",
	"No.": "序号",
	"Home": "首页",
	"Owner": "创建人",
	"Draft": "草稿",
	"Cancelled": "已作废",
	"New": "新建",
	"{0} m": "{0} 分钟前",
	"{0} M": "{0} 个月前",
	"Like": "包含",
	"Letter Head": "公文抬头",
}


class TestChinese(FrappeTestCase):
	def test_every_message_of_the_framework_has_its_chinese(self):
		self.assertEqual(chinese.untranslated("frappe"), [])

	def test_what_is_missing_is_found(self):
		message = ("somewhere.js", "A text that nobody translated", None, 1)
		with patch.object(translate, "get_messages_for_app", lambda app: [message, ("b.js", "Save", None, 2)]):
			self.assertEqual(chinese.untranslated("frappe"), ["A text that nobody translated"])

	def test_placeholders_and_tags_are_equal_on_both_sides(self):
		self.assertEqual(chinese.mutilated(), [])
		self.assertNotEqual(chinese.placeholders("{0} of {1}"), chinese.placeholders("第 {0} 条"))
		self.assertNotEqual(chinese.placeholders("<b>{0}</b>"), chinese.placeholders("{0}"))

	def test_no_text_is_translated_twice_or_left_in_english(self):
		rows = chinese.rows()
		twice = [key for key, number in Counter((text, context) for text, _, context in rows).items() if number > 1]
		self.assertEqual(twice, [])
		latin = {text for text, translated, _ in rows if not re.search("[\u4e00-\u9fff]", translated)}
		self.assertEqual(latin, NAMES)

	def test_the_words_of_the_officers_screens(self):
		found = translate.get_all_translations("zh")
		self.assertEqual({word: found.get(word) for word in SETTLED}, SETTLED)
		self.assertEqual(frappe._("Open", "zh", context="Access"), "打开")
