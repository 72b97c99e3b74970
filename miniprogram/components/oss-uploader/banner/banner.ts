/** One sentence, with up to two things to do: the events `first` and `second`. */
Component({
  properties: {
    text: String,
    /** Nothing is wrong. */
    calm: Boolean,
    /** What the buttons say; no button where it is empty. */
    first: String,
    second: String,
  },

  methods: {
    first() {
      this.triggerEvent('first');
    },
    second() {
      this.triggerEvent('second');
    },
  },
});
