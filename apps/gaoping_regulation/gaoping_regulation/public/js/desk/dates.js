// The framework keeps moment's locale “en” whatever the language: its words become Chinese, its name stays.
const NUMBERS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];
const DAYS = ["日", "一", "二", "三", "四", "五", "六"];

if (frappe.boot.lang?.startsWith("zh")) {
	moment.updateLocale("en", {
		months: NUMBERS.map((number) => `${number}月`),
		monthsShort: NUMBERS.map((_, at) => `${at + 1}月`),
		weekdays: DAYS.map((day) => `星期${day}`),
		weekdaysShort: DAYS.map((day) => `周${day}`),
		weekdaysMin: DAYS,
		meridiem: (hour) => (hour < 12 ? "上午" : "下午"),
		relativeTime: {
			future: "%s后",
			past: "%s前",
			s: "几秒",
			ss: "%d 秒",
			m: "1 分钟",
			mm: "%d 分钟",
			h: "1 小时",
			hh: "%d 小时",
			d: "1 天",
			dd: "%d 天",
			M: "1 个月",
			MM: "%d 个月",
			y: "1 年",
			yy: "%d 年",
		},
	});
}
