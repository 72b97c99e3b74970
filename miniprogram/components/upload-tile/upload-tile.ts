import { blankTile, type Tile } from './tile';

/** An image with its state and its actions. Events carry its id. */
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
      this.emit('preview');
    },
    copy() {
      this.emit('copy');
    },
    retry() {
      this.emit('retry');
    },
    dismiss() {
      this.emit('dismiss');
    },
    emit(event: 'preview' | 'copy' | 'retry' | 'dismiss') {
      const { id } = this.data.tile as Tile; // WeChat types every object property as a plain record
      this.triggerEvent(event, { id });
    },
  },
});
