// How the editor asks the server of `coopmap edit`.

import {language, t} from "../core/i18n.js";
import {page} from "../core/page_data.js";
import {released} from "../core/press.js";

/** @import {FilePreview} from "../editor_types.ts" */
/** @import {Answer} from "../types.ts" */

/**
 * What is answered, once no pointer is pressed: what is drawn of it moves what a click would hit.
 * @param {string} action
 * @param {BodyInit} body
 * @param {Record<string, string>} headers
 * @returns {Promise<any>} an Answer or a FilePreview
 */
async function post(action, body, headers) {
  try {
    const answer = await fetch("/" + action, {
      method: "POST",
      headers: {...headers, "accept-language": language, "x-coopmap-token": page.editor.token},
      body,
    });
    const isJson = answer.headers.get("content-type")?.includes("json");
    const content = isJson ? await answer.json() : {messages: [await answer.text()]};
    await released();
    return {status: answer.status, ...content};
  } catch {
    return {status: 0, messages: [t("edit.gone")]};
  }
}

/**
 * Gives {status, messages, ...}, with the status 0 when it does not answer.
 * @param {string} action
 * @param {object} value
 * @returns {Promise<Answer>}
 */
export const ask = (action, value) => post(action, JSON.stringify(value), {"content-type": "application/json"});

/**
 * Sends a file as it is; gives the same.
 * @param {"import" | "photo"} action
 * @param {File} file
 * @returns {Promise<any>} an Answer and a FilePreview, or a PreparedPicture
 */
export const send = (action, file) =>
  post(action, file, {
    "content-type": "application/octet-stream",
    "x-coopmap-file": encodeURIComponent(file.name.toWellFormed()),
  });
