// How the editor asks the server of `coopmap edit`.

import {t} from "../core/i18n.js";
import {page} from "../core/page_data.js";

/**
 * Gives {status, messages, ...}, with the status 0 when it does not answer.
 * @param {string} action
 * @param {object} value
 */
export async function ask(action, value) {
  const {token} = page.editor;
  try {
    const answer = await fetch("/" + action, {
      method: "POST",
      headers: {"content-type": "application/json", "x-coopmap-token": token},
      body: JSON.stringify(value),
    });
    return {
      status: answer.status,
      ...(answer.headers.get("content-type")?.includes("json")
        ? await answer.json()
        : {messages: [await answer.text()]}),
    };
  } catch {
    return {status: 0, messages: [t("edit.gone")]};
  }
}
