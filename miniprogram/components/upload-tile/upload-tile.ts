import { blankTile, type Tile } from './tile';

/** One image of the page: what it looks like, where it stands, and what can be done with it. Events carry its id. */
Component({
  properties: {
    /** A `Tile`, see tile.ts. */
    tile: { type: Object, value: blankTile },
    /** The `Words` of the page's language. */
    words: Object,
  },

  data: {
    /** The path of a picture that cannot be drawn: not every client knows HEIC. */
    brokenPath: '',
  },

  methods: {
    onThumbnailError() {
      this.setData({ brokenPath: this.data.tile.path });
    },
    preview() {
      this.tell('preview');
    },
    copy() {
      this.tell('copy');
    },
    retry() {
      this.tell('retry');
    },
    dismiss() {
      this.tell('dismiss');
    },
    tell(event: 'preview' | 'copy' | 'retry' | 'dismiss') {
      const { id } = this.data.tile as Tile; // WeChat types every object property as a plain record
      this.triggerEvent(event, { id });
    },
  },
});
