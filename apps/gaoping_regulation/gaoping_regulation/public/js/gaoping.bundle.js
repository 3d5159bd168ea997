import "./desk/names";
import "./desk/states";
import "./desk/case_form";
import "./desk/list";
import "./desk/inbox";
import "./desk/new_case";
