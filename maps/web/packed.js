// The page of a large layer, whose projects are packed.

import {packedStore} from "./data/packed_store.js";
import {packedView} from "./data/packed_view.js";
import {useView} from "./data/view.js";
import {start} from "./main.js";

import * as clusters from "./map/clusters.js";
import * as packedWordIndex from "./data/packed_word_index.js";

useView(packedView);
start({opened: packedStore, words: packedWordIndex, layout: clusters});
