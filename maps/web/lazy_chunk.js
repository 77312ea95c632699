// What is unpacked when it is first wanted: figures and events, the table, the form.

import {drawFigures} from "./panel/charts.js";
import {addTabs} from "./panel/panel.js";
import {startTable} from "./panel/table.js";
import {drawTimeline} from "./panel/timeline.js";

export {openTable} from "./panel/table.js";
export {suggest} from "./form/suggestion.js";
export {Form} from "./form/form.js";
export {label, options as codeOptions} from "./form/form_words.js";
export {openFormPanel} from "./form/form_panel.js";

addTabs({figures: drawFigures, events: drawTimeline});
startTable();
