import "./desk/config/officers";
