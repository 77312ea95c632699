// The editor's script, which stands only in the pages that `coopmap edit` serves.

export {startEditor} from "./form/editor.js";
