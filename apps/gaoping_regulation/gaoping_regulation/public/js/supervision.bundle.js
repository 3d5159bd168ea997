import { MatterCharts } from "./desk/supervision/charts";
import { RiskHeatmap } from "./desk/supervision/heatmap";
import { RiskPoints } from "./desk/supervision/points";

frappe.provide("gaoping");
Object.assign(gaoping, { MatterCharts, RiskHeatmap, RiskPoints });
