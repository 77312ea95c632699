// The page of a small layer.

import {recordStore} from "./data/record_store.js";
import {start} from "./main.js";

import * as markLayout from "./map/mark_layout.js";
import * as wordIndex from "./data/word_index.js";

start({opened: recordStore, index: wordIndex, layout: markLayout});
