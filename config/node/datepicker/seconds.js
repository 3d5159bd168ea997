// Seconds for air-datepicker's time picker.
//
// The registry's air-datepicker knows hours and minutes only. The framework's Datetime and Time
// fields are written for one that also has
//   - the tokens `ss` and `s` in formats: without them ":ss" stays in the field as it is, which is
//     not the stored value, so the form counts as changed as soon as it opens;
//   - `timepicker.$seconds` (a slider in a row of its own) and `timepicker.$secondsText` (after a
//     colon): the fields hide both, and the colon, where the site's time format has no seconds.

import "air-datepicker/dist/js/datepicker.min.js";
import "./seconds.css";

const $ = window.jQuery;
const { Constructor: Datepicker, Timepicker } = $.fn.datepicker;

/** Replace methods of a prototype; each replacement gets the method that it replaces. */
function extend(prototype, methods) {
	for (const [name, replacement] of Object.entries(methods)) {
		const original = prototype[name];
		prototype[name] = function (...args) {
			return replacement.call(this, original.bind(this), ...args);
		};
	}
}

function hasSeconds(picker) {
	return /s/.test(picker.loc.timeFormat || "");
}

extend(Datepicker.prototype, {
	// A Datetime field that is empty text rather than null starts at an invalid date.
	init(original) {
		if (this.currentDate instanceof Date && isNaN(this.currentDate)) this.currentDate = new Date();
		return original();
	},

	formatDate(original, format, date = this.date) {
		const seconds = date.getSeconds();
		const token = (sign) => this._getWordBoundaryRegExp(sign);
		const padded = this._replacer(format, token("ss"), String(seconds).padStart(2, "0"));
		return original(this._replacer(padded, token("s"), seconds), date);
	},

	// A day's cell holds midnight. Hours and minutes are set on it there; the seconds are left.
	_onClickCell(original, event, date) {
		if (this.timepicker) date.setSeconds(this.timepicker.seconds);
		return original(event, date);
	},

	_onTimeChange(original, event, hours, minutes) {
		const { seconds } = this.timepicker;
		if (this.selectedDates.length) {
			this.lastSelectedDate.setSeconds(seconds);
			return original(event, hours, minutes);
		}
		// Nothing is selected yet: the sliders select today, with the seconds that they show
		// rather than those of the clock.
		const date = new Date();
		date.setHours(hours, minutes, seconds, 0);
		if (!this._getCell(date).hasClass("-disabled-")) this.selectDate(date);
	},

	// A field whose format has no seconds shows less than is stored. Telling it that "20:08" was
	// selected, when all that happened is that it showed its own 20:08:31, would cut the stored
	// value to 20:08:00 and make the form count as changed.
	selectDate(original, date) {
		const { timepicker, opts } = this;
		if (timepicker && !hasSeconds(this) && !opts.range && !opts.multipleDates) this.shown = this.$el.val();
		const result = original(date);
		delete this.shown;
		return result;
	},

	_triggerOnChange(original) {
		if (this.selectedDates.length && this.shown === this.$el.val()) return;
		return original();
	},
});

extend(Timepicker.prototype, {
	_setTime(original, date) {
		original(date);
		this.seconds = date.getSeconds();
	},

	_buildHTML(original) {
		original();
		const $sliders = this.$timepicker.find(".datepicker--time-sliders");
		const $row = $('<div class="datepicker--time-row">').appendTo($sliders);
		this.$seconds = $('<input type="range" name="seconds" min="0" max="59" step="1">').appendTo($row);
		this.$secondsText = $('<span class="datepicker--time-current-seconds">').insertAfter(this.$minutesText);
		const $colon = $('<span class="datepicker--time-current-colon">:</span>').insertAfter(this.$minutesText);
		this.$ranges = this.$ranges.add(this.$seconds);
		if (!hasSeconds(this.d)) $row.add($colon).add(this.$secondsText).hide();
		showSeconds(this);
	},

	_updateRanges(original) {
		original();
		showSeconds(this);
	},

	_updateCurrentTime(original) {
		original();
		showSeconds(this);
	},
});

function showSeconds({ $seconds, $secondsText, seconds }) {
	$seconds.val(seconds);
	$secondsText.text(String(seconds).padStart(2, "0"));
}
