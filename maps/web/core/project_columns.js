// The projects of a layer of some hundred, which the page holds as columns (maps/page/project_columns.py).

/** @import {ProjectColumns} from "../store_types.ts" */
/** @import {Project} from "../types.ts" */

/**
 * The projects as records; those that have an equal value share it.
 * @param {ProjectColumns} held
 */
export function fromColumns({count, columns}) {
  const projects = Array.from({length: count}, () => /** @type {Record<string, unknown>} */ ({}));
  for (const [name, values, numbers] of columns) {
    numbers.forEach((number, i) => {
      if (number) projects[i][name] = values[number - 1];
    });
  }
  return /** @type {Project[]} */ (/** @type {unknown} */ (projects));
}
