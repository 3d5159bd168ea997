import "./desk/config/designer";
