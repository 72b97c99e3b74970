/** The properties of `oss-uploader`; docs/component.md describes them with their defaults. */
export const properties = {
  /** The backend's address for signed policies. */
  policyUrl: String,
  /** Further parts of the policy request, and its defaults: see `PolicyRequest`. Functions: `setUploaderDefaults`. */
  policy: Object,
  /** Images at most. */
  max: { type: Number, value: 30 },
  /** Images in one pick at most, 1 to 9. */
  perPick: { type: Number, value: 9 },
  /** Uploads at once at most, 1 to 10. */
  parallel: { type: Number, value: 10 },
  /** Whose images these are. */
  owner: String,
  /** Sets uploaders apart that are shown at the same time. */
  queue: { type: String, value: 'default' },
  /** Where stored objects are read, if not where they are posted; `private`: nowhere. */
  publicUrl: String,
  /** Replaces words of ../../words, in the page's language. */
  texts: Object,
  readOnly: Boolean,
  /** The stored objects, `{ key, url }` each, in the order picked; set by the component, and its value in a form. */
  value: { type: Array, value: [] as { key: string; url?: string }[] },
};
