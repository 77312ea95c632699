// A project as the layer has it.

/** @import {Project} from "../types.ts" */
import {onGlobe, withLongitudes} from "../core/longitudes.js";

/**
 * A project as the layer has it: the page's own additions are taken back.
 * @param {Project} options
 */
export function featureOf({geometry, extra, images, ...fields}) {
  /** @type {Record<string, any>} */
  const properties = {...fields, ...extra};
  if (!Object.hasOwn(extra || {}, "area")) delete properties.area;
  if (images) properties.images = images.map(({file, ...image}) => ({...image, src: file}));
  return {type: "Feature", id: fields.id, geometry: withLongitudes(geometry, onGlobe), properties};
}
