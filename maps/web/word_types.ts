// The interface texts as the page holds them (maps/text/i18n.py).

export interface Words {
  /** The layer's, the first one first. */
  languages: string[];
  /** Those of them that run from right to left. */
  right_to_left: string[];
  /** By language the keys of what the credits say of its texts. */
  notes: Record<string, string[]>;
  /** By key, a text in each language: one, one for each month, or one for each plural form. */
  entries: Record<string, any[]>;
}
