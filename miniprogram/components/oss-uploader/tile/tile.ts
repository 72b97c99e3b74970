import type { Tile } from '../tile';

const blank: Tile = { id: '', path: '', name: '', size: '', look: 'waiting', percent: 0, text: '' };

/** A square with a picture, its state and what can be done. Events carry the image's id. */
Component({
  properties: {
    /** A `Tile`, see ../tile.ts. */
    tile: { type: Object, value: blank },
    /** Why nothing starts; empty where it does. */
    hold: String,
    /** The `Words` of the page's language. */
    words: Object,
    readOnly: Boolean,
  },

  data: {
    signs: { failed: '!', retrying: '↻', cancelled: '↺' },
    /** The path of a picture that cannot be drawn: not every client knows HEIC. */
    brokenPath: '',
  },

  methods: {
    onBroken() {
      this.setData({ brokenPath: this.data.tile['path'] });
      this.emit('broken');
    },
    open() {
      this.emit('open');
    },
    menu() {
      if (this.data.tile['look'] === 'stored') this.emit('menu');
    },
    remove() {
      this.emit('remove');
    },
    undo() {
      this.emit('undo');
    },
    emit(event: 'broken' | 'open' | 'menu' | 'remove' | 'undo') {
      this.triggerEvent(event, { id: this.data.tile['id'] });
    },
  },
});
