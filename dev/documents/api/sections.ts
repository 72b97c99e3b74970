export interface ApiSection {
  title: string;
  /** A paragraph. */
  introduction: string;
  /** In this order. */
  names: readonly string[];
}

/** What index.ts exports, in the order of a reader. A name that is missing here, or is exported no more, is an error. */
export const SECTIONS: readonly ApiSection[] = [
  {
    title: 'Create an uploader',
    introduction: 'One uploader owns one queue. Create it when the page opens, and close it when the page closes.',
    names: ['createUploader', 'Uploader', 'UploadQueue', 'UploaderOptions', 'QueueOptions', 'UploaderWx'],
  },
  {
    title: 'The policy request',
    introduction:
      'How to request signed policies. [backend-contract.md](backend-contract.md) specifies what to respond.',
    names: ['PolicyRequest', 'RequestParts', 'ImageFacts', 'PolicyDefaults'],
  },
  {
    title: 'Images and their states',
    introduction:
      '`onChange` and `uploads()` give each image with its state. Identify an image by `image.id`, never by index or path.',
    names: [
      'Upload',
      'QueuedImage',
      'PickedImage',
      'UploadState',
      'StoredObject',
      'PostAnswer',
      'CallbackOutcome',
      'QueueStatus',
      'retryOf',
      'PickOptions',
      'AddResult',
      'Duplicate',
    ],
  },
  {
    title: 'Errors',
    introduction: '[errors.md](errors.md) lists the codes.',
    names: ['UploadError', 'UploadErrorCode', 'Remedy', 'UploadErrorDetails'],
  },
];

/** What is not exported but extended by what is, and where it stands. */
export const EXTENDED: Readonly<Record<string, string>> = {
  UploadQueue: './queue/upload-queue',
  QueueOptions: './queue/upload-queue',
  PostAnswer: './post/stored-proof',
};
