/** How far all uploads are, with what can be done about all of them. */
Component({
  properties: {
    /** A `Head`, see overview.ts. */
    head: Object,
    /** The `Words` of the page's language. */
    words: Object,
    readOnly: Boolean,
  },

  methods: {
    press() {
      this.triggerEvent(this.data.head['button']);
    },
    more() {
      this.triggerEvent('more');
    },
  },
});
