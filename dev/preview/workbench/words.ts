/** Every text of the workbench. */
export const words = {
  workbench: 'Workbench',
  tabs: 'Parts of the workbench',
  open: 'Workbench',
  close: 'Close the workbench',

  objects: {
    title: 'Objects',
    list: 'Objects in the bucket, newest first',
    empty: 'Pick a picture and see where it goes',
    emptyMore: 'Each picture that the mini-program uploads appears here as soon as it is stored.',
    noOss: 'This preview knows no local OSS. Start it with npm start to see what is stored.',
    stored: (key: string) => `Stored ${key}`,
    opens: 'opens in a new tab',
  },
};
