// The page of a large layer, whose projects are packed.

import {packedStore} from "./data/packed_store.js";
import {start} from "./main.js";

import * as clusters from "./map/clusters.js";
import * as packedWordIndex from "./data/packed_word_index.js";

start({opened: packedStore, index: packedWordIndex, layout: clusters});
