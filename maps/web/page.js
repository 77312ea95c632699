// The page of a small layer.

import {recordStore} from "./data/record_store.js";
import {start} from "./main.js";

import * as markLayout from "./map/mark_layout.js";

start({opened: recordStore, layout: markLayout});
