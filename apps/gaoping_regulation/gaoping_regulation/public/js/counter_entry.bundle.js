import "./desk/entry/page";
