import type { TileAct } from '../tile';

/** A square with a picture, its state and what can be done: the event `act`, with a `TileAct` and the image's id. */
Component({
  properties: {
    /** A `Tile`, see ../tile.ts. */
    tile: Object,
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
    broken() {
      this.setData({ brokenPath: this.data.tile['path'] });
      this.trigger('markBroken');
    },
    act(event: { currentTarget: { dataset: { act?: TileAct } } }) {
      const { act } = event.currentTarget.dataset;
      if (act) this.trigger(act);
    },
    menu() {
      if (this.data.tile['look'] === 'stored') this.trigger('menu');
    },
    trigger(act: TileAct) {
      this.triggerEvent('act', { id: this.data.tile['id'], act });
    },
  },
});
